#include "runner/repo/tree_place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/hash.h"
#include "core/base/path.h"
#include "runner/repo/submodule.h"
#include "runner/repo/tree_clean.h"
#include "runner/repo/tree_gitdir.h"
#include "runner/repo/tree_job.h"
#include "runner/repo/tree_write.h"

#define STATE_NAME "tidemark-index"
#define SEAL_TRIES 50
#define SEAL_STEP_NS 1000000

struct place {
	struct tree_job job;
	char *git_dir;
	char *state; /* path of the file that says the tree is sound */
	bool sound;
};

static enum err
fail_errno(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

enum err
tree_job_poll(const struct tree_job *job)
{
	const struct tree_options *options = job->options;

	if (options && options->stop && options->stop(options->ctx))
		return err_fail(
		    ERR_INTERRUPTED, "%s: checkout interrupted", job->root);
	return ERR_OK;
}

bool
tree_job_has(const struct tree_job *job, const char *path)
{
	size_t len = strlen(job->below);

	return len == 0 || (strncmp(path, job->below, len) == 0 &&
			       (path[len] == '\0' || path[len] == '/'));
}

static bool
is_folder(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0 && S_ISDIR(st.st_mode);
}

/* Load what the last checkout left, or start from nothing. */
static enum err
open_state(struct place *place)
{
	struct tree_job *job = &place->job;
	struct stat st;

	place->sound = is_folder(job->root) && is_folder(place->git_dir) &&
		       lstat(place->state, &st) == 0 && S_ISREG(st.st_mode);
	if (place->sound && git_index_open(&job->index, place->state) < 0)
		place->sound = false; /* cut off or forged */
	if (place->sound) {
		job->sealed = st.st_mtim;
		return ERR_OK;
	}
	if (path_remove(job->root))
		return ERR_IO;
	if (git_index_open(&job->index, place->state) < 0)
		return git_fail(job->root);
	return ERR_OK;
}

/* Name of all .gitattributes in the index: a change of one can change how
 * files far from it are written. */
static enum err
hash_attributes(git_index *index, char hex[HASH_HEX_SIZE])
{
	size_t count = git_index_entrycount(index);
	struct hash *hash = hash_new();

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		const git_index_entry *entry = git_index_get_byindex(index, i);
		const char *slash = strrchr(entry->path, '/');
		const char *name = slash ? slash + 1 : entry->path;
		struct oid id;

		if (strcmp(name, ".gitattributes") != 0)
			continue;
		git_oid_out(&id, &entry->id);
		hash_add_text(hash, entry->path);
		hash_add_text(hash, id.hex);
	}
	hash_end(hash, hex);
	hash_free(hash);
	return ERR_OK;
}

/* Make the index the commit's. Entries that stay the same keep their stat.
 * Nothing on disk has changed when this fails. */
static enum err
read_commit(struct place *place)
{
	struct tree_job *job = &place->job;
	char before[HASH_HEX_SIZE];
	char after[HASH_HEX_SIZE];
	git_tree *tree = NULL;
	enum err err;
	int rc;

	err = git_commit_root(&tree, job->repo, job->commit);
	if (!err)
		err = hash_attributes(job->index, before);
	if (err)
		goto out;
	rc = git_index_read_tree(job->index, tree);
	if (rc < 0) {
		err = git_fail_object(job->repo, rc, job->commit->hex);
		goto out;
	}
	err = hash_attributes(job->index, after);
	if (!err && place->sound && strcmp(before, after) != 0) {
		place->sound = false;
		err = path_remove(job->root);
	}
	job->present =
	    calloc(git_index_entrycount(job->index) + 1, sizeof(bool));
	if (!err && !job->present)
		err = err_fail(ERR_NOMEM, "out of memory");
out:
	git_tree_free(tree);
	return err;
}

/* A build may have taken the folder's own permissions away. */
static enum err
make_root(struct place *place)
{
	const char *root = place->job.root;
	struct stat st;
	enum err err;

	if (mkdir(root, 0777) < 0 && errno != EEXIST)
		return fail_errno(root);
	if (lstat(root, &st) < 0)
		return fail_errno(root);
	if ((st.st_mode & 0700) != 0700 && chmod(root, 0700) < 0)
		return fail_errno(root);
	err = path_remove(place->git_dir);
	if (err)
		return err;
	return tree_gitdir_make(
	    root, place->job.repo, place->job.commit, &place->job.folder_mode);
}

/* Copied, not linked: git replaces its index, but other tools need not. */
static enum err
copy_index(const struct place *place)
{
	char *path = NULL;
	enum err err = path_join(&path, place->git_dir, "index");
	int fd = -1;

	if (err)
		return err;
	fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0666);
	if (fd < 0)
		err = fail_errno(path);
	else
		err = tree_write_copy(fd, place->state, path);
	if (fd >= 0 && close(fd) < 0 && !err)
		err = fail_errno(path);
	free(path);
	return err;
}

/* The state must be younger than all files, so that a later change shows: the
 * clock of the file system moves in steps of some milliseconds. Where it moves
 * too slowly, the youngest files are written again next time. */
static enum err
seal(const struct place *place)
{
	const struct timespec step = {0, SEAL_STEP_NS};
	const struct timespec *newest = &place->job.newest;
	struct stat st;

	for (int i = 0; i < SEAL_TRIES; i++) {
		if (stat(place->state, &st) < 0)
			return fail_errno(place->state);
		if (st.st_mtim.tv_sec > newest->tv_sec ||
		    (st.st_mtim.tv_sec == newest->tv_sec &&
			st.st_mtim.tv_nsec > newest->tv_nsec))
			break;
		nanosleep(&step, NULL);
		if (utimensat(AT_FDCWD, place->state, NULL, 0) < 0)
			return fail_errno(place->state);
	}
	return ERR_OK;
}

static enum err
fill(struct place *place)
{
	struct tree_job *job = &place->job;
	enum err err = make_root(place);

	if (!err && place->sound)
		err = tree_clean(job);
	if (!err)
		err = tree_write(job);
	if (!err)
		err = submodule_checkout(job);
	if (!err && git_index_write(job->index) < 0)
		err = git_fail(place->state);
	if (!err)
		err = copy_index(place);
	return err ? err : seal(place);
}

enum err
tree_place(struct repo *repo, const struct oid *commit, const char *root,
    const struct tree_options *options, int depth)
{
	struct place place = {.job = {.repo = repo,
				  .commit = commit,
				  .root = root,
				  .below = "",
				  .options = options,
				  .depth = depth}};
	enum err err = path_join(&place.git_dir, root, ".git");

	if (!err)
		err = path_join(&place.state, place.git_dir, STATE_NAME);
	if (!err)
		err = tree_job_poll(&place.job);
	if (!err)
		err = open_state(&place);
	if (!err)
		err = read_commit(&place);
	if (!err)
		err = fill(&place);
	git_index_free(place.job.index);
	free(place.job.present);
	free(place.git_dir);
	free(place.state);
	return err;
}
