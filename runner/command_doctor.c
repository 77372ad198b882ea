#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/place.h"
#include "runner/command.h"
#include "runner/doctor.h"
#include "runner/doctor_report.h"

struct doctor_options {
	const char *json;
	bool strict;
};

static const struct option option_table[] = {
    {"json", 0, OPTION_TEXT, offsetof(struct doctor_options, json), "FILE",
	"write the findings as JSON"},
    {"strict", 0, OPTION_FLAG, offsetof(struct doctor_options, strict), NULL,
	"exit 3 where the machine is not fit, or tells too little"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static enum err
write_json(void *ctx, FILE *file)
{
	return doctor_report_json(ctx, file);
}

static enum err
run_doctor(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct doctor_options *options = values;
	const struct doctor_report_options report = {
	    .colour = app_colour(app),
	    .verbose = app->options.verbose,
	};
	const struct doctor_place here = {
	    .root = "",
	    .perf_errno = counting_perf_errno(),
	    .has_callgrind = counting_has_callgrind(getenv("PATH")),
	};
	struct doctor doctor;
	enum err err = ERR_OK;

	(void)argc;
	(void)argv;
	doctor_examine(&doctor, &here);
	if (options->json)
		err = place_write(options->json, write_json, &doctor);
	if (!err && (!options->json || strcmp(options->json, "-") != 0))
		err = doctor_report_text(&doctor, &report, stdout);
	if (!err && options->strict &&
	    (doctor.fitness == DOCTOR_UNFIT || doctor.fitness == DOCTOR_UNTOLD))
		*code = EXIT_CODE_UNJUDGED;
	return err;
}

const struct command command_doctor = {
    .name = "doctor",
    .usage = "[options]",
    .summary = "say whether this machine is fit to measure",
    .details = "Reads what the machine tells of itself and changes nothing. "
	       "Needs no repository.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 0,
    .run = run_doctor,
};
