#include "runner/repo/lfs.h"

#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"

#define POINTER_MAX 1024 /* the format's own bound */

static const char *
find_line(const char *text, const char *key)
{
	size_t len = strlen(key);

	for (const char *line = text; *line; line++) {
		if (strncmp(line, key, len) == 0)
			return line + len;
		line = strchr(line, '\n');
		if (!line)
			break;
	}
	return NULL;
}

bool
lfs_parse(struct lfs_pointer *out, const char *data, size_t len)
{
	static const char version[] =
	    "version https://git-lfs.github.com/spec/v1\n";
	char text[POINTER_MAX];
	const char *oid;
	const char *size;
	char *end;

	if (len >= sizeof text || len < sizeof version)
		return false;
	memcpy(text, data, len);
	text[len] = '\0';
	if (strncmp(text, version, sizeof version - 1) != 0)
		return false;
	oid = find_line(text, "oid sha256:");
	size = find_line(text, "size ");
	if (!oid || !size || *size < '0' || *size > '9')
		return false;
	if (strspn(oid, "0123456789abcdef") != HASH_HEX_SIZE - 1)
		return false;
	out->size_bytes = strtoll(size, &end, 10);
	if (*end != '\n' && *end != '\0')
		return false;
	memcpy(out->sha256, oid, HASH_HEX_SIZE - 1);
	out->sha256[HASH_HEX_SIZE - 1] = '\0';
	return true;
}

/* lfs.storage is relative to the git folder. */
static enum err
store_path(char **out, const struct repo *repo)
{
	git_config *config = NULL;
	const char *storage = NULL;
	enum err err;

	if (git_repository_config_snapshot(&config, repo->git) < 0)
		return git_fail(repo->common);
	if (git_config_get_string(&storage, config, "lfs.storage") < 0)
		storage = "lfs";
	if (*storage == '/')
		err = path_format(out, "%s", storage);
	else
		err = path_join(out, repo->common, storage);
	git_config_free(config);
	return err;
}

enum err
lfs_object(char **out, const struct repo *repo,
    const struct lfs_pointer *pointer, const char *path,
    const struct oid *commit)
{
	const char *sha = pointer->sha256;
	char *store = NULL;
	char *object = NULL;
	struct stat st;
	enum err err = store_path(&store, repo);

	if (!err)
		err = path_format(&object, "%s/objects/%.2s/%.2s/%s", store,
		    sha, sha + 2, sha);
	free(store);
	if (err)
		return err;
	if (stat(object, &st) == 0 && S_ISREG(st.st_mode) &&
	    st.st_size == pointer->size_bytes) {
		*out = object;
		return ERR_OK;
	}
	free(object);
	return err_fail(ERR_USAGE,
	    "%s: its content is in Git LFS and was not fetched; git lfs pull, "
	    "or git lfs fetch origin %s for this commit alone",
	    path, commit->hex);
}
