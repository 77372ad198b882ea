/* How children ended, in words. */
#include <errno.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "core/base/child_parts.h"
#include "core/base/clock.h"

const char *
child_program(const struct child_spec *spec)
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

enum err
child_start_failed(const struct child_spec *spec, int step, int code)
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
	if (step == STEP_USER)
		return err_fail(ERR_CHILD,
		    "the sandbox: its user could not be taken on: %s", why);
	if (step == STEP_COUNT)
		return err_fail(ERR_CHILD,
		    "instructions: the processor's counter gave no exact "
		    "count: %s",
		    code == EBUSY ? "others use it, too" : why);
	if (spec->cwd && access(spec->cwd, X_OK) < 0)
		return err_fail(ERR_CHILD, "%s: cannot work in this folder: %s",
		    spec->cwd, why);
	return err_fail(
	    ERR_CHILD, "%s: cannot be started: %s", child_program(spec), why);
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
	case CHILD_FILLED_DISK:
		buf_puts(out, "ended, since it filled the disk");
		break;
	case CHILD_TIMED_OUT:
		clock_humane(result->wall_ns, time, sizeof time);
		buf_printf(out, "timed out after %s", time);
		break;
	}
}
