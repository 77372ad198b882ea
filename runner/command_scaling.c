#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "runner/against.h"
#include "runner/command.h"
#include "runner/growing.h"
#include "runner/outlet.h"

struct scaling_command {
	struct growing_options growing;
	const char *base;
	bool no_base;
	const char *chart;
	struct option_list outputs;
	const char *json;
	const char *markdown;
};

#define FIELD(name) offsetof(struct scaling_command, name)

static const struct option option_table[] = {
    {"base", 0, OPTION_TEXT, FIELD(base), "REV",
	"merge-base with REV; =REV: REV; pin:NAME"},
    {"no-base", 0, OPTION_FLAG, FIELD(no_base), NULL,
	"measure REV alone: say how it grows, judge nothing"},
    {"match", 0, OPTION_TEXT, FIELD(growing.match), "GLOB",
	"only families whose name/metric matches"},
    {"tolerance", 't', OPTION_PERCENT, FIELD(growing.tolerance), "PERCENT",
	"largest slowdown over the sizes that passes (default 10%)"},
    {"rounds", 0, OPTION_NUMBER, FIELD(growing.rounds), "N",
	"N rounds, 8 to 65 (default 20)", GROWTH_ROUNDS_MIN, GROWTH_ROUNDS_MAX},
    {"budget", 0, OPTION_DURATION, FIELD(growing.budget_ns), "TIME",
	"time for measuring, without builds"},
    {"seed", 0, OPTION_NUMBER, FIELD(growing.seed), "N",
	"seed of the order of runs, to repeat it", 1, UINT64_MAX},
    {"bench-from", 0, OPTION_TEXT, FIELD(growing.bench_from), "REV",
	"use REV's benchmark sources on both sides"},
    {"no-identical", 0, OPTION_FLAG, FIELD(growing.no_identical), NULL,
	"measure also what is identical"},
    {"chart", 0, OPTION_TEXT, FIELD(chart), "FILE",
	"draw values and laws against sizes as SVG or PNG"},
    {"output", 'o', OPTION_LIST, FIELD(outputs), "FORMAT[=FILE]",
	"text, markdown, csv or json; may be given again"},
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"short for --output json=FILE"},
    {"markdown", 0, OPTION_TEXT, FIELD(markdown), "FILE",
	"short for --output markdown=FILE"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static const char *
format_at(size_t index)
{
	return scaling_renderers[index].name;
}

static enum err
render(const void *report, const char *format,
    const struct render_options *options, FILE *file)
{
	return scaling_renderer_find(format)->render(report, options, file);
}

static enum err
draw(const void *report, const char *path)
{
	return scaling_draw(report, path);
}

/* ---- commits ---- */

static enum err
find_alone(struct app *app, const char *revision, struct base_pair *out)
{
	enum err err =
	    repo_commit(app->repo, revision ? revision : "HEAD", &out->head);

	out->base = out->head;
	out->config_commit = out->head.oid;
	return err;
}

/* The first base of a config that is a commit. */
static enum err
find_base(struct app *app, const struct scaling_command *own,
    const char *revision, struct base_pair *out)
{
	struct option_list asked = {.count = own->base != NULL};
	struct against against[CONFIG_BASELINES_MAX];
	size_t count = 0;
	enum err err;

	asked.items[0] = own->base;
	err = against_find(app, revision, &asked, against, &count);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (against[i].history)
			continue;
		*out = against[i].pair;
		return against[i].err
			   ? err_fail(against[i].err, "%s", against[i].why)
			   : ERR_OK;
	}
	if (own->base)
		return err_fail(ERR_USAGE,
		    "--base %s: a commit was expected, whose families can be "
		    "measured",
		    own->base);
	return base_find(app->repo, revision, NULL, out);
}

/* Where no base is found head is measured nevertheless, and nothing passes.
 * One that was asked for by name has to be there. */
static enum err
find_pair(struct app *app, const struct scaling_command *own,
    struct growing_options *options, const char *revision,
    struct base_pair *out, char *why, size_t why_size)
{
	enum err err;

	options->alone = own->no_base;
	if (own->no_base)
		return find_alone(app, revision, out);
	err = find_base(app, own, revision, out);
	if (err != ERR_UNJUDGED || own->base)
		return err;
	snprintf(why, why_size, "there is no base: %s", err_text());
	options->no_base_why = why;
	options->alone = true;
	return find_alone(app, revision, out);
}

/* ---- running ---- */

/* No failure to write turns a verdict into a pass, or hides a regression. */
static enum err
show(struct app *app, const struct scaling_command *own,
    const struct targets *targets, const struct growing *growing,
    enum exit_code *code)
{
	const struct scaling_report *report = growing_report(growing);
	const struct outlet outlet = {
	    .report = report,
	    .render = render,
	    .targets = targets,
	    .draw = draw,
	    .chart = own->chart,
	};
	enum err err = outlet_write(app, &outlet, NULL);

	*code = verdict_exit_code(report->verdict);
	if (!err || *code == EXIT_CODE_PASS)
		return err;
	progress_warn(&app->progress, "%s", err_text());
	return ERR_OK;
}

static enum err
check_options(const struct scaling_command *own)
{
	if (own->no_base && own->base)
		return err_fail(ERR_USAGE, "--base and --no-base: one of them");
	if (own->no_base && own->growing.tolerance > 0)
		return err_fail(ERR_USAGE,
		    "--no-base judges nothing: --tolerance goes without it");
	return ERR_OK;
}

static enum err
run_scaling(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct scaling_command *own = values;
	struct growing_options options = own->growing;
	struct base_pair pair = {0};
	struct growing *growing = NULL;
	struct targets targets;
	char why[512];
	enum err err = check_options(own);

	if (!err)
		err = targets_parse(&targets, &own->outputs, own->json,
		    own->markdown, format_at);
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = find_pair(app, own, &options, argc ? argv[0] : NULL,
		    &pair, why, sizeof why);
	if (!err)
		err = growing_run(&growing, app, &pair, &options);
	if (!err)
		err = show(app, own, &targets, growing, code);
	growing_free(growing);
	return err;
}

const struct command command_scaling = {
    .name = "scaling",
    .usage = "[options] [REV]",
    .summary = "say how costs grow with size, and if a commit changed it",
    .details =
	"Builds REV (default: HEAD) and its base, measures both in interleaved "
	"rounds,\nfits a complexity class to each family of series that differ "
	"only by a\ntrailing /N, and exits 1 where a class or an exponent got "
	"worse.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_scaling,
};
