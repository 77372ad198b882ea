#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/baseline_report.h"
#include "tests/support/git_fixture.h"
#include "tests/support/schema.h"

#define OID_A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define OID_B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"
#define DAY_S 86400

static const struct pin_row pins[] = {
    {"release/1", OID_A, "bell \a, \xff", 20000 * (int64_t)DAY_S, true, 12},
    {"v2", OID_B, NULL, 0, false, 0},
};
static const struct pin_report pin_list = {"cpu\x1b; 2 cores", pins, 2};

static const struct baseline_row rows[] = {
    {{"lex\n", "real_time", "ns", DIRECTION_SMALLER}, "0123456789", 1500, .01,
	20, 2},
    {{"parse", "rate", "1/s", DIRECTION_BIGGER}, "0123456789", 2e6, 0, 1, 1},
    {{"parse", "rate", "1/s", DIRECTION_BIGGER}, "abcdefghij", 3e6, .125, 9, 1},
};
static const struct baseline_report baseline = {
    OID_A, "first | <b>", 20001 * (int64_t)DAY_S, "m1", rows, 3};

static const struct archive_row archived[] = {
    {"m1", {"lex", "real_time", "ns", DIRECTION_SMALLER}, "s1",
	{OID_A, "a", 0, 80, .01}, {OID_B, "b", 1, 90, .02}, 1.125, 7},
    {"m1", {"parse", "rate", "1/s", DIRECTION_BIGGER}, "s1",
	{OID_B, "b", 1, 5, 0}, {OID_B, "b", 1, 5, 0}, 1, 1},
    {"m2", {"lex", "real_time", "ns", DIRECTION_SMALLER}, "s1",
	{OID_A, "a", 0, 2, 0}, {OID_B, "b", 1, 1e300, 0}, INFINITY, 2},
};
static const struct archive_report archive = {archived, 3};

/* The three kinds, each as text and as JSON. */
static enum err
write_kind(int kind, bool json, FILE *file)
{
	if (kind == 0)
		return json ? pin_report_json(&pin_list, file)
			    : pin_report_text(&pin_list, file);
	if (kind == 1)
		return json ? baseline_report_json(&baseline, file)
			    : baseline_report_text(&baseline, file);
	return json ? archive_report_json(&archive, file)
		    : archive_report_text(&archive, file);
}

static char *
written(int kind, bool json)
{
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, write_kind(kind, json, file), ERR_OK));
	fclose(file);
	return text;
}

/* Day 20000 after 1970-01-01 is 2024-10-04: 54 years of 365 days and 13 leap
 * days are 19723 to 2024-01-01, and 277 more are October 4 in a leap year. */
Test(baseline_report, pins_are_a_table_of_harmless_text)
{
	char *text = written(0, false);

	expect_text(text,
	    "pin        commit        date        in clone  sessions  subject\n"
	    "release/1  aaaaaaaaaaaa  2024-10-04  yes             12  "
	    "bell \\x07, \xef\xbf\xbd\n"
	    "v2         bbbbbbbbbbbb  -           no               0  -\n"
	    "\nsessions of this machine: cpu\\x1b; 2 cores\n");
	free(text);
}

Test(baseline_report, without_pins_says_how_to_pin)
{
	const struct pin_report none = {"m1", NULL, 0};
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, pin_report_text(&none, file), ERR_OK));
	fclose(file);
	expect_text(text, "no commit is pinned; tidemark baseline pin NAME REV "
			  "pins one\n");
	free(text);
}

Test(baseline_report, setups_are_shown_where_a_series_has_several)
{
	char *text = written(1, false);

	expect_text(text,
	    "commit aaaaaaaaaaaa of 2024-10-05 first | <b>\n"
	    "machine: m1\n\n"
	    "series                           value  spread  samples  "
	    "sessions\n"
	    "lex\\n/real_time               1.500 \xc2\xb5s     1 %       20  "
	    "       2\n"
	    "parse/rate (setup 01234567)  2.000 M/s     0 %        1         "
	    "1\n"
	    "parse/rate (setup abcdefgh)  3.000 M/s  12.5 %        9         "
	    "1\n");
	free(text);
}

Test(baseline_report, the_archive_is_a_table_for_each_machine)
{
	char *text = written(2, false);

	expect_text(text,
	    "machine: m1\n"
	    "series             best  commit          latest  spread  "
	    "commit        against best  commits\n"
	    "lex/real_time  80.00 ns  aaaaaaaaaaaa  90.00 ns     2 %  "
	    "bbbbbbbbbbbb       +12.5 %        7\n"
	    "parse/rate     5.000 /s  bbbbbbbbbbbb  5.000 /s     0 %  "
	    "bbbbbbbbbbbb      the best        1\n"
	    "\nmachine: m2\n"
	    "series             best  commit              latest  spread  "
	    "commit        against best  commits\n"
	    "lex/real_time  2.000 ns  aaaaaaaaaaaa  1.000e+291 s     0 %  "
	    "bbbbbbbbbbbb             -        2\n"
	    "\nabove +0 % is worse; machines are not comparable with each "
	    "other\n");
	free(text);
}

static struct json *
parse(const char *text)
{
	struct json *json = NULL;

	cr_assert(
	    eq(int, json_parse(&json, text, strlen(text), "text"), ERR_OK),
	    "%s", err_text());
	return json;
}

static const char *const schemas[] = {
    "pins.schema.json", "baseline.schema.json", "archive.schema.json"};

Test(baseline_report, the_json_meets_its_schema)
{
	for (int kind = 0; kind < 3; kind++) {
		char *rules = fixture_read("reports", schemas[kind]);
		char *text = written(kind, true);
		struct json *schema = parse(rules), *json = parse(text);
		struct buf faults = BUF_INIT;

		schema_check(schema, json, &faults);
		cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
		json_free(json);
		json_free(schema);
		buf_release(&faults);
		free(text);
		free(rules);
	}
}

Test(baseline_report, the_schemas_refuse_what_is_wrong)
{
	static const char *const wrong[] = {
	    "{\"schema\": \"tidemark.pins/1\", \"version\": \"0\", "
	    "\"machine\": \"m\", \"pins\": [{\"name\": 1}]}",
	    "{\"schema\": \"tidemark.baseline/1\", \"version\": \"0\", "
	    "\"machine\": \"m\", \"commit\": {}, \"series\": []}",
	    "{\"schema\": \"tidemark.archive/1\", \"version\": \"0\", "
	    "\"machines\": [{\"key\": \"m\", \"series\": [{\"ratio\": 0.5}]}]}",
	};
	static const char *const faulty[] = {
	    "$.pins[0].name: ", "$.commit", "$.machines[0].series[0]"};

	for (int kind = 0; kind < 3; kind++) {
		char *rules = fixture_read("reports", schemas[kind]);
		struct json *schema = parse(rules), *json = parse(wrong[kind]);
		struct buf faults = BUF_INIT;

		schema_check(schema, json, &faults);
		cr_expect(
		    ne(ptr, strstr(buf_text(&faults), faulty[kind]), NULL),
		    "%s", buf_text(&faults));
		json_free(json);
		json_free(schema);
		buf_release(&faults);
		free(rules);
	}
}

Test(baseline_report, the_json_has_the_values)
{
	char *text = written(2, true);
	struct json *json = parse(text);
	const struct json *machines = json_get(json, "machines");
	const struct json *first =
	    json_at(json_get(json_at(machines, 0), "series"), 0);
	double ratio = 0, value = 0;

	cr_expect(eq(sz, json_count(machines), 2));
	cr_expect(json_get_number(first, "ratio", &ratio));
	cr_expect(eq(dbl, ratio, 1.125));
	cr_expect(json_get_number(json_get(first, "best"), "value", &value));
	cr_expect(eq(dbl, value, 80));
	json_free(json);
	free(text);
}

Test(baseline_report, a_file_that_refuses_bytes_is_an_error)
{
	for (int kind = 0; kind < 3; kind++)
		for (int json = 0; json < 2; json++) {
			FILE *file = fopen("/dev/full", "w");

			setvbuf(file, NULL, _IONBF, 0);
			cr_expect(eq(int, write_kind(kind, json, file), ERR_IO),
			    "%d %d", kind, json);
			fclose(file);
		}
}
