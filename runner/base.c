#include "runner/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/event.h"

static bool
same(const struct commit *a, const struct commit *b)
{
	return strcmp(a->oid.hex, b->oid.hex) == 0;
}

static enum err
find_head(struct repo *repo, const char *head, const struct event *event,
    struct commit *out)
{
	enum err err;

	if (head)
		return repo_commit(repo, head, out);
	if (!event->pull_request || !*event->head_sha)
		return repo_commit(repo, "HEAD", out);
	/* CI checked out a merge commit; its second parent is what somebody
	 * wants merged. */
	err = repo_commit(repo, event->head_sha, out);
	if (err == ERR_USAGE)
		return err_fail(err,
		    "the pull request's head commit %.40s is not here (%s): "
		    "check out with fetch-depth: 0, or git fetch origin %.40s",
		    event->head_sha, err_text(), event->head_sha);
	return err;
}

/* The base branch of the pull request, as a revision that is here. */
static enum err
event_branch(struct repo *repo, const struct event *event, char **out)
{
	struct commit commit;
	enum err err = path_format(out, "origin/%s", event->base_ref);

	if (err || (*event->base_ref && !repo_commit(repo, *out, &commit)))
		return err;
	free(*out);
	*out = NULL;
	if (*event->base_sha && !repo_commit(repo, event->base_sha, &commit))
		return path_format(out, "%s", event->base_sha);
	return err_fail(ERR_UNJUDGED,
	    "the pull request's base branch %.200s is not here: check out with "
	    "fetch-depth: 0, or git fetch origin %.200s",
	    event->base_ref, event->base_ref);
}

static enum err
default_base(struct repo *repo, const struct event *event, char **out)
{
	enum err err;

	if (event->pull_request)
		return event_branch(repo, event, out);
	err = repo_default_branch(repo, out);
	if (err != ERR_NOTFOUND)
		return err;
	/* No branch to compare with: HEAD itself, and so its parent. */
	return path_format(out, "HEAD");
}

static enum err
merge_base(struct repo *repo, const char *revision, struct base_pair *pair)
{
	struct commit other;
	enum err err = repo_commit(repo, revision, &other);

	if (err)
		return err;
	err = repo_merge_base(repo, &other.oid, &pair->head.oid, &pair->base);
	if (err == ERR_NOTFOUND)
		return err_fail(ERR_UNJUDGED,
		    "%.10s and %s have no commit in common: there is no base "
		    "(--base =REV names one)",
		    pair->head.oid.hex, revision);
	snprintf(pair->base_from, sizeof pair->base_from,
	    "merge-base of %.120s and %.10s", revision, pair->head.oid.hex);
	return err;
}

/* Head lies on the branch already: what it was before the push, or the parent.
 */
static enum err
earlier(struct repo *repo, const struct event *event, struct base_pair *pair)
{
	struct commit before;

	if (*event->before && !repo_commit(repo, event->before, &before) &&
	    !same(&before, &pair->head)) {
		pair->base = before;
		snprintf(pair->base_from, sizeof pair->base_from,
		    "the branch before this push");
		return ERR_OK;
	}
	if (!pair->head.parent_count)
		return err_fail(ERR_UNJUDGED,
		    "%.10s is a first commit: there is no base to compare with",
		    pair->head.oid.hex);
	snprintf(pair->base_from, sizeof pair->base_from,
	    "first parent of %.10s", pair->head.oid.hex);
	return repo_commit(repo, pair->head.parent.hex, &pair->base);
}

/* A literal base may be any old release: the rules are today's. */
static enum err
literal(struct repo *repo, const char *revision, struct base_pair *pair)
{
	struct commit branch;
	struct commit trusted;
	char *name = NULL;
	enum err err = repo_commit(repo, revision, &pair->base);

	if (err)
		return err;
	snprintf(pair->base_from, sizeof pair->base_from, "=%.200s", revision);
	pair->config_commit = pair->base.oid;
	err = repo_default_branch(repo, &name);
	if (err)
		return err == ERR_NOTFOUND ? ERR_OK : err;
	err = repo_commit(repo, name, &branch);
	if (!err)
		err = repo_merge_base(
		    repo, &branch.oid, &pair->head.oid, &trusted);
	if (!err)
		pair->config_commit = trusted.oid;
	free(name);
	return err == ERR_NOTFOUND ? ERR_OK : err;
}

enum err
base_find(struct repo *repo, const char *head, const char *base,
    struct base_pair *out)
{
	struct base_pair pair = {0};
	struct event event;
	char *revision = NULL;
	enum err err = event_read(&event);

	if (!err)
		err = find_head(repo, head, &event, &pair.head);
	if (err)
		return err;
	if (base && *base == '=') {
		err = literal(repo, base + 1, &pair);
		goto out;
	}
	err = base ? path_format(&revision, "%s", base)
		   : default_base(repo, &event, &revision);
	if (!err)
		err = merge_base(repo, revision, &pair);
	if (!err && same(&pair.base, &pair.head))
		err = earlier(repo, &event, &pair);
	pair.config_commit = pair.base.oid;
out:
	free(revision);
	if (!err)
		*out = pair;
	return err;
}
