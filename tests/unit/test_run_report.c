/* What became of the commits of a run, as text and JSON. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/run_report.h"
#include "tests/support/git_fixture.h"
#include "tests/support/schema.h"

#define A "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa"
#define B "bbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbbb"

static const struct run_commit commits[] = {
    {.oid = A,
	.subject = "\"quoted\" \x1b[2J",
	.status = RUN_MEASURED,
	.series = 2,
	.rounds = 10,
	.elapsed_ns = 1500000000},
    {.oid = B, .subject = "docs", .status = RUN_SHARED, .shared_with = A},
    {.oid = B,
	.subject = "broken",
	.status = RUN_FAILED,
	.error = "it\x1b[2J failed\n| last line"},
    {.oid = A, .subject = "slow", .status = RUN_UNJUDGED, .error = "too slow"},
    {.oid = A, .subject = "old", .status = RUN_EXISTING},
    {.oid = A, .subject = "older", .status = RUN_LEFT},
    {.oid = A, .subject = "oldest", .status = RUN_LEFT},
};

static struct run_report
make_report(size_t count)
{
	return (struct run_report){
	    .version = "0.1.0",
	    .machine_key = "cpu x 2",
	    .config_from = "work tree",
	    .elapsed_ns = 2000000000,
	    .commits = commits,
	    .count = count,
	};
}

typedef enum err render_fn(const struct run_report *, FILE *);

static char *
render(render_fn *fn, size_t count)
{
	const struct run_report report = make_report(count);
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, fn(&report, file), ERR_OK));
	fclose(file);
	return text;
}

Test(run_report, the_summary_counts_and_names_what_failed)
{
	char *text = render(run_report_text, 7);

	cr_expect(eq(str, text,
	    "1 measured, 1 shared, 1 skipped, 1 failed, 1 not judged, "
	    "2 left\n"
	    "  bbbbbbbbbb  it?[2J failed\n"
	    "  aaaaaaaaaa  too slow\n"));
	free(text);
}

Test(run_report, nothing_done_is_said_too)
{
	char *text = render(run_report_text, 0);

	cr_expect(eq(str, text, "0 measured\n"));
	free(text);
}

Test(run_report, a_full_disk_is_an_error)
{
	const struct run_report report = make_report(7);
	FILE *file = fopen("/dev/full", "w");

	cr_expect(eq(int, run_report_text(&report, file), ERR_IO));
	cr_expect(eq(int, run_report_json(&report, file), ERR_IO));
	fclose(file);
}

/* ---- JSON ---- */

static struct json *
parse(const char *text)
{
	struct json *json = NULL;

	cr_assert(eq(int, json_parse(&json, text, strlen(text), "text"), 0),
	    "%s", err_text());
	return json;
}

static struct json *
read_schema(void)
{
	char *rules = fixture_read("reports", "run.schema.json");
	struct json *schema = parse(rules);

	free(rules);
	return schema;
}

Test(run_report, its_json_meets_its_schema)
{
	struct json *schema = read_schema();
	struct buf faults = BUF_INIT;

	for (size_t count = 0; count <= 7; count += 7) {
		char *text = render(run_report_json, count);
		struct json *json = parse(text);

		schema_check(schema, json, &faults);
		cr_expect(eq(sz, json_count(json_get(json, "commits")), count));
		json_free(json);
		free(text);
	}
	cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
	buf_release(&faults);
	json_free(schema);
}

Test(run_report, its_json_says_what_the_commits_say)
{
	char *text = render(run_report_json, 7);
	struct json *json = parse(text);
	const struct json *rows = json_get(json, "commits");
	double seconds = 0;

	cr_expect(json_get_number(json_at(rows, 0), "seconds", &seconds));
	cr_expect(eq(dbl, seconds, 1.5));
	cr_expect(eq(str, (char *)json_get_text(json_at(rows, 0), "subject"),
	    "\"quoted\" \x1b[2J"));
	cr_expect(
	    eq(ptr, (void *)json_get_text(json_at(rows, 0), "error"), NULL));
	cr_expect(
	    eq(str, (char *)json_get_text(json_at(rows, 1), "shared_with"), A));
	cr_expect(eq(str, (char *)json_get_text(json_at(rows, 2), "error"),
	    "it\x1b[2J failed\n| last line"));
	cr_expect(
	    eq(str, (char *)json_get_text(json_at(rows, 6), "status"), "left"));
	json_free(json);
	free(text);
}

Test(run_report, its_schema_refuses_what_is_wrong)
{
	struct json *schema = read_schema();
	struct json *json = parse("{\"schema\": \"tidemark.run/1\", "
				  "\"commits\": [{\"status\": \"done\", "
				  "\"rounds\": -1}]}");
	struct buf faults = BUF_INIT;

	schema_check(schema, json, &faults);
	cr_expect(ne(ptr, strstr(buf_text(&faults), "commits[0].status"), 0));
	cr_expect(ne(ptr, strstr(buf_text(&faults), "commits[0].rounds"), 0));
	cr_expect(ne(ptr, strstr(buf_text(&faults), "machine"), 0));
	buf_release(&faults);
	json_free(json);
	json_free(schema);
}
