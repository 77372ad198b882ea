#include "reports/html_series.h"

#include <math.h>

#include "baselines/series.h"
#include "reports/columns.h"
#include "reports/phrases.h"
#include "reports/svg.h"
#include "reports/units.h"

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

enum html_tone
html_verdict_tone(enum verdict verdict)
{
	static const enum html_tone tones[VERDICT_COUNT] = {
	    [VERDICT_REGRESSED] = HTML_BAD,
	    [VERDICT_ERROR] = HTML_BAD,
	    [VERDICT_MISSING] = HTML_UNSURE,
	    [VERDICT_INCONCLUSIVE] = HTML_UNSURE,
	    [VERDICT_ACKNOWLEDGED] = HTML_PLAIN,
	    [VERDICT_IMPROVED] = HTML_GOOD,
	    [VERDICT_NEW] = HTML_PLAIN,
	    [VERDICT_PASS] = HTML_GOOD,
	    [VERDICT_IDENTICAL] = HTML_GOOD,
	};

	return tones[verdict];
}

/* ---- the table ---- */

static double
sort_key(enum column_id id, const struct report_series *series)
{
	switch (id) {
	case COLUMN_BASE:
		return series->base_value;
	case COLUMN_HEAD:
		return series->head_value;
	case COLUMN_CHANGE:
		return series->ratio;
	case COLUMN_INTERVAL:
		return series->ratio_low;
	case COLUMN_TOLERANCE:
		return series->tolerance;
	default:
		return (double)series->rounds;
	}
}

static void
put_verdict(struct html_sheet *sheet, const struct report_series *series)
{
	html_cell_begin(&sheet->out);
	if (series->judged)
		html_mark(&sheet->out, html_verdict_tone(series->verdict),
		    verdict_name(series->verdict));
	else
		html_put(&sheet->out, "-");
	html_cell_end(&sheet->out);
}

static void
put_row(struct html_sheet *sheet, const struct report_series *series)
{
	html_row_begin(
	    &sheet->out, series->judged ? verdict_name(series->verdict) : NULL);
	columns[COLUMN_NAME].put(&sheet->raw, series);
	html_sheet_cell(sheet);
	for (enum column_id id = COLUMN_BASE; id < COLUMN_VERDICT; id++) {
		columns_put_brief(&sheet->raw, id, series);
		html_sheet_number(sheet, sort_key(id, series));
	}
	if (phrase_has_q(series))
		phrase_q(&sheet->raw, series);
	html_sheet_number(sheet, series->q_value);
	put_verdict(sheet, series);
	phrase_note(&sheet->raw, series);
	html_sheet_cell(sheet);
	html_row_end(&sheet->out);
}

void
html_series_table(struct html_sheet *sheet, const char *caption,
    const struct report_series *const *rows, size_t n, size_t end)
{
	struct html_column titles[COLUMN_COUNT + 2];
	size_t count = 0;
	size_t i;

	for (size_t id = 0; id < COLUMN_COUNT; id++) {
		if (id == COLUMN_VERDICT)
			titles[count++] =
			    (struct html_column){"q", HTML_BY_NUMBER};
		titles[count++] = (struct html_column){columns[id].title,
		    columns[id].right ? HTML_BY_NUMBER : HTML_BY_TEXT};
	}
	titles[count++] = (struct html_column){"note", HTML_BY_TEXT};
	html_table_begin(&sheet->out, caption, titles, count, true);
	for (i = 0; i < n; i++) {
		html_sheet_mark(sheet);
		put_row(sheet, rows[i]);
		if (!html_sheet_fits(sheet, end))
			break;
	}
	html_table_end(&sheet->out);
	html_sheet_left_out(sheet, n - i);
}

/* ---- means ---- */

static void
put_mean(struct html_sheet *sheet, const struct group *group)
{
	html_row_begin(&sheet->out, NULL);
	group_title(&sheet->raw, group, true);
	html_sheet_cell(sheet);
	units_value(&sheet->raw, group->base_value, group->name->unit);
	html_sheet_number(sheet, group->base_value);
	units_value(&sheet->raw, group->head_value, group->name->unit);
	html_sheet_number(sheet, group->head_value);
	units_change(&sheet->raw, group->ratio);
	html_sheet_number(sheet, group->ratio);
	buf_printf(&sheet->raw, "%zu", group->count);
	html_sheet_number(sheet, (double)group->count);
	html_row_end(&sheet->out);
}

void
html_series_means(
    struct html_sheet *sheet, const struct groups *groups, size_t end)
{
	static const struct html_column titles[] = {{"group", HTML_BY_TEXT},
	    {"base", HTML_BY_NUMBER}, {"head", HTML_BY_NUMBER},
	    {"change", HTML_BY_NUMBER}, {"series", HTML_BY_NUMBER}};
	size_t i;

	if (!groups->count)
		return;
	html_table_begin(&sheet->out, "Geometric means, not judged", titles,
	    COUNT(titles), false);
	for (i = 0; i < groups->count; i++) {
		html_sheet_mark(sheet);
		put_mean(sheet, &groups->rows[i]);
		if (!html_sheet_fits(sheet, end))
			break;
	}
	html_table_end(&sheet->out);
	html_sheet_left_out(sheet, groups->count - i);
}

/* ---- samples ---- */

/* "base 41.10 ns to 41.25 ns", or nothing where it has no sample. */
static void
put_range(struct buf *out, const char *side,
    const struct report_samples *samples, const char *unit)
{
	double low = INFINITY;
	double high = -INFINITY;

	for (size_t i = 0; i < samples->count; i++) {
		low = fmin(low, samples->values[i]);
		high = fmax(high, samples->values[i]);
	}
	if (!(low <= high))
		return;
	buf_printf(out, "; %s from ", side);
	units_value(out, low, unit);
	buf_puts(out, " to ");
	units_value(out, high, unit);
}

void
html_series_samples(
    struct html_sheet *sheet, const struct report_series *series)
{
	struct svg_strip_row rows[SIDE_COUNT];
	struct buf alt = BUF_INIT;
	size_t count = 0;

	buf_puts(&alt, "samples of the rounds");
	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct report_samples *samples = &series->samples[side];
		const char *name = side_name((enum side)side);

		put_range(&alt, name, samples, series->name.unit);
		if (samples->count)
			rows[count++] = (struct svg_strip_row){
			    name, samples->values, samples->count};
	}
	if (count) {
		buf_puts(&sheet->out, "<h3>");
		columns[COLUMN_NAME].put(&sheet->raw, series);
		html_sheet_text(sheet);
		buf_puts(&sheet->out, "</h3>\n");
		svg_strip(&sheet->out, rows, count, buf_text(&alt));
		buf_puts(&sheet->out, "<p class=\"quiet\">");
		buf_puts(&sheet->raw, buf_text(&alt));
		html_sheet_text(sheet);
		buf_puts(&sheet->out, "</p>\n");
	}
	sheet->out.failed |= alt.failed;
	buf_release(&alt);
}
