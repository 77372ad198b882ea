#include "runner/accept_result.h"

#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/series.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "runner/config_accept.h"

#define SCHEMA "tidemark.result/1"
#define FINE_BELOW 0.02 /* tolerances that need more decimals */

/* 1.28 of 1.2713; 1.28 of 1.28, whose product with 100 is 128.00000000000001.
 */
static void
round_up(double ratio, bool fine, char out[ACCEPT_FACTOR_SIZE])
{
	int decimals = fine ? 4 : 2;
	int64_t steps = fine ? 10000 : 100;
	int64_t number = (int64_t)floor(ratio * (double)steps);

	while ((double)number / (double)steps < ratio)
		number++;
	snprintf(out, ACCEPT_FACTOR_SIZE, "%" PRId64 ".%0*" PRId64,
	    number / steps, decimals, number % steps);
}

/* The upper end of what it shows, NaN where there is none. */
static double
upper_ratio(const struct json *series, const char *metric)
{
	bool counted = strcmp(metric, METRIC_INSTRUCTIONS) == 0;
	double ratio = NAN;

	json_get_number(series, counted ? "ratio" : "ratio_high", &ratio);
	return ratio;
}

static bool
is_name(const char *text, size_t max)
{
	return text && *text && strlen(text) <= max;
}

static enum err
take_factor(struct accept_regressed *item, const struct json *series,
    size_t index, const char *where)
{
	double ratio = upper_ratio(series, item->metric);
	double tolerance = 0;

	if (!(ratio > 1) || ratio > ACCEPT_FACTOR_MAX)
		return err_fail(ERR_USAGE,
		    "%s: series[%zu], %s/%s: its ratio is not known to be "
		    "above 1 and at most %d",
		    where, index, item->benchmark, item->metric,
		    ACCEPT_FACTOR_MAX);
	json_get_number(series, "tolerance", &tolerance);
	round_up(ratio, tolerance < FINE_BELOW, item->factor);
	return ERR_OK;
}

static enum err
take_series(struct accept_result *out, const struct json *series, size_t index,
    const char *where)
{
	const char *benchmark = json_get_text(series, "benchmark");
	const char *metric = json_get_text(series, "metric");
	struct accept_regressed *item = &out->items[out->count];
	double beyond;

	if (!is_name(benchmark, BENCHMARK_NAME_MAX) ||
	    !is_name(metric, METRIC_NAME_MAX))
		return err_fail(ERR_USAGE,
		    "%s: series[%zu]: the names of a benchmark and a metric "
		    "were expected",
		    where, index);
	out->count++;
	item->benchmark = strdup(benchmark);
	item->metric = strdup(metric);
	if (!item->benchmark || !item->metric)
		return err_fail(ERR_NOMEM, "out of memory");
	/* A limit is not accepted but changed, in the config. */
	item->beyond_limit = json_get_number(series, "beyond_value", &beyond);
	return item->beyond_limit ? ERR_OK
				  : take_factor(item, series, index, where);
}

/* The id of a side's commit, where the file says it. */
static enum err
take_commit(const struct json *root, const char *side, const char *where,
    char out[ACCEPT_DIGITS_SIZE])
{
	const char *oid = json_get_text(json_get(root, side), "oid");

	if (!oid)
		return ERR_OK;
	if (strlen(oid) != ACCEPT_DIGITS_SIZE - 1 ||
	    strspn(oid, "0123456789abcdef") != ACCEPT_DIGITS_SIZE - 1)
		return err_fail(ERR_USAGE,
		    "%s: %s.oid: an id of %d digits was expected", where, side,
		    ACCEPT_DIGITS_SIZE - 1);
	memcpy(out, oid, ACCEPT_DIGITS_SIZE);
	return ERR_OK;
}

static enum err
take_all(struct accept_result *out, const struct json *root, const char *where)
{
	const char *schema = json_get_text(root, "schema");
	const struct json *series = json_get(root, "series");
	enum err err = ERR_OK;

	if (!schema || strcmp(schema, SCHEMA) != 0 || !json_is_array(series))
		return err_fail(ERR_USAGE,
		    "%s: a result file (" SCHEMA ") was expected", where);
	out->items = calloc(json_count(series) + 1, sizeof *out->items);
	if (!out->items)
		return err_fail(ERR_NOMEM, "out of memory");
	err = take_commit(root, "base", where, out->base);
	if (!err)
		err = take_commit(root, "head", where, out->head);
	for (size_t i = 0; !err && i < json_count(series); i++) {
		const struct json *one = json_at(series, i);
		const char *verdict = json_get_text(one, "verdict");

		if (verdict && strcmp(verdict, "regressed") == 0)
			err = take_series(out, one, i, where);
	}
	return err;
}

enum err
accept_result_parse(
    struct accept_result *out, const char *text, size_t len, const char *where)
{
	struct accept_result result = {NULL, 0, "", ""};
	struct json *root = NULL;
	enum err err = json_parse(&root, text, len, where);

	if (err == ERR_PARSE)
		err = err_fail(ERR_USAGE, "%s", err_text());
	if (!err)
		err = take_all(&result, root, where);
	json_free(root);
	if (err) {
		accept_result_release(&result);
		*out = (struct accept_result){NULL, 0, "", ""};
	} else {
		*out = result;
	}
	return err;
}

enum err
accept_result_read(struct accept_result *out, const char *path)
{
	struct buf text = BUF_INIT;
	enum err err = path_read(path, ACCEPT_RESULT_BYTES_MAX, &text);

	if (err && err != ERR_NOMEM)
		err = err_fail(ERR_USAGE, "--from: %s", err_text());
	if (!err)
		err = accept_result_parse(out, buf_text(&text), text.len, path);
	buf_release(&text);
	return err;
}

void
accept_result_release(struct accept_result *result)
{
	for (size_t i = 0; i < result->count; i++) {
		free(result->items[i].benchmark);
		free(result->items[i].metric);
	}
	free(result->items);
	*result = (struct accept_result){NULL, 0, "", ""};
}
