#include "core/bench/regress.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/path.h"
#include "core/bench/protocol.h"
#include "core/bench/timing.h"
#include "core/interval/interval.h"

#define WRITER "a file that interval-bench protocol --format json wrote"
#define CPU_TIME "cpu_time"
#define TIME_UNIT "time_unit"
#define P99 "p99"
#define NS_PER_S 1e9

/* ---- names ---- */

/* "fragmented/live:1000" has 1000, "fragmented" 0. */
static bool
read_live(const char *text, size_t len, uint64_t *live)
{
	static const char key[] = "/live:";
	const char *at = memmem(text, len, key, sizeof key - 1);
	char number[24];
	size_t digits;

	*live = 0;
	if (!at)
		return true;
	at += sizeof key - 1;
	digits = len - (size_t)(at - text);
	if (digits >= sizeof number)
		return false;
	memcpy(number, at, digits);
	number[digits] = '\0';
	return !number_parse_whole(
	    number, STREAM_LIVE_MIN, STREAM_LIVE_MAX, live);
}

/* Whether a benchmark of that manager and plan has the name. */
static bool
is_name_of(
    const char *name, const char *manager, const struct stream_plan *plan)
{
	char stream[STREAM_NAME_SIZE];
	char own[ROW_NAME_SIZE];

	stream_name(stream, plan);
	protocol_name(own, manager, stream, plan->ops);
	return strcmp(name, own) == 0;
}

/* Try every manager and mix with the numbers that the name holds. */
static void
find_plan(struct regress_benchmark *benchmark, uint64_t seed)
{
	const char *const *managers = interval_managers();
	const char *ops_text = strrchr(benchmark->name, '/');
	struct stream_plan plan = {.seed = seed};
	const struct stream_mix *mixes;
	uint64_t ops;
	size_t n;

	if (!ops_text ||
	    number_parse_whole(ops_text + 1, 1, STREAM_OPS_MAX, &ops) ||
	    !read_live(benchmark->name, (size_t)(ops_text - benchmark->name),
		&plan.live))
		return;
	plan.ops = (size_t)ops;
	mixes = stream_mixes(&n);
	for (size_t i = 0; managers[i]; i++) {
		for (size_t k = 0; k < n; k++) {
			plan.mix = &mixes[k];
			if (!is_name_of(benchmark->name, managers[i], &plan))
				continue;
			benchmark->known = true;
			benchmark->manager = managers[i];
			benchmark->plan = plan;
		}
	}
}

/* ---- figures ---- */

/* @return whether the row has the counter */
static bool
counter_of(const struct row *row, const char *name, double *value)
{
	for (size_t i = 0; i < row->counters_n; i++) {
		if (strcmp(row->counters[i].name, name) != 0)
			continue;
		*value = row->counters[i].value;
		return true;
	}
	return false;
}

enum err
regress_figures_of(
    const struct rows *rows, const char *name, struct regress_figures *out)
{
	double *rates = calloc(rows->n + 1, sizeof *rates);
	double *p99s = calloc(rows->n + 1, sizeof *p99s);
	size_t n = 0;
	enum err err = ERR_OK;

	if (!rates || !p99s) {
		err = err_fail(ERR_NOMEM, "no memory for %zu rows", rows->n);
		goto out;
	}
	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->items[i];

		if (strcmp(row->name, name) == 0 && row->cpu_ns > 0 &&
		    counter_of(row, P99, &p99s[n]))
			rates[n++] = NS_PER_S / row->cpu_ns;
	}
	if (n == 0) {
		err = err_fail(ERR_NOTFOUND, "%s: it was not measured", name);
		goto out;
	}
	out->rate = timing_median(rates, n);
	out->p99_ns = timing_median(p99s, n);
out:
	free(rates);
	free(p99s);
	return err;
}

/* ---- reading ---- */

/* What one reading works with. */
struct reader {
	const char *what;
	struct rows rows; /* those of the file */
	struct regress out;
};

static enum err
take_row(struct reader *reader, const struct json *json, size_t index)
{
	const char *name = json_get_text(json, "name");
	const char *type = json_get_text(json, "run_type");
	const char *unit = json_get_text(json, TIME_UNIT);
	double p99_ns = 0;
	struct row row = {.repetition = 0};

	if (!name || strlen(name) >= sizeof row.name)
		return err_fail(ERR_PARSE,
		    "%s: benchmark %zu: a \"name\" was expected, as in " WRITER,
		    reader->what, index + 1);
	if (type && strcmp(type, "iteration") != 0)
		return err_fail(ERR_PARSE,
		    "%s: %s: run_type \"%s\": \"iteration\" was expected, as "
		    "in " WRITER,
		    reader->what, name, type);
	if (unit && strcmp(unit, "ns") != 0)
		return err_fail(ERR_PARSE,
		    "%s: %s: " TIME_UNIT " \"%s\": \"ns\" was expected, as "
		    "in " WRITER,
		    reader->what, name, unit);
	if (!json_get_number(json, CPU_TIME, &row.cpu_ns) || !(row.cpu_ns > 0))
		return err_fail(ERR_PARSE,
		    "%s: %s: \"" CPU_TIME "\" above 0 was expected, as "
		    "in " WRITER,
		    reader->what, name);
	if (!json_get_number(json, P99, &p99_ns) || !(p99_ns >= 0))
		return err_fail(ERR_PARSE,
		    "%s: %s: \"" P99 "\" of at least 0 was expected, as "
		    "in " WRITER,
		    reader->what, name);
	(void)snprintf(row.name, sizeof row.name, "%s", name);
	row_count(&row, P99, p99_ns);
	return rows_add(&reader->rows, &row);
}

static bool
is_taken(const struct regress *regress, const char *name)
{
	for (size_t i = 0; i < regress->n; i++) {
		if (strcmp(regress->items[i].name, name) == 0)
			return true;
	}
	return false;
}

/* One benchmark for all rows of the same name. */
static enum err
gather(struct reader *reader, uint64_t seed)
{
	struct regress *out = &reader->out;
	const struct rows *rows = &reader->rows;

	out->items = calloc(rows->n + 1, sizeof *out->items);
	if (!out->items)
		return err_fail(
		    ERR_NOMEM, "%s: no memory for its rows", reader->what);
	for (size_t i = 0; i < rows->n; i++) {
		struct regress_benchmark *benchmark = &out->items[out->n];
		enum err err;

		if (is_taken(out, rows->items[i].name))
			continue;
		memcpy(benchmark->name, rows->items[i].name,
		    sizeof benchmark->name);
		err = regress_figures_of(
		    rows, benchmark->name, &benchmark->baseline);
		if (err)
			return err;
		find_plan(benchmark, seed);
		out->n++;
	}
	return ERR_OK;
}

static void
copy_text(char *out, size_t size, const char *text)
{
	(void)snprintf(out, size, "%s", text ? text : "");
}

static enum err
take_document(struct reader *reader, const struct json *json)
{
	const struct json *context = json_get(json, "context");
	const struct json *list = json_get(json, "benchmarks");
	const char *seed_text = json_get_text(context, "seed");
	uint64_t seed;
	enum err err = ERR_OK;

	if (!json_is_array(list))
		return err_fail(ERR_PARSE,
		    "%s: a list \"benchmarks\" was expected, as in " WRITER,
		    reader->what);
	if (!seed_text || number_parse_whole(seed_text, 0, UINT64_MAX, &seed))
		return err_fail(ERR_PARSE,
		    "%s: a \"seed\" in \"context\" was expected, as in " WRITER,
		    reader->what);
	if (json_count(list) == 0)
		return err_fail(ERR_PARSE,
		    "%s: it holds no benchmark: at least one was expected",
		    reader->what);
	if (json_count(list) > REGRESS_ROWS_MAX)
		return err_fail(ERR_LIMIT,
		    "%s: it holds %zu rows: at most %d were expected",
		    reader->what, json_count(list), REGRESS_ROWS_MAX);
	copy_text(reader->out.host, sizeof reader->out.host,
	    json_get_text(context, "host_name"));
	copy_text(reader->out.build, sizeof reader->out.build,
	    json_get_text(context, "library_build_type"));
	for (size_t i = 0; i < json_count(list) && !err; i++)
		err = take_row(reader, json_at(list, i), i);
	return err ? err : gather(reader, seed);
}

/* The parser knows the place, not what the file was to be. */
static enum err
fail_json(void)
{
	char why[256];

	(void)snprintf(why, sizeof why, "%s", err_text());
	return err_fail(ERR_PARSE, "%s: expected " WRITER, why);
}

enum err
regress_parse(
    const char *text, size_t len, const char *what, struct regress *out)
{
	struct reader reader = {.what = what, .rows = ROWS_INIT};
	struct json *json = NULL;
	enum err err = json_parse(&json, text, len, what);

	if (err == ERR_PARSE)
		err = fail_json();
	if (!err)
		err = take_document(&reader, json);
	json_free(json);
	rows_release(&reader.rows);
	if (err)
		regress_release(&reader.out);
	else
		*out = reader.out;
	return err;
}

enum err
regress_read(const char *path, struct regress *out)
{
	struct buf text = BUF_INIT;
	enum err err = path_read(path, REGRESS_FILE_MAX, &text);

	if (!err)
		err = regress_parse(buf_text(&text), text.len, path, out);
	buf_release(&text);
	return err;
}

void
regress_release(struct regress *regress)
{
	free(regress->items);
	regress->items = NULL;
	regress->n = 0;
}

/* ---- the verdict ---- */

enum regress_verdict
regress_judge(const struct regress_benchmark *benchmark,
    const struct regress_tolerances *tolerances)
{
	const struct regress_figures *then = &benchmark->baseline;
	const struct regress_figures *now = &benchmark->now;
	/* So written that a figure that is no number fails. */
	bool rate = now->rate >= then->rate * (1 - tolerances->rate);
	bool p99 = now->p99_ns <= then->p99_ns * (1 + tolerances->p99) ||
		   now->p99_ns - then->p99_ns < REGRESS_P99_NS_MIN;

	if (!benchmark->known)
		return REGRESS_UNKNOWN;
	if (rate && p99)
		return REGRESS_FINE;
	if (rate)
		return REGRESS_P99;
	return p99 ? REGRESS_RATE : REGRESS_BOTH;
}

const char *
regress_verdict_text(enum regress_verdict verdict)
{
	switch (verdict) {
	case REGRESS_FINE:
		return "fine";
	case REGRESS_RATE:
		return "too slow";
	case REGRESS_P99:
		return "P99 too high";
	case REGRESS_BOTH:
		return "too slow, P99 too high";
	case REGRESS_UNKNOWN:
		return "no such benchmark";
	}
	return "";
}
