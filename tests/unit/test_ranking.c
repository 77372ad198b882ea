#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/ranking.h"

#define SERIES(benchmark_, judged_, verdict_, ratio_)                          \
	{                                                                      \
		.name = {benchmark_, "m", "ns", DIRECTION_SMALLER},            \
		.judged = judged_, .verdict = verdict_, .ratio = ratio_        \
	}

static const struct report_series series[] = {
    SERIES("shown", false, VERDICT_REGRESSED, 9),
    SERIES("same b", true, VERDICT_PASS, 1),
    SERIES("unknown", true, VERDICT_PASS, NAN),
    SERIES("slow", true, VERDICT_REGRESSED, 1.25),
    SERIES("same a", true, VERDICT_PASS, 1),
    SERIES("slower", true, VERDICT_REGRESSED, 1.6),
    SERIES("improved", true, VERDICT_IMPROVED, 0.5),
};

static const char *const sorted[] = {
    "slower", "slow", "improved", "same a", "same b", "unknown", "shown"};

static struct ranking ranking;

static void
open_ranking(void)
{
	const struct report report = {.series = series, .series_count = 7};

	cr_assert(eq(int, ranking_init(&ranking, &report), ERR_OK));
}

static void
close_ranking(void)
{
	ranking_release(&ranking);
}

TestSuite(ranking, .init = open_ranking, .fini = close_ranking);

Test(ranking, the_worst_verdict_then_the_largest_ratio_comes_first)
{
	cr_assert(eq(sz, ranking.count, 7));
	for (size_t i = 0; i < 7; i++)
		cr_expect(eq(str, (char *)ranking.rows[i]->name.benchmark,
		    (char *)sorted[i]));
}

Test(ranking, series_shown_only_come_last_and_do_not_count)
{
	cr_expect(eq(sz, ranking.judged, 6));
	cr_expect(eq(sz, ranking.notable, 3));
	cr_expect(eq(sz, ranking.verdicts[VERDICT_REGRESSED], 2));
	cr_expect(eq(sz, ranking.verdicts[VERDICT_PASS], 3));
}

/* 1.25 * 1.6 * 0.5 * 1 * 1 = 1, and the unknown ratio has no part. */
Test(ranking, the_mean_is_geometric_over_known_ratios)
{
	cr_expect(epsilon_eq(dbl, ranking_mean_ratio(&ranking), 1, 1e-12));
}

Test(ranking, one_ratio_has_no_mean)
{
	const struct report report = {.series = series + 2, .series_count = 2};
	struct ranking two;

	cr_assert(eq(int, ranking_init(&two, &report), ERR_OK));
	cr_expect(isnan(ranking_mean_ratio(&two)) != 0);
	ranking_release(&two);
}
