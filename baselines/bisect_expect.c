#include "baselines/bisect_expect.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"

/* One that is not done by then has shown that it is dear. */
#define RUNS_MAX 2000

struct trial {
	struct bisect *bisect;
	struct rng rng;
	double noise;
	double step_log;
	size_t culprit;
	bool *built;
	size_t series;
	size_t runs; /* of all trials */
	size_t most; /* of them, when this one ends */
	size_t builds;
};

static double
run(struct trial *t, size_t place)
{
	double log = place >= t->culprit ? t->step_log : 0;

	t->runs++;
	return exp(log + t->noise * rng_normal(&t->rng));
}

static void
build(struct trial *t, size_t place)
{
	if (t->built[place])
		return;
	t->built[place] = true;
	t->builds++;
	bisect_take_built(t->bisect, place);
}

static enum err
do_task(struct trial *t, const struct bisect_task *task)
{
	enum err err = ERR_OK;

	if (task->work == BISECT_PAIR)
		build(t, task->low);
	build(t, task->place);
	for (size_t i = 0; !err && i < task->rounds; i++) {
		if (task->work == BISECT_PAIR)
			err = bisect_take_round(t->bisect, t->series, task->low,
			    task->place, run(t, task->low),
			    run(t, task->place));
		else
			err = bisect_take_run(t->bisect, t->series, task->place,
			    run(t, task->place));
	}
	return err;
}

static enum err
simulate(struct trial *t)
{
	struct bisect_task task;
	enum err err = bisect_add_series(
	    t->bisect, DIRECTION_SMALLER, false, 0, &t->series);

	while (!err && t->runs < t->most) {
		err = bisect_next(t->bisect, &task);
		if (err || task.work == BISECT_DONE)
			break;
		err = do_task(t, &task);
	}
	return err;
}

static size_t
draw(struct rng *rng, const double *weights, size_t count)
{
	double sum = 0;
	double at;

	for (size_t i = 1; i < count; i++)
		sum += weights ? weights[i] : 1;
	at = rng_unit(rng) * sum;
	for (size_t i = 1; i < count; i++) {
		at -= weights ? weights[i] : 1;
		if (at < 0)
			return i;
	}
	return count - 1;
}

enum err
bisect_expect(const struct bisect_options *options, const double *weights,
    size_t count, double noise, double step_log, size_t trials, uint64_t seed,
    struct bisect_expected *out)
{
	struct trial t = {.noise = noise, .step_log = step_log};
	enum err err = ERR_OK;

	t.built = calloc(count, sizeof *t.built);
	if (!t.built)
		return err_fail(ERR_NOMEM, "out of memory");
	rng_seed(&t.rng, seed);
	for (size_t i = 0; !err && i < trials; i++) {
		memset(t.built, 0, count * sizeof *t.built);
		t.most = t.runs + RUNS_MAX;
		t.culprit = draw(&t.rng, weights, count);
		err = bisect_new(&t.bisect, options, weights, count);
		if (err)
			break;
		err = simulate(&t);
		bisect_free(t.bisect);
	}
	free(t.built);
	out->runs = (double)t.runs / (double)trials;
	out->builds = (double)t.builds / (double)trials;
	return err;
}
