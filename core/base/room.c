#include "core/base/room.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/child_parts.h"
#include "core/base/clock.h"
#include "core/base/supervisor_parts.h"

#define OPEN_LIMIT_MS 10000
#define CLOSE_LIMIT_NS (5 * CLOCK_NS_PER_S)
#define PAUSE_NS (100 * 1000)
#define PROGRAM_FD 4
#define WORDS_MAX 2000 /* bytes of what the program says */
#define ID_SIZE 24
#define APART 64 /* above all descriptors that are placed */

struct room {
	int socket; /* -1: its supervisor has ended */
	pid_t pid; /* of the program that made it */
};

/* What the forked process needs; all made before it is forked. */
struct starting {
	const struct room_spec *spec;
	const char **argv;
	char *env[2];
	char uid[ID_SIZE];
	char gid[ID_SIZE];
	int socket;
	int program;
	int words; /* takes what the program says */
	pid_t parent;
};

int
room_socket(const struct room *room)
{
	return room->socket;
}

void
room_lose(struct room *room)
{
	if (room->socket >= 0)
		close(room->socket);
	room->socket = -1;
}

/* ---- starting ---- */

static enum err
make_arguments(struct starting *starting)
{
	const struct room_spec *spec = starting->spec;
	size_t count = 0;

	while (spec->argv[count])
		count++;
	starting->argv = calloc(count + 4, sizeof *starting->argv);
	if (!starting->argv)
		return err_fail(ERR_NOMEM, "out of memory");
	memcpy(starting->argv, spec->argv, count * sizeof *starting->argv);
	starting->argv[count++] = spec->supervisor;
	if (spec->drops) {
		snprintf(starting->uid, ID_SIZE, "%ld", (long)spec->uid);
		snprintf(starting->gid, ID_SIZE, "%ld", (long)spec->gid);
		starting->argv[count++] = starting->uid;
		starting->argv[count] = starting->gid;
	}
	return ERR_OK;
}

/* A file without a name that holds the supervisor's program, at its begin. */
static enum err
make_program(const struct room_spec *spec, int *out)
{
	const char *data = spec->program;
	size_t left = spec->program_bytes;

	*out = memfd_create("supervisor", MFD_CLOEXEC);
	while (*out >= 0 && left) {
		ssize_t put = write(*out, data, left);

		if (put < 0)
			break;
		data += put;
		left -= (size_t)put;
	}
	if (*out < 0 || left || lseek(*out, 0, SEEK_SET) < 0)
		return err_fail(
		    ERR_IO, "the supervisor's file: %s", strerror(errno));
	return ERR_OK;
}

/* Give the program its descriptors: first out of each other's way. */
static bool
place_descriptors(const struct starting *starting)
{
	int null = open("/dev/null", O_RDONLY | O_CLOEXEC);
	int words = fcntl(starting->words, F_DUPFD_CLOEXEC, APART);
	int socket = fcntl(starting->socket, F_DUPFD_CLOEXEC, APART);
	int program = fcntl(starting->program, F_DUPFD_CLOEXEC, APART);

	return null >= 0 && dup2(null, STDIN_FILENO) >= 0 && words >= 0 &&
	       dup2(words, STDOUT_FILENO) >= 0 &&
	       dup2(words, STDERR_FILENO) >= 0 && socket >= 0 &&
	       dup2(socket, SUPERVISOR_ROOM_SOCKET) >= 0 && program >= 0 &&
	       dup2(program, PROGRAM_FD) >= 0 &&
	       close_range(PROGRAM_FD + 1, ~0U, 0) == 0;
}

/* In the forked process. */
static _Noreturn void
become_program(const struct starting *starting)
{
	char *const *argv = (char *const *)starting->argv;
	sigset_t empty;
	int32_t step;

	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != starting->parent)
		_exit(127);
	setpgid(0, 0); /* the terminal's signals are not for it */
	supervisor_signals(SIG_DFL);
	sigemptyset(&empty);
	sigprocmask(SIG_SETMASK, &empty, NULL);
	if (place_descriptors(starting) &&
	    supervisor_conditions(starting->spec->conditions, &step))
		execvpe(argv[0], argv, starting->env);
	dprintf(STDERR_FILENO, "%s: %s", argv[0], strerror(errno));
	_exit(127);
}

/* Where the supervisor says that it is there, with one byte. Else the program
 * has said why not. */
static enum err
wait_for_supervisor(const struct room *room, int words, const char *program)
{
	struct pollfd fd = {.fd = room->socket, .events = POLLIN};
	char text[WORDS_MAX] = "";
	char byte;
	int ready;

	do {
		ready = poll(&fd, 1, OPEN_LIMIT_MS);
	} while (ready < 0 && errno == EINTR);
	if (ready > 0 && read(room->socket, &byte, 1) == 1)
		return ERR_OK;
	if (ready > 0 && read(words, text, sizeof text - 1) > 0)
		text[strcspn(text, "\n")] = '\0';
	if (!*text)
		snprintf(text, sizeof text, "%s: %s", program,
		    ready > 0 ? "it ended at once" : "it takes too long");
	return err_fail(ERR_CHILD, "%s", text);
}

static enum err
start(struct room *room, struct starting *starting)
{
	int socket[2] = {-1, -1};
	int words[2] = {-1, -1};
	enum err err = ERR_OK;

	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, socket) < 0 ||
	    pipe2(words, O_CLOEXEC) < 0)
		err = err_fail(ERR_IO, "a sandbox: %s", strerror(errno));
	room->socket = socket[0];
	starting->socket = socket[1];
	starting->words = words[1];
	starting->parent = getpid();
	if (!err)
		room->pid = fork();
	if (room->pid == 0)
		become_program(starting);
	if (room->pid < 0 && !err)
		err = err_fail(ERR_IO, "fork: %s", strerror(errno));
	if (socket[1] >= 0)
		close(socket[1]);
	if (words[1] >= 0)
		close(words[1]);
	if (!err)
		err = wait_for_supervisor(
		    room, words[0], starting->spec->argv[0]);
	if (words[0] >= 0)
		close(words[0]);
	return err;
}

enum err
room_open(struct room **out, const struct room_spec *spec)
{
	const char *path = getenv("PATH");
	struct buf variable = BUF_INIT;
	struct starting starting = {.spec = spec, .program = -1};
	struct room *room = calloc(1, sizeof *room);
	enum err err = ERR_OK;

	if (!room)
		return err_fail(ERR_NOMEM, "out of memory");
	*room = (struct room){.socket = -1, .pid = -1};
	buf_printf(&variable, "PATH=%s", path ? path : "/usr/bin:/bin");
	err = buf_err(&variable);
	starting.env[0] = variable.data;
	if (!err)
		err = make_arguments(&starting);
	if (!err)
		err = make_program(spec, &starting.program);
	if (!err)
		err = start(room, &starting);
	if (starting.program >= 0)
		close(starting.program);
	free(starting.argv);
	buf_release(&variable);
	if (err)
		room_close(room);
	else
		*out = room;
	return err;
}

/* ---- the end ---- */

/* @return whether it has ended */
static bool
wait_until(pid_t pid, int64_t limit_ns)
{
	const struct timespec pause = {.tv_nsec = PAUSE_NS};
	int64_t give_up = clock_monotonic_ns() + limit_ns;

	while (waitpid(pid, NULL, WNOHANG) == 0) {
		if (clock_monotonic_ns() > give_up)
			return false;
		nanosleep(&pause, NULL);
	}
	return true;
}

/* The supervisor ends when its socket does, and the kernel waits for all in the
 * room before the program sees that. */
void
room_close(struct room *room)
{
	if (!room)
		return;
	room_lose(room);
	if (room->pid > 0 && !wait_until(room->pid, CLOSE_LIMIT_NS)) {
		kill(room->pid, SIGKILL);
		(void)wait_until(room->pid, CLOSE_LIMIT_NS);
	}
	free(room);
}
