#include "reports/csv.h"
#include "reports/scaling_report.h"

static const char *const names[] = {"family", "metric", "unit", "verdict",
    "side", "class", "support", "exponent", "exponent_low", "exponent_high",
    "slope", "slope_low", "slope_high", "size", "value", "quartile_low",
    "quartile_high"};

/* A row for each size of a side. */
static void
put_size(struct csv_writer *csv, const struct scaling_family *family,
    enum side which, const struct scaling_side *side, size_t i)
{
	const struct growth_fit *fit = &side->fit;

	csv_text(csv, family->name.benchmark);
	csv_text(csv, family->name.metric);
	csv_text(csv, family->name.unit);
	csv_text(csv, verdict_name(family->verdict));
	csv_text(csv, side_name(which));
	csv_text(csv, growth_name(fit->growth));
	csv_number(csv, fit->support);
	csv_number(csv, fit->exponent);
	csv_number(csv, fit->exponent_low);
	csv_number(csv, fit->exponent_high);
	csv_number(csv, family->change.slope);
	csv_number(csv, family->change.slope_low);
	csv_number(csv, family->change.slope_high);
	csv_number(csv, family->n[i]);
	csv_number(csv, side->values[i]);
	csv_number(csv, side->low[i]);
	csv_number(csv, side->high[i]);
	csv_row_end(csv);
}

/* Families without a class have their verdict alone. */
static void
put_unjudged(struct csv_writer *csv, const struct scaling_unjudged *row)
{
	csv_text(csv, row->name);
	csv_text(csv, row->metric);
	csv_text(csv, NULL);
	csv_text(csv, row->counts ? verdict_name(row->verdict) : NULL);
	for (size_t i = 4; i < sizeof names / sizeof *names; i++)
		csv_text(csv, NULL);
	csv_row_end(csv);
}

enum err
scaling_render_csv(const struct scaling_report *report,
    const struct render_options *options, FILE *file)
{
	struct csv_writer csv;

	(void)options;
	csv_init(&csv, file);
	csv_heading(&csv, names, sizeof names / sizeof *names);
	for (size_t f = 0; f < report->family_count; f++) {
		const struct scaling_family *family = &report->families[f];

		for (size_t i = 0; family->base.measured && i < family->sizes;
		     i++)
			put_size(&csv, family, SIDE_BASE, &family->base, i);
		for (size_t i = 0; family->head.measured && i < family->sizes;
		     i++)
			put_size(&csv, family, SIDE_HEAD, &family->head, i);
	}
	for (size_t i = 0; i < report->unjudged_count; i++)
		put_unjudged(&csv, &report->unjudged[i]);
	return csv_finish(&csv);
}
