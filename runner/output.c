#include "runner/output.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/step_file.h"
#include "reports/comparison_chart.h"
#include "reports/render.h"
#include "runner/outlet.h"

static const char *
format_at(size_t index)
{
	return renderers[index].name;
}

static enum err
parse_targets(struct targets *out, const struct comparison_options *options)
{
	return targets_parse(out, &options->outputs, options->json,
	    options->markdown, format_at);
}

enum err
output_check(const struct comparison_options *options)
{
	const char *mapped = options->inconclusive;
	struct targets targets;
	enum err err = parse_targets(&targets, options);

	if (!err && mapped && strcmp(mapped, "pass") != 0 &&
	    strcmp(mapped, "fail") != 0)
		err = err_fail(ERR_USAGE,
		    "--inconclusive %s: pass or fail was expected", mapped);
	return err ? err : outlet_check_chart(options->chart);
}

static enum err
render(const void *report, const char *format,
    const struct render_options *options, FILE *file)
{
	return render_write(renderer_find(format), report, options, file);
}

static enum err
draw(const void *report, const char *path)
{
	return comparison_chart(report, path);
}

/* --inconclusive is about series that were measured and not decided. What was
 * not measured, not to the end of a suspicion, or in a way that cannot be
 * trusted stays unjudged, and stored samples never fail anything. */
static bool
maps_inconclusive(const struct report *report)
{
	bool judged = false;

	if (report->verdict != VERDICT_INCONCLUSIVE || report->weak)
		return false;
	for (size_t i = 0; i < report->unjudged_count; i++)
		if (report->unjudged[i].verdict == VERDICT_INCONCLUSIVE)
			return false;
	for (size_t i = 0; i < report->series_count; i++) {
		if (report->series[i].unsettled)
			return false;
		judged = judged || report->series[i].judged;
	}
	return judged;
}

static enum exit_code
exit_code(const struct report *report, const struct comparison_options *options)
{
	if (!options->inconclusive || !maps_inconclusive(report))
		return verdict_exit_code(report->verdict);
	return strcmp(options->inconclusive, "pass") == 0 ? EXIT_CODE_PASS
							  : EXIT_CODE_REGRESSED;
}

/* What is written of several jobs. */
struct outcome {
	struct comparison *comparisons[OUTPUT_JOBS_MAX];
	const struct report *others[OUTPUT_JOBS_MAX];
	size_t count;
};

static enum err
compare_one(struct app *app, const char *command, const struct output_job *job,
    const struct comparison_options *options, struct outcome *outcome)
{
	struct comparison *one = NULL;
	enum err err = job->err ? err_fail(job->err, "%s", job->why)
				: comparison_new(&one);

	if (!err)
		err = job->compare(one, app, command, job->pair, options);
	if (err) {
		comparison_free(one);
		return err;
	}
	outcome->comparisons[outcome->count++] = one;
	return ERR_OK;
}

/* *first and *why are those of the first job that failed; the texts of the
 * others are warnings. */
static void
compare_all(struct app *app, const char *command, const struct output_job *jobs,
    size_t count, const struct comparison_options *options,
    struct outcome *outcome, enum err *first, char *why, size_t why_size)
{
	for (size_t i = 0; i < count && *first != ERR_INTERRUPTED; i++) {
		enum err err =
		    compare_one(app, command, &jobs[i], options, outcome);

		if (err && *first && err != ERR_INTERRUPTED) {
			progress_warn(&app->progress, "%s", err_text());
		} else if (err) {
			*first = err;
			snprintf(why, why_size, "%s", err_text());
		}
	}
	for (size_t i = 1; i < outcome->count; i++)
		outcome->others[i - 1] =
		    comparison_report(outcome->comparisons[i]);
	if (outcome->count)
		comparison_join(outcome->comparisons[0], outcome->others,
		    outcome->count - 1);
}

/* How bad a code is: a regression is the worst to miss. */
static int
badness(enum exit_code code)
{
	switch (code) {
	case EXIT_CODE_PASS:
		return 0;
	case EXIT_CODE_REGRESSED:
		return 3;
	case EXIT_CODE_FAILED:
		return 2;
	default:
		return 1;
	}
}

static enum exit_code
worst_code(
    const struct outcome *outcome, const struct comparison_options *options)
{
	enum exit_code worst = EXIT_CODE_PASS;

	for (size_t i = 0; i < outcome->count; i++) {
		enum exit_code code = exit_code(
		    comparison_report(outcome->comparisons[i]), options);

		if (badness(code) > badness(worst))
			worst = code;
	}
	return worst;
}

/* The verdict is the exit code's to tell: a step that cannot be told more is a
 * warning. */
static void
tell_step(struct app *app, const struct report *report)
{
	if (step_outputs_append(report))
		progress_warn(&app->progress, "%s", err_text());
	if (step_annotate(report, stderr))
		progress_warn(&app->progress, "%s", err_text());
}

static void
write_outcome(struct app *app, const struct outcome *outcome,
    const struct comparison_options *options, enum exit_code *code,
    enum err *err)
{
	struct targets targets;
	const struct outlet outlet = {
	    .report = comparison_report(outcome->comparisons[0]),
	    .render = render,
	    .targets = &targets,
	    .draw = draw,
	    .chart = options->chart,
	};
	enum err failed;

	*code = worst_code(outcome, options);
	failed = parse_targets(&targets, options);
	if (!failed)
		failed = outlet_write(app, &outlet, NULL);
	if (failed && *code != EXIT_CODE_PASS)
		progress_warn(&app->progress, "%s", err_text());
	else if (failed)
		*err = failed;
	tell_step(app, outlet.report);
	if (options->reported)
		options->reported(options->reported_ctx, outlet.report, *code);
}

/* A base that could not be compared with hides no report of the others, and no
 * regression that one of them found. */
enum err
output_comparisons(struct app *app, const char *command,
    const struct output_job *jobs, size_t count,
    const struct comparison_options *options, enum exit_code *code)
{
	struct outcome outcome = {.count = 0};
	enum err err = ERR_OK;
	enum err unwritten = ERR_OK;
	char why[2048];

	compare_all(app, command, jobs, count, options, &outcome, &err, why,
	    sizeof why);
	if (outcome.count)
		write_outcome(app, &outcome, options, code, &unwritten);
	if (err && err != ERR_INTERRUPTED && *code == EXIT_CODE_REGRESSED) {
		progress_warn(&app->progress, "%s", why);
		err = ERR_OK;
	} else if (err) {
		err = err_fail(err, "%s", why);
	} else {
		err = unwritten;
	}
	for (size_t i = 0; i < outcome.count; i++)
		comparison_free(outcome.comparisons[i]);
	return err;
}
