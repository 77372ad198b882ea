/**
 * Recorded run times: rounds of three sides that were all the same program, so
 * that any difference between them is noise. A trial is made of blocks of
 * consecutive rounds, each from a random start and with its sides under random
 * names; past the last round comes the first.
 */
#ifndef TESTS_BENCH_DETECTOR_RECORDED_H
#define TESTS_BENCH_DETECTOR_RECORDED_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "core/base/rng.h"

#define RECORDED_BLOCK 10 /**< consecutive rounds of a trial */
#define RECORDED_ROUNDS_MIN 100

/** What stands for a process: one of its repetitions' figures. */
enum recorded_figure { RECORDED_MIN, RECORDED_MEDIAN, RECORDED_MEAN };

#define RECORDED_FIGURES 3

struct recorded;

/**
 * Read a CSV file as `detector record` writes it: lines that begin with '#',
 * a line of column names, then a line a round: min, median and mean of the
 * process that was started first, the same of the second and of the third, as
 * whole nanoseconds above 0.
 *
 * @return ERR_IO; ERR_PARSE with the line; ERR_NOMEM. *out is the caller's.
 */
enum err recorded_read(
    struct recorded **out, const char *path, enum recorded_figure figure);
void recorded_free(struct recorded *recorded);

size_t recorded_rounds(const struct recorded *recorded);

/** One trial's way through a series. */
struct recorded_walk {
	const struct recorded *recorded; /**< borrowed */
	struct rng rng;
	size_t left; /**< rounds of this block */
	size_t round;
	size_t place; /**< of the process in the round, in starting order */
	size_t sides[SIDE_COUNT]; /**< column of each side in this block */
};

/** Begin trial `trial` of `seed`; both together decide every draw. */
void recorded_start(struct recorded_walk *walk, const struct recorded *recorded,
    uint64_t seed, uint64_t trial);

/** Values of the next round, by side. */
void recorded_round(struct recorded_walk *walk, double values[SIDE_COUNT]);

/** The next process, in starting order; whose it was does not matter. */
double recorded_run(struct recorded_walk *walk);

#endif
