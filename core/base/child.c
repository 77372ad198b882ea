#include "core/base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/statvfs.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/child_parts.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"

#define GRACE_NS (2 * CLOCK_NS_PER_S)
#define DRAIN_MS 200 /* for what is still in the pipes after the end */
#define DEFAULT_KEEP_BYTES 65536
#define CHUNK 65536
#define DISK_PAUSE_NS (250 * CLOCK_NS_PER_MS)

/* One supervisor serves the process; it belongs to the process as signals do.
 */
static int server = -1;
static pid_t server_owner;

enum err
child_init(void)
{
	int ends[2];
	pid_t pid;

	if (server >= 0 && server_owner == getpid())
		return ERR_OK;
	if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) < 0)
		return err_fail(ERR_IO, "socketpair: %s", strerror(errno));
	pid = fork();
	if (pid < 0) {
		close(ends[0]);
		close(ends[1]);
		return err_fail(ERR_IO, "fork: %s", strerror(errno));
	}
	if (pid == 0) {
		close(ends[0]);
		supervisor_serve(ends[1], NULL);
	}
	close(ends[1]);
	server = ends[0];
	server_owner = getpid();
	return ERR_OK;
}

/* What a room runs can have it killed; nothing but a fault ends the other. */
static enum err
supervisor_lost(const struct child_spec *spec)
{
	if (spec->room) {
		room_lose(spec->room);
		return err_fail(
		    ERR_CHILD, "the sandbox that it ran in was ended");
	}
	close(server);
	server = -1;
	return err_fail(ERR_IO, "the process that starts children has died");
}

/* ---- following a child ---- */

enum { WATCH_OUT, WATCH_ERR, WATCH_REPLY, WATCH_SIGNAL, WATCH_COUNT };

struct follow {
	const struct child_spec *spec;
	struct child_result *result;
	int server;
	struct pollfd fds[WATCH_COUNT];
	struct supervisor_reply reply;
	bool replied;
	int64_t deadline_ns; /* when to send the next signal; 0: never */
	bool terminated; /* SIGTERM was sent */
	int64_t look_ns; /* when to look at the disk; 0: never */
	bool timed_out;
	bool filled_disk;
	enum err err; /* why it is being ended, other than time */
};

static void
signal_group(const struct follow *follow, int number)
{
	supervisor_signal byte = (supervisor_signal)number;

	if (!follow->replied)
		(void)child_send(
		    follow->server, (const char *)&byte, sizeof byte);
}

static void
terminate(struct follow *follow)
{
	if (follow->terminated)
		return;
	follow->terminated = true;
	follow->deadline_ns = clock_monotonic_ns() + GRACE_NS;
	signal_group(follow, SIGTERM);
}

static void
close_fd(struct pollfd *fd)
{
	if (fd->fd >= 0)
		close(fd->fd);
	fd->fd = -1;
}

/* @return whether the pipe may hold more */
static bool
drain(struct follow *follow, int which)
{
	static _Thread_local char chunk[CHUNK];
	struct child_result *result = follow->result;
	struct pollfd *fd = &follow->fds[which];
	ssize_t got = read(fd->fd, chunk, sizeof chunk);

	if (got < 0 && (errno == EINTR || errno == EAGAIN))
		return errno == EINTR;
	if (got <= 0) {
		close_fd(fd);
		return false;
	}
	capture_add(which == WATCH_OUT ? &result->out : &result->err, chunk,
	    (size_t)got);
	if (which == WATCH_ERR || !follow->spec->on_stdout || follow->err)
		return true;
	follow->err =
	    follow->spec->on_stdout(follow->spec->ctx, chunk, (size_t)got);
	if (follow->err)
		terminate(follow);
	return true;
}

/* Take what lies in the pipe, all of it however late we are, and close it. One
 * that is still written to is read for what it can hold and no more. */
static void
drain_rest(struct follow *follow, int which)
{
	struct pollfd *fd = &follow->fds[which];
	int left = fd->fd < 0 ? 0 : fcntl(fd->fd, F_GETPIPE_SZ);

	if (left > 0 && fcntl(fd->fd, F_SETFL, O_NONBLOCK) == 0)
		while (left > 0 && drain(follow, which))
			left -= CHUNK;
	close_fd(fd);
}

static void
take_reply(struct follow *follow)
{
	char *at = (char *)&follow->reply;
	size_t len = sizeof follow->reply;
	const supervisor_signal done = SUPERVISOR_DONE;

	while (len) {
		ssize_t got = read(follow->server, at, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			follow->err = supervisor_lost(follow->spec);
			follow->server = -1;
			break;
		}
		at += got;
		len -= (size_t)got;
	}
	follow->replied = true;
	follow->fds[WATCH_REPLY].fd = -1;
	if (follow->server >= 0)
		(void)child_send(
		    follow->server, (const char *)&done, sizeof done);
	follow->deadline_ns = clock_monotonic_ns() + DRAIN_MS * CLOCK_NS_PER_MS;
}

static void
take_interrupt(struct follow *follow)
{
	if (!follow->err)
		follow->err = interrupt_check();
	terminate(follow);
	if (interrupt_count() > 1) {
		signal_group(follow, SIGKILL);
		follow->fds[WATCH_SIGNAL].fd = -1;
	} else {
		/* The pipe stays readable: look at the count every 50 ms. */
		poll(NULL, 0, 50);
	}
}

static void
take_deadline(struct follow *follow)
{
	if (follow->replied) {
		drain_rest(follow, WATCH_OUT);
		drain_rest(follow, WATCH_ERR);
	} else if (follow->terminated) {
		signal_group(follow, SIGKILL);
		follow->deadline_ns = 0;
	} else {
		follow->timed_out = true;
		terminate(follow);
	}
}

/* A child may fill a disk that others need. */
static void
look_at_disk(struct follow *follow)
{
	const struct child_spec *spec = follow->spec;
	int64_t now = clock_monotonic_ns();
	struct statvfs disk;

	if (!follow->look_ns || now < follow->look_ns)
		return;
	follow->look_ns = now + DISK_PAUSE_NS;
	if (follow->replied || follow->terminated ||
	    statvfs(spec->disk, &disk) < 0 ||
	    (uint64_t)disk.f_bavail * disk.f_frsize >= spec->disk_bytes)
		return;
	follow->filled_disk = true;
	terminate(follow);
}

static int
poll_timeout_ms(const struct follow *follow)
{
	int64_t next = follow->deadline_ns;
	int64_t left;

	if (follow->look_ns && (!next || follow->look_ns < next))
		next = follow->look_ns;
	if (!next)
		return -1;
	left = next - clock_monotonic_ns();
	if (left <= 0)
		return 0;
	if (left > INT64_C(1000000) * CLOCK_NS_PER_MS)
		return 1000000;
	return (int)((left + CLOCK_NS_PER_MS - 1) / CLOCK_NS_PER_MS);
}

static void
follow_to_end(struct follow *follow)
{
	struct pollfd *fds = follow->fds;

	while (!follow->replied || fds[WATCH_OUT].fd >= 0 ||
	       fds[WATCH_ERR].fd >= 0) {
		int ready = poll(fds, WATCH_COUNT, poll_timeout_ms(follow));

		/* Asked each time: a flood of output must not put it off. */
		if (follow->deadline_ns &&
		    clock_monotonic_ns() >= follow->deadline_ns)
			take_deadline(follow);
		look_at_disk(follow);
		if (ready <= 0)
			continue;
		if (fds[WATCH_OUT].revents)
			drain(follow, WATCH_OUT);
		if (fds[WATCH_ERR].revents)
			drain(follow, WATCH_ERR);
		if (fds[WATCH_REPLY].revents)
			take_reply(follow);
		if (fds[WATCH_SIGNAL].revents && !follow->replied)
			take_interrupt(follow);
		else if (follow->replied)
			fds[WATCH_SIGNAL].fd = -1;
	}
}

static void
fill_result(struct follow *follow)
{
	const struct supervisor_reply *reply = &follow->reply;
	struct child_result *result = follow->result;

	result->wall_ns = reply->wall_ns;
	result->user_ns = reply->user_ns;
	result->sys_ns = reply->sys_ns;
	result->max_rss_bytes = reply->max_rss_bytes;
	result->instructions = reply->instructions;
	if (WIFSIGNALED(reply->status)) {
		result->end = CHILD_SIGNALLED;
		result->signal = WTERMSIG(reply->status);
	} else {
		result->end = CHILD_EXITED;
		result->exit_code = WEXITSTATUS(reply->status);
	}
	if (follow->timed_out)
		result->end = CHILD_TIMED_OUT;
	if (follow->filled_disk)
		result->end = CHILD_FILLED_DISK;
}

/* Pipes, and the request on its way. The write ends are the child's alone. */
static enum err
launch(struct follow *follow)
{
	const struct child_spec *spec = follow->spec;
	int out[2] = {-1, -1};
	int err_pipe[2] = {-1, -1};
	enum err err = ERR_OK;

	if (pipe2(out, O_CLOEXEC) < 0 ||
	    (!spec->merge_stderr && pipe2(err_pipe, O_CLOEXEC) < 0))
		err = err_fail(ERR_IO, "pipe: %s", strerror(errno));
	/* The read ends are the caller's to close, whatever comes. */
	follow->fds[WATCH_OUT].fd = out[0];
	follow->fds[WATCH_ERR].fd = err_pipe[0];
	if (!err && child_request(follow->server, spec, out[1],
			spec->merge_stderr ? out[1] : err_pipe[1]) < 0)
		err = supervisor_lost(spec);
	if (out[1] >= 0)
		close(out[1]);
	if (err_pipe[1] >= 0)
		close(err_pipe[1]);
	return err;
}

/* @return -1 where a room has ended */
static int
server_of(const struct child_spec *spec)
{
	return spec->room ? room_socket(spec->room) : server;
}

enum err
child_run(const struct child_spec *spec, struct child_result *result)
{
	size_t keep = spec->keep_bytes ? spec->keep_bytes : DEFAULT_KEEP_BYTES;
	struct follow follow = {.spec = spec, .result = result};
	enum err err;

	*result = (struct child_result){.end = CHILD_EXITED};
	capture_init(&result->out, keep);
	capture_init(&result->err, keep);
	for (int i = 0; i < WATCH_COUNT; i++)
		follow.fds[i] = (struct pollfd){.fd = -1, .events = POLLIN};
	err = interrupt_check();
	if (!err)
		err = child_init();
	if (err)
		return err;
	if (spec->timeout_ns)
		follow.deadline_ns = clock_monotonic_ns() + spec->timeout_ns;
	if (spec->disk)
		follow.look_ns = clock_monotonic_ns();
	follow.server = server_of(spec);
	if (follow.server < 0)
		return supervisor_lost(spec);
	follow.fds[WATCH_REPLY].fd = follow.server;
	follow.fds[WATCH_SIGNAL].fd = interrupt_fd();
	err = launch(&follow);
	if (!err)
		follow_to_end(&follow);
	close_fd(&follow.fds[WATCH_OUT]);
	close_fd(&follow.fds[WATCH_ERR]);
	if (err || follow.err)
		return err ? err : follow.err;
	if (follow.reply.start_errno)
		return child_start_failed(
		    spec, follow.reply.start_step, follow.reply.start_errno);
	if (follow.reply.wait_errno)
		return err_fail(ERR_IO, "%s: how it ended is not known: %s",
		    child_program(spec), strerror(follow.reply.wait_errno));
	fill_result(&follow);
	return interrupt_check();
}

void
child_result_release(struct child_result *result)
{
	capture_release(&result->out);
	capture_release(&result->err);
}
