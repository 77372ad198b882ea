#include "baselines/noise.h"

#include <assert.h>
#include <math.h>

#include "baselines/series.h"

#define MAD_TO_SD 1.4826
#define RATIOS_MAX 1024

double
noise_spread(const double *ratios_log, size_t n)
{
	double sizes[RATIOS_MAX];

	assert(n <= RATIOS_MAX);
	if (n < NOISE_SESSIONS_MIN)
		return NAN;
	for (size_t i = 0; i < n; i++)
		sizes[i] = fabs(ratios_log[i]);
	return MAD_TO_SD * median_in_place(sizes, n);
}

/* A spread of .01 asks for exp(.03) - 1 = 3.05 %: limits of 2 and 5 % become
 * 3.05 and 6.05 %. */
bool
noise_raise(struct detector_limits *limits, double spread)
{
	double floor = expm1(NOISE_FLOOR_SPREADS * spread);

	if (!(floor > limits->floor))
		return false;
	limits->effect += floor - limits->floor;
	limits->floor = floor;
	return true;
}
