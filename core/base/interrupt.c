#include "core/base/interrupt.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <unistd.h>

/* Signals are the process's, so is this state. */
static volatile sig_atomic_t first;
static volatile sig_atomic_t count;
static int wake[2] = {-1, -1};

static void
on_signal(int number)
{
	int saved = errno;
	char byte = 0;

	if (!first)
		first = number;
	count = count + 1;
	/* A full pipe is readable already: that the byte is lost is fine. */
	(void)!write(wake[1], &byte, 1);
	errno = saved;
}

static bool
is_ignored(int number)
{
	struct sigaction now;

	return sigaction(number, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

enum err
interrupt_install(void)
{
	static const int optional[] = {SIGINT, SIGHUP};
	struct sigaction action = {.sa_handler = on_signal};

	if (pipe2(wake, O_CLOEXEC | O_NONBLOCK) < 0)
		return err_fail(ERR_IO, "pipe: %s", strerror(errno));
	/* One at a time, or the counts of two could become one. */
	sigfillset(&action.sa_mask);
	for (size_t i = 0; i < sizeof optional / sizeof optional[0]; i++)
		if (!is_ignored(optional[i]))
			sigaction(optional[i], &action, NULL);
	sigaction(SIGTERM, &action, NULL);
	signal(SIGPIPE, SIG_IGN);
	return ERR_OK;
}

int
interrupt_signal(void)
{
	return first;
}

int
interrupt_count(void)
{
	return count;
}

int
interrupt_fd(void)
{
	return wake[0];
}

enum err
interrupt_check(void)
{
	if (!first)
		return ERR_OK;
	return err_fail(ERR_INTERRUPTED, "interrupted by signal %d (%s)",
	    (int)first, strsignal(first));
}
