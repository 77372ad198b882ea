#include "reports/text_sheet.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/units.h"

#define WIDTH_ALIGNED 72 /* a longer cell moves only its own row */
#define NAME_SHORTEST 32 /* below it names look alike */
#define GAP 2

#define ELLIPSIS "\xe2\x80\xa6"
#define SGR_OFF "\x1b[0m"
#define SGR_WORSE "\x1b[31m"
#define SGR_BETTER "\x1b[32m"

static const char mean_title[] = "geomean";

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

/* Move what is in `raw` to `out`, escaped. A failed buf forgets it when it is
 * reset; the page remembers. */
void
sheet_flush(struct sheet *sheet, struct buf *out)
{
	term_text(out, buf_text(&sheet->raw), ESCAPE_WHOLE);
	if (sheet->raw.failed || out->failed)
		sheet->page.failed = true;
	buf_reset(&sheet->raw);
}

void
sheet_put_foreign(struct sheet *sheet, const char *text)
{
	term_text(&sheet->page, phrase_or_dash(text), ESCAPE_WHOLE);
}

void
sheet_put_verdict(struct sheet *sheet, enum verdict verdict)
{
	bool colour = sheet->options->colour;

	buf_puts(&sheet->page, colour ? colours[verdict] : "");
	buf_puts(&sheet->page, verdict_name(verdict));
	buf_puts(&sheet->page, colour ? SGR_OFF : "");
}

/* ---- cells ---- */

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
	sheet_flush(sheet, &sheet->cell);
}

/* Make the cell's text; @return the columns that it takes. */
static size_t
make_cell(
    struct sheet *sheet, enum column_id id, const struct report_series *series)
{
	buf_reset(&sheet->cell);
	if (id == COLUMN_NAME && sheet->metric)
		buf_puts(&sheet->raw, series->name.benchmark);
	else
		columns_put_brief(&sheet->raw, id, series);
	sheet_flush(sheet, &sheet->cell);
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

/* The metric of all rows, which then need not say it. */
static const char *
shared_metric(const struct report_series *const *rows, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		if (strcmp(rows[i]->name.metric, rows[0]->name.metric) != 0)
			return NULL;
	}
	return n ? rows[0]->name.metric : NULL;
}

/* @return the columns that it takes. */
static size_t
make_title(struct sheet *sheet, size_t id)
{
	buf_reset(&sheet->cell);
	buf_puts(&sheet->raw, columns[id].brief);
	if (id == COLUMN_NAME && sheet->metric)
		buf_printf(&sheet->raw, " (%s)", sheet->metric);
	sheet_flush(sheet, &sheet->cell);
	return text_columns(buf_text(&sheet->cell));
}

static size_t
make_mean_title(struct sheet *sheet, const struct group *group)
{
	buf_reset(&sheet->cell);
	buf_puts(&sheet->raw, mean_title);
	if (group) {
		buf_putc(&sheet->raw, ' ');
		group_title(&sheet->raw, group, !sheet->metric);
	}
	sheet_flush(sheet, &sheet->cell);
	shorten(sheet);
	return text_columns(buf_text(&sheet->cell));
}

static size_t
means_listed(const struct sheet *sheet)
{
	size_t n = sheet->groups.count;

	return sheet->options->verbose || n < GROUPS_LISTED ? n : GROUPS_LISTED;
}

static void
measure(struct sheet *sheet, const struct report_series *const *rows, size_t n)
{
	sheet->name_max = SIZE_MAX;
	sheet->metric = shared_metric(rows, n);
	for (size_t id = 0; id < COLUMN_COUNT; id++) {
		sheet->widths[id] = 0;
		widen(&sheet->widths[id], make_title(sheet, id));
	}
	for (size_t i = 0; i < n; i++) {
		for (size_t id = 0; id < COLUMN_COUNT; id++)
			widen(&sheet->widths[id],
			    make_cell(sheet, (enum column_id)id, rows[i]));
	}
	for (size_t i = 0; rows[0]->judged && i < means_listed(sheet); i++)
		widen(&sheet->widths[COLUMN_NAME],
		    make_mean_title(sheet, &sheet->groups.rows[i]));
	limit_names(sheet);
}

/* Write one cell, with the spaces that align it; the last column has none
 * behind it. */
static void
put_coloured(
    struct sheet *sheet, size_t id, const char *text, const char *colour)
{
	size_t taken = text_columns(text);
	size_t width = sheet->widths[id];
	int pad = width > taken ? (int)(width - taken) : 0;

	if (id)
		buf_printf(&sheet->page, "%*s", GAP, "");
	if (columns[id].right)
		buf_printf(&sheet->page, "%*s", pad, "");
	buf_puts(&sheet->page, colour);
	buf_puts(&sheet->page, text);
	buf_puts(&sheet->page, *colour ? SGR_OFF : "");
	if (!columns[id].right && id + 1 < COLUMN_COUNT)
		buf_printf(&sheet->page, "%*s", pad, "");
}

static void
put_cell(struct sheet *sheet, size_t id, const char *text)
{
	put_coloured(sheet, id, text, "");
}

/* A change whose interval lies on one side of none. */
static const char *
change_colour(const struct sheet *sheet, const struct report_series *series)
{
	if (!sheet->options->colour)
		return "";
	if (series->ratio_low > 1)
		return SGR_WORSE;
	return series->ratio_high < 1 ? SGR_BETTER : "";
}

static void
put_row(struct sheet *sheet, const struct report_series *series)
{
	for (size_t id = 0; id < COLUMN_VERDICT; id++) {
		bool change = id == COLUMN_CHANGE;
		const char *colour = change ? change_colour(sheet, series) : "";

		make_cell(sheet, (enum column_id)id, series);
		put_coloured(sheet, id, buf_text(&sheet->cell), colour);
	}
	if (series->judged) {
		put_cell(sheet, COLUMN_VERDICT, "");
		sheet_put_verdict(sheet, series->verdict);
	} else {
		put_cell(sheet, COLUMN_VERDICT, "-");
	}
	buf_putc(&sheet->page, '\n');
}

void
sheet_put_table(
    struct sheet *sheet, const struct report_series *const *rows, size_t n)
{
	measure(sheet, rows, n);
	buf_putc(&sheet->page, '\n');
	for (size_t id = 0; id < COLUMN_COUNT; id++) {
		make_title(sheet, id);
		put_cell(sheet, id, buf_text(&sheet->cell));
	}
	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; i < n; i++)
		put_row(sheet, rows[i]);
}

/* ---- geometric means ---- */

static void
put_value(
    struct sheet *sheet, enum column_id id, double value, const char *unit)
{
	buf_reset(&sheet->cell);
	units_value(&sheet->raw, value, unit);
	sheet_flush(sheet, &sheet->cell);
	put_cell(sheet, id, buf_text(&sheet->cell));
}

/* Of all series where `group` is NULL: values of several units have no mean. */
static void
put_mean(struct sheet *sheet, const struct group *group, double ratio)
{
	make_mean_title(sheet, group);
	put_cell(sheet, COLUMN_NAME, buf_text(&sheet->cell));
	if (group) {
		const char *unit = group->name->unit;

		put_value(sheet, COLUMN_BASE, group->base_value, unit);
		put_value(sheet, COLUMN_HEAD, group->head_value, unit);
	} else {
		put_cell(sheet, COLUMN_BASE, "");
		put_cell(sheet, COLUMN_HEAD, "");
	}
	buf_reset(&sheet->cell);
	columns_put_brief_change(&sheet->raw, ratio);
	sheet_flush(sheet, &sheet->cell);
	put_cell(sheet, COLUMN_CHANGE, buf_text(&sheet->cell));
	buf_putc(&sheet->page, '\n');
}

void
sheet_put_means(struct sheet *sheet)
{
	const struct groups *groups = &sheet->groups;
	double ratio = ranking_mean_ratio(&sheet->ranking);
	size_t n = means_listed(sheet);

	for (size_t i = 0; i < n; i++)
		put_mean(sheet, &groups->rows[i], groups->rows[i].ratio);
	if (n < groups->count)
		buf_printf(&sheet->page,
		    "means of %zu more groups are not listed (all with "
		    "--verbose)\n",
		    groups->count - n);
	/* One group that is all there is says it already. */
	if (isnan(ratio) || (groups->count == 1 &&
				groups->rows[0].count == sheet->ranking.judged))
		return;
	put_mean(sheet, NULL, ratio);
}
