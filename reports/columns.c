#include "reports/columns.h"

#include <math.h>
#include <string.h>

#include "reports/phrases.h"
#include "reports/units.h"

static void
put_name(struct buf *out, const struct report_series *series)
{
	phrase_name(out, series->name.benchmark, series->name.metric);
}

static void
put_value(struct buf *out, double value, double spread, const char *unit)
{
	units_value(out, value, unit);
	if (!isfinite(value) || !isfinite(spread))
		return;
	buf_puts(out, " ± ");
	units_percent(out, spread);
}

static void
put_base(struct buf *out, const struct report_series *series)
{
	put_value(
	    out, series->base_value, series->base_spread, series->name.unit);
}

static void
put_head(struct buf *out, const struct report_series *series)
{
	put_value(
	    out, series->head_value, series->head_spread, series->name.unit);
}

/* An interval that holds 1 does not say in which direction the change is:
 * then only the interval is shown. */
static void
put_change(struct buf *out, const struct report_series *series)
{
	if (series->ratio_low <= 1 && series->ratio_high >= 1)
		buf_putc(out, '~');
	else
		units_change(out, series->ratio);
}

static void
put_interval(struct buf *out, const struct report_series *series)
{
	units_interval(out, series->ratio_low, series->ratio_high);
}

static void
put_tolerance(struct buf *out, const struct report_series *series)
{
	phrase_tolerance(out, series);
}

static void
put_rounds(struct buf *out, const struct report_series *series)
{
	buf_printf(out, "%zu", series->rounds);
}

static void
put_verdict(struct buf *out, const struct report_series *series)
{
	buf_puts(out, series->judged ? verdict_name(series->verdict) : "-");
}

const struct column columns[COLUMN_COUNT] = {
    [COLUMN_NAME] = {"benchmark", "benchmark", false, put_name},
    [COLUMN_BASE] = {"base", "base", true, put_base},
    [COLUMN_HEAD] = {"head", "head", true, put_head},
    [COLUMN_CHANGE] = {"change", "change", true, put_change},
    [COLUMN_INTERVAL] = {"interval", "interval", true, put_interval},
    [COLUMN_TOLERANCE] = {"tolerance", "tol.", true, put_tolerance},
    [COLUMN_ROUNDS] = {"rounds", "n", true, put_rounds},
    [COLUMN_VERDICT] = {"verdict", "verdict", false, put_verdict},
};

/* Take blanks away behind a plus-minus sign and before a percent sign, from
 * `start` on. */
static void
tighten(struct buf *out, size_t start)
{
	static const char sign[] = "±";
	size_t len = strlen(sign);
	size_t end = start;

	for (size_t i = start; i < out->len; i++) {
		const char *at = out->data + i;
		bool behind =
		    i >= start + len && memcmp(at - len, sign, len) == 0;

		if (*at != ' ' || (!behind && at[1] != '%'))
			out->data[end++] = *at;
	}
	buf_truncate(out, end);
}

void
columns_put_brief(
    struct buf *out, enum column_id id, const struct report_series *series)
{
	size_t start = out->len;

	columns[id].put(out, series);
	if (id != COLUMN_NAME && !out->failed)
		tighten(out, start);
}

void
columns_put_brief_change(struct buf *out, double ratio)
{
	size_t start = out->len;

	units_change(out, ratio);
	if (!out->failed)
		tighten(out, start);
}
