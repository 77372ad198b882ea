#include "reports/render.h"

#include <string.h>

#include "reports/place.h"
#include "reports/renderers.h"

const struct renderer renderers[] = {
    {"text", "a table for people", render_text},
    {"markdown", "for a step summary or a comment", render_markdown},
    {"json", "tidemark.result/1, for programs", render_json},
    {NULL, NULL, NULL},
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

	return job->renderer->render(job->report, job->options, file);
}

enum err
render_to(const struct renderer *renderer, const struct report *report,
    const struct render_options *options, const char *path)
{
	struct rendering job = {renderer, report, options};

	return place_write(path, render, &job);
}
