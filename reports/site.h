/**
 * The static site: pages of a trend report, of its series and commits, of
 * machines. A pure function of its model; where the pages go is the writer's.
 *
 * All links are relative, all texts escaped, no page is above SITE_PAGE_MAX
 * unless one name makes it so. Pages work without their script.
 */
#ifndef REPORTS_SITE_H
#define REPORTS_SITE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "reports/report.h"
#include "reports/trend_report.h"

/** Bytes of a page. */
#define SITE_PAGE_MAX ((size_t)2 << 20)
/** The newest measured commits whose samples are shown. */
#define SITE_SAMPLES_COMMITS 5

struct site_fact {
	const char *name;
	const char *value;
};

/** A fact of a machine that became another one. */
struct site_fact_change {
	int64_t time_s;
	const char *name;
	const char *before; /**< NULL: it was not told */
	const char *after; /**< NULL: it is not told any more */
};

struct site_machine {
	const char *key;
	size_t runs;
	int64_t first_s;
	int64_t last_s;
	const struct site_fact *facts; /**< as the last run told them */
	size_t fact_count;
	const struct site_fact_change *changes; /**< oldest first */
	size_t change_count;
	/** Spread of equal builds by the controls (noise.h), over the series
	 *  that have enough of them. */
	size_t noise_series;
	double noise_median; /**< NaN where there are none */
	double noise_largest;
};

/**
 * The samples of one series at a commit.
 * @param[out] values borrowed; *count 0 where there are none
 */
typedef void site_samples_fn(void *ctx, const struct history_line *line,
    const char *oid, const double **values, size_t *count);

/** All borrowed. */
struct site {
	const char *project; /**< its name, a heading */
	const struct trend_report *report; /**< of commits, not of a table */
	const struct site_machine *machines;
	size_t machine_count;
	/** Of result files: what they say is their writers' claim. Ids are of
	 *  40 hex digits, or NULL. */
	const struct report *const *comparisons;
	size_t comparison_count;
	const char *commit_url; /**< pattern with {oid}, or NULL */
	site_samples_fn *samples; /**< NULL: none are shown */
	void *samples_ctx;
	/** Differs where the program does: pages made by another one are made
	 *  anew. */
	const char *salt;
};

#define SITE_KEY_SIZE 65 /**< 64 hex digits and the NUL */

struct site_writer {
	/** Whether a file is to be made. `key` is a digest of all that it
	 * shows, or "" where nobody made one; it stays equal as long as the
	 * content does. A file that is not wanted still belongs to the site. */
	bool (*wants)(void *ctx, const char *path, const char *key);
	/** Take a file that is wanted. */
	enum err (*write)(void *ctx, const char *path, const char *key,
	    const char *data, size_t len);
	/** Take the script (gnuplot.h) of a picture that is wanted, in pixels.
	 */
	enum err (*draw)(void *ctx, const char *path, const char *key,
	    const char *script, int width, int height);
	/** How far it is, or NULL. */
	void (*step)(void *ctx, size_t done, size_t total);
	void *ctx;
};

/** Make all files of the site. @return the writer's first error; ERR_NOMEM */
enum err site_make(const struct site *site, const struct site_writer *writer);

#endif
