#include "runner/setup.h"

#include <string.h>

#include "core/base/buf.h"
#include "core/base/hash.h"
#include "runner/conditions.h"

enum err
setup_hash_paths(struct hash *hash, struct repo *repo,
    const struct config_texts *paths, const struct oid *commit)
{
	struct buf id = BUF_INIT;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < paths->count; i++) {
		buf_reset(&id);
		err = repo_path_id(repo, commit, paths->items[i], &id);
		hash_add_text(hash, paths->items[i]);
		hash_add_text(hash, buf_text(&id));
	}
	buf_release(&id);
	return err;
}

/* What one path is in two commits. */
static enum err
path_ids(struct repo *repo, const char *path, const struct oid *a,
    const struct oid *b, struct buf ids[2])
{
	enum err err;

	buf_reset(&ids[0]);
	buf_reset(&ids[1]);
	err = repo_path_id(repo, a, path, &ids[0]);
	return err ? err : repo_path_id(repo, b, path, &ids[1]);
}

enum err
setup_digest(struct repo *repo, const struct config_benchmark *benchmark,
    const struct config_conditions *conditions, const struct oid *commit,
    char out[65])
{
	struct hash *hash = hash_new();
	const unsigned counts[] = {benchmark->repetitions, benchmark->warmup};
	enum err err;

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, "tidemark setup 1");
	hash_add_text(hash, benchmark->name);
	hash_add_text(hash, benchmark->command);
	hash_add_text(hash, benchmark->format);
	hash_add(hash, counts, sizeof counts);
	err = setup_hash_paths(hash, repo, &benchmark->sources, commit);
	conditions_hash(conditions, hash);
	hash_end(hash, out);
	hash_free(hash);
	return err;
}

enum err
setup_check_paths(struct repo *repo, const char *key,
    const struct config_texts *paths, const struct oid *a, const struct oid *b)
{
	struct buf ids[2] = {BUF_INIT, BUF_INIT};
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < paths->count; i++) {
		err = path_ids(repo, paths->items[i], a, b, ids);
		if (!err && strcmp(buf_text(&ids[0]), "-") == 0 &&
		    strcmp(buf_text(&ids[1]), "-") == 0)
			err = err_fail(ERR_USAGE,
			    "%s: neither base nor head has \"%s\" (what lies "
			    "inside a submodule is named by the submodule)",
			    key, paths->items[i]);
	}
	buf_release(&ids[0]);
	buf_release(&ids[1]);
	return err;
}

enum err
setup_changed_source(struct repo *repo,
    const struct config_benchmark *benchmark, const struct oid *a,
    const struct oid *b, const char **out)
{
	const struct config_texts *sources = &benchmark->sources;
	struct buf ids[2] = {BUF_INIT, BUF_INIT};
	enum err err = ERR_OK;

	*out = NULL;
	for (size_t i = 0; !err && !*out && i < sources->count; i++) {
		err = path_ids(repo, sources->items[i], a, b, ids);
		if (!err && strcmp(buf_text(&ids[0]), buf_text(&ids[1])) != 0)
			*out = sources->items[i];
	}
	buf_release(&ids[0]);
	buf_release(&ids[1]);
	return err;
}
