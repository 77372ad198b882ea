#include "core/bench/rows.h"

#include <assert.h>
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

#define CAPACITY_FIRST 16
#define NUMBER_SIZE 40

void
row_count(struct row *row, const char *name, double value)
{
	assert(row->counters_n < ROW_COUNTERS_MAX);
	row->counters[row->counters_n++] = (struct row_counter){name, value};
}

enum err
rows_add(struct rows *rows, const struct row *row)
{
	if (rows->n == rows->capacity) {
		size_t capacity =
		    rows->capacity ? rows->capacity * 2 : CAPACITY_FIRST;
		struct row *items =
		    reallocarray(rows->items, capacity, sizeof *items);

		if (!items)
			return err_fail(
			    ERR_NOMEM, "no memory for %zu rows", capacity);
		rows->items = items;
		rows->capacity = capacity;
	}
	rows->items[rows->n++] = *row;
	return ERR_OK;
}

void
rows_release(struct rows *rows)
{
	free(rows->items);
	*rows = (struct rows)ROWS_INIT;
}

/* ---- JSON ---- */

static void
put_context(struct json_writer *json, const struct host *host,
    const char *executable, const struct row_context *context)
{
	json_key(json, "context");
	json_object_begin(json);
	json_member_text(json, "date", host->date);
	json_member_text(json, "host_name", host->name);
	json_member_text(json, "executable", executable);
	json_member_int(json, "num_cpus", host->cpus);
	if (host->mhz > 0)
		json_member_int(json, "mhz_per_cpu", (int64_t)(host->mhz + .5));
	json_key(json, "caches");
	json_array_begin_flat(json);
	json_array_end(json);
	json_key(json, "load_avg");
	json_array_begin_flat(json);
	for (int i = 0; i < host->loads; i++)
		json_put_number(json, host->load[i]);
	json_array_end(json);
	json_member_text(json, "library_build_type", host->build);
	json_member_int(json, "json_schema_version", 1);
	/* What a user adds to the context is text in that schema. */
	json_member_text(json, "tidemark_version", TIDEMARK_VERSION);
	for (; context->key; context++)
		json_member_text(json, context->key, context->value);
	json_object_end(json);
}

static void
put_row(struct json_writer *json, const struct row *row)
{
	json_object_begin(json);
	json_member_text(json, "name", row->name);
	json_member_count(json, "family_index", row->family);
	json_member_count(json, "per_family_instance_index", row->instance);
	json_member_text(json, "run_name", row->name);
	json_member_text(json, "run_type", "iteration");
	json_member_int(json, "repetitions", row->repetitions);
	json_member_int(json, "repetition_index", row->repetition);
	json_member_int(json, "threads", 1);
	json_member_int(json, "iterations", (int64_t)row->iterations);
	json_member_number(json, "real_time", row->real_ns);
	json_member_number(json, "cpu_time", row->cpu_ns);
	json_member_text(json, "time_unit", "ns");
	for (size_t i = 0; i < row->counters_n; i++)
		json_member_number(
		    json, row->counters[i].name, row->counters[i].value);
	json_object_end(json);
}

enum err
rows_write_json(const struct rows *rows, const struct host *host,
    const char *executable, const struct row_context *context, FILE *file)
{
	struct json_writer json;

	json_writer_init(&json, file);
	json_object_begin(&json);
	put_context(&json, host, executable, context);
	json_key(&json, "benchmarks");
	json_array_begin(&json);
	for (size_t i = 0; i < rows->n; i++)
		put_row(&json, &rows->items[i]);
	json_array_end(&json);
	json_object_end(&json);
	return json_writer_end(&json);
}

/* ---- CSV ---- */

/* The names of all counters, each once. */
struct columns {
	const char **names;
	size_t n;
};

static bool
has_column(const struct columns *columns, const char *name)
{
	for (size_t i = 0; i < columns->n; i++) {
		if (strcmp(columns->names[i], name) == 0)
			return true;
	}
	return false;
}

static enum err
add_column(struct columns *columns, const char *name)
{
	const char **names;

	if (has_column(columns, name))
		return ERR_OK;
	names = reallocarray(columns->names, columns->n + 1, sizeof *names);
	if (!names)
		return err_fail(
		    ERR_NOMEM, "no memory for %zu columns", columns->n + 1);
	names[columns->n++] = name;
	columns->names = names;
	return ERR_OK;
}

static enum err
find_columns(const struct rows *rows, struct columns *columns)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < rows->n; i++) {
		const struct row *row = &rows->items[i];

		for (size_t k = 0; k < row->counters_n && !err; k++)
			err = add_column(columns, row->counters[k].name);
	}
	return err;
}

/* Quoted where it must be: a comma, a quote or a line break is in it. */
static void
csv_text(const char *text, FILE *file)
{
	if (!strpbrk(text, ",\"\r\n")) {
		fputs(text, file);
		return;
	}
	putc('"', file);
	for (; *text; text++) {
		if (*text == '"')
			putc('"', file);
		putc(*text, file);
	}
	putc('"', file);
}

static void
csv_number(double number, FILE *file)
{
	char text[NUMBER_SIZE];

	json_format_number(number, text, sizeof text);
	/* What is not finite has no spelling that all readers know. */
	if (strcmp(text, "null") != 0)
		fputs(text, file);
}

static void
csv_header(const struct columns *columns, const struct row_context *context,
    FILE *file)
{
	fputs("name,family_index,per_family_instance_index,repetitions,"
	      "repetition_index,iterations,real_time,cpu_time,time_unit",
	    file);
	for (size_t i = 0; i < columns->n; i++) {
		putc(',', file);
		csv_text(columns->names[i], file);
	}
	for (; context->key; context++) {
		putc(',', file);
		csv_text(context->key, file);
	}
	fputs("\r\n", file);
}

static void
csv_counter(const struct row *row, const char *name, FILE *file)
{
	putc(',', file);
	for (size_t i = 0; i < row->counters_n; i++) {
		if (strcmp(row->counters[i].name, name) == 0) {
			csv_number(row->counters[i].value, file);
			return;
		}
	}
}

static void
csv_row(const struct row *row, const struct columns *columns,
    const struct row_context *context, FILE *file)
{
	csv_text(row->name, file);
	fprintf(file, ",%zu,%zu,%u,%u,%" PRIu64 ",", row->family, row->instance,
	    row->repetitions, row->repetition, row->iterations);
	csv_number(row->real_ns, file);
	putc(',', file);
	csv_number(row->cpu_ns, file);
	fputs(",ns", file);
	for (size_t i = 0; i < columns->n; i++)
		csv_counter(row, columns->names[i], file);
	for (; context->key; context++) {
		putc(',', file);
		csv_text(context->value, file);
	}
	fputs("\r\n", file);
}

enum err
rows_write_csv(
    const struct rows *rows, const struct row_context *context, FILE *file)
{
	struct columns columns = {NULL, 0};
	enum err err = find_columns(rows, &columns);

	if (err)
		goto out;
	csv_header(&columns, context, file);
	for (size_t i = 0; i < rows->n; i++)
		csv_row(&rows->items[i], &columns, context, file);
	if (fflush(file) != 0 || ferror(file))
		err = err_fail(
		    ERR_IO, "cannot write the CSV: %s", strerror(errno));
out:
	free(columns.names);
	return err;
}
