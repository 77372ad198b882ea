/* A calibration as text, JSON and chart. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/calibration_report.h"
#include "tests/support/git_fixture.h"
#include "tests/support/schema.h"

#define S_NS INT64_C(1000000000)
#define N 8

/* Head is 1 % slower in the first round, 8 % in the last. The figures below are
 * made up, but the chart's differences come from these. */
static const double base[N] = {100, 100, 100, 100, 100, 100, 100, 100};
static const double head[N] = {101, 102, 103, 104, 105, 106, 107, 108};

static const struct series_name names[] = {
    {"quiet/64", "real_time", "ns", DIRECTION_SMALLER},
    {"it's \x1b[2J\"*\" x", "rate", "1/s", DIRECTION_BIGGER},
    {"wild", "real_time", "ns", DIRECTION_SMALLER},
};

static const struct calibration_samples samples[] = {
    {.values = {base, base, head}, .rounds = N, .control = true},
    {.values = {base, base, head}, .rounds = N, .control = true},
    {.values = {base, base, head}, .rounds = N, .control = true},
};

static const struct calibration series[] = {
    {.rounds = 40,
	.noise_floor = .006,
	.sd = .01,
	.spread = .01,
	.offset = 1.001,
	.offset_low = .998,
	.offset_high = 1.004,
	.lag1_base = .1,
	.lag1_bound = .41,
	.dip = .04,
	.slots = {1, 1, 1},
	.slots_p = .5,
	.tolerance_least = .0117,
	.tolerance = .02},
    {.rounds = 40,
	.noise_floor = .05,
	.sd = .1,
	.spread = .1,
	.offset = 1.05,
	.offset_low = 1.03,
	.offset_high = 1.07,
	.offset_differs = true,
	.lag1_base = .6,
	.lag1_differences = -.5,
	.lag1_bound = .41,
	.dip = .12,
	.several_modes = true,
	.slots = {1.02, .99, .99},
	.slots_p = .00012,
	.tolerance_least = .141,
	.tolerance = .15},
    {.rounds = 40,
	.noise_floor = .6,
	.sd = 1,
	.spread = .9,
	.offset = 1,
	.offset_low = .5,
	.offset_high = 2,
	.lag1_bound = .41,
	.dip = .04,
	.slots = {NAN, NAN, NAN},
	.slots_p = 1,
	.tolerance_least = INFINITY},
};

static const struct calibration_unmeasured unmeasured[] = {
    {"broken", NULL, "exit status 2\n| last\x1b words", true},
    {"few", "rate", "fewer than 8 rounds", false},
};

static struct calibration_report
make_report(size_t count)
{
	return (struct calibration_report){
	    .oid = "0123456789abcdef0123456789abcdef01234567",
	    .subject = "a \x1b[31msubject",
	    .machine_key = "CPU; 2 cores",
	    .fitness = "fit to measure",
	    .seed = 7,
	    .rounds = 40,
	    .elapsed_ns = 130 * S_NS,
	    .round_ns = S_NS,
	    .budget_ns = 120 * S_NS,
	    .names = names,
	    .samples = samples,
	    .series = series,
	    .series_count = count,
	    .suggestion = {.tolerance = .02,
		.least = .0117,
		.exceptions = {1},
		.exception_count = 1,
		.hopeless = 1,
		.rounds = 60},
	    .unmeasured = unmeasured,
	    .unmeasured_count = 2,
	};
}

static char *
text_of(const struct calibration_report *report)
{
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, calibration_report_text(report, file), ERR_OK));
	fclose(file);
	return text;
}

static void
has(const char *text, const char *part)
{
	cr_expect(strstr(text, part) != NULL, "no \"%s\" in:\n%s", part, text);
}

Test(calibration_report, the_head_and_the_table_show_each_series)
{
	struct calibration_report report = make_report(3);
	char *text = text_of(&report);

	has(text, "calibration: three builds of 0123456789ab a "
		  "\\x1b[31msubject\n40 rounds, 2m10s, seed 7\n"
		  "machine: CPU; 2 cores\n         fit to measure\n");
	has(text, "quiet/64/real_time            0.6 %     1 %   equal    "
		  "+0.10  one      equal         2 %      1.2 %\n");
	has(text, "+5.0 %  +0.60 !  several  matter       15 %     14.1 %\n");
	has(text, "wild/real_time                 60 %   146 %   equal    "
		  "+0.00  one      -            none          -\n");
	cr_expect(eq(ptr, strchr(text, '\x1b'), NULL));
	free(text);
}

Test(calibration_report, notes_say_what_is_wrong_with_a_series)
{
	struct calibration_report report = make_report(3);
	char *text = text_of(&report);

	has(text, "\n\nit's \\x1b[2J\"*\" x/rate:\n"
		  "  copies of the same code differ by +5.0 % [+3.0, +7.0]:");
	has(text, "\n  neighbouring rounds are alike (+0.60, independent ones "
		  "stay within 0.41):");
	has(text, "\n  differences of neighbouring rounds are related (-0.50, "
		  "beyond 0.41):");
	has(text, "\n  values lie around several levels (dip 0.120):");
	has(text, "\n  a turn's place in the round matters (p = 0.00012): "
		  "first +2.0 %, second -1.0 %, third -1.0 %;");
	has(text, "\n\nwild/real_time:\n  too noisy for any tolerance");
	has(text, "\nnot measured: broken: exit status 2\n    | last\\x1b "
		  "words\nnot measured: few/rate: fewer than 8 rounds\n");
	cr_expect(eq(ptr, strstr(text, "quiet/64/real_time:"), NULL));
	free(text);
}

/* Median of the spreads is .1, the second's: sqrt(pi / (3 x 36.683)) = .169;
 * 1.15 exp(3.4175 x .1 x .169) - 1 = 21.8 %; the noisiest is asked at 30 %:
 * 1.3 exp(3.4175 x .9 x .169) - 1 = 118.6 %. */
Test(calibration_report, the_mde_is_told_by_rounds_and_time)
{
	struct calibration_report report = make_report(3);
	char *text = text_of(&report);

	has(text, "\nrounds    time  typical  noisiest\n     8   8.0 s");
	has(text, "\n    40  40.0 s   21.8 %   118.6 %\n");
	free(text);
}

/* The pattern of the hostile name is any byte where it would mean something. */
Test(calibration_report, the_suggestion_can_be_pasted)
{
	struct calibration_report report = make_report(3);
	char *text = text_of(&report);

	has(text, "\n1 series too noisy for any tolerance: make them");
	has(text, "\nrules:\n  - match: \"it's ??2J??? x/rate\"\n"
		  "    tolerance: 15%  # not below 14.1 %\n"
		  "  - match: \"*\"\n    tolerance: 2%  # not below 1.2 %\n"
		  "measure:\n  budget: 2m  # 60 rounds, 20 of them to "
		  "confirm\n");
	free(text);
	report.budget_ns = 50 * S_NS;
	text = text_of(&report);
	has(text, "\n  budget: 50s  #");
	free(text);
	report.suggestion.tolerance = 0;
	text = text_of(&report);
	cr_expect(eq(ptr, strstr(text, "rules:"), NULL));
	free(text);
}

Test(calibration_report, without_series_only_what_failed_is_shown)
{
	struct calibration_report report = make_report(0);
	char *text = text_of(&report);

	has(text, "not measured: broken");
	cr_expect(eq(ptr, strstr(text, "benchmark "), NULL));
	cr_expect(eq(ptr, strstr(text, "rules:"), NULL));
	free(text);
}

/* ---- JSON ---- */

static struct json *
parse(const char *text, size_t len)
{
	struct json *json = NULL;

	cr_assert(eq(int, json_parse(&json, text, len, "text"), ERR_OK), "%s",
	    err_text());
	return json;
}

static struct json *
read_schema(void)
{
	char *rules = fixture_read("reports", "calibration.schema.json");
	struct json *schema = parse(rules, strlen(rules));

	free(rules);
	return schema;
}

Test(calibration_report, its_json_meets_its_schema)
{
	struct json *schema = read_schema();
	struct buf faults = BUF_INIT;

	for (size_t count = 0; count <= 3; count += 3) {
		struct calibration_report report = make_report(count);
		struct json *json;
		char *text = NULL;
		double value = 0;
		size_t len;
		FILE *file = open_memstream(&text, &len);

		cr_assert(
		    eq(int, calibration_report_json(&report, file), ERR_OK));
		fclose(file);
		json = parse(text, len);
		schema_check(schema, json, &faults);
		cr_expect(eq(sz, json_count(json_get(json, "series")), count));
		cr_expect(json_get_number(
		    json_get(json, "suggestion"), "tolerance", &value));
		cr_expect(eq(dbl, value, .02));
		json_free(json);
		free(text);
	}
	cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
	buf_release(&faults);
	json_free(schema);
}

Test(calibration_report, its_schema_refuses_what_is_wrong)
{
	static const char wrong[] =
	    "{\"schema\": \"tidemark.doctor/1\", \"series\": [{\"rounds\": "
	    "-1, \"slots\": [\"first\"]}]}";
	struct json *schema = read_schema();
	struct json *json = parse(wrong, sizeof wrong - 1);
	struct buf faults = BUF_INIT;

	schema_check(schema, json, &faults);
	has(buf_text(&faults), "$.schema: is not the const\n");
	has(buf_text(&faults), "$.series[0].rounds: is below the minimum\n");
	has(buf_text(&faults), "$.series[0].slots[0]: has another type\n");
	has(buf_text(&faults), "suggestion");
	buf_release(&faults);
	json_free(json);
	json_free(schema);
}

/* ---- chart ---- */

Test(calibration_report, the_chart_names_its_series)
{
	struct calibration_report report = make_report(3);
	struct calibration short_series[3];
	struct fixture fx;
	char *path;
	char *image;

	/* as many rounds as there are samples */
	memcpy(short_series, series, sizeof series);
	for (size_t i = 0; i < 3; i++)
		short_series[i].rounds = N;
	report.series = short_series;
	fixture_init(&fx);
	path = fixture_path(&fx, "chart.svg");
	cr_assert(eq(int, calibration_report_chart(&report, path), ERR_OK),
	    "%s", err_text());
	image = fixture_read(fx.root, "chart.svg");
	has(image, "quiet/64/real_time");
	has(image, "it's \\x1b[2J");
	has(image, "Differences of equal code");
	has(image, "suggested tolerance");
	free(image);
	free(path);
	fixture_release(&fx);
}
