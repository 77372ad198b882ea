/* A child between fork and exec. */
#include <errno.h>
#include <fcntl.h>
#include <grp.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/personality.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/supervisor_parts.h"

#define PERSONALITY_ASK 0xffffffffUL /* changes nothing */

static void
limit(__rlimit_resource_t resource, uint64_t value)
{
	struct rlimit bound = {value, value};

	if (value)
		setrlimit(resource, &bound);
}

void
supervisor_signals(void (*handler)(int))
{
	const struct sigaction action = {.sa_handler = handler};

	for (int number = 1; number <= SIGRTMAX; number++)
		sigaction(number, &action, NULL);
}

bool
supervisor_conditions(const struct child_conditions *conditions, int32_t *step)
{
	const struct cpus *cpus = &conditions->cpus;

	*step = STEP_CPUS;
	if (cpus_count(cpus) &&
	    sched_setaffinity(0, sizeof cpus->set, &cpus->set) < 0)
		return false;
	*step = STEP_NICE;
	if (conditions->sets_nice &&
	    setpriority(PRIO_PROCESS, 0, conditions->nice) < 0)
		return false;
	*step = STEP_ASLR;
	if (conditions->no_aslr) {
		int now = personality(PERSONALITY_ASK);

		if (now < 0 ||
		    personality((unsigned long)now | ADDR_NO_RANDOMIZE) < 0)
			return false;
	}
	*step = STEP_START;
	return true;
}

/* Until the supervisor has opened the counter and closes its end. */
static void
wait_for_counter(const int go[2])
{
	char byte;

	close(go[1]);
	(void)supervisor_read(go[0], &byte, sizeof byte);
}

/* Of what goes wrong for want of memory, a room is the first to be ended. */
static void
offer_to_the_oom_killer(void)
{
	static const char most[] = "1000";
	int fd = open("/proc/self/oom_score_adj", O_WRONLY | O_CLOEXEC);

	if (fd < 0)
		return;
	(void)!write(fd, most, sizeof most - 1);
	close(fd);
}

/* The room's supervisor lets nobody look at it, which its children inherit, but
 * whoever counts a child must see it. */
static void
enter_room(const struct supervisor_room *room)
{
	if (!room)
		return;
	prctl(PR_SET_DUMPABLE, 1);
	offer_to_the_oom_killer();
}

/* Root's capabilities go with its user id. */
static bool
become_user(const struct supervisor_room *room, int32_t *step)
{
	if (!room || !room->drops)
		return true;
	*step = STEP_USER;
	if (setgroups(0, NULL) < 0 ||
	    setresgid(room->gid, room->gid, room->gid) < 0 ||
	    setresuid(room->uid, room->uid, room->uid) < 0)
		return false;
	*step = STEP_START;
	return true;
}

_Noreturn void
supervisor_become(
    const struct supervisor_job *job, int status_fd, pid_t supervisor)
{
	static const struct rlimit none = {0, 0};
	sigset_t empty;
	struct supervisor_failure failure;

	/* It must not outlive the supervisor, which may be dead by now. */
	prctl(PR_SET_PDEATHSIG, SIGKILL);
	if (getppid() != supervisor)
		_exit(127);
	setpgid(0, 0);
	enter_room(job->room);
	if (job->request.count_instructions)
		wait_for_counter(job->go);
	supervisor_signals(SIG_DFL);
	sigemptyset(&empty);
	sigprocmask(SIG_SETMASK, &empty, NULL);
	setrlimit(RLIMIT_CORE, &none);
	limit(RLIMIT_DATA, job->request.limits.memory_bytes);
	limit(RLIMIT_FSIZE, job->request.limits.file_bytes);
	limit(RLIMIT_NPROC, job->request.limits.processes);
	if (supervisor_conditions(&job->request.conditions, &failure.step) &&
	    become_user(job->room, &failure.step) &&
	    (!job->cwd[0] || chdir(job->cwd) == 0) &&
	    dup2(job->out, STDOUT_FILENO) >= 0 &&
	    dup2(job->err, STDERR_FILENO) >= 0)
		execvpe(job->argv[0], job->argv, job->env);
	failure.code = errno;
	if (write(status_fd, &failure, sizeof failure) < 0)
		_exit(126);
	_exit(127);
}
