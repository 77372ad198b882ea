/** Where the config of a command comes from (DESIGN, tidemark.yml). */
#ifndef RUNNER_SOURCE_H
#define RUNNER_SOURCE_H

#include <stdbool.h>

#include "core/base/err.h"
#include "runner/config.h"
#include "runner/repo/repo.h"

struct source {
	struct config *config;
	/** Commit id, "work tree" or a file's path. */
	char from[512];
	/** Nobody whose commit is to be run can have written it: it was given,
	 *  or is the base's. */
	bool trusted;
	bool
	    given; /**< by --config: then its build command is every commit's */
};

/**
 * For a gate: `file` where given, else the base commit's tidemark.yml, else the
 * head commit's, else the work tree's.
 * @return ERR_USAGE where there is none (says to run init) or it is wrong
 */
enum err source_for_gate(struct source *out, struct repo *repo,
    const char *file, const struct oid *base, const struct oid *head);

/** For commands over ranges: `file`, else the work tree's, else HEAD's. */
enum err source_for_range(
    struct source *out, struct repo *repo, const char *file);

/** A commit's own config. @return ERR_NOTFOUND where it has none. */
enum err source_of_commit(
    struct source *out, struct repo *repo, const struct oid *commit);
/**
 * The command that builds a commit: its own config's, unless `source` was given
 * or the commit has no config. NULL: nothing is built.
 *
 * @param[out] own the commit's config where it was read, whose text it is
 */
enum err source_build_command(const struct source *source, struct repo *repo,
    const struct oid *commit, struct source *own, const char **command);
void source_release(struct source *source);

#endif
