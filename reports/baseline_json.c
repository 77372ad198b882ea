#include "reports/baseline_report.h"

#include <string.h>

#include "core/base/json.h"

static void
put_text(struct json_writer *writer, const char *key, const char *text)
{
	json_key(writer, key);
	json_put_text(writer, text);
}

static void
put_int(struct json_writer *writer, const char *key, int64_t number)
{
	json_key(writer, key);
	json_put_int(writer, number);
}

static void
put_number(struct json_writer *writer, const char *key, double number)
{
	json_key(writer, key);
	json_put_number(writer, number);
}

static void
begin(struct json_writer *writer, FILE *file, const char *schema)
{
	json_writer_init(writer, file);
	json_object_begin(writer);
	put_text(writer, "schema", schema);
	put_text(writer, "version", TIDEMARK_VERSION);
}

static void
put_series(struct json_writer *writer, const struct series_name *name,
    const char *setup)
{
	put_text(writer, "benchmark", name->benchmark);
	put_text(writer, "metric", name->metric);
	put_text(writer, "unit", name->unit);
	put_text(writer, "direction", direction_name(name->direction));
	put_text(writer, "setup", setup);
}

static void
put_pin(struct json_writer *writer, const struct pin_row *pin)
{
	json_object_begin(writer);
	put_text(writer, "name", pin->name);
	put_text(writer, "oid", pin->oid);
	put_text(writer, "subject", pin->subject);
	json_key(writer, "time_s");
	if (pin->subject)
		json_put_int(writer, pin->time_s);
	else
		json_put_null(writer);
	json_key(writer, "in_clone");
	json_put_bool(writer, pin->in_clone);
	put_int(writer, "sessions", (int64_t)pin->sessions);
	json_object_end(writer);
}

enum err
pin_report_json(const struct pin_report *report, FILE *file)
{
	struct json_writer writer;

	begin(&writer, file, "tidemark.pins/1");
	put_text(&writer, "machine", report->machine_key);
	json_key(&writer, "pins");
	json_array_begin(&writer);
	for (size_t i = 0; i < report->count; i++)
		put_pin(&writer, &report->pins[i]);
	json_array_end(&writer);
	json_object_end(&writer);
	return json_writer_end(&writer);
}

static void
put_baseline_row(struct json_writer *writer, const struct baseline_row *row)
{
	json_object_begin(writer);
	put_series(writer, &row->name, row->setup);
	put_number(writer, "value", row->value);
	put_number(writer, "spread", row->spread);
	put_int(writer, "samples", (int64_t)row->samples);
	put_int(writer, "sessions", (int64_t)row->sessions);
	json_object_end(writer);
}

enum err
baseline_report_json(const struct baseline_report *report, FILE *file)
{
	struct json_writer writer;

	begin(&writer, file, "tidemark.baseline/1");
	json_key(&writer, "commit");
	json_object_begin(&writer);
	put_text(&writer, "oid", report->oid);
	put_text(&writer, "subject", report->subject);
	put_int(&writer, "time_s", report->time_s);
	json_object_end(&writer);
	put_text(&writer, "machine", report->machine_key);
	json_key(&writer, "series");
	json_array_begin(&writer);
	for (size_t i = 0; i < report->count; i++)
		put_baseline_row(&writer, &report->rows[i]);
	json_array_end(&writer);
	json_object_end(&writer);
	return json_writer_end(&writer);
}

static void
put_level(struct json_writer *writer, const char *key,
    const struct archive_level *level)
{
	json_key(writer, key);
	json_object_begin(writer);
	put_text(writer, "oid", level->oid);
	put_text(writer, "subject", level->subject);
	put_int(writer, "time_s", level->time_s);
	put_number(writer, "value", level->value);
	put_number(writer, "spread", level->spread);
	json_object_end(writer);
}

static void
put_archive_row(struct json_writer *writer, const struct archive_row *row)
{
	json_object_begin(writer);
	put_series(writer, &row->name, row->setup);
	put_level(writer, "best", &row->best);
	put_level(writer, "latest", &row->latest);
	put_number(writer, "ratio", row->ratio);
	put_int(writer, "commits", (int64_t)row->commits);
	json_object_end(writer);
}

static void
put_machine(
    struct json_writer *writer, const struct archive_report *report, size_t *at)
{
	const char *key = report->rows[*at].machine_key;

	json_object_begin(writer);
	put_text(writer, "key", key);
	json_key(writer, "series");
	json_array_begin(writer);
	for (; *at < report->count &&
	       strcmp(report->rows[*at].machine_key, key) == 0;
	     ++*at)
		put_archive_row(writer, &report->rows[*at]);
	json_array_end(writer);
	json_object_end(writer);
}

enum err
archive_report_json(const struct archive_report *report, FILE *file)
{
	struct json_writer writer;
	size_t at = 0;

	begin(&writer, file, "tidemark.archive/1");
	json_key(&writer, "machines");
	json_array_begin(&writer);
	while (at < report->count)
		put_machine(&writer, report, &at);
	json_array_end(&writer);
	json_object_end(&writer);
	return json_writer_end(&writer);
}
