#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "reports/place.h"
#include "runner/collect_parts.h"

/* Whether standard output is the file's. */
static bool
is_json_alone(const struct collecting *c)
{
	return c->options->json && strcmp(c->options->json, "-") == 0;
}

size_t
collect_count(const struct collecting *c, enum run_status status)
{
	const struct run_report report = {
	    .commits = c->rows, .count = c->row_count};

	return run_report_count(&report, status);
}

void
collect_tell_begin(struct collecting *c, const struct commit *commit)
{
	size_t number = (size_t)(c->row - c->rows) + 1;
	bool is_list = c->options->choice != COLLECT_GAPS;
	size_t left = c->most > number ? c->most - number + 1 : 1;
	int64_t left_ns = pace_left(&c->pace, left);
	char humane[32];
	char time[64] = "";

	if (left_ns >= 0) {
		clock_humane(left_ns, humane, sizeof humane);
		snprintf(time, sizeof time, ", about %s left", humane);
	}
	progress_phase(&c->app->progress, "commit %zu of %s%zu%s: %.10s %s",
	    number, is_list ? "" : "at most ", number + left - 1, time,
	    commit->oid.hex, commit->subject);
}

void
collect_tell(struct collecting *c, const char *fmt, ...)
{
	va_list args;

	if (is_json_alone(c))
		return;
	progress_clear(&c->app->progress);
	printf("%.10s  ", c->commit->oid.hex);
	va_start(args, fmt);
	vprintf(fmt, args);
	va_end(args);
	printf("  %s\n", c->commit->subject);
	fflush(stdout);
}

void
collect_fail(struct collecting *c, enum run_status status, const char *error)
{
	/* What failed is worse than what was not judged. */
	if (c->row->status != RUN_FAILED)
		c->row->status = status;
	if (!c->row->error)
		c->row->error = strdup(error);
}

void
collect_tell_failures(struct collecting *c)
{
	for (size_t i = 0; i < c->source.config->benchmark_count; i++) {
		const struct measure_benchmark *row = &c->benchmarks[i];
		const struct counting *counting = &row->counting;

		if (row->error) {
			progress_warn(&c->app->progress, "%s: %s",
			    row->config->name, row->error);
			collect_fail(c, RUN_FAILED, row->error);
		}
		if (counting->error) {
			progress_warn(&c->app->progress, "%s: %s",
			    row->config->name, counting->error);
			collect_fail(c,
			    counting->source == COUNTING_NONE ? RUN_UNJUDGED
							      : RUN_FAILED,
			    counting->error);
		}
	}
}

static enum err
write_json(void *ctx, FILE *file)
{
	return run_report_json(ctx, file);
}

enum err
collect_report(struct collecting *c)
{
	struct run_report report = {
	    .version = TIDEMARK_VERSION,
	    .machine_key = c->machine.key,
	    .config_from = c->source.from,
	    .elapsed_ns = clock_monotonic_ns() - c->started_ns,
	    .commits = c->rows,
	    .count = c->row_count,
	};
	enum err err = ERR_OK;

	progress_clear(&c->app->progress);
	/* The line of a single commit says it all. */
	if (report.count != 1 && !is_json_alone(c))
		err = run_report_text(&report, stdout);
	if (!err && c->options->json)
		err = place_write(c->options->json, write_json, &report);
	return err;
}
