#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "core/base/path.h"
#include "runner/site_folder_parts.h"

/* ---- files ---- */

static int64_t
time_of(const struct stat *st)
{
	return (int64_t)st->st_mtim.tv_sec * 1000000000 + st->st_mtim.tv_nsec;
}

/* Whether a file is as it was left. */
static bool
is_as_listed(struct site_folder *folder, const struct site_file *file)
{
	struct stat st;

	return lstat(site_folder_path(folder, file->path), &st) == 0 &&
	       S_ISREG(st.st_mode) && st.st_size == file->bytes &&
	       time_of(&st) == file->time_ns;
}

static bool
wants(void *ctx, const char *path, const char *key)
{
	struct site_folder *folder = ctx;
	struct site_file *file = site_list_find(&folder->list, path);

	if (!file)
		return true;
	file->used = true;
	if (!*key || strcmp(file->key, key) != 0 || !is_as_listed(folder, file))
		return true;
	folder->counts.kept++;
	return false;
}

/* A file's entry; a new one is listed on disk before it is there. A file that
 * is not listed is somebody else's. */
static enum err
take_entry(struct site_folder *folder, const char *path, struct site_file **out)
{
	struct buf line = BUF_INIT;
	struct stat st;
	enum err err;

	*out = site_list_find(&folder->list, path);
	if (*out)
		return ERR_OK;
	if (!site_path_is_safe(path))
		return err_fail(ERR_USAGE, "%s: no path of a site", path);
	if (lstat(site_folder_path(folder, path), &st) == 0)
		return err_fail(ERR_USAGE,
		    "%s: a file that is not of the site is in its way",
		    buf_text(&folder->full));
	err = site_list_add(&folder->list, path, out);
	if (err)
		return err;
	site_list_line(&line, *out);
	err = site_folder_append(folder, &line);
	buf_release(&line);
	return err;
}

static enum err
note_file(struct site_folder *folder, struct site_file *file, const char *key)
{
	const char *path = site_folder_path(folder, file->path);
	struct stat st;

	if (lstat(path, &st) < 0)
		return site_folder_fail(path);
	snprintf(file->key, sizeof file->key, "%s", key);
	file->bytes = st.st_size;
	file->time_ns = time_of(&st);
	file->used = true;
	return ERR_OK;
}

static bool
holds(
    struct site_folder *folder, const char *path, const char *data, size_t len)
{
	struct stat st;

	if (lstat(path, &st) < 0 || !S_ISREG(st.st_mode) ||
	    (size_t)st.st_size != len)
		return false;
	buf_reset(&folder->old);
	return path_read(path, len + 1, &folder->old) == ERR_OK &&
	       folder->old.len == len &&
	       memcmp(buf_text(&folder->old), data, len) == 0;
}

/* Old and new files change places, so that the old ones are forgotten at the
 * end: ext4 looks long for a number that is free among those of files that were
 * just removed. Not every file system can exchange two. */
static int
put_in_place(const char *fresh, const char *path)
{
	struct stat st;

	if (lstat(path, &st) == 0 && S_ISREG(st.st_mode) &&
	    renameat2(AT_FDCWD, fresh, AT_FDCWD, path, RENAME_EXCHANGE) == 0)
		return 0;
	return rename(fresh, path);
}

/* As path_write(), but not synced: it can be made again, and there are
 * thousands. */
static enum err
replace(
    struct site_folder *folder, const char *path, const char *data, size_t len)
{
	bool whole = true;
	const char *fresh;
	int fd;

	buf_reset(&folder->fresh);
	buf_printf(
	    &folder->fresh, "%s/%zu", folder->new_path, folder->new_count++);
	fresh = buf_text(&folder->fresh);
	fd = open(
	    fresh, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (fd < 0)
		return site_folder_fail(fresh);
	while (whole && len) {
		ssize_t n = write(fd, data, len);

		whole = n > 0;
		data += whole ? n : 0;
		len -= whole ? (size_t)n : 0;
	}
	if (close(fd) < 0 || !whole)
		return site_folder_fail(fresh);
	return put_in_place(fresh, path) < 0 ? site_folder_fail(path) : ERR_OK;
}

static enum err
put_file(struct site_folder *folder, struct site_file *file, const char *key,
    const char *data, size_t len)
{
	const char *path = site_folder_path(folder, file->path);
	enum err err = ERR_OK;

	if (holds(folder, path, data, len)) {
		folder->counts.kept++;
	} else {
		err = replace(folder, path, data, len);
		folder->counts.written++;
	}
	return err ? err : note_file(folder, file, key);
}

/* ---- pictures ---- */

/* As many as start a batch where nothing is drawn: gnuplot takes as long to
 * start as to draw twenty. */
#define BATCH_LEAST 64

static size_t
processor_count(void)
{
	long online = sysconf(_SC_NPROCESSORS_ONLN);

	return online > 0 ? (size_t)online : 1;
}

/* What was drawn comes to its place. */
static enum err
put_pictures(struct site_folder *folder, struct site_batch *batch)
{
	enum err err = site_batch_wait(batch);

	if (!err)
		err = interrupt_check();
	for (size_t i = 0; !err && i < batch->count; i++) {
		const struct site_picture *picture = &batch->pictures[i];

		err = put_file(folder, &folder->list.files[picture->entry],
		    picture->key, buf_text(&picture->image),
		    picture->image.len);
	}
	site_batch_clear(batch);
	return err;
}

/* One batch is drawn at a time. */
static enum err
start_batch(struct site_folder *folder, size_t processes)
{
	struct site_batch *filled = &folder->batches[folder->filling];
	enum err err = put_pictures(folder, &folder->batches[!folder->filling]);

	if (err || !filled->count)
		return err;
	site_batch_start(filled, processes);
	folder->filling = !folder->filling;
	return ERR_OK;
}

/* Pages are made at the same time, so one processor is theirs. */
static enum err
keep_drawing(struct site_folder *folder)
{
	size_t count = folder->batches[folder->filling].count;
	struct site_batch *other = &folder->batches[!folder->filling];
	bool idle = !other->count || site_batch_is_done(other);
	size_t processors = processor_count();

	if (count < SITE_BATCH_MAX && (count < BATCH_LEAST || !idle))
		return ERR_OK;
	return start_batch(folder, processors > 1 ? processors - 1 : 1);
}

static enum err
draw_rest(struct site_folder *folder)
{
	enum err err = start_batch(folder, processor_count());

	return err ? err : start_batch(folder, 1);
}

static enum err
draw(void *ctx, const char *path, const char *key, const char *script,
    int width, int height)
{
	struct site_folder *folder = ctx;
	struct site_file *file;
	struct site_picture picture = {
	    .path = (char *)path,
	    .script = (char *)script,
	    .width = width,
	    .height = height,
	};
	enum err err = interrupt_check();

	if (!err)
		err = take_entry(folder, path, &file);
	if (err)
		return err;
	snprintf(picture.key, sizeof picture.key, "%s", key);
	picture.full = (char *)site_folder_path(folder, path);
	picture.entry = (size_t)(file - folder->list.files);
	err = site_batch_add(&folder->batches[folder->filling], &picture);
	return err ? err : keep_drawing(folder);
}

/* ---- pages ---- */

static enum err
write_file(
    void *ctx, const char *path, const char *key, const char *data, size_t len)
{
	struct site_folder *folder = ctx;
	struct site_file *file;
	enum err err = interrupt_check();

	if (!err)
		err = take_entry(folder, path, &file);
	if (!err)
		err = put_file(folder, file, key, data, len);
	if (len > folder->counts.largest_bytes)
		folder->counts.largest_bytes = len;
	return err ? err : keep_drawing(folder);
}

struct site_writer
site_folder_writer(struct site_folder *folder)
{
	return (struct site_writer){
	    .wants = wants, .write = write_file, .draw = draw, .ctx = folder};
}

/* ---- the end ---- */

static enum err
remove_unused(struct site_folder *folder)
{
	for (size_t i = 0; i < folder->list.count; i++) {
		const struct site_file *file = &folder->list.files[i];
		const char *path = site_folder_path(folder, file->path);

		if (file->used)
			continue;
		if (unlink(path) == 0)
			folder->counts.removed++;
		else if (errno != ENOENT)
			return site_folder_fail(path);
	}
	return ERR_OK;
}

static enum err
write_list(struct site_folder *folder)
{
	struct buf text = BUF_INIT;
	enum err err;

	site_list_head(&text);
	for (size_t i = 0; i < folder->list.count; i++)
		if (folder->list.files[i].used)
			site_list_line(&text, &folder->list.files[i]);
	err = buf_err(&text);
	if (!err)
		err = path_write(folder->list_path, buf_text(&text), text.len);
	buf_release(&text);
	return err;
}

enum err
site_folder_finish(struct site_folder *folder, struct site_counts *out)
{
	enum err err = draw_rest(folder);

	if (!err)
		err = remove_unused(folder);
	if (!err)
		err = write_list(folder);
	if (!err)
		*out = folder->counts;
	return err;
}
