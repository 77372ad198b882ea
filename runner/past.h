/** The past of each series up to a commit: what `check --base history` judges
 *  by. */
#ifndef RUNNER_PAST_H
#define RUNNER_PAST_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "core/base/err.h"
#include "runner/app.h"
#include "runner/repo/repo.h"

/** Commits of the first-parent history that are looked at. */
#define PAST_COMMITS_MAX 2000
/** Measured ones that count at least: more than the usual window, so that a
 *  change of level before it is found. */
#define PAST_MEASURED_LEAST 100

struct past_series {
	struct series_name name;
	const char *setup;
	/** One a commit that was measured itself, oldest first, from the last
	 *  change of level on. */
	const double *values;
	size_t count;
	size_t before; /**< how many older ones there are, of other levels */
};

struct past;

/**
 * Read the past of all series on one machine key. The store is open.
 *
 * @param tip the newest commit that counts
 * @param most so many measured commits count
 * @param[out] out past_free() it
 * @return the store's errors, repo_list()'s
 */
enum err past_read(struct past **out, struct app *app, const struct oid *tip,
    const char *machine_key, size_t most);
void past_free(struct past *past);

/** The past of a series measured with that setup, or NULL. */
const struct past_series *past_find(
    const struct past *past, const char *setup, const struct series_name *name);

size_t past_count(const struct past *past);
const struct past_series *past_at(const struct past *past, size_t index);

#endif
