#include "runner/repo/history.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/repo/git.h"

/* ---- details ---- */

void
commit_details_release(struct commit_details *details)
{
	for (size_t i = 0; i < details->path_count; i++)
		free(details->paths[i]);
	free(details->paths);
	free(details->parents);
	*details = (struct commit_details){0};
}

static enum err
lookup(git_commit **out, const struct repo *repo, const struct oid *commit)
{
	git_oid id;
	enum err err = git_oid_in(&id, commit);
	int rc;

	if (err)
		return err;
	rc = git_commit_lookup(out, repo->git, &id);
	return rc < 0 ? git_fail_object(repo, rc, commit->hex) : ERR_OK;
}

static enum err
fill_parents(struct commit_details *details, const git_commit *commit)
{
	unsigned count = git_commit_parentcount(commit);

	/* One more: none is no reason for NULL. */
	details->parents = calloc(count + 1, sizeof *details->parents);
	if (!details->parents)
		return err_fail(ERR_NOMEM, "out of memory");
	for (unsigned i = 0; i < count; i++)
		git_oid_out(
		    &details->parents[i], git_commit_parent_id(commit, i));
	details->parent_count = count;
	return ERR_OK;
}

/* The new path is there of what was deleted, too. */
static enum err
fill_paths(struct commit_details *details, git_diff *diff, size_t paths_max)
{
	size_t total = git_diff_num_deltas(diff);
	size_t kept = total < paths_max ? total : paths_max;

	details->path_total = total;
	details->paths = calloc(kept + 1, sizeof *details->paths);
	if (!details->paths)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < kept; i++) {
		const git_diff_delta *delta = git_diff_get_delta(diff, i);
		char *path = strndup(delta->new_file.path, COMMIT_PATH_MAX);

		if (!path)
			return err_fail(ERR_NOMEM, "out of memory");
		details->paths[details->path_count++] = path;
	}
	return ERR_OK;
}

/* A root commit differs from no tree at all. A file that became a link is one
 * path, not one that went and one that came. */
static enum err
fill_changes(struct commit_details *details, const struct repo *repo,
    const struct oid *commit, size_t paths_max)
{
	git_diff_options options = GIT_DIFF_OPTIONS_INIT;
	git_diff *diff = NULL;
	git_tree *before = NULL;
	git_tree *after = NULL;
	enum err err = git_commit_root(&after, repo, commit);
	int rc;

	options.flags |= GIT_DIFF_INCLUDE_TYPECHANGE;
	if (!err && git_is_boundary(repo, commit))
		err = git_missing(repo, "older history");
	if (!err && details->parent_count)
		err = git_commit_root(&before, repo, &details->parents[0]);
	if (err)
		goto out;
	rc = git_diff_tree_to_tree(&diff, repo->git, before, after, &options);
	if (rc < 0)
		err = git_fail_object(repo, rc, commit->hex);
	else
		err = fill_paths(details, diff, paths_max);
out:
	git_diff_free(diff);
	git_tree_free(before);
	git_tree_free(after);
	return err;
}

enum err
repo_commit_details(struct repo *repo, const struct oid *commit,
    size_t paths_max, struct commit_details *out)
{
	struct commit_details details = {0};
	const git_signature *author;
	git_commit *found = NULL;
	enum err err = lookup(&found, repo, commit);

	if (err)
		return err;
	author = git_commit_author(found);
	details.author_s = author ? author->when.time : git_commit_time(found);
	err = fill_parents(&details, found);
	if (!err)
		err = fill_changes(&details, repo, commit, paths_max);
	git_commit_free(found);
	if (err)
		commit_details_release(&details);
	else
		*out = details;
	return err;
}

/* ---- paths ---- */

static bool
same_entry(const git_tree_entry *a, const git_tree_entry *b)
{
	if (!a || !b)
		return a == b;
	return git_tree_entry_filemode_raw(a) ==
		   git_tree_entry_filemode_raw(b) &&
	       git_oid_equal(git_tree_entry_id(a), git_tree_entry_id(b));
}

static enum err
differs_at(const struct repo *repo, git_tree *a, git_tree *b, const char *path,
    bool *out)
{
	git_tree_entry *in_a = NULL;
	git_tree_entry *in_b = NULL;
	char *clean = NULL;
	enum err err = git_path_clean(&clean, path);

	if (!err && *clean) {
		err = git_find_entry(&in_a, repo, a, clean);
		if (!err)
			err = git_find_entry(&in_b, repo, b, clean);
	}
	if (!err)
		*out = *clean ? !same_entry(in_a, in_b)
			      : !git_oid_equal(git_tree_id(a), git_tree_id(b));
	git_tree_entry_free(in_a);
	git_tree_entry_free(in_b);
	free(clean);
	return err;
}

enum err
repo_touches(struct repo *repo, const struct oid *commit,
    const struct oid *parent, const char *const *paths, size_t count, bool *out)
{
	git_tree *before = NULL;
	git_tree *after = NULL;
	bool touches = false;
	enum err err = git_commit_root(&before, repo, parent);

	if (!err)
		err = git_commit_root(&after, repo, commit);
	if (err)
		goto out;
	for (size_t i = 0; !err && !touches && i < count; i++)
		err = differs_at(repo, before, after, paths[i], &touches);
	if (!err)
		*out = touches;
out:
	git_tree_free(before);
	git_tree_free(after);
	return err;
}

/* ---- merges ---- */

static enum err
find_two_parents(
    const struct repo *repo, const struct oid *merge, struct oid parents[2])
{
	git_commit *commit = NULL;
	enum err err = lookup(&commit, repo, merge);
	unsigned count;

	if (err)
		return err;
	count = git_commit_parentcount(commit);
	if (count > 2)
		err = err_fail(ERR_NOTFOUND,
		    "%.12s is an octopus, a merge of %u: which of its branches "
		    "is meant is not said",
		    merge->hex, count);
	else if (count < 2)
		err =
		    err_fail(ERR_NOTFOUND, "%.12s is not a merge", merge->hex);
	for (unsigned i = 0; !err && i < 2; i++)
		git_oid_out(&parents[i], git_commit_parent_id(commit, i));
	git_commit_free(commit);
	return err;
}

enum err
repo_side_branch(struct repo *repo, const struct oid *merge,
    struct commit *base, struct commit **out, size_t *count)
{
	static const struct repo_walk all;
	char range[2 * OID_SIZE + 2];
	const char *const spec = range;
	struct oid parents[2];
	struct commit found;
	enum err err = find_two_parents(repo, merge, parents);

	if (!err)
		err = repo_merge_base(repo, &parents[0], &parents[1], &found);
	if (err)
		return err;
	(void)snprintf(
	    range, sizeof range, "%s..%s", parents[0].hex, parents[1].hex);
	err = repo_list(repo, &spec, 1, &all, out, count);
	if (!err)
		*base = found;
	return err;
}
