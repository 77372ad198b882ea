#include "baselines/store_history.h"

#include <stdlib.h>

#include "baselines/store_handle.h"
#include "baselines/store_history_load.h"

/* The first member is what callers see and give back. Its texts are the rows'.
 */
struct history {
	struct store_history shown;
	struct history_rows rows;
};

void
store_history_free(struct store_history *shown)
{
	struct history *history = (struct history *)shown;

	if (!history)
		return;
	free((void *)shown->series);
	free((void *)shown->commits);
	free((void *)shown->machines);
	free((void *)shown->points);
	history_rows_release(&history->rows);
	free(history);
}

/* Which of the places 0 to `count` - 1 the points use; field() gives a point's.
 * used[i] becomes 1 + the new place of what was at i, or 0, and the points have
 * the new ones. @return how many are used */
static size_t
renumber(struct history *history, uint32_t *used, size_t count,
    uint32_t *field(struct store_point *))
{
	struct store_point *points = (void *)history->shown.points;
	uint32_t next = 0;

	for (size_t i = 0; i < history->shown.point_count; i++)
		used[*field(&points[i])] = 1;
	for (size_t i = 0; i < count; i++)
		if (used[i])
			used[i] = ++next;
	for (size_t i = 0; i < history->shown.point_count; i++)
		*field(&points[i]) = used[*field(&points[i])] - 1;
	return next;
}

static uint32_t *
commit_of(struct store_point *point)
{
	return &point->commit;
}

static uint32_t *
machine_of(struct store_point *point)
{
	return &point->machine;
}

/* Points come by machine, commit and start, so to put each into its series'
 * bucket, in the order they come, is all the sorting that is missing. */
static enum err
give_points(struct history *history)
{
	size_t series_count = history->rows.names.count;
	struct store_point *points =
	    calloc(history->rows.point_count + 1, sizeof *points);
	size_t *starts = calloc(series_count + 1, sizeof *starts);
	enum err err = ERR_OK;

	history->shown.points = points;
	history->shown.point_count = history->rows.point_count;
	if (!points || !starts) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	for (size_t i = 0; i < history->rows.point_count; i++) {
		struct store_point *point = &history->rows.points[i];

		point->series =
		    store_names_place(&history->rows.names, point->series);
		starts[point->series + 1]++;
	}
	for (size_t i = 1; i <= series_count; i++)
		starts[i] += starts[i - 1];
	for (size_t i = 0; i < history->rows.point_count; i++) {
		const struct store_point *point = &history->rows.points[i];

		points[starts[point->series]++] = *point;
	}
out:
	free(starts);
	return err;
}

static enum err
give_series(struct history *history)
{
	const struct store_names *names = &history->rows.names;
	struct store_history_series *series =
	    calloc(names->count + 1, sizeof *series);

	history->shown.series = series;
	history->shown.series_count = names->count;
	if (!series)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < names->count; i++)
		series[i] = (struct store_history_series){
		    names->items[i].name, names->items[i].setup};
	return ERR_OK;
}

static enum err
give_commits(struct history *history)
{
	const struct history_rows *rows = &history->rows;
	uint32_t *used = calloc(rows->commit_count + 1, sizeof *used);
	struct store_history_commit *commits =
	    calloc(rows->commit_count + 1, sizeof *commits);

	history->shown.commits = commits;
	if (!used || !commits) {
		free(used);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	history->shown.commit_count =
	    renumber(history, used, rows->commit_count, commit_of);
	for (size_t i = 0; i < rows->commit_count; i++)
		if (used[i])
			commits[used[i] - 1] = rows->commits[i].shown;
	free(used);
	return ERR_OK;
}

static enum err
give_machines(struct history *history)
{
	const struct history_rows *rows = &history->rows;
	uint32_t *used = calloc(rows->machine_count + 1, sizeof *used);
	const char **machines =
	    calloc(rows->machine_count + 1, sizeof *machines);

	history->shown.machines = machines;
	if (!used || !machines) {
		free(used);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	history->shown.machine_count =
	    renumber(history, used, rows->machine_count, machine_of);
	for (size_t i = 0; i < rows->machine_count; i++)
		if (used[i])
			machines[used[i] - 1] =
			    rows->texts.data + rows->machines[i].text_at;
	free(used);
	return ERR_OK;
}

static enum err
give(struct history *history)
{
	enum err err = give_points(history);

	if (!err)
		err = give_series(history);
	if (!err)
		err = give_commits(history);
	if (!err)
		err = give_machines(history);
	return err;
}

enum err
store_history_read(struct store *store, const struct store_history_query *query,
    struct store_history **out)
{
	struct history *history = calloc(1, sizeof *history);
	enum err err;

	if (!history)
		return err_fail(ERR_NOMEM, "out of memory");
	history->rows.db = store->db;
	err = sql_begin(store->db, SQL_READ);
	if (!err)
		err = sql_end(
		    store->db, history_rows_load(&history->rows, query));
	if (!err)
		err = give(history);
	if (err) {
		store_history_free(&history->shown);
		return err;
	}
	free(history->rows.points); /* they are given, in another order */
	history->rows.points = NULL;
	*out = &history->shown;
	return ERR_OK;
}

enum err
store_history_sessions(
    struct store *store, const char *oid, const char *machine_key, size_t *out)
{
	static const char sql[] =
	    "SELECT count(*) FROM \"commit\" "
	    "CROSS JOIN arm ON commit_id = \"commit\".id "
	    "CROSS JOIN run ON run.id = run_id "
	    "CROSS JOIN machine ON machine.id = machine_id "
	    "WHERE oid = ? AND machine.key = ? "
	    "AND EXISTS (SELECT 1 FROM point WHERE arm_id = arm.id)";
	struct sql_query query;
	int64_t count = 0;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, oid);
	sql_bind_text(&query, machine_key);
	err = sql_run_i64(&query, &count, NULL);
	if (!err)
		*out = (size_t)count;
	return err;
}
