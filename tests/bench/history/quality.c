/* How well the changes of simulated series are found, and how often a series
 * without any is said to have one. */
#include "tests/bench/history/figures.h"

#include "tests/bench/history/score.h"
#include "tests/bench/history/simulated_history.h"

struct quality {
	double f1;
	double cover;
	double flagged; /* series without changes */
	double alarms; /* changes found in these */
};

static enum err
add_series(const struct figures_plan *plan, const struct history *history,
    struct quality *sum)
{
	size_t found[HISTORY_POINTS_MAX];
	struct changes truth = {history->changes, history->change_count};
	struct changes seen = {found, 0};
	enum err err = figure_changes(
	    history->values, history->n, plan->options, found, &seen.count);

	if (err)
		return err;
	if (truth.count == 0) {
		sum->flagged += seen.count > 0;
		sum->alarms += (double)seen.count;
		return ERR_OK;
	}
	sum->f1 += score_f1(truth, seen);
	sum->cover += score_cover(truth, seen, history->n);
	return ERR_OK;
}

static enum err
measure(const struct figures_plan *plan, const struct history_kind *kind,
    uint64_t seed, struct quality *sum)
{
	struct history history;
	struct rng rng;
	enum err err = ERR_OK;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < plan->series && !err; i++) {
		simulated_history_make(&history, kind, false, &rng);
		err = add_series(plan, &history, sum);
		if (err)
			break;
		simulated_history_make(&history, kind, true, &rng);
		err = add_series(plan, &history, sum);
	}
	return err;
}

static void
show(const struct figures_plan *plan, const char *name,
    const struct quality *sum, double n)
{
	figure_print(plan, "quality", name, "f1", sum->f1 / n);
	figure_print(plan, "quality", name, "cover", sum->cover / n);
	figure_print(plan, "quality", name, "flagged", sum->flagged / n);
	figure_print(plan, "quality", name, "alarms", sum->alarms / n);
}

static enum err
run(const struct figures_plan *plan)
{
	struct quality all = {0, 0, 0, 0};
	double n = (double)plan->series;
	size_t kinds = 0;

	for (; history_kinds[kinds].name; kinds++) {
		const struct history_kind *kind = &history_kinds[kinds];
		struct quality sum = {0, 0, 0, 0};
		enum err err = measure(plan, kind, plan->seed + kinds, &sum);

		if (err)
			return err;
		show(plan, kind->name, &sum, n);
		all.f1 += sum.f1;
		all.cover += sum.cover;
		all.flagged += sum.flagged;
		all.alarms += sum.alarms;
	}
	show(plan, "all", &all, n * (double)kinds);
	return ERR_OK;
}

const struct figures_part figures_quality = {
    .name = "quality",
    .summary = "agreement with the truth, on every kind of series",
    .run = run,
};
