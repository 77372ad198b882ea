#include <assert.h>
#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "runner/build.h"
#include "runner/build_record.h"

struct entry {
	char key[BUILD_KEY_SIZE];
	int64_t bytes; /* 0: abandoned, no record */
	struct timespec used; /* when its record was last touched */
};

static bool
in_use(const struct builder *builder, const char *key)
{
	for (size_t i = 0; i < builder->in_use_count; i++)
		if (strcmp(builder->in_use[i], key) == 0)
			return true;
	return false;
}

void
build_keep(struct builder *builder, const char *key)
{
	if (in_use(builder, key))
		return;
	assert(builder->in_use_count < SIDE_COUNT);
	snprintf(builder->in_use[builder->in_use_count++], BUILD_KEY_SIZE, "%s",
	    key);
}

static enum err
read_entry(const struct places *places, const char *key, struct entry *entry)
{
	char *path = NULL;
	struct stat st;
	enum err err = build_path(&path, places, key, "record.json");

	if (err)
		return err;
	*entry = (struct entry){.bytes = build_record_bytes(places, key)};
	snprintf(
	    entry->key, sizeof entry->key, "%.*s", BUILD_KEY_SIZE - 1, key);
	if (stat(path, &st) == 0)
		entry->used = st.st_mtim;
	free(path);
	return ERR_OK;
}

/* Abandoned ones first, then the least recently used. */
static int
by_use(const void *a, const void *b)
{
	const struct entry *x = a;
	const struct entry *y = b;

	if (!x->bytes != !y->bytes)
		return x->bytes ? 1 : -1;
	if (x->used.tv_sec != y->used.tv_sec)
		return x->used.tv_sec < y->used.tv_sec ? -1 : 1;
	if (x->used.tv_nsec != y->used.tv_nsec)
		return x->used.tv_nsec < y->used.tv_nsec ? -1 : 1;
	return strcmp(x->key, y->key);
}

static enum err
list(const struct places *places, struct entry **out, size_t *count)
{
	DIR *folder = opendir(places->builds);
	struct entry *entries = NULL;
	enum err err = ERR_OK;
	struct dirent *item;
	size_t n = 0;

	if (!folder && errno != ENOENT)
		return err_fail(
		    ERR_IO, "%s: %s", places->builds, strerror(errno));
	while (folder && !err && (item = readdir(folder))) {
		struct entry *grown;

		if (strlen(item->d_name) != BUILD_KEY_SIZE - 1)
			continue;
		grown = realloc(entries, (n + 1) * sizeof *entries);
		if (!grown) {
			err = err_fail(ERR_NOMEM, "out of memory");
			break;
		}
		entries = grown;
		err = read_entry(places, item->d_name, &entries[n++]);
	}
	if (folder)
		closedir(folder);
	if (err) {
		free(entries);
		return err;
	}
	if (n)
		qsort(entries, n, sizeof *entries, by_use);
	*out = entries;
	*count = n;
	return ERR_OK;
}

/* The record goes first: whatever happens next, it is no build any more. */
static enum err
drop(const struct places *places, const char *key, const char *spare)
{
	char *record = NULL;
	char *tree = NULL;
	char *folder = NULL;
	enum err err = build_path(&record, places, key, "record.json");

	if (!err)
		err = build_path(&tree, places, key, "tree");
	if (!err)
		err = path_join(&folder, places->builds, key);
	if (!err)
		err = path_remove(record);
	if (!err && spare && !path_exists(spare) && rename(tree, spare) < 0 &&
	    errno != ENOENT)
		err = err_fail(ERR_IO, "%s: %s", tree, strerror(errno));
	if (!err)
		err = path_remove(folder);
	free(record);
	free(tree);
	free(folder);
	return err;
}

enum err
build_trim(const struct builder *builder, int64_t max_bytes, const char *spare,
    int64_t *dropped_bytes)
{
	struct entry *entries = NULL;
	int64_t total = 0;
	int64_t dropped = 0;
	size_t count = 0;
	enum err err = list(builder->places, &entries, &count);

	for (size_t i = 0; i < count; i++)
		total += entries[i].bytes;
	for (size_t i = 0; !err && i < count; i++) {
		bool wanted = entries[i].bytes && total <= max_bytes;

		if (wanted || in_use(builder, entries[i].key))
			continue;
		err = drop(builder->places, entries[i].key, spare);
		total -= entries[i].bytes;
		dropped += entries[i].bytes;
	}
	free(entries);
	if (!err && dropped_bytes)
		*dropped_bytes = dropped;
	return err;
}
