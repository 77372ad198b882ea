#include "reports/renderers.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "reports/columns.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/reason.h"
#include "reports/units.h"

#define ROWS_LISTED 50 /* more only where they do not pass */
#define WIDTH_ALIGNED 72 /* a longer cell moves only its own row */
#define NAME_SHORTEST 32 /* below it names look alike */
#define VERDICT_WIDTH 12
#define GAP 2

#define ELLIPSIS "\xe2\x80\xa6"
#define SGR_OFF "\x1b[0m"

static const char mean_title[] = "geometric mean";

static const char *const colours[VERDICT_COUNT] = {
    [VERDICT_REGRESSED] = "\x1b[1;31m",
    [VERDICT_ERROR] = "\x1b[1;31m",
    [VERDICT_MISSING] = "\x1b[33m",
    [VERDICT_INCONCLUSIVE] = "\x1b[33m",
    [VERDICT_ACKNOWLEDGED] = "\x1b[35m",
    [VERDICT_IMPROVED] = "\x1b[32m",
    [VERDICT_NEW] = "\x1b[36m",
    [VERDICT_PASS] = "\x1b[32m",
    [VERDICT_IDENTICAL] = "\x1b[32m",
};

/* The text is made in `page` and written once it is whole. */
struct sheet {
	const struct report *report;
	const struct render_options *options;
	struct ranking ranking;
	struct buf page;
	struct buf raw; /* foreign text before it is escaped */
	struct buf cell; /* and one cell after that */
	size_t widths[COLUMN_COUNT];
	size_t name_max; /* columns of a name, as the terminal allows */
};

/* Move what is in `raw` to `out`, escaped. A failed buf forgets it when it is
 * reset; the page remembers. */
static void
flush_raw(struct sheet *sheet, struct buf *out)
{
	term_text(out, buf_text(&sheet->raw), ESCAPE_WHOLE);
	if (sheet->raw.failed || out->failed)
		sheet->page.failed = true;
	buf_reset(&sheet->raw);
}

static void
put_foreign(struct sheet *sheet, const char *text)
{
	term_text(&sheet->page, phrase_or_dash(text), ESCAPE_WHOLE);
}

static void
put_verdict(struct sheet *sheet, enum verdict verdict)
{
	bool colour = sheet->options->colour;

	buf_puts(&sheet->page, colour ? colours[verdict] : "");
	buf_puts(&sheet->page, verdict_name(verdict));
	buf_puts(&sheet->page, colour ? SGR_OFF : "");
}

/* ---- the table ---- */

/* Keep both ends of a name: they hold the suite and the size. */
static void
shorten(struct sheet *sheet)
{
	const char *text = buf_text(&sheet->cell);
	size_t taken = text_columns(text);
	size_t head = sheet->name_max / 2;
	size_t tail = sheet->name_max - head - 1;

	if (taken <= sheet->name_max)
		return;
	buf_append(&sheet->raw, text, text_offset(text, head));
	buf_puts(&sheet->raw, ELLIPSIS);
	buf_puts(&sheet->raw, text + text_offset(text, taken - tail));
	buf_reset(&sheet->cell);
	flush_raw(sheet, &sheet->cell);
}

/* Make the cell's text; @return the columns that it takes. */
static size_t
make_cell(
    struct sheet *sheet, enum column_id id, const struct report_series *series)
{
	buf_reset(&sheet->cell);
	columns[id].put(&sheet->raw, series);
	flush_raw(sheet, &sheet->cell);
	if (id == COLUMN_NAME)
		shorten(sheet);
	return text_columns(buf_text(&sheet->cell));
}

static void
widen(size_t *width, size_t columns_needed)
{
	if (columns_needed > *width && columns_needed <= WIDTH_ALIGNED)
		*width = columns_needed;
}

/* Names get what the terminal leaves them; nothing else is shortened. */
static void
limit_names(struct sheet *sheet)
{
	size_t others = 0;
	size_t width = (size_t)sheet->options->width;

	if (sheet->options->width <= 0)
		return;
	for (size_t id = 0; id < COLUMN_COUNT; id++) {
		if (id != COLUMN_NAME)
			others += sheet->widths[id] + GAP;
	}
	sheet->name_max = NAME_SHORTEST;
	if (width > others + NAME_SHORTEST)
		sheet->name_max = width - others;
	if (sheet->widths[COLUMN_NAME] > sheet->name_max)
		sheet->widths[COLUMN_NAME] = sheet->name_max;
}

static void
measure(struct sheet *sheet, const struct report_series *const *rows, size_t n)
{
	sheet->name_max = SIZE_MAX;
	for (size_t id = 0; id < COLUMN_COUNT; id++)
		sheet->widths[id] = strlen(columns[id].title);
	widen(&sheet->widths[COLUMN_NAME], strlen(mean_title));
	for (size_t i = 0; i < n; i++) {
		for (size_t id = 0; id < COLUMN_COUNT; id++)
			widen(&sheet->widths[id],
			    make_cell(sheet, (enum column_id)id, rows[i]));
	}
	limit_names(sheet);
}

/* Write one cell, with the spaces that align it; the last column has none
 * behind it. */
static void
put_cell(struct sheet *sheet, size_t id, const char *text)
{
	size_t taken = text_columns(text);
	size_t width = sheet->widths[id];
	int pad = width > taken ? (int)(width - taken) : 0;

	if (id)
		buf_printf(&sheet->page, "%*s", GAP, "");
	if (columns[id].right)
		buf_printf(&sheet->page, "%*s", pad, "");
	buf_puts(&sheet->page, text);
	if (!columns[id].right && id + 1 < COLUMN_COUNT)
		buf_printf(&sheet->page, "%*s", pad, "");
}

static void
put_row(struct sheet *sheet, const struct report_series *series)
{
	for (size_t id = 0; id < COLUMN_VERDICT; id++) {
		make_cell(sheet, (enum column_id)id, series);
		put_cell(sheet, id, buf_text(&sheet->cell));
	}
	if (series->judged) {
		put_cell(sheet, COLUMN_VERDICT, "");
		put_verdict(sheet, series->verdict);
	} else {
		put_cell(sheet, COLUMN_VERDICT, "-");
	}
	buf_putc(&sheet->page, '\n');
}

static void
put_mean(struct sheet *sheet)
{
	double ratio = ranking_mean_ratio(&sheet->ranking);

	if (isnan(ratio))
		return;
	for (size_t id = 0; id < COLUMN_CHANGE; id++)
		put_cell(sheet, id, id == COLUMN_NAME ? mean_title : "");
	buf_reset(&sheet->cell);
	units_change(&sheet->raw, ratio);
	flush_raw(sheet, &sheet->cell);
	put_cell(sheet, COLUMN_CHANGE, buf_text(&sheet->cell));
	buf_putc(&sheet->page, '\n');
}

static void
put_table(
    struct sheet *sheet, const struct report_series *const *rows, size_t n)
{
	measure(sheet, rows, n);
	buf_putc(&sheet->page, '\n');
	for (size_t id = 0; id < COLUMN_COUNT; id++)
		put_cell(sheet, id, columns[id].title);
	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; i < n; i++)
		put_row(sheet, rows[i]);
}

/* Rows of the table: all that do not pass, and of the others so many that
 * there are ROWS_LISTED in all. */
static size_t
listed(const struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t most =
	    ranking->notable > ROWS_LISTED ? ranking->notable : ROWS_LISTED;

	if (sheet->options->verbose || ranking->judged < most)
		return ranking->judged;
	return most;
}

static void
put_judged(struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t n = listed(sheet);

	if (!ranking->judged || sheet->report->verdict == VERDICT_IDENTICAL)
		return;
	put_table(sheet, ranking->rows, n);
	put_mean(sheet);
	if (n < ranking->judged)
		buf_printf(&sheet->page,
		    "%zu more that pass are not listed (all with --verbose)\n",
		    ranking->judged - n);
	buf_putc(&sheet->page, '\n');
	phrase_counts(&sheet->page, ranking->verdicts);
	buf_putc(&sheet->page, '\n');
}

static void
put_shown(struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t n = ranking->count - ranking->judged;

	if (!n || !sheet->options->verbose)
		return;
	buf_puts(&sheet->page, "\nshown only\n");
	put_table(sheet, ranking->rows + ranking->judged, n);
}

/* ---- above and below it ---- */

static void
put_commit(struct sheet *sheet, const char *title,
    const struct report_commit *commit, const char *from)
{
	buf_printf(&sheet->page, "%s  ", title);
	phrase_oid(&sheet->raw, commit->oid);
	flush_raw(sheet, &sheet->page);
	if (commit->subject) {
		buf_putc(&sheet->page, ' ');
		put_foreign(sheet, commit->subject);
	}
	if (from) {
		buf_puts(&sheet->page, " (");
		put_foreign(sheet, from);
		buf_putc(&sheet->page, ')');
	}
	buf_putc(&sheet->page, '\n');
}

static void
put_line(struct sheet *sheet, const char *title, const char *text)
{
	if (!text)
		return;
	buf_puts(&sheet->page, title);
	put_foreign(sheet, text);
	buf_putc(&sheet->page, '\n');
}

static void
put_heading(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	const struct ranking *ranking = &sheet->ranking;

	put_foreign(sheet, report->command);
	buf_puts(&sheet->page, ": ");
	put_verdict(sheet, report->verdict);
	buf_puts(&sheet->page, " (");
	phrase_oid(&sheet->raw, report->base.oid);
	flush_raw(sheet, &sheet->page);
	buf_puts(&sheet->page, " \u2192 ");
	phrase_oid(&sheet->raw, report->head.oid);
	flush_raw(sheet, &sheet->page);
	buf_puts(&sheet->page, ")\n");
	put_commit(sheet, "base", &report->base, report->base_from);
	put_commit(sheet, "head", &report->head, NULL);
	put_line(sheet, "", phrase_reason(report));
	put_line(sheet, "", report->weak ? phrase_weak : NULL);
	if (!ranking->verdicts[VERDICT_REGRESSED])
		return;
	buf_puts(&sheet->page, "worst: ");
	phrase_worst(&sheet->raw, ranking->rows[0]);
	flush_raw(sheet, &sheet->page);
	buf_putc(&sheet->page, '\n');
}

static void
put_log(struct sheet *sheet, struct reason *reason)
{
	if (reason->skipped)
		buf_printf(&sheet->page, "      (%zu lines left out)\n",
		    reason->skipped);
	while (reason_next(reason, &sheet->raw)) {
		if (sheet->raw.len)
			buf_puts(&sheet->page, "      ");
		flush_raw(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_unjudged(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	if (report->unjudged_count)
		buf_puts(&sheet->page, "\nnot judged\n");
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct report_unjudged *row = &report->unjudged[i];
		struct reason reason;

		buf_puts(&sheet->page, "  ");
		put_verdict(sheet, row->verdict);
		buf_printf(&sheet->page, "%*s",
		    VERDICT_WIDTH + GAP -
			(int)strlen(verdict_name(row->verdict)),
		    "");
		phrase_name(&sheet->raw, row->benchmark, row->metric);
		buf_puts(&sheet->raw, ": ");
		reason_first(&reason, row->reason, &sheet->raw);
		flush_raw(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
		put_log(sheet, &reason);
	}
}

static void
put_notes(struct sheet *sheet)
{
	const char *title = "\nnotes\n";
	size_t n = listed(sheet);

	for (size_t i = 0; i < n; i++) {
		const struct report_series *row = sheet->ranking.rows[i];

		phrase_name(&sheet->raw, row->name.benchmark, row->name.metric);
		buf_puts(&sheet->raw, ": ");
		if (!phrase_note(&sheet->raw, row)) {
			buf_reset(&sheet->raw);
			continue;
		}
		buf_printf(&sheet->page, "%s  ", title);
		flush_raw(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
		title = "";
	}
}

static void
put_q_values(struct sheet *sheet)
{
	bool titled = false;

	for (size_t i = 0; i < sheet->ranking.judged; i++) {
		const struct report_series *row = sheet->ranking.rows[i];

		if (!phrase_has_q(row))
			continue;
		if (!titled)
			buf_printf(&sheet->page, "\n%s\n", phrase_q_values);
		titled = true;
		phrase_name(&sheet->raw, row->name.benchmark, row->name.metric);
		buf_puts(&sheet->page, "  ");
		flush_raw(sheet, &sheet->page);
		buf_puts(&sheet->page, ": ");
		phrase_q(&sheet->page, row);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_budget(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	if (!report->budget_ns)
		return;
	phrase_budget(&sheet->page, report);
	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; sheet->options->verbose && i < report->part_count;
	     i++) {
		buf_puts(&sheet->page, "  ");
		put_foreign(sheet, report->parts[i].benchmark);
		buf_puts(&sheet->page, ": ");
		phrase_part(&sheet->page, &report->parts[i]);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_facts(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; i < report->warning_count; i++)
		put_line(sheet, "warning: ", report->warnings[i]);
	if (phrase_legend(&sheet->page, report))
		buf_putc(&sheet->page, '\n');
	if (isfinite(report->noise_floor)) {
		buf_puts(&sheet->page, "noise floor ");
		units_percent(&sheet->page, report->noise_floor);
		buf_puts(&sheet->page, " (control against base)\n");
	}
	put_line(sheet, "machine ", report->machine_key);
	for (size_t i = 0;
	     sheet->options->verbose && i < report->provenance_count; i++) {
		const struct report_fact *fact = &report->provenance[i];

		buf_puts(&sheet->page, "  ");
		put_foreign(sheet, fact->name);
		put_line(sheet, " ", phrase_or_dash(fact->value));
	}
	if (report->processes) {
		phrase_effort(&sheet->page, report);
		buf_putc(&sheet->page, '\n');
	}
	put_budget(sheet);
	phrase_config_from(&sheet->raw, report->config_from);
	buf_puts(&sheet->page, "config from ");
	flush_raw(sheet, &sheet->page);
	buf_putc(&sheet->page, '\n');
}

static enum err
write_page(struct sheet *sheet, FILE *file)
{
	enum err err = buf_err(&sheet->page);

	if (err)
		return err;
	fputs(buf_text(&sheet->page), file);
	if (fflush(file) == EOF || ferror(file))
		return err_fail(ERR_IO, "cannot write the text report");
	return ERR_OK;
}

enum err
render_text(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct sheet sheet = {.report = report, .options = options};
	enum err err = ranking_init(&sheet.ranking, report);

	if (err)
		return err;
	put_heading(&sheet);
	put_judged(&sheet);
	put_shown(&sheet);
	put_unjudged(&sheet);
	put_notes(&sheet);
	if (options->verbose)
		put_q_values(&sheet);
	put_facts(&sheet);
	err = write_page(&sheet, file);
	ranking_release(&sheet.ranking);
	buf_release(&sheet.page);
	buf_release(&sheet.raw);
	buf_release(&sheet.cell);
	return err;
}
