#include "baselines/suggestion.h"

#include <math.h>

#define STEP_NS INT64_C(10000000000)
#define MINUTE_NS INT64_C(60000000000)

static size_t
count_above(const struct calibration *series, size_t count, double tolerance)
{
	size_t above = 0;

	for (size_t i = 0; i < count; i++)
		above += series[i].tolerance > tolerance;
	return above;
}

/* The smallest tolerance of any series that leaves few enough above it. */
static double
common_tolerance(const struct calibration *series, size_t count, size_t most)
{
	double best = 0;

	for (size_t i = 0; i < count; i++) {
		double tolerance = series[i].tolerance;

		if (tolerance > 0 &&
		    count_above(series, count, tolerance) <= most &&
		    (best == 0 || tolerance < best))
			best = tolerance;
	}
	return best;
}

static size_t
rounds_of(const struct calibration *series)
{
	return calibration_rounds(
	    series->spread, calibration_offset_log(series), series->tolerance);
}

/* Of two series with 5 and 10 %, 5 % are for all and 10 % an exception. */
void
suggestion_make(
    struct suggestion *out, const struct calibration *series, size_t count)
{
	size_t most =
	    count / 2 < SUGGESTION_RULES_MAX ? count / 2 : SUGGESTION_RULES_MAX;

	*out = (struct suggestion){
	    .tolerance = common_tolerance(series, count, most)};
	for (size_t i = 0; i < count; i++) {
		const struct calibration *one = &series[i];

		if (one->tolerance == 0) {
			out->hopeless++;
			continue;
		}
		if (rounds_of(one) > out->rounds)
			out->rounds = rounds_of(one);
		if (one->tolerance > out->tolerance)
			out->exceptions[out->exception_count++] = i;
		else if (one->tolerance_least > out->least)
			out->least = one->tolerance_least;
	}
	if (out->rounds)
		out->rounds += GATE_ROUNDS_FRESH;
}

int64_t
suggestion_budget_ns(const struct suggestion *suggestion, int64_t round_ns)
{
	double need = 1.1 * (double)round_ns * (double)suggestion->rounds;
	int64_t step = need > (double)MINUTE_NS ? MINUTE_NS : STEP_NS;

	return (int64_t)ceil(need / (double)step) * step;
}
