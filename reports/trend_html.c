#include "reports/trend_report.h"

#include "reports/html_sheet.h"
#include "reports/svg.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* What of the room is taken when each part ends, in percent. */
#define ALERTS_END 45
#define WARNINGS_END 50
#define SERIES_END 97

static size_t
end_at(size_t percent)
{
	return HTML_SHEET_ROOM / 100 * percent;
}

static enum html_tone
tone_of(enum trend_section section)
{
	static const enum html_tone tones[TREND_SECTION_COUNT] = {
	    [TREND_NEW_REGRESSIONS] = HTML_BAD,
	    [TREND_OPEN_REGRESSIONS] = HTML_BAD,
	    [TREND_ACCEPTED] = HTML_PLAIN,
	    [TREND_RESOLVED_NOW] = HTML_GOOD,
	    [TREND_NEW_IMPROVEMENTS] = HTML_GOOD,
	    [TREND_NEW_DRIFTS] = HTML_BAD,
	    [TREND_DRIFTS] = HTML_UNSURE,
	    [TREND_SUSPECTS] = HTML_UNSURE,
	    [TREND_SPREADS] = HTML_UNSURE,
	    [TREND_PAST] = HTML_QUIET,
	};

	return tones[section];
}

/* ---- alerts ---- */

static void
put_alert(struct html_sheet *sheet, const struct trend_report *report,
    const struct trend_row *row)
{
	html_row_begin(&sheet->out, NULL);
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++) {
		trend_columns[i].put(&sheet->raw, report, row);
		if (trend_columns[i].right)
			html_sheet_number(sheet, row->ratio);
		else
			html_sheet_cell(sheet);
	}
	html_row_end(&sheet->out);
}

static void
put_section(struct html_sheet *sheet, const struct trend_report *report,
    const struct trend_row *rows, size_t count, enum trend_section section)
{
	struct html_column titles[TREND_COLUMN_COUNT];
	const char *title = trend_section_title(section);
	size_t i;

	for (i = 0; i < TREND_COLUMN_COUNT; i++)
		titles[i] = (struct html_column){trend_column_title(i),
		    trend_columns[i].right ? HTML_BY_NUMBER : HTML_BY_TEXT};
	buf_puts(&sheet->out, "<h2>");
	html_mark(&sheet->out, tone_of(section), title);
	buf_printf(&sheet->out, " (%zu)</h2>\n", count);
	html_table_begin(&sheet->out, title, titles, TREND_COLUMN_COUNT, false);
	for (i = 0; i < count; i++) {
		html_sheet_mark(sheet);
		put_alert(sheet, report, &rows[i]);
		if (!html_sheet_fits(sheet, end_at(ALERTS_END)))
			break;
	}
	html_table_end(&sheet->out);
	html_sheet_left_out(sheet, count - i);
}

static void
put_alerts(struct html_sheet *sheet, const struct trend_report *report,
    const struct trend_rows *rows, bool verbose)
{
	const struct trend_row *row = rows->rows;
	bool any = false;

	for (int i = 0; i < TREND_SECTION_COUNT; i++) {
		enum trend_section section = (enum trend_section)i;
		size_t count = rows->counts[i];

		if (count && trend_section_shown(report, verbose, section)) {
			put_section(sheet, report, row, count, section);
			any = true;
		}
		row += count;
	}
	if (!any)
		html_paragraph(&sheet->out, report->extent != TREND_WHOLE
						? "Nothing new"
						: "Nothing changed");
}

static void
put_warnings(struct html_sheet *sheet, const struct trend_report *report)
{
	size_t i;

	if (!report->warning_count)
		return;
	html_heading(&sheet->out, 2, NULL, "Warnings");
	buf_puts(&sheet->out, "<ul>\n");
	for (i = 0; i < report->warning_count; i++) {
		html_sheet_mark(sheet);
		buf_puts(&sheet->out, "<li>");
		buf_puts(&sheet->raw, report->warnings[i]);
		html_sheet_text(sheet);
		buf_puts(&sheet->out, "</li>\n");
		if (!html_sheet_fits(sheet, end_at(WARNINGS_END)))
			break;
	}
	buf_puts(&sheet->out, "</ul>\n");
	html_sheet_left_out(sheet, report->warning_count - i);
}

/* ---- all series ---- */

static double
point_value(const void *points, size_t index)
{
	return ((const struct history_point *)points)[index].value;
}

static void
put_series(struct html_sheet *sheet, const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];

	html_row_begin(&sheet->out, NULL);
	trend_name(&sheet->raw, line);
	html_sheet_cell(sheet);
	html_cell_begin(&sheet->out);
	svg_spark(
	    &sheet->out, line->points + last->first, last->count, point_value);
	html_cell_end(&sheet->out);
	units_value(&sheet->raw, series->trend->level, last->name.unit);
	html_sheet_number(sheet, series->trend->level);
	buf_printf(&sheet->raw, "%zu", line->point_count);
	html_sheet_number(sheet, (double)line->point_count);
	buf_printf(&sheet->raw, "%zu", series->trend->count);
	html_sheet_number(sheet, (double)series->trend->count);
	html_row_end(&sheet->out);
}

static void
put_all_series(struct html_sheet *sheet, const struct trend_report *report)
{
	static const struct html_column titles[] = {{"series", HTML_BY_TEXT},
	    {"last points", HTML_UNSORTED}, {"level", HTML_BY_NUMBER},
	    {"points", HTML_BY_NUMBER}, {"changes", HTML_BY_NUMBER}};
	size_t i;

	if (!report->series_count)
		return;
	html_heading(&sheet->out, 2, NULL, "Series");
	html_table_begin(&sheet->out, "All series, of the newest epoch", titles,
	    COUNT(titles), true);
	for (i = 0; i < report->series_count; i++) {
		html_sheet_mark(sheet);
		put_series(sheet, &report->series[i]);
		if (!html_sheet_fits(sheet, end_at(SERIES_END)))
			break;
	}
	html_table_end(&sheet->out);
	html_sheet_left_out(sheet, report->series_count - i);
}

enum err
trend_render_html(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct trend_rows rows;
	struct html_sheet sheet;
	enum err err = trend_rows_init(&rows, report);

	if (err)
		return err;
	html_sheet_init(&sheet, "trend", report->version);
	buf_puts(&sheet.out, "<p>");
	trend_summary(&sheet.raw, report);
	html_sheet_text(&sheet);
	buf_puts(&sheet.out, "</p>\n");
	put_alerts(&sheet, report, &rows, options->verbose);
	put_warnings(&sheet, report);
	put_all_series(&sheet, report);
	err = html_sheet_write(&sheet, file);
	html_sheet_release(&sheet);
	trend_rows_release(&rows);
	return err;
}
