#include "reports/csv.h"

#include <string.h>

#include "core/base/json.h"
#include "reports/escape.h"

#define NUMBER_SIZE 32

static void
raw(struct csv_writer *csv, const char *text, size_t len)
{
	if (!csv->err && fwrite(text, 1, len, csv->file) != len)
		csv->err = err_fail(ERR_IO, "cannot write CSV");
}

static void
cell(struct csv_writer *csv, const char *text)
{
	if (csv->in_row)
		raw(csv, ",", 1);
	raw(csv, text, strlen(text));
	csv->in_row = true;
}

void
csv_init(struct csv_writer *csv, FILE *file)
{
	*csv = (struct csv_writer){.file = file, .clean = BUF_INIT};
}

void
csv_heading(struct csv_writer *csv, const char *const *names, size_t count)
{
	for (size_t i = 0; i < count; i++)
		cell(csv, names[i]);
	csv_row_end(csv);
}

void
csv_text(struct csv_writer *csv, const char *text)
{
	const char *at;

	if (!text) {
		cell(csv, "");
		return;
	}
	buf_reset(&csv->clean);
	term_text(&csv->clean, text, ESCAPE_WHOLE);
	if (!csv->err)
		csv->err = buf_err(&csv->clean);
	at = buf_text(&csv->clean);
	cell(csv, *at && strchr("=+-@", *at) ? "\"'" : "\"");
	while (*at) {
		size_t len = strcspn(at, "\"");

		raw(csv, at, len);
		at += len;
		if (*at == '"') {
			raw(csv, "\"\"", 2);
			at++;
		}
	}
	raw(csv, "\"", 1);
}

void
csv_number(struct csv_writer *csv, double number)
{
	char text[NUMBER_SIZE];

	json_format_number(number, text, sizeof text);
	cell(csv, strcmp(text, "null") == 0 ? "" : text);
}

void
csv_count(struct csv_writer *csv, size_t count)
{
	char text[NUMBER_SIZE];

	snprintf(text, sizeof text, "%zu", count);
	cell(csv, text);
}

void
csv_bool(struct csv_writer *csv, bool value)
{
	cell(csv, value ? "true" : "false");
}

void
csv_row_end(struct csv_writer *csv)
{
	raw(csv, "\r\n", 2);
	csv->in_row = false;
}

enum err
csv_finish(struct csv_writer *csv)
{
	if (!csv->err && fflush(csv->file) == EOF)
		csv->err = err_fail(ERR_IO, "cannot write CSV");
	buf_release(&csv->clean);
	return csv->err;
}
