#include "runner/output.h"

#include <stdio.h>
#include <string.h>

#include "ci/step_summary.h"
#include "reports/render.h"
#include "runner/targets.h"

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
	return err;
}

struct writing {
	const struct app *app;
	const struct report *report;
};

static enum err
write_target(void *ctx, const struct target *target)
{
	const struct writing *writing = ctx;
	struct render_options options = {
	    .verbose = writing->app->options.verbose};

	if (strcmp(target->path, "-") == 0) {
		options.colour = app_colour(writing->app);
		options.width = app_width();
	}
	return render_to(renderer_find(target->format), writing->report,
	    &options, target->path);
}

static enum err
write_all(const struct app *app, const struct report *report,
    const struct comparison_options *options)
{
	struct writing writing = {app, report};
	struct targets targets;
	enum err err = parse_targets(&targets, options);

	return err ? err : targets_write(&targets, write_target, &writing);
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

enum err
output_comparison(struct app *app, const char *command,
    output_compare_fn *compare, const struct base_pair *pair,
    const struct comparison_options *options, enum exit_code *code)
{
	struct comparison *comparison = NULL;
	const struct report *report;
	enum err err = comparison_new(&comparison);

	if (err)
		return err;
	err = compare(comparison, app, command, pair, options);
	if (err)
		goto out;
	report = comparison_report(comparison);
	*code = exit_code(report, options);
	progress_clear(&app->progress);
	/* Publishing never changes a verdict. */
	if (step_summary_write(report))
		progress_warn(&app->progress, "%s", err_text());
	err = write_all(app, report, options);
	if (err && *code != EXIT_CODE_PASS) {
		progress_warn(&app->progress, "%s", err_text());
		err = ERR_OK;
	}
out:
	comparison_free(comparison);
	return err;
}
