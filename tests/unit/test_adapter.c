/* Adapters: what a benchmark's output becomes. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/adapter.h"
#include "tests/support/git_fixture.h"

/* A row of Google Benchmark with what each has, and `more`. */
#define ROW(name, more)                                                        \
	"{\"name\": \"" name "\", \"run_type\": \"iteration\", "               \
	"\"iterations\": 10, \"time_unit\": \"ns\"" more "}"
#define REPORT(rows)                                                           \
	"{\"context\": {\"num_cpus\": 2}, \"benchmarks\": [" rows "]}"

static struct buf got;

static void
teardown(void)
{
	buf_release(&got);
}

TestSuite(adapter, .fini = teardown);

/* "benchmark metric#repetition=value unit", '>' in front of what is better
 * when bigger. */
static enum err
note(void *ctx, const struct reading *reading)
{
	const struct series_name *name = &reading->series;

	cr_expect(eq(ptr, ctx, (void *)&got));
	buf_printf(&got, "%s%s %s#%zu=%.10g %s\n",
	    name->direction == DIRECTION_BIGGER ? ">" : "", name->benchmark,
	    name->metric, reading->repetition, reading->value, name->unit);
	return ERR_OK;
}

/* Feed in pieces of `piece` bytes. */
static enum err
read_in_pieces(const char *format, const char *text, size_t len, size_t piece)
{
	const struct adapter *adapter = adapter_find(format);
	const struct adapter_context context = {"bench", note, &got};
	const struct child_result result = {.end = CHILD_EXITED};
	void *state = NULL;
	enum err err;

	buf_reset(&got);
	cr_assert(eq(int, adapter->open(&state, &context), ERR_OK));
	err = ERR_OK;
	for (size_t at = 0; !err && at < len; at += piece)
		err = adapter->feed(
		    state, text + at, piece < len - at ? piece : len - at);
	if (!err)
		err = adapter->end(state, &result);
	adapter->close(state);
	return err;
}

static enum err
read_text(const char *format, const char *text)
{
	size_t len = strlen(text);

	return read_in_pieces(format, text, len, len + 1);
}

static void
reads(const char *format, const char *text, const char *readings)
{
	cr_assert(eq(int, read_text(format, text), ERR_OK), "%s", err_text());
	expect_text(buf_text(&got), readings);
}

static void
refuses(const char *format, const char *text, const char *error)
{
	cr_expect(eq(int, read_text(format, text), ERR_PARSE), "%s", text);
	expect_error(error);
}

/* ---- google ---- */

Test(adapter, repetitions_are_told_apart)
{
	reads("google",
	    REPORT(
		ROW("a", ", \"repetition_index\": 0, \"real_time\": 5") "," ROW(
		    "a", ", \"repetition_index\": 1, \"real_time\": 4.5")),
	    "a real_time#0=5 ns\n"
	    "a real_time#1=4.5 ns\n");
}

Test(adapter, all_numbers_but_bookkeeping_are_readings)
{
	reads("google",
	    REPORT(ROW("a",
		", \"family_index\": 3, \"per_family_instance_index\": 1, "
		"\"repetitions\": 2, \"threads\": 1, \"real_time\": 5, "
		"\"cpu_time\": 4, \"label\": \"x\", \"p99\": 70, \"hits\": 0, "
		"\"balance\": -2")),
	    "a real_time#0=5 ns\n"
	    "a cpu_time#0=4 ns\n"
	    "a p99#0=70 ns\n"
	    "a hits#0=0 \n"
	    "a balance#0=-2 \n");
}

Test(adapter, rates_are_better_when_bigger)
{
	reads("google",
	    REPORT(ROW("a", ", \"items_per_second\": 1e6, "
			    "\"bytes_per_second\": 2e6, "
			    "\"calls_per_second\": 3")),
	    ">a items_per_second#0=1000000 1/s\n"
	    ">a bytes_per_second#0=2000000 bytes/s\n"
	    ">a calls_per_second#0=3 1/s\n");
}

Test(adapter, run_name_outweighs_name)
{
	reads("google",
	    REPORT(
		ROW("a/repeats:2", ", \"run_name\": \"a\", \"real_time\": 1")),
	    "a real_time#0=1 ns\n");
}

/* Times alone have the row's unit; a counter is what it is. */
Test(adapter, time_units_become_nanoseconds)
{
	static const char *const units[] = {"ns", "us", "ms", "s"};
	static const char *const values[] = {
	    "2.5", "2500", "2500000", "2500000000"};
	char text[256];
	char readings[256];

	for (int i = 0; i < 4; i++) {
		snprintf(text, sizeof text,
		    REPORT("{\"name\": \"a\", \"real_time\": 2.5, \"p50\": 7, "
			   "\"time_unit\": \"%s\"}"),
		    units[i]);
		snprintf(readings, sizeof readings,
		    "a real_time#0=%s ns\na p50#0=7 ns\n", values[i]);
		reads("google", text, readings);
	}
}

Test(adapter, a_time_unit_that_is_none_is_refused)
{
	refuses("google", REPORT("{\"name\": \"a\", \"real_time\": 1}"),
	    "output of bench: benchmark \"a\": time_unit is none of ns, us, "
	    "ms and s");
	refuses("google",
	    REPORT("{\"name\": \"a\", \"real_time\": 1, \"time_unit\": \"h\"}"),
	    "time_unit is none");
	refuses("google",
	    REPORT("{\"name\": \"a\", \"real_time\": 1, \"time_unit\": 1}"),
	    "time_unit is none");
}

Test(adapter, a_time_is_a_number_above_0)
{
	refuses("google", REPORT(ROW("a", ", \"real_time\": 0")),
	    "benchmark \"a\": real_time is 0, a time above 0 was expected");
	refuses("google", REPORT(ROW("a", ", \"cpu_time\": -1.5")),
	    "benchmark \"a\": cpu_time is -1.5, a time above 0 was expected");
	refuses("google", REPORT(ROW("a", ", \"real_time\": \"5\"")),
	    "benchmark \"a\": real_time is not a number");
	refuses("google", REPORT(ROW("a", ", \"cpu_time\": null")),
	    "benchmark \"a\": cpu_time is not a number");
	cr_expect(eq(sz, got.len, 0));
}

Test(adapter, what_json_does_not_know_is_refused)
{
	refuses("google", REPORT(ROW("a", ", \"real_time\": NaN")),
	    "output of bench");
	refuses("google", REPORT(ROW("a", ", \"real_time\": Infinity")),
	    "output of bench");
	refuses("google", REPORT(ROW("a", ", \"real_time\": 1e999")),
	    "output of bench");
}

Test(adapter, aggregates_are_left_out)
{
	reads("google",
	    REPORT(
		ROW("a", ", \"real_time\": 5") ","
					       "{\"name\": \"a_mean\", "
					       "\"run_type\": \"aggregate\", "
					       "\"real_time\": 6, "
					       "\"time_unit\": \"ns\"}"),
	    "a real_time#0=5 ns\n");
}

Test(adapter, aggregates_alone_name_the_option_to_drop)
{
	refuses("google",
	    REPORT("{\"name\": \"a_mean\", \"run_type\": \"aggregate\", "
		   "\"real_time\": 6, \"time_unit\": \"ns\"}"),
	    "only aggregates, repetitions are needed (drop "
	    "--benchmark_report_aggregates_only)");
}

Test(adapter, an_error_of_the_benchmark_is_passed_on)
{
	cr_expect(eq(int,
	    read_text("google",
		REPORT(ROW("a", ", \"error_occurred\": true, "
				"\"error_message\": \"no such file\", "
				"\"real_time\": 0"))),
	    ERR_CHILD));
	expect_error("benchmark \"a\" reports an error: no such file");
	cr_expect(eq(int,
	    read_text("google", REPORT(ROW("a", ", \"error_occurred\": true"))),
	    ERR_CHILD));
	expect_error("benchmark \"a\" reports an error: ");
}

Test(adapter, names_keep_quotes_newlines_and_other_letters)
{
	reads("google",
	    REPORT(ROW("\\\"q\\\"\\n\\u00e9\\\\/x, ]}", ", \"real_time\": 1")),
	    "\"q\"\n\xc3\xa9\\/x, ]} real_time#0=1 ns\n");
}

Test(adapter, a_name_has_a_length_and_is_not_empty)
{
	struct buf text = BUF_INIT;

	for (size_t len = 4096; len <= 4097; len++) {
		buf_reset(&text);
		buf_puts(&text, "{\"benchmarks\": [{\"name\": \"");
		for (size_t i = 0; i < len; i++)
			buf_putc(&text, 'n');
		buf_puts(&text, "\", \"time_unit\": \"ns\"}]}");
		cr_expect(eq(int, read_text("google", buf_text(&text)),
		    len == 4096 ? ERR_OK : ERR_PARSE));
	}
	expect_error("a benchmark's name is longer than 4096 bytes");
	buf_release(&text);
	refuses("google", REPORT(ROW("", "")), "a row without a name");
	refuses("google", REPORT("{\"name\": 5}"), "a row without a name");
	refuses("google", REPORT("7"), "a row without a name");
	refuses("google", REPORT(ROW("a", ", \"run_name\": \"\"")),
	    "a row without a name");
}

Test(adapter, benchmarks_must_be_rows)
{
	refuses("google", "{\"benchmarks\": {}}",
	    "output of bench: \"benchmarks\" is not an array");
	refuses("google", REPORT(""), "output of bench: no benchmark in it");
	refuses("google", "{}", "output of bench: no benchmark in it");
	refuses("google", "", "output of bench: nothing printed");
	refuses("google", "{\"benchmarks\": [", "ends in the middle");
	refuses("google", REPORT(ROW("a", "")) "x", "'x' where the end");
}

Test(adapter, pieces_of_any_size_read_the_same)
{
	static const char text[] = " " REPORT(
	    ROW("a\\\"]\\u00e9", ", \"real_time\": 1.25e1") "\n, " ROW(
		"b", ", \"cpu_time\": 3, \"x\": [1, {}]")) "\n";
	static const char readings[] = "a\"]\xc3\xa9 real_time#0=12.5 ns\n"
				       "b cpu_time#0=3 ns\n";

	for (size_t piece = 1; piece < sizeof text; piece++) {
		cr_assert(eq(int,
		    read_in_pieces("google", text, sizeof text - 1, piece),
		    ERR_OK));
		expect_text(buf_text(&got), readings);
		cr_assert(eq(int,
		    read_in_pieces("auto", text, sizeof text - 1, piece),
		    ERR_OK));
		expect_text(buf_text(&got), readings);
	}
}

static enum err
refuse(void *ctx, const struct reading *reading)
{
	(void)ctx;
	(void)reading;
	return err_fail(ERR_CONFLICT, "enough");
}

Test(adapter, who_takes_the_readings_may_refuse)
{
	const struct adapter *adapter = adapter_find("google");
	const struct adapter_context context = {"bench", refuse, NULL};
	const char *text =
	    REPORT(ROW("a", ", \"real_time\": 1, \"cpu_time\": 1"));
	void *state = NULL;

	cr_assert(eq(int, adapter->open(&state, &context), ERR_OK));
	cr_expect(
	    eq(int, adapter->feed(state, text, strlen(text)), ERR_CONFLICT));
	cr_expect(eq(str, (char *)err_text(), "enough"));
	adapter->close(state);
}

/* ---- command ---- */

Test(adapter, a_command_has_five_metrics)
{
	const struct adapter *adapter = adapter_find("command");
	const struct adapter_context context = {"bench", note, &got};
	const struct child_result result = {
	    .wall_ns = 100, .user_ns = 60, .sys_ns = 7, .max_rss_bytes = 4096};
	void *state = NULL;

	cr_expect(adapter->feed == NULL);
	cr_assert(eq(int, adapter->open(&state, &context), ERR_OK));
	cr_assert(eq(int, adapter->end(state, &result), ERR_OK));
	adapter->close(state);
	expect_text(buf_text(&got), "bench real_time#0=100 ns\n"
				    "bench cpu_time#0=67 ns\n"
				    "bench user_time#0=60 ns\n"
				    "bench sys_time#0=7 ns\n"
				    "bench max_rss#0=4096 bytes\n");
}

/* ---- auto ---- */

Test(adapter, auto_knows_json_behind_white_space)
{
	reads("auto", " \t\r\n\n" REPORT(ROW("a", ", \"real_time\": 5")),
	    "a real_time#0=5 ns\n");
}

Test(adapter, auto_says_which_formats_there_are)
{
	refuses("auto", "",
	    "output of bench: nothing printed; give the benchmark a format: "
	    "google or command");
	refuses("auto", " \n ", "output of bench: nothing printed;");
	refuses("auto", "12.5 ns\n",
	    "output of bench: not a format that is known;");
	refuses("auto", "[1]", "not a format that is known;");
	cr_expect(eq(int, read_in_pieces("auto", "\0{}", 3, 1), ERR_PARSE));
	expect_error("not a format that is known;");
}

/* ---- metrics ---- */

Test(adapter, unknown_formats_are_not_found)
{
	cr_expect(eq(ptr, (void *)adapter_find("gogle"), NULL));
	cr_expect(eq(ptr, (void *)adapter_find(""), NULL));
	for (size_t i = 0; adapters[i]; i++)
		cr_expect(eq(ptr, (void *)adapter_find(adapters[i]->name),
		    (void *)adapters[i]));
}

Test(adapter, a_metrics_name_tells_unit_direction_and_quantile)
{
	static const struct metric rows[] = {
	    {"real_time", "ns", DIRECTION_SMALLER, false},
	    {"max_rss", "bytes", DIRECTION_SMALLER, false},
	    {"bytes_per_second", "bytes/s", DIRECTION_BIGGER, false},
	    {"rows_per_second", "1/s", DIRECTION_BIGGER, false},
	    {"p99", "ns", DIRECTION_SMALLER, true},
	    {"p99.9", "ns", DIRECTION_SMALLER, true},
	    {"p", "", DIRECTION_SMALLER, false},
	    {"p99x", "", DIRECTION_SMALLER, false},
	    {"pages", "", DIRECTION_SMALLER, false},
	    {"", "", DIRECTION_SMALLER, false},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		struct metric metric = metric_find(rows[i].name);

		expect_text(metric.name, rows[i].name);
		expect_text(metric.unit, rows[i].unit);
		cr_expect(eq(int, metric.direction, rows[i].direction));
		cr_expect(eq(int, metric.quantile, rows[i].quantile));
	}
}
