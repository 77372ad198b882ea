#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/calibration_report.h"
#include "reports/gnuplot.h"
#include "reports/place.h"
#include "runner/calibrate.h"
#include "runner/command.h"
#include "runner/doctor.h"
#include "runner/doctor_report.h"
#include "runner/sandbox.h"

struct doctor_options {
	const char *json;
	bool strict;
	bool calibrate;
	const char *chart;
	uint64_t rounds;
	int64_t budget_ns;
	uint64_t seed;
};

#define FIELD(name) offsetof(struct doctor_options, name)

static const struct option option_table[] = {
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"write the findings, or the calibration, as JSON"},
    {"strict", 0, OPTION_FLAG, FIELD(strict), NULL,
	"exit 3 where the machine, or a series, is not fit"},
    {"calibrate", 0, OPTION_FLAG, FIELD(calibrate), NULL,
	"measure HEAD against itself; suggest tolerances"},
    {"chart", 0, OPTION_TEXT, FIELD(chart), "FILE",
	"draw the calibration, as FILE.svg or FILE.png"},
    {"rounds", 0, OPTION_NUMBER, FIELD(rounds), "N",
	"rounds of the calibration, 8 to 60 (40)", GATE_ROUNDS_FIRST,
	GATE_ROUNDS_MAX},
    {"budget", 0, OPTION_DURATION, FIELD(budget_ns), "TIME",
	"time for its rounds, builds not counted"},
    {"seed", 0, OPTION_NUMBER, FIELD(seed), "N",
	"seed of the order of runs, to repeat it", 1, UINT64_MAX},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static enum err
check_options(const struct doctor_options *options, int operands)
{
	if (!options->calibrate &&
	    (operands || options->chart || options->rounds ||
		options->budget_ns || options->seed))
		return err_fail(ERR_USAGE,
		    "a benchmark, --chart, --rounds, --budget and --seed go "
		    "with --calibrate");
	if (options->chart && !gnuplot_format(options->chart))
		return err_fail(ERR_USAGE,
		    "--chart %s: a name that ends in .svg or .png was expected",
		    options->chart);
	return ERR_OK;
}

static bool
takes_standard_output(const struct doctor_options *options)
{
	return options->json && strcmp(options->json, "-") == 0;
}

/* ---- the machine ---- */

static enum err
write_findings(void *ctx, FILE *file)
{
	return doctor_report_json(ctx, file);
}

static enum err
show_findings(const struct app *app, const struct doctor_options *options,
    struct doctor *doctor, enum exit_code *code)
{
	const struct doctor_report_options report = {
	    .colour = app_colour(app),
	    .verbose = app->options.verbose,
	};
	enum err err = ERR_OK;

	if (options->json)
		err = place_write(options->json, write_findings, doctor);
	if (!err && !takes_standard_output(options))
		err = doctor_report_text(doctor, &report, stdout);
	if (options->strict && (doctor->fitness == DOCTOR_UNFIT ||
				   doctor->fitness == DOCTOR_UNTOLD))
		*code = EXIT_CODE_UNJUDGED;
	return err;
}

/* ---- the calibration ---- */

static enum err
write_calibration(void *ctx, FILE *file)
{
	return calibration_report_json(ctx, file);
}

/* A benchmark that failed is a failure; one that could not be calibrated is
 * unjudged, and so is, if asked, one that is too noisy. */
static enum exit_code
calibration_code(const struct calibration_report *report, bool strict)
{
	for (size_t i = 0; i < report->unmeasured_count; i++)
		if (report->unmeasured[i].failed)
			return EXIT_CODE_FAILED;
	if (report->unmeasured_count || !report->series_count ||
	    (strict && report->suggestion.hopeless))
		return EXIT_CODE_UNJUDGED;
	return EXIT_CODE_PASS;
}

static enum err
show_calibration(struct app *app, const struct doctor_options *options,
    const struct calibration_report *report)
{
	enum err err = ERR_OK;

	progress_clear(&app->progress);
	/* The text first: what was measured is not lost to a bad path. */
	if (!takes_standard_output(options))
		err = calibration_report_text(report, stdout);
	if (!err && options->json)
		err = place_write(
		    options->json, write_calibration, (void *)report);
	if (!err && options->chart && report->series_count)
		err = calibration_report_chart(report, options->chart);
	return err;
}

static enum err
run_calibration(struct app *app, const struct doctor_options *options,
    const char *benchmark, const struct doctor *doctor, enum exit_code *code)
{
	struct calibrate *calibrate = NULL;
	struct buf fitness = BUF_INIT;
	struct calibrate_options wanted = {
	    .benchmark = benchmark,
	    .rounds = options->rounds,
	    .budget_ns = options->budget_ns,
	    .seed = options->seed,
	};
	enum err err;

	doctor_sum(doctor, &fitness);
	wanted.fitness = buf_text(&fitness);
	err = buf_err(&fitness);
	if (!err)
		err = calibrate_run(&calibrate, app, &wanted);
	if (!err) {
		const struct calibration_report *report =
		    calibrate_report(calibrate);

		*code = calibration_code(report, options->strict);
		err = show_calibration(app, options, report);
	}
	calibrate_free(calibrate);
	buf_release(&fitness);
	return err;
}

static enum err
run_doctor(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct doctor_options *options = values;
	char *no_sandbox = NULL;
	struct doctor_place here = {
	    .root = "",
	    .perf_errno = counting_perf_errno(),
	    .has_callgrind = counting_has_callgrind(getenv("PATH")),
	};
	struct doctor doctor;
	enum err err = check_options(options, argc);

	if (!err)
		err = sandbox_try(&no_sandbox);
	if (err)
		return err;
	here.no_sandbox = no_sandbox;
	doctor_examine(&doctor, &here);
	free(no_sandbox);
	if (options->calibrate)
		return run_calibration(
		    app, options, argc ? argv[0] : NULL, &doctor, code);
	return show_findings(app, options, &doctor, code);
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "[options] [BENCH]",
    .summary = "say whether this machine is fit to measure",
    .details =
	"Reads what the machine tells of itself and changes nothing. Needs no "
	"repository.\nWith --calibrate it builds HEAD three times, measures "
	"the "
	"copies of BENCH, or of all\nbenchmarks, against each other, and says "
	"how small a slowdown can be told from noise.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_doctor,
};
