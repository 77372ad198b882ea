#include "core/base/child.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/supervisor.h"

#define GRACE_NS (2 * CLOCK_NS_PER_S)
#define DRAIN_MS 200 /* for what is still in the pipes after the end */
#define DEFAULT_KEEP_BYTES 65536
#define CHUNK 65536

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
		supervisor_serve(ends[1]);
	}
	close(ends[1]);
	server = ends[0];
	server_owner = getpid();
	return ERR_OK;
}

/* ---- the request ---- */

static uint32_t
add_strings(struct buf *text, const char *const *list)
{
	uint32_t count = 0;

	for (; list && list[count]; count++)
		buf_append(text, list[count], strlen(list[count]) + 1);
	return count;
}

static enum err
pack(const struct child_spec *spec, struct supervisor_request *request,
    struct buf *text)
{
	const char *shell[] = {"/bin/sh", "-c", spec->shell, NULL};
	const char *cwd = spec->cwd ? spec->cwd : "";

	buf_append(text, cwd, strlen(cwd) + 1);
	request->argument_count =
	    add_strings(text, spec->argv ? spec->argv : shell);
	request->environment_count = add_strings(text, spec->env);
	request->text_bytes = text->len;
	request->limits = spec->limits;
	request->conditions = spec->conditions;
	request->count_instructions = spec->count_instructions;
	return buf_err(text);
}

static int
send_all(int fd, const char *data, size_t len)
{
	while (len) {
		ssize_t put = send(fd, data, len, MSG_NOSIGNAL);

		if (put < 0 && errno == EINTR)
			continue;
		if (put < 0)
			return -1;
		data += put;
		len -= (size_t)put;
	}
	return 0;
}

static int
send_head(struct supervisor_request *request, int out, int err)
{
	char control[CMSG_SPACE(2 * sizeof(int))] = {0};
	struct iovec part = {request, sizeof *request};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof control};
	struct cmsghdr *head = CMSG_FIRSTHDR(&message);
	int fds[2] = {out, err};

	head->cmsg_level = SOL_SOCKET;
	head->cmsg_type = SCM_RIGHTS;
	head->cmsg_len = CMSG_LEN(sizeof fds);
	memcpy(CMSG_DATA(head), fds, sizeof fds);
	return sendmsg(server, &message, MSG_NOSIGNAL) ==
		       (ssize_t)sizeof *request
		   ? 0
		   : -1;
}

static enum err
supervisor_lost(void)
{
	close(server);
	server = -1;
	return err_fail(ERR_IO, "the process that starts children has died");
}

/* ---- following a child ---- */

enum { WATCH_OUT, WATCH_ERR, WATCH_REPLY, WATCH_SIGNAL, WATCH_COUNT };

struct follow {
	const struct child_spec *spec;
	struct child_result *result;
	struct pollfd fds[WATCH_COUNT];
	struct supervisor_reply reply;
	bool replied;
	int64_t deadline_ns; /* when to send the next signal; 0: never */
	bool terminated; /* SIGTERM was sent */
	bool timed_out;
	enum err err; /* why it is being ended, other than time */
};

static void
signal_group(const struct follow *follow, int number)
{
	supervisor_signal byte = (supervisor_signal)number;

	if (!follow->replied)
		(void)send_all(server, (const char *)&byte, sizeof byte);
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
		ssize_t got = read(server, at, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0) {
			follow->err = supervisor_lost();
			break;
		}
		at += got;
		len -= (size_t)got;
	}
	follow->replied = true;
	follow->fds[WATCH_REPLY].fd = -1;
	if (!follow->err || server >= 0)
		(void)send_all(server, (const char *)&done, sizeof done);
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

static int
poll_timeout_ms(const struct follow *follow)
{
	int64_t left = follow->deadline_ns - clock_monotonic_ns();

	if (!follow->deadline_ns)
		return -1;
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
}

static const char *
program(const struct child_spec *spec)
{
	return spec->argv ? spec->argv[0] : "/bin/sh";
}

static enum err
cpus_refused(const struct cpus *cpus, int code)
{
	struct buf list = BUF_INIT;
	enum err err;

	cpus_print(cpus, &list);
	err = err_fail(ERR_CHILD, "cpus: nothing can run on %s here: %s",
	    buf_text(&list), strerror(code));
	buf_release(&list);
	return err;
}

static enum err
start_failed(const struct child_spec *spec, int step, int code)
{
	const char *why = strerror(code);

	if (step == STEP_CPUS)
		return cpus_refused(&spec->conditions.cpus, code);
	if (step == STEP_NICE)
		return err_fail(ERR_CHILD, "nice: %d needs privileges: %s",
		    spec->conditions.nice, why);
	if (step == STEP_ASLR)
		return err_fail(ERR_CHILD,
		    "no-aslr: the system, or the container, does not let it be "
		    "turned off: %s",
		    why);
	if (step == STEP_COUNT)
		return err_fail(ERR_CHILD,
		    "instructions: the processor's counter gave no exact "
		    "count: %s",
		    code == EBUSY ? "others use it, too" : why);
	if (spec->cwd && access(spec->cwd, X_OK) < 0)
		return err_fail(ERR_CHILD, "%s: cannot work in this folder: %s",
		    spec->cwd, why);
	return err_fail(
	    ERR_CHILD, "%s: cannot be started: %s", program(spec), why);
}

/* Pipes, and the request on its way. The write ends are the child's alone. */
static enum err
launch(const struct child_spec *spec, struct pollfd *fds)
{
	struct supervisor_request request = {0};
	struct buf text = BUF_INIT;
	int out[2] = {-1, -1};
	int err_pipe[2] = {-1, -1};
	enum err err = pack(spec, &request, &text);

	if (err)
		goto out;
	if (pipe2(out, O_CLOEXEC) < 0 ||
	    (!spec->merge_stderr && pipe2(err_pipe, O_CLOEXEC) < 0))
		err = err_fail(ERR_IO, "pipe: %s", strerror(errno));
	/* The read ends are the caller's to close, whatever comes. */
	fds[WATCH_OUT].fd = out[0];
	fds[WATCH_ERR].fd = err_pipe[0];
	if (err)
		goto out;
	if (send_head(&request, out[1],
		spec->merge_stderr ? out[1] : err_pipe[1]) < 0 ||
	    send_all(server, text.data, text.len) < 0)
		err = supervisor_lost();
out:
	if (out[1] >= 0)
		close(out[1]);
	if (err_pipe[1] >= 0)
		close(err_pipe[1]);
	buf_release(&text);
	return err;
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
	follow.fds[WATCH_REPLY].fd = server;
	follow.fds[WATCH_SIGNAL].fd = interrupt_fd();
	err = launch(spec, follow.fds);
	if (!err)
		follow_to_end(&follow);
	close_fd(&follow.fds[WATCH_OUT]);
	close_fd(&follow.fds[WATCH_ERR]);
	if (err || follow.err)
		return err ? err : follow.err;
	if (follow.reply.start_errno)
		return start_failed(
		    spec, follow.reply.start_step, follow.reply.start_errno);
	if (follow.reply.wait_errno)
		return err_fail(ERR_IO, "%s: how it ended is not known: %s",
		    program(spec), strerror(follow.reply.wait_errno));
	fill_result(&follow);
	return interrupt_check();
}

void
child_result_release(struct child_result *result)
{
	capture_release(&result->out);
	capture_release(&result->err);
}

bool
child_ok(const struct child_result *result)
{
	return result->end == CHILD_EXITED && result->exit_code == 0;
}

void
child_describe(const struct child_result *result, struct buf *out)
{
	char time[32];

	switch (result->end) {
	case CHILD_EXITED:
		buf_printf(out, "exit status %d", result->exit_code);
		/* A shell's way to say that its command was killed. */
		if (result->exit_code > 128 && result->exit_code < 128 + NSIG)
			buf_printf(out, ", as after signal %d (%s)",
			    result->exit_code - 128,
			    strsignal(result->exit_code - 128));
		break;
	case CHILD_SIGNALLED:
		buf_printf(out, "killed by signal %d (%s)", result->signal,
		    strsignal(result->signal));
		break;
	case CHILD_TIMED_OUT:
		clock_humane(result->wall_ns, time, sizeof time);
		buf_printf(out, "timed out after %s", time);
		break;
	}
}
