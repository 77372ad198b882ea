#include "reports/baseline_report.h"

#include <string.h>
#include <time.h>

#include "core/base/buf.h"
#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/phrases.h"
#include "reports/units.h"

#define DAY_SIZE 32
#define SETUP_SHOWN 8

/* A day, or "-" for what no calendar has. */
static void
put_day(struct buf *out, int64_t time_s)
{
	time_t when = (time_t)time_s;
	char day[DAY_SIZE];
	struct tm tm;

	if (gmtime_r(&when, &tm) &&
	    strftime(day, sizeof day, "%Y-%m-%d", &tm) > 0)
		buf_puts(out, day);
	else
		buf_putc(out, '-');
}

static void
put_count(struct grid *grid, size_t count)
{
	struct buf cell = BUF_INIT;

	buf_printf(&cell, "%zu", count);
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_oid(struct grid *grid, const char *oid)
{
	struct buf cell = BUF_INIT;

	phrase_oid(&cell, oid);
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_value(struct grid *grid, double value, const char *unit)
{
	struct buf cell = BUF_INIT;

	units_value(&cell, value, unit);
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_percent(struct grid *grid, double fraction)
{
	struct buf cell = BUF_INIT;

	units_percent(&cell, fraction);
	grid_move(grid, &cell);
	buf_release(&cell);
}

static bool
same_name(const struct series_name *a, const struct series_name *b)
{
	return strcmp(a->benchmark, b->benchmark) == 0 &&
	       strcmp(a->metric, b->metric) == 0;
}

/* The setup is shown where the name alone would stand there twice. */
static void
put_series(struct grid *grid, const struct series_name *name, const char *setup,
    bool repeated)
{
	struct buf cell = BUF_INIT;

	phrase_name(&cell, name->benchmark, name->metric);
	if (repeated)
		buf_printf(&cell, " (setup %.*s)", SETUP_SHOWN, setup);
	grid_move(grid, &cell);
	buf_release(&cell);
}

static void
put_machine(struct buf *out, const char *key)
{
	buf_puts(out, "machine: ");
	term_text(out, key, ESCAPE_WHOLE);
	buf_putc(out, '\n');
}

static enum err
finish(struct buf *page, struct grid *grid, FILE *file)
{
	enum err err = buf_err(page);

	if (!err && fwrite(page->data, 1, page->len, file) != page->len)
		err = err_fail(ERR_IO, "the baselines cannot be written");
	if (grid)
		grid_release(grid);
	buf_release(page);
	return err;
}

/* ---- pins ---- */

static const struct grid_column pin_columns[] = {
    {"pin", false},
    {"commit", false},
    {"date", false},
    {"in clone", false},
    {"sessions", true},
    {"subject", false},
};

enum err
pin_report_text(const struct pin_report *report, FILE *file)
{
	struct buf page = BUF_INIT;
	struct buf cell = BUF_INIT;
	struct grid grid;

	if (!report->count) {
		buf_puts(&page, "no commit is pinned; tidemark baseline pin "
				"NAME REV pins one\n");
		return finish(&page, NULL, file);
	}
	grid_init(&grid, pin_columns, sizeof pin_columns / sizeof *pin_columns);
	for (size_t i = 0; i < report->count; i++) {
		const struct pin_row *pin = &report->pins[i];

		grid_put(&grid, pin->name);
		put_oid(&grid, pin->oid);
		if (pin->subject)
			put_day(&cell, pin->time_s);
		else
			buf_putc(&cell, '-');
		grid_move(&grid, &cell);
		grid_put(&grid, pin->in_clone ? "yes" : "no");
		put_count(&grid, pin->sessions);
		grid_put(&grid, phrase_or_dash(pin->subject));
	}
	grid_write(&grid, &page);
	buf_puts(&page, "\nsessions of this ");
	put_machine(&page, report->machine_key);
	buf_release(&cell);
	return finish(&page, &grid, file);
}

/* ---- one commit ---- */

static const struct grid_column baseline_columns[] = {
    {"series", false},
    {"value", true},
    {"spread", true},
    {"samples", true},
    {"sessions", true},
};

static bool
is_repeated(const struct baseline_report *report, size_t i)
{
	const struct baseline_row *rows = report->rows;

	return (i > 0 && same_name(&rows[i - 1].name, &rows[i].name)) ||
	       (i + 1 < report->count &&
		   same_name(&rows[i + 1].name, &rows[i].name));
}

enum err
baseline_report_text(const struct baseline_report *report, FILE *file)
{
	struct buf page = BUF_INIT;
	struct grid grid;

	buf_puts(&page, "commit ");
	phrase_oid(&page, report->oid);
	buf_puts(&page, " of ");
	put_day(&page, report->time_s);
	buf_putc(&page, ' ');
	term_text(&page, report->subject, ESCAPE_WHOLE);
	buf_putc(&page, '\n');
	put_machine(&page, report->machine_key);
	buf_putc(&page, '\n');
	grid_init(&grid, baseline_columns,
	    sizeof baseline_columns / sizeof *baseline_columns);
	for (size_t i = 0; i < report->count; i++) {
		const struct baseline_row *row = &report->rows[i];

		put_series(
		    &grid, &row->name, row->setup, is_repeated(report, i));
		put_value(&grid, row->value, row->name.unit);
		put_percent(&grid, row->spread);
		put_count(&grid, row->samples);
		put_count(&grid, row->sessions);
	}
	grid_write(&grid, &page);
	return finish(&page, &grid, file);
}

/* ---- the archive ---- */

static const struct grid_column archive_columns[] = {
    {"series", false},
    {"best", true},
    {"commit", false},
    {"latest", true},
    {"spread", true},
    {"commit", false},
    {"against best", true},
    {"commits", true},
};

static void
put_archive_row(struct grid *grid, const struct archive_row *row, bool repeated)
{
	struct buf cell = BUF_INIT;

	put_series(grid, &row->name, row->setup, repeated);
	put_value(grid, row->best.value, row->name.unit);
	put_oid(grid, row->best.oid);
	put_value(grid, row->latest.value, row->name.unit);
	put_percent(grid, row->latest.spread);
	put_oid(grid, row->latest.oid);
	if (strcmp(row->best.oid, row->latest.oid) == 0)
		buf_puts(&cell, "the best");
	else
		units_change(&cell, row->ratio);
	grid_move(grid, &cell);
	put_count(grid, row->commits);
	buf_release(&cell);
}

/* Rows first to end - 1, which are one machine's. */
static void
put_archive_machine(struct buf *page, const struct archive_report *report,
    size_t first, size_t end)
{
	const struct archive_row *rows = report->rows;
	struct grid grid;

	put_machine(page, rows[first].machine_key);
	grid_init(&grid, archive_columns,
	    sizeof archive_columns / sizeof *archive_columns);
	for (size_t i = first; i < end; i++) {
		bool repeated = (i > first && same_name(&rows[i - 1].name,
						  &rows[i].name)) ||
				(i + 1 < end && same_name(&rows[i + 1].name,
						    &rows[i].name));

		put_archive_row(&grid, &rows[i], repeated);
	}
	grid_write(&grid, page);
	grid_release(&grid);
}

enum err
archive_report_text(const struct archive_report *report, FILE *file)
{
	struct buf page = BUF_INIT;

	for (size_t i = 0, end; i < report->count; i = end) {
		const char *key = report->rows[i].machine_key;

		for (end = i + 1;
		     end < report->count &&
		     strcmp(report->rows[end].machine_key, key) == 0;)
			end++;
		if (i)
			buf_putc(&page, '\n');
		put_archive_machine(&page, report, i, end);
	}
	buf_puts(&page, "\nabove +0 % is worse; machines are not comparable "
			"with each other\n");
	return finish(&page, NULL, file);
}
