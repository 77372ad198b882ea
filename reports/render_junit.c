#include <math.h>

#include "reports/evidence.h"
#include "reports/junit.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/renderers.h"
#include "reports/units.h"

/* A suite under way: its report's rows, and the texts of one case. */
struct suite {
	struct xml_writer *xml;
	const struct report *report;
	struct ranking ranking;
	struct buf message;
	struct buf body;
	enum err err;
};

/* A verdict over samples. */
static enum junit_outcome
outcome_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_REGRESSED:
		return JUNIT_FAILED;
	case VERDICT_ERROR:
	case VERDICT_MISSING:
		return JUNIT_BROKEN;
	case VERDICT_INCONCLUSIVE:
	case VERDICT_NEW:
		return JUNIT_SKIPPED;
	case VERDICT_ACKNOWLEDGED:
	case VERDICT_IMPROVED:
	case VERDICT_PASS:
	case VERDICT_IDENTICAL:
		break;
	}
	return JUNIT_PASSED;
}

static enum junit_outcome
series_outcome(const struct report_series *series)
{
	return series->judged ? outcome_of(series->verdict) : JUNIT_SKIPPED;
}

/* Nothing was measured, so nothing passed. */
static enum junit_outcome
unjudged_outcome(const struct report_unjudged *row)
{
	enum junit_outcome outcome = outcome_of(row->verdict);

	return outcome == JUNIT_PASSED ? JUNIT_SKIPPED : outcome;
}

static struct junit_counts
count(const struct report *report)
{
	struct junit_counts counts = {{0}};

	for (size_t i = 0; i < report->series_count; i++)
		counts.of[series_outcome(&report->series[i])]++;
	for (size_t i = 0; i < report->unjudged_count; i++)
		counts.of[unjudged_outcome(&report->unjudged[i])]++;
	if (evidence_lacks_verdict(report))
		counts.of[outcome_of(report->verdict)]++;
	return counts;
}

static void
put_properties(struct suite *suite)
{
	const struct report *report = suite->report;
	struct buf *floor = &suite->message;

	buf_reset(floor);
	units_percent(floor, report->noise_floor);
	xml_begin(suite->xml, "properties");
	junit_property(suite->xml, "verdict", verdict_name(report->verdict));
	junit_property(suite->xml, "reason", phrase_reason(report));
	junit_property(suite->xml, "base", report->base.oid);
	junit_property(suite->xml, "base-from", report->base_from);
	junit_property(suite->xml, "head", report->head.oid);
	junit_property(suite->xml, "machine", report->machine_key);
	junit_property(suite->xml, "noise-floor", buf_text(floor));
	for (size_t i = 0; i < report->warning_count; i++)
		junit_property(suite->xml, "warning", report->warnings[i]);
	xml_end(suite->xml);
}

static void
put_case(struct suite *suite, const struct junit_case *of)
{
	struct junit_case one = *of;

	if (!suite->err)
		suite->err = suite->message.failed ? buf_err(&suite->message)
						   : buf_err(&suite->body);
	one.message = buf_text(&suite->message);
	one.body = buf_text(&suite->body);
	junit_case_write(suite->xml, &one);
}

static void
put_series(struct suite *suite, const struct report_series *series)
{
	const struct junit_case one = {
	    .classname = series->name.benchmark,
	    .name = series->name.metric,
	    .outcome = series_outcome(series),
	    .type = verdict_name(series->verdict),
	};

	buf_reset(&suite->message);
	buf_reset(&suite->body);
	buf_printf(&suite->message, "%s: ",
	    series->judged ? verdict_name(series->verdict) : "not judged");
	evidence_change(&suite->message, series);
	if (series->judged)
		buf_printf(&suite->body, "verdict: %s\n",
		    verdict_name(series->verdict));
	evidence_lines(&suite->body, series);
	put_case(suite, &one);
}

static void
put_unjudged(struct suite *suite, const struct report_unjudged *row)
{
	const struct junit_case one = {
	    .classname = row->benchmark,
	    .name = row->metric ? row->metric : "all metrics",
	    .outcome = unjudged_outcome(row),
	    .type = verdict_name(row->verdict),
	};

	buf_reset(&suite->message);
	buf_reset(&suite->body);
	evidence_unjudged(&suite->message, row);
	buf_puts(&suite->body, row->reason);
	put_case(suite, &one);
}

static void
put_verdict(struct suite *suite)
{
	const struct report *report = suite->report;
	const struct junit_case one = {
	    .classname = "tidemark",
	    .name = "verdict",
	    .outcome = outcome_of(report->verdict),
	    .type = verdict_name(report->verdict),
	};
	const char *reason = phrase_reason(report);

	buf_reset(&suite->message);
	buf_reset(&suite->body);
	buf_printf(&suite->message, "%s%s%s", verdict_name(report->verdict),
	    reason ? ": " : "", reason ? reason : "");
	put_case(suite, &one);
}

static void
put_suite(struct suite *suite)
{
	const struct report *report = suite->report;
	const struct junit_counts counts = count(report);

	buf_reset(&suite->message);
	buf_puts(&suite->message, "against ");
	phrase_oid(&suite->message, report->base.oid);
	junit_suite_begin(suite->xml, buf_text(&suite->message), &counts);
	put_properties(suite);
	for (size_t i = 0; i < suite->ranking.count; i++)
		put_series(suite, suite->ranking.rows[i]);
	for (size_t i = 0; i < report->unjudged_count; i++)
		put_unjudged(suite, &report->unjudged[i]);
	if (evidence_lacks_verdict(report))
		put_verdict(suite);
	xml_end(suite->xml);
}

static enum err
put_report(struct xml_writer *xml, const struct report *report)
{
	struct suite suite = {.xml = xml,
	    .report = report,
	    .message = BUF_INIT,
	    .body = BUF_INIT};

	suite.err = ranking_init(&suite.ranking, report);
	if (suite.err)
		return suite.err;
	put_suite(&suite);
	ranking_release(&suite.ranking);
	buf_release(&suite.message);
	buf_release(&suite.body);
	return suite.err;
}

enum err
render_junit(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct junit_counts counts = count(report);
	struct xml_writer xml;
	enum err err;
	enum err written;

	(void)options; /* a file for programs always holds everything */
	for (size_t i = 0; i < report->other_count; i++) {
		const struct junit_counts more = count(report->others[i]);

		junit_add(&counts, &more);
	}
	xml_init(&xml, file);
	junit_suites_begin(&xml, "tidemark", &counts);
	err = put_report(&xml, report);
	for (size_t i = 0; !err && i < report->other_count; i++)
		err = put_report(&xml, report->others[i]);
	xml_end(&xml);
	written = xml_finish(&xml);
	return err ? err : written;
}
