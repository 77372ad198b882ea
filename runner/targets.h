/** Where reports go: --output FORMAT[=FILE], and its short forms. */
#ifndef RUNNER_TARGETS_H
#define RUNNER_TARGETS_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/options.h"

#define TARGETS_MAX (OPTION_LIST_MAX + 2)
#define TARGET_FORMAT_SIZE 32

struct target {
	char format[TARGET_FORMAT_SIZE];
	const char *path; /**< "-": standard output */
};

struct targets {
	struct target items[TARGETS_MAX];
	size_t count;
	bool standard; /**< one of them is standard output */
};

/** Name of format `index`, NULL behind the last one. */
typedef const char *targets_format_fn(size_t index);

/**
 * @param json, markdown paths of the short forms, or NULL
 * @return ERR_USAGE for a format that there is not, and for two reports to the
 *         same place
 */
enum err targets_parse(struct targets *out, const struct option_list *outputs,
    const char *json, const char *markdown, targets_format_fn *formats);

/** Write one report to one target. @return ERR_IO naming the place */
typedef enum err targets_write_fn(void *ctx, const struct target *target);

/**
 * Write all of them, and the format "text" to standard output unless another
 * one goes there. One that fails does not keep the others from being written.
 * @return the first error
 */
enum err targets_write(
    const struct targets *targets, targets_write_fn *write, void *ctx);

#endif
