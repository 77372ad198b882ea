/** tidemark baseline accept: write acknowledgements into the work tree's file,
 *  to be reviewed and committed. */
#ifndef RUNNER_BASELINE_ACCEPT_H
#define RUNNER_BASELINE_ACCEPT_H

#include "core/base/err.h"
#include "core/base/options.h"
#include "runner/app.h"

/** Texts as they were given; NULL: not given. */
struct baseline_accept_options {
	const char *reason;
	const char *from; /**< a result file */
	const char *factor;
	const char *level;
	const char *commits;
	const char *expires;
	const char *author;
};

/** Rows of these options. */
extern const struct option baseline_accept_option_table[];

/**
 * Add an entry for each series to .tidemark-accept.yml at the root of the work
 * tree, and say so on standard output. The repository is opened if it is not.
 *
 * Without --from the operands are series, "benchmark/metric", of which
 * accept_known_check() warns where they were never measured; with it they
 * choose of the file's regressed ones, and none means all that an entry can
 * accept. Defaults: the commits that the file compares, or those from HEAD's
 * base (base_find()) to HEAD, the factor of accept_result.h, 90 days from now,
 * the author git knows.
 *
 * @return ERR_USAGE, with nothing changed, for what is missing or wrong;
 *         ERR_IO, ERR_NOMEM
 */
enum err baseline_accept(struct app *app,
    const struct baseline_accept_options *options, int argc, char **argv);

#endif
