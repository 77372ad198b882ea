/* result_file: what was written is read back; what is something else is
 * refused by name. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/path.h"
#include "reports/render.h"
#include "reports/result_file.h"
#include "tests/support/git_fixture.h"
#include "tests/support/report_fixtures.h"

static const struct render_options plain = {.width = 0};
static struct result_file *file;
static char *text;

static void
teardown(void)
{
	result_file_free(file);
	file = NULL;
	free(text);
	text = NULL;
}

TestSuite(result_file, .fini = teardown);

/* The caller frees it. */
static char *
render(const struct report *report)
{
	char *out = NULL;
	size_t len = 0;
	FILE *stream = open_memstream(&out, &len);
	enum err err =
	    render_write(renderer_find("json"), report, &plain, stream);

	fclose(stream);
	cr_assert(eq(int, err, ERR_OK));
	return out;
}

static void
comes_back(const struct report *report, const char *name)
{
	char *again;

	teardown();
	text = render(report);
	cr_assert(
	    eq(int, result_file_parse(&file, text, strlen(text), "r"), ERR_OK),
	    "%s: %s", name, err_text());
	again = render(result_file_report(file));
	cr_expect(strcmp(text, again) == 0, "%s:\n%s", name, again);
	free(again);
}

/* The one report of a fixture whose text has `from` replaced by `to`. */
static enum err
parse_changed(const char *fixture, const char *from, const char *to)
{
	struct buf changed = BUF_INIT;
	const char *at;
	enum err err;

	teardown();
	text = render(report_fixture(fixture));
	at = strstr(text, from);
	cr_assert(at != NULL, "%s is in it", from);
	buf_append(&changed, text, (size_t)(at - text));
	buf_puts(&changed, to);
	buf_puts(&changed, at + strlen(from));
	err = result_file_parse(&file, buf_text(&changed), changed.len, "r");
	buf_release(&changed);
	return err;
}

static void
refused(const char *from, const char *to, const char *error)
{
	cr_expect(
	    eq(int, parse_changed("regressed", from, to), ERR_PARSE), "%s", to);
	cr_expect(eq(ptr, file, NULL));
	expect_error(error);
}

Test(result_file, every_report_comes_back_to_the_byte)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		struct report report = *row->report;

		/* Only its id is none that a repository could have. */
		if (strcmp(row->name, "hostile") == 0)
			report.base.oid = report.head.oid;
		comes_back(&report, row->name);
	}
}

Test(result_file, values_that_are_not_known_are_as_before)
{
	const struct report *report;

	comes_back(report_fixture("regressed"), "regressed");
	report = result_file_report(file);
	/* The last one is shown only, and has no interval. */
	cr_assert(eq(sz, report->series_count, 8));
	cr_expect(not(report->series[7].judged));
	cr_expect(isnan(report->series[7].ratio_low));
	cr_expect(eq(dbl, report->series[7].limit, 0));
	cr_expect(eq(sz, report->series[7].rounds, 8));
	cr_expect(eq(u64, report->seed, 20261127));
	cr_expect(eq(dbl, report->fdr, 0));
	cr_expect(eq(int, report->series[0].name.direction, DIRECTION_BIGGER));
	cr_expect(eq(sz, report->series[0].samples[SIDE_HEAD].count, 3));
	cr_expect(
	    eq(dbl, report->series[0].samples[SIDE_HEAD].values[0], 51.9));
}

Test(result_file, the_date_of_a_commit_comes_back)
{
	struct report report = *report_fixture("pass");

	report.head.time_s = 1795086400;
	report.base.time_s = 0;
	comes_back(&report, "dates");
	cr_expect(eq(i64, result_file_report(file)->head.time_s, 1795086400));
	cr_expect(eq(i64, result_file_report(file)->base.time_s, 0));
}

Test(result_file, members_of_later_versions_are_ignored)
{
	cr_expect(eq(int,
	    parse_changed("regressed", "\"weak\": false",
		"\"weak\": false, \"weaker\": [{\"a\": {}}]"),
	    ERR_OK));
	cr_expect(eq(int,
	    parse_changed("regressed", "\"note\": \"confirmed\"",
		"\"note\": \"confirmed\", \"more\": [1]"),
	    ERR_OK));
}

Test(result_file, what_may_be_null_may_be_absent)
{
	cr_expect(eq(int,
	    parse_changed("regressed", "\"noise_floor\": 0.006,", ""), ERR_OK));
	cr_expect(isnan(result_file_report(file)->noise_floor));
}

Test(result_file, members_above_the_series_are_checked)
{
	refused("tidemark.result/1", "tidemark.result/2",
	    "r: schema: \"tidemark.result/1\" was expected");
	refused("\"weak\": false", "\"weak\": 0",
	    "r: weak: true or false was expected");
	refused("\"weak\": false,", "", "r: weak: true or false was expected");
	refused("\"reason\": null", "\"reason\": 1",
	    "r: reason: a text or null was expected");
	refused("\"seed\": \"2", "\"seed\": \"-2",
	    "r: seed: a text of decimal digits was expected");
	refused("\"rounds\": 40", "\"rounds\": 40.5",
	    "r: rounds: a whole number was expected");
	refused("\"builds_ns\": 4", "\"builds_ns\": -4",
	    "r: builds_ns: a whole number was expected");
	refused("\"processes\": 240", "\"processes\": 1e300",
	    "r: processes: a whole number was expected");
	refused("\"noise_floor\": 0", "\"noise_floor\": -1",
	    "r: noise_floor: a number of at least 0, or null, was expected");
	refused("\"warnings\": [", "\"warnings\": [7, ",
	    "r: warnings[0]: a text was expected");
	refused("\"warnings\": [", "\"warnings\": 7, \"w\": [",
	    "r: warnings: an array was expected");
}

Test(result_file, commits_machine_and_budget_are_checked)
{
	refused("\"oid\": \"0f", "\"oid\": \"0F",
	    "r: base: oid: an id of 40 digits or null was expected");
	refused("\"oid\": \"89", "\"oid\": \"",
	    "r: head: oid: an id of 40 digits or null was expected");
	refused("\"time_s\": ", "\"time_s\": -7, \"t\": ",
	    "r: base: time_s: a whole number above 0 or null was expected");
	refused("\"base\": {", "\"base\": 1, \"b\": {",
	    "r: base: an object was expected");
	refused("\"key\": \"E", "\"key\": 1, \"k\": \"E",
	    "r: machine: key: a text or null was expected");
	refused("\"kernel\": ", "\"kernel\": [], \"k\": ",
	    "r: machine: provenance: kernel: a text or null was expected");
	refused("\"provenance\": {", "\"provenance\": [], \"p\": {",
	    "r: machine: provenance: an object was expected");
	refused("\"blocks\": 40", "\"blocks\": null",
	    "r: budget: benchmarks[0]: blocks: a whole number was expected");
	refused("\"given_ns\": 6", "\"given_ns\": \"6\", \"g\": 6",
	    "r: budget: given_ns: a whole number was expected");
}

Test(result_file, a_series_is_named_where_it_is_wrong)
{
	refused("\"benchmark\": \"store/append\"", "\"benchmark\": null",
	    "r: series[0]: benchmark: a text was expected");
	refused("\"direction\": \"bigger\"", "\"direction\": \"up\"",
	    "r: series[0] store/append/ops_per_second: direction: \"smaller\" "
	    "or \"bigger\" was expected");
	refused("\"note\": \"confirmed\"", "\"note\": {}",
	    "r: series[0] store/append/ops_per_second: note: a text or null");
	refused("\"ratio\": 1.31", "\"ratio\": \"1.31\"",
	    "ops_per_second: ratio: a number of at least 0, or null,");
	refused("\"ratio\": 1.31", "\"ratio\": -1.31", "ratio: a number of");
	refused("\"rounds_needed\": null", "\"rounds_needed\": 0",
	    "rounds_needed: a whole number above 0 or null was expected");
	refused("\"limit\": null", "\"limit\": 0",
	    "limit: a number above 0 or null was expected");
	refused("\"unsettled\": false", "\"unsettled\": null",
	    "unsettled: true or false was expected");
	refused("51.9,", "\"51.9\",",
	    "ops_per_second: samples: a number or null was expected");
	refused("\"control\": [", "\"control\": 1, \"c\": [",
	    "samples: an array for each side was expected");
	refused("\"entry\": \".tide", "\"entry\": 1, \"e\": \"",
	    "protocol/release/1000/max_rss: entry: a text was expected");
	refused("\"acknowledged\": null", "\"acknowledged\": []",
	    "acknowledged: an object or null was expected");
	refused("\"series\": [", "\"series\": [7, ",
	    "r: series[0]: an object was expected");
	refused("\"series\": [", "\"series\": 7, \"s\": [",
	    "r: series: an array was expected");
}

Test(result_file, verdicts_are_known_ones_and_agree)
{
	refused("\"verdict\": \"regressed\"", "\"verdict\": \"fine\"",
	    "r: verdict: a verdict such as \"pass\" was expected");
	refused("\"verdict\": \"regressed\"", "\"verdict\": \"pass\"",
	    "r: verdict: the worst of own_verdict and those of others was");
	refused("\"own_verdict\": \"regressed\"", "\"own_verdict\": \"pass\"",
	    "r: verdict: the worst of own_verdict and those of others was");
	refused("\"verdict\": \"missing\"", "\"verdict\": \"gone\"",
	    "r: not_judged[0]: verdict: a verdict such as");
	refused("\"verdict\": null", "\"verdict\": \"pass\"",
	    "r: shown[0] protocol/insert/1000/instructions: verdict: null");
	refused("\"verdict\": \"improved\"", "\"verdict\": null",
	    "protocol/clear/1000/real_time: verdict: a verdict such as");
}

Test(result_file, a_member_that_comes_twice_is_refused)
{
	refused("\"weak\": false", "\"weak\": true, \"weak\": false",
	    "r: weak: comes twice");
	refused("\"series\": [", "\"series\": [], \"series\": [",
	    "\"series\" comes twice");
	refused("\"ratio\": 1.31", "\"ratio\": 1, \"ratio\": 1.31",
	    "duplicate object key");
}

Test(result_file, an_other_has_no_others)
{
	cr_expect(eq(int,
	    parse_changed(
		"bases", "\"others\": []", "\"others\": [{\"weak\": true}]"),
	    ERR_PARSE));
	expect_error("r: others[0]: others: an empty array was expected");
	cr_expect(
	    eq(int, parse_changed("bases", "\"others\": [", "\"others\": [1, "),
		ERR_PARSE));
	expect_error("r: others[0]: an object was expected");
}

Test(result_file, what_is_no_json_is_refused)
{
	static const char *const bad[] = {"", "[]", "7", "{", "{}", "null",
	    "{\"series\": [", "{\"schema\": \"tidemark.trend/1\"}",
	    "{\"series\": [{}]}", "{\"others\": [{}]}"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(
		    eq(int,
			result_file_parse(&file, bad[i], strlen(bad[i]), "r"),
			ERR_PARSE),
		    "%s", bad[i]);
}

/* So many times the text, between a head and an end. */
static enum err
parse_repeated(const char *head, const char *piece, size_t times)
{
	struct buf long_text = BUF_INIT;
	enum err err;

	buf_puts(&long_text, head);
	for (size_t i = 0; i < times; i++)
		buf_puts(&long_text, piece);
	buf_puts(&long_text, "0]}");
	err =
	    result_file_parse(&file, buf_text(&long_text), long_text.len, "r");
	buf_release(&long_text);
	return err;
}

Test(result_file, what_would_take_much_memory_is_refused)
{
	cr_expect(
	    eq(int, parse_repeated("{\"x\": [", "{},", RESULT_NESTED_MAX + 1),
		ERR_LIMIT));
	expect_error("r: at most 1000000 objects and arrays were expected");
	cr_expect(
	    eq(int, parse_repeated("{\"x\": [", "1,", RESULT_VALUES_MAX + 1),
		ERR_LIMIT));
	expect_error("r: at most 8000000 values were expected");
}

Test(result_file, a_text_that_is_too_long_is_refused)
{
	static char name[3 * BENCHMARK_NAME_MAX + 2];
	struct report report = *report_fixture("pass");
	struct report_series series = report.series[0];

	memset(name, 'a', sizeof name - 1);
	series.name.benchmark = name;
	report.series = &series;
	report.series_count = 1;
	text = render(&report);
	cr_expect(eq(
	    int, result_file_parse(&file, text, strlen(text), "r"), ERR_PARSE));
	expect_error("r: series[0]: benchmark: a text of at most 12288 bytes");
}

Test(result_file, a_side_has_so_many_samples_at_most)
{
	static double values[RESULT_SAMPLES_MAX + 1];
	struct report report = *report_fixture("pass");
	struct report_series series = report.series[0];

	report.series = &series;
	report.series_count = 1;
	series.samples[SIDE_HEAD].values = values;
	series.samples[SIDE_HEAD].count = RESULT_SAMPLES_MAX;
	comes_back(&report, "as many as may be");
	series.samples[SIDE_HEAD].count++;
	teardown();
	text = render(&report);
	cr_expect(eq(
	    int, result_file_parse(&file, text, strlen(text), "r"), ERR_LIMIT));
	expect_error("at most 100000 samples of a side were expected");
}

/* RESULT_FILE names one that a check wrote. */
Test(result_file, a_written_file_comes_back)
{
	const char *named = getenv("RESULT_FILE");
	const char *path =
	    named ? named : "tests/golden/expected/regressed.json";
	struct buf written = BUF_INIT;

	cr_assert(
	    eq(int, path_read(path, RESULT_FILE_BYTES_MAX, &written), ERR_OK));
	cr_assert(
	    eq(int, result_file_read(&file, path), ERR_OK), "%s", err_text());
	text = render(result_file_report(file));
	cr_expect(strcmp(text, buf_text(&written)) == 0, "%s", path);
	buf_release(&written);
}

Test(result_file, a_file_that_is_not_there_is_named)
{
	cr_expect(
	    eq(int, result_file_read(&file, "/nowhere/r.json"), ERR_NOTFOUND));
	expect_error("/nowhere/r.json");
}

Test(result_file, a_file_is_read_as_its_text_is)
{
	const struct report *report;

	cr_assert(
	    eq(int, result_file_read(&file, "tests/golden/expected/bases.json"),
		ERR_OK));
	report = result_file_report(file);
	cr_expect(eq(int, report->verdict, VERDICT_PASS));
	cr_assert(eq(sz, report->other_count, 1));
	cr_expect(eq(int, report->others[0]->verdict, VERDICT_REGRESSED));
	cr_expect(eq(int, report_overall(report), VERDICT_REGRESSED));
}
