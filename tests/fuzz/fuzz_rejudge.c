/* Any bytes as a result file, judged anew: what has no pairs of samples never
 * passes, and what comes out renders. */
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/render.h"
#include "reports/result_file.h"
#include "runner/rejudge.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static const char config_text[] =
    "version: 1\n"
    "benchmarks:\n"
    "  - {name: protocol, command: a, metrics: [real_time, instructions]}\n"
    "  - {name: store, command: b, metrics: [ops_per_second, p99]}\n"
    "rules:\n"
    "  - {match: 'protocol/*', tolerance: 5%, min-effect: 1ns, max: 1s}\n";

static void
require(bool fact)
{
	if (!fact)
		abort();
}

static void
check(const struct report *report)
{
	size_t judged = 0;

	for (size_t i = 0; i < report->series_count; i++) {
		const struct report_series *series = &report->series[i];

		require(series->acknowledged.entry == NULL);
		if (!series->judged)
			continue;
		judged++;
		require(series->samples[SIDE_HEAD].count > 0);
		if (series->verdict == VERDICT_PASS)
			require(series->samples[SIDE_BASE].count > 0);
	}
	/* Two benchmarks of which each owes two metrics. */
	if (verdict_exit_code(report->verdict) == EXIT_CODE_PASS)
		require(judged > 0);
	require(report->verdict != VERDICT_IDENTICAL);
}

static void
render(const struct report *report)
{
	const struct render_options options = {.verbose = true};
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	require(file != NULL);
	require(
	    !render_write(renderer_find("markdown"), report, &options, file));
	require(fclose(file) == 0);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	static struct source source;
	const struct rejudge_rules rules = {.source = &source};
	struct rejudgement *rejudgement = NULL;
	struct result_file *file = NULL;

	if (!source.config)
		require(!config_parse(&source.config, config_text,
		    strlen(config_text), "tidemark.yml"));
	if (result_file_parse(&file, (const char *)data, size, "fuzz.json"))
		return 0;
	if (rejudge(&rejudgement, result_file_report(file), &rules)) {
		require(!rejudgement && *err_text());
	} else {
		const struct report *report = rejudgement_report(rejudgement);

		check(report);
		for (size_t i = 0; i < report->other_count; i++)
			check(report->others[i]);
		render(report);
	}
	rejudgement_free(rejudgement);
	result_file_free(file);
	return 0;
}
