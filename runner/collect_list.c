#include <stdlib.h>

#include "core/base/err.h"
#include "runner/collect_parts.h"

/* More than any history has: what makes repo_list() list one. */
#define COMMITS_MAX 100000000

/* All that may be measured. A single revision stands for its history where
 * commits are chosen from it. */
static enum err
list_commits(struct collecting *c)
{
	const struct collect_options *options = c->options;
	struct repo_walk walk = options->walk;
	enum err err;

	if (options->choice != COLLECT_LIST && !walk.last)
		walk.last = COMMITS_MAX;
	err = repo_list(c->app->repo, options->specs, options->spec_count,
	    &walk, &c->commits, &c->commit_count);
	if (!err && !c->commit_count)
		err = err_fail(ERR_USAGE, "no commit is in that range");
	if (err)
		return err;
	c->rows = calloc(c->commit_count, sizeof *c->rows);
	c->closed = calloc(c->commit_count, sizeof *c->closed);
	if (!c->rows || !c->closed)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

/* Rows of all commits, which are left until they are begun. */
static void
add_rows(struct collecting *c)
{
	for (size_t i = 0; i < c->commit_count; i++)
		c->rows[i] = (struct run_commit){
		    .oid = c->commits[i].oid.hex,
		    .subject = c->commits[i].subject,
		    .status = RUN_LEFT,
		};
	c->row_count = c->commit_count;
	c->most = c->commit_count;
}

enum err
collect_choose(struct collecting *c)
{
	enum err err = list_commits(c);

	if (!err && c->options->choice == COLLECT_NEW)
		err = collect_choose_new(c);
	if (!err && c->options->choice != COLLECT_GAPS)
		add_rows(c);
	return err;
}

enum err
collect_next(struct collecting *c, const struct commit **out)
{
	*out = NULL;
	if (c->options->choice == COLLECT_GAPS)
		return collect_next_gap(c, out);
	if (c->next == c->commit_count)
		return ERR_OK;
	c->row = &c->rows[c->next];
	*out = &c->commits[c->next++];
	return ERR_OK;
}
