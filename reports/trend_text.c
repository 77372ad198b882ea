#include "reports/trend_report.h"

#include <stdio.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define ROWS_LISTED 50 /* of a section; --verbose shows all */
#define CELL_MAX 400

#define SGR_OFF "\x1b[0m"

static const char *const colours[TREND_SECTION_COUNT] = {
    [TREND_NEW_REGRESSIONS] = "\x1b[1;31m",
    [TREND_OPEN_REGRESSIONS] = "\x1b[31m",
    [TREND_ACCEPTED] = "\x1b[35m",
    [TREND_RESOLVED_NOW] = "\x1b[32m",
    [TREND_NEW_IMPROVEMENTS] = "\x1b[32m",
    [TREND_NEW_DRIFTS] = "\x1b[1;31m",
    [TREND_DRIFTS] = "\x1b[33m",
    [TREND_SUSPECTS] = "\x1b[33m",
    [TREND_SPREADS] = "\x1b[33m",
    [TREND_PAST] = "\x1b[2m",
};

struct sheet {
	const struct trend_report *report;
	const struct render_options *options;
	struct trend_rows rows;
	struct buf page;
	struct buf cell;
};

static void
put_heading(struct sheet *sheet, enum trend_section section, size_t count)
{
	bool colour = sheet->options->colour;

	buf_printf(&sheet->page, "\n%s%s%s (%zu)\n",
	    colour ? colours[section] : "", trend_section_title(section),
	    colour ? SGR_OFF : "", count);
}

static void
put_section(struct sheet *sheet, size_t first, size_t count)
{
	struct grid_column columns[TREND_COLUMN_COUNT];
	struct grid grid;
	size_t shown = count;

	if (!sheet->options->verbose && shown > ROWS_LISTED)
		shown = ROWS_LISTED;
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++)
		columns[i] = (struct grid_column){
		    trend_columns[i].title, trend_columns[i].right};
	grid_init(&grid, columns, TREND_COLUMN_COUNT);
	for (size_t i = 0; i < shown; i++)
		for (size_t k = 0; k < TREND_COLUMN_COUNT; k++) {
			buf_reset(&sheet->cell);
			trend_columns[k].put(&sheet->cell, sheet->report,
			    &sheet->rows.rows[first + i]);
			grid_put(&grid, buf_text(&sheet->cell));
		}
	grid_write(&grid, &sheet->page);
	grid_release(&grid);
	if (shown < count)
		buf_printf(&sheet->page,
		    "and %zu more; --verbose shows them all\n", count - shown);
}

static void
put_sections(struct sheet *sheet)
{
	size_t first = 0;

	for (int s = 0; s < TREND_SECTION_COUNT; s++) {
		enum trend_section section = (enum trend_section)s;
		size_t count = sheet->rows.counts[s];

		if (count && trend_section_shown(sheet->report,
				 sheet->options->verbose, section)) {
			put_heading(sheet, section, count);
			put_section(sheet, first, count);
		}
		first += count;
	}
}

/* The epochs of a line: where what cannot be compared begins. */
static void
put_epochs(struct buf *out, const struct history_line *line)
{
	for (size_t i = 1; i < line->epoch_count; i++)
		buf_printf(out, "%snew %s at point %zu", i > 1 ? ", " : "",
		    history_cause_name(line->epochs[i].cause),
		    line->epochs[i].first);
}

static void
put_levels(struct sheet *sheet)
{
	static const struct grid_column columns[] = {
	    {"series", false},
	    {"level", true},
	    {"points", true},
	    {"epochs", false},
	};
	struct buf *cell = &sheet->cell;
	struct grid grid;

	grid_init(&grid, columns, sizeof columns / sizeof *columns);
	for (size_t i = 0; i < sheet->report->series_count; i++) {
		const struct trend_series *series = &sheet->report->series[i];
		const struct history_line *line = series->line;
		const struct history_epoch *last =
		    &line->epochs[line->epoch_count - 1];

		buf_reset(cell);
		trend_name(cell, line);
		grid_put(&grid, buf_text(cell));
		buf_reset(cell);
		units_value(cell, series->trend->level, last->name.unit);
		grid_put(&grid, buf_text(cell));
		buf_reset(cell);
		buf_printf(cell, "%zu", line->point_count);
		grid_put(&grid, buf_text(cell));
		buf_reset(cell);
		put_epochs(cell, line);
		grid_put(&grid, buf_text(cell));
	}
	buf_puts(&sheet->page, "\nlevels\n");
	grid_write(&grid, &sheet->page);
	grid_release(&grid);
}

static void
put_head(struct sheet *sheet)
{
	buf_puts(&sheet->page, "trend: ");
	buf_reset(&sheet->cell);
	trend_summary(&sheet->cell, sheet->report);
	term_text(&sheet->page, buf_text(&sheet->cell), CELL_MAX);
	buf_putc(&sheet->page, '\n');
}

static void
put_end(struct sheet *sheet)
{
	size_t told = 0;

	for (int s = 0; s < TREND_SECTION_COUNT; s++)
		if (trend_section_shown(sheet->report, sheet->options->verbose,
			(enum trend_section)s))
			told += sheet->rows.counts[s];
	if (!told)
		buf_puts(&sheet->page, sheet->report->extent != TREND_WHOLE
					   ? "\nnothing new\n"
					   : "\nnothing changed\n");
	for (size_t i = 0; i < sheet->report->warning_count; i++) {
		buf_puts(&sheet->page, i ? "" : "\n");
		buf_puts(&sheet->page, "warning: ");
		term_text(
		    &sheet->page, sheet->report->warnings[i], ESCAPE_WHOLE);
		buf_putc(&sheet->page, '\n');
	}
}

static enum err
write_page(const struct buf *page, FILE *file)
{
	enum err err = buf_err(page);

	if (!err && (fwrite(page->data, 1, page->len, file) != page->len ||
			fflush(file) == EOF))
		err = err_fail(ERR_IO, "the trend cannot be written");
	return err;
}

enum err
trend_render_text(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct sheet sheet = {.report = report,
	    .options = options,
	    .page = BUF_INIT,
	    .cell = BUF_INIT};
	enum err err = trend_rows_init(&sheet.rows, report);

	if (err)
		return err;
	put_head(&sheet);
	put_sections(&sheet);
	if (options->verbose && report->series_count)
		put_levels(&sheet);
	put_end(&sheet);
	if (sheet.cell.failed)
		sheet.page.failed = true;
	err = write_page(&sheet.page, file);
	trend_rows_release(&sheet.rows);
	buf_release(&sheet.page);
	buf_release(&sheet.cell);
	return err;
}
