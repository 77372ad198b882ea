#include "baselines/history.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

/* The session of one series on one commit of the branch. */
struct session {
	uint32_t series;
	uint32_t machine;
	size_t place;
	int64_t started_s;
	double value;
};

/* An epoch before it is in its line. */
struct draft {
	struct history_epoch epoch; /* `first` counts all points */
	size_t last_place;
	int64_t started_s; /* of its newest session */
};

/* What the caller sees comes first: history_free() gets its address. */
struct shelf {
	struct history history;
	struct history_line *lines;
	struct history_epoch *epochs;
	struct history_point *points;
};

struct making {
	const struct store_history *stored;
	struct session *sessions;
	size_t session_count;
	struct draft *drafts;
	size_t draft_count;
	struct history_point *points; /* in the order of the drafts */
	size_t point_count;
	double *values; /* of one commit */
};

static int
compare_sizes(size_t a, size_t b)
{
	return a < b ? -1 : a > b;
}

static int
compare_sessions(const void *a, const void *b)
{
	const struct session *x = a;
	const struct session *y = b;
	int order = compare_sizes(x->series, y->series);

	if (!order)
		order = compare_sizes(x->machine, y->machine);
	if (!order)
		order = compare_sizes(x->place, y->place);
	if (!order)
		order = x->started_s < y->started_s
			    ? -1
			    : x->started_s > y->started_s;
	return order;
}

/* The store gives them by series, machine and date, which is the order of most
 * branches: a look costs less than sorting what is sorted. */
static void
sort_sessions(struct session *sessions, size_t count)
{
	size_t i = 1;

	while (
	    i < count && compare_sessions(&sessions[i - 1], &sessions[i]) <= 0)
		i++;
	if (i < count)
		qsort(sessions, count, sizeof *sessions, compare_sessions);
}

static void
take_sessions(struct making *m, const size_t *places)
{
	const struct store_history *stored = m->stored;

	for (size_t i = 0; i < stored->point_count; i++) {
		const struct store_point *point = &stored->points[i];

		if (places[point->commit] == HISTORY_NOWHERE)
			continue;
		m->sessions[m->session_count++] = (struct session){
		    .series = point->series,
		    .machine = point->machine,
		    .place = places[point->commit],
		    .started_s = point->started_s,
		    .value = point->value,
		};
	}
	sort_sessions(m->sessions, m->session_count);
}

/* The sessions from `at` on that are of one commit are a point.
 * Returns how many they are. */
static size_t
add_point(struct making *m, size_t at)
{
	const struct session *first = &m->sessions[at];
	size_t n = 0;

	for (; at + n < m->session_count; n++) {
		const struct session *next = &m->sessions[at + n];

		if (next->series != first->series ||
		    next->machine != first->machine ||
		    next->place != first->place)
			break;
		m->values[n] = next->value;
	}
	m->points[m->point_count++] = (struct history_point){
	    .commit = first->place,
	    .sessions = n,
	    .first_s = first->started_s,
	    .value = median_in_place(m->values, n),
	};
	return n;
}

static void
make_drafts(struct making *m)
{
	struct draft *draft = NULL;

	for (size_t i = 0, n; i < m->session_count; i += n) {
		const struct session *s = &m->sessions[i];
		const struct store_history_series *series =
		    &m->stored->series[s->series];

		if (!i || s[-1].series != s->series ||
		    s[-1].machine != s->machine) {
			draft = &m->drafts[m->draft_count++];
			*draft = (struct draft){
			    .epoch = {
				.first = m->point_count,
				.name = series->name,
				.setup = series->setup,
				.machine_key = m->stored->machines[s->machine],
			    }};
		}
		n = add_point(m, i);
		draft->epoch.count++;
		draft->last_place = s->place;
		if (s[n - 1].started_s > draft->started_s)
			draft->started_s = s[n - 1].started_s;
	}
}

static int
compare_lines(const struct draft *a, const struct draft *b)
{
	int order = strcmp(a->epoch.name.benchmark, b->epoch.name.benchmark);

	return order ? order
		     : strcmp(a->epoch.name.metric, b->epoch.name.metric);
}

/* Within a line the one that reaches further comes later. */
static int
compare_drafts(const void *a, const void *b)
{
	const struct draft *x = a;
	const struct draft *y = b;
	int order = compare_lines(x, y);

	if (!order)
		order = compare_sizes(x->last_place, y->last_place);
	if (!order && x->started_s != y->started_s)
		order = x->started_s < y->started_s ? -1 : 1;
	return order ? order : compare_sizes(x->epoch.first, y->epoch.first);
}

static enum history_cause
cause_of(const struct history_epoch *before, const struct history_epoch *epoch)
{
	if (strcmp(before->machine_key, epoch->machine_key) != 0)
		return HISTORY_MACHINE;
	if (strcmp(before->name.unit, epoch->name.unit) != 0 ||
	    before->name.direction != epoch->name.direction)
		return HISTORY_UNIT;
	return HISTORY_BENCHMARK;
}

/* Put sorted drafts and their points where the caller finds them. */
static void
fill_shelf(const struct making *m, struct shelf *shelf)
{
	struct history_line *line = NULL;
	size_t points = 0;

	for (size_t i = 0; i < m->draft_count; i++) {
		const struct draft *draft = &m->drafts[i];
		struct history_epoch *epoch = &shelf->epochs[i];

		*epoch = draft->epoch;
		if (!i || compare_lines(draft - 1, draft) != 0) {
			line = &shelf->lines[shelf->history.count++];
			*line = (struct history_line){
			    .benchmark = epoch->name.benchmark,
			    .metric = epoch->name.metric,
			    .epochs = epoch,
			    .points = shelf->points + points,
			};
		} else {
			epoch->cause = cause_of(epoch - 1, epoch);
		}
		memcpy(shelf->points + points, m->points + draft->epoch.first,
		    epoch->count * sizeof *shelf->points);
		epoch->first = line->point_count;
		line->point_count += epoch->count;
		line->epoch_count++;
		points += epoch->count;
	}
	shelf->history.lines = shelf->lines;
}

static enum err
allocate(struct making *m, struct shelf *shelf)
{
	/* One more of each: nothing to give is no reason for NULL. */
	size_t n = m->stored->point_count + 1;

	m->sessions = calloc(n, sizeof *m->sessions);
	m->drafts = calloc(n, sizeof *m->drafts);
	m->points = calloc(n, sizeof *m->points);
	m->values = calloc(n, sizeof *m->values);
	shelf->points = calloc(n, sizeof *shelf->points);
	if (!m->sessions || !m->drafts || !m->points || !m->values ||
	    !shelf->points)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

enum err
history_make(const struct store_history *stored, const size_t *places,
    struct history **out)
{
	struct making m = {.stored = stored};
	struct shelf *shelf = calloc(1, sizeof *shelf);
	enum err err = ERR_NOMEM;

	if (!shelf)
		return err_fail(ERR_NOMEM, "out of memory");
	err = allocate(&m, shelf);
	if (err)
		goto out;
	take_sessions(&m, places);
	make_drafts(&m);
	if (m.draft_count)
		qsort(
		    m.drafts, m.draft_count, sizeof *m.drafts, compare_drafts);
	shelf->lines = calloc(m.draft_count + 1, sizeof *shelf->lines);
	shelf->epochs = calloc(m.draft_count + 1, sizeof *shelf->epochs);
	if (!shelf->lines || !shelf->epochs) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	fill_shelf(&m, shelf);
	*out = &shelf->history;
	shelf = NULL;
out:
	free(m.sessions);
	free(m.drafts);
	free(m.points);
	free(m.values);
	if (shelf)
		history_free(&shelf->history);
	return err;
}

void
history_free(struct history *history)
{
	struct shelf *shelf = (struct shelf *)(void *)history;

	if (!shelf)
		return;
	free(shelf->lines);
	free(shelf->epochs);
	free(shelf->points);
	free(shelf);
}

const char *
history_cause_name(enum history_cause cause)
{
	static const char *const names[] = {
	    [HISTORY_FIRST] = "first",
	    [HISTORY_MACHINE] = "machine",
	    [HISTORY_BENCHMARK] = "benchmark",
	    [HISTORY_UNIT] = "unit",
	};

	return names[cause];
}
