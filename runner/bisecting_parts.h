/** What the parts of bisecting share. Internal to runner/bisecting*.c. */
#ifndef RUNNER_BISECTING_PARTS_H
#define RUNNER_BISECTING_PARTS_H

#include "baselines/bisect.h"
#include "baselines/store_bisect.h"
#include "core/base/hash.h"
#include "runner/bisecting.h"
#include "runner/build.h"
#include "runner/machine.h"
#include "runner/measure.h"
#include "runner/pace.h"
#include "runner/source.h"

/* A series of the plan, at its index there. */
struct bisected {
	char *benchmark;
	char *metric;
	char *unit;
	enum direction direction;
	size_t owner; /* benchmark of the config */
	bool counted;
	bool leads; /* another one */
};

/* A range of commits and the search in it. */
struct bisected_range {
	struct bisecting *all;
	struct commit *commits; /* oldest first */
	size_t count;
	size_t merge_range; /* index of the range that has the merge */
	size_t merge_place; /* 0: it is the range that was asked for */
	double *weights;
	char **broken; /* why, by place */
	bool *built; /* the log says so */
	bool *entered; /* merges whose branch was looked into */
	unsigned char *failures; /* of this call, that were tried again */
	int64_t started_s; /* what was measured before is evidence */
	char (*artifacts)[HASH_HEX_SIZE]; /* "": not built, or nothing told */
	struct bisect *plan;
	char key[HASH_HEX_SIZE]; /* in the store */
	size_t steps; /* that the store has */
	struct bisected *series;
	size_t series_count;
	bool known; /* which series there are */
};

struct bisecting {
	struct app *app;
	struct bisecting_options options;
	struct source source;
	struct sandbox *sandbox;
	struct machine machine;
	enum counting_source counting;
	struct environment *environment;
	struct builder builder;
	struct lock lock;
	struct commit bench_from;
	bool *skipped; /* benchmarks that are not compared */
	struct bisected_range *ranges;
	size_t range_count;

	/* costs */
	struct pace_times builds;
	struct pace_times runs; /* a process each */
	int64_t started_ns;
	int64_t spent_ns; /* by earlier calls */
	size_t run_count;
	size_t built;
	size_t reused;
	size_t warm_low; /* places of the last session, plus one */
	size_t warm_place;

	/* the report */
	struct bisect_report report;
	char **texts;
	size_t text_count;
	const char **warnings;
	size_t warning_count;
	void **blocks; /* of memory that the report points to */
	size_t block_count;
};

/* ---- texts and memory that live as long: bisecting.c ---- */

enum err bisecting_warn(struct bisecting *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
const char *bisecting_text(struct bisecting *b, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));
/** Zeroed. @return NULL when memory ran out, with the error's text */
void *bisecting_alloc(struct bisecting *b, size_t count, size_t size);

/** The time that is left, INT64_MAX without a budget. */
int64_t bisecting_left_ns(const struct bisecting *b);

/* ---- ranges: bisecting_range.c ---- */

/** Add the range that was asked for. */
enum err bisecting_add_range(struct bisecting *b);

/** Add the side branch of a merge that was found guilty. *out is false where
 *  there is nothing in it to be searched. */
enum err bisecting_add_side(
    struct bisecting *b, size_t range, size_t place, bool *out);

/** Where `place` is to be built from; `own` holds its command. */
enum err bisecting_order(struct bisected_range *range, size_t place,
    struct source *own, struct build_order *out);

void bisecting_range_release(struct bisected_range *range);

/* ---- the log: bisecting_log.c ---- */

/** Begin the search in the store, or take up what it has. */
enum err bisecting_log_open(struct bisected_range *range);

enum err bisecting_log_session(struct bisected_range *range, const char *uid,
    const struct bisect_task *task);
enum err bisecting_log_broken(
    struct bisected_range *range, size_t place, const char *error);
enum err bisecting_log_built(struct bisected_range *range, size_t place,
    const struct build *build, const char *artifacts);
enum err bisecting_log_call(struct bisected_range *range);

/* ---- series and their samples: bisecting_series.c ---- */

/** Take what a run of the store measured. */
enum err bisecting_take(struct bisected_range *range, const char *uid,
    const struct bisect_task *task);

/** Say which counted series there are; all, where nothing else is. */
enum err bisecting_know_counts(struct bisected_range *range);

/** Whether a benchmark's series are still searched. */
bool bisecting_needs(const struct bisected_range *range, size_t owner);

/** A series that has no value of a place; NULL where none is missing. */
const struct bisected *bisecting_missing(
    const struct bisected_range *range, size_t place);

/* What is known of a commit, as it was found out or read from the log. */
enum err bisecting_is_broken(
    struct bisected_range *range, size_t place, const char *error);
void bisecting_is_built(
    struct bisected_range *range, size_t place, const char *artifacts);

/* ---- telling: bisecting_tell.c ---- */

/** Say what is done now, how far the search is, and what is left of it. */
void bisecting_tell(
    const struct bisected_range *range, const struct bisect_task *task);

/* ---- doing: bisecting_run.c ---- */

/** Do what the plan wants until it has its answers, or the budget ends it. */
enum err bisecting_search(struct bisected_range *range);

/* ---- before it: bisecting_estimate.c ---- */

enum err bisecting_estimate_of(struct bisecting *b, struct bisecting_plan *out);

/* ---- the report: bisecting_report.c ---- */

enum err bisecting_make_report(struct bisecting *b);

#endif
