#include "runner/lock.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/interrupt.h"

#define RETRY_MS 100
#define OPEN_RETRY_MS 20
#define TRIES_MAX 10
#define HOLDER_SIZE 256

static const char *
lock_path(void)
{
	const char *path = getenv("TIDEMARK_LOCK");

	return path && *path ? path : LOCK_FILE;
}

/* The file may belong to another user: open it before making it, since sticky
 * folders refuse O_CREAT on other people's files. Who makes it does so alone,
 * and is EEXIST to all others. */
static int
open_file(const char *path)
{
	int flags = O_RDWR | O_CLOEXEC | O_NOFOLLOW;
	int fd = open(path, flags);

	if (fd >= 0 || errno != ENOENT)
		return fd;
	fd = open(path, flags | O_CREAT | O_EXCL, 0666);
	if (fd >= 0)
		(void)fchmod(fd, 0666); /* whatever the umask says */
	return fd;
}

/* Whether the path still names the open file. */
static bool
names_file(const char *path, int fd)
{
	struct stat there;
	struct stat ours;

	return lstat(path, &there) == 0 && fstat(fd, &ours) == 0 &&
	       there.st_dev == ours.st_dev && there.st_ino == ours.st_ino;
}

static void
read_holder(int fd, char *out, size_t size)
{
	ssize_t got = pread(fd, out, size - 1, 0);

	out[got > 0 ? got : 0] = '\0';
	out[strcspn(out, "\n")] = '\0';
	if (!*out)
		snprintf(out, size, "another process");
}

static void
write_holder(int fd, const char *purpose)
{
	char line[HOLDER_SIZE];
	int len = snprintf(
	    line, sizeof line, "pid %ld (%s)\n", (long)getpid(), purpose);
	size_t bytes =
	    (size_t)len < sizeof line ? (size_t)len : sizeof line - 1;

	/* Only a courtesy to those who wait: a full disk must not matter. */
	if (ftruncate(fd, 0) < 0 ||
	    pwrite(fd, line, bytes, 0) != (ssize_t)bytes)
		return;
}

/* *waiting is told once, and then NULL. */
static enum err
wait_for(int fd, const char *path, lock_waiting_fn **waiting, void *ctx)
{
	char holder[HOLDER_SIZE];
	enum err err;

	if (flock(fd, LOCK_EX | LOCK_NB) == 0)
		return ERR_OK;
	if (errno == EWOULDBLOCK && *waiting) {
		read_holder(fd, holder, sizeof holder);
		(*waiting)(ctx, holder);
		*waiting = NULL;
	}
	while (flock(fd, LOCK_EX | LOCK_NB) < 0) {
		if (errno != EWOULDBLOCK && errno != EINTR)
			return err_fail(ERR_IO, "%s: cannot be locked: %s",
			    path, strerror(errno));
		err = interrupt_check();
		if (err)
			return err;
		poll(NULL, 0, RETRY_MS);
	}
	return ERR_OK;
}

/* Somebody else may be about to make the file: then it is there (EEXIST), or
 * not yet open to all (EACCES between its open and its fchmod). And who cleans
 * its folder may remove it: a lock on a file that the path no longer names is
 * none, since the next one to come makes another file. */
enum err
lock_take(
    struct lock *lock, const char *purpose, lock_waiting_fn *waiting, void *ctx)
{
	const char *path = lock_path();
	const char *why = NULL;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		int fd = open_file(path);
		enum err err;

		if (fd < 0) {
			why = strerror(errno);
			if (errno != EEXIST && errno != EACCES)
				break;
			poll(NULL, 0, OPEN_RETRY_MS);
			continue;
		}
		err = wait_for(fd, path, &waiting, ctx);
		if (!err && names_file(path, fd)) {
			write_holder(fd, purpose);
			lock->fd = fd;
			return ERR_OK;
		}
		close(fd);
		if (err)
			return err;
		why = "it is removed again and again";
	}
	return err_fail(
	    ERR_IO, "%s: the measuring lock cannot be opened: %s", path, why);
}

void
lock_release(struct lock *lock)
{
	if (lock->fd < 0)
		return;
	(void)!ftruncate(lock->fd, 0);
	close(lock->fd);
	lock->fd = -1;
}
