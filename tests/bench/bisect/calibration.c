/* Whether a stated probability is how often it is so. */
#include <math.h>
#include <stdio.h>

#include "tests/bench/bisect/figures.h"
#include "tests/bench/bisect/session.h"

#define BINS 10
/* Runs between two looks at a search. */
#define EVERY 5

static const struct range_plan mixed = {
    .name = "mixed",
    .commits = 1000,
    .step = .05,
    .step_most = .3,
    .sd = .02,
    .sd_most = .08,
};

/* Upper ends. The last bin is closed. */
static const double bin_ends[BINS] = {.1, .2, .3, .4, .5, .6, .7, .8, .95, 1};

struct bin {
	size_t looks;
	size_t trials;
	double stated; /* sums */
	double right;
	double excess_squares; /* of each trial's sum of right - stated */
};

/* A trial's looks go together: their sum is one observation. */
struct looks {
	double stated[BINS];
	double right[BINS];
	size_t count[BINS];
};

struct watched {
	struct looks search;
	struct looks stop;
	size_t next_run; /* at which it is looked at again */
};

static void
look(struct looks *looks, double stated, bool right)
{
	size_t bin = 0;

	while (bin + 1 < BINS && stated >= bin_ends[bin])
		bin++;
	looks->stated[bin] += stated;
	looks->right[bin] += right;
	looks->count[bin]++;
}

static bool
watch(void *context, const struct bisect *bisect,
    const struct bisect_task *task, const struct simulated_range *range)
{
	struct watched *watched = context;
	struct bisect_finding finding;
	bool right;

	if (task->phase == BISECT_ENDS)
		return true;
	if (task->work == BISECT_DONE)
		return false;
	bisect_finding(bisect, 0, &finding);
	if (finding.phase == BISECT_ANSWERED)
		return false;
	right = simulated_range_has(range, finding.first, finding.last);
	if (task->phase == BISECT_CONFIRM) {
		look(&watched->stop, finding.probability, right);
		return false;
	}
	if (range->runs >= watched->next_run) {
		look(&watched->search, finding.probability, right);
		watched->next_run = range->runs + EVERY;
	}
	return true;
}

static void
add(struct bin *bins, const struct looks *looks)
{
	for (size_t i = 0; i < BINS; i++) {
		double excess = looks->right[i] - looks->stated[i];

		bins[i].looks += looks->count[i];
		bins[i].trials += looks->count[i] > 0;
		bins[i].stated += looks->stated[i];
		bins[i].right += looks->right[i];
		bins[i].excess_squares += excess * excess;
	}
}

static void
print(const char *when, const struct bin *bins)
{
	for (size_t i = 0; i < BINS; i++) {
		const struct bin *bin = &bins[i];
		double looks = (double)bin->looks;
		char name[64];

		if (!bin->looks)
			continue;
		snprintf(name, sizeof name, "%s; below %.0f %%", when,
		    100 * bin_ends[i]);
		figures_print("calibration", name, "looks", looks);
		figures_print(
		    "calibration", name, "trials", (double)bin->trials);
		figures_print(
		    "calibration", name, "stated", bin->stated / looks);
		figures_print("calibration", name, "right", bin->right / looks);
		figures_print("calibration", name, "error",
		    sqrt(bin->excess_squares) / looks);
	}
}

static enum err
run_calibration(const struct figures_plan *plan)
{
	struct bisect_options options = figures_options(0);
	struct bin search[BINS] = {0};
	struct bin stop[BINS] = {0};
	struct rng seeds;
	enum err err = ERR_OK;

	fprintf(stderr, "bisect: calibration\n");
	rng_seed(&seeds, plan->seed);
	for (size_t i = 0; !err && i < plan->trials; i++) {
		struct watched watched = {0};
		struct session_watch session_watch = {watch, &watched};
		struct session_outcome outcome;

		err = session_run(&mixed, &options, rng_next(&seeds),
		    &session_watch, &outcome);
		add(search, &watched.search);
		add(stop, &watched.stop);
	}
	if (err)
		return err;
	print("search", search);
	print("stop", stop);
	return ERR_OK;
}

const struct figures_part figures_calibration = {
    .name = "calibration",
    .summary = "whether a stated probability is how often it is so",
    .run = run_calibration,
};
