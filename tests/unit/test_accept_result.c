/* accept_result: what a result file says has regressed, if it is one. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/accept_result.h"
#include "tests/support/git_fixture.h"

static struct accept_result result;

static void
teardown(void)
{
	accept_result_release(&result);
}

TestSuite(accept_result, .fini = teardown);

static enum err
parse(const char *series)
{
	struct buf text = BUF_INIT;
	enum err err;

	teardown();
	buf_printf(&text,
	    "{\"schema\": \"tidemark.result/1\", \"series\": [%s]}", series);
	err = accept_result_parse(&result, buf_text(&text), text.len, "r.json");
	buf_release(&text);
	return err;
}

/* A regressed series with that interval, as the only one. */
static void
becomes(const char *metric, const char *numbers, const char *factor)
{
	char series[256];

	snprintf(series, sizeof series,
	    "{\"benchmark\": \"a/1\", \"metric\": \"%s\", \"verdict\": "
	    "\"regressed\", %s}",
	    metric, numbers);
	cr_assert(eq(int, parse(series), ERR_OK), "%s", err_text());
	cr_assert(eq(sz, result.count, 1));
	expect_text(result.items[0].benchmark, "a/1");
	expect_text(result.items[0].metric, metric);
	expect_text(result.items[0].factor, factor);
}

static void
refused(const char *series, const char *error)
{
	cr_expect(eq(int, parse(series), ERR_USAGE), "%s", series);
	cr_expect(eq(sz, result.count, 0));
	cr_expect(eq(ptr, result.items, NULL));
	expect_error(error);
}

Test(accept_result, the_upper_end_is_rounded_up)
{
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 1.2713", "1.28");
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 1.28", "1.28");
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 2", "2.00");
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 1.999", "2.00");
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 100", "100.00");
	becomes("t", "\"tolerance\": 0.1, \"ratio_high\": 1.041", "1.05");
}

Test(accept_result, narrow_tolerances_have_more_decimals)
{
	becomes("instructions",
	    "\"tolerance\": 0.003, \"ratio\": 1.02985, "
	    "\"ratio_high\": null",
	    "1.0299");
	becomes("t", "\"tolerance\": 0.01, \"ratio_high\": 1.05001", "1.0501");
}

Test(accept_result, only_what_regressed_is_taken)
{
	cr_assert(eq(int,
	    parse("{\"benchmark\": \"a\", \"metric\": \"t\", \"verdict\": "
		  "\"pass\"}, {\"verdict\": null}, 7, "
		  "{\"verdict\": \"inconclusive\"}"),
	    ERR_OK));
	cr_expect(eq(sz, result.count, 0));
}

Test(accept_result, names_are_texts)
{
	static const char *const bad[] = {
	    "{\"verdict\": \"regressed\", \"ratio_high\": 2}",
	    "{\"verdict\": \"regressed\", \"ratio_high\": 2, \"benchmark\": "
	    "\"\", \"metric\": \"t\"}",
	    "{\"verdict\": \"regressed\", \"ratio_high\": 2, \"benchmark\": "
	    "7, \"metric\": \"t\"}",
	    "{\"verdict\": \"regressed\", \"ratio_high\": 2, \"benchmark\": "
	    "\"a\", \"metric\": [\"t\"]}",
	};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		refused(bad[i], "r.json: series[0]: the names of a benchmark "
				"and a metric were expected");
}

Test(accept_result, a_name_that_is_too_long_is_refused)
{
	static char series[5000];
	size_t len = (size_t)snprintf(series, sizeof series,
	    "{\"verdict\": \"regressed\", \"ratio_high\": 2, \"metric\": "
	    "\"t\", \"benchmark\": \"");

	memset(series + len, 'a', 4097);
	strcpy(series + len + 4097, "\"}");
	refused(series, "the names of a benchmark");
}

Test(accept_result, a_ratio_that_cannot_be_accepted_is_refused)
{
	static const char *const bad[] = {
	    "null", "\"2\"", "1", "0.5", "-3", "100.01", "1e300", "[2]"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char series[160];

		snprintf(series, sizeof series,
		    "{\"benchmark\": \"a\", \"metric\": \"t\", \"verdict\": "
		    "\"regressed\", \"ratio\": 1.5, \"ratio_high\": %s}",
		    bad[i]);
		refused(series, "r.json: series[0], a/t: its ratio is not "
				"known to be above 1 and at most 100");
	}
}

Test(accept_result, another_file_is_refused)
{
	static const char *const bad[] = {"{}", "[]", "7",
	    "{\"schema\": \"tidemark.trend/1\", \"series\": []}",
	    "{\"schema\": \"tidemark.result/1\"}",
	    "{\"schema\": \"tidemark.result/1\", \"series\": {}}"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cr_expect(eq(int,
			      accept_result_parse(
				  &result, bad[i], strlen(bad[i]), "r.json"),
			      ERR_USAGE),
		    "%s", bad[i]);
		expect_error("r.json: ");
	}
	cr_expect(
	    eq(int, accept_result_parse(&result, "{", 1, "r.json"), ERR_USAGE));
	cr_expect(
	    eq(int, accept_result_read(&result, "/no/such/file"), ERR_USAGE));
	expect_error("--from: ");
}

/* Entries do not accept it, so its ratio does not matter. */
Test(accept_result, what_broke_a_limit_has_no_factor)
{
	cr_assert(eq(int,
	    parse("{\"benchmark\": \"a\", \"metric\": \"t\", \"verdict\": "
		  "\"regressed\", \"ratio_high\": 0.9, \"beyond_value\": 5}"),
	    ERR_OK));
	cr_assert(eq(sz, result.count, 1));
	cr_expect(result.items[0].beyond_limit);
	expect_text(result.items[0].factor, "");
	becomes("t",
	    "\"tolerance\": 0.1, \"ratio_high\": 2, \"beyond_value\": null",
	    "2.00");
	cr_expect(not(result.items[0].beyond_limit));
}

static enum err
parse_commits(const char *commits)
{
	struct buf text = BUF_INIT;
	enum err err;

	teardown();
	buf_printf(&text,
	    "{\"schema\": \"tidemark.result/1\", %s \"series\": []}", commits);
	err = accept_result_parse(&result, buf_text(&text), text.len, "r.json");
	buf_release(&text);
	return err;
}

#define ID "0123456789abcdef0123456789abcdef0123456"

Test(accept_result, the_commits_are_those_of_the_file)
{
	cr_assert(eq(int,
	    parse_commits("\"base\": {\"oid\": \"" ID "1\"}, "
			  "\"head\": {\"oid\": \"" ID "2\"},"),
	    ERR_OK));
	expect_text(result.base, ID "1");
	expect_text(result.head, ID "2");
	cr_assert(
	    eq(int, parse_commits("\"base\": 7, \"head\": null,"), ERR_OK));
	expect_text(result.base, "");
	expect_text(result.head, "");
}

Test(accept_result, a_commit_that_is_no_id_is_refused)
{
	static const char *const bad[] = {"main", "", ID, ID "12", ID "g"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		char commits[80];

		snprintf(commits, sizeof commits,
		    "\"head\": {\"oid\": \"%s\"},", bad[i]);
		cr_expect(
		    eq(int, parse_commits(commits), ERR_USAGE), "%s", bad[i]);
		expect_error(
		    "r.json: head.oid: an id of 40 digits was expected");
	}
}
