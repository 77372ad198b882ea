#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "reports/spark.h"
#include "runner/bisecting_parts.h"

#define SPARK_WIDTH 40
/* Rounds of pairs that confirm a culprit, about. */
#define CONFIRM_RUNS 28

/* Bits that are missing to know who it is. */
static double
entropy(const double *probabilities, size_t count)
{
	double sum = 0;

	for (size_t i = 0; i < count; i++)
		if (probabilities[i] > 0)
			sum -= probabilities[i] * log2(probabilities[i]);
	return sum;
}

static int64_t
time_left(
    const struct bisecting *b, const struct bisect_task *task, double missing)
{
	double runs = CONFIRM_RUNS;

	if (!b->runs.count)
		return -1;
	if (task->phase == BISECT_SEARCH && task->bits > 1e-3)
		runs += missing / task->bits;
	return (int64_t)(runs * (double)pace_longest(&b->runs, 0));
}

static void
tell_search(const struct bisected_range *range, const struct bisect_task *task)
{
	struct bisecting *b = range->all;
	double *probabilities = calloc(range->count, sizeof *probabilities);
	struct bisect_finding finding;
	struct buf line = BUF_INIT;
	char left[40] = "";
	size_t shown = 0; /* the first that is searched */
	int64_t left_ns;

	if (!probabilities)
		return;
	for (; shown + 1 < bisect_finding_count(range->plan); shown++) {
		bisect_finding(range->plan, shown, &finding);
		if (finding.phase == BISECT_SEARCH)
			break;
	}
	bisect_finding(range->plan, shown, &finding);
	bisect_probabilities(range->plan, shown, probabilities);
	left_ns = time_left(b, task, entropy(probabilities, range->count));
	if (left_ns >= 0)
		clock_humane(left_ns, left, sizeof left);
	spark_append(&line, probabilities + 1, range->count - 1, SPARK_WIDTH,
	    b->app->progress.terminal);
	progress_phase(&b->app->progress,
	    "%s %.10s [%s] %.10s has %.0f %%%s%s%s",
	    task->work == BISECT_COUNT ? "counting" : "running",
	    range->commits[task->place].oid.hex, buf_text(&line),
	    range->commits[finding.last].oid.hex, 100 * finding.probability,
	    *left ? ", about " : "", left, *left ? " left" : "");
	buf_release(&line);
	free(probabilities);
}

void
bisecting_tell(
    const struct bisected_range *range, const struct bisect_task *task)
{
	struct progress *progress = &range->all->app->progress;
	const char *low = range->commits[task->low].oid.hex;
	const char *place = range->commits[task->place].oid.hex;

	if (task->phase == BISECT_SEARCH)
		tell_search(range, task);
	else if (task->work == BISECT_COUNT)
		progress_phase(
		    progress, "counting instructions of %.10s", place);
	else
		progress_phase(progress, "%s %.10s against %.10s, %zu rounds",
		    task->phase == BISECT_ENDS ? "comparing the ends:"
					       : "confirming:",
		    place, low, task->rounds);
}
