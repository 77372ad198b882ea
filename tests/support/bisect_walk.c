#include "tests/support/bisect_walk.h"

#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

void
walk_init(struct walk *walk, size_t count)
{
	*walk = (struct walk){
	    .options = {.confidence = .95, .tolerance = .02},
	    .count = count,
	    .series_count = 1,
	};
	rng_seed(&walk->rng, 1);
}

void
walk_release(struct walk *walk)
{
	bisect_free(walk->bisect);
	walk->bisect = NULL;
}

size_t
walk_add_series(struct walk *walk, bool counted, size_t leads)
{
	size_t index = walk->series_count++;

	walk->series[index].counted = counted;
	walk->series[index].leads = leads;
	return index;
}

void
walk_raise(struct walk *walk, size_t series, size_t from, double by)
{
	for (size_t i = from; i < walk->count; i++)
		walk->series[series].log[i] += log1p(by);
}

void
walk_begin(struct walk *walk, const double *weights)
{
	cr_assert(eq(int,
	    bisect_new(&walk->bisect, &walk->options, weights, walk->count),
	    ERR_OK));
	for (size_t i = 0; i < walk->series_count; i++) {
		const struct walk_series *series = &walk->series[i];
		size_t index;

		cr_assert(eq(int,
		    bisect_add_series(walk->bisect,
			series->bigger ? DIRECTION_BIGGER : DIRECTION_SMALLER,
			series->counted, series->leads, &index),
		    ERR_OK));
		cr_assert(eq(sz, index, i));
	}
}

struct bisect_task
walk_next(struct walk *walk)
{
	struct bisect_task task;

	cr_assert(eq(int, bisect_next(walk->bisect, &task), ERR_OK));
	return task;
}

/* ---- work ---- */

static bool
build(struct walk *walk, size_t place)
{
	if (walk->built[place])
		return true;
	walk->builds++;
	if (walk->broken[place]) {
		bisect_take_broken(walk->bisect, place);
		return false;
	}
	walk->built[place] = true;
	bisect_take_built(walk->bisect, place);
	return true;
}

static double
value_of(struct walk *walk, const struct bisect_task *task, size_t series,
    size_t place)
{
	const struct walk_series *of = &walk->series[series];
	double log_value = of->log[place];

	if (!of->counted) {
		if (walk->sd > 0)
			log_value += walk->sd * rng_normal(&walk->rng);
		if (walk->besides)
			log_value += walk->besides(walk, task, place);
	}
	return 100 * exp(of->bigger ? -log_value : log_value);
}

static enum err
measure(struct walk *walk, const struct bisect_task *task, size_t series)
{
	double low;

	if (task->work != BISECT_PAIR)
		return bisect_take_run(walk->bisect, series, task->place,
		    value_of(walk, task, series, task->place));
	low = value_of(walk, task, series, task->low);
	return bisect_take_round(walk->bisect, series, task->low, task->place,
	    low, value_of(walk, task, series, task->place));
}

/* All series of the benchmark are in what a run prints. */
void
walk_do(struct walk *walk, const struct bisect_task *task)
{
	bool count = task->work == BISECT_COUNT;
	bool pair = task->work == BISECT_PAIR;

	cr_assert(lt(sz, walk->task_count, WALK_TASKS_MAX), "it is endless");
	walk->tasks[walk->task_count++] = *task;
	if ((pair && !build(walk, task->low)) || !build(walk, task->place))
		return;
	for (size_t i = 0; i < task->rounds; i++) {
		walk->runs += pair ? 2 : 1;
		for (size_t k = 0; k < walk->series_count; k++)
			if (walk->series[k].counted == count)
				cr_assert(
				    eq(int, measure(walk, task, k), ERR_OK));
	}
}

struct bisect_task
walk_until(struct walk *walk, enum bisect_phase phase)
{
	struct bisect_task task = walk_next(walk);

	while (task.work != BISECT_DONE && task.phase != phase) {
		walk_do(walk, &task);
		task = walk_next(walk);
	}
	return task;
}

void
walk_all(struct walk *walk)
{
	walk_until(walk, BISECT_ANSWERED);
}

struct bisect_finding
walk_finding(const struct walk *walk, size_t i)
{
	struct bisect_finding finding;

	cr_assert(lt(sz, i, bisect_finding_count(walk->bisect)));
	bisect_finding(walk->bisect, i, &finding);
	return finding;
}

size_t
walk_tasks(
    const struct walk *walk, enum bisect_phase phase, enum bisect_work work)
{
	size_t count = 0;

	for (size_t i = 0; i < walk->task_count; i++)
		count += walk->tasks[i].phase == phase &&
			 walk->tasks[i].work == work;
	return count;
}
