/**
 * The naive model of an interval set: one bit for each offset of a window of
 * int64. It answers by reading bits from one end, and shares no code with the
 * library. Needs no test framework, so that fuzzers use it too.
 */
#ifndef TESTS_SUPPORT_INTERVAL_MODEL_H
#define TESTS_SUPPORT_INTERVAL_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/interval/interval.h"

struct interval_model {
	struct interval window; /**< no other offset is ever free */
	uint64_t *words; /**< bit i of all is window.start + i; 1: free */
	struct interval span; /**< ever filled as free; (0, 0) before */
};

/** Nothing is free. Memory that is not to be had ends the program. */
void interval_model_init(struct interval_model *model, struct interval window);
void interval_model_release(struct interval_model *model);

/** How many offsets the window has. */
size_t interval_model_size(const struct interval_model *model);

/**
 * Make `iv`, which lies in the window, free or occupied.
 * @return how many offsets changed
 */
uint64_t interval_model_fill(
    struct interval_model *model, struct interval iv, bool is_free);

/** Whether all of `iv` is free; it lies in the window. */
bool interval_model_all_free(
    const struct interval_model *model, struct interval iv);

/* Questions, as those of interval.h; false means that there is none. */

/** The first run of free offsets whose end is greater than `offset`. */
bool interval_model_next(
    const struct interval_model *model, int64_t offset, struct interval *out);
bool interval_model_containing(
    const struct interval_model *model, int64_t offset, struct interval *out);
bool interval_model_find(const struct interval_model *model, int64_t start,
    int64_t length, struct interval *out);
bool interval_model_find_best(
    const struct interval_model *model, int64_t length, struct interval *out);
size_t interval_model_rank(const struct interval_model *model, int64_t offset);
bool interval_model_kth(
    const struct interval_model *model, size_t k, struct interval *out);

/** @param bounded the window is the domain; else the span counts */
void interval_model_summary(const struct interval_model *model, bool bounded,
    struct interval_summary *out);

#endif
