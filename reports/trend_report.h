/**
 * The model of a trend report, and its renderers. Texts are borrowed and may be
 * hostile; each renderer escapes them. NaN means "not known". A ratio above 1
 * is worse.
 */
#ifndef REPORTS_TREND_REPORT_H
#define REPORTS_TREND_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/bisect_status.h"
#include "baselines/history.h"
#include "baselines/trend.h"
#include "core/base/err.h"
#include "reports/render_options.h"

/** What became of a change since it was told. */
enum trend_state {
	TREND_NEW, /**< told now for the first time */
	TREND_OPEN, /**< told before, and it holds */
	TREND_ACKNOWLEDGED, /**< somebody accepted it */
	TREND_RESOLVED /**< the old level is back */
};

/** "new", "open", ... as in JSON. */
const char *trend_state_name(enum trend_state state);

struct trend_commit {
	const char *oid; /**< 40 hex digits; "" of a row of a table */
	const char *subject;
	int64_t time_s; /**< 0: not known */
};

/** What a bisection of a change's commits came to. */
struct trend_culprit {
	enum bisect_status status;
	const struct trend_commit *commit; /**< NULL: none is named */
	double probability;
};

/** What is told of one change, drift or suspicion beside its figures. */
struct trend_alert {
	enum trend_state state;
	bool turned; /**< the state is another one than at the last run */
	const char *id; /**< stable; "" where nothing is stored */
	int64_t found_s; /**< when it was told first; 0: now */
	const char *note; /**< why it is acknowledged, or NULL */
	int64_t resolved_s; /**< when it was told to be over; 0: not before */
	bool was_accepted; /**< it was acknowledged at the last run */
	const struct trend_culprit *culprit; /**< NULL: it was not bisected */
};

/** How the present compares with a commit that has a name. */
struct trend_pin {
	const char *name;
	double ratio;
};

struct trend_series {
	const struct history_line *line;
	const struct trend *trend;
	const struct trend_alert *alerts; /**< one for each change */
	struct trend_alert drift; /**< of a drift that is found */
	const struct trend_pin *pins;
	size_t pin_count;
	/** What rounds of pairs said of its suspects: "regressed", ...; NULL:
	 *  they were not asked. */
	const char *confirmed;
	double tolerance; /**< of its rule, 0.10 for 10 %; 0: not known */
};

/** A commit of the branch that a tag names. */
struct trend_release {
	size_t place; /**< of its commit, 0 is the oldest */
	const char *name;
};

enum trend_extent {
	TREND_WHOLE,
	TREND_SINCE_LAST, /**< what turned since the last run */
	TREND_ONLY_NEW /**< of that, what is new */
};

struct trend_report {
	const char *version; /**< tidemark's */
	const char *source; /**< a revision, or a file's name */
	bool is_file; /**< rows of a table, no commits of a repository */
	const char *method; /**< name of the change_options */
	/** The commits of the branch, oldest first: what points' `commit`
	 *  counts. */
	const struct trend_commit *commits;
	size_t commit_count;
	const struct trend_series *series;
	size_t series_count;
	const char *const *warnings; /**< one line each */
	size_t warning_count;
	const struct trend_release *releases; /**< the newest, oldest first */
	size_t release_count;
	/** What renderers for people leave out. */
	enum trend_extent extent;
	int64_t now_s; /**< when it was made; 0: not known */
};

/** Whether a change is worse, and told now for the first time: what a nightly
 *  run fails for. Drifts and confirmed suspects count too. */
bool trend_report_alarms(const struct trend_report *report);

struct trend_renderer {
	const char *name; /**< "text", "markdown", "csv", ... */
	/** @return ERR_IO where the file refused bytes, ERR_NOMEM */
	enum err (*render)(const struct trend_report *report,
	    const struct render_options *options, FILE *file);
};

/** All renderers; ends with a row whose name is NULL. */
extern const struct trend_renderer trend_renderers[];

/** @return NULL for an unknown name. */
const struct trend_renderer *trend_renderer_find(const char *name);

enum err trend_render_text(const struct trend_report *report,
    const struct render_options *options, FILE *file);
enum err trend_render_markdown(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** RFC 4180 (csv.h), a row an event. */
enum err trend_render_csv(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** A testcase a series (junit.h): a regression that is new or open fails; what
 *  is suspect or has too few points is skipped. */
enum err trend_render_junit(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** OpenMetrics 1.0: levels, alerts by kind and state, drifts, suspects. */
enum err trend_render_openmetrics(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** RFC 4287, an entry a change or drift; all of them, whatever the extent. */
enum err trend_render_atom(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** How many series stand worst (trend_standing.h), as SVG. */
enum err trend_render_badge(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** One self-contained page of at most HTML_SHEET_MAX bytes: what is told, then
 *  all series with a line of their last points. */
enum err trend_render_html(const struct trend_report *report,
    const struct render_options *options, FILE *file);
/** tidemark.trend/1, see reports/trend.schema.json. */
enum err trend_render_json(const struct trend_report *report,
    const struct render_options *options, FILE *file);

#endif
