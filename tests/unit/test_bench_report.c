#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/bench/report.h"

/* Two managers, two repetitions of 2,000,000 operations; the second manager's
 * best of 300 ms is half the first one's 600 ms. */
static struct protocol_run slow_runs[] = {
    {.wall_ns = 700000000, .cpu_ns = 650000000, .quantiles = {80, 190, 990}},
    {.wall_ns = 600000000, .cpu_ns = 600000000, .quantiles = {82, 170, 1210}},
};
static struct protocol_run fast_runs[] = {
    {.wall_ns = 300000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
    {.wall_ns = 400000000, .cpu_ns = 300000000, .quantiles = {40, 90, 100}},
};
static struct protocol_series series[] = {
    {"protocol/slow/2000000", "slow", 0, slow_runs},
    {"protocol/fast/2000000", "fast", 1, fast_runs},
};

static struct protocol_result
example(void)
{
	return (struct protocol_result){
	    .plan = {.mix = stream_mix_named("standard"),
		.seed = 7,
		.ops = 2000000,
		.warmup = 1,
		.repetitions = 2},
	    .outcome = {12, 345, 0xabc},
	    .clock_cost_ns = 21,
	    .n = 2,
	    .series = series,
	};
}

static const char table[] =
    "protocol: 2,000,000 operations, mix standard, seed 7; "
    "2 repetitions after 1 warm-up\n"
    "\n"
    "manager  total ms      ops/s   average    P50     P95      P99"
    "  relative\n"
    "fast      300.000  6,666,666  150.0 ns  40 ns   90 ns   100 ns"
    "     1.00x\n"
    "slow      600.000  3,333,333  300.0 ns  81 ns  180 ns  1.10 us"
    "     2.00x\n"
    "\n"
    "Total, ops/s, average: the fastest repetition, timed as one batch.\n"
    "P50, P95, P99: single operations, median over the repetitions; reading "
    "the\n"
    "clock was measured to cost 21 ns, which was subtracted from each.\n"
    "Every run left 12 intervals, 345 free, finds 0000000000000abc,\n"
    "for which no value is published.\n";

Test(bench_report, the_table_is_aligned_and_the_fastest_is_first)
{
	struct protocol_result result = example();
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(eq(int, report_table(&result, file), ERR_OK));
	fclose(file);
	cr_expect(eq(str, text, (char *)table));
	free(text);
}

static double
number(const struct json *row, const char *key)
{
	double value = -1;

	cr_expect(json_get_number(row, key, &value), "%s", key);
	return value;
}

static void
expect_text(const struct json *object, const char *key, const char *want)
{
	const char *text = json_get_text(object, key);

	cr_expect(text && strcmp(text, want) == 0, "%s: %s", key, text);
}

Test(bench_report, json_has_google_benchmarks_keys_and_a_row_a_repetition)
{
	struct protocol_result result = example();
	struct host host = {.date = "2024-01-01T00:00:00Z",
	    .name = "host",
	    .cpus = 2,
	    .build = "release"};
	struct json *doc = NULL;
	const struct json *rows, *row;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(
	    eq(int, report_json(&result, &host, "./bench", file), ERR_OK));
	fclose(file);
	cr_assert(eq(int, json_parse(&doc, text, size, "report"), ERR_OK));
	expect_text(json_get(doc, "context"), "executable", "./bench");
	expect_text(json_get(doc, "context"), "library_build_type", "release");
	cr_expect(number(json_get(doc, "context"), "num_cpus") == 2);
	rows = json_get(doc, "benchmarks");
	cr_assert(eq(sz, json_count(rows), 4));
	row = json_at(rows, 1);
	expect_text(row, "name", "protocol/slow/2000000");
	expect_text(row, "run_name", "protocol/slow/2000000");
	expect_text(row, "run_type", "iteration");
	expect_text(row, "time_unit", "ns");
	cr_expect(number(row, "repetitions") == 2);
	cr_expect(number(row, "repetition_index") == 1);
	cr_expect(number(row, "threads") == 1);
	cr_expect(number(row, "iterations") == 2000000);
	cr_expect(number(row, "real_time") == 300); /* 600 ms / 2,000,000 */
	cr_expect(number(row, "cpu_time") == 300);
	cr_expect(number(row, "p50") == 82);
	cr_expect(number(row, "p95") == 170);
	cr_expect(number(row, "p99") == 1210);
	row = json_at(rows, 2);
	expect_text(row, "name", "protocol/fast/2000000");
	cr_expect(number(row, "family_index") == 1);
	json_free(doc);
	free(text);
}

Test(bench_report, a_full_disk_is_an_error)
{
	struct protocol_result result = example();
	struct host host = {.build = "release"};
	FILE *full = fopen("/dev/full", "w");

	cr_assert(ne(ptr, full, NULL));
	cr_expect(eq(int, report_table(&result, full), ERR_IO));
	clearerr(full);
	cr_expect(eq(int, report_json(&result, &host, "x", full), ERR_IO));
	fclose(full);
}
