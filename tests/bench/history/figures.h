/**
 * Parts of the program `history`: each measures something and prints its
 * figures as rows "part,case,options,figure,value" for scripts/bench-history.
 */
#ifndef TESTS_BENCH_HISTORY_FIGURES_H
#define TESTS_BENCH_HISTORY_FIGURES_H

#include <stdint.h>

#include "baselines/change_points.h"
#include "core/base/err.h"

struct figures_plan {
	uint64_t seed;
	size_t series; /**< simulated for each case */
	const struct change_options *options;
};

struct figures_part {
	const char *name;
	const char *summary;
	enum err (*run)(const struct figures_plan *plan);
};

extern const struct figures_part figures_quality;
extern const struct figures_part figures_delay;
extern const struct figures_part figures_speed;

/** Print a row. */
void figure_print(const struct figures_plan *plan, const char *part,
    const char *name, const char *figure, double value);

/** The changes' indices; ERR_NOMEM. *out has room for n. */
enum err figure_changes(const double *values, size_t n,
    const struct change_options *options, size_t *out, size_t *count);

#endif
