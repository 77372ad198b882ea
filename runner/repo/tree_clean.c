#include "runner/repo/tree_clean.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/path.h"

struct walk {
	struct tree_job *job;
	struct buf path; /* root, '/', path in the tree */
	size_t root_bytes; /* of "root/" in it */
};

static enum err
fail_errno(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

static bool
is_dots(const char *name)
{
	return strcmp(name, ".") == 0 || strcmp(name, "..") == 0;
}

/* Opens what is a folder itself, also one that lost its permissions. */
static int
open_folder(int parent, const char *name, mode_t mode)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	struct stat st;
	int fd = openat(parent, name, flags);

	if (fd < 0 && errno == EACCES &&
	    fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) == 0 &&
	    S_ISDIR(st.st_mode) && fchmodat(parent, name, mode, 0) == 0)
		fd = openat(parent, name, flags);
	return fd;
}

static bool
is_time(const git_index_time *kept, const struct timespec *now)
{
	return kept->seconds == (int32_t)now->tv_sec &&
	       kept->nanoseconds == (uint32_t)now->tv_nsec;
}

static bool
is_before(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec < b->tv_sec ||
	       (a->tv_sec == b->tv_sec && a->tv_nsec < b->tv_nsec);
}

/* Nobody can set the change time, so equal times mean an untouched file; but
 * the clock's step is some milliseconds, and within one a change would not
 * show: hence only files older than the seal count. */
static bool
is_untouched(const git_index_entry *entry, const struct stat *st,
    const struct timespec *sealed)
{
	bool link = entry->mode == GIT_FILEMODE_LINK;

	return (link ? S_ISLNK(st->st_mode) : S_ISREG(st->st_mode)) &&
	       entry->ino == (uint32_t)st->st_ino &&
	       entry->file_size == (uint32_t)st->st_size &&
	       is_time(&entry->mtime, &st->st_mtim) &&
	       is_time(&entry->ctime, &st->st_ctim) &&
	       is_before(&st->st_ctim, sealed);
}

static enum err walk_folder(struct walk *walk, int fd);

static enum err
enter(struct walk *walk, int parent, const char *name)
{
	int fd = open_folder(parent, name, walk->job->folder_mode);

	if (fd < 0)
		return fail_errno(walk->path.data);
	return walk_folder(walk, fd);
}

static bool
holds_entries(struct walk *walk)
{
	size_t len = walk->path.len;
	bool holds;

	buf_putc(&walk->path, '/');
	holds =
	    !walk->path.failed && git_index_find_prefix(NULL, walk->job->index,
				      walk->path.data + walk->root_bytes) == 0;
	buf_truncate(&walk->path, len);
	return holds;
}

/* Decide about one name; walk->path is its full path. */
static enum err
judge(struct walk *walk, int parent, const char *name)
{
	struct tree_job *job = walk->job;
	const git_index_entry *entry;
	struct stat st;
	size_t pos;

	if (fstatat(parent, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? ERR_OK : fail_errno(walk->path.data);
	if (git_index_find(
		&pos, job->index, walk->path.data + walk->root_bytes) == 0) {
		entry = git_index_get_byindex(job->index, pos);
		if (entry->mode == GIT_FILEMODE_COMMIT
			? S_ISDIR(st.st_mode)
			: is_untouched(entry, &st, &job->sealed)) {
			job->present[pos] = true;
			return ERR_OK;
		}
	} else if (S_ISDIR(st.st_mode) && holds_entries(walk)) {
		return enter(walk, parent, name);
	}
	return path_remove(walk->path.data);
}

/* Takes `fd`. */
static enum err
walk_folder(struct walk *walk, int fd)
{
	size_t len = walk->path.len;
	enum err err = ERR_OK;
	struct dirent *entry;
	struct stat st;
	DIR *dir = fdopendir(fd);

	if (!dir) {
		err = fail_errno(walk->path.data);
		close(fd);
		return err;
	}
	if (fstat(fd, &st) < 0 ||
	    ((st.st_mode & 07777) != walk->job->folder_mode &&
		fchmod(fd, walk->job->folder_mode) < 0))
		err = fail_errno(walk->path.data);
	if (!err)
		err = tree_job_poll(walk->job);
	while (!err && (entry = readdir(dir))) {
		bool at_root = len + 1 == walk->root_bytes;

		if (is_dots(entry->d_name) ||
		    (at_root && strcmp(entry->d_name, ".git") == 0))
			continue;
		buf_putc(&walk->path, '/');
		buf_puts(&walk->path, entry->d_name);
		err = buf_err(&walk->path);
		if (!err)
			err = judge(walk, fd, entry->d_name);
		buf_truncate(&walk->path, len);
	}
	closedir(dir);
	return err;
}

enum err
tree_clean(struct tree_job *job)
{
	struct walk walk = {.job = job, .path = BUF_INIT};
	enum err err;

	buf_puts(&walk.path, job->root);
	walk.root_bytes = walk.path.len + 1;
	err = buf_err(&walk.path);
	if (!err)
		err = enter(&walk, AT_FDCWD, job->root);
	buf_release(&walk.path);
	return err;
}

enum err
tree_clean_folder(const char *path, const char *keep)
{
	enum err err = ERR_OK;
	struct dirent *entry;
	char *full = NULL;
	DIR *dir;
	int fd = open_folder(AT_FDCWD, path, 0700);

	dir = fd < 0 ? NULL : fdopendir(fd);
	if (!dir) {
		err = fail_errno(path);
		if (fd >= 0)
			close(fd);
		return err;
	}
	while (!err && (entry = readdir(dir))) {
		if (is_dots(entry->d_name) ||
		    (keep && strcmp(entry->d_name, keep) == 0))
			continue;
		err = path_join(&full, path, entry->d_name);
		if (!err)
			err = path_remove(full);
		free(full);
		full = NULL;
	}
	closedir(dir);
	return err;
}
