/** What the parts of a site share. Internal to reports/site*.c. */
#ifndef REPORTS_SITE_PARTS_H
#define REPORTS_SITE_PARTS_H

#include "core/base/buf.h"
#include "reports/html.h"
#include "reports/site.h"
#include "reports/site_digest.h"
#include "reports/site_names.h"

/** Rows of commits that a page of a benchmark has at least of each metric, and
 *  those that one page of older ones has. Pages of older ones are full, so that
 *  a new commit changes none of them. */
#define SITE_ROWS_LEAST 50
#define SITE_ROWS_OLDER 100
/** Metrics on one page of a benchmark. */
#define SITE_METRICS_MAX 20
/** Series on one page of them. */
#define SITE_SERIES_MAX 500
#define SITE_COMMIT_ROWS_MAX 2500
#define SITE_COMPARISON_ROWS 2500

/** What is known of a series at a glance. */
struct site_state {
	const char *word;
	enum html_tone tone;
	int rank; /**< the worst is 0 */
};

struct site_state site_state_of(const struct trend_series *series);

/** A series of the report. */
struct site_series {
	const struct trend_series *of;
	char id[SITE_ID_SIZE];
	struct site_digest named; /**< its id and page */
	char *page; /**< of its benchmark, from the root */
	size_t first; /**< first series of that page */
	struct site_state state;
	bool last_on_page;
};

/** One point of one series. */
struct site_at {
	uint32_t series;
	uint32_t point;
};

struct site_job {
	const struct site *site;
	const struct site_writer *writer;
	struct site_series *series; /**< as in the report */
	size_t *by_state; /**< places of series: worst first, then by name */
	struct site_at *at; /**< all points by commit, then series */
	size_t *at_first; /**< for each commit, and one more */
	size_t newest; /**< commit with points; commit_count: none */
	struct buf out; /**< the page that is being made */
	struct buf text;
	struct buf path;
	size_t done;
	size_t total;
};

enum err site_job_init(struct site_job *job, const struct site *site,
    const struct site_writer *writer);
void site_job_release(struct site_job *job);

/** Makes one page in job->out. */
typedef void site_page_fn(struct site_job *job, const void *what);

/** Make a file unless the writer has it already. @param key "" for none */
enum err site_page(struct site_job *job, const char *path, const char *key,
    site_page_fn *make, const void *what);

/** A digest that begins with what decides over all pages. */
struct site_digest site_digest_begin(const struct site_job *job);
/** Add what is told of changes at a point, from `index` up to `end`. */
void site_digest_changes(struct site_digest *digest,
    const struct trend_series *series, size_t index, size_t end);
/** Add how the epochs are measured that begin before a point. */
void site_digest_epochs(
    struct site_digest *digest, const struct history_line *line, size_t end);

/** Begin a page. @param root "" or "../" @param current as in html_page */
void site_begin(struct site_job *job, const char *title, const char *root,
    const char *current);
void site_end(struct site_job *job);

/* Cells and texts; each uses job->text. */
void site_cell_value(
    struct site_job *job, const struct trend_series *series, size_t point);
void site_cell_change(struct site_job *job, double ratio);
void site_cell_date(struct site_job *job, int64_t time_s);
/** A link to a commit's page by its short id, and its subject. */
void site_cell_commit(struct site_job *job, const char *root,
    const struct trend_commit *commit, bool with_subject);
/** Links to numbered pages: `name` with "-2" and so on before ".html". */
void site_page_name(struct buf *out, const char *name, size_t number);

/** The epoch of a point. O(epochs). */
const struct history_epoch *site_epoch(
    const struct history_line *line, size_t point);
/** How a point compares with the one before of its epoch; NaN: none. */
double site_step(const struct history_line *line, size_t point);
/** The change of level at a point, or NULL. */
const struct trend_change *site_change_at(
    const struct trend_series *series, size_t point);
struct site_state site_alert_state(
    const struct trend_change *change, const struct trend_alert *alert);

/** A file in one of the formats of `trend`. */
struct site_format {
	const char *name; /**< of its renderer; NULL ends the table */
	const char *path;
	const char *word;
};

extern const struct site_format site_formats[];

/* ---- the parts ---- */

enum err site_overview(struct site_job *job);
enum err site_alerts(struct site_job *job);
enum err site_scaling(struct site_job *job);
enum err site_machines(struct site_job *job);
enum err site_benchmarks(struct site_job *job);
enum err site_commits(struct site_job *job);
enum err site_comparisons(struct site_job *job);
enum err site_data(struct site_job *job);

/** A heat map of all series for the overview. @return whether there is one */
bool site_heat(struct site_job *job, enum err *err);
/** A picture from a script (gnuplot.h), made again where that differs. */
enum err site_picture(struct site_job *job, const char *path,
    const struct buf *script, int height);
/** A series' chart. */
enum err site_chart(struct site_job *job, size_t series);
void site_chart_path(struct buf *out, const struct site_series *series);

/** A line of the last points, as an SVG element. */
void site_spark(struct buf *out, const struct trend_series *series);
/** Samples of commits below each other, each a dot, as an SVG element. */
void site_strip(struct site_job *job, const struct trend_series *series);

#endif
