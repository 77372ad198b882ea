#include "reports/escape.h"
#include "reports/junit.h"
#include "reports/trend_report.h"
#include "reports/trend_rows.h"
#include "reports/trend_standing.h"
#include "reports/units.h"

/* The texts of a case under way. */
struct suite {
	struct xml_writer xml;
	const struct trend_report *report;
	struct buf message;
	struct buf body;
	enum err err;
};

static const struct standing {
	enum junit_outcome outcome;
	const char *message;
} standings[TREND_STANDING_COUNT] = {
    [TREND_IS_WORSE] = {JUNIT_FAILED, "regressed"},
    [TREND_IS_SUSPECT] = {JUNIT_SKIPPED, "suspect: the last points are far "
					 "off"},
    [TREND_IS_UNKNOWN] = {JUNIT_SKIPPED, "too few points to tell"},
    [TREND_IS_ACCEPTED] = {JUNIT_PASSED, "acknowledged"},
    [TREND_IS_STEADY] = {JUNIT_PASSED, "steady"},
};

static void
put_ratio(struct buf *out, double ratio, double low, double high)
{
	units_change(out, ratio);
	buf_putc(out, ' ');
	units_interval(out, low, high);
}

static void
put_alert(struct suite *suite, const struct trend_alert *alert)
{
	if (*alert->id)
		buf_printf(&suite->body, "  alert %s\n", alert->id);
	if (!alert->note)
		return;
	buf_puts(&suite->body, "  ");
	term_text(&suite->body, alert->note, ESCAPE_WHOLE);
	buf_putc(&suite->body, '\n');
}

static void
put_change(struct suite *suite, const struct trend_series *series, size_t i)
{
	const struct trend_change *change = &series->trend->changes[i];
	const struct history_point *point =
	    &series->line->points[change->index];
	const struct trend_commit *commit =
	    &suite->report->commits[point->commit];

	buf_printf(&suite->body,
	    "%s %s: ", trend_state_name(series->alerts[i].state),
	    trend_change_is_worse(change) ? "regression" : "improvement");
	put_ratio(
	    &suite->body, change->ratio, change->ratio_low, change->ratio_high);
	buf_printf(&suite->body, " since point %zu", change->index);
	if (*commit->oid) {
		buf_printf(&suite->body, ", %s ", commit->oid);
		term_text(&suite->body, commit->subject, ESCAPE_WHOLE);
	}
	buf_putc(&suite->body, '\n');
	put_alert(suite, &series->alerts[i]);
}

static void
put_drift(struct suite *suite, const struct trend_series *series)
{
	const struct trend_drift *drift = &series->trend->drift;

	if (!drift->found)
		return;
	buf_printf(
	    &suite->body, "%s drift: ", trend_state_name(series->drift.state));
	put_ratio(
	    &suite->body, drift->ratio, drift->ratio_low, drift->ratio_high);
	buf_printf(&suite->body, " over the last %zu points\n", drift->points);
	put_alert(suite, &series->drift);
}

static void
put_suspects(struct suite *suite, const struct trend_series *series)
{
	if (!series->trend->suspects)
		return;
	buf_printf(&suite->body, "suspect last points: %zu, ",
	    series->trend->suspects);
	units_change(&suite->body, series->trend->suspect_ratio);
	if (series->confirmed)
		buf_printf(&suite->body, "; pairs say: %s", series->confirmed);
	buf_putc(&suite->body, '\n');
}

/* The cause that is told first: a change that fails, else the drift. */
static void
put_message(struct suite *suite, const struct trend_series *series)
{
	const struct trend_drift *drift = &series->trend->drift;
	enum trend_standing standing = trend_standing(series);

	buf_puts(&suite->message, standings[standing].message);
	if (standing != TREND_IS_WORSE)
		return;
	for (size_t i = series->trend->count; i > 0; i--) {
		const struct trend_change *change =
		    &series->trend->changes[i - 1];

		if (!trend_is_regression(series, i - 1, TREND_NEW) &&
		    !trend_is_regression(series, i - 1, TREND_OPEN))
			continue;
		buf_printf(&suite->message,
		    " (%s): ", trend_state_name(series->alerts[i - 1].state));
		put_ratio(&suite->message, change->ratio, change->ratio_low,
		    change->ratio_high);
		return;
	}
	if (drift->found && drift->ratio > 1) {
		buf_puts(&suite->message, " (drift): ");
		put_ratio(&suite->message, drift->ratio, drift->ratio_low,
		    drift->ratio_high);
	}
}

static void
put_series(struct suite *suite, const struct trend_series *series)
{
	const struct history_line *line = series->line;
	struct junit_case one = {
	    .classname = line->benchmark,
	    .name = *line->metric ? line->metric : line->benchmark,
	    .outcome = standings[trend_standing(series)].outcome,
	    .type = "regressed",
	};

	buf_reset(&suite->message);
	buf_reset(&suite->body);
	put_message(suite, series);
	for (size_t i = 0; i < series->trend->count; i++)
		put_change(suite, series, i);
	put_drift(suite, series);
	put_suspects(suite, series);
	if (!suite->err)
		suite->err = suite->message.failed ? buf_err(&suite->message)
						   : buf_err(&suite->body);
	one.message = buf_text(&suite->message);
	one.body = buf_text(&suite->body);
	junit_case_write(&suite->xml, &one);
}

/* Without a series nothing is known, and nothing passes. */
static void
put_nothing(struct suite *suite)
{
	const struct junit_case one = {.classname = "tidemark",
	    .name = "trend",
	    .outcome = JUNIT_SKIPPED,
	    .message = "no series",
	    .body = ""};

	junit_case_write(&suite->xml, &one);
}

static void
put_suite(struct suite *suite, const struct junit_counts *counts)
{
	const struct trend_report *report = suite->report;

	junit_suites_begin(&suite->xml, "tidemark trend", counts);
	junit_suite_begin(&suite->xml, report->source, counts);
	xml_begin(&suite->xml, "properties");
	junit_property(&suite->xml, "source", report->source);
	junit_property(&suite->xml, "method", report->method);
	for (size_t i = 0; i < report->warning_count; i++)
		junit_property(&suite->xml, "warning", report->warnings[i]);
	xml_end(&suite->xml);
	for (size_t i = 0; i < report->series_count; i++)
		put_series(suite, &report->series[i]);
	if (!report->series_count)
		put_nothing(suite);
	xml_end(&suite->xml);
	xml_end(&suite->xml);
}

enum err
trend_render_junit(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct suite suite = {
	    .report = report, .message = BUF_INIT, .body = BUF_INIT};
	struct junit_counts counts = {{0}};
	enum err written;

	(void)options; /* a file for programs always holds everything */
	for (size_t i = 0; i < report->series_count; i++)
		counts.of[standings[trend_standing(&report->series[i])]
			      .outcome]++;
	counts.of[JUNIT_SKIPPED] += !report->series_count;
	xml_init(&suite.xml, file);
	put_suite(&suite, &counts);
	written = xml_finish(&suite.xml);
	buf_release(&suite.message);
	buf_release(&suite.body);
	return suite.err ? suite.err : written;
}
