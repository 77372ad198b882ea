#include "reports/bisect_phrases.h"

#include <math.h>
#include <string.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/spark.h"
#include "reports/units.h"

#define DURATION_SIZE 32
#define DAY_LEN 10 /* of "2026-11-20T04:21:01Z" */
#define FILES_LISTED 8
#define EIGHTHS 8
#define NEARLY_ALL 0.9995 /* rounds to 100 % */
#define NEARLY_NONE 0.0005
#define LIKELY_LEAST 1e-6 /* less is no candidate for anybody */

/* ---- commits ---- */

static void
put_commits(struct buf *out, size_t count)
{
	buf_printf(out, "%zu %s", count, count == 1 ? "commit" : "commits");
}

static void
put_broken(struct buf *out, size_t count)
{
	put_commits(out, count);
	buf_puts(out, count == 1 ? " does not build" : " do not build");
}

static void
put_commit(struct buf *out, const struct bisect_commit *commit)
{
	phrase_oid(out, commit->oid);
	buf_printf(out, " %s", commit->subject);
}

/* As git writes ranges: what is before `first` is not in it. */
static void
put_range(struct buf *out, const struct bisect_range *range, size_t first,
    size_t last)
{
	phrase_oid(out, range->commits[first - 1].oid);
	buf_puts(out, "..");
	phrase_oid(out, range->commits[last].oid);
}

void
bisect_phrase_stretch(struct buf *out, const struct bisect_range *range,
    const struct bisect_stretch *stretch)
{
	if (stretch->first == stretch->last) {
		put_commit(out, &range->commits[stretch->first]);
		return;
	}
	put_range(out, range, stretch->first, stretch->last);
	buf_puts(out, ", ");
	put_commits(out, stretch->last - stretch->first + 1);
}

void
bisect_phrase_author(struct buf *out, const struct bisect_commit *commit)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(commit->time_s, date);
	buf_printf(out, "by %s, %.*s", commit->author, DAY_LEN, date);
}

void
bisect_phrase_files(struct buf *out, const struct bisect_files *files)
{
	size_t listed = files->count;

	if (listed > FILES_LISTED)
		listed = FILES_LISTED;
	buf_puts(out, "changed ");
	for (size_t i = 0; i < listed; i++)
		buf_printf(out, "%s%s", i ? ", " : "", files->paths[i]);
	if (!listed)
		buf_printf(out, "%zu files", files->total);
	else if (listed < files->total)
		buf_printf(out, " and %zu more", files->total - listed);
}

void
bisect_phrase_counts(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	struct bisect_counts counts = bisect_count(range, answer);

	buf_puts(out, "of ");
	put_commits(out, counts.commits);
	buf_printf(out, " in the range %zu could be guilty", counts.candidates);
	if (counts.broken)
		buf_printf(out,
		    counts.broken == 1 ? "; %zu does not build"
				       : "; %zu do not build",
		    counts.broken);
}

/* ---- findings ---- */

void
bisect_phrase_summary(struct buf *out, const struct bisect_report *report)
{
	const struct bisect_range *range;

	buf_puts(
	    out, report->improvement ? "bisect for an improvement" : "bisect");
	if (report->range_count) {
		range = &report->ranges[0];
		buf_puts(out, ": ");
		put_range(out, range, 1, range->count - 1);
		buf_puts(out, ", ");
		put_commits(out, range->count - 1);
	}
	buf_printf(
	    out, ": %s", bisect_status_name(bisect_report_status(report)));
}

void
bisect_phrase_merge(struct buf *out, const struct bisect_range *range)
{
	phrase_oid(out, range->merge->oid);
	buf_puts(out, " merges ");
	put_commits(out, range->count - 1);
	buf_puts(out, "; of these");
}

static void
put_unresolved(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	size_t first = answer->first;
	size_t last = answer->last;

	if (first == last) {
		put_commit(out, &range->commits[first]);
		buf_puts(out, ", not confirmed");
		return;
	}
	put_range(out, range, first, last);
	buf_puts(out, ", ");
	if (bisect_is_hidden(range, answer)) {
		put_broken(out, bisect_broken(range, first, last));
	} else {
		buf_puts(out, "one of ");
		put_commits(out, last - first + 1);
	}
}

/* What is searched for, "slower", or its opposite. */
static const char *
change_word(const struct bisect_report *report,
    const struct bisect_answer *answer, bool opposite)
{
	bool worse = report->improvement == opposite;

	return units_word(worse ? 2 : 0.5, answer->name.unit);
}

static void
put_reversed(struct buf *out, const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	phrase_oid(out, range->commits[answer->bad].oid);
	buf_printf(out, " is %s than ", change_word(report, answer, true));
	phrase_oid(out, range->commits[answer->good].oid);
	buf_puts(out, report->improvement
			  ? "; without --improvement that is searched for"
			  : "; --improvement searches for that");
}

void
bisect_phrase_heading(struct buf *out, const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	buf_printf(out, "%s: ", bisect_status_name(answer->status));
	switch (answer->status) {
	case BISECT_FOUND:
		if (bisect_culprit(range, answer))
			put_commit(out, &range->commits[answer->first]);
		else
			put_unresolved(out, range, answer);
		break;
	case BISECT_UNRESOLVED:
		put_unresolved(out, range, answer);
		break;
	case BISECT_DRIFT:
		buf_printf(out, "%s in small steps, no single commit did it",
		    change_word(report, answer, false));
		break;
	case BISECT_NO_CHANGE:
		buf_puts(out, "the ends are the same");
		break;
	case BISECT_REVERSED:
		put_reversed(out, report, range, answer);
		break;
	case BISECT_TOO_NOISY:
		buf_puts(out, "whether the ends differ cannot be said");
		break;
	}
}

void
bisect_phrase_branch(struct buf *out, const struct bisect_range *branch,
    const struct bisect_answer *answer)
{
	const struct bisect_answer *inner =
	    bisect_answer_for(branch, &answer->name);
	const struct bisect_commit *culprit =
	    inner ? bisect_culprit(branch, inner) : NULL;

	buf_puts(out, "merges ");
	put_commits(out, branch->count - 1);
	if (culprit) {
		buf_puts(out, "; of these ");
		phrase_oid(out, culprit->oid);
		buf_puts(out, " did it, probability ");
		bisect_phrase_probability(out, inner->probability);
	} else if (inner) {
		buf_printf(out, "; of these no single one is proven: %s",
		    bisect_status_name(inner->status));
	}
}

bool
bisect_phrase_note(struct buf *out, const struct bisect_answer *answer)
{
	if (answer->reverted)
		buf_puts(out, "a later commit of the range is as good again "
			      "as before");
	if (answer->by_instructions)
		buf_printf(out, "%sthe step was found on instruction counts",
		    answer->reverted ? "; " : "");
	return answer->reverted || answer->by_instructions;
}

size_t
bisect_phrase_likely(const struct bisect_range *range,
    const struct bisect_answer *answer,
    struct bisect_stretch out[BISECT_LIKELY_MAX])
{
	size_t commits = answer->bad - answer->good;
	size_t wide = 1;

	if (answer->status == BISECT_DRIFT)
		wide = (commits + EIGHTHS - 1) / EIGHTHS;
	else if (answer->status != BISECT_UNRESOLVED ||
		 bisect_is_hidden(range, answer))
		return 0;
	return bisect_likely(
	    answer, wide, LIKELY_LEAST, out, BISECT_LIKELY_MAX);
}

/* ---- figures ---- */

/* Counts are there without rounds. */
static void
put_rounds(struct buf *out, double low, size_t rounds)
{
	if (!rounds) {
		buf_puts(out, ", counted");
		return;
	}
	buf_printf(
	    out, ", %zu %s of pairs", rounds, rounds == 1 ? "round" : "rounds");
	if (!isfinite(low))
		buf_puts(out, ", too few for an interval");
}

static void
put_interval(struct buf *out, double low, double high)
{
	if (!isfinite(low) || !isfinite(high))
		return;
	buf_putc(out, ' ');
	units_interval(out, low, high);
}

/* An interval that holds 1 does not say in which direction the step is, so no
 * word does either. */
static void
put_step(struct buf *out, const struct bisect_answer *answer)
{
	if (answer->ratio_low <= 1 && answer->ratio_high >= 1) {
		buf_puts(out, ": ");
		units_change(out, answer->ratio);
	} else {
		buf_puts(out, " is ");
		units_percent(out, fabs(answer->ratio - 1));
		buf_printf(
		    out, " %s", units_word(answer->ratio, answer->name.unit));
	}
	put_interval(out, answer->ratio_low, answer->ratio_high);
	put_rounds(out, answer->ratio_low, answer->rounds);
}

void
bisect_phrase_series(struct buf *out, const struct bisect_answer *answer)
{
	phrase_name(out, answer->name.benchmark, answer->name.metric);
	if (isfinite(answer->ratio)) {
		put_step(out, answer);
	} else if (isfinite(answer->ends_ratio)) {
		buf_puts(out, ": ");
		units_change(out, answer->ends_ratio);
		put_interval(out, answer->ends_low, answer->ends_high);
		buf_puts(out, " between the ends");
		put_rounds(out, answer->ends_low, answer->ends_rounds);
	} else {
		buf_puts(out, ": not measured in pairs");
	}
}

void
bisect_phrase_samples(
    struct buf *out, const double *values, size_t count, const char *unit)
{
	struct bisect_summary summary;

	if (bisect_summarize(values, count, &summary)) {
		out->failed = true;
		return;
	}
	units_value(out, summary.median, unit);
	if (!isfinite(summary.spread))
		return;
	buf_puts(out, " ± ");
	units_percent(out, summary.spread);
}

/* None is certain, and none is shown as if it were. */
void
bisect_phrase_probability(struct buf *out, double probability)
{
	if (probability >= NEARLY_ALL)
		buf_puts(out, "above 99.9 %");
	else if (probability < NEARLY_NONE)
		buf_puts(out, "below 0.1 %");
	else
		units_percent(out, probability);
}

void
bisect_phrase_posterior(
    struct buf *out, const struct bisect_answer *answer, size_t width)
{
	spark_append(out, answer->probabilities + answer->good + 1,
	    answer->bad - answer->good, width, true);
}

void
bisect_phrase_effort(struct buf *out, const struct bisect_report *report)
{
	char elapsed[DURATION_SIZE];

	clock_humane(report->elapsed_ns, elapsed, sizeof elapsed);
	buf_printf(out, "%zu run%s, %zu build%s", report->runs,
	    report->runs == 1 ? "" : "s", report->builds,
	    report->builds == 1 ? "" : "s");
	if (report->reused)
		buf_printf(out, " (%zu more were there)", report->reused);
	buf_printf(out, ", %s", elapsed);
}

void
bisect_phrase_terms(struct buf *out, const struct bisect_report *report)
{
	buf_puts(out, "steps of ");
	units_percent(out, report->tolerance);
	buf_puts(out, " and more, confidence ");
	units_percent(out, report->confidence);
	buf_printf(out, ", machine %s, config from ",
	    phrase_or_dash(report->machine_key));
	phrase_config_from(out, report->config_from);
}

/* ---- columns of what was measured ---- */

static void
column_place(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)range, (void)answer;
	buf_printf(out, "%zu", level->place);
}

static void
column_commit(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)answer;
	phrase_oid(out, range->commits[level->place].oid);
}

static void
column_samples(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)range, (void)answer;
	buf_printf(out, "%zu", level->count);
	if (level->stored)
		buf_printf(out, " (%zu stored)", level->stored);
}

static void
column_median(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)range;
	bisect_phrase_samples(
	    out, level->values, level->count, answer->name.unit);
}

static void
column_probability(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)range;
	if (answer->probabilities && level->place > answer->good &&
	    level->place <= answer->bad)
		bisect_phrase_probability(
		    out, answer->probabilities[level->place]);
	else
		buf_putc(out, '-');
}

static void
column_subject(struct buf *out, const struct bisect_range *range,
    const struct bisect_answer *answer, const struct bisect_level *level)
{
	(void)answer;
	buf_puts(out, range->commits[level->place].subject);
}

const struct bisect_column bisect_columns[BISECT_COLUMN_COUNT] = {
    {"place", true, column_place},
    {"commit", false, column_commit},
    {"samples", true, column_samples},
    {"median", true, column_median},
    {"probability", true, column_probability},
    {"subject", false, column_subject},
};
