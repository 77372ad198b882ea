#include "core/bench/report.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/bench/humane.h"
#include "core/bench/reason.h"
#include "core/bench/table.h"
#include "core/bench/timing.h"

#define NS_PER_MS 1e6
#define NS_PER_S 1e9

/* Above this ratio an order of two managers is likely to be there again. */
#define RATIO_SHOWN 1.05

/* One manager's repetitions, made into one line. */
struct line {
	const char *manager;
	double best_ns; /* batch pass of the fastest repetition */
	struct timing_quantiles quantiles;
	double per_op_ns;
	double relative; /* to the fastest manager, 1 for itself */
};

static double
median_of(const struct protocol_series *series, size_t n, double *scratch,
    size_t offset)
{
	for (size_t i = 0; i < n; i++)
		memcpy(&scratch[i],
		    (const char *)&series->runs[i].quantiles + offset,
		    sizeof *scratch);
	return timing_median(scratch, n);
}

/* Whatever else the machine does only adds time: the fastest batch is nearest
 * to what the manager takes. A quantile has its noise on both sides, so there
 * it is the median of the repetitions. */
static struct line
summarize(const struct protocol_series *series,
    const struct protocol_plan *plan, double *scratch)
{
	size_t n = plan->repetitions;
	int64_t best_ns = series->runs[0].wall_ns;
	struct line line = {.manager = series->manager};

	for (size_t i = 1; i < n; i++) {
		if (series->runs[i].wall_ns < best_ns)
			best_ns = series->runs[i].wall_ns;
	}
	line.best_ns = best_ns > 0 ? (double)best_ns : 1; /* coarse clock */
	line.per_op_ns = line.best_ns / (double)plan->stream->n;
	line.quantiles.p50_ns = median_of(
	    series, n, scratch, offsetof(struct timing_quantiles, p50_ns));
	line.quantiles.p95_ns = median_of(
	    series, n, scratch, offsetof(struct timing_quantiles, p95_ns));
	line.quantiles.p99_ns = median_of(
	    series, n, scratch, offsetof(struct timing_quantiles, p99_ns));
	return line;
}

static int
compare_lines(const void *a, const void *b)
{
	const struct line *x = a;
	const struct line *y = b;

	return (x->best_ns > y->best_ns) - (x->best_ns < y->best_ns);
}

static const struct target {
	double below_ns; /* the average of an operation */
	const char *name;
} targets[] = {
    {1e3, "excellent"},
    {1e4, "good"},
    {1e5, "acceptable"},
    {INFINITY, "needs work"},
};

static const char *
target_of(double per_op_ns)
{
	size_t i = 0;

	while (per_op_ns >= targets[i].below_ns)
		i++;
	return targets[i].name;
}

static enum err
print_lines(const struct line *lines, size_t n, FILE *file)
{
	static const char *const titles[] = {"manager", "total ms", "ops/s",
	    "average", "P50", "P95", "P99", "relative", "target", NULL};
	struct table table;
	enum err err;

	table_init(&table, titles);
	for (size_t i = 0; i < n; i++) {
		const struct line *line = &lines[i];

		table_text(&table, line->manager);
		table_printf(&table, "%.3f", line->best_ns / NS_PER_MS);
		table_count(&table, (uint64_t)(NS_PER_S / line->per_op_ns));
		table_ns(&table, line->per_op_ns, 1);
		table_ns(&table, line->quantiles.p50_ns, 0);
		table_ns(&table, line->quantiles.p95_ns, 0);
		table_ns(&table, line->quantiles.p99_ns, 0);
		table_ratio(&table, line->relative);
		table_text(&table, target_of(line->per_op_ns));
	}
	err = table_write(&table, file);
	table_release(&table);
	return err;
}

static void
print_heading(const struct protocol_plan *plan, FILE *file)
{
	const struct stream *stream = plan->stream;
	char ops[HUMANE_SIZE];
	char live[STREAM_LIVE_SIZE];

	humane_count(ops, stream->n);
	fprintf(
	    file, "protocol: %s operation%s, ", ops, stream->n == 1 ? "" : "s");
	if (stream->plan.mix)
		fprintf(file, "mix %s, ", stream->plan.mix->name);
	else
		table_print(stream->name, file);
	if (stream->plan.live) {
		stream_live_text(live, &stream->plan);
		fprintf(file, "%s, ", live);
	}
	if (stream->plan.mix)
		fprintf(file, "seed %" PRIu64, stream->plan.seed);
	fprintf(file, "; %u repetition%s after %u warm-up%s\n\n",
	    plan->repetitions, plan->repetitions == 1 ? "" : "s", plan->warmup,
	    plan->warmup == 1 ? "" : "s");
}

static enum err
print_reasons(const struct line *lines, size_t n, FILE *file)
{
	struct buf text = BUF_INIT;
	enum err err;

	for (size_t i = 1; i < n; i++) {
		const char *reason = reason_for(lines[i].manager);

		buf_reset(&text);
		buf_printf(&text, "%s takes %.2f times as long as %s",
		    lines[i].manager, lines[i].relative, lines[0].manager);
		if (lines[0].best_ns < TIMING_BATCH_SHOWN_NS)
			reason = "too short a run to tell them apart";
		else if (lines[i].relative < RATIO_SHOWN)
			reason = "too near to tell them apart";
		if (reason)
			buf_printf(&text, ": %s", reason);
		buf_putc(&text, '.');
		if (i == 1)
			putc('\n', file);
		table_paragraph(buf_text(&text), file);
	}
	err = buf_err(&text);
	buf_release(&text);
	return err;
}

static void
print_notes(const struct protocol_result *result, FILE *file)
{
	fprintf(file,
	    "\nTotal, ops/s, average: the fastest repetition, timed as one "
	    "batch; the target\nclass goes by the average: excellent below "
	    "1 us, good below 10, acceptable\nbelow 100.\n"
	    "P50, P95, P99: single operations, median over the repetitions; "
	    "reading the\nclock was measured to cost %" PRId64
	    " ns, which was subtracted from each.\n"
	    "Every run left %zu interval%s, %" PRIu64 " free, finds %016" PRIx64
	    ",\n%s.\n%s",
	    result->clock_cost_ns, result->outcome.intervals,
	    result->outcome.intervals == 1 ? "" : "s",
	    result->outcome.free_total, result->outcome.finds_hash,
	    oracle_source_text(result->source), buf_text(&result->notes));
}

enum err
report_table(const struct protocol_result *result, FILE *file)
{
	const struct protocol_plan *plan = &result->plan;
	struct line *lines = calloc(result->n, sizeof *lines);
	double *scratch = calloc(plan->repetitions, sizeof *scratch);
	enum err err;

	if (!lines || !scratch) {
		err = err_fail(ERR_NOMEM, "no memory for the report");
		goto out;
	}
	for (size_t i = 0; i < result->n; i++)
		lines[i] = summarize(&result->series[i], plan, scratch);
	qsort(lines, result->n, sizeof *lines, compare_lines);
	for (size_t i = 0; i < result->n; i++)
		lines[i].relative = lines[i].best_ns / lines[0].best_ns;
	print_heading(plan, file);
	err = print_lines(lines, result->n, file);
	if (!err)
		err = print_reasons(lines, result->n, file);
	if (err)
		goto out;
	print_notes(result, file);
	err = table_finish(file);
out:
	free(lines);
	free(scratch);
	return err;
}

/* ---- rows ---- */

/* A batch of no time at all, as a coarse clock may read it, counts as 1 ns:
 * rates stay numbers. */
static struct row
make_row(const struct protocol_result *result,
    const struct protocol_series *series, unsigned index)
{
	const struct pass *run = &series->runs[index];
	double ops = (double)result->plan.stream->n;
	double wall_ns = run->wall_ns > 0 ? (double)run->wall_ns : 1;
	struct row row = {
	    .family = series->family,
	    .repetitions = result->plan.repetitions,
	    .repetition = index,
	    .iterations = result->plan.stream->n,
	    .real_ns = wall_ns / ops,
	    .cpu_ns = (run->cpu_ns > 0 ? (double)run->cpu_ns : 1) / ops,
	};

	memcpy(row.name, series->name, sizeof row.name);
	row_count(&row, "items_per_second", ops * NS_PER_S / wall_ns);
	row_count(&row, "p50", run->quantiles.p50_ns);
	row_count(&row, "p95", run->quantiles.p95_ns);
	row_count(&row, "p99", run->quantiles.p99_ns);
	return row;
}

enum err
report_rows(const struct protocol_result *result, struct rows *rows)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < result->n; i++) {
		for (unsigned k = 0; k < result->plan.repetitions && !err;
		     k++) {
			struct row row =
			    make_row(result, &result->series[i], k);

			err = rows_add(rows, &row);
		}
	}
	return err;
}

void
report_context(const struct protocol_result *result, struct context *context)
{
	context_stream(context, result->plan.stream);
	context_number(context, "clock_cost_subtracted_ns",
	    (uint64_t)result->clock_cost_ns);
}
