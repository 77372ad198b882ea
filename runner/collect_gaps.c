#include <stdlib.h>
#include <string.h>

#include "baselines/gaps.h"
#include "runner/branch.h"
#include "runner/collect_parts.h"

/* Setups of the commit that was asked for last: most series ask for the same.
 */
struct comparing {
	struct collecting *c;
	size_t place;
	enum err err;
};

static const struct commit *
commit_at(const struct collecting *c, size_t place)
{
	return &c->commits[c->commit_count - 1 - place];
}

static bool
compares(void *ctx, const struct history_epoch *epoch, size_t place)
{
	struct comparing *comparing = ctx;
	struct collecting *c = comparing->c;

	if (comparing->err)
		return false;
	if (!c->benchmarks || comparing->place != place) {
		collect_unprepare(c);
		comparing->place = place;
		comparing->err = collect_prepare(c, commit_at(c, place));
	}
	for (size_t i = 0;
	     !comparing->err && i < c->source.config->benchmark_count; i++) {
		const struct measure_benchmark *row = &c->benchmarks[i];

		if (strcmp(epoch->setup, row->setup) == 0 ||
		    (row->counting.wanted &&
			strcmp(epoch->setup, row->counting.setup) == 0))
			return true;
	}
	return false;
}

static enum err
add_line(struct comparing *comparing, const struct history_line *line,
    struct gaps *gaps)
{
	struct trend trend;
	enum err err = trend_make(&trend, line, &change_option_sets[0]);

	if (err)
		return err;
	err = gaps_add(gaps, line, &trend, compares, comparing);
	trend_release(&trend);
	return err ? err : comparing->err;
}

static enum err
find_gaps(
    struct collecting *c, const struct history *history, struct gaps *gaps)
{
	struct comparing comparing = {.c = c};
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < history->count; i++)
		if (config_judges_any(
			c->source.config, history->lines[i].metric))
			err = add_line(&comparing, &history->lines[i], gaps);
	collect_unprepare(c);
	return err;
}

/* The history is read again each time: what was measured is in it then. */
static enum err
look(struct collecting *c, struct gaps *gaps)
{
	const struct store_history_query query = {
	    .machine_key = c->machine.key};
	struct store_history *stored = NULL;
	struct history *history = NULL;
	size_t *places = NULL;
	enum err err = store_history_read(c->app->store, &query, &stored);

	if (!err)
		err =
		    branch_places(c->commits, c->commit_count, stored, &places);
	if (!err)
		err = history_make(stored, places, &history);
	if (!err)
		err = find_gaps(c, history, gaps);
	history_free(history);
	free(places);
	store_history_free(stored);
	return err;
}

static bool
is_full(const struct collecting *c)
{
	return c->row_count && c->rows[c->row_count - 1].status == RUN_LEFT;
}

enum err
collect_next_gap(struct collecting *c, const struct commit **out)
{
	struct gaps gaps = {0};
	size_t place = HISTORY_NOWHERE;
	enum err err;

	if (is_full(c))
		return ERR_OK;
	err = look(c, &gaps);
	if (!err)
		place = gaps_choose(&gaps, c->closed);
	c->most = c->row_count;
	for (size_t i = 0; i < gaps.count; i++)
		c->most += gaps_steps(&gaps.items[i]);
	gaps_release(&gaps);
	if (err || place == HISTORY_NOWHERE) {
		if (!err && !c->row_count)
			progress_phase(&c->app->progress,
			    "no gap: nothing changed between commits that are "
			    "not measured");
		return err;
	}
	c->closed[place] = true;
	*out = commit_at(c, place);
	c->row = &c->rows[c->row_count++];
	*c->row = (struct run_commit){
	    .oid = (*out)->oid.hex,
	    .subject = (*out)->subject,
	    .status = RUN_LEFT,
	};
	return ERR_OK;
}
