/* How families grow, in every format. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "reports/scaling_report.h"
#include "tests/support/golden.h"
#include "tests/support/schema.h"

#define EXPECTED "tests/golden/expected"
#define SCHEMA "reports/scaling.schema.json"
#define SCHEMA_MAX (1024 * 1024)

static const double sizes[] = {64, 256, 1024, 4096};
static const double base_values[] = {640, 2560, 10240, 40960};
static const double head_values[] = {3840, 20480, 102400, 491520};
static const double low[] = {600, 2500, 10000, 40000};
static const double high[] = {700, 2600, 10500, 41000};

#define BASE_SIDE                                                              \
	{                                                                      \
		.measured = true,                                              \
		.fit = {GROWTH_LINEAR, {0, 10, .012}, .03, 1, 1.0004, .99,     \
		    1.01},                                                     \
		.rounds = 20, .values = base_values, .low = low, .high = high  \
	}
#define HEAD_SIDE                                                              \
	{                                                                      \
		.measured = true,                                              \
		.fit = {GROWTH_LINEAR_LOG, {0, 10, .02}, .03, .955, 1.1667,    \
		    1.15, 1.18},                                               \
		.rounds = 20, .values = head_values, .low = head_values,       \
		.high = head_values                                            \
	}
#define NEW_SIDE                                                               \
	{                                                                      \
		.measured = true,                                              \
		.fit = {GROWTH_CONSTANT, {7, 0, 0}, 0, NAN, NAN, NAN, NAN},    \
		.rounds = 1, .values = low, .low = low, .high = low            \
	}

static const struct scaling_family families[] = {
    {.name = {"parse", "real_time", "ns", DIRECTION_SMALLER},
	.verdict = VERDICT_REGRESSED,
	.n = sizes,
	.sizes = 4,
	.base = BASE_SIDE,
	.head = HEAD_SIDE,
	.change = {VERDICT_REGRESSED, GROWTH_NOTE_CLASS, .1667, .15, .18, 2,
	    1.87, 2.11, 2.02, 8.5}},
    {.name = {"a|b <i>\x1b[2J\xff =1+1", "rate", "1/s", DIRECTION_BIGGER},
	.verdict = VERDICT_MISSING,
	.n = sizes,
	.sizes = 4,
	.base = BASE_SIDE,
	.head = BASE_SIDE,
	.change = {VERDICT_PASS, GROWTH_NOTE_FACTOR, -.0001, -.01, .01, .9996,
	    .96, 1.04, 1.01, 1.3},
	.note = "the head has not got the sizes 16384"},
    {.name = {"loud", "real_time", "ns", DIRECTION_SMALLER},
	.verdict = VERDICT_INCONCLUSIVE,
	.n = sizes,
	.sizes = 4,
	.base = BASE_SIDE,
	.head = HEAD_SIDE,
	.change = {VERDICT_INCONCLUSIVE, GROWTH_NOTE_WIDE, .02, -.05, .09,
	    1.087, .81, 1.45, 1.2, 1}},
    {.name = {"fresh", "real_time", "ns", DIRECTION_SMALLER},
	.verdict = VERDICT_NEW,
	.n = sizes,
	.sizes = 4,
	.head = NEW_SIDE,
	.change = {.slope = NAN, .slope_low = NAN, .slope_high = NAN}},
};

static const struct scaling_unjudged unjudged[] = {
    {"gone", "real_time", true, VERDICT_MISSING, "the head has not got it"},
    {"broken `x`", NULL, true, VERDICT_ERROR, "it ended with 3:\nlast <line>"},
    {"few", "real_time", false, VERDICT_INCONCLUSIVE, "fewer than 4 sizes"},
};
static const char *const warnings[] = {"the <budget> ended the measuring"};

static const struct scaling_report full = {
    .version = "0",
    .verdict = VERDICT_REGRESSED,
    .base = {"0000000000000000000000000000000000000000", "first"},
    .head = {"1111111111111111111111111111111111111111", "a <b>\x1b[2J"},
    .base_from = "merge-base of main and HEAD",
    .config_from = "0000000000000000000000000000000000000000",
    .machine_key = "cpu, 2 cores",
    .tolerance = .1,
    .seed = 18446744073709551615U,
    .rounds = 20,
    .measuring_ns = 1500000000,
    .families = families,
    .family_count = 4,
    .unjudged = unjudged,
    .unjudged_count = 3,
    .others = 2,
    .warnings = warnings,
    .warning_count = 1,
};
static const struct scaling_report alone = {
    .version = "0",
    .verdict = VERDICT_NEW,
    .alone = true,
    .head = {"1111111111111111111111111111111111111111", "alone"},
    .tolerance = .1,
    .seed = 7,
    .rounds = 20,
    .families = families + 3,
    .family_count = 1,
};
static const struct scaling_report empty = {
    .version = "0",
    .verdict = VERDICT_INCONCLUSIVE,
    .reason = "no family could be judged",
    .base = {"0000000000000000000000000000000000000000", "first"},
    .head = {"1111111111111111111111111111111111111111", "second"},
    .tolerance = .1,
};

static const struct {
	const char *name;
	const struct scaling_report *report;
} reports[] = {
    {"scaling", &full},
    {"scaling_alone", &alone},
    {"scaling_empty", &empty},
};

#define REPORTS (sizeof reports / sizeof *reports)

/* The caller frees it. */
static char *
render(const char *format, const struct scaling_report *report, bool colour)
{
	const struct render_options options = {.colour = colour};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(ne(ptr, file, NULL));
	cr_assert(eq(int,
	    scaling_renderer_find(format)->render(report, &options, file),
	    ERR_OK));
	fclose(file);
	return text;
}

static void
expect_file(const char *name, const char *end, const char *got)
{
	char path[256];

	snprintf(path, sizeof path, EXPECTED "/%s.%s", name, end);
	golden_compare(path, got);
}

static void
expect_format(const char *format, const char *end)
{
	for (size_t i = 0; i < REPORTS; i++) {
		char *text = render(format, reports[i].report, false);

		expect_file(reports[i].name, end, text);
		free(text);
	}
}

Test(scaling_report, text_is_as_expected)
{
	expect_format("text", "txt");
}

Test(scaling_report, markdown_is_as_expected)
{
	expect_format("markdown", "md");
}

Test(scaling_report, csv_is_as_expected)
{
	expect_format("csv", "csv");
}

Test(scaling_report, json_is_as_expected)
{
	expect_format("json", "json");
}

static struct json *
load(const char *path)
{
	struct buf text = BUF_INIT;
	struct json *json = NULL;

	cr_assert(eq(int, path_read(path, SCHEMA_MAX, &text), ERR_OK));
	cr_assert(eq(int, json_parse(&json, text.data, text.len, path), ERR_OK),
	    "%s", err_text());
	buf_release(&text);
	return json;
}

Test(scaling_report, json_is_as_the_schema_says)
{
	struct json *schema = load(SCHEMA);

	for (size_t i = 0; i < REPORTS; i++) {
		char *text = render("json", reports[i].report, false);
		struct buf faults = BUF_INIT;
		struct json *json = NULL;

		cr_assert(eq(int,
		    json_parse(&json, text, strlen(text), "report"), ERR_OK));
		schema_check(schema, json, &faults);
		cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
		buf_release(&faults);
		json_free(json);
		free(text);
	}
	json_free(schema);
}

Test(scaling_report, colours_are_only_where_they_are_asked_for)
{
	char *plain = render("text", &full, false);
	char *coloured = render("text", &full, true);

	cr_expect(eq(ptr, strchr(plain, '\x1b'), NULL));
	cr_expect(ne(ptr, strstr(coloured, "\x1b[1;31m"), NULL));
	free(plain);
	free(coloured);
}

Test(scaling_report, the_script_of_a_chart_is_as_expected)
{
	for (size_t i = 0; i < 2; i++) {
		struct buf script = BUF_INIT;
		const char *const names[] = {"scaling", "scaling_hostile"};

		cr_assert(eq(
		    int, scaling_chart(&full, &families[i], &script), ERR_OK));
		expect_file(names[i], "gnuplot", buf_text(&script));
		buf_release(&script);
	}
}

Test(scaling_report, nothing_is_drawn_of_no_family)
{
	cr_expect(eq(int, scaling_draw(&empty, "nothing.svg"), ERR_UNJUDGED));
}

Test(scaling_report, a_device_that_is_full_is_an_error)
{
	const struct render_options options = {.colour = false};

	for (const struct scaling_renderer *row = scaling_renderers; row->name;
	     row++) {
		FILE *file = fopen("/dev/full", "w");

		cr_assert(ne(ptr, file, NULL));
		cr_expect(eq(int, row->render(&full, &options, file), ERR_IO));
		fclose(file);
	}
}
