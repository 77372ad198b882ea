/**
 * The model of a scaling report, its renderers and its chart: how each family's
 * cost grows with its size, on both commits. Texts are borrowed and may be
 * hostile; each renderer escapes them. NaN means "not known". A ratio above 1
 * is worse.
 */
#ifndef REPORTS_SCALING_REPORT_H
#define REPORTS_SCALING_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/growth.h"
#include "baselines/series.h"
#include "baselines/verdict.h"
#include "core/base/buf.h"
#include "core/base/err.h"
#include "reports/render_options.h"
#include "reports/report.h"

/** What one side shows of a family. */
struct scaling_side {
	bool measured; /**< false: nothing else of it is set */
	struct growth_fit fit; /**< of the costs */
	size_t rounds;
	/* At each size, in the family's unit: the median and the quartiles. */
	const double *values;
	const double *low;
	const double *high;
};

/** Values of one side: those of a size follow each other, one a round. */
struct scaling_samples {
	const double *n; /**< growing; family_reason() has nothing to say */
	size_t sizes;
	double *values; /**< values[i * rounds + r], above 0 */
	size_t rounds; /**< 1 to GROWTH_ROUNDS_MAX */
	enum direction direction;
};

/**
 * Fit a side. The values become costs, see growth.h.
 *
 * @param room of 3 numbers a size, which the side borrows
 * @param seed of the resampling
 */
void scaling_side_fill(struct scaling_side *out,
    struct scaling_samples *samples, double *room, uint64_t seed);

/** A family to which a class was fitted. */
struct scaling_family {
	struct series_name name; /**< benchmark: without "/N" */
	enum verdict verdict;
	const double *n; /**< that all sides have, growing */
	size_t sizes;
	struct scaling_side base;
	struct scaling_side head;
	struct growth_change change; /**< NaN but where both are measured */
	const char *note; /**< more on its sizes, or NULL */
};

/** A family, a series or a whole benchmark that has no class. */
struct scaling_unjudged {
	const char *name;
	const char *metric; /**< NULL: all of the benchmark's */
	/** Whether its verdict counts. A family that both sides have and whose
	 *  sizes are too few to tell a class has none. */
	bool counts;
	enum verdict verdict;
	const char *reason; /**< never NULL; may hold several lines */
};

struct scaling_report {
	const char *version; /**< tidemark's */
	enum verdict verdict;
	const char *reason; /**< one line more on the verdict, or NULL */
	bool alone; /**< there is no base: only head was measured */
	struct report_commit base;
	struct report_commit head;
	const char *base_from;
	const char *config_from;
	const char *machine_key;
	double tolerance; /**< .10 for 10 % */
	uint64_t seed;
	size_t rounds;
	int64_t measuring_ns;
	const struct scaling_family *families; /**< worst first */
	size_t family_count;
	const struct scaling_unjudged *unjudged;
	size_t unjudged_count;
	size_t others; /**< series that belong to no family */
	const char *const *warnings;
	size_t warning_count;
};

/** Write a report. @return ERR_IO where the file refused bytes; ERR_NOMEM */
typedef enum err scaling_render_fn(const struct scaling_report *report,
    const struct render_options *options, FILE *file);

scaling_render_fn scaling_render_text, scaling_render_markdown,
    scaling_render_csv, scaling_render_json;

struct scaling_renderer {
	const char *name; /**< of --output */
	scaling_render_fn *render;
};

/** Ends with a row whose name is NULL. */
extern const struct scaling_renderer scaling_renderers[];

/** NULL for an unknown name. */
const struct scaling_renderer *scaling_renderer_find(const char *name);

/**
 * Append the gnuplot script of one family's chart: values against sizes on
 * logarithmic axes, the quartiles as a band, and the fitted laws.
 * @return ERR_UNJUDGED without a value to draw; ERR_NOMEM
 */
enum err scaling_chart(const struct scaling_report *report,
    const struct scaling_family *family, struct buf *out);

#define SCALING_CHARTS_MAX 12

/** Draw the first SCALING_CHARTS_MAX families below each other. @return
 *  ERR_UNJUDGED where there is none; gnuplot_draw()'s errors */
enum err scaling_draw(const struct scaling_report *report, const char *path);

#endif
