/* A bisection in every format. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/json.h"
#include "core/base/path.h"
#include "reports/bisect_report.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/golden.h"
#include "tests/support/schema.h"

#define EXPECTED "tests/golden/expected"
#define SCHEMA "reports/bisect.schema.json"
#define SCHEMA_MAX (1024 * 1024)

static const struct render_options terse = {.colour = false};
static const struct render_options verbose = {
    .colour = true, .verbose = true, .width = 40};

/* The caller frees it. */
static char *
render(const char *format, const struct bisect_report *report,
    const struct render_options *options)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err =
	    bisect_renderer_find(format)->render(report, options, file);

	fclose(file);
	cr_assert(eq(int, err, ERR_OK));
	return text;
}

static void
expect_file(const char *name, const char *end, const char *format,
    const struct render_options *options)
{
	char *text = render(format, bisect_fixture(name), options);
	char *path = NULL;

	cr_assert(
	    eq(int, path_format(&path, EXPECTED "/%s%s", name, end), ERR_OK));
	golden_compare(path, text);
	free(path);
	free(text);
}

Test(bisect, is_rendered_as_expected)
{
	for (const struct bisect_fixture *row = bisect_fixtures; row->name;
	     row++) {
		expect_file(row->name, ".txt", "text", &terse);
		expect_file(row->name, ".md", "markdown", &terse);
		expect_file(row->name, ".log", "git", &terse);
	}
	expect_file("bisect-steps", ".json", "json", &terse);
	expect_file("bisect-merge", ".json", "json", &terse);
	expect_file("bisect-hostile", ".json", "json", &terse);
	expect_file("bisect-steps", "-verbose.txt", "text", &verbose);
	expect_file("bisect-unresolved", "-verbose.txt", "text", &verbose);
}

static struct json *
load(const char *path)
{
	struct buf text = BUF_INIT;
	struct json *json = NULL;

	cr_assert(
	    eq(int, path_read(path, SCHEMA_MAX, &text), ERR_OK), "%s", path);
	cr_assert(eq(int, json_parse(&json, text.data, text.len, path), ERR_OK),
	    "%s", err_text());
	buf_release(&text);
	return json;
}

static void
expect_schema(const struct json *schema, const struct bisect_report *report)
{
	char *text = render("json", report, &terse);
	struct buf faults = BUF_INIT;
	struct json *json = NULL;

	cr_assert(
	    eq(int, json_parse(&json, text, strlen(text), "bisect"), ERR_OK));
	schema_check(schema, json, &faults);
	cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
	json_free(json);
	buf_release(&faults);
	free(text);
}

Test(bisect, json_follows_its_schema)
{
	const struct bisect_report nothing = {.version = "0",
	    .machine_key = "cpu",
	    .config_from = "work tree",
	    .command = "tidemark bisect a b"};
	struct json *schema = load(SCHEMA);

	for (const struct bisect_fixture *row = bisect_fixtures; row->name;
	     row++)
		expect_schema(schema, row->report);
	expect_schema(schema, &nothing);
	json_free(schema);
}

/* What a terminal or a log would act on: control characters but newline. */
Test(bisect, no_control_character_reaches_a_page)
{
	static const char *const formats[] = {"text", "markdown", "git"};

	for (size_t i = 0; i < sizeof formats / sizeof *formats; i++) {
		char *text = render(
		    formats[i], bisect_fixture("bisect-hostile"), &terse);

		for (const unsigned char *at = (unsigned char *)text; *at;
		     at++) {
			bool harmless = *at == '\n' || *at >= ' ';

			cr_expect(harmless, "%s: at \"%.40s\"", formats[i],
			    (const char *)at);
		}
		free(text);
	}
}
