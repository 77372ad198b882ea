#include "reports/trend_rows.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/units.h"

const char *
trend_section_title(enum trend_section section)
{
	static const char *const titles[] = {
	    [TREND_NEW_REGRESSIONS] = "new regressions",
	    [TREND_OPEN_REGRESSIONS] = "open regressions",
	    [TREND_ACCEPTED] = "acknowledged",
	    [TREND_RESOLVED_NOW] = "resolved since the last run",
	    [TREND_NEW_IMPROVEMENTS] = "new improvements",
	    [TREND_NEW_DRIFTS] = "new drift, without a step",
	    [TREND_DRIFTS] = "drift, told before",
	    [TREND_SUSPECTS] = "suspect: the last points are far off",
	    [TREND_SPREADS] = "changes of the noise",
	    [TREND_PAST] = "earlier changes",
	};

	return titles[section];
}

/* ---- which rows there are ---- */

static enum trend_section
section_of(const struct trend_change *change, const struct trend_alert *alert)
{
	if (change->in_drift)
		return TREND_PAST; /* told with the drift */
	switch (alert->state) {
	case TREND_NEW:
		return trend_change_is_worse(change) ? TREND_NEW_REGRESSIONS
						     : TREND_NEW_IMPROVEMENTS;
	case TREND_OPEN:
		return trend_change_is_worse(change) ? TREND_OPEN_REGRESSIONS
						     : TREND_PAST;
	case TREND_ACKNOWLEDGED:
		return TREND_ACCEPTED;
	case TREND_RESOLVED:
		break;
	}
	return alert->turned ? TREND_RESOLVED_NOW : TREND_PAST;
}

static void
add(struct trend_rows *rows, const struct trend_row *row)
{
	rows->rows[rows->count++] = *row;
	rows->counts[row->section]++;
}

static void
add_changes(struct trend_rows *rows, const struct trend_series *series)
{
	for (size_t i = 0; i < series->trend->count; i++) {
		const struct trend_change *change = &series->trend->changes[i];
		const struct trend_row row = {
		    .section = section_of(change, &series->alerts[i]),
		    .series = series,
		    .change = i,
		    .index = change->index,
		    .ratio = change->ratio,
		    .ratio_low = change->ratio_low,
		    .ratio_high = change->ratio_high,
		};

		add(rows, &row);
	}
}

static void
add_drift(struct trend_rows *rows, const struct trend_series *series)
{
	const struct trend_drift *drift = &series->trend->drift;
	const struct trend_row row = {
	    .section = series->drift.state == TREND_NEW ? TREND_NEW_DRIFTS
							: TREND_DRIFTS,
	    .series = series,
	    .index = series->line->point_count - drift->points,
	    .ratio = drift->ratio,
	    .ratio_low = drift->ratio_low,
	    .ratio_high = drift->ratio_high,
	};

	if (drift->found)
		add(rows, &row);
}

static void
add_suspects(struct trend_rows *rows, const struct trend_series *series)
{
	const struct trend *trend = series->trend;
	const struct trend_row row = {
	    .section = TREND_SUSPECTS,
	    .series = series,
	    .index = series->line->point_count - trend->suspects,
	    .ratio = trend->suspect_ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	};

	if (trend->suspects)
		add(rows, &row);
}

static void
add_spread(struct trend_rows *rows, const struct trend_series *series)
{
	const struct trend_row row = {
	    .section = TREND_SPREADS,
	    .series = series,
	    .index = series->trend->spread.index,
	    .ratio = series->trend->spread.ratio,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	};

	if (series->trend->spread.found)
		add(rows, &row);
}

static double
size_of(const struct trend_row *row)
{
	double size = fabs(log(row->ratio));

	return isnan(size) ? -1 : size;
}

static int
compare_rows(const void *a, const void *b)
{
	const struct trend_row *x = a;
	const struct trend_row *y = b;
	double left = size_of(x), right = size_of(y);
	int order;

	if (x->section != y->section)
		return x->section < y->section ? -1 : 1;
	if (left < right || left > right)
		return left > right ? -1 : 1;
	order = strcmp(x->series->line->benchmark, y->series->line->benchmark);
	if (!order)
		order =
		    strcmp(x->series->line->metric, y->series->line->metric);
	return order ? order : (x->index > y->index) - (x->index < y->index);
}

enum err
trend_rows_init(struct trend_rows *rows, const struct trend_report *report)
{
	size_t most = 0;

	/* Each change, and of a series at most a drift, suspects, a spread. */
	for (size_t i = 0; i < report->series_count; i++)
		most += report->series[i].trend->count + 3;
	*rows =
	    (struct trend_rows){.rows = calloc(most + 1, sizeof *rows->rows)};
	if (!rows->rows)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < report->series_count; i++) {
		add_changes(rows, &report->series[i]);
		add_drift(rows, &report->series[i]);
		add_suspects(rows, &report->series[i]);
		add_spread(rows, &report->series[i]);
	}
	if (rows->count)
		qsort(
		    rows->rows, rows->count, sizeof *rows->rows, compare_rows);
	return ERR_OK;
}

void
trend_rows_release(struct trend_rows *rows)
{
	free(rows->rows);
	rows->rows = NULL;
}

bool
trend_section_shown(
    const struct trend_report *report, bool verbose, enum trend_section section)
{
	switch (section) {
	case TREND_OPEN_REGRESSIONS:
	case TREND_ACCEPTED:
	case TREND_DRIFTS:
	case TREND_SPREADS:
		return report->extent == TREND_WHOLE;
	case TREND_RESOLVED_NOW:
		return report->extent != TREND_ONLY_NEW;
	case TREND_PAST:
		return verbose && report->extent == TREND_WHOLE;
	default:
		return true;
	}
}

/* ---- columns ---- */

static const struct trend_commit *
commit_at(const struct trend_report *report, const struct trend_row *row,
    size_t index)
{
	return &report->commits[row->series->line->points[index].commit];
}

void
trend_name(struct buf *out, const struct history_line *line)
{
	phrase_name(out, line->benchmark, *line->metric ? line->metric : NULL);
}

static void
put_name(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	(void)report;
	trend_name(out, row->series->line);
}

static void
put_change(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	(void)report;
	if (row->section == TREND_SPREADS)
		buf_printf(out, "x %.2g", row->ratio);
	else
		units_change(out, row->ratio);
}

static void
put_interval(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	(void)report;
	units_interval(out, row->ratio_low, row->ratio_high);
}

static void
put_commit(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct trend_commit *commit = commit_at(report, row, row->index);

	if (report->is_file)
		buf_printf(out, "row %zu", row->index);
	else
		phrase_oid(out, commit->oid);
}

static void
put_subject(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct trend_commit *commit = commit_at(report, row, row->index);

	buf_puts(out, report->is_file ? "" : commit->subject);
}

bool
trend_row_range(const struct trend_report *report, const struct trend_row *row,
    const struct trend_commit **before, const struct trend_commit **at)
{
	if (report->is_file || !row->index)
		return false;
	*before = commit_at(report, row, row->index - 1);
	*at = commit_at(report, row, row->index);
	return true;
}

/* Which commits may be the ones. */
static void
put_candidates(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct history_point *points = row->series->line->points;
	size_t wide;

	if (report->is_file || !row->index)
		return;
	wide = points[row->index].commit - points[row->index - 1].commit;
	if (wide > 1)
		buf_printf(out, "one of %zu commits; ", wide);
}

/* Of several commits, the one that pairs of runs name. */
static void
put_culprit(struct buf *out, const struct trend_culprit *culprit)
{
	if (!culprit)
		return;
	if (!culprit->commit) {
		buf_printf(
		    out, "bisected: %s; ", bisect_status_name(culprit->status));
		return;
	}
	buf_puts(out, "it is ");
	phrase_oid(out, culprit->commit->oid);
	buf_printf(out, " %s (%.0f %%); ", culprit->commit->subject,
	    100 * culprit->probability);
}

static void
put_found(struct buf *out, const struct trend_alert *alert)
{
	char date[CLOCK_DATE_SIZE];

	if (!alert->found_s || alert->state == TREND_NEW)
		return;
	clock_date(alert->found_s, date);
	buf_printf(out, "told %.10s; ", date);
}

static void
put_change_note(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	const struct trend_alert *alert = &row->series->alerts[row->change];
	const struct trend_change *change =
	    &row->series->trend->changes[row->change];

	if (change->in_drift)
		buf_puts(out, "a stair of the drift; ");
	put_candidates(out, report, row);
	put_culprit(out, alert->culprit);
	put_found(out, alert);
	if (alert->note)
		buf_printf(out, "%s; ", alert->note);
	if (alert->state == TREND_RESOLVED && change->back != row->change &&
	    !report->is_file) {
		const struct trend_change *back =
		    &row->series->trend->changes[change->back];

		buf_puts(out, "back since ");
		phrase_oid(out, commit_at(report, row, back->index)->oid);
		buf_puts(out, "; ");
	}
	if (*alert->id)
		buf_printf(out, "%s; ", alert->id);
}

static void
put_drift_note(struct buf *out, const struct trend_row *row)
{
	const struct trend_series *series = row->series;

	buf_printf(out, "over %zu points; ", series->trend->drift.points);
	put_found(out, &series->drift);
	for (size_t i = 0; i < series->pin_count; i++) {
		units_change(out, series->pins[i].ratio);
		buf_printf(out, " since %s; ", series->pins[i].name);
	}
	if (*series->drift.id)
		buf_printf(out, "%s; ", series->drift.id);
}

static void
put_suspect_note(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	put_candidates(out, report, row);
	if (row->series->confirmed)
		buf_printf(out, "pairs say: %s; ", row->series->confirmed);
	else if (!report->is_file)
		buf_puts(out, "too few to tell: --confirm measures; ");
}

static void
put_note(struct buf *out, const struct trend_report *report,
    const struct trend_row *row)
{
	size_t start = out->len;

	switch (row->section) {
	case TREND_NEW_DRIFTS:
	case TREND_DRIFTS:
		put_drift_note(out, row);
		break;
	case TREND_SUSPECTS:
		put_suspect_note(out, report, row);
		break;
	case TREND_SPREADS:
		break;
	default:
		put_change_note(out, report, row);
		break;
	}
	if (out->len > start)
		buf_truncate(out, out->len - 2); /* the last "; " */
}

const struct trend_column trend_columns[TREND_COLUMN_COUNT] = {
    {"series", false, put_name},
    {"change", true, put_change},
    {"99 % interval", false, put_interval},
    {"since", false, put_commit},
    {"subject", false, put_subject},
    {"", false, put_note},
};

const char *
trend_column_title(size_t index)
{
	const char *title = trend_columns[index].title;

	return *title ? title : "remarks";
}

void
trend_summary(struct buf *out, const struct trend_report *report)
{
	size_t points = 0;

	for (size_t i = 0; i < report->series_count; i++)
		points += report->series[i].line->point_count;
	buf_printf(out, "%zu series", report->series_count);
	if (!report->is_file)
		buf_printf(out, " over %zu commits", report->commit_count);
	buf_printf(out, " of %s, %zu points", report->source, points);
}
