#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/measure.h"

/* Rounds of a benchmark that is a shell command, on trees that are folders with
 * a file `ns`, the time that it claims. */

#define PRINT                                                                  \
	"echo \"{\\\"benchmarks\\\": [{\\\"name\\\": \\\"a\\\", "              \
	"\\\"time_unit\\\": \\\"ns\\\", \\\"real_time\\\": $(cat ns)}]}\""

static char real_time[] = "real_time";
static char *const metrics[] = {real_time};
static struct config_benchmark benchmark;
static struct config config;
static struct measure_benchmark row;
static struct measure_plan plan;
static struct measure_outcome outcome;
static struct progress progress;
static double limit; /* of every series; 0: none */
static char folder[] = "/tmp/measureXXXXXX";
static char trees[SIDE_COUNT][64];

static struct terms
ten_percent(void *ctx, const struct series_name *name)
{
	(void)ctx;
	(void)name;
	return (struct terms){.tolerance = 0.10, .limit = limit};
}

static void
make_tree(enum side side, const char *ns)
{
	char path[96];

	snprintf(
	    trees[side], sizeof trees[side], "%s/%s", folder, side_name(side));
	snprintf(path, sizeof path, "%s/ns", trees[side]);
	cr_assert(eq(int, path_mkdirs(trees[side]), ERR_OK));
	cr_assert(eq(int, path_write(path, ns, strlen(ns)), ERR_OK));
	plan.trees[side] = trees[side];
}

static void
setup(void)
{
	const struct config_texts none = {0};

	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	benchmark = (struct config_benchmark){.name = "main",
	    .command = PRINT,
	    .format = "google",
	    .metrics = {metrics, 1},
	    .timeout_ns = 20 * CLOCK_NS_PER_S,
	    .repetitions = 1};
	config = (struct config){.benchmarks = &benchmark,
	    .benchmark_count = 1,
	    .measure = {.max_series = 100}};
	row = (struct measure_benchmark){.config = &benchmark};
	progress_init(&progress, true);
	plan = (struct measure_plan){.config = &config,
	    .benchmarks = &row,
	    .progress = &progress,
	    .logs = folder,
	    .seed = 1,
	    .rounds = 60,
	    .budget_ns = 600 * CLOCK_NS_PER_S,
	    .terms = ten_percent};
	cr_assert(
	    eq(int, environment_new(&plan.environment, &none, folder), ERR_OK));
}

static void
teardown(void)
{
	tracks_free(outcome.tracks);
	environment_free(plan.environment);
	measure_benchmark_release(&row);
	path_remove(folder);
}

static void
pair(const char *base, const char *head)
{
	make_tree(SIDE_BASE, base);
	make_tree(SIDE_HEAD, head);
}

TestSuite(measure, .init = setup, .fini = teardown, .timeout = 120);

/* Equal values are below the tolerance at the first look, 2^-8 < .005. A trial
 * and 8 rounds of 2 sides are 18 processes. */
Test(measure, ends_at_the_first_look_that_decides)
{
	pair("100", "100");
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.rounds, 8));
	cr_expect(eq(sz, outcome.processes, 18));
	cr_expect(
	    eq(int, tracks_at(outcome.tracks, 0)->gate.state, GATE_PASSED));
	cr_expect(le(i64, outcome.children_ns, outcome.elapsed_ns));
}

Test(measure, a_slowdown_takes_fresh_rounds_too)
{
	pair("100", "150");
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.rounds, 14));
	cr_expect(
	    eq(int, tracks_at(outcome.tracks, 0)->gate.state, GATE_REGRESSED));
}

/* Each side prints a series of its own name: no gate is asked. */
#define PRINT_OWN PRINT " | sed \"s/\\\"a\\\"/\\\"${PWD##*/}\\\"/\""

static size_t
rounds_of_new(void)
{
	benchmark.command = PRINT_OWN;
	pair("100", "150");
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_assert(eq(ptr, row.error, NULL), "%s", row.error);
	cr_expect(not(outcome.budget_spent));
	for (size_t i = 0; i < tracks_count(outcome.tracks); i++)
		if (track_is_new(tracks_at(outcome.tracks, i)))
			return tracks_at(outcome.tracks, i)->rounds;
	cr_fatal("no series is new");
}

Test(measure, a_new_series_with_a_limit_takes_the_rounds_that_it_needs)
{
	limit = 120;
	cr_expect(eq(sz, rounds_of_new(), 8));
}

Test(measure, a_new_series_without_one_takes_a_single_round)
{
	cr_expect(eq(sz, rounds_of_new(), 1));
}

Test(measure, fewer_rounds_may_be_allowed_than_a_limit_needs)
{
	limit = 120;
	plan.rounds = 5;
	cr_expect(eq(sz, rounds_of_new(), 5));
}

/* A candidate at round 8 has had one fresh round. */
Test(measure, the_limit_of_rounds_leaves_it_inconclusive)
{
	pair("100", "150");
	plan.rounds = 9;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.rounds, 9));
	cr_expect(eq(
	    int, tracks_at(outcome.tracks, 0)->gate.state, GATE_INCONCLUSIVE));
}

Test(measure, one_side_alone_takes_exactly_the_rounds_asked_for)
{
	make_tree(SIDE_HEAD, "100");
	plan.rounds = 3;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.rounds, 3));
	cr_expect(eq(sz, tracks_at(outcome.tracks, 0)->rounds, 3));
}

Test(measure, a_budget_that_eight_rounds_do_not_fit_into_is_refused)
{
	pair("100", "100");
	plan.budget_ns = 1;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_UNJUDGED));
	cr_expect(strstr(err_text(), "8 rounds need about") != NULL);
	cr_expect(eq(ptr, outcome.tracks, NULL));
}

Test(measure, a_benchmark_that_fails_is_noted_with_side_and_log)
{
	pair("100", "100");
	benchmark.command = "echo no >&2; exit 3";
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_assert(ne(ptr, row.error, NULL));
	cr_expect(strstr(row.error, "exit status 3") != NULL);
	cr_expect(strstr(row.error, " side: ") != NULL);
	cr_expect(strstr(row.error, "bench-main-") != NULL);
}

Test(measure, a_skipped_benchmark_runs_nothing)
{
	pair("100", "100");
	row.skip = true;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.processes, 0));
}

Test(measure, warmups_and_repetitions_are_processes_of_a_turn)
{
	pair("100", "100");
	benchmark.warmup = 1;
	benchmark.repetitions = 1;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, outcome.processes, 36));
}

/* ---- budget and filter ---- */

/* A harness: prints the names a and b, or those that match `--filter=REGEX`,
 * and notes each argument in `calls`. b takes 100, a what `ns` says, and where
 * that is 110 every other process takes 120. */
#define HARNESS                                                                \
	"run() { echo \"$1\" >>../calls; n=$(cat n 2>/dev/null); "             \
	"n=${n:-0}; echo $((n + 1)) >n; a=$(cat ns); "                         \
	"[ $a = 110 ] && [ $((n % 2)) = 0 ] && a=120; "                        \
	"echo '{\"benchmarks\": ['; c=; for row in \"a $a\" 'b 100'; do "      \
	"echo ${row% *} | grep -Eq \"${1#--filter=}\" || continue; "           \
	"echo \"$c{\\\"name\\\": \\\"${row% *}\\\", \\\"time_unit\\\": "       \
	"\\\"ns\\\", \\\"real_time\\\": ${row#* }}\"; c=,; done; echo ']}'; "  \
	"}; "                                                                  \
	"run"

static void
expect_last_call(const char *argument)
{
	char path[96];
	struct buf calls = BUF_INIT;
	const char *last;

	snprintf(path, sizeof path, "%s/calls", folder);
	cr_assert(eq(int, path_read(path, 1 << 20, &calls), ERR_OK));
	buf_truncate(&calls, calls.len - 1);
	last = strrchr(buf_text(&calls), '\n');
	cr_expect(eq(str, (char *)last + 1, (char *)argument));
	buf_release(&calls);
}

/* b passes at round 8. a is at the tolerance or beyond it by turns:
 * rounds 9 to 12 are of a alone. The last call is the trial's or a block's. */
Test(measure, decided_names_are_filtered_out)
{
	pair("100", "110");
	benchmark.command = HARNESS;
	benchmark.filter = "--filter";
	plan.rounds = 12;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(ptr, row.filter_error, NULL), "%s", row.filter_error);
	cr_expect(eq(sz, row.rounds, 12));
	cr_expect(eq(sz, row.filtered, 4));
	expect_last_call("--filter=^(a)$");
	cr_expect(eq(sz, tracks_at(outcome.tracks, 0)->rounds, 12));
	cr_expect(eq(sz, tracks_at(outcome.tracks, 1)->rounds, 8));
	cr_expect(not(outcome.budget_spent));
}

/* The harness fails with any argument; its whole command runs instead, and the
 * block that was thrown away is no round. */
Test(measure, a_filter_that_fails_is_given_up_and_no_round_is_lost)
{
	pair("100", "110");
	benchmark.command = HARNESS;
	benchmark.filter = "&& exit 3;";
	plan.rounds = 10;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_assert(ne(ptr, row.filter_error, NULL));
	cr_expect(strstr(row.filter_error, "exit status 3") != NULL, "%s",
	    row.filter_error);
	cr_expect(strchr(row.filter_error, '\n') == NULL);
	cr_expect(eq(ptr, row.error, NULL), "%s", row.error);
	cr_expect(eq(sz, row.filtered, 0));
	cr_expect(eq(sz, row.rounds, 10));
	cr_expect(eq(sz, tracks_at(outcome.tracks, 0)->rounds, 10));
	cr_expect(not(tracks_at(outcome.tracks, 0)->broken));
	cr_expect(
	    eq(int, tracks_at(outcome.tracks, 1)->gate.state, GATE_PASSED));
}

/* The option is taken and means nothing: all names come back. */
Test(measure, a_filter_without_effect_is_given_up)
{
	pair("100", "110");
	benchmark.command = HARNESS " ''";
	benchmark.filter = "--filter";
	plan.rounds = 10;
	cr_assert(eq(int, measure(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_assert(ne(ptr, row.filter_error, NULL));
	cr_expect(strstr(row.filter_error, "exactly the names") != NULL);
	cr_expect(eq(sz, row.filtered, 0));
	cr_expect(eq(sz, tracks_at(outcome.tracks, 0)->rounds, 10));
}
