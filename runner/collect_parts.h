/** What the parts of collecting share. Internal to runner/collect*.c. */
#ifndef RUNNER_COLLECT_PARTS_H
#define RUNNER_COLLECT_PARTS_H

#include "baselines/store_share.h"
#include "reports/run_report.h"
#include "runner/build.h"
#include "runner/collect.h"
#include "runner/machine.h"
#include "runner/measure.h"
#include "runner/pace.h"
#include "runner/source.h"

struct collecting {
	struct app *app;
	const struct collect_options *options;
	struct source source;
	struct sandbox *sandbox;
	struct machine machine;
	enum counting_source counting;
	struct environment *environment;
	struct builder builder;
	struct lock lock;
	struct pace pace;
	int64_t started_ns;

	/* to be measured, or to choose from; newest first */
	struct commit *commits;
	size_t commit_count;
	struct run_commit *rows; /* as many: what became of those begun */
	size_t row_count;
	size_t most; /* rows that there will be, at most */
	size_t next; /* of a list */
	bool *closed; /* of gaps, by place: tried already */
	char *mark; /* of new ones: a file, gone once none is left */

	/* of the commit under way */
	const struct commit *commit;
	struct run_commit *row;
	struct measure_benchmark *benchmarks;
};

/* ---- which commits: collect_list.c, collect_new.c, collect_gaps.c ---- */

/** Choose the commits, or what they are chosen from. */
enum err collect_choose(struct collecting *c);
enum err collect_choose_new(struct collecting *c);

/** Give the next commit and its row; NULL where none is left. */
enum err collect_next(struct collecting *c, const struct commit **out);
enum err collect_next_gap(struct collecting *c, const struct commit **out);

/* ---- one commit: collect_commit.c, collect_share.c ---- */

/** Set up the benchmarks for a commit. Release them whatever is returned. */
enum err collect_prepare(struct collecting *c, const struct commit *commit);
void collect_unprepare(struct collecting *c);

/** Whether the store has all that the benchmark is measured for, of the commit
 *  that is prepared. */
enum err collect_has_samples(
    struct collecting *c, const struct measure_benchmark *row, bool *out);

/** Bring one commit as far as it comes; its row says how far. */
enum err collect_commit(struct collecting *c, const struct commit *commit);

/** Share the samples of a commit that `key` was measured of. *out is false
 *  where there is none. */
enum err collect_share(struct collecting *c, const char *key, bool *out);

/* ---- telling: collect_tell.c ---- */

/** How many commits have a status. */
size_t collect_count(const struct collecting *c, enum run_status status);

/** Announce the commit. */
void collect_tell_begin(struct collecting *c, const struct commit *commit);

/** A line on standard output for the commit under way: what became of it. */
void collect_tell(struct collecting *c, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Set the status of the commit under way, and keep the first reason. */
void collect_fail(
    struct collecting *c, enum run_status status, const char *error);

/** Warn of what failed in the benchmarks, and set the status. */
void collect_tell_failures(struct collecting *c);

/** The summary and the file. */
enum err collect_report(struct collecting *c);

#endif
