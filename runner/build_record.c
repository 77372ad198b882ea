#include "runner/build_record.h"

#include <byteswap.h>
#include <elf.h>
#include <errno.h>
#include <fcntl.h>
#include <fts.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/hash.h"
#include "core/base/json.h"
#include "core/base/path.h"
#include "runner/build_print.h"

#define RECORD_NAME "record.json"
#define RECORD_BYTES_MAX ((size_t)16 << 20)
#define OBJECTS_MAX 10000
#define PRINT_KEY "print"

#if __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define ELFDATA_HOST ELFDATA2LSB
#else
#define ELFDATA_HOST ELFDATA2MSB
#endif

enum err
build_path(
    char **out, const struct places *places, const char *key, const char *name)
{
	return path_format(out, "%s/%s/%s", places->builds, key, name);
}

/* ---- looking at a finished tree ---- */

static enum err
inspect_artifact(struct build *build, const char *name)
{
	struct build_file *file = &build->artifacts[build->artifact_count];
	char *path = NULL;
	struct stat st;
	enum err err = path_join(&path, build->tree, name);

	if (err)
		return err;
	if (stat(path, &st) < 0 || !S_ISREG(st.st_mode)) {
		err = err_fail(ERR_CHILD,
		    "the build left no artifact %s (build.artifacts)", name);
		goto out;
	}
	err = hash_file(path, file->hash);
	if (err)
		goto out;
	file->path = strdup(name);
	if (!file->path)
		err = err_fail(ERR_NOMEM, "out of memory");
	else
		build->artifact_count++;
out:
	free(path);
	return err;
}

/* Whether one of the segments names an interpreter, as a program's does. */
static bool
has_interpreter(int fd, const Elf64_Ehdr *head)
{
	Elf64_Phdr segment;

	for (unsigned i = 0; i < head->e_phnum; i++) {
		off_t at =
		    (off_t)(head->e_phoff + (uint64_t)i * sizeof segment);

		if (pread(fd, &segment, sizeof segment, at) ==
			(ssize_t)sizeof segment &&
		    segment.p_type == PT_INTERP)
			return true;
	}
	return false;
}

/* An ELF file of the dynamic kind with no interpreter: a library or a plugin,
 * not a program. Only 64-bit files of this byte order are looked into; others
 * count as shared objects by their type alone, which lies at one place in all
 * of them. */
static bool
is_shared_object(const char *path)
{
	Elf64_Ehdr head;
	bool shared = false;
	int fd = open(path, O_RDONLY | O_CLOEXEC | O_NOFOLLOW | O_NONBLOCK);

	if (fd < 0)
		return false;
	if (pread(fd, &head, sizeof head, 0) == (ssize_t)sizeof head &&
	    memcmp(head.e_ident, ELFMAG, SELFMAG) == 0) {
		bool same_order = head.e_ident[EI_DATA] == ELFDATA_HOST;
		uint16_t type =
		    same_order ? head.e_type : bswap_16(head.e_type);

		shared = type == ET_DYN;
		if (shared && same_order &&
		    head.e_ident[EI_CLASS] == ELFCLASS64)
			shared = !has_interpreter(fd, &head);
	}
	close(fd);
	return shared;
}

static bool
is_artifact(const struct build *build, const char *name)
{
	for (size_t i = 0; i < build->artifact_count; i++)
		if (strcmp(build->artifacts[i].path, name) == 0)
			return true;
	return false;
}

static enum err
add_object(struct build *build, const char *path)
{
	const char *name = path + strlen(build->tree) + 1;
	struct build_file *objects;
	enum err err;

	if (is_artifact(build, name))
		return ERR_OK;
	if (build->object_count == OBJECTS_MAX)
		return err_fail(ERR_LIMIT, "%s: more than %d shared objects",
		    build->tree, OBJECTS_MAX);
	objects = realloc(
	    build->objects, (build->object_count + 1) * sizeof *objects);
	if (!objects)
		return err_fail(ERR_NOMEM, "out of memory");
	build->objects = objects;
	objects += build->object_count;
	err = hash_file(path, objects->hash);
	if (err)
		return err;
	objects->path = strdup(name);
	if (!objects->path)
		return err_fail(ERR_NOMEM, "out of memory");
	build->object_count++;
	return ERR_OK;
}

static int
by_name(const FTSENT **a, const FTSENT **b)
{
	return strcmp((*a)->fts_name, (*b)->fts_name);
}

static enum err
find_objects(struct build *build)
{
	char *const roots[] = {build->tree, NULL};
	FTS *walk = fts_open(roots, FTS_PHYSICAL | FTS_NOCHDIR, by_name);
	enum err err = ERR_OK;
	FTSENT *entry;

	if (!walk)
		return err_fail(ERR_IO, "%s: %s", build->tree, strerror(errno));
	while (!err && (entry = fts_read(walk))) {
		if (entry->fts_info == FTS_D &&
		    strcmp(entry->fts_name, ".git") == 0)
			fts_set(walk, entry, FTS_SKIP);
		if (entry->fts_info == FTS_F &&
		    entry->fts_statp->st_size >= (off_t)sizeof(Elf64_Ehdr) &&
		    is_shared_object(entry->fts_path))
			err = add_object(build, entry->fts_path);
	}
	fts_close(walk);
	return err;
}

enum err
build_inspect(struct build *build, const struct config_texts *artifacts)
{
	enum err err = ERR_OK;

	build->artifacts =
	    calloc(artifacts->count + 1, sizeof *build->artifacts);
	if (!build->artifacts)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < artifacts->count; i++)
		err = inspect_artifact(build, artifacts->items[i]);
	/* Without artifacts no build is called identical by its files. */
	if (!err && artifacts->count)
		err = find_objects(build);
	return err;
}

/* ---- the record ---- */

static void
put_files(
    struct json_writer *writer, const struct build_file *files, size_t count)
{
	json_array_begin(writer);
	for (size_t i = 0; i < count; i++) {
		json_array_begin_flat(writer);
		json_put_text(writer, files[i].path);
		json_put_text(writer, files[i].hash);
		json_array_end(writer);
	}
	json_array_end(writer);
}

static enum err
put_record(FILE *file, const struct build *build, int64_t disk_bytes)
{
	struct json_writer writer;
	char print[HASH_HEX_SIZE];
	enum err err = build_print(build, print);

	if (err)
		return err;
	json_writer_init(&writer, file);
	json_object_begin(&writer);
	json_member_int(&writer, "duration_ns", build->duration_ns);
	json_member_int(&writer, "disk_bytes", disk_bytes);
	json_member_text(&writer, PRINT_KEY, print);
	json_key(&writer, "artifacts");
	put_files(&writer, build->artifacts, build->artifact_count);
	json_key(&writer, "objects");
	put_files(&writer, build->objects, build->object_count);
	json_object_end(&writer);
	return json_writer_end(&writer);
}

enum err
build_record_write(const struct build *build, const struct places *places)
{
	char *path = NULL;
	char *text = NULL;
	size_t len = 0;
	int64_t disk_bytes = 0;
	FILE *file = NULL;
	enum err err = build_path(&path, places, build->key, RECORD_NAME);

	if (err)
		return err;
	err = path_disk_bytes(build->tree, &disk_bytes);
	file = open_memstream(&text, &len);
	if (!err && !file)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err = put_record(file, build, disk_bytes);
	if (file && fclose(file) == EOF && !err)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		err = path_write(path, text, len);
	free(text);
	free(path);
	return err;
}

static enum err
read_json(struct json **out, const struct places *places, const char *key)
{
	struct buf text = BUF_INIT;
	char *path = NULL;
	enum err err = build_path(&path, places, key, RECORD_NAME);

	if (!err)
		err = path_read(path, RECORD_BYTES_MAX, &text);
	if (!err)
		err = json_parse(out, text.data, text.len, path);
	buf_release(&text);
	free(path);
	return err;
}

static enum err
unsound(const char *key)
{
	return err_fail(ERR_NOTFOUND, "build %s is not whole", key);
}

static enum err
take_files(struct build *build, const struct json *list,
    struct build_file **files, size_t *count)
{
	size_t n = json_count(list);

	if (!json_is_array(list))
		return unsound(build->key);
	*files = calloc(n + 1, sizeof **files);
	if (!*files)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < n; i++) {
		const struct json *row = json_at(list, i);
		const char *name = json_text(json_at(row, 0));
		const char *hash = json_text(json_at(row, 1));

		if (!name || !hash)
			return unsound(build->key);
		snprintf((*files)[i].hash, sizeof(*files)[i].hash, "%s", hash);
		(*files)[i].path = strdup(name);
		if (!(*files)[i].path)
			return err_fail(ERR_NOMEM, "out of memory");
		*count = i + 1;
	}
	return ERR_OK;
}

/* Whether the tree is as the build left it. What benchmarks ran in may hold
 * what they left, and a side that starts with it is not the fresh one. */
static enum err
check_print(const struct build *build, const char *noted)
{
	char print[HASH_HEX_SIZE];
	enum err err = build_print(build, print);

	if (err == ERR_NOMEM)
		return err;
	if (err || !noted || strcmp(print, noted) != 0)
		return unsound(build->key);
	return ERR_OK;
}

enum err
build_record_read(
    struct build *out, const struct places *places, const char *key)
{
	struct build build = {.reused = true};
	struct json *json = NULL;
	double duration = 0;
	enum err err = read_json(&json, places, key);

	if (err)
		return err == ERR_NOMEM ? err : unsound(key);
	snprintf(build.key, sizeof build.key, "%s", key);
	err = build_path(&build.tree, places, key, "tree");
	if (!err)
		err = take_files(&build, json_get(json, "artifacts"),
		    &build.artifacts, &build.artifact_count);
	if (!err)
		err = take_files(&build, json_get(json, "objects"),
		    &build.objects, &build.object_count);
	if (!err)
		err = check_print(&build, json_get_text(json, PRINT_KEY));
	if (json_get_number(json, "duration_ns", &duration))
		build.duration_ns = (int64_t)duration;
	json_free(json);
	if (err)
		build_release(&build);
	else
		*out = build;
	return err;
}

int64_t
build_record_bytes(const struct places *places, const char *key)
{
	struct json *json = NULL;
	double bytes = 0;

	if (read_json(&json, places, key))
		return 0;
	json_get_number(json, "disk_bytes", &bytes);
	json_free(json);
	return (int64_t)bytes;
}
