#include "reports/render.h"

#include <string.h>

#include "reports/place.h"
#include "reports/renderers.h"

const struct renderer renderers[] = {
    {"text", "a table for people", false, render_text},
    {"markdown", "for a step summary or a comment", false, render_markdown},
    {"json", "tidemark.result/1, for programs", true, render_json},
    {NULL, NULL, false, NULL},
};

const struct renderer *
renderer_find(const char *name)
{
	for (const struct renderer *row = renderers; row->name; row++) {
		if (strcmp(row->name, name) == 0)
			return row;
	}
	return NULL;
}

enum verdict
report_overall(const struct report *report)
{
	enum verdict worst = report->verdict;

	for (size_t i = 0; i < report->other_count; i++)
		worst = verdict_worse(worst, report->others[i]->verdict);
	return worst;
}

/* What they come to is said first: readers stop at the first verdict. */
enum err
render_write(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, FILE *file)
{
	enum err err;

	if (renderer->whole || !report->other_count)
		return renderer->render(report, options, file);
	if (fprintf(file, "against %zu bases: %s\n\n", report->other_count + 1,
		verdict_name(report_overall(report))) < 0)
		return err_fail(ERR_IO, "the report cannot be written");
	err = renderer->render(report, options, file);
	for (size_t i = 0; !err && i < report->other_count; i++) {
		fputc('\n', file);
		err = renderer->render(report->others[i], options, file);
	}
	return err;
}

/* One job for place_write(). */
struct rendering {
	const struct renderer *renderer;
	const struct report *report;
	const struct render_options *options;
};

static enum err
render(void *ctx, FILE *file)
{
	const struct rendering *job = ctx;

	return render_write(job->renderer, job->report, job->options, file);
}

enum err
render_to(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, const char *path)
{
	struct rendering job = {renderer, report, options};

	return place_write(path, render, &job);
}
