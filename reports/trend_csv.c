#include "reports/trend_report.h"

#include <stdio.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/escape.h"
#include "reports/trend_rows.h"

#define NUMBER_SIZE 32

/* A field as RFC 4180 has it. A spreadsheet takes a text that begins with one
 * of "=+-@" for a formula: an apostrophe keeps it a text. */
static void
put_text(struct buf *out, const char *text)
{
	struct buf clean = BUF_INIT;

	term_text(&clean, text, ESCAPE_WHOLE);
	buf_putc(out, '"');
	if (*buf_text(&clean) && strchr("=+-@", *buf_text(&clean)))
		buf_putc(out, '\'');
	for (const char *at = buf_text(&clean); *at; at++) {
		if (*at == '"')
			buf_putc(out, '"');
		buf_putc(out, *at);
	}
	buf_putc(out, '"');
	if (clean.failed)
		out->failed = true;
	buf_release(&clean);
}

static void
put_number(struct buf *out, double number)
{
	char text[NUMBER_SIZE];

	json_format_number(number, text, sizeof text);
	buf_puts(out, strcmp(text, "null") == 0 ? "" : text);
}

static void
put_row(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct history_line *line = row->series->line;
	const struct trend_commit *commit =
	    &report->commits[line->points[row->index].commit];

	put_text(out, trend_section_title(row->section));
	buf_putc(out, ',');
	put_text(out, line->benchmark);
	buf_putc(out, ',');
	put_text(out, line->metric);
	buf_printf(out, ",%zu,", row->index);
	put_text(out, commit->oid);
	buf_putc(out, ',');
	put_number(out, row->ratio);
	buf_putc(out, ',');
	put_number(out, row->ratio_low);
	buf_putc(out, ',');
	put_number(out, row->ratio_high);
	buf_putc(out, '\n');
}

enum err
trend_render_csv(const struct trend_report *report,
    const struct trend_render_options *options, FILE *file)
{
	struct trend_rows rows;
	struct buf out = BUF_INIT;
	enum err err = trend_rows_init(&rows, report);

	if (err)
		return err;
	buf_puts(&out, "section,benchmark,metric,index,oid,ratio,ratio_low,"
		       "ratio_high\n");
	for (size_t i = 0; i < rows.count; i++)
		if (trend_section_shown(
			report, options->verbose, rows.rows[i].section))
			put_row(&out, report, &rows.rows[i]);
	err = buf_err(&out);
	if (!err && (fwrite(out.data, 1, out.len, file) != out.len ||
			fflush(file) == EOF))
		err = err_fail(ERR_IO, "the trend cannot be written");
	trend_rows_release(&rows);
	buf_release(&out);
	return err;
}
