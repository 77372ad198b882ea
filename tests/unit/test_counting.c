/* The counting phase: who runs, how often, and what becomes of failures. The
 * command is a loop of the shell of as many turns as the tree's file says. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/measure.h"
#include "tests/support/git_fixture.h"

#define LOOP "n=$(cat n); i=0; while [ $i -lt $n ]; do i=$((i + 1)); done"
#define SETUP "0123456789abcdef"

static char instructions[] = "instructions";
static char real_time[] = "real_time";
static char *const metrics[] = {instructions, real_time};
static struct config_benchmark benchmark;
static struct config config;
static struct measure_benchmark row;
static struct measure_plan plan;
static struct measure_outcome outcome;
static struct progress progress;
static char folder[] = "/tmp/countingXXXXXX";
static char trees[SIDE_COUNT][64];

static void
make_tree(enum side side, const char *n)
{
	char path[96];

	snprintf(
	    trees[side], sizeof trees[side], "%s/%s", folder, side_name(side));
	snprintf(path, sizeof path, "%s/n", trees[side]);
	cr_assert(eq(int, path_mkdirs(trees[side]), ERR_OK));
	cr_assert(eq(int, path_write(path, n, strlen(n)), ERR_OK));
	plan.trees[side] = trees[side];
}

static void
use(enum counting_source source)
{
	counting_release(&row.counting);
	cr_assert(eq(int,
	    counting_init(&row.counting, &benchmark, SETUP, source), ERR_OK));
}

static void
setup(void)
{
	const struct config_texts none = {0};

	cr_assert(ne(ptr, mkdtemp(folder), NULL));
	benchmark = (struct config_benchmark){.name = "main",
	    .command = LOOP,
	    .format = "command",
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
	    .seed = 1};
	cr_assert(
	    eq(int, environment_new(&plan.environment, &none, folder), ERR_OK));
	use(counting_probe());
	if (row.counting.source == COUNTING_NONE)
		cr_skip_test("nothing counts instructions here");
}

static void
teardown(void)
{
	counting_release(&row.counting);
	environment_free(plan.environment);
	path_remove(folder);
}

TestSuite(counting, .init = setup, .fini = teardown, .timeout = 120);

static void
counts(size_t base, size_t control, size_t head)
{
	cr_assert(
	    eq(int, counting_run(&plan, &outcome), ERR_OK), "%s", err_text());
	cr_expect(eq(ptr, row.counting.error, NULL), "%s", row.counting.error);
	cr_expect(eq(sz, row.counting.counts.n[SIDE_BASE], base));
	cr_expect(eq(sz, row.counting.counts.n[SIDE_CONTROL], control));
	cr_expect(eq(sz, row.counting.counts.n[SIDE_HEAD], head));
	cr_expect(eq(sz, outcome.processes, base + control + head));
	cr_expect(eq(int, outcome.counting_ns > 0, outcome.processes > 0));
	cr_expect(eq(i64, outcome.elapsed_ns, 0)); /* the rounds' alone */
}

/* 2,000 turns and the start of two programs, against 4,000: more, and less
 * than twice. */
Test(counting, base_and_head_run_twice_and_the_control_once)
{
	const struct witness_counts *made = &row.counting.counts;
	struct witness witness;

	make_tree(SIDE_BASE, "2000");
	make_tree(SIDE_CONTROL, "2000");
	make_tree(SIDE_HEAD, "4000");
	counts(2, 1, 2);
	witness_judge(&witness, made, WITNESS_TOLERANCE);
	cr_expect(eq(int, witness.verdict, VERDICT_REGRESSED), "%g %g",
	    witness.ratio, witness.repeat);
	cr_expect(lt(dbl, 1.2, witness.ratio));
	cr_expect(lt(dbl, witness.ratio, 2));
}

Test(counting, one_side_alone_is_counted_twice)
{
	make_tree(SIDE_HEAD, "10");
	counts(0, 0, 2);
}

Test(counting, nothing_is_left_of_it)
{
	struct buf listed = BUF_INIT;
	const char *const argv[] = {"ls", folder, NULL};
	const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
	const struct child_spec spec = {.argv = argv, .env = env};
	struct child_result result;

	make_tree(SIDE_HEAD, "10");
	counts(0, 0, 2);
	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_assert(eq(int, capture_text(&result.out, &listed), ERR_OK));
	expect_text(buf_text(&listed), "head\n");
	buf_release(&listed);
	child_result_release(&result);
}

Test(counting, what_failed_before_or_is_not_wanted_is_left_out)
{
	static char why[] = "it failed";

	make_tree(SIDE_HEAD, "10");
	row.error = why;
	counts(0, 0, 0);
	row.error = NULL;
	row.skip = true;
	counts(0, 0, 0);
	row.skip = false;
	benchmark.metrics.items = metrics + 1;
	use(row.counting.source);
	counts(0, 0, 0);
}

Test(counting, a_failure_is_noted_with_side_command_and_output)
{
	make_tree(SIDE_BASE, "10");
	make_tree(SIDE_HEAD, "10");
	benchmark.command = "echo broken >&2; exit 3";
	cr_assert(eq(int, counting_run(&plan, &outcome), ERR_OK));
	cr_assert(ne(ptr, row.counting.error, NULL));
	cr_expect(strstr(row.counting.error, "base side, counted by ") != NULL);
	cr_expect(strstr(row.counting.error, "exit status 3") != NULL);
	cr_expect(strstr(row.counting.error, "| broken") != NULL);
	cr_expect(eq(sz, outcome.processes, 1));
}

Test(counting, without_a_source_nothing_runs_and_why_is_noted)
{
	make_tree(SIDE_HEAD, "10");
	use(COUNTING_NONE);
	cr_assert(eq(int, counting_run(&plan, &outcome), ERR_OK));
	cr_assert(ne(ptr, row.counting.error, NULL));
	cr_expect(strstr(row.counting.error,
		      "instructions cannot be counted here") != NULL);
	cr_expect(eq(sz, outcome.processes, 0));
}

/* The same benchmark and counter, and nothing else, are the same setup. */
Test(counting, counts_of_another_source_or_setup_are_never_compared)
{
	struct counting other;

	counting_init(&other, &benchmark, SETUP, row.counting.source);
	cr_expect(eq(str, other.setup, row.counting.setup));
	cr_expect(ne(str, other.setup, (char *)SETUP));
	counting_init(&other, &benchmark, SETUP "0", row.counting.source);
	cr_expect(ne(str, other.setup, row.counting.setup));
	counting_init(&other, &benchmark, SETUP, COUNTING_NONE);
	cr_expect(ne(str, other.setup, row.counting.setup));
}

Test(counting, who_counts_is_a_fact_where_something_is_counted)
{
	struct machine machine = {0};

	counting_note(&config, COUNTING_CALLGRIND, &machine);
	cr_assert(eq(sz, machine.fact_count, 1));
	expect_text(machine.facts[0].name, "instructions");
	expect_text(machine.facts[0].value, "valgrind");
	benchmark.metrics.items = metrics + 1;
	counting_note(&config, COUNTING_CALLGRIND, &machine);
	cr_expect(eq(sz, machine.fact_count, 1));
	cr_expect(eq(int, counting_find(&config), COUNTING_NONE));
	benchmark.metrics.items = metrics;
	cr_expect(eq(int, counting_find(&config), counting_probe()));
}
