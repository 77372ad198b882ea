#include "core/base/supervisor.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "core/base/clock.h"
#include "core/base/instructions.h"
#include "core/base/supervisor_parts.h"

#define REAP_LIMIT_NS (5 * CLOCK_NS_PER_S)
#define REAP_PAUSE_NS CLOCK_NS_PER_MS

int
supervisor_read(int fd, void *data, size_t len)
{
	char *at = data;

	while (len) {
		ssize_t got = read(fd, at, len);

		if (got < 0 && errno == EINTR)
			continue;
		if (got <= 0)
			return -1;
		at += got;
		len -= (size_t)got;
	}
	return 0;
}

static int
receive_head(int socket, struct supervisor_job *job)
{
	char control[CMSG_SPACE(2 * sizeof(int))];
	struct iovec part = {&job->request, sizeof job->request};
	struct msghdr message = {.msg_iov = &part,
	    .msg_iovlen = 1,
	    .msg_control = control,
	    .msg_controllen = sizeof control};
	struct cmsghdr *head;
	int fds[2];
	ssize_t got;

	do {
		got = recvmsg(socket, &message, MSG_CMSG_CLOEXEC | MSG_WAITALL);
	} while (got < 0 && errno == EINTR);
	head = CMSG_FIRSTHDR(&message);
	if (got != (ssize_t)sizeof job->request || !head ||
	    head->cmsg_len != CMSG_LEN(sizeof fds))
		return -1;
	memcpy(fds, CMSG_DATA(head), sizeof fds);
	job->out = fds[0];
	job->err = fds[1];
	return 0;
}

static char **
strings(char **at, uint32_t count)
{
	char **list = calloc((size_t)count + 1, sizeof *list);

	for (uint32_t i = 0; list && i < count; i++) {
		list[i] = *at;
		*at += strlen(*at) + 1;
	}
	return list;
}

static int
receive_job(int socket, struct supervisor_job *job)
{
	char *at;

	if (receive_head(socket, job) < 0)
		return -1;
	job->text = malloc(job->request.text_bytes);
	if (!job->text ||
	    supervisor_read(socket, job->text, job->request.text_bytes) < 0)
		return -1;
	at = job->text;
	job->cwd = at;
	at += strlen(at) + 1;
	job->argv = strings(&at, job->request.argument_count);
	job->env = strings(&at, job->request.environment_count);
	return job->argv && job->argv[0] && job->env ? 0 : -1;
}

static void
job_release(struct supervisor_job *job)
{
	if (job->counter >= 0)
		close(job->counter);
	free(job->text);
	free(job->argv);
	free(job->env);
}

/* The environment's PATH decides where programs are found, not ours. */
static void
take_path(char *const *env)
{
	for (; *env; env++) {
		if (strncmp(*env, "PATH=", 5) == 0) {
			setenv("PATH", *env + 5, 1);
			return;
		}
	}
	setenv("PATH", "/usr/local/bin:/usr/bin:/bin", 1);
}

/* @return the pid, or -1 with errno */
static pid_t
fork_child(struct supervisor_job *job, int status_fd)
{
	pid_t supervisor = getpid();
	pid_t pid;

	if (job->request.count_instructions && pipe2(job->go, O_CLOEXEC) < 0)
		return -1;
	pid = fork();
	if (pid == 0)
		supervisor_become(job, status_fd, supervisor);
	if (pid < 0 && job->go[0] >= 0) {
		close(job->go[0]);
		close(job->go[1]);
	}
	return pid;
}

/* @return whether the child may go on; else it is ended, and why */
static bool
open_counter(
    struct supervisor_job *job, pid_t pid, struct supervisor_failure *failure)
{
	if (!job->request.count_instructions)
		return true;
	job->counter = instructions_open(pid);
	if (job->counter < 0) {
		*failure = (struct supervisor_failure){STEP_COUNT, errno};
		kill(pid, SIGKILL);
	}
	close(job->go[0]);
	close(job->go[1]);
	return job->counter >= 0;
}

/* @return the pid, or -1 and why in `failure` if nothing was started */
static pid_t
start(struct supervisor_job *job, struct supervisor_failure *failure)
{
	int status[2];
	pid_t pid;

	*failure = (struct supervisor_failure){.step = STEP_START};
	if (pipe2(status, O_CLOEXEC) < 0) {
		failure->code = errno;
		return -1;
	}
	take_path(job->env);
	pid = fork_child(job, status[1]);
	if (pid < 0)
		failure->code = errno;
	close(status[1]);
	if (pid > 0 &&
	    (!open_counter(job, pid, failure) ||
		supervisor_read(status[0], failure, sizeof *failure) == 0)) {
		waitpid(pid, NULL, 0);
		pid = -1;
	}
	close(status[0]);
	return pid;
}

/* Wait until the child ends, passing on signals that the other side asks for.
 * Its end lying unreaped keeps its process group's number taken. */
static void
watch(int socket, pid_t pid)
{
	int pidfd = (int)syscall(SYS_pidfd_open, pid, 0);
	struct pollfd fds[2] = {
	    {.fd = pidfd, .events = POLLIN},
	    {.fd = socket, .events = POLLIN},
	};
	siginfo_t info;

	if (pidfd < 0) { /* out of descriptors: wait without listening */
		waitid(P_PID, (id_t)pid, &info, WEXITED | WNOWAIT);
		return;
	}
	while (poll(fds, 2, -1) >= 0 || errno == EINTR) {
		supervisor_signal number;
		ssize_t got;

		if (fds[0].revents)
			break;
		if (!fds[1].revents)
			continue;
		got = read(socket, &number, sizeof number);
		if (got == (ssize_t)sizeof number) {
			kill(-pid, number);
		} else if (got == 0 || errno != EINTR) {
			kill(-pid, SIGKILL); /* our parent is gone */
			fds[1].fd = -1;
		}
	}
	close(pidfd);
}

/* Kill our children, the orphans of the job among them: a subreaper inherits
 * every descendant whose parent has ended. */
static void
kill_children(void)
{
	char path[64];
	FILE *file;
	long pid;

	if (getpid() == 1) { /* of a room: all others in it are the job's */
		kill(-1, SIGKILL);
		return;
	}
	snprintf(
	    path, sizeof path, "/proc/self/task/%ld/children", (long)getpid());
	file = fopen(path, "re");
	while (file && fscanf(file, "%ld", &pid) == 1)
		kill((pid_t)pid, SIGKILL);
	if (file)
		fclose(file);
}

static void
reap_all(void)
{
	const struct timespec pause = {.tv_nsec = REAP_PAUSE_NS};
	int64_t give_up = clock_monotonic_ns() + REAP_LIMIT_NS;

	for (;;) {
		pid_t pid = waitpid(-1, NULL, WNOHANG);

		if (pid < 0 && errno == ECHILD)
			return;
		if (pid > 0)
			continue;
		if (clock_monotonic_ns() > give_up)
			return;
		kill_children();
		nanosleep(&pause, NULL);
	}
}

static int64_t
timeval_ns(struct timeval tv)
{
	return (int64_t)tv.tv_sec * CLOCK_NS_PER_S + (int64_t)tv.tv_usec * 1000;
}

static void
reap(pid_t pid, struct supervisor_reply *reply)
{
	struct rusage usage = {0};
	int status = 0;
	pid_t reaped;

	do {
		reaped = wait4(pid, &status, 0, &usage);
	} while (reaped < 0 && errno == EINTR);
	if (reaped < 0) {
		reply->wait_errno = errno;
		return;
	}
	reply->status = status;
	reply->user_ns = timeval_ns(usage.ru_utime);
	reply->sys_ns = timeval_ns(usage.ru_stime);
	reply->max_rss_bytes = (int64_t)usage.ru_maxrss * 1024;
}

/* Where the child failed, that is what counts. */
static void
read_counter(const struct supervisor_job *job, struct supervisor_reply *reply)
{
	int error;

	if (job->counter < 0)
		return;
	error = instructions_read(job->counter, &reply->instructions);
	if (error && !reply->status) {
		reply->start_errno = error;
		reply->start_step = STEP_COUNT;
	}
}

static void
run(int socket, struct supervisor_job *job, struct supervisor_reply *reply)
{
	int64_t started = clock_monotonic_ns();
	struct supervisor_failure failure;
	pid_t pid = start(job, &failure);

	if (pid < 0) {
		reply->start_errno = failure.code;
		reply->start_step = failure.step;
	}
	close(job->out);
	close(job->err);
	if (pid < 0)
		return;
	watch(socket, pid);
	reply->wall_ns = clock_monotonic_ns() - started;
	kill(-pid, SIGKILL);
	reap(pid, reply);
	reap_all();
	read_counter(job, reply);
}

/* Signals that were asked for after the child's end are still on the socket. */
static int
skip_signals(int socket)
{
	supervisor_signal number;

	do {
		if (supervisor_read(socket, &number, sizeof number) < 0)
			return -1;
	} while (number != SUPERVISOR_DONE);
	return 0;
}

/* Our own file descriptors would keep the parent's files and locks open. */
static void
close_others(int socket)
{
	int null = open("/dev/null", O_RDWR | O_CLOEXEC);

	if (null >= 0)
		dup2(null, STDIN_FILENO);
	if (socket > 3)
		close_range(3, (unsigned)socket - 1, 0);
	close_range((unsigned)socket + 1, ~0U, 0);
}

_Noreturn void
supervisor_serve(int socket, const struct supervisor_room *room)
{
	supervisor_signals(SIG_IGN);
	/* Ignored, it would have the kernel reap children before we ask how
	 * they ended; so it may be, too, where we come from. */
	signal(SIGCHLD, SIG_DFL);
	setsid();
	prctl(PR_SET_CHILD_SUBREAPER, 1);
	close_others(socket);
	for (;;) {
		struct supervisor_reply reply = {0};
		struct supervisor_job job = {.room = room,
		    .out = -1,
		    .err = -1,
		    .go = {-1, -1},
		    .counter = -1};

		if (receive_job(socket, &job) < 0)
			_exit(0);
		run(socket, &job, &reply);
		job_release(&job);
		if (send(socket, &reply, sizeof reply, MSG_NOSIGNAL) !=
			(ssize_t)sizeof reply ||
		    skip_signals(socket) < 0)
			_exit(0);
	}
}
