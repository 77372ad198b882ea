/**
 * Simulated run times of processes on a shared machine. Nothing here is
 * measured: the model states what disturbs a process, and each trial draws it
 * anew from a generator of its own, so that trial 17 of a seed is the same
 * whatever ran before it.
 */
#ifndef TESTS_BENCH_DETECTOR_SIMULATED_H
#define TESTS_BENCH_DETECTOR_SIMULATED_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "core/base/rng.h"

/**
 * A process takes exp(sum of the effects); sizes are given as fractions, .04
 * for 4 %, and enter as ln(1 + .04). Runs are processes in the order in which
 * they are started, of whatever side.
 */
struct simulated_model {
	double sd; /**< of the normal log effect of each process */
	double drift; /**< greatest size of the slow drift, a sine */
	double drift_runs; /**< its period */
	double state; /**< how much slower the slow state of the machine is */
	double dwell; /**< mean runs between changes of that state */
	double layout; /**< how much slower an unlucky page layout is */
	double layout_share; /**< of the processes that have one */
	double outliers; /**< share of processes that are outliers */
	double outlier_factor; /**< times as long as they should take */
	double bias; /**< sd of the log effect of a build, one a side */
};

/**
 * Read a model: words separated by commas, the first the name of a known model
 * (without one it is "ci"), the others changes of it such as "sd=.05".
 *
 * @return ERR_USAGE naming the word and what was expected; then *out is
 *         untouched
 */
enum err simulated_parse(struct simulated_model *out, const char *text);

/** Print each known model as simulated_parse() would read it. */
void simulated_print_models(FILE *file);

/** One trial's machine. */
struct simulated {
	const struct simulated_model *model; /**< borrowed */
	struct rng rng;
	double build_log[SIDE_COUNT]; /**< biases of the three builds */
	double phase; /**< of the drift, in runs */
	bool slow; /**< state of the machine */
};

/** Begin trial `trial` of `seed`; both together decide every draw. */
void simulated_start(struct simulated *machine,
    const struct simulated_model *model, uint64_t seed, uint64_t trial);

/** Run one process of `side`; a process without any effect takes 1. */
double simulated_run(struct simulated *machine, enum side side);

#endif
