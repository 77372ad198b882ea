/* groups: geometric means of what belongs together. */
#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/groups.h"

#define SERIES(benchmark_, metric_, unit_, ratio_, base_, head_)               \
	{                                                                      \
		.name = {benchmark_, metric_, unit_, DIRECTION_SMALLER},       \
		.judged = true, .verdict = VERDICT_PASS, .ratio = ratio_,      \
		.base_value = base_, .head_value = head_                       \
	}

static struct ranking ranking;
static struct groups groups;

static void
find(const struct report_series *series, size_t count)
{
	const struct report report = {.series = series, .series_count = count};

	cr_assert(eq(int, ranking_init(&ranking, &report), ERR_OK));
	cr_assert(eq(int, groups_init(&groups, &ranking), ERR_OK));
}

static void
teardown(void)
{
	groups_release(&groups);
	ranking_release(&ranking);
}

TestSuite(groups, .fini = teardown);

/* sqrt(2 * 0.5) is 1, sqrt(10 * 40) is 20, sqrt(20 * 20) is 20. */
Test(groups, two_series_have_their_geometric_means)
{
	const struct report_series series[] = {
	    SERIES("a/1", "t", "ns", 2, 10, 20),
	    SERIES("a/2", "t", "ns", 0.5, 40, 20),
	};

	find(series, 2);
	cr_assert(eq(sz, groups.count, 1));
	cr_expect(eq(sz, groups.rows[0].count, 2));
	cr_expect(epsilon_eq(dbl, groups.rows[0].ratio, 1, 1e-12));
	cr_expect(epsilon_eq(dbl, groups.rows[0].base_value, 20, 1e-12));
	cr_expect(epsilon_eq(dbl, groups.rows[0].head_value, 20, 1e-12));
}

Test(groups, what_is_alone_of_its_kind_is_no_group)
{
	const struct report_series series[] = {
	    SERIES("a/1", "t", "ns", 2, 10, 20),
	    SERIES("a/1", "rss", "bytes", 2, 10, 20),
	    SERIES("a/2", "t", "ms", 2, 10, 20),
	    SERIES("ab/1", "t", "ns", 2, 10, 20),
	    SERIES("b", "t", "ns", 2, 10, 20),
	};

	find(series, 5);
	cr_expect(eq(sz, groups.count, 0));
}

Test(groups, the_largest_ratio_comes_first)
{
	const struct report_series series[] = {
	    SERIES("a/1", "t", "ns", 1, 10, 10),
	    SERIES("a", "t", "ns", 1, 10, 10),
	    SERIES("b/1", "t", "ns", 3, 10, 30),
	    SERIES("b/2", "t", "ns", 3, 10, 30),
	};
	struct buf out = BUF_INIT;

	find(series, 4);
	cr_assert(eq(sz, groups.count, 2));
	group_title(&out, &groups.rows[0], false);
	group_title(&out, &groups.rows[1], true);
	cr_expect(eq(str, (char *)buf_text(&out), (char *)"b/…a/…/t"));
	buf_release(&out);
}

Test(groups, what_is_not_known_or_not_judged_does_not_count)
{
	struct report_series series[] = {
	    SERIES("a/1", "t", "ns", 2, 10, 20),
	    SERIES("a/2", "t", "ns", NAN, 10, 20),
	    SERIES("a/3", "t", "ns", 2, NAN, 20),
	    SERIES("a/4", "t", "ns", 2, 10, 0),
	    SERIES("a/5", "t", "ns", 2, 10, 20),
	};

	series[4].judged = false;
	find(series, 5);
	cr_expect(eq(sz, groups.count, 0));
}
