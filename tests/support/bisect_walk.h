/** A bisection of a made-up range, task by task. Every call asserts that the
 *  planner says ERR_OK. */
#ifndef TESTS_SUPPORT_BISECT_WALK_H
#define TESTS_SUPPORT_BISECT_WALK_H

#include <stdint.h>

#include "baselines/bisect.h"
#include "core/base/rng.h"

#define WALK_PLACES_MAX 1024
#define WALK_SERIES_MAX 4
#define WALK_TASKS_MAX 4096

struct walk_series {
	bool counted;
	size_t leads;
	bool bigger; /**< is better: its levels are of what is lost */
	double log[WALK_PLACES_MAX]; /**< levels; 0 is a value of 100 */
};

struct walk {
	struct bisect *bisect;
	struct bisect_options options;
	size_t count; /**< places */
	struct walk_series series[WALK_SERIES_MAX];
	size_t series_count;
	double sd; /**< of values that are not counted, in logarithms */
	struct rng rng;
	bool broken[WALK_PLACES_MAX];
	/** What else a run takes, in logarithms; NULL: nothing. */
	double (*besides)(const struct walk *walk,
	    const struct bisect_task *task, size_t place);
	/* what was done */
	bool built[WALK_PLACES_MAX];
	size_t runs;
	size_t builds;
	struct bisect_task tasks[WALK_TASKS_MAX];
	size_t task_count;
};

/** One series of times that are level, confidence 95 %, tolerance 2 %. */
void walk_init(struct walk *walk, size_t count);
void walk_release(struct walk *walk);

/** Another series, after walk_init(). @param leads its own index: none */
size_t walk_add_series(struct walk *walk, bool counted, size_t leads);

/** Raise a series from a place on. */
void walk_raise(struct walk *walk, size_t series, size_t from, double by);

/** Make the planner: behind all of the above. @param weights may be NULL */
void walk_begin(struct walk *walk, const double *weights);

/** What it wants next. */
struct bisect_task walk_next(struct walk *walk);

/** Do it. Broken commits are told when they are to be built. */
void walk_do(struct walk *walk, const struct bisect_task *task);

/** Go on until a task of this phase comes, which is returned; or BISECT_DONE.
 */
struct bisect_task walk_until(struct walk *walk, enum bisect_phase phase);

/** Go on until it is done. */
void walk_all(struct walk *walk);

struct bisect_finding walk_finding(const struct walk *walk, size_t i);

/** Tasks of a phase and a kind of work that were done. */
size_t walk_tasks(
    const struct walk *walk, enum bisect_phase phase, enum bisect_work work);

#endif
