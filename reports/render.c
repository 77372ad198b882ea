#include "reports/render.h"

#include <string.h>

#include "reports/renderers.h"

const struct renderer renderers[] = {
    {"text", "a table for people", false, render_text},
    {"markdown", "for a step summary or a comment", false, render_markdown},
    {"json", "tidemark.result/1, for programs", true, render_json},
    {"csv", "a row a series, for spreadsheets", true, render_csv},
    {"junit", "JUnit's XML, for what shows tests", true, render_junit},
    {"openmetrics", "for Prometheus and its like", true, render_openmetrics},
    {"atom", "a feed of what does not pass", true, render_atom},
    {"badge", "the verdict as a small SVG picture", true, render_badge},
    {"html", "one page for browsers, without requests", true, render_html},
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
