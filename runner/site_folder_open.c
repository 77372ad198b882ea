#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/path.h"
#include "runner/site_folder_parts.h"

#define LIST_NAME ".tidemark-site"
#define LIST_MAX_BYTES ((size_t)1 << 30)
/* Not a path of the site, so never listed; what a killed process left goes. */
#define NEW_NAME ".tidemark-site.new"

static const char *const folders[] = {
    "assets", "benchmark", "chart", "commit", "comparison", "data", "series"};

#define FOLDER_COUNT (sizeof folders / sizeof *folders)

const char *
site_folder_path(struct site_folder *folder, const char *path)
{
	buf_reset(&folder->full);
	buf_printf(&folder->full, "%s/%s", folder->path, path);
	return buf_text(&folder->full);
}

enum err
site_folder_fail(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

static enum err
is_empty(const char *path, bool *out)
{
	DIR *dir = opendir(path);
	const struct dirent *entry;

	if (!dir)
		return site_folder_fail(path);
	*out = true;
	while ((entry = readdir(dir)))
		if (strcmp(entry->d_name, ".") != 0 &&
		    strcmp(entry->d_name, "..") != 0)
			*out = false;
	closedir(dir);
	return ERR_OK;
}

/* A list that was begun and has not its first line yet is empty. */
static enum err
check_ours(struct site_folder *folder)
{
	bool empty = false;
	enum err err;

	if (path_exists(folder->list_path))
		return ERR_OK;
	err = is_empty(folder->path, &empty);
	if (!err && !empty)
		err = err_fail(ERR_USAGE,
		    "%s: a folder that has files which are not of a site: name "
		    "an empty one, or one that does not exist",
		    folder->path);
	return err;
}

/* The last user may have put another list in the place of the one that was
 * opened. */
static enum err
lock_list(struct site_folder *folder)
{
	struct stat opened, named;

	folder->fd = open(folder->list_path,
	    O_RDWR | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0666);
	if (folder->fd < 0)
		return site_folder_fail(folder->list_path);
	if (flock(folder->fd, LOCK_EX | LOCK_NB) < 0 ||
	    fstat(folder->fd, &opened) < 0 ||
	    lstat(folder->list_path, &named) < 0 ||
	    opened.st_ino != named.st_ino)
		return err_fail(ERR_USAGE,
		    "%s: another process writes to this site", folder->path);
	folder->locked = true;
	return ERR_OK;
}

enum err
site_folder_append(struct site_folder *folder, const struct buf *text)
{
	if (buf_err(text))
		return ERR_NOMEM;
	if (write(folder->fd, text->data, text->len) != (ssize_t)text->len)
		return site_folder_fail(folder->list_path);
	return ERR_OK;
}

/* A last line that was cut off names no file, as files are written after their
 * lines; it goes, so that the next one is whole. */
static enum err
drop_cut_line(struct site_folder *folder, const struct buf *text)
{
	const char *last = strrchr(buf_text(text), '\n');

	if (last && !last[1])
		return ERR_OK;
	if (ftruncate(folder->fd, last ? last + 1 - text->data : 0) < 0)
		return site_folder_fail(folder->list_path);
	return ERR_OK;
}

static enum err
read_list(struct site_folder *folder)
{
	struct buf text = BUF_INIT;
	enum err err = path_read(folder->list_path, LIST_MAX_BYTES, &text);

	if (!err && !text.len) {
		site_list_head(&text);
		err = site_folder_append(folder, &text);
	}
	if (!err)
		err = site_list_read(
		    &folder->list, buf_text(&text), folder->list_path);
	if (!err)
		err = drop_cut_line(folder, &text);
	if (err == ERR_PARSE)
		err = ERR_USAGE;
	buf_release(&text);
	return err;
}

/* The list may have come from elsewhere with the folder: no file outside of it
 * may be reached. */
static enum err
make_folders(struct site_folder *folder)
{
	for (size_t i = 0; i < FOLDER_COUNT; i++) {
		const char *path = site_folder_path(folder, folders[i]);
		struct stat st;

		if (mkdir(path, 0777) < 0 && errno != EEXIST)
			return site_folder_fail(path);
		if (lstat(path, &st) < 0)
			return site_folder_fail(path);
		if (!S_ISDIR(st.st_mode))
			return err_fail(ERR_USAGE,
			    "%s: a folder was expected, and no link to one",
			    path);
	}
	return buf_err(&folder->full);
}

static enum err
make_new_folder(struct site_folder *folder)
{
	enum err err = path_remove(folder->new_path);

	if (!err && mkdir(folder->new_path, 0777) < 0)
		err = site_folder_fail(folder->new_path);
	return err;
}

enum err
site_folder_open(struct site_folder **out, const char *path)
{
	struct site_folder *folder = calloc(1, sizeof *folder);
	enum err err;

	if (!folder)
		return err_fail(ERR_NOMEM, "out of memory");
	folder->fd = -1;
	/* Before there is a lock that the supervisor would hold, too, and not
	 * by a thread, which it would end with. */
	err = child_init();
	if (!err)
		err = path_format(&folder->path, "%s", path);
	if (!err)
		err = path_join(&folder->list_path, path, LIST_NAME);
	if (!err)
		err = path_join(&folder->new_path, path, NEW_NAME);
	if (!err)
		err = path_mkdirs(path);
	if (!err)
		err = check_ours(folder);
	if (!err)
		err = lock_list(folder);
	if (!err)
		err = read_list(folder);
	if (!err)
		err = make_folders(folder);
	if (!err)
		err = make_new_folder(folder);
	if (err)
		site_folder_free(folder);
	else
		*out = folder;
	return err;
}

void
site_folder_free(struct site_folder *folder)
{
	if (!folder)
		return;
	for (size_t i = 0; i < 2; i++)
		site_batch_clear(&folder->batches[i]);
	if (folder->locked)
		(void)path_remove(folder->new_path);
	site_list_release(&folder->list);
	if (folder->fd >= 0)
		close(folder->fd);
	buf_release(&folder->full);
	buf_release(&folder->old);
	buf_release(&folder->fresh);
	free(folder->path);
	free(folder->list_path);
	free(folder->new_path);
	free(folder);
}
