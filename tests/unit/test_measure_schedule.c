/* Which benchmarks are due in a pass, with which names. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "runner/measure_parts.h"
#include "runner/narrow.h"

#define PAIR (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))

/* Ratios of head: decided at 8 rounds, a candidate there, in about 20, never.
 */
enum { FAST, SLOW, LONG, NEVER };

static char real_time[] = "real_time";
static char *const metrics[] = {real_time};
static struct config_benchmark benchmarks[2];
static struct config config = {.benchmarks = benchmarks, .benchmark_count = 2};
static struct measure_benchmark rows[2];
static struct measure_plan plan;
static struct measuring s;

static void
setup(void)
{
	for (int i = 0; i < 2; i++) {
		benchmarks[i] = (struct config_benchmark){.name = "main",
		    .command = "bench",
		    .metrics = {metrics, 1}};
		rows[i] = (struct measure_benchmark){.config = &benchmarks[i],
		    .rounds = 8,
		    .block_ns = 120,
		    .whole_ns = 120,
		    .done = i == 1};
	}
	plan = (struct measure_plan){.config = &config,
	    .benchmarks = rows,
	    .trees = {[SIDE_BASE] = "/", [SIDE_HEAD] = "/"},
	    .rounds = 60};
	s = (struct measuring){.plan = &plan, .benchmark_count = 2};
	cr_assert(eq(int, tracks_new(&s.tracks, 100), ERR_OK));
}

static void
teardown(void)
{
	for (int i = 0; i < 2; i++)
		measure_benchmark_release(&rows[i]);
	tracks_free(s.tracks);
}

TestSuite(measure_schedule, .init = setup, .fini = teardown);

static void
give(size_t owner, enum side side, const char *name, double value)
{
	const struct reading reading = {
	    .series = {name, "real_time", "ns", DIRECTION_SMALLER},
	    .value = value,
	};

	cr_assert(eq(
	    int, tracks_block_begin(s.tracks, owner, &benchmarks[owner]), 0));
	tracks_turn_begin(s.tracks, side);
	tracks_process_begin(s.tracks);
	cr_assert(eq(int, tracks_take(s.tracks, &reading), ERR_OK));
}

/* A series after 8 rounds whose gate is as `kind` says, at a tolerance of 10 %.
 * LONG and NEVER: one round far above L = .0953, which keeps the first look
 * from deciding, the others +-.04 around a centre below it, MAD .04, s = .0593.
 * At .05 below it (3.4175 x .0593 / .05)^2 pi/3 + 3.32 is 20.5, the look at 25;
 * at .03 it is 51, above 40. */
static void
series(size_t owner, const char *name, int kind)
{
	static const double centres[] = {-.2, .2, -.05, -.03};
	bool decides = kind == FAST || kind == SLOW;
	struct track *track;

	give(owner, SIDE_HEAD, name, 100);
	track = tracks_at(s.tracks, tracks_count(s.tracks) - 1);
	track->sides = PAIR;
	track->rounds = 8;
	gate_init(&track->gate, .10);
	for (size_t i = 0; i < 8; i++) {
		double wave = decides ? 0 : i % 2 == 0 ? .04 : -.04;
		double d = i == 0 && !decides ? .2 : centres[kind] + wave;

		gate_add(&track->gate, track->gate.question.candidate_log + d);
	}
	track->idle = true; /* to be told otherwise */
}

static void
schedule(int64_t left_ns)
{
	cr_assert(
	    eq(int, measure_schedule(&s, left_ns), ERR_OK), "%s", err_text());
}

static void
expect_command(const struct measure_benchmark *row, const char *command)
{
	cr_assert(ne(ptr, row->command, NULL));
	cr_expect(eq(str, row->command, (char *)command));
}

Test(measure_schedule, the_first_eight_rounds_are_owed)
{
	rows[0].rounds = 7;
	schedule(-1);
	cr_expect(rows[0].due);
	cr_expect(not(rows[1].due));
	cr_expect(eq(i64, rows[0].expect_ns, 120));
}

Test(measure_schedule, without_a_base_all_are_due)
{
	plan.trees[SIDE_BASE] = NULL;
	rows[1].done = false;
	schedule(0);
	cr_expect(rows[0].due && rows[1].due);
}

/* Without a filter the command runs while any of its series is undecided. */
Test(measure_schedule, an_undecided_series_keeps_a_whole_command_due)
{
	series(0, "a", FAST);
	series(0, "b", LONG);
	schedule(1000000);
	cr_expect(rows[0].due);
	cr_expect(eq(ptr, rows[0].command, NULL));
	cr_expect(eq(i64, rows[0].expect_ns, 120));
}

/* A third of 120 ns. The order is that of the names. */
Test(measure_schedule, only_undecided_names_are_run)
{
	benchmarks[0].filter = "-k";
	series(0, "c", LONG);
	series(0, "a.b", LONG);
	series(0, "b", FAST);
	schedule(1000000);
	cr_expect(rows[0].due);
	expect_command(&rows[0], "bench -k '^(a\\.b|c)$'");
	cr_expect(eq(i64, rows[0].expect_ns, 80));
	cr_expect(not(tracks_at(s.tracks, 0)->idle));
	cr_expect(not(tracks_at(s.tracks, 1)->idle));
	cr_expect(tracks_at(s.tracks, 2)->idle);
}

Test(measure_schedule, the_same_names_need_no_new_proof)
{
	benchmarks[0].filter = "-k";
	series(0, "a", FAST);
	series(0, "b", LONG);
	series(0, "c", NEVER);
	schedule(1000000);
	expect_command(&rows[0], "bench -k '^(b|c)$'");
	rows[0].proven = true;
	schedule(1000000);
	cr_expect(rows[0].proven);
	gate_close(&tracks_at(s.tracks, 2)->gate);
	schedule(1000000);
	expect_command(&rows[0], "bench -k '^(b)$'");
	cr_expect(not(rows[0].proven));
}

/* 40 ns a name: the candidate's 6 fresh rounds take 240; what needs 17 more
 * rounds, to the look at 25, 680. */
Test(measure_schedule, a_short_budget_goes_to_the_candidate)
{
	benchmarks[0].filter = "-k";
	series(0, "never", NEVER);
	series(0, "long", LONG);
	series(0, "slow", SLOW);
	schedule(300);
	expect_command(&rows[0], "bench -k '^(slow)$'");
	schedule(240 + 680);
	expect_command(&rows[0], "bench -k '^(long|slow)$'");
	schedule(240 + 680 + 2 * 40);
	cr_expect(eq(ptr, rows[0].command, NULL));
	cr_expect(eq(i64, rows[0].expect_ns, 120));
}

/* LONG needs 17 rounds of 120 ns; the next look at 10 takes 2, and what is left
 * goes to the benchmark that can be decided. */
Test(measure_schedule, between_benchmarks_too)
{
	rows[1].done = false;
	series(0, "never", NEVER);
	series(1, "long", LONG);
	schedule(17 * 120);
	cr_expect(not(rows[0].due));
	cr_expect(rows[1].due);
	schedule(19 * 120);
	cr_expect(rows[0].due && rows[1].due);
}

Test(measure_schedule, no_look_within_the_budget_is_no_round)
{
	series(0, "never", NEVER);
	schedule(2 * 120 - 1);
	cr_expect(not(rows[0].due));
}

Test(measure_schedule, a_filter_given_up_is_not_used_again)
{
	benchmarks[0].filter = "-k";
	rows[0].filter_error = strdup("exit status 3");
	series(0, "a", FAST);
	series(0, "b", LONG);
	schedule(1000000);
	cr_expect(rows[0].due);
	cr_expect(eq(ptr, rows[0].command, NULL));
}

/* 20 names of 4,000 bytes are beyond 64 KiB; with 6 of them decided the rest
 * fits. */
Test(measure_schedule, names_too_long_for_a_command_line_run_whole)
{
	char name[4001];

	benchmarks[0].filter = "-k";
	for (int i = 0; i < 20; i++) {
		memset(name, 'a' + i, sizeof name - 1);
		name[sizeof name - 1] = '\0';
		series(0, name, i == 0 ? FAST : LONG);
	}
	schedule(1000000);
	cr_expect(rows[0].due);
	cr_expect(eq(ptr, rows[0].command, NULL));
	for (size_t i = 1; i < 6; i++)
		gate_close(&tracks_at(s.tracks, i)->gate);
	schedule(1000000);
	cr_assert(ne(ptr, rows[0].command, NULL));
	cr_expect(le(sz, strlen(rows[0].command), NARROW_BYTES_MAX));
}

/* No round is left for a series that has had them all. */
Test(measure_schedule, the_limit_of_rounds_is_each_series_own)
{
	series(0, "a", LONG);
	plan.rounds = 8;
	schedule(1000000);
	cr_expect(not(rows[0].due));
	plan.rounds = 9;
	schedule(1000000);
	cr_expect(rows[0].due);
}
