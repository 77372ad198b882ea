#include "reports/baseline_report.h"

#include <string.h>

#include "core/base/json.h"

static void
begin(struct json_writer *writer, FILE *file, const char *schema)
{
	json_writer_init(writer, file);
	json_object_begin(writer);
	json_member_text(writer, "schema", schema);
	json_member_text(writer, "version", TIDEMARK_VERSION);
}

static void
put_series(struct json_writer *writer, const struct series_name *name,
    const char *setup)
{
	json_member_text(writer, "benchmark", name->benchmark);
	json_member_text(writer, "metric", name->metric);
	json_member_text(writer, "unit", name->unit);
	json_member_text(writer, "direction", direction_name(name->direction));
	json_member_text(writer, "setup", setup);
}

static void
put_pin(struct json_writer *writer, const struct pin_row *pin)
{
	json_object_begin(writer);
	json_member_text(writer, "name", pin->name);
	json_member_text(writer, "oid", pin->oid);
	json_member_text(writer, "subject", pin->subject);
	json_key(writer, "time_s");
	if (pin->subject)
		json_put_int(writer, pin->time_s);
	else
		json_put_null(writer);
	json_member_bool(writer, "in_clone", pin->in_clone);
	json_member_int(writer, "sessions", (int64_t)pin->sessions);
	json_object_end(writer);
}

enum err
pin_report_json(const struct pin_report *report, FILE *file)
{
	struct json_writer writer;

	begin(&writer, file, "tidemark.pins/1");
	json_member_text(&writer, "machine", report->machine_key);
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
	json_member_number(writer, "value", row->value);
	json_member_number(writer, "spread", row->spread);
	json_member_int(writer, "samples", (int64_t)row->samples);
	json_member_int(writer, "sessions", (int64_t)row->sessions);
	json_object_end(writer);
}

enum err
baseline_report_json(const struct baseline_report *report, FILE *file)
{
	struct json_writer writer;

	begin(&writer, file, "tidemark.baseline/1");
	json_key(&writer, "commit");
	json_object_begin(&writer);
	json_member_text(&writer, "oid", report->oid);
	json_member_text(&writer, "subject", report->subject);
	json_member_int(&writer, "time_s", report->time_s);
	json_object_end(&writer);
	json_member_text(&writer, "machine", report->machine_key);
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
	json_member_text(writer, "oid", level->oid);
	json_member_text(writer, "subject", level->subject);
	json_member_int(writer, "time_s", level->time_s);
	json_member_number(writer, "value", level->value);
	json_member_number(writer, "spread", level->spread);
	json_object_end(writer);
}

static void
put_archive_row(struct json_writer *writer, const struct archive_row *row)
{
	json_object_begin(writer);
	put_series(writer, &row->name, row->setup);
	put_level(writer, "best", &row->best);
	put_level(writer, "latest", &row->latest);
	json_member_number(writer, "ratio", row->ratio);
	json_member_int(writer, "commits", (int64_t)row->commits);
	json_object_end(writer);
}

static void
put_machine(
    struct json_writer *writer, const struct archive_report *report, size_t *at)
{
	const char *key = report->rows[*at].machine_key;

	json_object_begin(writer);
	json_member_text(writer, "key", key);
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
