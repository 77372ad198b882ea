#include "reports/phrases.h"

#include <inttypes.h>
#include <math.h>
#include <stdint.h>
#include <string.h>

#include "baselines/difference.h"
#include "core/base/clock.h"
#include "reports/units.h"

#define OID_LEN 40
#define OID_SHORT 12
#define DURATION_SIZE 32
#define Q_SHOWN 0.001 /* smaller ones all mean the same */

const char phrase_weak[] =
    "weak: stored samples of separate sessions, not measured in pairs";

const char phrase_no_baseline[] = "no baseline yet";

const char phrase_first_run[] =
    "no baseline yet: history.first-run lets it pass";

const char phrase_q_values[] =
    "q-values (false discovery rate of \"slower than the tolerance\"; others "
    "have 1)";

const char *
phrase_or_dash(const char *text)
{
	return text ? text : "-";
}

const char *
phrase_reason(const struct report *report)
{
	if (!report->reason && report->verdict == VERDICT_IDENTICAL)
		return "equal inputs or artifacts: nothing was run";
	return report->reason;
}

void
phrase_name(struct buf *out, const char *benchmark, const char *metric)
{
	buf_puts(out, benchmark);
	if (!metric)
		return;
	buf_putc(out, '/');
	buf_puts(out, metric);
}

void
phrase_oid(struct buf *out, const char *oid)
{
	oid = phrase_or_dash(oid);
	buf_append(out, oid, strnlen(oid, OID_SHORT));
}

void
phrase_config_from(struct buf *out, const char *config_from)
{
	const char *text = phrase_or_dash(config_from);

	if (strlen(text) == OID_LEN &&
	    strspn(text, "0123456789abcdef") == OID_LEN)
		phrase_oid(out, text);
	else
		buf_puts(out, text);
}

static void
put_acknowledged(struct buf *out,
    const struct report_acknowledged *acknowledged, const char *between)
{
	buf_printf(out, "%sacknowledged: %s (%s, until %s, %s)", between,
	    acknowledged->reason, acknowledged->author, acknowledged->expires,
	    acknowledged->entry);
}

bool
phrase_note(struct buf *out, const struct report_series *series)
{
	bool effect =
	    series->verdict == VERDICT_INCONCLUSIVE && isfinite(series->mde);
	bool accepted = series->acknowledged.entry;

	if (series->note)
		buf_puts(out, series->note);
	if (accepted)
		put_acknowledged(
		    out, &series->acknowledged, series->note ? "; " : "");
	if (!effect)
		return series->note || accepted;
	if (series->note || accepted)
		buf_puts(out, "; ");
	buf_printf(out, "%zu rounds detect a slowdown of ", series->rounds);
	units_percent(out, series->mde);
	buf_puts(out, " or more");
	if (series->rounds_needed)
		buf_printf(out,
		    series->reachable
			? "; needs about %zu more rounds"
			: "; would need about %zu more rounds, beyond what "
			  "is ever taken: a longer benchmark or a quieter "
			  "machine",
		    series->rounds_needed);
	if (series->too_near)
		buf_puts(
		    out, "; the difference is too near the tolerance to tell");
	return true;
}

void
phrase_tolerance(struct buf *out, const struct report_series *series)
{
	double tolerance = series->tolerance;

	if (series->min_effect > 0 && isfinite(series->base_value))
		tolerance = difference_tolerance(series->name.direction,
		    series->base_value, tolerance, series->min_effect);
	if (isinf(tolerance))
		buf_puts(out, "any");
	else
		units_percent(out, tolerance);
}

void
phrase_beyond(
    struct buf *out, double value, double limit, const struct series_name *name)
{
	buf_puts(out, "is ");
	units_value(out, value, name->unit);
	buf_puts(out, ", beyond its limit of ");
	units_value(out, limit, name->unit);
}

void
phrase_worst(struct buf *out, const struct report_series *series)
{
	const char *unit = series->name.unit;

	phrase_name(out, series->name.benchmark, series->name.metric);
	if (series->beyond_value > 0) {
		buf_putc(out, ' ');
		phrase_beyond(
		    out, series->beyond_value, series->limit, &series->name);
		return;
	}
	buf_puts(out, " is ");
	units_percent(out, fabs(series->ratio - 1));
	buf_printf(out, " %s", units_word(series->ratio, unit));
	if (!isfinite(series->tolerance))
		return;
	buf_puts(out, ", tolerance ");
	phrase_tolerance(out, series);
}

void
phrase_counts(struct buf *out, const size_t counts[VERDICT_COUNT])
{
	const char *between = "";

	for (int i = 0; i < VERDICT_COUNT; i++) {
		if (!counts[i])
			continue;
		buf_printf(out, "%s%zu %s", between, counts[i],
		    verdict_name((enum verdict)i));
		between = ", ";
	}
}

void
phrase_effort(struct buf *out, const struct report *report)
{
	char builds[DURATION_SIZE];
	char measuring[DURATION_SIZE];

	clock_humane(report->builds_ns, builds, sizeof builds);
	clock_humane(report->measuring_ns, measuring, sizeof measuring);
	buf_printf(out,
	    "%zu rounds, %zu processes, builds %s, measuring %s, "
	    "seed %" PRIu64,
	    report->rounds, report->processes, builds, measuring, report->seed);
}

void
phrase_budget(struct buf *out, const struct report *report)
{
	double share = (double)report->measuring_ns / (double)report->budget_ns;
	char given[DURATION_SIZE];
	size_t blocks = 0;
	size_t filtered = 0;

	for (size_t i = 0; i < report->part_count; i++) {
		blocks += report->parts[i].blocks;
		filtered += report->parts[i].filtered;
	}
	clock_humane(report->budget_ns, given, sizeof given);
	buf_printf(out, "budget %s, ", given);
	units_percent(out, share);
	buf_puts(out, " spent");
	if (filtered)
		buf_printf(
		    out, "; %zu of %zu blocks filtered", filtered, blocks);
}

void
phrase_part(struct buf *out, const struct report_part *part)
{
	char spent[DURATION_SIZE];

	buf_printf(out, "%zu blocks, ", part->blocks);
	if (part->filtered)
		buf_printf(out, "%zu of them filtered, ", part->filtered);
	clock_humane(part->spent_ns, spent, sizeof spent);
	buf_puts(out, spent);
}

bool
phrase_has_q(const struct report_series *series)
{
	return series->judged && series->q_value < 1;
}

void
phrase_q(struct buf *out, const struct report_series *series)
{
	if (series->q_value < Q_SHOWN) {
		buf_puts(out, "below ");
		units_percent(out, Q_SHOWN);
	} else {
		units_percent(out, series->q_value);
	}
}

static void
put_confidence(struct buf *out, const struct report_series *series)
{
	buf_puts(out, "changes above 0 are worse, intervals have ");
	units_percent(out, series->confidence);
	buf_puts(out, " confidence");
}

static void
put_detector(struct buf *out, const struct report_series *series)
{
	buf_puts(out, "asked is for changes beyond ");
	units_percent(out, series->floor);
	buf_puts(out, ", and a pass rules out ");
	units_percent(out, series->effect);
	buf_puts(out, " at 95 %");
}

bool
phrase_legend(struct buf *out, const struct report *report)
{
	const struct report_series *interval = NULL;
	const struct report_series *detector = NULL;

	for (size_t i = 0; i < report->series_count; i++) {
		const struct report_series *series = &report->series[i];

		if (!series->judged)
			continue;
		if (!interval && isfinite(series->ratio_low) &&
		    isfinite(series->confidence))
			interval = series;
		if (!detector && series->effect > 0)
			detector = series;
	}
	if (interval)
		put_confidence(out, interval);
	if (interval && detector)
		buf_puts(out, "; ");
	if (detector)
		put_detector(out, detector);
	return interval || detector;
}
