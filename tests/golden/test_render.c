#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "reports/ranking.h"
#include "reports/render.h"
#include "reports/renderers.h"
#include "tests/support/golden.h"
#include "tests/support/report_fixtures.h"
#include "tests/support/schema.h"

#define EXPECTED "tests/golden/expected"
#define SCHEMA "reports/result.schema.json"
#define SCHEMA_MAX (1024 * 1024)

static const struct render_options plain = {.width = 0};

/* Every report in every format, and the text as a terminal sees it. */
static const struct rendition {
	const char *renderer;
	const char *suffix;
	const char *only; /* the one report that is rendered so, or all */
	struct render_options options;
} renditions[] = {
    {"text", ".txt", NULL, {.width = 0}},
    {"markdown", ".md", NULL, {.width = 0}},
    {"json", ".json", NULL, {.width = 0}},
    {"csv", ".csv", NULL, {.width = 0}},
    {"junit", ".junit.xml", NULL, {.width = 0}},
    {"openmetrics", ".openmetrics", NULL, {.width = 0}},
    {"atom", ".atom", NULL, {.width = 0}},
    {"badge", ".svg", NULL, {.width = 0}},
    {"text", "-verbose.txt", "regressed", {.verbose = true}},
    {"markdown", "-verbose.md", "regressed", {.verbose = true}},
    {"text", "-terminal.txt", "regressed", {.colour = true, .width = 100}},
};

/* The caller frees it. */
static char *
render(const char *name, const struct report *report,
    const struct render_options *options)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err = render_write(renderer_find(name), report, options, file);

	fclose(file);
	cr_assert(eq(int, err, ERR_OK));
	return text;
}

static void
compare_rendition(
    const struct rendition *rendition, const struct report_fixture *fixture)
{
	char *path = NULL;
	char *got;

	if (rendition->only && strcmp(rendition->only, fixture->name) != 0)
		return;
	cr_assert(eq(int,
	    path_format(
		&path, EXPECTED "/%s%s", fixture->name, rendition->suffix),
	    ERR_OK));
	got = render(rendition->renderer, fixture->report, &rendition->options);
	golden_compare(path, got);
	free(got);
	free(path);
}

Test(render, every_report_looks_as_expected)
{
	for (size_t i = 0; i < sizeof renditions / sizeof renditions[0]; i++) {
		for (const struct report_fixture *row = report_fixtures;
		     row->name; row++)
			compare_rendition(&renditions[i], row);
	}
}

/* ---- JSON, read back ---- */

static struct json *
parse(const char *text, const char *what)
{
	struct json *json = NULL;

	cr_assert(eq(int, json_parse(&json, text, strlen(text), what), ERR_OK),
	    "%s", what);
	return json;
}

static struct json *
parse_report(const struct report *report, const char *what)
{
	char *text = render("json", report, &plain);
	struct json *json = parse(text, what);

	free(text);
	return json;
}

/* A number comes back bit for bit; what is not known, or infinite, comes back
 * as null. */
static void
same_number(const struct json *object, const char *key, double want)
{
	double got = NAN;

	cr_expect(json_get(object, key) != NULL, "%s is there", key);
	cr_expect(
	    json_get_number(object, key, &got) == isfinite(want), "%s", key);
	cr_expect(isfinite(want) ? got == want : isnan(got), "%s: %g is %g",
	    key, got, want);
}

static void
same_text(const struct json *object, const char *key, const char *want)
{
	const char *got = json_get_text(object, key);
	char *clean = want ? json_clean_utf8(want) : NULL;

	cr_expect(eq(int, got == NULL, want == NULL), "%s", key);
	if (got && clean)
		cr_expect(strcmp(got, clean) == 0, "%s: %s", key, got);
	free(clean);
}

static void
same_samples(const struct json *object, const struct report_samples *sides)
{
	const struct json *samples = json_get(object, "samples");

	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct json *values =
		    json_get(samples, side_name((enum side)side));

		cr_assert(eq(sz, json_count(values), sides[side].count));
		for (size_t i = 0; i < sides[side].count; i++) {
			double got = NAN;

			json_number(json_at(values, i), &got);
			cr_expect(got == sides[side].values[i], "sample");
		}
	}
}

static void
same_series(const struct json *got, const struct report_series *want)
{
	same_text(got, "benchmark", want->name.benchmark);
	same_text(got, "metric", want->name.metric);
	same_text(got, "unit", want->name.unit);
	same_text(got, "direction", direction_name(want->name.direction));
	same_text(
	    got, "verdict", want->judged ? verdict_name(want->verdict) : NULL);
	same_text(got, "note", want->note);
	same_number(got, "ratio", want->ratio);
	same_number(got, "ratio_low", want->ratio_low);
	same_number(got, "ratio_high", want->ratio_high);
	same_number(got, "confidence", want->confidence);
	same_number(got, "tolerance", want->tolerance);
	same_number(got, "mde", want->mde);
	same_number(got, "rounds", (double)want->rounds);
	same_number(got, "base_value", want->base_value);
	same_number(got, "head_value", want->head_value);
	same_number(got, "base_spread", want->base_spread);
	same_number(got, "head_spread", want->head_spread);
	same_number(got, "control_ratio", want->control_ratio);
	same_samples(got, want->samples);
}

static void
same_heading(const struct json *got, const struct report *want)
{
	char seed[32];

	snprintf(seed, sizeof seed, "%llu", (unsigned long long)want->seed);
	same_text(got, "schema", "tidemark.result/1");
	same_text(got, "command", want->command);
	same_text(got, "version", want->version);
	same_text(got, "verdict", verdict_name(report_overall(want)));
	same_text(got, "own_verdict", verdict_name(want->verdict));
	same_text(got, "reason", want->reason);
	same_text(json_get(got, "base"), "oid", want->base.oid);
	same_text(json_get(got, "base"), "subject", want->base.subject);
	same_text(json_get(got, "head"), "oid", want->head.oid);
	same_text(json_get(got, "head"), "subject", want->head.subject);
	same_text(got, "base_from", want->base_from);
	same_text(got, "config_from", want->config_from);
	same_text(json_get(got, "machine"), "key", want->machine_key);
	same_text(got, "seed", seed);
	same_number(got, "noise_floor", want->noise_floor);
	same_number(got, "rounds", (double)want->rounds);
	same_number(got, "processes", (double)want->processes);
	same_number(got, "builds_ns", (double)want->builds_ns);
	same_number(got, "measuring_ns", (double)want->measuring_ns);
	same_number(got, "children_ns", (double)want->children_ns);
	cr_expect(json_get_bool(got, "weak") == want->weak, "weak");
}

static void
same_report(const struct json *got, const struct report *want)
{
	const struct json *series = json_get(got, "series");
	const struct json *shown = json_get(got, "shown");
	const struct json *unjudged = json_get(got, "not_judged");
	struct ranking ranking;

	same_heading(got, want);
	cr_assert(eq(int, ranking_init(&ranking, want), ERR_OK));
	cr_assert(eq(sz, json_count(series), ranking.judged));
	cr_assert(eq(sz, json_count(shown), ranking.count - ranking.judged));
	for (size_t i = 0; i < ranking.judged; i++)
		same_series(json_at(series, i), ranking.rows[i]);
	for (size_t i = ranking.judged; i < ranking.count; i++)
		same_series(
		    json_at(shown, i - ranking.judged), ranking.rows[i]);
	ranking_release(&ranking);
	cr_assert(eq(sz, json_count(unjudged), want->unjudged_count));
	for (size_t i = 0; i < want->unjudged_count; i++) {
		const struct json *row = json_at(unjudged, i);

		same_text(row, "benchmark", want->unjudged[i].benchmark);
		same_text(row, "metric", want->unjudged[i].metric);
		same_text(row, "reason", want->unjudged[i].reason);
	}
	cr_expect(
	    eq(sz, json_count(json_get(got, "warnings")), want->warning_count));
}

Test(render, json_holds_every_value_of_the_report)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		struct json *json = parse_report(row->report, row->name);

		same_report(json, row->report);
		json_free(json);
	}
}

static struct json *
parse_file(const char *path)
{
	struct buf text = BUF_INIT;
	struct json *json;

	cr_assert(
	    eq(int, path_read(path, SCHEMA_MAX, &text), ERR_OK), "%s", path);
	json = parse(buf_text(&text), path);
	buf_release(&text);
	return json;
}

Test(render, json_meets_its_schema)
{
	struct json *schema = parse_file(SCHEMA);
	struct buf faults = BUF_INIT;

	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		struct json *json = parse_report(row->report, row->name);

		schema_check(schema, json, &faults);
		json_free(json);
	}
	cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
	buf_release(&faults);
	json_free(schema);
}

/* One wrong document for each rule, so that a silent validator is noticed. */
Test(render, the_schema_refuses_what_is_wrong)
{
	static const char *const wrong[] = {
	    "[]", /* type */
	    "{\"schema\": \"other/1\"}", /* const, required */
	    "{\"verdict\": \"fine\"}", /* enum */
	    "{\"rounds\": 1.5}", /* integer */
	    "{\"rounds\": -1}", /* minimum */
	    "{\"warnings\": [1]}", /* items */
	    "{\"series\": [{\"ratio\": \"1\"}]}", /* $ref */
	};
	static const char *const faults_wanted[] = {
	    "$: has another type\n",
	    "$.schema: is not the const\n",
	    "$.verdict: is none of the enum\n",
	    "$.rounds: has another type\n",
	    "$.rounds: is below the minimum\n",
	    "$.warnings[0]: has another type\n",
	    "$.series[0].ratio: has another type\n",
	};
	struct json *schema = parse_file(SCHEMA);

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		struct json *json = parse(wrong[i], wrong[i]);
		struct buf faults = BUF_INIT;

		schema_check(schema, json, &faults);
		cr_expect(strstr(buf_text(&faults), faults_wanted[i]) != NULL,
		    "%s: %s", wrong[i], buf_text(&faults));
		buf_release(&faults);
		json_free(json);
	}
	json_free(schema);
}
