#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/reason.h"
#include "core/bench/report.h"
#include "core/interval/interval.h"

/* Three managers, two repetitions of 2,000,000 operations. The best of treap,
 * 600 ms, is twice that of fast, 300 ms; near has 303 ms. */
static struct pass treap_runs[] = {
    {.wall_ns = 700000000, .cpu_ns = 650000000, .quantiles = {80, 190, 990}},
    {.wall_ns = 600000000, .cpu_ns = 600000000, .quantiles = {82, 170, 1210}},
};
static struct pass fast_runs[] = {
    {.wall_ns = 300000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
    {.wall_ns = 400000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
};
static struct pass near_runs[] = {
    {.wall_ns = 303000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
    {.wall_ns = 303000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
};
static struct pass late_runs[] = {
    {.wall_ns = 200000000000, .quantiles = {40, 90, 100}},
    {.wall_ns = 300000000000, .quantiles = {40, 90, 100}},
};
static struct protocol_series series[] = {
    {"protocol/treap/2000000", "treap", 0, treap_runs},
    {"protocol/fast/2000000", "fast", 1, fast_runs},
    {"protocol/near/2000000", "near", 2, near_runs},
    {"protocol/late/2000000", "late", 3, late_runs},
};
static struct stream stream = {.n = 2000000};

static struct protocol_result
example(void)
{
	stream.plan.mix = stream_mix_named("standard");
	stream.plan.seed = 7;
	return (struct protocol_result){
	    .plan = {.stream = &stream, .warmup = 1, .repetitions = 2},
	    .outcome = {12, 345, 0xabc},
	    .source = ORACLE_CACHED,
	    .clock_cost_ns = 21,
	    .n = 4,
	    .series = series,
	    .notes = BUF_INIT,
	};
}

static char *
written_table(const struct protocol_result *result)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(eq(int, report_table(result, file), ERR_OK));
	fclose(file);
	return text;
}

static const char table[] =
    "protocol: 2,000,000 operations, mix standard, seed 7; "
    "2 repetitions after 1 warm-up\n"
    "\n"
    "manager    total ms      ops/s    average    P50     P95      P99"
    "  relative      target\n"
    "fast        300.000  6,666,666   150.0 ns  40 ns   90 ns   100 ns"
    "     1.00x   excellent\n"
    "near        303.000  6,600,660   151.5 ns  40 ns   90 ns   100 ns"
    "     1.01x   excellent\n"
    "treap       600.000  3,333,333   300.0 ns  81 ns  180 ns  1.10 us"
    "     2.00x   excellent\n"
    "late     200000.000     10,000  100.00 us  40 ns   90 ns   100 ns"
    "   666.67x  needs work\n"
    "\n"
    "near takes 1.01 times as long as fast: too near to tell them apart.\n"
    "treap takes 2.00 times as long as fast: each step down the tree is a "
    "node\n"
    "elsewhere in memory, a cache miss of its own in a large set.\n"
    "late takes 666.67 times as long as fast.\n"
    "\n"
    "Total, ops/s, average: the fastest repetition, timed as one batch; the "
    "target\n"
    "class goes by the average: excellent below 1 us, good below 10, "
    "acceptable\n"
    "below 100.\n"
    "P50, P95, P99: single operations, median over the repetitions; reading "
    "the\n"
    "clock was measured to cost 21 ns, which was subtracted from each.\n"
    "Every run left 12 intervals, 345 free, finds 0000000000000abc,\n"
    "as a naive model has it.\n"
    "Left out: x.\n";

Test(bench_report, the_table_is_aligned_and_the_fastest_is_first)
{
	struct protocol_result result = example();
	char *text;

	buf_puts(&result.notes, "Left out: x.\n");
	text = written_table(&result);
	cr_expect(eq(str, text, (char *)table));
	free(text);
	buf_release(&result.notes);
}

static void
expect_heading(const struct protocol_result *result, const char *want)
{
	char *text = written_table(result);

	*strchr(text, '\n') = '\0';
	cr_expect(eq(str, text, (char *)want));
	free(text);
}

Test(bench_report, the_heading_names_the_stream)
{
	struct protocol_result result = example();

	result.plan.repetitions = 1;
	stream.plan.live = 50000;
	expect_heading(&result,
	    "protocol: 2,000,000 operations, mix standard, space for 50,000 "
	    "live, seed 7; 1 repetition after 1 warm-up");
	stream.plan.mix = stream_mix_named("fragmented");
	expect_heading(&result,
	    "protocol: 2,000,000 operations, mix fragmented, 50,000 live, seed "
	    "7; 1 repetition after 1 warm-up");
	stream.plan = (struct stream_plan){.mix = NULL};
	strcpy(stream.name, "trace:a\033b");
	stream.n = 1;
	result.plan.warmup = 0;
	expect_heading(&result,
	    "protocol: 1 operation, trace:a?b; 1 repetition after 0 warm-ups");
}

Test(bench_report, short_batches_are_not_explained)
{
	struct protocol_result result = example();
	struct pass short_runs[2][1] = {
	    {{.wall_ns = 19999}}, {{.wall_ns = 50000}}};
	struct protocol_series two[] = {
	    {"protocol/treap/9", "treap", 0, short_runs[1]},
	    {"protocol/fast/9", "fast", 1, short_runs[0]},
	};
	char *text;

	result.plan.repetitions = 1;
	result.series = two;
	result.n = 2;
	result.outcome.intervals = 1;
	text = written_table(&result);
	cr_expect(ne(ptr,
	    strstr(text,
		"\ntreap takes 2.50 times as long as fast: too short a run to "
		"tell them apart.\n"),
	    NULL));
	cr_expect(ne(ptr, strstr(text, "\nEvery run left 1 interval, "), NULL));
	free(text);
}

static void
expect_counter(
    const struct row *row, size_t index, const char *name, double value)
{
	cr_expect(eq(str, (char *)row->counters[index].name, (char *)name));
	cr_expect(eq(dbl, row->counters[index].value, value));
}

Test(bench_report, there_is_a_row_for_each_repetition)
{
	struct protocol_result result = example();
	struct rows rows = ROWS_INIT;
	const struct row *row;

	cr_assert(eq(int, report_rows(&result, &rows), ERR_OK));
	cr_assert(eq(sz, rows.n, 8));
	row = &rows.items[1];
	cr_expect(eq(str, (char *)row->name, "protocol/treap/2000000"));
	cr_expect(eq(sz, row->family, 0));
	cr_expect(eq(u32, row->repetitions, 2));
	cr_expect(eq(u32, row->repetition, 1));
	cr_expect(eq(u64, row->iterations, 2000000));
	cr_expect(eq(dbl, row->real_ns, 300)); /* 600 ms / 2,000,000 */
	cr_expect(eq(dbl, row->cpu_ns, 300));
	cr_assert(eq(sz, row->counters_n, 4));
	expect_counter(row, 0, "items_per_second", 2e6 / .6);
	expect_counter(row, 1, "p50", 82);
	expect_counter(row, 2, "p95", 170);
	expect_counter(row, 3, "p99", 1210);
	cr_expect(eq(sz, rows.items[2].family, 1));
	/* A time of nothing counts as 1 ns, of 2,000,000 operations. */
	cr_expect(eq(dbl, rows.items[6].cpu_ns, 1 / 2e6));
	rows_release(&rows);
}

static void
expect_pair(const struct context *context, size_t index, const char *key,
    const char *value)
{
	cr_expect(eq(str, (char *)context->pairs[index].key, (char *)key));
	cr_expect(eq(str, (char *)context->pairs[index].value, (char *)value));
}

Test(bench_report, the_context_names_the_stream)
{
	struct protocol_result result = example();
	struct context of_mix = {.n = 0};
	struct context of_trace = {.n = 0};

	stream.plan.live = 50;
	report_context(&result, &of_mix);
	expect_pair(&of_mix, 0, "mix", "standard");
	expect_pair(&of_mix, 1, "seed", "7");
	expect_pair(&of_mix, 2, "live", "50");
	expect_pair(&of_mix, 3, "clock_cost_subtracted_ns", "21");
	cr_expect(eq(ptr, (void *)of_mix.pairs[4].key, NULL));
	stream.plan.mix = NULL;
	strcpy(stream.name, "trace:f");
	report_context(&result, &of_trace);
	expect_pair(&of_trace, 0, "trace", "trace:f");
	expect_pair(&of_trace, 1, "clock_cost_subtracted_ns", "21");
}

Test(bench_report, a_full_disk_is_an_error)
{
	struct protocol_result result = example();
	FILE *full = fopen("/dev/full", "w");

	cr_assert(ne(ptr, full, NULL));
	cr_expect(eq(int, report_table(&result, full), ERR_IO));
	fclose(full);
}

Test(bench_reason, every_manager_has_one)
{
	const char *const *managers = interval_managers();

	for (size_t i = 0; managers[i]; i++)
		cr_expect(ne(ptr, (void *)reason_for(managers[i]), NULL), "%s",
		    managers[i]);
	cr_expect(eq(ptr, (void *)reason_for("list"), NULL));
}
