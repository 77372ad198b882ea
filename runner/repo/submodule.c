#include "runner/repo/submodule.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "runner/repo/tree_place.h"

#define DEPTH_MAX 16

/* A part of the name that git refuses too: it would lead out of modules/. */
static bool
is_safe_name(const char *name)
{
	const char *part = name;

	if (*name == '\0' || *name == '/')
		return false;
	while (*part) {
		size_t len = strcspn(part, "/\\");

		if (len == 2 && memcmp(part, "..", 2) == 0)
			return false;
		part += len;
		part += strspn(part, "/\\");
	}
	return true;
}

static bool
is_path(const char *value, const char *path)
{
	size_t len = strlen(value);

	while (len && value[len - 1] == '/')
		len--;
	return len == strlen(path) && memcmp(value, path, len) == 0;
}

/* NAME of "submodule.NAME.path", which may have dots itself; *out stays NULL
 * for other keys. */
static enum err
copy_name(char **out, const char *key)
{
	size_t lead = strlen("submodule.");
	size_t tail = strlen(".path");
	size_t len = strlen(key);

	if (len <= lead + tail || strncmp(key, "submodule.", lead) != 0 ||
	    strcmp(key + len - tail, ".path") != 0)
		return ERR_OK;
	*out = strndup(key + lead, len - lead - tail);
	return *out ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

/* *out stays NULL where no submodule has this path. */
static enum err
find_name(char **out, git_config *modules, const char *path)
{
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	enum err err = ERR_OK;

	if (git_config_iterator_new(&iterator, modules) < 0)
		return git_fail(".gitmodules");
	while (!err && !*out && git_config_next(&entry, iterator) == 0)
		if (entry->value && is_path(entry->value, path))
			err = copy_name(out, entry->name);
	git_config_iterator_free(iterator);
	if (!err && *out && !is_safe_name(*out)) {
		err = err_fail(ERR_USAGE,
		    ".gitmodules: \"%s\" is not a submodule's name", *out);
		free(*out);
		*out = NULL;
	}
	return err;
}

/* Try one place. *out stays NULL where the commit is not there. */
static enum err
try_place(struct repo **out, char **opened, const char *dir,
    const char *workdir, const git_oid *commit)
{
	struct repo *found = NULL;
	git_commit *there = NULL;
	enum err err;

	if (!path_exists(dir))
		return ERR_OK;
	err = git_open_module(&found, dir, workdir);
	if (err)
		return err == ERR_NOMEM ? err : ERR_OK;
	if (git_commit_lookup(&there, found->git, commit) == 0) {
		*out = found;
	} else {
		free(*opened);
		*opened = strdup(dir);
		repo_free(found);
	}
	git_commit_free(there);
	return ERR_OK;
}

static enum err
fail_absent(const char *opened, const char *path, const git_oid *commit)
{
	struct oid shown;

	git_oid_out(&shown, commit);
	if (opened)
		return err_fail(ERR_USAGE,
		    "submodule %s: commit %s was never fetched; git -C '%s' "
		    "fetch origin %s gets it, or git submodule update --init "
		    "--recursive those of HEAD",
		    path, shown.hex, opened, shown.hex);
	return err_fail(ERR_USAGE,
	    "submodule %s was never fetched; git submodule update --init "
	    "--recursive gets it",
	    path);
}

/* Git folders of the module: this work tree's, the main one's, and its own
 * work tree, where old versions of git put it. */
static enum err
open_module(struct repo **out, const struct repo *super, const char *name,
    const char *path, const git_oid *commit)
{
	const char *const bases[] = {super->git_dir, super->common};
	struct repo *found = NULL;
	char *workdir = NULL;
	char *opened = NULL;
	enum err err;

	err = path_join(&workdir, super->workdir ? super->workdir : "", path);
	for (size_t i = 0; !err && !found && i < 2; i++) {
		char *dir = NULL;

		err = path_format(&dir, "%s/modules/%s", bases[i], name);
		if (!err)
			err = try_place(&found, &opened, dir, workdir, commit);
		free(dir);
	}
	if (!err && !found && super->workdir)
		err = try_place(&found, &opened, workdir, NULL, commit);
	if (!err && !found)
		err = fail_absent(opened, path, commit);
	free(workdir);
	free(opened);
	if (!err)
		*out = found;
	return err;
}

static enum err
make_empty(const char *path)
{
	enum err err = path_remove(path);

	if (!err && mkdir(path, 0777) < 0)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	return err;
}

static enum err
checkout_one(
    struct tree_job *job, git_config *modules, const git_index_entry *entry)
{
	struct repo *module = NULL;
	char *folder = NULL;
	char *name = NULL;
	struct oid commit;
	enum err err = path_join(&folder, job->root, entry->path);

	if (!err && modules)
		err = find_name(&name, modules, entry->path);
	if (!err && !name) {
		err = make_empty(folder);
		goto out;
	}
	if (!err && job->depth == DEPTH_MAX)
		err = err_fail(ERR_USAGE,
		    "submodule %s: nested more than %d deep", entry->path,
		    DEPTH_MAX);
	if (!err)
		err = open_module(
		    &module, job->repo, name, entry->path, &entry->id);
	if (err)
		goto out;
	git_oid_out(&commit, &entry->id);
	err = tree_place(module, &commit, folder, job->options, job->depth + 1);
out:
	repo_free(module);
	free(folder);
	free(name);
	return err;
}

/* libgit2 parses configuration from files alone, and the one in the tree may
 * be another commit's. */
static enum err
write_modules(
    const struct tree_job *job, const git_index_entry *entry, const char *path)
{
	git_blob *blob = NULL;
	enum err err;
	int rc = git_blob_lookup(&blob, job->repo->git, &entry->id);

	if (rc < 0)
		return git_fail_object(job->repo, rc, ".gitmodules");
	err = path_write(
	    path, git_blob_rawcontent(blob), (size_t)git_blob_rawsize(blob));
	git_blob_free(blob);
	return err;
}

/* *out stays NULL where the commit has no such file; a link is not one. */
static enum err
load_modules(git_config **out, const struct tree_job *job, const char *path)
{
	const git_index_entry *entry =
	    git_index_get_bypath(job->index, ".gitmodules", 0);
	enum err err;

	if (!entry || entry->mode == GIT_FILEMODE_LINK ||
	    entry->mode == GIT_FILEMODE_COMMIT)
		return ERR_OK;
	err = write_modules(job, entry, path);
	if (!err && git_config_open_ondisk(out, path) < 0)
		err = git_fail(".gitmodules");
	return err;
}

static bool
has_submodules(const struct tree_job *job)
{
	size_t count = git_index_entrycount(job->index);

	for (size_t i = 0; i < count; i++)
		if (git_index_get_byindex(job->index, i)->mode ==
		    GIT_FILEMODE_COMMIT)
			return true;
	return false;
}

enum err
submodule_checkout(struct tree_job *job)
{
	size_t count = git_index_entrycount(job->index);
	git_config *modules = NULL;
	char *path = NULL;
	enum err err;

	if (!has_submodules(job))
		return ERR_OK;
	err = path_join(&path, job->root, ".git/tidemark-modules");
	if (!err)
		err = load_modules(&modules, job, path);
	for (size_t i = 0; !err && i < count; i++) {
		const git_index_entry *entry =
		    git_index_get_byindex(job->index, i);

		if (entry->mode == GIT_FILEMODE_COMMIT &&
		    tree_job_has(job, entry->path))
			err = checkout_one(job, modules, entry);
	}
	git_config_free(modules);
	if (path)
		unlink(path);
	free(path);
	return err;
}
