#include "baselines/step_noise.h"

#include <math.h>

#include "baselines/order.h"

#define MAD_TO_SD 1.4826
#define ALIKE 1.3 /* lags of independent noise differ by less */
#define STEPS_SHARE 10 /* one in so many may be a step or an outlier */

static size_t
differences(const double *values, size_t n, size_t lag, double *out)
{
	for (size_t i = lag; i < n; i++)
		out[i - lag] = fabs(values[i] - values[i - lag]);
	return n > lag ? n - lag : 0;
}

static double
of_rounded(const double *values, size_t n, double *work)
{
	size_t count = differences(values, n, 1, work);
	size_t kept = count - count / STEPS_SHARE;
	double sum = 0;

	if (kept == 0)
		return 0;
	order_kth(work, count, kept - 1);
	for (size_t i = 0; i < kept; i++)
		sum += work[i] * work[i];
	return sqrt(sum / (2 * (double)kept));
}

double
step_noise(const double *values, size_t n, double *work)
{
	double noise = 0;

	for (size_t lag = 1; lag <= STEP_NOISE_LAGS; lag++) {
		size_t count = differences(values, n, lag, work);
		double sd;

		if (count == 0)
			break;
		sd = MAD_TO_SD * order_median(work, count) / sqrt(2);
		if (sd > ALIKE * noise)
			noise = sd;
	}
	return noise > 0 ? noise : of_rounded(values, n, work);
}
