#include <stdlib.h>
#include <string.h>

#include "reports/scaling_report.h"

static int
compare_numbers(const void *left, const void *right)
{
	double a = *(const double *)left, b = *(const double *)right;

	return (a > b) - (a < b);
}

/* The q-quantile between the two values next to it. */
static double
quantile(const double *sorted, size_t count, double q)
{
	double at = q * (double)(count - 1);
	size_t below = (size_t)at;
	double rest = at - (double)below;

	if (below + 1 >= count)
		return sorted[count - 1];
	return sorted[below] + rest * (sorted[below + 1] - sorted[below]);
}

void
scaling_side_fill(struct scaling_side *out, struct scaling_samples *samples,
    double *room, uint64_t seed)
{
	size_t sizes = samples->sizes, rounds = samples->rounds;
	double *values = room, *low = room + sizes, *high = room + 2 * sizes;
	const struct growth_costs all = {
	    samples->n, sizes, samples->values, rounds};

	for (size_t i = 0; i < sizes; i++) {
		double sorted[GROWTH_ROUNDS_MAX];

		memcpy(sorted, samples->values + i * rounds,
		    rounds * sizeof *sorted);
		qsort(sorted, rounds, sizeof *sorted, compare_numbers);
		values[i] = quantile(sorted, rounds, .5);
		low[i] = quantile(sorted, rounds, .25);
		high[i] = quantile(sorted, rounds, .75);
	}
	if (samples->direction == DIRECTION_BIGGER)
		for (size_t i = 0; i < sizes * rounds; i++)
			samples->values[i] = 1 / samples->values[i];
	growth_fit(&out->fit, &all, seed);
	out->measured = true;
	out->rounds = rounds;
	out->values = values;
	out->low = low;
	out->high = high;
}
