#include "baselines/noise.h"

#include <assert.h>
#include <float.h>
#include <math.h>

#include "baselines/estimate.h"

#define MAD_TO_SD 1.4826
#define SESSIONS_MAX 1024
#define PI 3.14159265358979323846

/* The median's asymptotic variance under normal noise is pi/2 of the mean's. */
struct noise_session
noise_session_of(const double *ratios_log, size_t n)
{
	double work[SESSIONS_MAX];
	double sd = mad_sd(ratios_log, n);

	for (size_t i = 0; i < n; i++)
		work[i] = ratios_log[i];
	return (struct noise_session){
	    .ratio_log = median_in_place(work, n),
	    .error = fmax(sd, DBL_MIN) * sqrt(PI / (2 * (double)n)),
	};
}

bool
noise_session_counts(const struct noise_session *session, size_t rounds)
{
	double certain =
	    fabs(session->ratio_log) - NOISE_FLOOR_SPREADS * session->error;

	return rounds >= NOISE_ROUNDS_MIN && certain <= log1p(ESTIMATE_FLOOR);
}

double
noise_spread(const struct noise_session *sessions, size_t n)
{
	double sizes[SESSIONS_MAX], scores[SESSIONS_MAX], errors[SESSIONS_MAX];
	double spread, within;

	assert(n <= SESSIONS_MAX);
	if (n < NOISE_SESSIONS_MIN)
		return 0;
	for (size_t i = 0; i < n; i++) {
		sizes[i] = fabs(sessions[i].ratio_log);
		scores[i] = sizes[i] / sessions[i].error;
		errors[i] = sessions[i].error;
	}
	if (!(MAD_TO_SD * median_in_place(scores, n) > NOISE_EXCESS))
		return 0;
	spread = MAD_TO_SD * median_in_place(sizes, n);
	within = median_in_place(errors, n);
	return sqrt(fmax(spread * spread - within * within, 0));
}

/* A spread of .01 asks for exp(.03) - 1 = 3.05 % in place of 2 %. */
bool
noise_raise(struct detector_limits *limits, double spread)
{
	double floor = expm1(NOISE_FLOOR_SPREADS * spread);

	if (!(floor > limits->floor))
		return false;
	limits->floor = floor;
	return true;
}
