#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "runner/adapter_rows.h"

/* One row is a few hundred bytes and a name; more is no benchmark's. */
#define ROW_BYTES_MAX ((size_t)1 << 20)
#define WHAT_BYTES 256

struct google {
	const struct adapter_context *context;
	struct json_stream *stream;
	char what[WHAT_BYTES];
	size_t rows; /* of repetitions */
	size_t aggregates; /* rows that summarize others */
};

struct row {
	struct google *google;
	const char *name;
	size_t repetition;
	double to_ns; /* of its time unit */
	enum err err;
};

/* Numbers of a row that are no metric. */
static bool
is_bookkeeping(const char *key)
{
	static const char *const keys[] = {"family_index",
	    "per_family_instance_index", "repetitions", "repetition_index",
	    "threads", "iterations", "max_bytes_used", "allocs_per_iter",
	    "aggregate_index", "num_cpus", "mhz_per_cpu", "cv", "rms"};

	for (size_t i = 0; i < sizeof keys / sizeof keys[0]; i++)
		if (strcmp(keys[i], key) == 0)
			return true;
	return false;
}

static void
take_number(void *ctx, const char *key, double value)
{
	struct row *row = ctx;
	const struct adapter_context *context = row->google->context;
	struct metric metric = metric_find(key);
	struct reading reading = {
	    .series = {row->name, metric.name, metric.unit, metric.direction},
	    .value = value,
	    .repetition = row->repetition,
	};

	if (row->err || is_bookkeeping(key) || strlen(key) > METRIC_NAME_MAX)
		return;
	if (strcmp(key, "real_time") == 0 || strcmp(key, "cpu_time") == 0)
		reading.value *= row->to_ns;
	row->err = context->emit(context->ctx, &reading);
}

static double
unit_ns(const char *unit)
{
	static const struct {
		const char *name;
		double ns;
	} units[] = {{"ns", 1}, {"us", 1e3}, {"ms", 1e6}, {"s", 1e9}};

	for (size_t i = 0; unit && i < sizeof units / sizeof units[0]; i++)
		if (strcmp(units[i].name, unit) == 0)
			return units[i].ns;
	return NAN;
}

static enum err
check_times(const struct google *google, const struct json *piece,
    const char *name, const char *key)
{
	double value;

	if (!json_get(piece, key))
		return ERR_OK;
	if (!json_get_number(piece, key, &value))
		return err_fail(ERR_PARSE,
		    "%s: benchmark \"%.200s\": %s is not a number",
		    google->what, name, key);
	if (!(value > 0) || !isfinite(value))
		return err_fail(ERR_PARSE,
		    "%s: benchmark \"%.200s\": %s is %g, a time above 0 was "
		    "expected",
		    google->what, name, key, value);
	return ERR_OK;
}

static enum err
check_name(const struct google *google, const char *name)
{
	if (!name || !*name)
		return err_fail(
		    ERR_PARSE, "%s: a row without a name", google->what);
	if (strlen(name) > BENCHMARK_NAME_MAX)
		return err_fail(ERR_PARSE,
		    "%s: a benchmark's name is longer than %d bytes",
		    google->what, BENCHMARK_NAME_MAX);
	return ERR_OK;
}

/* A row that measured: all its numbers are readings. */
static enum err
take_row(struct google *google, const struct json *piece, const char *name)
{
	const char *run_name = json_get_text(piece, "run_name");
	double index = 0;
	struct row row = {.google = google, .name = run_name ? run_name : name};
	enum err err;

	row.to_ns = unit_ns(json_get_text(piece, "time_unit"));
	if (isnan(row.to_ns))
		return err_fail(ERR_PARSE,
		    "%s: benchmark \"%.200s\": time_unit is none of ns, us, ms "
		    "and s",
		    google->what, name);
	err = check_name(google, row.name);
	if (!err)
		err = check_times(google, piece, name, "real_time");
	if (!err)
		err = check_times(google, piece, name, "cpu_time");
	if (err)
		return err;
	if (json_get_number(piece, "repetition_index", &index) && index > 0 &&
	    index < 1e9)
		row.repetition = (size_t)index;
	json_each_number(piece, take_number, &row);
	return row.err;
}

static enum err
take_piece(void *ctx, const char *key, size_t index, const struct json *piece)
{
	struct google *google = ctx;
	const char *message = json_get_text(piece, "error_message");
	const char *name = json_get_text(piece, "name");
	const char *run_type = json_get_text(piece, "run_type");
	enum err err;

	if (index == SIZE_MAX) {
		if (strcmp(key, "benchmarks") == 0)
			return err_fail(ERR_PARSE,
			    "%s: \"benchmarks\" is not an array", google->what);
		return ERR_OK;
	}
	err = check_name(google, name);
	if (err)
		return err;
	if (run_type && strcmp(run_type, "aggregate") == 0) {
		google->aggregates++;
		return ERR_OK;
	}
	/* As if it were not there: missing where the base has it. */
	if (json_get_bool(piece, "skipped"))
		return ERR_OK;
	google->rows++;
	if (json_get_bool(piece, "error_occurred"))
		return err_fail(ERR_CHILD,
		    "%s: benchmark \"%.200s\" reports an error: %.500s",
		    google->what, name, message ? message : "");
	return take_row(google, piece, name);
}

static void
close_google(void *state)
{
	struct google *google = state;

	json_stream_free(google->stream);
	free(google);
}

static enum err
open_google(void **state, const struct adapter_context *context)
{
	struct google *google = calloc(1, sizeof *google);
	enum err err;

	if (!google)
		return err_fail(ERR_NOMEM, "out of memory");
	google->context = context;
	snprintf(
	    google->what, sizeof google->what, "output of %s", context->name);
	err = json_stream_new(&google->stream, google->what, "benchmarks",
	    ROW_BYTES_MAX, take_piece, google);
	if (err)
		close_google(google);
	else
		*state = google;
	return err;
}

static enum err
feed_google(void *state, const char *data, size_t len)
{
	struct google *google = state;

	return json_stream_feed(google->stream, data, len);
}

static enum err
end_google(void *state, const struct child_result *result)
{
	struct google *google = state;
	enum err err = json_stream_end(google->stream);

	(void)result;
	if (err)
		return err;
	if (google->aggregates && !google->rows)
		return err_fail(ERR_PARSE,
		    "%s: only aggregates, repetitions are needed (drop "
		    "--benchmark_report_aggregates_only)",
		    google->what);
	if (!google->rows)
		return err_fail(
		    ERR_PARSE, "%s: no benchmark in it", google->what);
	return ERR_OK;
}

const struct adapter adapter_google = {
    .name = "google",
    .summary = "JSON of Google Benchmark (--benchmark_format=json)",
    .open = open_google,
    .feed = feed_google,
    .end = end_google,
    .close = close_google,
};
