#include "core/base/path.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <unistd.h>

#include "core/base/clock.h"

#define READ_CHUNK 65536

static enum err
fail_errno(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

enum err
path_join(char **out, const char *a, const char *b)
{
	return path_format(out, "%s/%s", a, b);
}

enum err
path_format(char **out, const char *fmt, ...)
{
	va_list args;
	char *text;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0)
		return err_fail(ERR_NOMEM, "out of memory");
	*out = text;
	return ERR_OK;
}

bool
path_exists(const char *path)
{
	struct stat st;

	return lstat(path, &st) == 0;
}

static enum err
make_folder(const char *path)
{
	struct stat st;

	if (mkdir(path, 0777) == 0)
		return ERR_OK;
	if (errno != EEXIST)
		return fail_errno(path);
	if (stat(path, &st) == 0 && S_ISDIR(st.st_mode))
		return ERR_OK;
	return err_fail(ERR_IO, "%s: in the way of a folder", path);
}

enum err
path_mkdirs(const char *path)
{
	char *copy = strdup(path);
	enum err err = ERR_OK;

	if (!copy)
		return err_fail(ERR_NOMEM, "out of memory");
	for (char *slash = copy + (*copy == '/'); !err; slash++) {
		bool last;

		slash = strchrnul(slash, '/');
		last = *slash == '\0';
		*slash = '\0';
		err = make_folder(copy);
		if (last)
			break;
		*slash = '/';
	}
	free(copy);
	return err;
}

static enum err remove_at(int dir, const char *name, const char *shown);

static enum err
remove_content(int fd, const char *shown)
{
	DIR *dir = fdopendir(fd);
	enum err err = ERR_OK;
	struct dirent *entry;

	if (!dir) {
		err = fail_errno(shown);
		close(fd);
		return err;
	}
	while (!err && (entry = readdir(dir))) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		err = remove_at(dirfd(dir), entry->d_name, shown);
	}
	closedir(dir);
	return err;
}

static int
open_folder(int dir, const char *name)
{
	int flags = O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC;
	int fd = openat(dir, name, flags);

	if (fd < 0 && errno == EACCES && fchmodat(dir, name, 0700, 0) == 0)
		fd = openat(dir, name, flags);
	return fd;
}

static enum err
remove_at(int dir, const char *name, const char *shown)
{
	enum err err;
	int refusal;
	int fd;

	if (unlinkat(dir, name, 0) == 0 || errno == ENOENT)
		return ERR_OK;
	/* ENOTDIR also stands for a link with a slash behind it, which opening
	 * would follow. */
	if (errno == ENOTDIR)
		return fail_errno(shown);
	refusal = errno;
	fd = open_folder(dir, name);
	if (fd < 0) {
		if (errno == ENOTDIR)
			errno = refusal;
		return fail_errno(shown);
	}
	fchmod(fd, 0700); /* if it is not ours, the removal will say so */
	err = remove_content(fd, shown);
	if (!err && unlinkat(dir, name, AT_REMOVEDIR) < 0 && errno != ENOENT)
		err = fail_errno(shown);
	return err;
}

enum err
path_remove(const char *path)
{
	return remove_at(AT_FDCWD, path, path);
}

enum err
path_read(const char *path, size_t max_bytes, struct buf *out)
{
	static const char too_long[] = "%s: larger than %zu bytes";
	char chunk[READ_CHUNK];
	size_t old_len = out->len;
	enum err err = ERR_OK;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0 && errno == ENOENT)
		return err_fail(ERR_NOTFOUND, "%s: %s", path, strerror(errno));
	if (fd < 0)
		return fail_errno(path);
	while ((got = read(fd, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			err = fail_errno(path);
			break;
		}
		if (out->len + (size_t)got > max_bytes) {
			err = err_fail(ERR_LIMIT, too_long, path, max_bytes);
			break;
		}
		buf_append(out, chunk, (size_t)got);
	}
	close(fd);
	if (!err)
		err = buf_err(out);
	if (err)
		buf_truncate(out, old_len);
	return err;
}

static int
write_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t put = write(fd, data, len);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

enum err
path_write(const char *path, const char *data, size_t len)
{
	enum err err = ERR_OK;
	char *temporary = NULL;
	int fd;

	err = path_format(&temporary, "%s.%ld.tmp", path, (long)getpid());
	if (err)
		return err;
	fd = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
	if (fd < 0) {
		err = fail_errno(path);
		goto out;
	}
	if (write_all(fd, data, len) < 0 || fsync(fd) < 0)
		err = fail_errno(path);
	if (close(fd) < 0 && !err)
		err = fail_errno(path);
	if (!err && rename(temporary, path) < 0)
		err = fail_errno(path);
	if (err)
		unlink(temporary);
out:
	free(temporary);
	return err;
}

enum err
path_prune(const char *path, int64_t age_s, int64_t *removed_bytes)
{
	int64_t oldest = clock_wall_s() - age_s;
	DIR *folder = opendir(path);
	struct dirent *entry;
	struct stat st;

	*removed_bytes = 0;
	if (!folder)
		return errno == ENOENT ? ERR_OK : fail_errno(path);
	while ((entry = readdir(folder))) {
		int dir = dirfd(folder);

		if (fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISREG(st.st_mode) || st.st_mtim.tv_sec > oldest)
			continue;
		if (unlinkat(dir, entry->d_name, 0) == 0)
			*removed_bytes += (int64_t)st.st_size;
	}
	closedir(folder);
	return ERR_OK;
}

static enum err
add_disk_bytes(int dir, const char *name, int64_t *bytes)
{
	struct dirent *entry;
	struct stat st;
	DIR *folder;
	int fd;

	if (fstatat(dir, name, &st, AT_SYMLINK_NOFOLLOW) < 0)
		return errno == ENOENT ? ERR_OK : fail_errno(name);
	*bytes += (int64_t)st.st_blocks * 512;
	if (!S_ISDIR(st.st_mode))
		return ERR_OK;
	fd = openat(dir, name, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	folder = fd < 0 ? NULL : fdopendir(fd);
	if (!folder) {
		if (fd >= 0)
			close(fd);
		return ERR_OK; /* unreadable or gone: counted as it stands */
	}
	while ((entry = readdir(folder))) {
		if (strcmp(entry->d_name, ".") == 0 ||
		    strcmp(entry->d_name, "..") == 0)
			continue;
		(void)add_disk_bytes(dirfd(folder), entry->d_name, bytes);
	}
	closedir(folder);
	return ERR_OK;
}

enum err
path_prune_folders(
    const char *path, const char *prefix, int64_t age_s, int64_t *removed_bytes)
{
	int64_t oldest = clock_wall_s() - age_s;
	DIR *folder = opendir(path);
	struct dirent *entry;
	struct stat st;

	*removed_bytes = 0;
	if (!folder)
		return errno == ENOENT ? ERR_OK : fail_errno(path);
	while ((entry = readdir(folder))) {
		int dir = dirfd(folder);
		int64_t bytes = 0;

		if (strncmp(entry->d_name, prefix, strlen(prefix)) != 0 ||
		    fstatat(dir, entry->d_name, &st, AT_SYMLINK_NOFOLLOW) < 0 ||
		    !S_ISDIR(st.st_mode) || st.st_mtim.tv_sec > oldest)
			continue;
		if (!add_disk_bytes(dir, entry->d_name, &bytes) &&
		    !remove_at(dir, entry->d_name, path))
			*removed_bytes += bytes;
	}
	closedir(folder);
	return ERR_OK;
}

enum err
path_disk_bytes(const char *path, int64_t *out_bytes)
{
	int64_t bytes = 0;
	enum err err = add_disk_bytes(AT_FDCWD, path, &bytes);

	if (!err)
		*out_bytes = bytes;
	return err;
}

enum err
path_free_bytes(const char *path, int64_t *out_bytes)
{
	struct statvfs fs;

	if (statvfs(path, &fs) < 0)
		return fail_errno(path);
	*out_bytes = (int64_t)(fs.f_bavail * fs.f_frsize);
	return ERR_OK;
}
