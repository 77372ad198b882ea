/**
 * Harness adapters: what a benchmark's process printed or used, turned into
 * readings. Rows of one table; each reads a stream of any length in bounded
 * memory.
 */
#ifndef RUNNER_ADAPTER_H
#define RUNNER_ADAPTER_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "core/base/child.h"
#include "core/base/err.h"

/** One repetition's value of one series. Texts live during the call. */
struct reading {
	struct series_name series;
	double value; /**< in the series' unit; may be NaN or negative: whoever
			   takes it decides whether that matters */
	size_t repetition; /**< which inner repeat, from 0 */
};

typedef enum err adapter_reading_fn(void *ctx, const struct reading *reading);

struct adapter_context {
	const char *name; /**< the benchmark's name in the config */
	adapter_reading_fn *emit;
	void *ctx; /**< for emit */
};

struct adapter {
	const char *name;
	const char *summary; /**< one line for help */
	/** Begin one process's output. `context` outlives the state. */
	enum err (*open)(void **state, const struct adapter_context *context);
	/** The next bytes of its standard output; NULL: not looked at. */
	enum err (*feed)(void *state, const char *data, size_t len);
	/** The process has ended, with success. */
	enum err (*end)(void *state, const struct child_result *result);
	void (*close)(void *state);
};

/** All adapters; ends with a row whose name is NULL. */
extern const struct adapter *const adapters[];

/** @return NULL for an unknown name. */
const struct adapter *adapter_find(const char *name);

/** What is known of a metric by its name. */
struct metric {
	const char *name;
	const char *unit;
	enum direction direction;
	bool quantile; /**< the sample is the median of repetitions */
	bool known; /**< false: nothing is known, the direction is a guess */
};

/**
 * A metric's row. A name that is not in the table: `..._per_second` is bigger
 * is better, p and digits (`p99`, `p99.9`) are quantiles in ns, any other is a
 * bare number, smaller is better.
 */
struct metric metric_find(const char *name);

#endif
