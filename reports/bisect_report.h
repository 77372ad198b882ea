/**
 * The model of a bisection's report, and its renderers. Texts are borrowed and
 * may be hostile; each renderer escapes them. NaN means "not known". A ratio
 * above 1 is worse, also where improvements were searched for.
 *
 * Commits are counted by places in a range: place 0 is GOOD, the last one is
 * BAD, and a culprit is one of 1 ... count - 1.
 */
#ifndef REPORTS_BISECT_REPORT_H
#define REPORTS_BISECT_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/bisect_status.h"
#include "baselines/series.h"
#include "core/base/err.h"
#include "reports/render_options.h"

struct bisect_commit {
	const char *oid; /**< 40 hex digits */
	const char *subject;
	const char *author; /**< name */
	int64_t time_s; /**< author date */
	const char
	    *broken; /**< why it cannot be measured: the first lines of
			  the error; NULL where it can, or nobody tried */
	bool innocent; /**< cannot be guilty: what is built is its parent's */
};

/** Samples of one commit in a bisection. */
struct bisect_level {
	size_t place;
	const double *values; /**< in the series' unit, as they came */
	size_t count; /**< at least 1 */
	double value; /**< median */
	size_t stored; /**< of them, samples of earlier sessions */
};

/** One series and one step in it. A series with two steps has two of these. */
struct bisect_answer {
	struct series_name name;
	enum bisect_status status;
	/** Why it is no more than that; NULL for what is found. */
	const char *reason;
	/* the ends of the part of the range that was searched */
	size_t good;
	size_t bad;
	double ends_ratio; /**< bad against good, by pairs */
	double ends_low; /**< exact 99 % interval; NaN below 8 rounds */
	double ends_high;
	size_t ends_rounds;
	/** Who it can be: first ... last, of good + 1 ... bad. One commit where
	 *  it is found and nothing hides it; several where those between do not
	 *  build. Of found and unresolved alone. */
	size_t first;
	size_t last;
	double probability; /**< that it is one of these */
	/** Of each place of the range; 0 outside good + 1 ... bad. NULL where
	 *  nothing was searched. */
	const double *probabilities;
	/* the culprit (first ... last) against what lies before, by pairs */
	double ratio;
	double ratio_low;
	double ratio_high;
	size_t rounds;
	/** Samples of those rounds, `rounds` of each; NULL where there are
	 *  none. */
	const double *before;
	const double *after;
	/** What was measured, by place. */
	const struct bisect_level *levels;
	size_t level_count;
	/** A later commit of the range is as good again as before. */
	bool reverted;
	/** The steps were found on instruction counts; the ratio is of this
	 *  series all the same. */
	bool by_instructions;
};

/** What one range was searched for. */
struct bisect_range {
	/** Oldest first; 0 is GOOD, the last one is BAD. */
	const struct bisect_commit *commits;
	size_t count; /**< at least 2 */
	/** The merge whose side branch this is; NULL: the range that was asked
	 *  for. */
	const struct bisect_commit *merge;
	const struct bisect_answer *answers;
	size_t answer_count;
};

struct bisect_report {
	const char *version; /**< tidemark's */
	const char *machine_key;
	const char *config_from;
	const char *command; /**< that goes on or shows it again */
	double confidence; /**< 0.95 */
	double tolerance; /**< the smallest step that counts, 0.02 */
	bool improvement; /**< what got faster was searched for */
	/** The range that was asked for first, then side branches. */
	const struct bisect_range *ranges;
	size_t range_count;
	size_t runs; /**< processes of the benchmark that count */
	size_t builds; /**< that were made */
	size_t reused; /**< builds that were there */
	int64_t elapsed_ns; /**< of all calls */
	const char *const *warnings; /**< one line each */
	size_t warning_count;
	/** Files that each culprit changed: for answer a of range r, in the
	 *  order of ranges and answers, `file_count` texts from `files`. */
	const struct bisect_files *files; /**< one for each answer, or NULL */
};

struct bisect_files {
	const char *const *paths;
	size_t count; /**< of `paths` */
	size_t total; /**< that the commit changed; more may be left out */
};

/** The status of the whole: the worst news that it has. Found counts before
 *  drift, unresolved, too-noisy, reversed and no-change. */
enum bisect_status bisect_report_status(const struct bisect_report *report);

struct bisect_renderer {
	const char *name; /**< "text", "markdown", "json", "git" */
	/** @return ERR_IO where the file refused bytes, ERR_NOMEM */
	enum err (*render)(const struct bisect_report *report,
	    const struct render_options *options, FILE *file);
};

/** All renderers; ends with a row whose name is NULL. */
extern const struct bisect_renderer bisect_renderers[];

/** @return NULL for an unknown name. */
const struct bisect_renderer *bisect_renderer_find(const char *name);

enum err bisect_render_text(const struct bisect_report *report,
    const struct render_options *options, FILE *file);
enum err bisect_render_markdown(const struct bisect_report *report,
    const struct render_options *options, FILE *file);
/** tidemark.bisect/1, see reports/bisect.schema.json. */
enum err bisect_render_json(const struct bisect_report *report,
    const struct render_options *options, FILE *file);
/** What `git bisect log` would print had git come to the same: comments and
 *  commands for `git bisect replay`. Of the first answer alone. */
enum err bisect_render_git(const struct bisect_report *report,
    const struct render_options *options, FILE *file);

/**
 * Draw each answer that was searched: above, its levels by place with all
 * samples, the levels before and after the culprit as lines; below, the
 * probability of each place. An SVG or PNG file, by the end of its name.
 *
 * @return chart_write()'s errors; ERR_UNJUDGED where no answer was searched
 */
enum err bisect_chart(const struct bisect_report *report, const char *path);

#endif
