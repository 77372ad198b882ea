#include "reports/scaling_parts.h"

#include <math.h>
#include <string.h>

#include "reports/phrases.h"
#include "reports/units.h"

const struct scaling_renderer scaling_renderers[] = {
    {"text", scaling_render_text},
    {"markdown", scaling_render_markdown},
    {"csv", scaling_render_csv},
    {"json", scaling_render_json},
    {NULL, NULL},
};

const struct scaling_renderer *
scaling_renderer_find(const char *name)
{
	for (const struct scaling_renderer *row = scaling_renderers; row->name;
	     row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

/* ---- columns ---- */

static void
put_name(struct buf *out, const struct scaling_family *family)
{
	phrase_name(out, family->name.benchmark, family->name.metric);
}

static void
put_sizes(struct buf *out, const struct scaling_family *family)
{
	buf_printf(out, "%zu: %.16g..%.16g", family->sizes, family->n[0],
	    family->n[family->sizes - 1]);
}

static void
put_side(struct buf *out, const struct scaling_side *side)
{
	if (!side->measured) {
		buf_puts(out, "-");
		return;
	}
	buf_puts(out, growth_name(side->fit.growth));
	if (isnan(side->fit.support))
		buf_puts(out, " ?");
	else
		buf_printf(out, " %.0f %%%s", floor(100 * side->fit.support),
		    growth_is_clear(&side->fit) ? "" : " ?");
}

static void
put_base(struct buf *out, const struct scaling_family *family)
{
	put_side(out, &family->base);
}

static void
put_head(struct buf *out, const struct scaling_family *family)
{
	put_side(out, &family->head);
}

/* No "-0.000" or "-0.00": it would look like a fall. */
static double
rounded(double value, double step)
{
	return fabs(value) < step / 2 ? 0 : value;
}

/* "1.023 [1.017, 1.029]", with signs where it is a difference. */
static void
put_slope(
    struct buf *out, double value, double low, double high, bool is_difference)
{
	double slope = rounded(value, .001);
	double from = rounded(low, .001);
	double to = rounded(high, .001);

	if (isnan(value))
		buf_puts(out, "-");
	else if (is_difference)
		buf_printf(out, "%+.3f [%+.3f, %+.3f]", slope, from, to);
	else
		buf_printf(out, "%.3f [%.3f, %.3f]", slope, from, to);
}

static void
put_exponent(struct buf *out, const struct scaling_family *family)
{
	const struct growth_fit *fit =
	    family->head.measured ? &family->head.fit : &family->base.fit;

	put_slope(
	    out, fit->exponent, fit->exponent_low, fit->exponent_high, false);
}

static void
put_ratio_slope(struct buf *out, const struct scaling_family *family)
{
	const struct growth_change *change = &family->change;

	if (family->base.measured && family->head.measured)
		put_slope(out, change->slope, change->slope_low,
		    change->slope_high, true);
	else
		buf_puts(out, "-");
}

static void
put_effect(struct buf *out, const struct scaling_family *family)
{
	if (family->base.measured && family->head.measured)
		units_change(out, family->change.effect);
	else
		buf_puts(out, "-");
}

static void
put_verdict(struct buf *out, const struct scaling_family *family)
{
	buf_puts(out, verdict_name(family->verdict));
}

const struct scaling_column scaling_columns[SCALING_COLUMN_COUNT] = {
    {"family", false, put_name},
    {"sizes", true, put_sizes},
    {"base", false, put_base},
    {"head", false, put_head},
    {"exponent", true, put_exponent},
    {"slope of the ratio", true, put_ratio_slope},
    {"over the sizes", true, put_effect},
    {"verdict", false, put_verdict},
};

bool
scaling_column_shown(
    const struct scaling_report *report, const struct scaling_column *column)
{
	return !report->alone ||
	       (column->put != put_base && column->put != put_ratio_slope &&
		   column->put != put_effect);
}

/* ---- sentences ---- */

void
scaling_headline(struct buf *out, const struct scaling_report *report)
{
	buf_printf(out, "%s (", verdict_name(report->verdict));
	if (!report->alone) {
		phrase_oid(out, report->base.oid);
		buf_puts(out, " → ");
	}
	phrase_oid(out, report->head.oid);
	buf_puts(out, ")");
	if (report->reason)
		buf_printf(out, ": %s", report->reason);
}

/* What an effect over the sizes is, such as "+80 % from 128 to 65536". */
static void
put_span(struct buf *out, const struct scaling_family *family, double ratio)
{
	units_change(out, ratio);
	buf_printf(out, " from %.16g to %.16g", family->n[0],
	    family->n[family->sizes - 1]);
}

static void
put_change(struct buf *out, const struct scaling_report *report,
    const struct scaling_family *family)
{
	const struct growth_change *change = &family->change;
	bool worse = family->verdict == VERDICT_REGRESSED;

	switch (change->note) {
	case GROWTH_NOTE_NONE:
		break;
	case GROWTH_NOTE_CLASS:
		buf_printf(out, "%s is now %s",
		    growth_name(family->base.fit.growth),
		    growth_name(family->head.fit.growth));
		break;
	case GROWTH_NOTE_EXPONENT:
		buf_printf(out, "it grows %s: ", worse ? "faster" : "slower");
		put_span(out, family, change->effect);
		break;
	case GROWTH_NOTE_FACTOR:
		units_change(out, change->level);
		buf_puts(out, " on average, which is no change of class: "
			      "tidemark check judges it");
		break;
	case GROWTH_NOTE_ROUNDS:
		buf_puts(out, "fewer than 8 rounds");
		break;
	case GROWTH_NOTE_AMBIGUOUS:
		buf_puts(out, "the class is ambiguous, and the shapes differ "
			      "by ");
		units_percent(out, change->shape - 1);
		break;
	case GROWTH_NOTE_WIDE:
		buf_puts(out, "it may be from ");
		units_change(out, change->effect_low);
		buf_puts(out, " to ");
		put_span(out, family, change->effect_high);
		buf_puts(out, ", and the tolerance is ");
		units_percent(out, report->tolerance);
		break;
	}
}

bool
scaling_note(struct buf *out, const struct scaling_report *report,
    const struct scaling_family *family)
{
	size_t before = out->len;

	if (family->base.measured && family->head.measured)
		put_change(out, report, family);
	if (family->note)
		buf_printf(
		    out, "%s%s", out->len > before ? "; " : "", family->note);
	return out->len > before;
}

void
scaling_put_unjudged(struct buf *out, const struct scaling_unjudged *unjudged)
{
	phrase_name(out, unjudged->name, unjudged->metric);
	if (unjudged->counts)
		buf_printf(out, ": %s", verdict_name(unjudged->verdict));
	buf_printf(out, ": %s", unjudged->reason);
}

void
scaling_effort(struct buf *out, const struct scaling_report *report)
{
	buf_printf(out, "%zu rounds, seed %llu", report->rounds,
	    (unsigned long long)report->seed);
	if (!report->alone) {
		buf_puts(out, ", tolerance ");
		units_percent(out, report->tolerance);
		buf_puts(out, " over the sizes");
	}
	if (report->others)
		buf_printf(
		    out, "; %zu series belong to no family", report->others);
}

/* ---- laws ---- */

void
scaling_law(struct buf *out, const char *side, const struct scaling_side *of)
{
	buf_printf(out, "%s: %s", side, growth_name(of->fit.growth));
	if (!isnan(of->fit.exponent))
		buf_printf(
		    out, ", exponent %.2f", rounded(of->fit.exponent, .01));
	buf_puts(out, ", off by ");
	units_percent(out, of->fit.law.rms);
}

double
scaling_law_value(
    const struct growth_fit *fit, enum direction direction, double n)
{
	double cost = fit->law.a + fit->law.c * growth_value(fit->growth, n);

	return direction == DIRECTION_BIGGER ? 1 / cost : cost;
}

enum err
scaling_write(const struct buf *page, FILE *file)
{
	enum err err = buf_err(page);

	if (!err && (fwrite(page->data, 1, page->len, file) != page->len ||
			fflush(file) == EOF))
		err = err_fail(
		    ERR_IO, "the report of the scaling cannot be written");
	return err;
}
