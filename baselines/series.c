#include "baselines/series.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>

#define MAD_MAX 1024
#define MAD_TO_SD 1.4826 /* 1 / the normal distribution's third quartile */

const char *
side_name(enum side side)
{
	static const char *const names[SIDE_COUNT] = {
	    [SIDE_BASE] = "base",
	    [SIDE_CONTROL] = "control",
	    [SIDE_HEAD] = "head",
	};

	return names[side];
}

const char *
direction_name(enum direction direction)
{
	return direction == DIRECTION_BIGGER ? "bigger" : "smaller";
}

double
series_log_ratio(enum direction direction, double base, double other)
{
	double ratio_log = log(other) - log(base);

	return direction == DIRECTION_BIGGER ? -ratio_log : ratio_log;
}

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

double
median_in_place(double *values, size_t n)
{
	assert(n > 0);
	qsort(values, n, sizeof *values, compare);
	if (n % 2)
		return values[n / 2];
	return values[n / 2 - 1] + (values[n / 2] - values[n / 2 - 1]) / 2;
}

double
mad_sd_in_place(double *values, size_t n)
{
	double centre = median_in_place(values, n);

	for (size_t i = 0; i < n; i++)
		values[i] = fabs(values[i] - centre);
	return MAD_TO_SD * median_in_place(values, n);
}

double
mad_sd(const double *values, size_t n)
{
	double work[MAD_MAX];

	assert(n > 0 && n <= MAD_MAX);
	for (size_t i = 0; i < n; i++)
		work[i] = values[i];
	return mad_sd_in_place(work, n);
}
