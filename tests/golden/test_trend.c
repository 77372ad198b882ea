/* A trend in every format. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/json.h"
#include "core/base/path.h"
#include "reports/trend_report.h"
#include "tests/support/golden.h"
#include "tests/support/schema.h"

#define EXPECTED "tests/golden/expected"
#define SCHEMA "reports/trend.schema.json"
#define SCHEMA_MAX (1024 * 1024)

/* 2026-11-20 and a day later. */
#define TOLD_S 1763596800

static const struct trend_commit commits[] = {
    {"0000000000000000000000000000000000000000", "first", 1},
    {"1111111111111111111111111111111111111111", "parser: faster", 2},
    {"2222222222222222222222222222222222222222", "a | b `c` <d>\x1b[2J", 3},
    {"3333333333333333333333333333333333333333", "=1+1", 4},
    {"4444444444444444444444444444444444444444", "last", 5},
};

static const struct history_point points[] = {
    {0, 1, 10, 0}, {1, 1, 12.5, 0}, {2, 2, 12.6, 0}, {4, 1, 10.1, 0}};
static const struct history_epoch epochs[] = {
    {HISTORY_FIRST, 0, 1, {"parse/64", "real_time", "ns", 0}, "s", "old"},
    {HISTORY_MACHINE, 1, 3, {"parse/64", "real_time", "ns", 0}, "s", "new"},
};
static const struct history_epoch one_epoch[] = {
    {HISTORY_FIRST, 0, 4, {"it's \"x\"", "rate", "1/s", 1}, "s", "new"}};
static const struct history_line lines[] = {
    {"parse/64", "real_time", epochs, 2, points, 4},
    {"it's \"x\"", "rate", one_epoch, 1, points, 4},
};

static struct trend_change changes[] = {
    {2, 1, 1.25, 1.22, 1.28, 0},
    {3, 1, .8, .78, .82, 1},
};
static struct trend_change others[] = {
    {1, 0, 1.1, 1.05, 1.15, 1},
    {3, 0, .9, .88, .92, 1},
};
static const struct trend trends[] = {
    {.changes = changes,
	.count = 2,
	.level = 10.1,
	.level_from = 3,
	.drift = {3, 1.045, 1.031, 1.06, true},
	.spread = {.found = false},
	.suspects = 1,
	.suspect_ratio = 1.4},
    {.changes = others,
	.count = 2,
	.level = 504600,
	.level_from = 3,
	.drift = {4, NAN, NAN, NAN, false},
	.spread = {.found = true, .index = 2, .ratio = 3.1}},
};

static const struct trend_culprit culprit = {BISECT_FOUND, &commits[2], .972};
static const struct trend_alert alerts[] = {
    {TREND_NEW, true, "0123456789abcdef", 0, NULL, .culprit = &culprit},
    {TREND_NEW, true, "1123456789abcdef", 0, NULL},
};
static const struct trend_culprit nobody = {BISECT_UNRESOLVED, NULL, 0};
static const struct trend_alert told[] = {
    {TREND_RESOLVED, true, "2123456789abcdef", TOLD_S, NULL},
    {TREND_OPEN, false, "3123456789abcdef", TOLD_S, NULL, .culprit = &nobody},
};
static const struct trend_alert accepted[] = {
    {TREND_OPEN, false, "4123456789abcdef", TOLD_S, NULL},
    {TREND_ACKNOWLEDGED, false, "5123456789abcdef", TOLD_S,
	"exact rounding | see docs (A. Person, until 2027-03-01)"},
};
static const struct trend_pin pins[] = {{"v2.3", 1.081}};
static const char *const warnings[] = {"alert 6 of x/y is <withdrawn>"};

static const struct trend_series all[] = {
    {.line = &lines[0],
	.trend = &trends[0],
	.alerts = alerts,
	.drift = {TREND_OPEN, false, "7123456789abcdef", TOLD_S, NULL},
	.pins = pins,
	.pin_count = 1},
    {.line = &lines[1],
	.trend = &trends[1],
	.alerts = told,
	.drift = {.id = ""}},
    {.line = &lines[0],
	.trend = &trends[1],
	.alerts = accepted,
	.drift = {.id = ""},
	.confirmed = "pass"},
};

static const struct trend_report full = {
    .version = "0",
    .source = "main",
    .method = "k3t7",
    .commits = commits,
    .commit_count = 5,
    .series = all,
    .series_count = 3,
    .warnings = warnings,
    .warning_count = 1,
    .now_s = TOLD_S + 86400,
};
static const struct trend_report news = {
    .version = "0",
    .source = "main",
    .method = "k3t7",
    .commits = commits,
    .commit_count = 5,
    .series = all,
    .series_count = 3,
    .extent = TREND_ONLY_NEW,
};
static const struct trend_report mail = {
    .version = "0",
    .source = "main",
    .method = "k3t7",
    .commits = commits,
    .commit_count = 5,
    .series = all,
    .series_count = 3,
    .extent = TREND_SINCE_LAST,
};
static const struct trend_report quiet = {
    .version = "0", .source = "HEAD", .method = "k3t7", .commits = commits};

/* The caller frees it. */
static char *
render(const char *format, const struct trend_report *report,
    const struct render_options *options)
{
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err =
	    trend_renderer_find(format)->render(report, options, file);

	fclose(file);
	cr_assert(eq(int, err, ERR_OK));
	return text;
}

static void
expect_file(const char *name, const char *format,
    const struct trend_report *report, struct render_options options)
{
	char *text = render(format, report, &options);
	char *path = NULL;

	cr_assert(eq(int, path_format(&path, EXPECTED "/%s", name), ERR_OK));
	golden_compare(path, text);
	free(path);
	free(text);
}

Test(trend, is_rendered_as_expected)
{
	const struct render_options plain = {.colour = false};
	const struct render_options verbose = {.colour = true, .verbose = true};

	expect_file("trend.txt", "text", &full, plain);
	expect_file("trend-verbose.txt", "text", &full, verbose);
	expect_file("trend.md", "markdown", &full, plain);
	expect_file("trend.csv", "csv", &full, verbose);
	expect_file("trend.json", "json", &full, plain);
	expect_file("trend.junit.xml", "junit", &full, plain);
	expect_file("trend.openmetrics", "openmetrics", &full, plain);
	expect_file("trend.atom", "atom", &full, plain);
	expect_file("trend.svg", "badge", &full, plain);
	expect_file("trend-new.txt", "text", &news, plain);
	expect_file("trend-since-last.md", "markdown", &mail, plain);
	expect_file("trend-quiet.txt", "text", &quiet, plain);
	expect_file("trend-quiet.md", "markdown", &quiet, plain);
	expect_file("trend-quiet.json", "json", &quiet, plain);
	expect_file("trend-quiet.csv", "csv", &quiet, plain);
	expect_file("trend-quiet.junit.xml", "junit", &quiet, plain);
	expect_file("trend-quiet.openmetrics", "openmetrics", &quiet, plain);
	expect_file("trend-quiet.atom", "atom", &quiet, plain);
	expect_file("trend-quiet.svg", "badge", &quiet, plain);
}

Test(trend, every_renderer_says_when_the_disk_is_full)
{
	const struct render_options plain = {.colour = false};

	for (const struct trend_renderer *row = trend_renderers; row->name;
	     row++) {
		FILE *file = fopen("/dev/full", "w");

		cr_assert(file != NULL);
		cr_expect(eq(int, row->render(&full, &plain, file), ERR_IO),
		    "%s", row->name);
		fclose(file);
	}
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

Test(trend, json_follows_its_schema)
{
	const struct trend_report *reports[] = {&full, &news, &quiet};
	const struct render_options plain = {.colour = false};
	struct json *schema = load(SCHEMA);

	for (size_t i = 0; i < sizeof reports / sizeof *reports; i++) {
		char *text = render("json", reports[i], &plain);
		struct buf faults = BUF_INIT;
		struct json *json = NULL;

		cr_assert(eq(int,
		    json_parse(&json, text, strlen(text), "trend"), ERR_OK));
		schema_check(schema, json, &faults);
		cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
		json_free(json);
		buf_release(&faults);
		free(text);
	}
	json_free(schema);
}

Test(trend, only_new_worsenings_alarm)
{
	struct trend_report report = full;

	cr_expect(trend_report_alarms(&report)); /* a new regression */
	report.series = &all[1]; /* resolved, open, acknowledged */
	report.series_count = 2;
	cr_expect(not(trend_report_alarms(&report)));
	report.series_count = 0;
	cr_expect(not(trend_report_alarms(&report)));
}

Test(trend, a_new_drift_and_a_confirmed_suspect_alarm)
{
	struct trend_series series = {.line = &lines[0],
	    .trend = &trends[0],
	    .alerts = told,
	    .drift = {TREND_NEW, true, "x", 0, NULL}};
	const struct trend_report report = {
	    .series = &series, .series_count = 1};

	cr_expect(trend_report_alarms(&report));
	series.drift.state = TREND_OPEN;
	cr_expect(not(trend_report_alarms(&report)));
	series.confirmed = "inconclusive";
	cr_expect(not(trend_report_alarms(&report)));
	series.confirmed = "regressed";
	cr_expect(trend_report_alarms(&report));
}
