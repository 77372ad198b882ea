/* The processor's count of a child's instructions. Many machines have none:
 * there the tests of the count are skipped, and say so. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/instructions.h"

#define LOOP(n) "i=0; while [ $i -lt " n " ]; do i=$((i + 1)); done"

static const char *const env[] = {"PATH=/usr/bin:/bin", NULL};

static enum err
run(const char *command, struct child_result *result)
{
	const struct child_spec spec = {.shell = command,
	    .env = env,
	    .conditions = {.no_aslr = true},
	    .count_instructions = true};

	return child_run(&spec, result);
}

static void
skip_without_counter(void)
{
	struct child_result result;
	enum err err = run(":", &result);

	child_result_release(&result);
	if (err)
		cr_skip_test("no counter here: %s", err_text());
}

static double
count(const char *command)
{
	struct child_result result;

	cr_assert(eq(int, run(command, &result), ERR_OK), "%s", err_text());
	cr_assert(child_ok(&result));
	child_result_release(&result);
	return (double)result.instructions;
}

TestSuite(instructions, .timeout = 60);

Test(instructions, a_child_that_cannot_be_counted_fails_and_does_not_run)
{
	int fd = instructions_open(getpid());
	struct child_result result;
	char path[] = "/tmp/instructionsXXXXXX";
	char command[64];
	enum err err;

	cr_assert(ne(int, close(mkstemp(path)), -1));
	cr_assert(eq(int, unlink(path), 0));
	snprintf(command, sizeof command, "touch %s", path);
	err = run(command, &result);
	child_result_release(&result);
	cr_expect(eq(int, err, fd < 0 ? ERR_CHILD : ERR_OK));
	cr_expect(eq(int, unlink(path), fd < 0 ? -1 : 0));
	if (fd < 0)
		cr_expect(eq(int, strncmp(err_text(), "instructions: ", 14), 0),
		    "%s", err_text());
	else
		close(fd);
}

Test(instructions, what_is_no_counter_reads_as_no_data)
{
	int fd = open("/dev/null", O_RDONLY | O_CLOEXEC);
	uint64_t number = 7;

	cr_assert(ne(int, fd, -1));
	cr_expect(eq(int, instructions_read(fd, &number), ENODATA));
	cr_expect(eq(u64, number, 7));
	close(fd);
}

/* A counter as a file: count, time enabled, time running. */
Test(instructions, a_counter_that_was_shared_has_no_count)
{
	static const uint64_t shared[] = {1000, 10, 9};
	static const uint64_t own[] = {1000, 10, 10};
	uint64_t number = 7;
	int ends[2];

	cr_assert(eq(int, pipe(ends), 0));
	cr_assert(eq(
	    sz, (size_t)write(ends[1], shared, sizeof shared), sizeof shared));
	cr_expect(eq(int, instructions_read(ends[0], &number), EBUSY));
	cr_expect(eq(u64, number, 7));
	cr_assert(eq(sz, (size_t)write(ends[1], own, sizeof own), sizeof own));
	cr_expect(eq(int, instructions_read(ends[0], &number), 0));
	cr_expect(eq(u64, number, 1000));
	close(ends[0]);
	close(ends[1]);
}

Test(instructions, a_child_that_is_not_counted_has_no_count)
{
	const struct child_spec spec = {.shell = ":", .env = env};
	struct child_result result;

	cr_assert(eq(int, child_run(&spec, &result), ERR_OK));
	cr_expect(eq(u64, result.instructions, 0));
	child_result_release(&result);
}

Test(instructions, twice_the_work_is_twice_the_count)
{
	double once;
	double twice;

	skip_without_counter();
	once = count(LOOP("20000")) - count(":");
	twice = count(LOOP("40000")) - count(":");
	cr_expect(lt(dbl, 1.95, twice / once));
	cr_expect(lt(dbl, twice / once, 2.05));
}

Test(instructions, what_a_child_starts_is_counted_too)
{
	skip_without_counter();
	cr_expect(lt(dbl, count(LOOP("20000")),
	    count("(" LOOP("20000") ") & wait; (" LOOP("20000") "); :")));
}
