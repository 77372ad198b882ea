#include "runner/base.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/event.h"

#define FETCH_HINT "check out with fetch-depth: 0, or git fetch origin"

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
		    "the pull request's head commit %.40s is not here "
		    "(%s): " FETCH_HINT " %.40s",
		    event->head_sha, err_text(), event->head_sha);
	return err;
}

static enum err
is_here(struct repo *repo, const char *revision, bool *here)
{
	struct commit commit;
	enum err err = repo_commit(repo, revision, &commit);

	*here = !err;
	return err == ERR_USAGE ? ERR_OK : err;
}

/* A branch that the event names, or else its commit `oid`, as a revision that
 * is here. The ref is spelled out: anybody may push a tag "origin/main". */
static enum err
event_branch(struct repo *repo, const char *kind, const char *branch,
    const char *oid, char **out)
{
	bool here = false;
	char *name = NULL;
	enum err err = path_format(&name, "refs/remotes/origin/%s", branch);

	if (!err && *branch)
		err = is_here(repo, name, &here);
	if (!err && !here && *oid) {
		free(name);
		name = NULL;
		err = path_format(&name, "%s", oid);
		if (!err)
			err = is_here(repo, name, &here);
	}
	if (!err && !here)
		err = err_fail(ERR_UNJUDGED,
		    "%s %.200s is not here: " FETCH_HINT " %.200s", kind,
		    branch, branch);
	if (err)
		free(name);
	else
		*out = name;
	return err;
}

/* The branch that head is to be merged into, whose config is trusted. In CI
 * the event knows it better than what happens to be fetched. */
static enum err
target_branch(struct repo *repo, const struct event *event, char **out)
{
	if (event->pull_request)
		return event_branch(repo, "the pull request's base branch",
		    event->base_ref, event->base_sha, out);
	if (*event->default_branch)
		return event_branch(repo, "the repository's default branch",
		    event->default_branch, "", out);
	return repo_default_branch(repo, out);
}

static enum err
default_base(struct repo *repo, const struct event *event, char **out)
{
	bool here;
	enum err err = target_branch(repo, event, out);

	if (err != ERR_NOTFOUND)
		return err;
	/* No branch to merge into: what is not pushed yet, or else HEAD itself,
	 * and so its parent. */
	err = is_here(repo, "@{upstream}", &here);
	return err ? err : path_format(out, here ? "@{upstream}" : "HEAD");
}

/* `name` is how reports call the revision. */
static enum err
merge_base(struct repo *repo, const char *revision, const char *name,
    struct base_pair *pair)
{
	struct commit other;
	enum err err = repo_commit(repo, revision, &other);

	if (err)
		return err;
	/* Beyond a parent there may be nothing to walk, in a shallow clone. */
	if (pair->head.parent_count &&
	    strcmp(other.oid.hex, pair->head.parent.hex) == 0)
		pair->base = other;
	else
		err = repo_merge_base(
		    repo, &other.oid, &pair->head.oid, &pair->base);
	if (err == ERR_NOTFOUND)
		return err_fail(ERR_UNJUDGED,
		    "%.10s and %s have no commit in common: there is no base "
		    "(--base =REV names one)",
		    pair->head.oid.hex, name);
	snprintf(pair->base_from, sizeof pair->base_from,
	    "merge-base of %.120s and %.10s", name, pair->head.oid.hex);
	return err;
}

/* The short name of a ref: "origin/main", "main". */
static const char *
ref_name(const char *ref)
{
	static const char *const folders[] = {"refs/remotes/", "refs/heads/"};

	for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
		size_t len = strlen(folders[i]);

		if (strncmp(ref, folders[i], len) == 0)
			return ref + len;
	}
	return ref;
}

/* What the push started from. A force push left a part of `before` behind: that
 * part is not what head changes. */
static enum err
before_push(struct repo *repo, const char *before, struct base_pair *pair)
{
	bool here;
	char name[64];
	enum err err = is_here(repo, before, &here);

	if (err)
		return err;
	if (!here)
		return err_fail(ERR_UNJUDGED,
		    "the branch before this push, %.40s, is not "
		    "here: " FETCH_HINT " %.40s",
		    before, before);
	snprintf(
	    name, sizeof name, "the branch before this push (%.10s)", before);
	return merge_base(repo, before, name, pair);
}

/* Head lies on the branch already: what it was before the push, or the parent.
 */
static enum err
earlier(struct repo *repo, const struct event *event, struct base_pair *pair)
{
	/* No `before`, or, of a new branch, one of zeros. */
	bool pushed = event->before[strspn(event->before, "0")] != '\0';
	enum err err = pushed ? before_push(repo, event->before, pair) : ERR_OK;

	if (err || !same(&pair->base, &pair->head))
		return err;
	if (!pair->head.parent_count)
		return err_fail(ERR_UNJUDGED,
		    "%.10s is a first commit: there is no base to compare with",
		    pair->head.oid.hex);
	snprintf(pair->base_from, sizeof pair->base_from,
	    "first parent of %.10s", pair->head.oid.hex);
	return repo_commit(repo, pair->head.parent.hex, &pair->base);
}

/* A literal base may be any old release: the rules are today's, and never those
 * of a head that is not merged. */
static enum err
literal(struct repo *repo, const struct event *event, const char *revision,
    struct base_pair *pair)
{
	struct commit branch;
	struct commit trusted;
	char *name = NULL;
	enum err err = repo_commit(repo, revision, &pair->base);

	if (err)
		return err;
	snprintf(pair->base_from, sizeof pair->base_from, "=%.200s", revision);
	pair->config_commit = pair->base.oid;
	err = target_branch(repo, event, &name);
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
		err = literal(repo, &event, base + 1, &pair);
		goto out;
	}
	err = base ? path_format(&revision, "%s", base)
		   : default_base(repo, &event, &revision);
	if (!err)
		err = merge_base(
		    repo, revision, base ? base : ref_name(revision), &pair);
	if (!err && same(&pair.base, &pair.head))
		err = earlier(repo, &event, &pair);
	pair.config_commit = pair.base.oid;
out:
	free(revision);
	if (!err)
		*out = pair;
	return err;
}

enum err
base_target(struct repo *repo, struct commit *tip, char name[BASE_NAME_SIZE])
{
	struct event event;
	char *ref = NULL;
	enum err err = event_read(&event);

	if (!err)
		err = target_branch(repo, &event, &ref);
	if (!err)
		err = repo_commit(repo, ref, tip);
	if (!err)
		snprintf(name, BASE_NAME_SIZE, "%.*s", BASE_NAME_SIZE - 1,
		    ref_name(ref));
	free(ref);
	return err;
}
