/**
 * A writer of OpenMetrics 1.0 text. Names of families, units and labels are
 * ours; values of labels may be hostile: they are made visible as term_text()
 * does, then escaped. Errors stay inside until openmetrics_finish().
 */
#ifndef REPORTS_OPENMETRICS_H
#define REPORTS_OPENMETRICS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"

enum openmetrics_type {
	OPENMETRICS_GAUGE,
	OPENMETRICS_INFO, /**< one sample of 1, whose labels say it */
	OPENMETRICS_STATESET /**< a sample a state, 1 for those it is in */
};

/** What is told together, without other families between. */
struct openmetrics_family {
	const char *name; /**< ends in its unit */
	enum openmetrics_type type;
	const char *unit; /**< "seconds", "bytes", "ratio"; NULL: none */
	const char *help; /**< one line */
};

struct openmetrics_label {
	const char *name;
	const char *value; /**< NULL or "", which the format takes for the
				same: the label is left out */
};

struct openmetrics_writer {
	FILE *file;
	const struct openmetrics_family *family;
	bool told; /**< the family has a sample */
	struct buf text;
	enum err err;
};

/** openmetrics_finish() it. */
void openmetrics_init(struct openmetrics_writer *metrics, FILE *file);

/** Begin a family, each once. One without a sample is not written. */
void openmetrics_family(struct openmetrics_writer *metrics,
    const struct openmetrics_family *family);

/** @param labels end with a NULL name; no two samples of a family have equal
 *         ones */
void openmetrics_sample(struct openmetrics_writer *metrics,
    const struct openmetrics_label *labels, double value);

/** A sample of a stateset: the state's label is that of the family's name.
 *  `labels` holds it, and its value is set here. */
void openmetrics_state(struct openmetrics_writer *metrics,
    struct openmetrics_label *labels, const char *state, bool is_in);

/** Free the writer's memory. @return the first error: ERR_NOMEM, or ERR_IO
 *  where the file refused bytes (it is flushed here) */
enum err openmetrics_finish(struct openmetrics_writer *metrics);

/* ---- series ---- */

/** What labels say of a series. NULL is "". */
struct openmetrics_name {
	const char *base;
	const char *benchmark;
	const char *metric;
};

#define OPENMETRICS_COPY_SIZE 24

/**
 * Names that differ may look alike once they are made visible. Say of each
 * whether it is the first that looks so (""), the second ("2"), ...: with that
 * as a label no two are equal. O(n log n).
 *
 * @return ERR_NOMEM
 */
enum err openmetrics_copies(const struct openmetrics_name *names, size_t count,
    char (*copies)[OPENMETRICS_COPY_SIZE]);

/** Units that the format has base units for: "ns" are "seconds". */
enum openmetrics_quantity {
	OPENMETRICS_SECONDS,
	OPENMETRICS_BYTES,
	OPENMETRICS_PER_SECOND,
	OPENMETRICS_OTHER
};

#define OPENMETRICS_QUANTITY_COUNT (OPENMETRICS_OTHER + 1)

/** @param[out] divisor a value of the unit over it is one of the base unit */
enum openmetrics_quantity openmetrics_quantity(
    const char *unit_name, double *divisor);

#endif
