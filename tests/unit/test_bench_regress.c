#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/bench/regress.h"

#define HEAD                                                                   \
	"{\"context\": {\"seed\": \"7\", \"host_name\": \"here\", "            \
	"\"library_build_type\": \"release\"}, \"benchmarks\": ["
#define TAIL "]}"
#define ROW(name, cpu_ns, p99)                                                 \
	"{\"name\": \"" name                                                   \
	"\", \"run_type\": \"iteration\", \"time_unit\": \"ns\", "             \
	"\"cpu_time\": " cpu_ns ", \"p99\": " p99 "}"
#define BOUNDARY "protocol/boundary/10000"

static struct regress
parse(const char *text)
{
	struct regress regress = {.n = 0};

	cr_assert(eq(int, regress_parse(text, strlen(text), "base", &regress),
		      ERR_OK),
	    "%s", err_text());
	return regress;
}

/* ---- reading ---- */

Test(regress, repetitions_become_medians)
{
	struct regress regress = parse(HEAD ROW(BOUNDARY, "30", "5") "," ROW(
	    "protocol/treap/10000", "9", "8") "," ROW(BOUNDARY, "10",
	    "6") "," ROW(BOUNDARY, "20", "90") TAIL);

	cr_assert(eq(sz, regress.n, 2));
	cr_expect(eq(str, regress.items[0].name, (char *)BOUNDARY));
	/* 20 ns are 5e7 operations a second. */
	cr_expect(eq(dbl, regress.items[0].baseline.rate, 1e9 / 20));
	cr_expect(regress.items[0].baseline.p99_ns == 6);
	cr_expect(eq(dbl, regress.items[1].baseline.rate, 1e9 / 9));
	cr_expect(eq(str, regress.host, (char *)"here"));
	cr_expect(eq(str, regress.build, (char *)"release"));
	regress_release(&regress);
}

/* A benchmark is run as its name says. */
static void
expect_plan(const char *name, const char *manager, const char *mix,
    uint64_t live, size_t ops)
{
	char text[1024];
	struct regress regress;
	const struct regress_benchmark *one;

	snprintf(text, sizeof text,
	    HEAD "{\"name\": \"%s\", "
		 "\"cpu_time\": 1, \"p99\": 0}" TAIL,
	    name);
	regress = parse(text);
	one = &regress.items[0];
	cr_assert(one->known, "%s", name);
	cr_expect(eq(str, (char *)one->manager, (char *)manager));
	cr_expect(eq(str, (char *)one->plan.mix->name, (char *)mix));
	cr_expect(eq(u64, one->plan.live, live));
	cr_expect(eq(sz, one->plan.ops, ops));
	cr_expect(eq(u64, one->plan.seed, 7));
	regress_release(&regress);
}

Test(regress, a_name_says_manager_mix_live_and_operations)
{
	expect_plan(
	    "protocol/boundary/10000", "boundary", "standard", 0, 10000);
	expect_plan("protocol/treap/dense/1", "treap", "dense", 0, 1);
	expect_plan("protocol/treap/fragmented/live:1000/50", "treap",
	    "fragmented", 1000, 50);
	expect_plan("protocol/boundary/standard/live:10/5", "boundary",
	    "standard", 10, 5);
}

Test(regress, other_names_are_of_no_benchmark)
{
	const char *const names[] = {
	    "protocol/gone/10000",
	    "protocol/boundary",
	    "protocol/boundary/0",
	    "protocol/boundary/10000x",
	    "protocol/boundary/other/10000",
	    "protocol/boundary/trace:work.trace/10000",
	    "protocol/treap/fragmented/live:3/50",
	    "protocol/treap/fragmented/live:x/50",
	    "protocol/treap/fragmented/live:00000000000000000000000100/50",
	    "protocol/boundary/10000/10000",
	    "scaling/boundary/find/1024",
	    "/10000",
	    "",
	};

	for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
		char text[1024];
		struct regress regress;
		const struct regress_tolerances all = {.99, 10};

		snprintf(text, sizeof text,
		    HEAD "{\"name\": \"%s\", "
			 "\"cpu_time\": 1, \"p99\": 0}" TAIL,
		    names[i]);
		regress = parse(text);
		cr_expect(not(regress.items[0].known), "%s", names[i]);
		cr_expect(eq(int, regress_judge(&regress.items[0], &all),
		    REGRESS_UNKNOWN));
		regress_release(&regress);
	}
}

/* ---- what is no baseline ---- */

static void
expect_error(const char *text, enum err code, const char *part)
{
	struct regress regress = {.n = 99};

	cr_expect(
	    eq(int, regress_parse(text, strlen(text), "base.json", &regress),
		code),
	    "%s", text);
	cr_expect(
	    ne(ptr, strstr(err_text(), "base.json"), NULL), "%s", err_text());
	cr_expect(ne(ptr, strstr(err_text(), part), NULL), "%s", err_text());
	cr_expect(eq(sz, regress.n, 99)); /* as it was */
}

Test(regress, what_is_no_baseline_is_an_error_that_says_what_was_expected)
{
	const char wanted[] = "interval-bench protocol --format json";

	expect_error("", ERR_PARSE, wanted);
	expect_error("name,real_time\n", ERR_PARSE, wanted);
	expect_error("[]", ERR_PARSE, wanted);
	expect_error("{\"benchmarks\": []}", ERR_PARSE, "\"seed\"");
	expect_error("{\"context\": {\"seed\": \"x\"}, \"benchmarks\": []}",
	    ERR_PARSE, "\"seed\"");
	expect_error(HEAD TAIL, ERR_PARSE, "no benchmark");
	expect_error(HEAD "7" TAIL, ERR_PARSE, "\"name\"");
	expect_error(HEAD "{\"cpu_time\": 1, \"p99\": 1}" TAIL, ERR_PARSE,
	    "benchmark 1: a \"name\"");
	expect_error(HEAD "{\"name\": \"a\", \"p99\": 1}" TAIL, ERR_PARSE,
	    "a: \"cpu_time\"");
	expect_error(HEAD ROW("a", "0", "1") TAIL, ERR_PARSE, "above 0");
	expect_error(HEAD ROW("a", "-1", "1") TAIL, ERR_PARSE, "above 0");
	expect_error(HEAD ROW("a", "\"9\"", "1") TAIL, ERR_PARSE, "above 0");
	expect_error(HEAD ROW("a", "1", "-1") TAIL, ERR_PARSE, "\"p99\"");
	expect_error(HEAD "{\"name\": \"a\", \"cpu_time\": 1}" TAIL, ERR_PARSE,
	    "a: \"p99\"");
	expect_error(HEAD "{\"name\": \"a\", \"time_unit\": \"us\", "
			  "\"cpu_time\": 1, \"p99\": 1}" TAIL,
	    ERR_PARSE, "\"us\": \"ns\" was expected");
	expect_error(HEAD "{\"name\": \"a\", \"run_type\": \"aggregate\", "
			  "\"cpu_time\": 1, \"p99\": 1}" TAIL,
	    ERR_PARSE, "\"iteration\" was expected");
}

Test(regress, a_name_longer_than_any_is_an_error)
{
	char *text = malloc(2000);
	char name[ROW_NAME_SIZE + 1];

	memset(name, 'a', sizeof name - 1);
	name[sizeof name - 1] = '\0';
	snprintf(text, 2000, HEAD "{\"name\": \"%s\"}" TAIL, name);
	expect_error(text, ERR_PARSE, "\"name\"");
	free(text);
}

Test(regress, more_rows_than_there_may_be_are_an_error)
{
	struct buf text = BUF_INIT;

	buf_puts(&text, HEAD "1");
	for (int i = 0; i < REGRESS_ROWS_MAX; i++)
		buf_puts(&text, ",1");
	buf_puts(&text, TAIL);
	expect_error(buf_text(&text), ERR_LIMIT, "10001 rows");
	buf_release(&text);
}

Test(regress, a_file_that_is_not_there_is_an_error)
{
	struct regress regress;

	cr_expect(eq(
	    int, regress_read("/nowhere/base.json", &regress), ERR_NOTFOUND));
	cr_expect(eq(int, regress_read("/", &regress), ERR_IO));
}

/* ---- the verdict ---- */

/* The baseline: 1000 a second, P99 100 ns; 10 % and 20 % may be lost. */
static enum regress_verdict
judge(double rate, double p99_ns)
{
	const struct regress_tolerances tolerances = {.1, .2};
	const struct regress_benchmark one = {
	    .known = true, .baseline = {1000, 100}, .now = {rate, p99_ns}};

	return regress_judge(&one, &tolerances);
}

Test(regress, more_than_the_tolerance_is_a_failure)
{
	cr_expect(eq(int, judge(1000, 100), REGRESS_FINE));
	cr_expect(eq(int, judge(9999, 1), REGRESS_FINE));
	cr_expect(eq(int, judge(900.001, 129.999), REGRESS_FINE));
	cr_expect(eq(int, judge(899.999, 100), REGRESS_RATE));
	cr_expect(eq(int, judge(1000, 130), REGRESS_P99));
	cr_expect(eq(int, judge(800, 130), REGRESS_BOTH));
}

Test(regress, figures_that_are_none_fail)
{
	cr_expect(eq(int, judge(NAN, 100), REGRESS_RATE));
	cr_expect(eq(int, judge(1000, NAN), REGRESS_P99));
	cr_expect(eq(int, judge(0, 0), REGRESS_RATE));
}

Test(regress, more_than_three_steps_of_the_clock_fail_by_the_tolerance)
{
	const struct regress_tolerances tolerances = {.1, .2};
	struct regress_benchmark one = {
	    .known = true, .baseline = {1000, 1000}, .now = {1000, 1200}};

	cr_expect(eq(int, regress_judge(&one, &tolerances), REGRESS_FINE));
	one.now.p99_ns = 1200.001;
	cr_expect(eq(int, regress_judge(&one, &tolerances), REGRESS_P99));
}

Test(regress, a_p99_of_nothing_may_grow_by_less_than_three_steps)
{
	const struct regress_tolerances tolerances = {.1, .2};
	struct regress_benchmark one = {
	    .known = true, .baseline = {1000, 0}, .now = {1000, 0}};

	cr_expect(eq(int, regress_judge(&one, &tolerances), REGRESS_FINE));
	one.now.p99_ns = 29.999;
	cr_expect(eq(int, regress_judge(&one, &tolerances), REGRESS_FINE));
	one.now.p99_ns = 30;
	cr_expect(eq(int, regress_judge(&one, &tolerances), REGRESS_P99));
}

Test(regress, figures_of_a_name_are_its_rows_medians)
{
	struct rows rows = ROWS_INIT;
	struct regress_figures figures = {0, 0};

	for (int i = 0; i < 4; i++) {
		struct row row = {.repetition = (unsigned)i, .cpu_ns = 1 << i};

		snprintf(row.name, sizeof row.name, "%s", i < 3 ? "a" : "b");
		if (i < 3)
			row_count(&row, "p99", i);
		cr_assert(eq(int, rows_add(&rows, &row), ERR_OK));
	}
	cr_expect(eq(int, regress_figures_of(&rows, "a", &figures), ERR_OK));
	/* CPU times of 1, 2 and 4 ns, P99 of 0, 1 and 2. */
	cr_expect(figures.rate == 1e9 / 2 && figures.p99_ns == 1);
	cr_expect(
	    eq(int, regress_figures_of(&rows, "b", &figures), ERR_NOTFOUND));
	cr_expect(
	    eq(int, regress_figures_of(&rows, "c", &figures), ERR_NOTFOUND));
	rows_release(&rows);
}
