#include "baselines/hampel.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/order.h"

#define MAD_TO_SD 1.4826

static double
middle(const double *sorted, size_t n)
{
	double lower = sorted[(n - 1) / 2];

	return lower + (sorted[n / 2] - lower) / 2;
}

double
hampel_at(const struct hampel *filter, const double *values, size_t n, size_t i)
{
	double window[2 * HAMPEL_HALF_MAX + 1];
	size_t first = i > filter->half ? i - filter->half : 0;
	size_t end = n - i > filter->half ? i + filter->half + 1 : n;
	size_t count = end - first;
	double median, sd;

	assert(filter->half <= HAMPEL_HALF_MAX && i < n);
	if (filter->limit <= 0)
		return values[i];
	memcpy(window, values + first, count * sizeof *window);
	order_few(window, count);
	median = middle(window, count);
	/* The spread is seldom needed: most values are near. */
	if (fabs(values[i] - median) <= filter->limit * filter->sd_least)
		return values[i];
	for (size_t j = 0; j < count; j++)
		window[j] = fabs(window[j] - median);
	order_few(window, count);
	sd = fmax(MAD_TO_SD * middle(window, count), filter->sd_least);
	return fabs(values[i] - median) > filter->limit * sd ? median
							     : values[i];
}
