#include "reports/place.h"

#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

#define MODE_NEW 0666 /* before the umask */
#define MODE_BITS 07777

static enum err
fail_errno(const char *path)
{
	return err_fail(ERR_IO, "%s: %s", path,
	    errno ? strerror(errno) : "cannot be written");
}

/* One job: what to write, and where. */
struct output {
	place_write_fn *write;
	void *ctx;
	const char *path; /* as the user wrote it */
	bool unsynced;
};

/* Write all of it and close `fd`. */
static enum err
write_fd(const struct output *output, int fd)
{
	FILE *file = fdopen(fd, "w");
	enum err err;

	if (!file) {
		err = fail_errno(output->path);
		close(fd);
		return err;
	}
	errno = 0;
	err = output->write(output->ctx, file);
	if (err == ERR_IO)
		err = fail_errno(output->path);
	/* A pipe has nothing to sync. */
	if (!err && !output->unsynced && fsync(fd) < 0 && errno != EINVAL &&
	    errno != EROFS)
		err = fail_errno(output->path);
	if (fclose(file) == EOF && !err)
		err = fail_errno(output->path);
	return err;
}

/* Pipes, terminals, /dev/stdout. The last may be a file that the shell opened
 * and others write to as well, so it is neither replaced nor emptied. */
static enum err
write_direct(const struct output *output)
{
	int fd = open(output->path,
	    O_WRONLY | O_APPEND | O_CREAT | O_NOCTTY | O_CLOEXEC, MODE_NEW);

	if (fd < 0)
		return fail_errno(output->path);
	fflush(stdout); /* it may be the same file, and this comes later */
	return write_fd(output, fd);
}

/* `target` is output->path without symbolic links; `old` is what is there now,
 * or NULL: its permissions stay. */
static enum err
write_replaced(
    const struct output *output, const char *target, const struct stat *old)
{
	char *temporary = NULL;
	enum err err;
	int fd;

	err = path_format(&temporary, "%s.%ld.tmp", target, (long)getpid());
	if (err)
		return err;
	unlink(temporary); /* a dead process may have left it */
	fd = open(temporary, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, MODE_NEW);
	if (fd < 0) {
		err = fail_errno(output->path);
		goto out;
	}
	if (old && fchmod(fd, old->st_mode & MODE_BITS) < 0) {
		err = fail_errno(output->path);
		close(fd);
	} else {
		err = write_fd(output, fd);
	}
	if (!err && rename(temporary, target) < 0)
		err = fail_errno(output->path);
	if (err)
		unlink(temporary);
out:
	free(temporary);
	return err;
}

/* Links with these names stand for open files of a process, not for places in
 * a folder. (/dev/shm is a folder like any other.) */
static bool
is_device_path(const char *path)
{
	static const char *const prefixes[] = {
	    "/dev/std", "/dev/fd/", "/proc/"};

	for (size_t i = 0; i < sizeof prefixes / sizeof prefixes[0]; i++) {
		if (strncmp(path, prefixes[i], strlen(prefixes[i])) == 0)
			return true;
	}
	return false;
}

static enum err
write_path(const struct output *output)
{
	struct stat st;
	char *target;
	enum err err;

	if (is_device_path(output->path))
		return write_direct(output);
	if (stat(output->path, &st) < 0)
		return errno == ENOENT
			   ? write_replaced(output, output->path, NULL)
			   : fail_errno(output->path);
	if (!S_ISREG(st.st_mode))
		return write_direct(output);
	target = realpath(output->path, NULL);
	if (!target)
		return fail_errno(output->path);
	err = is_device_path(target) ? write_direct(output)
				     : write_replaced(output, target, &st);
	free(target);
	return err;
}

static enum err
write_output(const struct output *output)
{
	enum err err;

	if (strcmp(output->path, "-") != 0)
		return write_path(output);
	errno = 0;
	err = output->write(output->ctx, stdout);
	if (err == ERR_IO)
		err = fail_errno("standard output");
	return err;
}

enum err
place_write(const char *path, place_write_fn *write, void *ctx)
{
	const struct output output = {write, ctx, path, false};

	return write_output(&output);
}

enum err
place_write_unsynced(const char *path, place_write_fn *write, void *ctx)
{
	const struct output output = {write, ctx, path, true};

	return write_output(&output);
}
