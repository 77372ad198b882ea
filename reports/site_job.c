/* What the pages are made from: names, states, and points by their commits. */
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "reports/site_parts.h"

/* ---- states ---- */

static const struct site_state steady = {"steady", HTML_QUIET, 6};

struct site_state
site_alert_state(
    const struct trend_change *change, const struct trend_alert *alert)
{
	bool worse = trend_change_is_worse(change);

	switch (alert->state) {
	case TREND_NEW:
		return worse ? (struct site_state){"new", HTML_BAD, 0}
			     : (struct site_state){"improved", HTML_GOOD, 5};
	case TREND_OPEN:
		return worse ? (struct site_state){"open", HTML_BAD, 1}
			     : (struct site_state){"improved", HTML_GOOD, 5};
	case TREND_ACKNOWLEDGED:
		return (struct site_state){"acknowledged", HTML_UNSURE, 4};
	case TREND_RESOLVED:
		break;
	}
	return (struct site_state){"resolved", HTML_QUIET, 7};
}

static void
worsen(struct site_state *state, struct site_state other)
{
	if (other.rank < state->rank)
		*state = other;
}

/* An improvement is told of the newest change alone: an older one is how the
 * series came to be as it is. */
struct site_state
site_state_of(const struct trend_series *series)
{
	const struct trend *trend = series->trend;
	struct site_state state = steady;

	for (size_t i = 0; i < trend->count; i++) {
		struct site_state one =
		    site_alert_state(&trend->changes[i], &series->alerts[i]);

		if (trend->changes[i].in_drift ||
		    (one.tone == HTML_GOOD && i + 1 < trend->count))
			continue;
		worsen(&state, one);
	}
	if (trend->drift.found)
		worsen(&state,
		    series->drift.state == TREND_ACKNOWLEDGED
			? (struct site_state){"acknowledged", HTML_UNSURE, 4}
			: (struct site_state){"drift", HTML_BAD, 2});
	if (trend->suspects)
		worsen(&state, (struct site_state){"suspect", HTML_UNSURE, 3});
	return state;
}

/* ---- points ---- */

const struct history_epoch *
site_epoch(const struct history_line *line, size_t point)
{
	const struct history_epoch *epoch = line->epochs;

	while (point >= epoch->first + epoch->count)
		epoch++;
	return epoch;
}

double
site_step(const struct history_line *line, size_t point)
{
	const struct history_epoch *epoch = site_epoch(line, point);
	double before, now;

	if (point == epoch->first)
		return NAN;
	before = line->points[point - 1].value;
	now = line->points[point].value;
	if (!(before > 0) || !(now > 0))
		return NAN;
	return exp(series_log_ratio(epoch->name.direction, before, now));
}

const struct trend_change *
site_change_at(const struct trend_series *series, size_t point)
{
	const struct trend *trend = series->trend;

	for (size_t i = 0; i < trend->count; i++)
		if (trend->changes[i].index == point)
			return &trend->changes[i];
	return NULL;
}

/* ---- digests ---- */

struct site_digest
site_digest_begin(const struct site_job *job)
{
	struct site_digest digest = SITE_DIGEST_INIT;

	site_digest_text(&digest, job->site->salt);
	site_digest_text(&digest, job->site->report->version);
	site_digest_text(&digest, job->site->commit_url);
	return digest;
}

void
site_digest_changes(struct site_digest *digest,
    const struct trend_series *series, size_t index, size_t end)
{
	const struct trend *trend = series->trend;

	for (size_t i = 0; i < trend->count; i++) {
		const struct trend_change *change = &trend->changes[i];

		if (change->index < index || change->index >= end)
			continue;
		site_digest_size(digest, change->index);
		site_digest_number(digest, change->ratio);
		site_digest_size(digest, series->alerts[i].state);
	}
}

void
site_digest_epochs(
    struct site_digest *digest, const struct history_line *line, size_t end)
{
	for (size_t i = 0; i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];

		if (epoch->first >= end)
			break;
		site_digest_size(digest, epoch->first);
		site_digest_size(digest, epoch->name.direction);
		site_digest_text(digest, epoch->name.unit);
	}
}

/* ---- the job ---- */

static enum err
name_series(struct site_job *job, size_t i, size_t *metrics)
{
	struct site_series *series = &job->series[i];
	const struct history_line *line = series->of->line;
	bool same = i > 0 && strcmp(job->series[i - 1].of->line->benchmark,
				 line->benchmark) == 0;
	char id[SITE_ID_SIZE];
	enum err err = site_id(series->id, line->benchmark, line->metric);

	*metrics = same ? *metrics + 1 : 0;
	series->first = i;
	series->last_on_page = true;
	if (*metrics % SITE_METRICS_MAX) {
		series->first = job->series[i - 1].first;
		job->series[i - 1].last_on_page = false;
	}
	if (!err)
		err = site_id(id, line->benchmark, "");
	if (err)
		return err;
	buf_reset(&job->text);
	buf_reset(&job->path);
	buf_puts(&job->text, "benchmark/");
	site_slug(&job->text, line->benchmark, id);
	buf_puts(&job->text, ".html");
	site_page_name(
	    &job->path, buf_text(&job->text), *metrics / SITE_METRICS_MAX);
	err = buf_steal(&job->path, &series->page);
	if (err)
		return err;
	series->named = (struct site_digest)SITE_DIGEST_INIT;
	site_digest_text(&series->named, series->id);
	site_digest_text(&series->named, series->page);
	return ERR_OK;
}

static int
compare_states(const void *a, const void *b, void *ctx)
{
	const struct site_job *job = ctx;
	size_t x = *(const size_t *)a;
	size_t y = *(const size_t *)b;
	int order = job->series[x].state.rank - job->series[y].state.rank;

	return order ? order : (x > y) - (x < y);
}

static enum err
name_all(struct site_job *job)
{
	const struct trend_report *report = job->site->report;
	size_t metrics = 0;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < report->series_count; i++) {
		job->series[i].of = &report->series[i];
		job->series[i].state = site_state_of(&report->series[i]);
		job->by_state[i] = i;
		err = name_series(job, i, &metrics);
	}
	if (!err)
		qsort_r(job->by_state, report->series_count,
		    sizeof *job->by_state, compare_states, job);
	return err;
}

/* Counting sort: at_first[c + 1] counts, then is where the next commit's
 * points begin. */
static enum err
sort_points(struct site_job *job)
{
	const struct trend_report *report = job->site->report;
	size_t *first = job->at_first;
	size_t total = 0;

	for (size_t s = 0; s < report->series_count; s++)
		for (size_t p = 0; p < report->series[s].line->point_count; p++)
			first[report->series[s].line->points[p].commit + 1]++;
	for (size_t c = 0; c <= report->commit_count; c++) {
		if (first[c] && c)
			job->newest = c - 1;
		total += first[c];
		first[c] = total;
	}
	job->at = calloc(total + 1, sizeof *job->at);
	if (!job->at)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t s = report->series_count; s-- > 0;) {
		const struct history_line *line = report->series[s].line;

		for (size_t p = line->point_count; p-- > 0;)
			job->at[--first[line->points[p].commit + 1]] =
			    (struct site_at){(uint32_t)s, (uint32_t)p};
	}
	/* Now first[c + 1] is where commit c begins. */
	memmove(first, first + 1, report->commit_count * sizeof *first);
	first[report->commit_count] = total;
	return ERR_OK;
}

enum err
site_job_init(struct site_job *job, const struct site *site,
    const struct site_writer *writer)
{
	const struct trend_report *report = site->report;
	enum err err;

	*job = (struct site_job){
	    .site = site,
	    .writer = writer,
	    .newest = report->commit_count,
	    .series = calloc(report->series_count + 1, sizeof *job->series),
	    .by_state = calloc(report->series_count + 1, sizeof *job->by_state),
	    .at_first = calloc(report->commit_count + 2, sizeof *job->at_first),
	};
	if (!job->series || !job->by_state || !job->at_first)
		return err_fail(ERR_NOMEM, "out of memory");
	err = sort_points(job);
	if (!err)
		err = name_all(job);
	job->total = report->series_count;
	for (size_t c = 0; c < report->commit_count; c++)
		job->total += job->at_first[c] < job->at_first[c + 1];
	return err;
}

void
site_job_release(struct site_job *job)
{
	for (size_t i = 0; job->series && i < job->site->report->series_count;
	     i++)
		free(job->series[i].page);
	free(job->series);
	free(job->by_state);
	free(job->at);
	free(job->at_first);
	buf_release(&job->out);
	buf_release(&job->text);
	buf_release(&job->path);
}
