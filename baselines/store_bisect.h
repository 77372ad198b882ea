/**
 * Bisections in the store: what one did, step by step, so that the same command
 * goes on where it was ended. The samples themselves are in runs of the kind
 * STORE_KIND_BISECT, which the steps name.
 *
 * Such runs are of few rounds of commits that were chosen because they are
 * suspect: they are no points of the history, measure no commit for
 * store_has(), are nobody's origin and have no controls.
 */
#ifndef BASELINES_STORE_BISECT_H
#define BASELINES_STORE_BISECT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/store.h"

/** Kind of a run that a bisection measured. */
#define STORE_KIND_BISECT "bisect"

struct store_bisect {
	const char *key; /**< chosen by the caller, unique: what is searched
			      and how, as a digest */
	const char *good; /**< commit, 40 hex digits in lower case */
	const char *bad;
	const char *machine_key;
	const char *command; /**< as it was called, for people */
	int64_t started_s;
};

/** One step. */
struct store_step {
	size_t number; /**< from 0, without holes */
	const char *kind; /**< the caller's words: "session", "broken", ... */
	const char *text; /**< the caller's, a JSON object */
	int64_t time_s; /**< when it was done; of the same step twice the first
			     one stays */
};

/**
 * Enter a bisection; the same one twice is one, its first start and command
 * stay.
 *
 * @return also ERR_CONFLICT where the key is that of other ends or another
 *         machine; ERR_PARSE for an end that is no commit id
 */
enum err store_bisect_begin(
    struct store *store, const struct store_bisect *bisect);

/**
 * Add the next step. One transaction, on disk when it returns.
 *
 * @return also ERR_NOTFOUND for an unknown key; ERR_CONFLICT where that number
 *         is there with another kind or text, or is not the next one
 */
enum err store_bisect_step(
    struct store *store, const char *key, const struct store_step *step);

typedef enum err store_step_fn(void *ctx, const struct store_step *step);

/**
 * Give all steps in their order. Everything is read before the first call, so
 * `fn` may use the store.
 *
 * @return also ERR_NOTFOUND for an unknown key; ERR_IO for steps with a hole;
 *         what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_bisect_steps(
    struct store *store, const char *key, store_step_fn *fn, void *ctx);

/** Forget a bisection and its steps; the samples stay.
 *  @return also ERR_NOTFOUND */
enum err store_bisect_delete(struct store *store, const char *key);

typedef enum err store_bisect_fn(void *ctx, const struct store_bisect *bisect);

/** Give all bisections, the one with the latest start first. As
 * store_bisect_steps(). */
enum err store_bisects(struct store *store, store_bisect_fn *fn, void *ctx);

/** One sample as it was put. Valid during the call. */
struct store_run_sample {
	size_t round;
	enum side side;
	const char *setup;
	struct series_name series;
	double value;
};

typedef enum err store_run_sample_fn(
    void *ctx, const struct store_run_sample *sample);

/**
 * Give all samples of a run, also of one that is still open: whole rounds, by
 * setup, benchmark, metric, unit, direction, round and side. As
 * store_bisect_steps(). A shared run (store_share.h) has none of its own.
 * O(n log n) in the run's samples, all of which are in memory, 24 bytes each.
 *
 * @return also ERR_NOTFOUND for an unknown run
 */
enum err store_run_samples(struct store *store, const char *run_uid,
    store_run_sample_fn *fn, void *ctx);

#endif
