#include "runner/judge_accept.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/signed_rank.h"

#define ALPHA .005 /* of what is beyond a level */

/* What became of one row of `accept`. */
struct use {
	size_t acknowledged; /* series */
	bool needed; /* for one of them about as wide as it is */
};

struct judging {
	struct judgement *judgement;
	const struct accept *accept;
	struct use *uses;
};

/* ---- the evidence of a series ---- */

static bool
is_counted(const struct report_series *series)
{
	return strcmp(series->name.metric, METRIC_INSTRUCTIONS) == 0;
}

/* ln(head/level) of each round, above 0 is worse. @return how many; 0 where
 * they prove nothing */
static size_t
beyond_level(const struct config_accept_entry *entry,
    const struct report_series *series, double out[SIGNED_RANK_MAX])
{
	const struct report_samples *head = &series->samples[SIDE_HEAD];
	double level;

	if (!accept_level(entry, &series->name, &level) ||
	    head->count > SIGNED_RANK_MAX)
		return 0;
	for (size_t i = 0; i < head->count; i++)
		out[i] = series_log_ratio(
		    series->name.direction, level, head->values[i]);
	return head->count;
}

/* The smallest of a few counts is the one that is compared. */
static double
count_beyond_level(
    const struct config_accept_entry *entry, const struct report_series *series)
{
	double level;

	if (!accept_level(entry, &series->name, &level) ||
	    !(series->head_value > 0))
		return NAN;
	return series_log_ratio(
	    series->name.direction, level, series->head_value);
}

static bool
is_accepted(
    const struct config_accept_entry *entry, const struct report_series *series)
{
	double d[SIGNED_RANK_MAX];
	size_t n;

	if (!isnan(entry->factor))
		return (is_counted(series)
			       ? series->ratio
			       : series->ratio_low) <= entry->factor;
	if (is_counted(series))
		return count_beyond_level(entry, series) <= 0;
	n = beyond_level(entry, series, d);
	return n && isfinite(series->ratio_low) &&
	       signed_rank_p(d, n, 0, ALTERNATIVE_GREATER) > ALPHA;
}

/* Logarithm of what is accepted over the upper end of what the series shows:
 * 1.25 for a series of [1.15, 1.2] is ln(1.25/1.2). */
static double
slack(
    const struct config_accept_entry *entry, const struct report_series *series)
{
	struct interval_estimate interval;
	double d[SIGNED_RANK_MAX];
	size_t n;

	if (!isnan(entry->factor))
		return log(
		    entry->factor /
		    (is_counted(series) ? series->ratio : series->ratio_high));
	if (is_counted(series))
		return -count_beyond_level(entry, series);
	n = beyond_level(entry, series, d);
	if (!n ||
	    signed_rank_interval(d, n, series->confidence, &interval) != 0)
		return NAN;
	return -interval.high;
}

/* ---- acknowledging ---- */

/* ".tidemark-accept.yml accept[2]" without the file. */
static const char *
short_name(const struct accept_row *row)
{
	return row->name + strlen(ACCEPT_FILE) + 1;
}

static enum err
add_note(struct judgement *judgement, struct report_series *series,
    const struct accept_row *row)
{
	const struct config_accept_entry *entry = row->entry;
	const char *between = series->note ? "; " : "";
	const char *before = series->note ? series->note : "";
	double level;

	if (!isnan(entry->factor))
		series->note = judgement_text(judgement,
		    "%s%sbeyond what %s accepts (factor %g)", before, between,
		    row->name, entry->factor);
	else
		series->note = judgement_text(judgement,
		    "%s%sbeyond what %s accepts (level %s%s)", before, between,
		    row->name, entry->level_text,
		    accept_level(entry, &series->name, &level)
			? ""
			: ", not in the unit of this series");
	return series->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static void
acknowledge(
    struct report_series *series, const struct accept_row *row, struct use *use)
{
	series->verdict = VERDICT_ACKNOWLEDGED;
	series->acknowledged = (struct report_acknowledged){
	    .entry = row->name,
	    .reason = row->entry->reason,
	    .author = row->entry->author,
	    .expires = row->entry->expires,
	};
	use->acknowledged++;
	/* Not known is not wider than needed. */
	if (!(slack(row->entry, series) > log1p(series->tolerance)))
		use->needed = true;
}

/* Say why an entry about the series does not accept it. */
static enum err
add_why_not(struct judgement *judgement, struct report_series *series,
    const struct accept_row *row)
{
	const char *note = series->note;

	series->note = judgement_text(judgement, "%s%s%s %s", note ? note : "",
	    note ? "; " : "", short_name(row), row->why_not);
	return series->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static enum err
judge_series(const struct judging *j, struct report_series *series)
{
	const struct accept_row *beyond = NULL;
	const struct accept_row *newest = NULL; /* of those that do not count */

	for (size_t i = 0; i < j->accept->count; i++) {
		const struct accept_row *row = &j->accept->rows[i];

		if (!accept_matches(row->entry, &series->name))
			continue;
		if (!row->counts) {
			newest = row->why_not ? row : newest;
			continue;
		}
		if (is_accepted(row->entry, series)) {
			acknowledge(series, row, &j->uses[i]);
			return ERR_OK;
		}
		if (!beyond)
			beyond = row;
	}
	if (beyond)
		return add_note(j->judgement, series, beyond);
	return newest ? add_why_not(j->judgement, series, newest) : ERR_OK;
}

/* ---- entries that are wrong ---- */

/* A reason of NULL is that memory ran out. */
static enum err
add_error(struct judgement *judgement, const char *reason)
{
	if (!reason)
		return err_fail(ERR_NOMEM, "out of memory");
	return judgement_add_unjudged(
	    judgement, ACCEPT_FILE, NULL, VERDICT_ERROR, reason);
}

static bool
passes(const struct report_series *series)
{
	return series->judged && (series->verdict == VERDICT_PASS ||
				     series->verdict == VERDICT_IMPROVED);
}

static enum err
check_width(const struct judging *j, size_t index)
{
	const struct accept_row *row = &j->accept->rows[index];
	const struct judgement *judgement = j->judgement;

	for (size_t i = 0; i < judgement->series_count; i++) {
		const struct report_series *series = &judgement->series[i];

		if (passes(series) && accept_matches(row->entry, &series->name))
			return add_error(j->judgement,
			    judgement_text(j->judgement,
				"%s: wider than needed: it also matches %s, "
				"which passes",
				short_name(row), series->name.benchmark));
	}
	if (j->uses[index].needed)
		return ERR_OK;
	return add_error(j->judgement,
	    judgement_text(j->judgement,
		"%s: wider than needed: the whole interval of every series "
		"that it accepts is better by more than the tolerance",
		short_name(row)));
}

/* Whether all series have a row, so that one without is not there. */
static bool
knows_all(const struct judgement *judgement)
{
	for (size_t i = 0; i < judgement->unjudged_count; i++)
		if (judgement->unjudged[i].verdict != VERDICT_NEW)
			return false;
	return true;
}

static bool
matches_any(
    const struct judgement *judgement, const struct config_accept_entry *entry)
{
	for (size_t i = 0; i < judgement->series_count; i++)
		if (accept_matches(entry, &judgement->series[i].name))
			return true;
	for (size_t i = 0; i < judgement->unjudged_count; i++) {
		const struct report_unjudged *row = &judgement->unjudged[i];
		const struct series_name name = {row->benchmark,
		    row->metric ? row->metric : "", "", DIRECTION_SMALLER};

		if (accept_matches(entry, &name))
			return true;
	}
	return false;
}

static enum err
check_matches(struct judgement *judgement, const struct config_accept *proposed)
{
	bool known = knows_all(judgement);
	enum err err = ERR_OK;

	for (size_t i = 0; known && !err && i < proposed->count; i++) {
		const struct config_accept_entry *entry = &proposed->entries[i];

		if (!matches_any(judgement, entry))
			err = add_error(judgement,
			    judgement_text(judgement,
				"accept[%zu]: no series matches %s, metric %s",
				i, entry->match, entry->metric));
	}
	return err;
}

/* ---- all of it ---- */

enum err
judge_accept(struct judgement *judgement, const struct accept *accept)
{
	struct judging j = {.judgement = judgement, .accept = accept};
	enum err err = ERR_OK;

	j.uses = calloc(accept->count + 1, sizeof *j.uses);
	if (!j.uses)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < judgement->series_count; i++) {
		struct report_series *series = &judgement->series[i];

		if (series->judged && series->verdict == VERDICT_REGRESSED &&
		    !(series->beyond_value > 0))
			err = judge_series(&j, series);
	}
	if (!err && accept->proposed)
		err = check_matches(judgement, accept->proposed);
	for (size_t i = 0; !err && i < accept->count; i++)
		if (j.uses[i].acknowledged)
			err = check_width(&j, i);
	free(j.uses);
	return err;
}

enum err
judge_accept_list(struct judgement *judgement, const struct accept *accept)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < accept->count; i++) {
		const struct accept_row *row = &accept->rows[i];

		if (row->told && row->why_not)
			err = judgement_warn(
			    judgement, "%s %s", row->name, row->why_not);
		else if (row->added && row->counts)
			err = judgement_warn(judgement,
			    "%s is new in head and counts "
			    "(--allow-new-accepts)",
			    row->name);
		if (!err && row->counts && !*row->entry->to)
			err = judgement_warn(judgement,
			    "%s is open: %s counts until %s", row->name,
			    row->entry->commits, row->entry->expires);
	}
	return err;
}
