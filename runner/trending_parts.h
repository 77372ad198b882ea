/** What the parts of a trend share. Internal to runner/trending*.c. */
#ifndef RUNNER_TRENDING_PARTS_H
#define RUNNER_TRENDING_PARTS_H

#include "runner/trend_table.h"
#include "runner/trending.h"

/** What alerts are kept under: they are known by their commits, so those of one
 *  branch are those of every branch that has the commit. */
#define TRENDING_BRANCH "first-parent"

/** In place of a commit, in what is stored of a drift. */
#define TRENDING_DRIFT_OID "drift"

/** What is stored of one alert; texts are owned. */
struct trending_alert {
	char *id;
	char *benchmark;
	char *metric;
	char *machine_key;
	char *oid;
	double ratio;
	int64_t found_s;
	int64_t resolved_s;
	bool accepted;
	bool withdrawn; /**< today's points do not bear it out */
};

struct trending {
	struct app *app;
	struct trending_options options;
	struct trend_report report;
	int64_t now_s;
	/* of a file */
	struct trend_table table;
	/* of a branch */
	struct commit *commits; /* newest first */
	size_t commit_count;
	struct store_history *stored;
	struct history *history;
	/* what the report points to */
	struct history_line *lines; /* those that are wanted */
	double *tolerances; /* of each of them; 0: not known */
	size_t line_count;
	struct trend_commit *shown; /* oldest first */
	size_t *by_oid; /* places in `shown`, sorted; of a branch */
	struct trend *trends;
	struct trend_series *series;
	struct trend_alert *alerts; /* of all changes, line by line */
	struct trend_culprit *culprits; /* of those that were bisected */
	struct trend_pin *pins;
	struct trend_release *releases;
	size_t release_count;
	struct trending_alert *known; /* alerts of earlier runs, sorted */
	size_t known_count;
	char **warnings;
	size_t warning_count;
	char **texts;
	size_t text_count;
};

/** Copy a formatted text into the trending. @return NULL when memory ran out */
const char *trending_text(struct trending *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Add a warning, copied. */
enum err trending_warn(struct trending *t, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** The revision whose history it is. */
const char *trending_revision(const struct trending *t);

/** Place of a commit in the branch, 0 is the oldest; HISTORY_NOWHERE.
 *  O(log n). */
size_t trending_place(const struct trending *t, const char *oid);

/** Say of each change what became of it, by the alerts of earlier runs, and of
 *  those which are over. */
enum err trending_match(struct trending *t);
void trending_alerts_release(struct trending *t);

/** Say which worsenings the tip's .tidemark-accept.yml accepts. */
enum err trending_accept(struct trending *t);

/** List the branch's commits that have a tag. */
enum err trending_releases(struct trending *t);

/** Say how each series compares with the commits that are pinned. */
enum err trending_pins(struct trending *t);

#endif
