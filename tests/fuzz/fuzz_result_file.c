/* Any bytes as a result file: refused with a text that names it, or a report
 * that renders, and whose rendition is read back and renders alike. */
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/render.h"
#include "reports/result_file.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool fact)
{
	if (!fact)
		abort();
}

/* What the renderers take for granted. */
static void
check(const struct report *report)
{
	for (size_t i = 0; i < report->series_count; i++) {
		const struct report_series *series = &report->series[i];

		require(series->name.benchmark && series->name.metric);
		require(series->name.unit && series->verdict < VERDICT_COUNT);
		require(isnan(series->ratio) || series->ratio >= 0);
	}
	for (size_t i = 0; i < report->unjudged_count; i++)
		require(report->unjudged[i].reason != NULL);
	for (size_t i = 0; i < report->other_count; i++) {
		require(report->others[i]->other_count == 0);
		check(report->others[i]);
	}
}

static char *
render(const struct renderer *renderer, const struct report *report, size_t *n)
{
	const struct render_options options = {.verbose = true, .width = 80};
	char *text = NULL;
	FILE *file = open_memstream(&text, n);

	require(file != NULL);
	require(!render_write(renderer, report, &options, file));
	require(fclose(file) == 0);
	return text;
}

static void
read_again(const struct report *report)
{
	const struct renderer *json = renderer_find("json");
	struct result_file *again = NULL;
	size_t len;
	size_t len_again;
	char *text = render(json, report, &len);
	char *text_again;

	require(!result_file_parse(&again, text, len, "fuzz.json"));
	text_again = render(json, result_file_report(again), &len_again);
	require(len == len_again && memcmp(text, text_again, len) == 0);
	result_file_free(again);
	free(text);
	free(text_again);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct result_file *file = NULL;
	enum err err =
	    result_file_parse(&file, (const char *)data, size, "fuzz.json");

	if (err) {
		require(!file && (err == ERR_PARSE || err == ERR_LIMIT));
		require(strncmp(err_text(), "fuzz.json:", 10) == 0);
		return 0;
	}
	check(result_file_report(file));
	for (const struct renderer *row = renderers; row->name; row++) {
		size_t len;

		free(render(row, result_file_report(file), &len));
	}
	read_again(result_file_report(file));
	result_file_free(file);
	return 0;
}
