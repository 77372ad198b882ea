#include "runner/repo/tree.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "runner/repo/submodule.h"
#include "runner/repo/tree_clean.h"
#include "runner/repo/tree_job.h"
#include "runner/repo/tree_place.h"
#include "runner/repo/tree_write.h"

enum err
tree_checkout(struct repo *repo, const struct oid *commit, const char *path,
    const struct tree_options *options)
{
	return tree_place(repo, commit, path, options, 0);
}

/* Remove what is not a folder on the way to `source`: a link there would lead
 * the writing elsewhere. */
static enum err
clear_way(const struct tree_job *job)
{
	enum err err = ERR_OK;
	char *full = NULL;
	struct stat st;
	char *slash;

	if (path_join(&full, job->root, job->below))
		return ERR_NOMEM;
	slash = full + strlen(job->root);
	while (!err && (slash = strchr(slash + 1, '/'))) {
		*slash = '\0';
		if (lstat(full, &st) == 0 && !S_ISDIR(st.st_mode))
			err = path_remove(full);
		*slash = '/';
	}
	if (!err)
		err = path_remove(full);
	free(full);
	return err;
}

static enum err
refuse_inside_submodule(const struct tree_job *job)
{
	char *path = strdup(job->below);
	enum err err = ERR_OK;
	char *slash = path;

	if (!path)
		return err_fail(ERR_NOMEM, "out of memory");
	while (!err && (slash = strchr(slash, '/'))) {
		const git_index_entry *entry;

		*slash = '\0';
		entry = git_index_get_bypath(job->index, path, 0);
		if (entry && entry->mode == GIT_FILEMODE_COMMIT)
			err = err_fail(ERR_USAGE,
			    "%s lies in the submodule %s; name the submodule",
			    job->below, path);
		*slash++ = '/';
	}
	free(path);
	return err;
}

static enum err
read_commit(struct tree_job *job)
{
	git_tree *tree = NULL;
	enum err err;
	int rc;

	if (git_index_new(&job->index) < 0)
		return git_fail(job->root);
	err = git_commit_root(&tree, job->repo, job->commit);
	if (err)
		return err;
	rc = git_index_read_tree(job->index, tree);
	git_tree_free(tree);
	if (rc < 0)
		return git_fail_object(job->repo, rc, job->commit->hex);
	job->present =
	    calloc(git_index_entrycount(job->index) + 1, sizeof(bool));
	if (!job->present)
		return err_fail(ERR_NOMEM, "out of memory");
	return refuse_inside_submodule(job);
}

enum err
tree_overlay(struct repo *repo, const struct oid *commit, const char *source,
    const char *path)
{
	struct tree_job job = {.repo = repo, .commit = commit, .root = path};
	char *below = NULL;
	char *head = NULL;
	enum err err = git_path_clean(&below, source);

	job.below = below;
	if (!err)
		err = path_join(&head, path, ".git/HEAD");
	if (!err && !path_exists(head))
		err = err_fail(ERR_NOTFOUND, "%s: no tree is here", path);
	if (!err)
		err = read_commit(&job);
	if (!err)
		err =
		    *below ? clear_way(&job) : tree_clean_folder(path, ".git");
	if (!err)
		err = tree_write(&job);
	if (!err)
		err = submodule_checkout(&job);
	git_index_free(job.index);
	free(job.present);
	free(head);
	free(below);
	return err;
}
