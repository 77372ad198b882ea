#include <math.h>
#include <stdlib.h>

#include "reports/openmetrics.h"
#include "reports/ranking.h"
#include "reports/renderers.h"

#define VALUE_FAMILY(name_, unit_)                                             \
	{                                                                      \
		name_, OPENMETRICS_GAUGE, unit_, "Median of a side's samples." \
	}

#define RATIO_FAMILY(name_, help_)                                             \
	{                                                                      \
		name_, OPENMETRICS_GAUGE, "ratio", help_                       \
	}

static const struct openmetrics_family comparison_family = {
    "tidemark_comparison", OPENMETRICS_INFO, NULL, "What was compared."};
static const struct openmetrics_family verdict_family = {
    "tidemark_verdict", OPENMETRICS_STATESET, NULL, "Verdict of a comparison."};
static const struct openmetrics_family noise_family =
    RATIO_FAMILY("tidemark_noise_floor_ratio",
	"What the base shows against itself, as a share.");
static const struct openmetrics_family rounds_family = {
    "tidemark_rounds", OPENMETRICS_GAUGE, NULL, "Rounds measured in all."};
static const struct openmetrics_family series_verdict_family = {
    "tidemark_series_verdict", OPENMETRICS_STATESET, NULL,
    "Verdict of a judged series, or of one that was not measured."};
static const struct openmetrics_family
    value_families[OPENMETRICS_QUANTITY_COUNT] = {
	[OPENMETRICS_SECONDS] =
	    VALUE_FAMILY("tidemark_series_seconds", "seconds"),
	[OPENMETRICS_BYTES] = VALUE_FAMILY("tidemark_series_bytes", "bytes"),
	[OPENMETRICS_PER_SECOND] =
	    VALUE_FAMILY("tidemark_series_per_second", "per_second"),
	[OPENMETRICS_OTHER] = VALUE_FAMILY("tidemark_series_value", NULL),
};

static double
ratio_of(const struct report_series *series)
{
	return series->ratio;
}

static double
ratio_low_of(const struct report_series *series)
{
	return series->ratio_low;
}

static double
ratio_high_of(const struct report_series *series)
{
	return series->ratio_high;
}

static double
tolerance_of(const struct report_series *series)
{
	return series->tolerance;
}

static double
base_spread_of(const struct report_series *series)
{
	return series->base_spread;
}

static double
head_spread_of(const struct report_series *series)
{
	return series->head_spread;
}

static double
control_ratio_of(const struct report_series *series)
{
	return series->control_ratio;
}

static double
rounds_of(const struct report_series *series)
{
	return (double)series->rounds;
}

/* One number of each series. */
static const struct number {
	struct openmetrics_family family;
	double (*of)(const struct report_series *series);
} numbers[] = {
    {RATIO_FAMILY(
	 "tidemark_series_ratio", "Head against base; above 1 is worse."),
	ratio_of},
    {RATIO_FAMILY(
	 "tidemark_series_low_ratio", "Lower end of the ratio's interval."),
	ratio_low_of},
    {RATIO_FAMILY(
	 "tidemark_series_high_ratio", "Upper end of the ratio's interval."),
	ratio_high_of},
    {RATIO_FAMILY("tidemark_series_tolerance_ratio",
	 "Largest worsening that passes, as a share."),
	tolerance_of},
    {RATIO_FAMILY("tidemark_series_base_spread_ratio",
	 "Spread of the base's samples, as a share of their median."),
	base_spread_of},
    {RATIO_FAMILY("tidemark_series_head_spread_ratio",
	 "Spread of head's samples, as a share of their median."),
	head_spread_of},
    {RATIO_FAMILY("tidemark_series_control_ratio",
	 "The base built again, against the base."),
	control_ratio_of},
    {{"tidemark_series_rounds", OPENMETRICS_GAUGE, NULL,
	 "Rounds that count for the series."},
	rounds_of},
};

/* A series of one of the reports, or what was not measured of it. */
struct row {
	const struct report_series *series; /* or NULL */
	const struct report_unjudged *unjudged; /* or NULL */
	struct openmetrics_name name;
	const char *base; /* name.base is which of the bases */
};

#define PLACE_SIZE 24

/* Which of the bases, from 1; "" where there is but one. Two of them may be the
 * same commit. */
struct place {
	char text[PLACE_SIZE];
};

struct page {
	struct openmetrics_writer metrics;
	const struct report *report;
	struct row *rows;
	char (*copies)[OPENMETRICS_COPY_SIZE];
	size_t count;
	struct place *places; /* of each report */
};

/* ---- rows ---- */

static const struct report *
report_at(const struct report *report, size_t index)
{
	return index ? report->others[index - 1] : report;
}

static enum err
add_rows(struct page *page, size_t index)
{
	const struct report *report = report_at(page->report, index);
	const char *place = page->places[index].text;
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	for (size_t i = 0; i < ranking.count; i++) {
		const struct series_name *name = &ranking.rows[i]->name;

		page->rows[page->count++] =
		    (struct row){.series = ranking.rows[i],
			.name = {place, name->benchmark, name->metric},
			.base = report->base.oid};
	}
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct report_unjudged *row = &report->unjudged[i];

		page->rows[page->count++] = (struct row){.unjudged = row,
		    .name = {place, row->benchmark, row->metric},
		    .base = report->base.oid};
	}
	ranking_release(&ranking);
	return ERR_OK;
}

static enum err
number_rows(struct page *page)
{
	struct openmetrics_name *names = calloc(page->count + 1, sizeof *names);
	enum err err;

	if (!names)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < page->count; i++)
		names[i] = page->rows[i].name;
	err = openmetrics_copies(names, page->count, page->copies);
	free(names);
	return err;
}

static void
name_places(struct page *page)
{
	size_t count = page->report->other_count;

	for (size_t i = 0; count && i <= count; i++)
		snprintf(page->places[i].text, PLACE_SIZE, "%zu", i + 1);
}

static enum err
make_rows(struct page *page)
{
	size_t most = 1;
	enum err err = ERR_OK;

	for (size_t i = 0; i <= page->report->other_count; i++) {
		const struct report *report = report_at(page->report, i);

		most += report->series_count + report->unjudged_count;
	}
	page->places =
	    calloc(page->report->other_count + 1, sizeof *page->places);
	page->rows = calloc(most, sizeof *page->rows);
	page->copies = calloc(most, sizeof *page->copies);
	if (!page->rows || !page->copies || !page->places)
		return err_fail(ERR_NOMEM, "out of memory");
	name_places(page);
	for (size_t i = 0; !err && i <= page->report->other_count; i++)
		err = add_rows(page, i);
	return err ? err : number_rows(page);
}

/* ---- of a whole comparison ---- */

static void
put_comparisons(struct page *page)
{
	openmetrics_family(&page->metrics, &comparison_family);
	for (size_t i = 0; i <= page->report->other_count; i++) {
		const struct report *report = report_at(page->report, i);
		const struct openmetrics_label labels[] = {
		    {"base", report->base.oid},
		    {"against", page->places[i].text},
		    {"head", report->head.oid},
		    {"command", report->command},
		    {"version", report->version},
		    {"machine", report->machine_key},
		    {"config", report->config_from},
		    {NULL, NULL},
		};

		openmetrics_sample(&page->metrics, labels, 1);
	}
}

static void
put_states(struct openmetrics_writer *metrics, struct openmetrics_label *labels,
    enum verdict verdict)
{
	for (int i = 0; i < VERDICT_COUNT; i++)
		openmetrics_state(metrics, labels,
		    verdict_name((enum verdict)i), (enum verdict)i == verdict);
}

static void
put_verdicts(struct page *page)
{
	openmetrics_family(&page->metrics, &verdict_family);
	for (size_t i = 0; i <= page->report->other_count; i++) {
		const struct report *report = report_at(page->report, i);
		struct openmetrics_label labels[] = {
		    {"base", report->base.oid},
		    {"against", page->places[i].text},
		    {verdict_family.name, NULL},
		    {NULL, NULL},
		};

		put_states(&page->metrics, labels, report->verdict);
	}
}

static void
put_efforts(struct page *page, const struct openmetrics_family *family)
{
	openmetrics_family(&page->metrics, family);
	for (size_t i = 0; i <= page->report->other_count; i++) {
		const struct report *report = report_at(page->report, i);
		const struct openmetrics_label labels[] = {
		    {"base", report->base.oid},
		    {"against", page->places[i].text},
		    {NULL, NULL},
		};
		double value = family == &noise_family ? report->noise_floor
						       : (double)report->rounds;

		if (isfinite(value))
			openmetrics_sample(&page->metrics, labels, value);
	}
}

/* ---- of each series ---- */

#define ROW_LABELS(page, i)                                                    \
	{"base", (page)->rows[i].base},                                        \
	    {"against", (page)->rows[i].name.base},                            \
	    {"benchmark", (page)->rows[i].name.benchmark},                     \
	    {"metric", (page)->rows[i].name.metric},                           \
	{                                                                      \
		"copy", (page)->copies[i]                                      \
	}

static void
put_series_verdicts(struct page *page)
{
	openmetrics_family(&page->metrics, &series_verdict_family);
	for (size_t i = 0; i < page->count; i++) {
		const struct row *row = &page->rows[i];
		struct openmetrics_label labels[] = {
		    ROW_LABELS(page, i),
		    {series_verdict_family.name, NULL},
		    {NULL, NULL},
		};

		if (row->unjudged)
			put_states(
			    &page->metrics, labels, row->unjudged->verdict);
		else if (row->series->judged)
			put_states(
			    &page->metrics, labels, row->series->verdict);
	}
}

static void
put_value(struct page *page, size_t i, const char *side, double value)
{
	const char *unit = page->rows[i].series->name.unit;
	double divisor;
	bool other = openmetrics_quantity(unit, &divisor) == OPENMETRICS_OTHER;
	const struct openmetrics_label labels[] = {
	    ROW_LABELS(page, i),
	    {"unit", other ? unit : NULL},
	    {"side", side},
	    {NULL, NULL},
	};

	if (isfinite(value))
		openmetrics_sample(&page->metrics, labels, value / divisor);
}

static void
put_values(struct page *page, enum openmetrics_quantity quantity)
{
	double divisor;

	openmetrics_family(&page->metrics, &value_families[quantity]);
	for (size_t i = 0; i < page->count; i++) {
		const struct report_series *series = page->rows[i].series;

		if (!series || openmetrics_quantity(
				   series->name.unit, &divisor) != quantity)
			continue;
		put_value(page, i, side_name(SIDE_BASE), series->base_value);
		put_value(page, i, side_name(SIDE_HEAD), series->head_value);
	}
}

/* What is not known has no sample. */
static void
put_numbers(struct page *page, const struct number *number)
{
	openmetrics_family(&page->metrics, &number->family);
	for (size_t i = 0; i < page->count; i++) {
		const struct report_series *series = page->rows[i].series;
		const struct openmetrics_label labels[] = {
		    ROW_LABELS(page, i), {NULL, NULL}};

		if (series && isfinite(number->of(series)))
			openmetrics_sample(
			    &page->metrics, labels, number->of(series));
	}
}

static void
put_page(struct page *page)
{
	put_comparisons(page);
	put_verdicts(page);
	put_efforts(page, &noise_family);
	put_efforts(page, &rounds_family);
	put_series_verdicts(page);
	for (int i = 0; i < OPENMETRICS_QUANTITY_COUNT; i++)
		put_values(page, (enum openmetrics_quantity)i);
	for (size_t i = 0; i < sizeof numbers / sizeof numbers[0]; i++)
		put_numbers(page, &numbers[i]);
}

enum err
render_openmetrics(const struct report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {.report = report};
	enum err err = make_rows(&page);
	enum err written;

	(void)options; /* a file for programs always holds everything */
	openmetrics_init(&page.metrics, file);
	if (!err)
		put_page(&page);
	written = openmetrics_finish(&page.metrics);
	free(page.places);
	free(page.rows);
	free(page.copies);
	return err ? err : written;
}
