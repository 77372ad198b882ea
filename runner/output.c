#include "runner/output.h"

#include <stdio.h>
#include <string.h>

#include "ci/step_summary.h"
#include "reports/render.h"

struct target {
	const struct renderer *renderer;
	const char *path; /* "-": standard output */
};

static enum err
parse_target(const char *text, struct target *out)
{
	char name[32];
	size_t len = strcspn(text, "=");

	snprintf(name, sizeof name, "%.*s", (int)len, text);
	out->renderer = renderer_find(name);
	out->path = text[len] ? text + len + 1 : "-";
	if (!out->renderer || !*out->path) {
		char known[128] = "";

		for (size_t i = 0; renderers[i].name; i++)
			snprintf(known + strlen(known),
			    sizeof known - strlen(known), " %s",
			    renderers[i].name);
		return err_fail(ERR_USAGE,
		    "--output %s: FORMAT or FORMAT=FILE was expected, formats "
		    "are%s",
		    text, known);
	}
	return ERR_OK;
}

/* Two reports in one place are none. */
static enum err
check_places(const struct comparison_options *options)
{
	const char *places[OPTION_LIST_MAX + 2];
	struct target target;
	size_t count = 0;

	if (options->json)
		places[count++] = options->json;
	if (options->markdown)
		places[count++] = options->markdown;
	for (size_t i = 0; i < options->outputs.count; i++)
		if (!parse_target(options->outputs.items[i], &target))
			places[count++] = target.path;
	for (size_t i = 0; i < count; i++)
		for (size_t k = 0; k < i; k++)
			if (strcmp(places[i], places[k]) == 0)
				return err_fail(ERR_USAGE,
				    "two reports to the same place: %s",
				    places[i]);
	return ERR_OK;
}

enum err
output_check(const struct comparison_options *options)
{
	const char *mapped = options->inconclusive;
	struct target target;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < options->outputs.count; i++)
		err = parse_target(options->outputs.items[i], &target);
	if (!err)
		err = check_places(options);
	if (!err && mapped && strcmp(mapped, "pass") != 0 &&
	    strcmp(mapped, "fail") != 0)
		err = err_fail(ERR_USAGE,
		    "--inconclusive %s: pass or fail was expected", mapped);
	return err;
}

/* Keep the first error's text: later ones overwrite the thread's. */
static void
note(enum err err, enum err *first, char *text, size_t size)
{
	if (!err || *first)
		return;
	*first = err;
	snprintf(text, size, "%s", err_text());
}

static enum err
write_all(const struct app *app, const struct report *report,
    const struct comparison_options *options)
{
	const struct render_options render = {.colour = app_colour(app),
	    .verbose = app->options.verbose,
	    .width = app_width()};
	const struct render_options plain = {.verbose = app->options.verbose};
	struct target targets[OPTION_LIST_MAX + 2];
	bool taken = false; /* standard output */
	enum err first = ERR_OK;
	size_t count = 0;
	char text[512];

	if (options->json)
		targets[count++] =
		    (struct target){renderer_find("json"), options->json};
	if (options->markdown)
		targets[count++] = (struct target){
		    renderer_find("markdown"), options->markdown};
	for (size_t i = 0; i < options->outputs.count; i++)
		if (!parse_target(options->outputs.items[i], &targets[count]))
			count++;
	for (size_t i = 0; i < count; i++) {
		bool standard = strcmp(targets[i].path, "-") == 0;

		taken = taken || standard;
		note(render_to(targets[i].renderer, report,
			 standard ? &render : &plain, targets[i].path),
		    &first, text, sizeof text);
	}
	if (!taken)
		note(render_to(renderer_find("text"), report, &render, "-"),
		    &first, text, sizeof text);
	return first ? err_fail(first, "%s", text) : ERR_OK;
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
