#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/interrupt.h"

/* What the tests themselves inherited must not matter. */
static void
install(void)
{
	signal(SIGINT, SIG_DFL);
	signal(SIGHUP, SIG_DFL);
	cr_assert(eq(int, interrupt_install(), ERR_OK));
}

static bool
readable(void)
{
	struct pollfd fd = {.fd = interrupt_fd(), .events = POLLIN};

	return poll(&fd, 1, 0) == 1 && fd.revents & POLLIN;
}

Test(interrupt, there_is_nothing_to_poll_before_it_is_installed)
{
	cr_expect(eq(int, interrupt_fd(), -1));
	cr_expect(eq(int, interrupt_signal(), 0));
	cr_expect(eq(int, interrupt_check(), ERR_OK));
}

Test(interrupt, nothing_is_reported_until_a_signal_comes)
{
	install();
	cr_expect(ge(int, interrupt_fd(), 0));
	cr_expect(not(readable()));
	cr_expect(eq(int, interrupt_signal(), 0));
	cr_expect(eq(int, interrupt_count(), 0));
	cr_expect(eq(int, interrupt_check(), ERR_OK));
}

Test(interrupt, each_of_the_three_signals_is_caught)
{
	static const int numbers[] = {SIGINT, SIGTERM, SIGHUP};

	install();
	for (int i = 0; i < 3; i++) {
		cr_assert(raise(numbers[i]) == 0);
		cr_expect(eq(int, interrupt_count(), i + 1));
	}
}

Test(interrupt, the_first_signal_stays_the_first)
{
	install();
	raise(SIGTERM);
	raise(SIGINT);
	cr_expect(eq(int, interrupt_signal(), SIGTERM));
	cr_expect(eq(int, interrupt_count(), 2));
	cr_expect(eq(int, interrupt_check(), ERR_INTERRUPTED));
	cr_expect(eq(
	    str, (char *)err_text(), "interrupted by signal 15 (Terminated)"));
}

Test(interrupt, the_question_may_be_asked_again)
{
	install();
	raise(SIGHUP);
	cr_expect(eq(int, interrupt_check(), ERR_INTERRUPTED));
	cr_expect(eq(int, interrupt_check(), ERR_INTERRUPTED));
	cr_expect(readable());
}

Test(interrupt, a_signal_ends_a_wait_that_is_under_way)
{
	struct pollfd fd = {.events = POLLIN};
	pid_t child;

	install();
	fd.fd = interrupt_fd();
	child = fork();
	if (child == 0) {
		kill(getppid(), SIGINT);
		_exit(0);
	}
	while (poll(&fd, 1, -1) < 0)
		cr_assert(eq(int, errno, EINTR));
	cr_expect(eq(int, interrupt_signal(), SIGINT));
}

/* The pipe behind interrupt_fd() holds 64 KiB: more must not block. */
Test(interrupt, any_number_of_signals_is_counted)
{
	install();
	for (int i = 0; i < 70000; i++)
		raise(SIGINT);
	cr_expect(eq(int, interrupt_count(), 70000));
	cr_expect(readable());
}

Test(interrupt, errno_survives_a_signal)
{
	install();
	for (int i = 0; i < 70000; i++) { /* the pipe is full at the end */
		errno = ERANGE;
		raise(SIGINT);
		cr_assert(eq(int, errno, ERANGE));
	}
}

/* Two signals at once: the second must wait, or one of the two counts of
 * "count = count + 1" could be lost. */
Test(interrupt, a_signal_is_not_interrupted_by_another)
{
	struct sigaction action;

	install();
	cr_assert(sigaction(SIGINT, NULL, &action) == 0);
	cr_expect(sigismember(&action.sa_mask, SIGTERM) == 1);
	cr_expect(sigismember(&action.sa_mask, SIGHUP) == 1);
}

Test(interrupt, writing_to_nobody_is_an_error_and_not_the_end)
{
	int ends[2];

	install();
	cr_assert(pipe(ends) == 0);
	close(ends[0]);
	cr_expect(eq(long, write(ends[1], "x", 1), -1));
	cr_expect(eq(int, errno, EPIPE));
	cr_expect(eq(int, interrupt_count(), 0));
}

/* A child must not be woken by, or keep, what is ours. */
Test(interrupt, its_descriptor_is_closed_in_programs_we_start)
{
	char command[64];

	install();
	snprintf(command, sizeof command, "test ! -e /proc/self/fd/%d",
	    interrupt_fd());
	cr_expect(eq(int, system(command), 0));
}

/* nohup, and `tidemark check &` in a script, start us so. */
Test(interrupt, what_is_ignored_from_the_start_stays_ignored)
{
	signal(SIGHUP, SIG_IGN);
	signal(SIGINT, SIG_IGN);
	cr_assert(eq(int, interrupt_install(), ERR_OK));
	raise(SIGHUP);
	raise(SIGINT);
	cr_expect(eq(int, interrupt_count(), 0));
	raise(SIGTERM);
	cr_expect(eq(int, interrupt_signal(), SIGTERM));
}

Test(interrupt, sigterm_is_caught_even_where_it_was_ignored)
{
	signal(SIGTERM, SIG_IGN);
	install();
	raise(SIGTERM);
	cr_expect(eq(int, interrupt_signal(), SIGTERM));
}
