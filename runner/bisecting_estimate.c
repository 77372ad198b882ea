#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/bisect_expect.h"
#include "runner/bisecting_parts.h"

/* What is taken where the store knows nothing. */
#define NOISE 0.03
#define STEP_LOG 0.0953 /* 10 % */
#define TRIALS 25
#define SEED 1

/* Sessions of one end: their medians, and the noise within them. */
struct end {
	const struct bisecting *of;
	double level_log;
	double noise;
	size_t count;
};

static enum err
take_end(void *ctx, const struct store_session *session)
{
	struct end *end = ctx;
	double logs[256];
	size_t n = session->count < 256 ? session->count : 256;
	double level;

	if (n < 3)
		return ERR_OK;
	for (size_t i = 0; i < n; i++)
		logs[i] = log(session->values[i]);
	end->noise += mad_sd(logs, n);
	level = median_in_place(logs, n);
	end->level_log +=
	    session->series.direction == DIRECTION_BIGGER ? -level : level;
	end->count++;
	return ERR_OK;
}

/* Of many series the mean: a rough figure for a rough estimate. */
static enum err
know(const struct bisecting *b, double *noise, double *step_log)
{
	const struct bisected_range *range = &b->ranges[0];
	struct end good = {.of = b};
	struct end bad = {.of = b};
	enum err err;

	*noise = NOISE;
	*step_log = STEP_LOG;
	if (!b->app->store)
		return ERR_OK;
	err = store_sessions(b->app->store, range->commits[0].oid.hex,
	    b->machine.key, take_end, &good);
	if (!err)
		err = store_sessions(b->app->store,
		    range->commits[range->count - 1].oid.hex, b->machine.key,
		    take_end, &bad);
	if (good.count)
		*noise = fmax(good.noise / (double)good.count, 1e-3);
	if (good.count && good.count == bad.count)
		*step_log = fmax(
		    fabs(bad.level_log - good.level_log) / (double)good.count,
		    b->options.tolerance);
	return err;
}

enum err
bisecting_estimate_of(struct bisecting *b, struct bisecting_plan *out)
{
	const struct bisected_range *range = &b->ranges[0];
	struct bisect_options options = {
	    .confidence = b->options.confidence,
	    .tolerance = b->options.tolerance,
	    .build = 5,
	};
	struct bisect_expected expected = {0};
	double noise;
	double step_log;
	enum err err = know(b, &noise, &step_log);

	if (!err)
		err = bisect_expect(&options, range->weights, range->count,
		    noise, step_log, TRIALS, SEED, &expected);
	*out = (struct bisecting_plan){
	    .commits = range->count - 1,
	    .runs = expected.runs,
	    .builds = expected.builds,
	    .noise = noise,
	    .step = expm1(step_log),
	    .build_ns = pace_longest(&b->builds, -1),
	};
	for (size_t i = 1; i < range->count; i++)
		out->suspects += range->weights[i] > 0;
	return err;
}
