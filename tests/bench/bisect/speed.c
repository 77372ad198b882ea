/* What deciding costs, without what is measured. */
#include <math.h>
#include <stdio.h>

#include "tests/bench/bisect/figures.h"
#include "tests/bench/bisect/session.h"

static const struct range_plan plans[] = {
    {"1000 commits; sd 3 %", .commits = 1000, .step = .1, .sd = .03},
    {"1000 commits; sd 8 %", .commits = 1000, .step = .1, .sd = .08},
    {"100000 commits; sd 3 %", .commits = 100000, .step = .1, .sd = .03},
    {"100000 commits; sd 8 %", .commits = 100000, .step = .1, .sd = .08},
};

static enum err
measure(const struct figures_plan *plan, const struct range_plan *of)
{
	struct bisect_options options = figures_options(0);
	double steps = 0, ms = 0, ms_max = 0;
	struct rng seeds;

	rng_seed(&seeds, plan->seed);
	for (size_t i = 0; i < plan->trials; i++) {
		struct session_outcome outcome;
		enum err err =
		    session_run(of, &options, rng_next(&seeds), NULL, &outcome);

		if (err)
			return err;
		steps += (double)outcome.steps;
		ms += outcome.step_ms;
		ms_max = fmax(ms_max, outcome.step_ms_max);
	}
	figures_print("speed", of->name, "steps", steps / (double)plan->trials);
	figures_print("speed", of->name, "step_ms", ms / steps);
	figures_print("speed", of->name, "step_ms_max", ms_max);
	return ERR_OK;
}

static enum err
run_speed(const struct figures_plan *plan)
{
	fprintf(stderr, "bisect: speed\n");
	for (size_t i = 0; i < sizeof plans / sizeof *plans; i++) {
		enum err err = measure(plan, &plans[i]);

		if (err)
			return err;
	}
	return ERR_OK;
}

const struct figures_part figures_speed = {
    .name = "speed",
    .summary = "milliseconds of bisect_next()",
    .run = run_speed,
};
