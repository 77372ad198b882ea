#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "reports/bisect_report.h"
#include "runner/bisecting.h"
#include "runner/command.h"
#include "runner/outlet.h"

struct bisect_command {
	struct bisecting_options bisecting;
	const char *confidence;
	const char *expect;
	const char *chart;
	bool dry_run;
	struct option_list outputs;
	const char *json;
	const char *markdown;
};

#define FIELD(name) offsetof(struct bisect_command, name)

static const struct option option_table[] = {
    {"series", 0, OPTION_TEXT, FIELD(bisecting.match), "GLOB",
	"only series whose benchmark/metric matches"},
    {"tolerance", 0, OPTION_PERCENT, FIELD(bisecting.tolerance), "PERCENT",
	"the smallest step that counts (default 2%)"},
    {"confidence", 0, OPTION_TEXT, FIELD(confidence), "P",
	"probability at which a commit is believed (default 0.95)"},
    {"budget", 0, OPTION_DURATION, FIELD(bisecting.budget_ns), "TIME",
	"time for this call; the same command goes on"},
    {"improvement", 0, OPTION_FLAG, FIELD(bisecting.improvement), NULL,
	"search for what got better"},
    {"all-parents", 0, OPTION_FLAG, FIELD(bisecting.all_parents), NULL,
	"search the side branch of a guilty merge, too"},
    {"paths", 0, OPTION_LIST, FIELD(bisecting.paths), "PATH",
	"only commits that touch it; may be given again"},
    {"bench-from", 0, OPTION_TEXT, FIELD(bisecting.bench_from), "REV",
	"benchmark every commit with the sources of REV"},
    {"restart", 0, OPTION_FLAG, FIELD(bisecting.restart), NULL,
	"forget what earlier calls found out"},
    {"replay", 0, OPTION_FLAG, FIELD(bisecting.replay), NULL,
	"measure nothing: show what earlier calls found out"},
    {"dry-run", 'n', OPTION_FLAG, FIELD(dry_run), NULL,
	"say what it would take, and do nothing"},
    {"expect", 0, OPTION_TEXT, FIELD(expect), "REV",
	"exit 1 if another commit is found"},
    {"chart", 0, OPTION_TEXT, FIELD(chart), "FILE",
	"draw levels and probabilities as SVG or PNG"},
    {"output", 'o', OPTION_LIST, FIELD(outputs), "FORMAT[=FILE]",
	"text, markdown, json or git; may be given again"},
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"short for --output json=FILE"},
    {"markdown", 0, OPTION_TEXT, FIELD(markdown), "FILE",
	"short for --output markdown=FILE"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* ---- options ---- */

static const char *
format_at(size_t index)
{
	return bisect_renderers[index].name;
}

/* 0.95 or 95%. */
static enum err
parse_confidence(const char *text, double *out)
{
	char *end = NULL;
	double value = text ? strtod(text, &end) : BISECTING_CONFIDENCE;

	if (text && end != text && strcmp(end, "%") == 0) {
		value /= 100;
		end++;
	}
	if (text && (end == text || *end || !(value >= .5) || !(value < 1)))
		return err_fail(ERR_USAGE,
		    "--confidence %s: a probability such as 0.95 or 95%%, from "
		    "0.5 to below 1, was expected",
		    text);
	*out = value;
	return ERR_OK;
}

static enum err
check_options(const struct bisect_command *own)
{
	const struct bisecting_options *options = &own->bisecting;

	if (options->replay && (options->restart || own->dry_run))
		return err_fail(ERR_USAGE,
		    "--replay measures and forgets nothing: --restart and "
		    "--dry-run go without it");
	if (own->dry_run && (own->outputs.count || own->json || own->markdown ||
				own->chart || own->expect))
		return err_fail(ERR_USAGE,
		    "--dry-run finds nothing to report: --output, --json, "
		    "--markdown, --chart and --expect go without it");
	return ERR_OK;
}

/* ---- the command that goes on ---- */

static bool
is_plain(const char *text)
{
	return *text && strspn(text, "abcdefghijklmnopqrstuvwxyz"
				     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				     "0123456789_-./:@%+,^") == strlen(text);
}

/* For a shell: in single quotes unless there is nothing to quote. */
static void
append_word(struct buf *out, const char *text)
{
	buf_append(out, " ", 1);
	if (is_plain(text)) {
		buf_printf(out, "%s", text);
		return;
	}
	buf_append(out, "'", 1);
	for (; *text; text++)
		buf_printf(out, *text == '\'' ? "'\\''" : "%c", *text);
	buf_append(out, "'", 1);
}

static void
append_option(struct buf *out, const char *name, const char *value)
{
	if (!value)
		return;
	append_word(out, name);
	append_word(out, value);
}

/* A branch moves: the ends are named by their commits. */
static enum err
append_commit(struct buf *out, struct repo *repo, const char *revision)
{
	struct commit commit;
	enum err err = repo_commit(repo, revision, &commit);

	if (!err)
		buf_printf(out, " %.12s", commit.oid.hex);
	return err;
}

static enum err
write_command(struct buf *out, const struct app *app, const char *confidence,
    const struct bisecting_options *options)
{
	enum err err;

	buf_printf(out, "tidemark bisect");
	append_option(out, "--config", app->options.config);
	append_option(out, "--store", app->options.store);
	append_option(out, "--series", options->match);
	append_option(out, "--confidence", confidence);
	if (options->tolerance > 0)
		buf_printf(out, " --tolerance %g%%", 100 * options->tolerance);
	for (size_t i = 0; i < options->paths.count; i++)
		append_option(out, "--paths", options->paths.items[i]);
	append_option(out, "--bench-from", options->bench_from);
	if (options->improvement)
		append_word(out, "--improvement");
	if (options->all_parents)
		append_word(out, "--all-parents");
	err = append_commit(out, app->repo, options->good);
	if (!err)
		err = append_commit(out, app->repo, options->bad);
	return err ? err : buf_err(out);
}

/* ---- writing ---- */

static enum err
render(const void *report, const char *format,
    const struct render_options *options, FILE *file)
{
	return bisect_renderer_find(format)->render(report, options, file);
}

static enum err
draw(const void *report, const char *path)
{
	return bisect_chart(report, path);
}

/* ---- exit code ---- */

static bool
found(const struct bisect_report *report, const char *oid)
{
	for (size_t r = 0; r < report->range_count; r++) {
		const struct bisect_range *range = &report->ranges[r];

		for (size_t i = 0; i < range->answer_count; i++) {
			const struct bisect_answer *answer = &range->answers[i];

			if (answer->status == BISECT_FOUND &&
			    strcmp(range->commits[answer->last].oid, oid) == 0)
				return true;
		}
	}
	return false;
}

static enum exit_code
exit_code_of(const struct bisect_report *report, const struct commit *expected)
{
	if (bisect_report_status(report) != BISECT_FOUND)
		return EXIT_CODE_UNJUDGED;
	if (expected && !found(report, expected->oid.hex))
		return EXIT_CODE_REGRESSED;
	return EXIT_CODE_PASS;
}

/* ---- running ---- */

static enum err
print_plan(struct app *app, const struct bisecting_options *options)
{
	struct bisecting_plan plan;
	char time[32];
	enum err err = bisecting_estimate(app, options, &plan);

	if (err)
		return err;
	progress_clear(&app->progress);
	printf("%zu commits, %zu of them can be guilty\n", plan.commits,
	    plan.suspects);
	printf("about %.0f runs and %.0f builds, for a step of %.1f %% and "
	       "noise of %.1f %% a run\n",
	    plan.runs, plan.builds, 100 * plan.step, 100 * plan.noise);
	if (plan.build_ns < 0)
		return ERR_OK;
	clock_humane(plan.build_ns, time, sizeof time);
	printf("a build takes %s", time);
	clock_humane(
	    (int64_t)((double)plan.build_ns * plan.builds), time, sizeof time);
	printf(", all about %s\n", time);
	return ERR_OK;
}

static enum err
search(struct app *app, const struct bisect_command *own,
    const struct bisecting_options *options, const struct targets *targets,
    enum exit_code *code)
{
	struct bisecting *bisecting = NULL;
	struct commit expected;
	enum err err = ERR_OK;

	if (own->expect)
		err = repo_commit(app->repo, own->expect, &expected);
	if (!err)
		err = bisecting_run(&bisecting, app, options);
	if (!err) {
		const struct bisect_report *report =
		    bisecting_report(bisecting);
		const struct outlet outlet = {
		    .report = report,
		    .render = render,
		    .targets = targets,
		    .draw = draw,
		    .chart = own->chart,
		};

		*code = exit_code_of(report, own->expect ? &expected : NULL);
		err = outlet_write(app, &outlet, NULL);
	}
	bisecting_free(bisecting);
	return err;
}

static enum err
run_bisect(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct bisect_command *own = values;
	struct bisecting_options options = own->bisecting;
	struct targets targets = {0};
	struct buf command = BUF_INIT;
	enum err err = check_options(own);

	options.good = argv[0];
	options.bad = argc > 1 ? argv[1] : "HEAD";
	if (!err)
		err = parse_confidence(own->confidence, &options.confidence);
	if (!err)
		err = targets_parse(&targets, &own->outputs, own->json,
		    own->markdown, format_at);
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = write_command(&command, app, own->confidence, &options);
	options.command = buf_text(&command);
	if (!err && own->dry_run)
		err = print_plan(app, &options);
	else if (!err)
		err = search(app, own, &options, &targets, code);
	buf_release(&command);
	return err;
}

const struct command command_bisect = {
    .name = "bisect",
    .usage = "[options] GOOD [BAD]",
    .summary = "name the commit that made it slower, under noise",
    .details =
	"Compares the ends in pairs, searches between them for the commit, "
	"most\ninformative runs first, and confirms it against its parent in "
	"fresh pairs. BAD\nis HEAD where it is not given. Ended at any time, "
	"the same command goes on.\n",
    .options = option_table,
    .operands_min = 1,
    .operands_max = 2,
    .run = run_bisect,
};
