#include <stddef.h>
#include <stdio.h>
#include <string.h>

#include "runner/command.h"
#include "reports/trend_chart.h"
#include "runner/outlet.h"
#include "runner/trending.h"

struct trend_options {
	struct trending_options trending;
	const char *input;
	const char *method;
	bool only_new;
	bool since_last;
	bool bigger; /* of a table: better is more */
	bool confirm;
	bool bisect;
	int64_t budget_ns;
	bool no_record;
	struct option_list outputs;
	const char *json;
	const char *markdown;
	const char *chart;
};

#define FIELD(name) offsetof(struct trend_options, name)

static const struct option option_table[] = {
    {"new", 0, OPTION_FLAG, FIELD(only_new), NULL,
	"show only what is new since the last run"},
    {"since-last", 0, OPTION_FLAG, FIELD(since_last), NULL,
	"the same, and what is over since the last run"},
    {"no-record", 0, OPTION_FLAG, FIELD(no_record), NULL,
	"look only: what is new stays new for the next run"},
    {"confirm", 0, OPTION_FLAG, FIELD(confirm), NULL,
	"settle suspect last points by rounds of pairs"},
    {"bisect", 0, OPTION_FLAG, FIELD(bisect), NULL,
	"name the commit of what got worse between measured ones"},
    {"budget", 0, OPTION_DURATION, FIELD(budget_ns), "TIME",
	"time for --bisect; the next call goes on"},
    {"last", 0, OPTION_NUMBER, FIELD(trending.last), "N",
	"the N newest commits alone", 1, 1000000},
    {"match", 0, OPTION_TEXT, FIELD(trending.match), "GLOB",
	"only series whose benchmark/metric matches"},
    {"machine", 0, OPTION_TEXT, FIELD(trending.machine_key), "KEY",
	"only what was measured on this machine key"},
    {"all-metrics", 0, OPTION_FLAG, FIELD(trending.all_metrics), NULL,
	"also metrics that no benchmark is judged by"},
    {"input", 0, OPTION_TEXT, FIELD(input), "FILE",
	"rows of [series,]index,value in place of a repository"},
    {"bigger", 0, OPTION_FLAG, FIELD(bigger), NULL,
	"of --input: bigger values are better"},
    {"method", 0, OPTION_TEXT, FIELD(method), "NAME",
	"parameters of the change points: k3t7 or k6t5"},
    {"chart", 0, OPTION_TEXT, FIELD(chart), "FILE",
	"draw what changed, or all series, as SVG or PNG"},
    {"output", 'o', OPTION_LIST, FIELD(outputs), "FORMAT[=FILE]",
	"text, markdown, csv, json, junit, openmetrics, atom, badge or html; "
	"may be repeated"},
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"short for --output json=FILE"},
    {"markdown", 0, OPTION_TEXT, FIELD(markdown), "FILE",
	"short for --output markdown=FILE"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static const char *
format_at(size_t index)
{
	return trend_renderers[index].name;
}

static enum err
find_method(const char *name, const struct change_options **out)
{
	*out = change_option_sets;
	if (!name)
		return ERR_OK;
	for (; (*out)->name; (*out)++)
		if (strcmp((*out)->name, name) == 0)
			return ERR_OK;
	return err_fail(ERR_USAGE,
	    "--method %s: no such set of parameters; %s is the default one",
	    name, change_option_sets->name);
}

static enum err
check_options(const struct trend_options *options, int operands)
{
	const struct trending_options *of_branch = &options->trending;

	if (options->input &&
	    (operands || of_branch->last || of_branch->match ||
		of_branch->machine_key || of_branch->all_metrics ||
		options->only_new || options->since_last || options->confirm ||
		options->no_record || options->bisect))
		return err_fail(ERR_USAGE,
		    "--input reads a file alone: a revision, --new, "
		    "--since-last, "
		    "--no-record, --confirm, --bisect, --last, --match, "
		    "--machine and "
		    "--all-metrics go without it");
	if (options->budget_ns && !options->bisect)
		return err_fail(ERR_USAGE, "--budget goes with --bisect");
	if (options->bigger && !options->input)
		return err_fail(ERR_USAGE, "--bigger goes with --input");
	return outlet_check_chart(options->chart);
}

/* ---- writing ---- */

static enum err
render(const void *report, const char *format,
    const struct render_options *options, FILE *file)
{
	return trend_renderer_find(format)->render(report, options, file);
}

static enum err
draw(const void *report, const char *path)
{
	return trend_chart(report, path);
}

/* ---- running ---- */

static enum err
look(struct app *app, const struct trend_options *options,
    const struct trending_options *wanted, struct trending **out)
{
	enum err err;

	if (options->input)
		return trending_of_table(out, options->input,
		    options->bigger ? DIRECTION_BIGGER : DIRECTION_SMALLER,
		    wanted->method);
	err = trending_of_branch(out, app, wanted);
	if (!err && options->confirm)
		err = trending_confirm(*out);
	if (!err && options->bisect)
		err = trending_bisect(*out, options->budget_ns);
	return err;
}

/* What could not be shown was not told: then nothing is recorded. */
static enum err
show(struct app *app, const struct trend_options *options,
    const struct targets *targets, struct trending *trending,
    enum exit_code *code)
{
	const struct trend_report *report = trending_report(trending);
	const struct outlet outlet = {
	    .report = report,
	    .render = render,
	    .targets = targets,
	    .draw = draw,
	    .chart = options->chart,
	};
	bool told;
	enum err err = outlet_write(app, &outlet, &told);

	if (told && !options->input && !options->no_record)
		err = trending_record(trending);
	if (!trend_report_alarms(report))
		return err;
	*code = EXIT_CODE_REGRESSED;
	if (err)
		progress_warn(&app->progress, "%s", err_text());
	return ERR_OK; /* no failure to write hides a regression */
}

static enum err
run_trend(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct trend_options *options = values;
	struct trending_options wanted = options->trending;
	struct trending *trending = NULL;
	struct targets targets;
	enum err err = check_options(options, argc);

	wanted.revision = argc ? argv[0] : NULL;
	wanted.extent = options->since_last ? TREND_SINCE_LAST
			: options->only_new ? TREND_ONLY_NEW
					    : TREND_WHOLE;
	if (!err)
		err = find_method(options->method, &wanted.method);
	if (!err)
		err = targets_parse(&targets, &options->outputs, options->json,
		    options->markdown, format_at);
	if (!err)
		err = look(app, options, &wanted, &trending);
	if (!err)
		err = show(app, options, &targets, trending, code);
	trending_free(trending);
	return err;
}

const struct command command_trend = {
    .name = "trend",
    .usage = "[options] [REV]",
    .summary = "say what changed over the stored history",
    .details =
	"Reads what the store has of the first-parent history of REV "
	"(default:\nHEAD), finds where series changed their level, and tells "
	"what is new since\nthe last run. Exits 1 where a regression is new.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_trend,
};
