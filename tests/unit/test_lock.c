/* The measuring lock: one holder, who is named to those that wait. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/interrupt.h"
#include "runner/lock.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static char *path;
static struct lock lock = LOCK_INIT;
static pid_t holder;

static void
setup(void)
{
	fixture_init(&fx);
	path = fixture_path(&fx, "lock");
	setenv("TIDEMARK_LOCK", path, 1);
}

static void
teardown(void)
{
	lock_release(&lock);
	if (holder)
		kill(holder, SIGKILL);
	free(path);
	fixture_release(&fx);
}

TestSuite(lock, .init = setup, .fini = teardown, .timeout = 30);

static enum err
take(lock_waiting_fn *waiting)
{
	return lock_take(&lock, "check in /src/x", waiting, &lock);
}

/* Start a process that holds the lock until it is killed. */
static void
start_holder(void)
{
	int ready[2];
	char byte;

	cr_assert(eq(int, pipe(ready), 0));
	holder = fork();
	if (holder == 0) {
		struct lock its = LOCK_INIT;

		if (lock_take(&its, "run in /src/y", NULL, NULL) == ERR_OK &&
		    write(ready[1], "x", 1) == 1)
			pause();
		_exit(1);
	}
	close(ready[1]);
	cr_assert(eq(long, read(ready[0], &byte, 1), 1));
	close(ready[0]);
}

static void
end_holder(void)
{
	cr_assert(eq(int, kill(holder, SIGKILL), 0));
	cr_assert(eq(int, waitpid(holder, NULL, 0), holder));
	holder = 0;
}

static int told;

/* Checks what is said, and ends the holder so that the wait ends. */
static void
hear_of_holder(void *ctx, const char *text)
{
	char expected[64];

	snprintf(
	    expected, sizeof expected, "pid %ld (run in /src/y)", (long)holder);
	expect_text(text, expected);
	cr_expect(eq(ptr, ctx, (void *)&lock));
	told++;
	end_holder();
}

static void
hear_nothing(void *ctx, const char *text)
{
	(void)ctx;
	cr_expect(false, "told of %s", text);
}

Test(lock, a_free_one_is_taken_at_once_and_says_who_has_it)
{
	char expected[64];
	char *text;

	cr_assert(eq(int, take(hear_nothing), ERR_OK));
	cr_expect(ge(int, lock.fd, 0));
	text = fixture_read(fx.root, "lock");
	snprintf(expected, sizeof expected, "pid %ld (check in /src/x)\n",
	    (long)getpid());
	expect_text(text, expected);
	free(text);
}

Test(lock, who_waits_is_told_of_the_holder_and_gets_it_when_that_dies)
{
	start_holder();
	cr_assert(eq(int, take(hear_of_holder), ERR_OK));
	cr_expect(eq(int, told, 1));
}

Test(lock, a_killed_holder_frees_it)
{
	start_holder();
	end_holder();
	cr_assert(eq(int, take(hear_nothing), ERR_OK));
}

Test(lock, a_released_one_is_free_and_names_nobody)
{
	char *text;

	cr_assert(eq(int, take(hear_nothing), ERR_OK));
	lock_release(&lock);
	cr_expect(eq(int, lock.fd, -1));
	lock_release(&lock);
	text = fixture_read(fx.root, "lock");
	expect_text(text, "");
	free(text);
	cr_expect(eq(int, take(hear_nothing), ERR_OK));
}

/* What a cleaner of /tmp does while somebody waits. */
static void
remove_file(void *ctx, const char *text)
{
	cr_assert(eq(int, unlink(path), 0));
	hear_of_holder(ctx, text);
}

/* Who comes next makes another file and must meet our lock there. */
Test(lock, one_whose_file_was_removed_is_taken_on_a_new_file)
{
	struct stat there;
	struct stat held;

	start_holder();
	cr_assert(eq(int, take(remove_file), ERR_OK), "%s", err_text());
	cr_expect(eq(int, told, 1));
	cr_assert(eq(int, stat(path, &there), 0));
	cr_assert(eq(int, fstat(lock.fd, &held), 0));
	cr_expect(eq(ulong, held.st_ino, there.st_ino));
}

/* Asks to stop instead of ending the holder. */
static void
interrupt(void *ctx, const char *text)
{
	(void)ctx;
	(void)text;
	raise(SIGINT);
}

Test(lock, a_signal_ends_the_wait)
{
	cr_assert(eq(int, interrupt_install(), ERR_OK));
	start_holder();
	cr_expect(eq(int, take(interrupt), ERR_INTERRUPTED));
	cr_expect(eq(int, lock.fd, -1));
}

Test(lock, other_users_may_take_it)
{
	struct stat st;

	umask(077);
	cr_assert(eq(int, take(NULL), ERR_OK));
	cr_assert(eq(int, stat(path, &st), 0));
	cr_expect(eq(uint, st.st_mode & 0777, 0666));
}

Test(lock, a_link_is_not_followed)
{
	char *target = fixture_path(&fx, "target");

	cr_assert(eq(int, symlink(target, path), 0));
	cr_expect(eq(int, take(NULL), ERR_IO));
	expect_error(path);
	cr_expect(ne(int, access(target, F_OK), 0));
	free(target);
}

Test(lock, a_place_that_is_not_there_is_named)
{
	setenv("TIDEMARK_LOCK", "/no/such/folder/lock", 1);
	cr_expect(eq(int, take(NULL), ERR_IO));
	expect_error("/no/such/folder/lock: the measuring lock cannot be "
		     "opened");
}
