#include "reports/evidence.h"

#include <math.h>
#include <string.h>

#include "reports/columns.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/units.h"

void
evidence_change(struct buf *out, const struct report_series *series)
{
	if (series->beyond_value > 0) {
		phrase_beyond(
		    out, series->beyond_value, series->limit, &series->name);
		return;
	}
	units_change(out, series->ratio);
	if (isfinite(series->ratio_low) && isfinite(series->ratio_high)) {
		buf_putc(out, ' ');
		units_interval(out, series->ratio_low, series->ratio_high);
	}
	if (isnan(series->tolerance))
		return;
	buf_puts(out, ", tolerance ");
	phrase_tolerance(out, series);
}

/* A note that holds line breaks is still one line. */
static void
put_line(struct buf *out, const char *title, struct buf *cell)
{
	buf_printf(out, "%s: ", title);
	term_text(out, buf_text(cell), ESCAPE_WHOLE);
	buf_putc(out, '\n');
	if (cell->failed)
		out->failed = true;
	buf_reset(cell);
}

void
evidence_lines(struct buf *out, const struct report_series *series)
{
	struct buf cell = BUF_INIT;

	for (int i = COLUMN_BASE; i <= COLUMN_ROUNDS; i++) {
		columns[i].put(&cell, series);
		put_line(out, columns[i].title, &cell);
	}
	if (isfinite(series->control_ratio)) {
		units_change(&cell, series->control_ratio);
		put_line(out, "control", &cell);
	}
	if (phrase_note(&cell, series))
		put_line(out, "note", &cell);
	buf_release(&cell);
}

void
evidence_unjudged(struct buf *out, const struct report_unjudged *row)
{
	buf_printf(out, "%s: ", verdict_name(row->verdict));
	buf_append(out, row->reason, strcspn(row->reason, "\n"));
}

bool
evidence_lacks_verdict(const struct report *report)
{
	for (size_t i = 0; i < report->series_count; i++)
		if (report->series[i].judged &&
		    report->series[i].verdict <= report->verdict)
			return false;
	for (size_t i = 0; i < report->unjudged_count; i++)
		if (report->unjudged[i].verdict <= report->verdict)
			return false;
	return true;
}
