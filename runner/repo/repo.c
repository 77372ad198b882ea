#include "runner/repo/repo.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "core/base/path.h"
#include "runner/repo/git.h"
#include "runner/repo/owner.h"

#define SHALLOW_MAX (64u << 20)

/* libgit2 ends its folders with a slash. */
static enum err
copy_folder(char **out, const char *path)
{
	size_t len = strlen(path);

	while (len > 1 && path[len - 1] == '/')
		len--;
	*out = strndup(path, len);
	return *out ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static bool
is_key(const char *name, const char *start, const char *end)
{
	size_t len = strlen(name);

	return len >= strlen(start) + strlen(end) &&
	       strncmp(name, start, strlen(start)) == 0 &&
	       strcmp(name + len - strlen(end), end) == 0;
}

/* libgit2 can look for a pattern itself, but leaks memory for each key that
 * does not match. */
static bool
has_config(git_config *config, const char *start, const char *end)
{
	git_config_iterator *iterator = NULL;
	git_config_entry *entry;
	bool found = false;

	if (git_config_iterator_new(&iterator, config) < 0)
		return false;
	while (!found && git_config_next(&entry, iterator) == 0)
		found = is_key(entry->name, start, end);
	git_config_iterator_free(iterator);
	return found;
}

static enum err
read_shallow(struct repo *repo)
{
	struct buf text = BUF_INIT;
	char *path = NULL;
	enum err err = path_join(&path, repo->common, "shallow");

	if (!err)
		err = path_read(path, SHALLOW_MAX, &text);
	if (err == ERR_NOTFOUND)
		err = ERR_OK;
	else if (!err && text.len)
		err = buf_steal(&text, &repo->shallow);
	buf_release(&text);
	free(path);
	return err;
}

static enum err
name_clone(struct repo *repo)
{
	char hex[HASH_HEX_SIZE];
	struct hash *hash = hash_new();
	char *real = realpath(repo->common, NULL);

	if (!hash || !real) {
		hash_free(hash);
		free(real);
		return err_fail(ERR_IO, "%s: cannot resolve", repo->common);
	}
	hash_add_text(hash, real);
	hash_end(hash, hex);
	memcpy(repo->id, hex, sizeof repo->id - 1);
	hash_free(hash);
	free(real);
	return ERR_OK;
}

/* Fill what the other calls ask for. */
static enum err
learn(struct repo *repo)
{
	const char *workdir = git_repository_workdir(repo->git);
	git_config *config = NULL;
	enum err err;

	err = copy_folder(&repo->git_dir, git_repository_path(repo->git));
	if (!err)
		err = copy_folder(
		    &repo->common, git_repository_commondir(repo->git));
	if (!err && workdir)
		err = copy_folder(&repo->workdir, workdir);
	if (!err)
		err = read_shallow(repo);
	if (!err)
		err = name_clone(repo);
	if (!err && git_repository_config_snapshot(&config, repo->git) < 0)
		err = git_fail(repo->common);
	if (!err)
		repo->partial =
		    has_config(config, "extensions.partialclone", "") ||
		    has_config(config, "remote.", ".promisor");
	git_config_free(config);
	return err;
}

/* The config of the repository that `dir` lies in, also where libgit2 does
 * not open it. */
static git_config *
find_config(const char *dir)
{
	git_buf found = {NULL, 0, 0};
	struct buf common = BUF_INIT;
	git_config *config = NULL;
	char *pointer = NULL;
	char *path = NULL;

	if (git_repository_discover(&found, dir, 0, NULL) < 0)
		goto out;
	if (path_join(&pointer, found.ptr, "commondir"))
		goto out;
	/* In a linked work tree the file holds the way to the common folder,
	 * usually "../..". */
	if (path_read(pointer, 4096, &common) == ERR_OK && common.len > 1) {
		buf_truncate(&common, strcspn(common.data, "\n"));
		if (common.data[0] == '/')
			(void)path_format(&path, "%s/config", common.data);
		else
			(void)path_format(
			    &path, "%s/%s/config", found.ptr, common.data);
	} else {
		(void)path_join(&path, found.ptr, "config");
	}
	if (path && git_config_open_ondisk(&config, path) < 0)
		config = NULL;
out:
	git_buf_dispose(&found);
	buf_release(&common);
	free(pointer);
	free(path);
	return config;
}

static enum err
explain(int rc, const char *dir)
{
	git_config *config;
	bool sha256;
	bool reftable;

	if (access(dir, F_OK) < 0)
		return err_fail(ERR_USAGE, "%s: no such folder", dir);
	if (rc == GIT_ENOTFOUND)
		return err_fail(ERR_USAGE,
		    "%s: no git repository here or above; -C DIR names the "
		    "one to use, git init makes one",
		    dir);
	config = find_config(dir);
	sha256 = config && has_config(config, "extensions.objectformat", "");
	reftable = config && has_config(config, "extensions.refstorage", "");
	git_config_free(config);
	if (sha256)
		return err_fail(ERR_USAGE,
		    "%s: the sha256 object format is not supported by libgit2; "
		    "git clone it from a sha1 repository, or git init "
		    "--object-format=sha1",
		    dir);
	if (reftable)
		return err_fail(ERR_USAGE,
		    "%s: the reftable format is not supported by libgit2; git "
		    "refs migrate --ref-format=files changes it",
		    dir);
	return git_fail(dir);
}

static enum err
open_with(struct repo **out, const char *dir, unsigned flags, bool trusted)
{
	struct repo *repo;
	enum err err = git_start();
	int rc;

	if (err)
		return err;
	repo = calloc(1, sizeof *repo);
	if (!repo) {
		git_stop();
		return err_fail(ERR_NOMEM, "out of memory");
	}
	rc = git_repository_open_ext(&repo->git, dir, flags, NULL);
	if (rc < 0)
		err = trusted ? ERR_NOTFOUND : explain(rc, dir);
	else
		err = learn(repo);
	if (!err && !trusted)
		err = owner_check(repo->workdir, repo->git_dir);
	if (err)
		repo_free(repo);
	else
		*out = repo;
	return err;
}

enum err
repo_open(struct repo **out, const char *dir)
{
	return open_with(out, dir, 0, false);
}

/* A module's config names its work tree, and libgit2 does not open it where
 * that is gone; as a bare one it does. */
enum err
git_open_module(struct repo **out, const char *dir, const char *workdir)
{
	unsigned flags = GIT_REPOSITORY_OPEN_NO_SEARCH;
	struct repo *module = NULL;
	enum err err;

	if (!workdir)
		return open_with(out, dir, flags, true);
	err = open_with(&module, dir, flags | GIT_REPOSITORY_OPEN_BARE, true);
	if (err)
		return err;
	module->workdir = strdup(workdir);
	if (!module->workdir) {
		repo_free(module);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	*out = module;
	return ERR_OK;
}

void
repo_free(struct repo *repo)
{
	if (!repo)
		return;
	git_repository_free(repo->git);
	free(repo->workdir);
	free(repo->git_dir);
	free(repo->common);
	free(repo->shallow);
	free(repo);
	git_stop();
}

const char *
repo_workdir(const struct repo *repo)
{
	return repo->workdir;
}

const char *
repo_common_dir(const struct repo *repo)
{
	return repo->common;
}

bool
repo_is_shallow(const struct repo *repo)
{
	return repo->shallow != NULL;
}

const char *
repo_id(const struct repo *repo)
{
	return repo->id;
}
