#include "runner/past.h"

#include <stdlib.h>
#include <string.h>

#include "baselines/change_points.h"
#include "baselines/history.h"
#include "runner/branch.h"

struct past {
	struct store_history *stored;
	struct past_series *series;
	size_t count;
	double *values; /* of all of them */
};

/* The values of one epoch; those before the last change are of other levels. */
static enum err
add_epoch(struct past *past, const struct history_line *line,
    const struct history_epoch *epoch, double *values)
{
	const struct history_point *points = line->points + epoch->first;
	struct change_points changes;
	enum err err;

	for (size_t i = 0; i < epoch->count; i++)
		values[i] = points[i].value;
	err = change_points_find(
	    values, epoch->count, change_option_sets, &changes);
	if (err)
		return err;
	past->series[past->count++] = (struct past_series){
	    .name = epoch->name,
	    .setup = epoch->setup,
	    .values = values + changes.level_from,
	    .count = epoch->count - changes.level_from,
	    .before = changes.level_from,
	};
	change_points_release(&changes);
	return ERR_OK;
}

static int
compare_to(const char *setup, const struct series_name *name,
    const struct past_series *series)
{
	int order = strcmp(setup, series->setup);

	if (!order)
		order = strcmp(name->benchmark, series->name.benchmark);
	if (!order)
		order = strcmp(name->metric, series->name.metric);
	if (!order)
		order = strcmp(name->unit, series->name.unit);
	return order ? order
		     : (int)name->direction - (int)series->name.direction;
}

static int
compare_series(const void *a, const void *b)
{
	const struct past_series *x = a;

	return compare_to(x->setup, &x->name, b);
}

static enum err
take_history(struct past *past, const struct history *history)
{
	size_t points = 0;
	size_t epochs = 0;
	double *values;
	enum err err = ERR_OK;

	for (size_t i = 0; i < history->count; i++) {
		points += history->lines[i].point_count;
		epochs += history->lines[i].epoch_count;
	}
	past->values = calloc(points + 1, sizeof *past->values);
	past->series = calloc(epochs + 1, sizeof *past->series);
	if (!past->values || !past->series)
		return err_fail(ERR_NOMEM, "out of memory");
	values = past->values;
	for (size_t i = 0; !err && i < history->count; i++) {
		const struct history_line *line = &history->lines[i];

		for (size_t k = 0; !err && k < line->epoch_count; k++) {
			err = add_epoch(past, line, &line->epochs[k], values);
			values += line->epochs[k].count;
		}
	}
	if (past->count)
		qsort(past->series, past->count, sizeof *past->series,
		    compare_series);
	return err;
}

/* The newest commits that this machine measured. Of a long store all others are
 * left where they are. */
static enum err
choose_commits(struct app *app, const struct store_history_query *query,
    const struct commit *commits, size_t count, size_t most, const char **oids,
    size_t *out)
{
	enum err err = ERR_OK;
	size_t n = 0;

	for (size_t i = 0; !err && i < count && n < most; i++) {
		size_t sessions;

		err = store_history_sessions(app->store, commits[i].oid.hex,
		    query->machine_key, &sessions);
		if (!err && sessions)
			oids[n++] = commits[i].oid.hex;
	}
	*out = n;
	return err;
}

static enum err
read_history(struct past *past, struct app *app,
    struct store_history_query *query, const struct commit *commits,
    size_t count)
{
	struct history *history = NULL;
	size_t *places = NULL;
	enum err err = store_history_read(app->store, query, &past->stored);

	if (!err)
		err = branch_places(commits, count, past->stored, &places);
	if (!err)
		err = history_make(past->stored, places, &history);
	if (!err)
		err = take_history(past, history);
	history_free(history);
	free(places);
	return err;
}

enum err
past_read(struct past **out, struct app *app, const struct oid *tip,
    const char *machine_key, size_t most)
{
	struct store_history_query query = {
	    .machine_key = machine_key, .without_shared = true};
	const struct repo_walk walk = {.last = PAST_COMMITS_MAX};
	const char *revision = tip->hex;
	struct past *past = calloc(1, sizeof *past);
	struct commit *commits = NULL;
	const char **oids = calloc(most, sizeof *oids);
	size_t count = 0;
	enum err err = ERR_OK;

	if (!past || !oids)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err =
		    repo_list(app->repo, &revision, 1, &walk, &commits, &count);
	if (!err)
		err = choose_commits(
		    app, &query, commits, count, most, oids, &query.oid_count);
	query.oids = oids;
	if (!err && query.oid_count)
		err = read_history(past, app, &query, commits, count);
	free(oids);
	free(commits);
	if (err)
		past_free(past);
	else
		*out = past;
	return err;
}

void
past_free(struct past *past)
{
	if (!past)
		return;
	store_history_free(past->stored);
	free(past->series);
	free(past->values);
	free(past);
}

const struct past_series *
past_find(
    const struct past *past, const char *setup, const struct series_name *name)
{
	size_t low = 0, high = past->count;

	while (low < high) {
		size_t middle = low + (high - low) / 2;
		int order = compare_to(setup, name, &past->series[middle]);

		if (order == 0)
			return &past->series[middle];
		if (order < 0)
			high = middle;
		else
			low = middle + 1;
	}
	return NULL;
}

size_t
past_count(const struct past *past)
{
	return past->count;
}

const struct past_series *
past_at(const struct past *past, size_t index)
{
	return &past->series[index];
}
