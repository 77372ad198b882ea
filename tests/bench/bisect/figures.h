/**
 * Parts of the program `bisect`: each measures something and prints its figures
 * as rows "part,case,figure,value" for scripts/bench-bisect.
 */
#ifndef TESTS_BENCH_BISECT_FIGURES_H
#define TESTS_BENCH_BISECT_FIGURES_H

#include <stddef.h>
#include <stdint.h>

#include "baselines/bisect.h"

struct figures_plan {
	uint64_t seed;
	size_t trials; /**< of each case */
	const char *only; /**< name of the case; NULL: all */
};

struct figures_part {
	const char *name;
	const char *summary;
	enum err (*run)(const struct figures_plan *plan);
};

extern const struct figures_part figures_cases;
extern const struct figures_part figures_calibration;
extern const struct figures_part figures_plain;
extern const struct figures_part figures_speed;

/** Confidence 95 %, tolerance 2 %. @param build what one costs, in runs */
struct bisect_options figures_options(double build);

/** Print a row. */
void figures_print(
    const char *part, const char *name, const char *figure, double value);

#endif
