/** What a check is made against: the values of --base, or of the config's
 *  `baseline`. */
#ifndef RUNNER_AGAINST_H
#define RUNNER_AGAINST_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/base/options.h"
#include "runner/app.h"
#include "runner/base.h"
#include "runner/config.h"

struct against {
	struct base_pair pair;
	bool history; /**< by the history up to the pair's base */
	enum err err; /**< why there is no pair */
	char why[512]; /**< its text */
};

/**
 * Find the commits. Each text is
 *
 *	merge-base	the default base, see base_find()
 *	history		the last accepted commits: the history of that base
 *	pin:NAME	a commit that `tidemark baseline pin` gave a name
 *	=REV		that commit
 *	REV		its merge-base with head; where there is no such
 *			revision, a pin of this name
 *
 * @param head as for base_find()
 * @param asked no item: what the config of the default base says, and where
 *        that says nothing its merge-base
 * @param[out] out CONFIG_BASELINES_MAX of them
 * @return where there is one base its error: base_find()'s, or ERR_UNJUDGED for
 *         a pin that there is not. Of several each keeps its own
 */
enum err against_find(struct app *app, const char *head,
    const struct option_list *asked, struct against *out, size_t *count);

#endif
