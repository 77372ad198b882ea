/* How long the next commit will take. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/pace.h"

Test(pace, the_longest_of_the_last_five_counts)
{
	struct pace_times times = {0};

	cr_expect(eq(i64, pace_longest(&times, 7), 7));
	for (int64_t ns = 90; ns > 30; ns -= 10) /* 90 80 70 60 50 40 */
		pace_add(&times, ns);
	cr_expect(eq(i64, pace_longest(&times, 7), 80));
	pace_add(&times, 10);
	cr_expect(eq(i64, pace_longest(&times, 7), 70));
}

Test(pace, the_budget_stands_for_sessions_that_nobody_has_seen)
{
	struct pace pace = {.budget_ns = 600};

	cr_expect(eq(i64, pace_estimate(&pace, false), 600));
	pace_add(&pace.builds, 50);
	cr_expect(eq(i64, pace_estimate(&pace, false), 650));
	cr_expect(eq(i64, pace_estimate(&pace, true), 600));
	pace_add(&pace.sessions, 20);
	cr_expect(eq(i64, pace_estimate(&pace, false), 70));
	cr_expect(eq(i64, pace_estimate(&pace, true), 20));
}

Test(pace, a_commit_fits_that_ends_by_the_end)
{
	struct pace pace = {.end_ns = 1000, .budget_ns = 600};

	pace_add(&pace.builds, 50);
	pace_add(&pace.sessions, 20);
	cr_expect(pace_fits(&pace, 930, false));
	cr_expect(not(pace_fits(&pace, 931, false)));
	cr_expect(pace_fits(&pace, 931, true));
	cr_expect(not(pace_fits(&pace, 981, true)));
}

Test(pace, without_an_end_all_fits)
{
	const struct pace pace = {.budget_ns = INT64_MAX};

	cr_expect(pace_fits(&pace, INT64_MAX, false));
}

Test(pace, what_is_left_is_known_after_the_first_session)
{
	struct pace pace = {.budget_ns = 600};

	pace_add(&pace.builds, 50);
	cr_expect(lt(i64, pace_left(&pace, 3), 0));
	pace_add(&pace.sessions, 20);
	cr_expect(eq(i64, pace_left(&pace, 3), 210));
}
