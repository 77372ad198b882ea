#include "core/bench/report.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/bench/timing.h"

#define NS_PER_MS 1e6
#define NS_PER_S 1e9
#define CELL_SIZE 40

/* One manager's repetitions, made into one line. */
struct line {
	const char *manager;
	double best_ns; /* batch pass of the fastest repetition */
	struct timing_quantiles quantiles;
	double per_op_ns;
	double relative; /* to the fastest manager, 1 for itself */
};

/* ---- table ---- */

/* 1234567 as "1,234,567". */
static void
write_grouped(char out[CELL_SIZE], uint64_t number)
{
	char digits[CELL_SIZE];
	int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
	char *to = out;

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
}

static void
write_ns(char out[CELL_SIZE], double ns, int digits)
{
	if (ns < 1e3)
		(void)snprintf(out, CELL_SIZE, "%.*f ns", digits, ns);
	else if (ns < 1e6)
		(void)snprintf(out, CELL_SIZE, "%.2f us", ns / 1e3);
	else
		(void)snprintf(out, CELL_SIZE, "%.2f ms", ns / 1e6);
}

static void
cell_manager(char out[CELL_SIZE], const struct line *line)
{
	(void)snprintf(out, CELL_SIZE, "%s", line->manager);
}

static void
cell_total(char out[CELL_SIZE], const struct line *line)
{
	(void)snprintf(out, CELL_SIZE, "%.3f", line->best_ns / NS_PER_MS);
}

static void
cell_rate(char out[CELL_SIZE], const struct line *line)
{
	write_grouped(out, (uint64_t)(NS_PER_S / line->per_op_ns));
}

static void
cell_average(char out[CELL_SIZE], const struct line *line)
{
	write_ns(out, line->per_op_ns, 1);
}

static void
cell_p50(char out[CELL_SIZE], const struct line *line)
{
	write_ns(out, line->quantiles.p50_ns, 0);
}

static void
cell_p95(char out[CELL_SIZE], const struct line *line)
{
	write_ns(out, line->quantiles.p95_ns, 0);
}

static void
cell_p99(char out[CELL_SIZE], const struct line *line)
{
	write_ns(out, line->quantiles.p99_ns, 0);
}

static void
cell_relative(char out[CELL_SIZE], const struct line *line)
{
	(void)snprintf(out, CELL_SIZE, "%.2fx", line->relative);
}

static const struct column {
	const char *title;
	void (*write)(char out[CELL_SIZE], const struct line *line);
} columns[] = {
    {"manager", cell_manager},
    {"total ms", cell_total},
    {"ops/s", cell_rate},
    {"average", cell_average},
    {"P50", cell_p50},
    {"P95", cell_p95},
    {"P99", cell_p99},
    {"relative", cell_relative},
};

#define COLUMNS (sizeof columns / sizeof columns[0])

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
	line.per_op_ns = line.best_ns / (double)plan->ops;
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

static void
print_lines(const struct line *lines, size_t n, FILE *file)
{
	int width[COLUMNS];

	for (size_t c = 0; c < COLUMNS; c++) {
		width[c] = (int)strlen(columns[c].title);
		for (size_t i = 0; i < n; i++) {
			char cell[CELL_SIZE];

			columns[c].write(cell, &lines[i]);
			if ((int)strlen(cell) > width[c])
				width[c] = (int)strlen(cell);
		}
	}
	/* The first column leans left, figures lean right. */
	fprintf(file, "%-*s", width[0], columns[0].title);
	for (size_t c = 1; c < COLUMNS; c++)
		fprintf(file, "  %*s", width[c], columns[c].title);
	fputc('\n', file);
	for (size_t i = 0; i < n; i++) {
		for (size_t c = 0; c < COLUMNS; c++) {
			char cell[CELL_SIZE];

			columns[c].write(cell, &lines[i]);
			fprintf(file, c ? "  %*s" : "%-*s",
			    c ? width[c] : width[0], cell);
		}
		fputc('\n', file);
	}
}

static void
print_heading(const struct protocol_plan *plan, FILE *file)
{
	char ops[CELL_SIZE];

	write_grouped(ops, plan->ops);
	fprintf(file,
	    "protocol: %s operation%s, mix %s, seed %" PRIu64
	    "; %u repetition%s after %u warm-up%s\n\n",
	    ops, plan->ops == 1 ? "" : "s", plan->mix->name, plan->seed,
	    plan->repetitions, plan->repetitions == 1 ? "" : "s", plan->warmup,
	    plan->warmup == 1 ? "" : "s");
}

static void
print_notes(const struct protocol_result *result, FILE *file)
{
	fprintf(file,
	    "\nTotal, ops/s, average: the fastest repetition, timed as one "
	    "batch.\n"
	    "P50, P95, P99: single operations, median over the repetitions; "
	    "reading the\nclock was measured to cost %" PRId64
	    " ns, which was subtracted from each.\n"
	    "Every run left %zu intervals, %" PRIu64 " free, finds %016" PRIx64
	    ",\n%s.\n",
	    result->clock_cost_ns, result->outcome.intervals,
	    result->outcome.free_total, result->outcome.finds_hash,
	    result->known ? "as published for this stream"
			  : "for which no value is published");
}

static enum err
finish(FILE *file)
{
	if (fflush(file) == 0 && !ferror(file))
		return ERR_OK;
	return err_fail(ERR_IO, "cannot write the report: %s", strerror(errno));
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
	print_lines(lines, result->n, file);
	print_notes(result, file);
	err = finish(file);
out:
	free(lines);
	free(scratch);
	return err;
}

/* ---- JSON ---- */

static void
put_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_put_text(json, text);
}

static void
put_int(struct json_writer *json, const char *key, int64_t number)
{
	json_key(json, key);
	json_put_int(json, number);
}

static void
put_number(struct json_writer *json, const char *key, double number)
{
	json_key(json, key);
	json_put_number(json, number);
}

static void
put_context(struct json_writer *json, const struct protocol_result *result,
    const struct host *host, const char *executable)
{
	char number[CELL_SIZE];

	json_key(json, "context");
	json_object_begin(json);
	put_text(json, "date", host->date);
	put_text(json, "host_name", host->name);
	put_text(json, "executable", executable);
	put_int(json, "num_cpus", host->cpus);
	if (host->mhz > 0)
		put_int(json, "mhz_per_cpu", (int64_t)(host->mhz + .5));
	json_key(json, "caches");
	json_array_begin_flat(json);
	json_array_end(json);
	json_key(json, "load_avg");
	json_array_begin_flat(json);
	for (int i = 0; i < host->loads; i++)
		json_put_number(json, host->load[i]);
	json_array_end(json);
	put_text(json, "library_build_type", host->build);
	put_int(json, "json_schema_version", 1);
	/* What a user adds to the context is text in that schema. */
	put_text(json, "tidemark_version", TIDEMARK_VERSION);
	put_text(json, "mix", result->plan.mix->name);
	(void)snprintf(number, sizeof number, "%" PRIu64, result->plan.seed);
	put_text(json, "seed", number);
	(void)snprintf(
	    number, sizeof number, "%" PRId64, result->clock_cost_ns);
	put_text(json, "clock_cost_subtracted_ns", number);
	json_object_end(json);
}

static void
put_run(struct json_writer *json, const struct protocol_result *result,
    const struct protocol_series *series, unsigned index)
{
	const struct protocol_run *run = &series->runs[index];
	double ops = (double)result->plan.ops;
	double wall_ns = run->wall_ns > 0 ? (double)run->wall_ns : 1;

	json_object_begin(json);
	put_text(json, "name", series->name);
	put_int(json, "family_index", (int64_t)series->family);
	put_int(json, "per_family_instance_index", 0);
	put_text(json, "run_name", series->name);
	put_text(json, "run_type", "iteration");
	put_int(json, "repetitions", result->plan.repetitions);
	put_int(json, "repetition_index", index);
	put_int(json, "threads", 1);
	put_int(json, "iterations", (int64_t)result->plan.ops);
	put_number(json, "real_time", wall_ns / ops);
	put_number(json, "cpu_time", (double)run->cpu_ns / ops);
	put_text(json, "time_unit", "ns");
	put_number(json, "items_per_second", ops * NS_PER_S / wall_ns);
	put_number(json, "p50", run->quantiles.p50_ns);
	put_number(json, "p95", run->quantiles.p95_ns);
	put_number(json, "p99", run->quantiles.p99_ns);
	json_object_end(json);
}

enum err
report_json(const struct protocol_result *result, const struct host *host,
    const char *executable, FILE *file)
{
	struct json_writer json;

	json_writer_init(&json, file);
	json_object_begin(&json);
	put_context(&json, result, host, executable);
	json_key(&json, "benchmarks");
	json_array_begin(&json);
	for (size_t i = 0; i < result->n; i++) {
		for (unsigned k = 0; k < result->plan.repetitions; k++)
			put_run(&json, result, &result->series[i], k);
	}
	json_array_end(&json);
	json_object_end(&json);
	return json_writer_end(&json);
}
