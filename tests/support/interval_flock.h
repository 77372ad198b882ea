/**
 * Sets of every manager side by side with the naive model: each operation is
 * done by all, and each answer compared with the model's. Every manager has two
 * sets: one is changed by the single functions, the other by the same
 * operations through interval_set_apply(), in batches of random size.
 *
 * Needs no test framework: a difference goes to the caller's `fail`.
 */
#ifndef TESTS_SUPPORT_INTERVAL_FLOCK_H
#define TESTS_SUPPORT_INTERVAL_FLOCK_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "tests/support/interval_model.h"

#define INTERVAL_FLOCK_MANAGERS_MAX 16

struct interval_flock_plan {
	/** The offsets that operations may name. */
	struct interval window;
	/** The window is the sets' domain; else they have none, and managers
	 *  that need one are left out. */
	bool bounded;
	size_t batch_max; /**< operations a batch; 0: no second set */
	uint64_t seed;
	/** Must not return. The text names the set, the seed, the operation and
	 *  what does not hold. */
	void (*fail)(const char *text);
};

struct interval_flock {
	struct interval_flock_plan plan;
	struct interval_model model;
	struct rng rng; /**< of the seed; the caller may draw from it too */
	size_t op; /**< operations and questions so far */
	size_t managers;
	size_t n; /**< sets: those of single functions, then those of batches */
	struct interval_set *sets[2 * INTERVAL_FLOCK_MANAGERS_MAX];
	/** What waits for the sets of batches, with the model's answers. */
	struct interval_op *wanted;
	struct interval_op *ops;
	size_t waiting;
	size_t batch;
};

void interval_flock_init(
    struct interval_flock *flock, const struct interval_flock_plan *plan);
void interval_flock_release(struct interval_flock *flock);

/* ---- operations; iv lies in the window unless said otherwise ---- */

/** Reserve, release, or find iv's length from its start on. */
void interval_flock_run(struct interval_flock *flock,
    enum interval_op_code code, struct interval iv);
void interval_flock_require(struct interval_flock *flock, struct interval iv);
/** Changes of `iv`, which is not within the sets' domain, are refused. */
void interval_flock_outside(struct interval_flock *flock, struct interval iv);
void interval_flock_clear(struct interval_flock *flock);
void interval_flock_load(
    struct interval_flock *flock, const struct interval *ivs, size_t n);
/** Put in each manager's place a clone of its neighbour's set. */
void interval_flock_clone(struct interval_flock *flock);

/* ---- questions ---- */

/** What costs little: `containing`, find, the first that overlap iv, which may
 *  lie anywhere. */
void interval_flock_look(struct interval_flock *flock, struct interval iv);

/** What may cost O(n): best fit of iv's length, largest, rank of its start,
 *  k-th, sample, bounds, all figures. */
void interval_flock_survey(struct interval_flock *flock, struct interval iv);

/** All intervals, and the managers' own invariants. Ends a batch. */
void interval_flock_compare(struct interval_flock *flock);

/** The same of the sets of single functions only, so that a batch goes on. */
void interval_flock_compare_single(const struct interval_flock *flock);

#endif
