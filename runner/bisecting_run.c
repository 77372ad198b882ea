#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "runner/bisecting_parts.h"
#include "runner/session.h"
#include "runner/setup.h"

/* Rounds before a gate looks for the first time. */
#define ENDS_ROUNDS 8

/* One task under way. */
struct doing {
	struct bisected_range *range;
	const struct bisect_task *task;
	struct measure_benchmark *rows;
	struct build builds[SIDE_COUNT];
	bool again; /* what was found out may have changed the plan */
};

static size_t
place_of(const struct doing *d, enum side side)
{
	return side == SIDE_BASE ? d->task->low : d->task->place;
}

static bool
takes_part(const struct doing *d, enum side side)
{
	return side == SIDE_HEAD ||
	       (side == SIDE_BASE && d->task->work == BISECT_PAIR);
}

/* ---- what cannot be measured ---- */

static bool
is_end(const struct bisected_range *range, size_t place)
{
	return place == 0 || place == range->count - 1;
}

static const char *
end_name(const struct bisected_range *range, size_t place)
{
	if (range->merge_place)
		return place ? "the tip of its branch" : "its merge-base";
	return place ? "BAD" : "GOOD";
}

/* Without its ends there is no search. */
static enum err
blame(struct doing *d, size_t place, const char *why)
{
	struct bisected_range *range = d->range;
	char *text;
	enum err err;

	if (is_end(range, place)) {
		text = strdup(why); /* it may be the error's own */
		err = err_fail(ERR_CHILD, "%s, %.12s, cannot be measured: %s",
		    end_name(range, place), range->commits[place].oid.hex,
		    text ? text : "");
		free(text);
		return err;
	}
	d->again = true;
	progress_warn(&range->all->app->progress, "%.10s is left out: %.*s",
	    range->commits[place].oid.hex, (int)strcspn(why, "\n"), why);
	err = bisecting_log_broken(range, place, why);
	return err ? err : bisecting_is_broken(range, place, why);
}

static bool
was_measured(const struct bisected_range *range, size_t place)
{
	for (size_t i = 0; i < range->series_count; i++)
		if (bisect_has_value(range->plan, i, place))
			return true;
	return false;
}

/* One failure of a commit that can be built may be chance: it is run again. */
static enum err
blame_run(struct doing *d, size_t place, const char *why)
{
	struct bisected_range *range = d->range;
	unsigned most = was_measured(range, place) ? 2 : 1;

	if (range->failures[place] >= most)
		return blame(d, place, why);
	range->failures[place]++;
	range->all->warm_place = 0;
	progress_warn(&range->all->app->progress,
	    "%.10s failed and is run again: %.*s",
	    range->commits[place].oid.hex, (int)strcspn(why, "\n"), why);
	return ERR_OK;
}

/* ---- builds ---- */

static enum err
digest_files(struct hash *hash, const struct build_file *files, size_t count)
{
	for (size_t i = 0; i < count; i++) {
		hash_add_text(hash, files[i].path);
		hash_add_text(hash, files[i].hash);
	}
	return ERR_OK;
}

/* Of the artifacts and of all shared objects; "" where none are declared. */
static enum err
digest(const struct build *build, char out[HASH_HEX_SIZE])
{
	struct hash *hash;

	*out = '\0';
	if (!build->artifact_count)
		return ERR_OK;
	hash = hash_new();
	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	digest_files(hash, build->artifacts, build->artifact_count);
	hash_add_text(hash, "");
	digest_files(hash, build->objects, build->object_count);
	hash_end(hash, out);
	hash_free(hash);
	return ERR_OK;
}

static enum err
note_build(struct doing *d, size_t place, const struct build *build)
{
	struct bisected_range *range = d->range;
	struct bisecting *b = range->all;
	char artifacts[HASH_HEX_SIZE];
	enum err err;

	if (range->built[place])
		return ERR_OK;
	if (build->reused)
		b->reused++;
	else
		b->built++;
	if (!build->reused)
		pace_add(&b->builds, build->duration_ns);
	err = digest(build, artifacts);
	if (!err)
		err = bisecting_log_built(range, place, build, artifacts);
	if (err)
		return err;
	bisecting_is_built(range, place, artifacts);
	d->again = *artifacts != '\0';
	return ERR_OK;
}

static enum err
build_side(struct doing *d, enum side side)
{
	struct bisected_range *range = d->range;
	size_t place = place_of(d, side);
	struct source own = {0};
	struct build_order order;
	enum err err = bisecting_order(range, place, &own, &order);

	if (!err)
		err =
		    build_make(&range->all->builder, &order, &d->builds[side]);
	source_release(&own);
	if (err == ERR_CHILD)
		return blame(d, place, err_text());
	return err ? err : note_build(d, place, &d->builds[side]);
}

/* ---- benchmarks ---- */

static enum err
set_up(struct doing *d, size_t i)
{
	struct bisecting *b = d->range->all;
	const struct config *config = b->source.config;
	struct measure_benchmark *row = &d->rows[i];
	const struct oid *frozen =
	    b->options.bench_from ? &b->bench_from.oid : NULL;
	const struct oid *good = &d->range->commits[0].oid;
	const struct oid *oid = &d->range->commits[d->task->place].oid;
	char at_good[HASH_HEX_SIZE];
	enum err err;

	row->config = &config->benchmarks[i];
	row->skip = !bisecting_needs(d->range, i);
	err = setup_digest(b->app->repo, row->config,
	    &config->measure.conditions, frozen ? frozen : oid, row->setup);
	if (!err)
		err = setup_digest(b->app->repo, row->config,
		    &config->measure.conditions, frozen ? frozen : good,
		    at_good);
	if (!err && !row->skip && strcmp(row->setup, at_good) != 0) {
		(void)err_fail(ERR_CHILD,
		    "the benchmark's own code (%s) is another one there",
		    row->config->name);
		return blame(d, d->task->place, err_text());
	}
	if (!err && d->task->work == BISECT_COUNT)
		err = counting_init(
		    &row->counting, row->config, row->setup, b->counting);
	return err;
}

static enum err
set_up_all(struct doing *d)
{
	size_t count = d->range->all->source.config->benchmark_count;
	enum err err = ERR_OK;

	d->rows = calloc(count, sizeof *d->rows);
	if (!d->rows)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && !d->again && i < count; i++)
		err = set_up(d, i);
	return err;
}

/* ---- measuring ---- */

static enum err
look_for_failures(struct doing *d)
{
	const struct config *config = d->range->all->source.config;
	const struct bisected *missing;
	enum err err = ERR_OK;

	for (size_t i = 0; i < config->benchmark_count; i++) {
		const struct measure_benchmark *row = &d->rows[i];
		const char *why = row->error ? row->error : row->counting.error;

		if (why)
			return blame_run(d,
			    place_of(d, row->error ? row->failed : SIDE_HEAD),
			    why);
	}
	missing = d->task->work == BISECT_COUNT
		      ? NULL
		      : bisecting_missing(d->range, d->task->place);
	if (missing) {
		(void)err_fail(ERR_CHILD, "it has no %s %s", missing->benchmark,
		    missing->metric);
		err = blame(d, d->task->place, err_text());
	}
	return err;
}

/* Asked of every series: it wants rounds, and never decides. */
static const struct rule only_rounds = {
    .main = {{RULE_ROUNDS_MAX, 0, 0}, {0, 0, 0}},
    .fresh = {{0, 0, 0}},
};

static enum err
measure_builds(struct doing *d)
{
	struct bisected_range *range = d->range;
	struct bisecting *b = range->all;
	const struct question question = {&only_rounds, 1, 1, false};
	int64_t left_ns = bisecting_left_ns(b);
	int64_t most_ns = INT64_MAX / 4; /* measure() adds to it */
	struct measure_outcome outcome = {0};
	struct measure_plan plan = {
	    .config = b->source.config,
	    .benchmarks = d->rows,
	    .environment = b->environment,
	    .seed = rng_entropy(),
	    .rounds = d->task->rounds,
	    .budget_ns = left_ns < most_ns ? left_ns : most_ns,
	    .question = &question,
	    .warm = b->warm_low == d->task->low + 1 &&
		    b->warm_place == d->task->place + 1,
	    .only_counts = d->task->work == BISECT_COUNT,
	};
	char uid[APP_RUN_UID_SIZE];
	struct session session = {
	    .kind = STORE_KIND_BISECT,
	    .uid = uid,
	    .config_from = b->source.from,
	    .machine = &b->machine,
	};
	enum err err;

	for (int side = 0; side < SIDE_COUNT; side++) {
		session.commits[side] =
		    &range->commits[place_of(d, (enum side)side)];
		session.builds[side] = &d->builds[side];
	}
	app_run_uid(uid);
	err = bisecting_log_session(range, uid, d->task);
	if (!err)
		err = session_measure(b->app, &session, &plan, &outcome);
	if (err)
		return err;
	tracks_free(outcome.tracks);
	if (outcome.processes && d->task->work != BISECT_COUNT)
		pace_add(
		    &b->runs, outcome.children_ns / (int64_t)outcome.processes);
	b->warm_low = d->task->low + 1;
	b->warm_place = d->task->place + 1;
	err = bisecting_take(range, uid, d->task);
	return err ? err : look_for_failures(d);
}

static void
release(struct doing *d)
{
	size_t count = d->range->all->source.config->benchmark_count;

	for (size_t i = 0; d->rows && i < count; i++)
		measure_benchmark_release(&d->rows[i]);
	free(d->rows);
	for (int side = 0; side < SIDE_COUNT; side++)
		build_release(&d->builds[side]);
}

/* A new build or a failure may change the plan: then it is asked again. */
static enum err
do_task(struct bisected_range *range, const struct bisect_task *task)
{
	struct doing d = {.range = range, .task = task};
	enum err err = ERR_OK;

	range->all->builder.in_use_count = 0;
	for (int side = 0; !err && !d.again && side < SIDE_COUNT; side++)
		if (takes_part(&d, (enum side)side))
			err = build_side(&d, (enum side)side);
	if (!err && !d.again)
		err = set_up_all(&d);
	if (!err && !d.again) {
		bisecting_tell(range, task);
		err = measure_builds(&d);
	}
	release(&d);
	return err;
}

/* ---- the search ---- */

static enum err
next_task(struct bisected_range *range, struct bisect_task *out)
{
	struct bisecting *b = range->all;
	double run_ns = (double)pace_longest(&b->runs, CLOCK_NS_PER_S);
	double build_ns = (double)pace_longest(&b->builds, 0);

	/* A new build has a trial of its own. */
	bisect_costs(range->plan, build_ns / fmax(run_ns, 1) + 1, 0);
	if (range->known)
		return bisect_next(range->plan, out);
	*out = (struct bisect_task){
	    .work = BISECT_PAIR,
	    .phase = BISECT_ENDS,
	    .low = 0,
	    .place = range->count - 1,
	    .rounds = ENDS_ROUNDS,
	};
	return ERR_OK;
}

static bool
fits(const struct bisected_range *range, const struct bisect_task *task)
{
	const struct bisecting *b = range->all;
	int64_t left_ns = bisecting_left_ns(b);
	int64_t need_ns = 0;

	if (left_ns == INT64_MAX)
		return true;
	if (!range->built[task->place])
		need_ns += pace_longest(&b->builds, 0);
	need_ns += pace_longest(&b->runs, 0) * (int64_t)task->rounds *
		   (task->work == BISECT_PAIR ? 2 : 1);
	return need_ns <= left_ns && left_ns > 0;
}

static bool
same_ends(const struct bisected_range *range)
{
	const char *good = range->artifacts[0];

	return *good && strcmp(good, range->artifacts[range->count - 1]) == 0;
}

enum err
bisecting_search(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	struct bisect_task task;
	enum err err = next_task(range, &task);

	if (!err && task.work != BISECT_DONE && !b->options.replay)
		err = bisecting_log_call(range);
	while (!err && task.work != BISECT_DONE) {
		bool fit = fits(range, &task);

		if (same_ends(range))
			return err_fail(ERR_UNJUDGED,
			    "both ends build the same artifacts, bit for bit: "
			    "nothing was run");
		if (b->options.replay || !fit) {
			if (!fit && !b->options.replay)
				err = bisecting_warn(b,
				    "the budget ended it: the same command "
				    "goes on");
			bisect_close(range->plan);
			return err;
		}
		err = do_task(range, &task);
		if (err == ERR_UNJUDGED && range->series_count) {
			bisect_close(range->plan);
			return bisecting_warn(b, "%s", err_text());
		}
		if (!err)
			err = next_task(range, &task);
	}
	return err;
}
