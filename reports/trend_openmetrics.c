#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/openmetrics.h"
#include "reports/trend_report.h"

#define LEVEL_FAMILY(name_, unit_)                                             \
	{                                                                      \
		name_, OPENMETRICS_GAUGE, unit_, "Present level of a series."  \
	}

#define COUNT_FAMILY(name_, help_)                                             \
	{                                                                      \
		name_, OPENMETRICS_GAUGE, NULL, help_                          \
	}

static const struct openmetrics_family trend_family = {
    "tidemark_trend", OPENMETRICS_INFO, NULL, "What was looked at."};
static const struct openmetrics_family alarm_family =
    COUNT_FAMILY("tidemark_trend_alarm", "1 where a worsening is new.");
static const struct openmetrics_family points_family =
    COUNT_FAMILY("tidemark_trend_points", "Points of a series.");
static const struct openmetrics_family changes_family = COUNT_FAMILY(
    "tidemark_trend_changes", "Changes of level by kind and state.");
static const struct openmetrics_family suspects_family =
    COUNT_FAMILY("tidemark_trend_suspects", "Last points that are far off.");
static const struct openmetrics_family drift_family = {"tidemark_trend_drift",
    OPENMETRICS_STATESET, NULL, "Whether a series creeps."};
static const struct openmetrics_family drift_ratio_family = {
    "tidemark_trend_drift_ratio", OPENMETRICS_GAUGE, "ratio",
    "Creep over the last points; above 1 is worse."};
static const struct openmetrics_family
    level_families[OPENMETRICS_QUANTITY_COUNT] = {
	[OPENMETRICS_SECONDS] =
	    LEVEL_FAMILY("tidemark_trend_level_seconds", "seconds"),
	[OPENMETRICS_BYTES] =
	    LEVEL_FAMILY("tidemark_trend_level_bytes", "bytes"),
	[OPENMETRICS_PER_SECOND] =
	    LEVEL_FAMILY("tidemark_trend_level_per_second", "per_second"),
	[OPENMETRICS_OTHER] = LEVEL_FAMILY("tidemark_trend_level", NULL),
};

struct page {
	struct openmetrics_writer metrics;
	const struct trend_report *report;
	char (*copies)[OPENMETRICS_COPY_SIZE];
};

#define SERIES_LABELS(page, i)                                                 \
	{"benchmark", (page)->report->series[i].line->benchmark},              \
	    {"metric", (page)->report->series[i].line->metric},                \
	{                                                                      \
		"copy", (page)->copies[i]                                      \
	}

static enum err
number_series(struct page *page)
{
	size_t count = page->report->series_count;
	struct openmetrics_name *names = calloc(count + 1, sizeof *names);
	enum err err = ERR_OK;

	page->copies = calloc(count + 1, sizeof *page->copies);
	if (!names || !page->copies)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		const struct history_line *line = page->report->series[i].line;

		names[i] = (struct openmetrics_name){
		    NULL, line->benchmark, line->metric};
	}
	if (!err)
		err = openmetrics_copies(names, count, page->copies);
	free(names);
	return err;
}

static void
put_trend(struct page *page)
{
	const struct trend_report *report = page->report;
	const struct openmetrics_label labels[] = {
	    {"source", report->source},
	    {"method", report->method},
	    {"version", report->version},
	    {NULL, NULL},
	};

	openmetrics_family(&page->metrics, &trend_family);
	openmetrics_sample(&page->metrics, labels, 1);
	openmetrics_family(&page->metrics, &alarm_family);
	openmetrics_sample(
	    &page->metrics, &labels[3], trend_report_alarms(report) ? 1 : 0);
}

static void
put_levels(struct page *page, enum openmetrics_quantity quantity)
{
	bool other = quantity == OPENMETRICS_OTHER;

	openmetrics_family(&page->metrics, &level_families[quantity]);
	for (size_t i = 0; i < page->report->series_count; i++) {
		const struct trend_series *series = &page->report->series[i];
		const struct history_line *line = series->line;
		const char *unit =
		    line->epochs[line->epoch_count - 1].name.unit;
		double level = series->trend->level;
		double divisor;
		const struct openmetrics_label labels[] = {
		    SERIES_LABELS(page, i),
		    {"unit", other ? unit : NULL},
		    {NULL, NULL},
		};

		if (openmetrics_quantity(unit, &divisor) == quantity &&
		    isfinite(level))
			openmetrics_sample(
			    &page->metrics, labels, level / divisor);
	}
}

static double
points_of(const struct trend_series *series)
{
	return (double)series->line->point_count;
}

static double
suspects_of(const struct trend_series *series)
{
	return (double)series->trend->suspects;
}

static double
drift_ratio_of(const struct trend_series *series)
{
	return series->trend->drift.ratio;
}

static void
put_numbers(struct page *page, const struct openmetrics_family *family,
    double (*of)(const struct trend_series *series))
{
	openmetrics_family(&page->metrics, family);
	for (size_t i = 0; i < page->report->series_count; i++) {
		double number = of(&page->report->series[i]);
		const struct openmetrics_label labels[] = {
		    SERIES_LABELS(page, i), {NULL, NULL}};

		if (isfinite(number))
			openmetrics_sample(&page->metrics, labels, number);
	}
}

/* Those of a drift are told with it. */
static size_t
count_changes(
    const struct trend_series *series, bool worse, enum trend_state state)
{
	size_t count = 0;

	for (size_t i = 0; i < series->trend->count; i++) {
		const struct trend_change *change = &series->trend->changes[i];

		count += !change->in_drift &&
			 trend_change_is_worse(change) == worse &&
			 series->alerts[i].state == state;
	}
	return count;
}

static void
put_changes_of(struct page *page, size_t i, bool worse)
{
	for (int s = TREND_NEW; s <= TREND_RESOLVED; s++) {
		enum trend_state state = (enum trend_state)s;
		const struct openmetrics_label labels[] = {
		    SERIES_LABELS(page, i),
		    {"kind", worse ? "regression" : "improvement"},
		    {"state", trend_state_name(state)},
		    {NULL, NULL},
		};

		openmetrics_sample(&page->metrics, labels,
		    (double)count_changes(
			&page->report->series[i], worse, state));
	}
}

static void
put_drift_states(struct page *page, size_t i)
{
	const struct trend_series *series = &page->report->series[i];
	bool found = series->trend->drift.found;
	struct openmetrics_label labels[] = {
	    SERIES_LABELS(page, i),
	    {drift_family.name, NULL},
	    {NULL, NULL},
	};

	openmetrics_state(&page->metrics, labels, "none", !found);
	for (int s = TREND_NEW; s <= TREND_RESOLVED; s++)
		openmetrics_state(&page->metrics, labels,
		    trend_state_name((enum trend_state)s),
		    found && series->drift.state == (enum trend_state)s);
}

static void
put_alerts(struct page *page)
{
	openmetrics_family(&page->metrics, &changes_family);
	for (size_t i = 0; i < page->report->series_count; i++) {
		put_changes_of(page, i, true);
		put_changes_of(page, i, false);
	}
	openmetrics_family(&page->metrics, &drift_family);
	for (size_t i = 0; i < page->report->series_count; i++)
		put_drift_states(page, i);
}

enum err
trend_render_openmetrics(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {.report = report};
	enum err err = number_series(&page);
	enum err written;

	(void)options; /* a file for programs always holds everything */
	openmetrics_init(&page.metrics, file);
	if (!err) {
		put_trend(&page);
		for (int i = 0; i < OPENMETRICS_QUANTITY_COUNT; i++)
			put_levels(&page, (enum openmetrics_quantity)i);
		put_numbers(&page, &points_family, points_of);
		put_alerts(&page);
		put_numbers(&page, &drift_ratio_family, drift_ratio_of);
		put_numbers(&page, &suspects_family, suspects_of);
	}
	written = openmetrics_finish(&page.metrics);
	free(page.copies);
	return err ? err : written;
}
