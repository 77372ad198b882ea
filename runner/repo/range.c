#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/repo/git.h"
#include "runner/repo/repo.h"
#include "runner/repo/revision.h"

struct list {
	struct commit *items;
	size_t count;
	size_t cap;
};

static enum err
push(struct list *list, const struct commit *commit)
{
	if (list->count == list->cap) {
		size_t cap = list->cap ? 2 * list->cap : 64;
		struct commit *items =
		    reallocarray(list->items, cap, sizeof *items);

		if (!items)
			return err_fail(ERR_NOMEM, "out of memory");
		list->items = items;
		list->cap = cap;
	}
	list->items[list->count++] = *commit;
	return ERR_OK;
}

static bool
is_full(const struct list *list, const struct repo_walk *walk)
{
	return walk->last && list->count >= walk->last;
}

static enum err
keep(struct list *list, const struct commit *commit,
    const struct repo_walk *walk)
{
	if (walk->since_s && commit->time_s < walk->since_s)
		return ERR_OK;
	return push(list, commit);
}

/* Dates may lie, so that an old commit does not end the walk. */
static enum err
list_history(const struct repo *repo, const struct commit *tip,
    const struct repo_walk *walk, struct list *list)
{
	struct commit commit = *tip;
	git_oid id;
	enum err err;

	for (;;) {
		err = keep(list, &commit, walk);
		if (err || is_full(list, walk))
			return err;
		if (git_is_boundary(repo, &commit.oid))
			return git_missing(repo, "older history");
		if (!commit.parent_count)
			return ERR_OK;
		err = git_oid_in(&id, &commit.parent);
		if (!err)
			err = revision_load(repo, &id, &commit);
		if (err)
			return err;
	}
}

static enum err
walk_range(const struct repo *repo, git_revwalk *walker,
    const struct repo_walk *walk, struct list *list)
{
	struct commit commit;
	enum err err;
	git_oid id;
	int rc;

	while ((rc = git_revwalk_next(&id, walker)) == 0) {
		err = revision_load(repo, &id, &commit);
		if (!err)
			err = keep(list, &commit, walk);
		if (err || is_full(list, walk))
			return err;
		if (git_is_boundary(repo, &commit.oid))
			return git_missing(repo, "older history");
	}
	if (rc == GIT_ITEROVER)
		return ERR_OK;
	return git_fail_object(repo, rc, "history");
}

static enum err
list_between(struct repo *repo, const struct commit *a, const struct commit *b,
    const struct repo_walk *walk, struct list *list)
{
	git_revwalk *walker = NULL;
	git_oid hidden;
	git_oid tip;
	enum err err = git_oid_in(&hidden, &a->oid);
	int rc;

	if (!err)
		err = git_oid_in(&tip, &b->oid);
	if (err)
		return err;
	rc = git_revwalk_new(&walker, repo->git);
	if (rc == 0)
		rc = git_revwalk_simplify_first_parent(walker);
	if (rc == 0)
		rc = git_revwalk_push(walker, &tip);
	if (rc == 0)
		rc = git_revwalk_hide(walker, &hidden);
	if (rc < 0)
		err = git_fail_object(repo, rc, "history");
	else
		err = walk_range(repo, walker, walk, list);
	git_revwalk_free(walker);
	return err;
}

static enum err
list_range(struct repo *repo, const char *spec, const char *dots,
    const struct repo_walk *walk, struct list *list)
{
	struct commit a;
	struct commit b;
	char *left;
	enum err err;

	if (dots[2] == '.')
		return err_fail(ERR_USAGE,
		    "%s: use A..B for the commits of B that A has not", spec);
	left = strndup(spec, (size_t)(dots - spec));
	if (!left)
		return err_fail(ERR_NOMEM, "out of memory");
	err = repo_commit(repo, *left ? left : "HEAD", &a);
	if (!err)
		err = repo_commit(repo, dots[2] ? dots + 2 : "HEAD", &b);
	if (!err)
		err = list_between(repo, &a, &b, walk, list);
	free(left);
	return err;
}

static enum err
list_spec(struct repo *repo, const char *spec, const struct repo_walk *walk,
    struct list *list)
{
	const char *dots = strstr(spec, "..");
	struct commit commit;
	enum err err;

	if (dots)
		return list_range(repo, spec, dots, walk, list);
	err = repo_commit(repo, spec, &commit);
	if (err)
		return err;
	if (walk->last || walk->since_s)
		return list_history(repo, &commit, walk, list);
	return push(list, &commit);
}

/* Each list keeps its own order, which follows parents even where dates do
 * not; between the lists the newer commit comes first. */
static enum err
merge(struct list *into, const struct list *more)
{
	struct list both = {NULL, 0, 0};
	size_t i = 0;
	size_t j = 0;
	enum err err = ERR_OK;

	while (!err && (i < into->count || j < more->count)) {
		if (j == more->count ||
		    (i < into->count &&
			into->items[i].time_s >= more->items[j].time_s))
			err = push(&both, &into->items[i++]);
		else
			err = push(&both, &more->items[j++]);
	}
	if (err) {
		free(both.items);
		return err;
	}
	free(into->items);
	*into = both;
	return ERR_OK;
}

static int
by_oid(const void *left, const void *right)
{
	const struct commit *const *a = left;
	const struct commit *const *b = right;
	int order = strcmp((*a)->oid.hex, (*b)->oid.hex);

	if (order)
		return order;
	return *a < *b ? -1 : *a > *b;
}

/* Keep the first of equal commits. */
static enum err
drop_repeats(struct list *list)
{
	struct commit **sorted;
	size_t kept = 0;

	sorted = calloc(list->count + 1, sizeof *sorted);
	if (!sorted)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < list->count; i++)
		sorted[i] = &list->items[i];
	qsort(sorted, list->count, sizeof *sorted, by_oid);
	for (size_t i = list->count; i-- > 1;)
		if (strcmp(sorted[i]->oid.hex, sorted[i - 1]->oid.hex) == 0)
			sorted[i]->oid.hex[0] = '\0';
	for (size_t i = 0; i < list->count; i++)
		if (list->items[i].oid.hex[0])
			list->items[kept++] = list->items[i];
	list->count = kept;
	free(sorted);
	return ERR_OK;
}

static void
thin(struct list *list, const struct repo_walk *walk)
{
	size_t kept = 0;

	if (is_full(list, walk))
		list->count = walk->last;
	if (walk->every < 2)
		return;
	for (size_t i = 0; i < list->count; i += walk->every)
		list->items[kept++] = list->items[i];
	list->count = kept;
}

enum err
repo_list(struct repo *repo, const char *const *specs, size_t spec_count,
    const struct repo_walk *walk, struct commit **out, size_t *count)
{
	static const char *const head[] = {"HEAD"};
	struct list all = {NULL, 0, 0};
	enum err err = ERR_OK;

	if (!spec_count) {
		specs = head;
		spec_count = 1;
	}
	for (size_t i = 0; !err && i < spec_count; i++) {
		struct list one = {NULL, 0, 0};

		err = list_spec(repo, specs[i], walk, &one);
		if (!err)
			err = merge(&all, &one);
		free(one.items);
	}
	if (!err)
		err = drop_repeats(&all);
	if (err) {
		free(all.items);
		return err;
	}
	thin(&all, walk);
	if (!all.count) {
		free(all.items);
		all.items = NULL;
	}
	*out = all.items;
	*count = all.count;
	return ERR_OK;
}
