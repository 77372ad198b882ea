/* Conditions that a child runs under, as the child itself sees them. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/base/child.h"
#include "tests/support/git_fixture.h"

#define CPUS_OF_CHILD "sed -n 's/^Cpus_allowed_list:\t//p' /proc/self/status"
#define ASLR_OFF 0x0040000UL /* ADDR_NO_RANDOMIZE */

static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};
static struct child_result result;

static enum err
run_under(const struct child_conditions *conditions, const char *command)
{
	const struct child_spec spec = {
	    .shell = command, .env = env, .conditions = *conditions};

	return child_run(&spec, &result);
}

static void
prints(const struct child_conditions *conditions, const char *command,
    const char *expected)
{
	struct buf out = BUF_INIT;

	cr_assert(
	    eq(int, run_under(conditions, command), ERR_OK), "%s", err_text());
	cr_assert(eq(int, capture_text(&result.out, &out), ERR_OK));
	expect_text(buf_text(&out), expected);
	buf_release(&out);
	child_result_release(&result);
}

static void
fails(const struct child_conditions *conditions, const char *beginning)
{
	cr_expect(eq(int, run_under(conditions, ":"), ERR_CHILD));
	cr_expect(eq(int, strncmp(err_text(), beginning, strlen(beginning)), 0),
	    "%s", err_text());
	child_result_release(&result);
}

TestSuite(child_conditions, .timeout = 60);

/* The last CPU, so that it is not the first by chance. */
Test(child_conditions, it_and_its_children_run_on_the_cpus_given)
{
	struct child_conditions conditions = {0};
	struct cpus allowed;
	char expected[16];
	unsigned cpu;

	cr_assert(eq(int, cpus_allowed(&allowed), ERR_OK));
	cpu = cpus_at(&allowed, cpus_count(&allowed) - 1);
	cpus_add(&conditions.cpus, cpu);
	snprintf(expected, sizeof expected, "%u\n", cpu);
	prints(&conditions, CPUS_OF_CHILD, expected);
	prints(&conditions, "sh -c \"" CPUS_OF_CHILD "\"; :", expected);
}

Test(child_conditions, niceness_is_absolute)
{
	struct child_conditions conditions = {.sets_nice = true, .nice = 19};

	cr_assert(ne(int, nice(3), -1));
	prints(&conditions, "nice", "19\n");
}

Test(child_conditions, the_address_space_is_laid_out_alike_each_time)
{
	struct child_conditions conditions = {.no_aslr = true};
	struct buf first = BUF_INIT;
	struct buf out = BUF_INIT;

	for (int i = 0; i < 3; i++) {
		buf_reset(&out);
		cr_assert(
		    eq(int,
			run_under(&conditions, "cat /proc/self/personality; "
					       "grep stack /proc/self/maps"),
			ERR_OK),
		    "%s", err_text());
		cr_assert(eq(int, capture_text(&result.out, &out), ERR_OK));
		child_result_release(&result);
		if (!i)
			buf_puts(&first, buf_text(&out));
		expect_text(buf_text(&out), buf_text(&first));
	}
	cr_expect(eq(u64, strtoul(buf_text(&out), NULL, 16), ASLR_OFF));
	buf_release(&first);
	buf_release(&out);
}

Test(child_conditions, none_leave_everything_as_it_is)
{
	const struct child_conditions conditions = {0};
	struct buf here = BUF_INIT;
	struct cpus allowed;

	cr_assert(eq(int, cpus_allowed(&allowed), ERR_OK));
	cpus_print(&allowed, &here);
	buf_putc(&here, '\n');
	prints(&conditions, CPUS_OF_CHILD, buf_text(&here));
	prints(&conditions, "cat /proc/self/personality", "00000000\n");
	buf_release(&here);
}

/* They are the child's alone: neither we nor the next child have them. */
Test(child_conditions, they_do_not_stay)
{
	const struct child_conditions conditions = {
	    .sets_nice = true, .nice = 19, .no_aslr = true};
	const struct child_conditions none = {0};
	int before = getpriority(PRIO_PROCESS, 0);
	char expected[32];

	snprintf(expected, sizeof expected, "%d\n00000000\n", before);
	prints(&conditions, "nice", "19\n");
	prints(&none, "nice; cat /proc/self/personality", expected);
	cr_expect(eq(int, getpriority(PRIO_PROCESS, 0), before));
}

Test(child_conditions, a_cpu_that_does_not_exist_is_named)
{
	struct child_conditions conditions = {0};

	cpus_add(&conditions.cpus, CPUS_MAX - 1);
	fails(&conditions, "cpus: nothing can run on 1023 here: ");
}

/* As another user: root may do it. */
Test(child_conditions, a_niceness_that_needs_privileges_is_named)
{
	const struct child_conditions conditions = {
	    .sets_nice = true, .nice = -5};
	const struct rlimit none = {0, 0};

	setrlimit(RLIMIT_NICE, &none);
	if (getuid() == 0)
		cr_assert(eq(int, setuid(65534), 0));
	fails(&conditions, "nice: -5 needs privileges: ");
}

Test(child_conditions, a_program_that_is_not_there_is_still_what_is_named)
{
	const char *const argv[] = {"no-such-program", NULL};
	const struct child_spec spec = {
	    .argv = argv, .env = env, .conditions = {.no_aslr = true}};

	cr_expect(eq(int, child_run(&spec, &result), ERR_CHILD));
	cr_expect(eq(int,
	    strncmp(err_text(), "no-such-program: cannot be started", 34), 0));
	child_result_release(&result);
}
