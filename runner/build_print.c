#include "runner/build_print.h"

#include <errno.h>
#include <fts.h>
#include <limits.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

/* The time of the last change of state is what a program cannot set: it tells
 * a file written over in place with its size kept and its time put back. */
static void
add_stat(struct hash *hash, const struct stat *st)
{
	const int64_t facts[] = {(int64_t)st->st_mode, (int64_t)st->st_size,
	    (int64_t)st->st_ino, st->st_mtim.tv_sec, st->st_mtim.tv_nsec,
	    st->st_ctim.tv_sec, st->st_ctim.tv_nsec};

	hash_add(hash, facts, sizeof facts);
}

static void
add_target(struct hash *hash, const char *link)
{
	char target[PATH_MAX];
	ssize_t len = readlink(link, target, sizeof target - 1);

	target[len > 0 ? len : 0] = '\0';
	hash_add_text(hash, target);
}

/* A folder that cannot be read, and a file that cannot be looked at, are as
 * they were while they stay so: the kind of the entry is in the digest. */
static enum err
add_entry(struct hash *hash, const FTSENT *entry, size_t root_len)
{
	const int64_t kind = entry->fts_info;

	if (entry->fts_info == FTS_ERR ||
	    (entry->fts_info == FTS_NS && entry->fts_level == FTS_ROOTLEVEL))
		return err_fail(ERR_IO, "%s: %s", entry->fts_path,
		    strerror(entry->fts_errno));
	hash_add_text(hash, entry->fts_path + root_len);
	hash_add(hash, &kind, sizeof kind);
	if (entry->fts_info != FTS_NS)
		add_stat(hash, entry->fts_statp);
	if (entry->fts_info == FTS_SL || entry->fts_info == FTS_SLNONE)
		add_target(hash, entry->fts_path);
	return ERR_OK;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static enum err
add_tree(struct hash *hash, const char *tree)
{
	char *root = strdup(tree);
	char *const roots[] = {root, NULL};
	FTS *walk = NULL;
	FTSENT *entry = NULL;
	enum err err = ERR_OK;

	if (!root)
		return err_fail(ERR_NOMEM, "out of memory");
	walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	while (walk && !err) {
		errno = 0;
		entry = fts_read(walk);
		if (!entry)
			break;
		if (entry->fts_level > FTS_ROOTLEVEL &&
		    strcmp(entry->fts_name, ".git") == 0)
			fts_set(walk, entry, FTS_SKIP);
		else if (entry->fts_info != FTS_DP)
			err = add_entry(hash, entry, strlen(tree));
	}
	if (!err && (!walk || (!entry && errno)))
		err = err_fail(ERR_IO, "%s: %s", tree, strerror(errno));
	if (walk)
		fts_close(walk);
	free(root);
	return err;
}

/* One that is a link, or lies below one, has its bytes outside of the walk:
 * bazel-bin/x is in a cache elsewhere. */
static enum err
add_artifacts(struct hash *hash, const struct build *build)
{
	for (size_t i = 0; i < build->artifact_count; i++) {
		char *path = NULL;
		struct stat st;
		enum err err =
		    path_join(&path, build->tree, build->artifacts[i].path);

		if (err)
			return err;
		hash_add_text(hash, build->artifacts[i].path);
		if (stat(path, &st) == 0)
			add_stat(hash, &st);
		free(path);
	}
	return ERR_OK;
}

enum err
build_print(const struct build *build, char out[HASH_HEX_SIZE])
{
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];
	enum err err;

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	err = add_tree(hash, build->tree);
	if (!err)
		err = add_artifacts(hash, build);
	hash_end(hash, hex);
	hash_free(hash);
	if (!err)
		memcpy(out, hex, sizeof hex);
	return err;
}
