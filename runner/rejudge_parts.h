/** What the files that judge a result file anew share. Internal to
 *  runner/rejudge*.c. */
#ifndef RUNNER_REJUDGE_PARTS_H
#define RUNNER_REJUDGE_PARTS_H

#include "runner/judge.h"
#include "runner/measure.h"
#include "runner/rejudge.h"

/** One report of a file; its others are rejudgements of their own. */
struct rejudgement {
	const struct report *claimed;
	const struct rejudge_rules *rules;
	struct judgement judgement;
	struct measure_benchmark *benchmarks; /* as many as the config's */
	struct measure_plan plan;
	struct measure_outcome outcome;
	struct rejudgement **others;
	const struct report **other_reports;
	size_t other_count;
};

/**
 * Index in the config of the benchmark that printed a series: the one that is
 * named, where that is one; else the only one, or the first that judges the
 * metric. The config's count where there is none of these.
 */
size_t rejudge_owner(
    const struct config *config, const struct report_series *series);

/** Whether a claimed series has pairs to judge, or a count. What was judged by
 *  a history or by stored samples has not. */
bool rejudge_has_pairs(
    const struct report *claimed, const struct report_series *series);

/** Put the samples of all series into tracks and gates, and counts where they
 *  belong. @return rejudge()'s errors */
enum err rejudge_replay(struct rejudgement *rejudgement);

#endif
