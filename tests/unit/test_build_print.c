/* The print of a build: what changes it, and what does not. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/build_print.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct build build;
static char first[HASH_HEX_SIZE]; /* of the tree as setup leaves it */

static void
setup(void)
{
	fixture_init(&fx);
	build.tree = fixture_path(&fx, "tree");
	fixture_write(build.tree, "a", "one\n");
	fixture_write(build.tree, "sub/b", "two\n");
	fixture_write(build.tree, ".git/index", "1\n");
	fixture_write(build.tree, "sub/.git/index", "1\n");
	cr_assert(eq(int, build_print(&build, first), ERR_OK));
}

static void
teardown(void)
{
	free(build.tree);
	fixture_release(&fx);
}

TestSuite(build_print, .init = setup, .fini = teardown, .timeout = 30);

/* Whether the tree has the print `print`, which becomes its print. */
static bool
same_as(char print[HASH_HEX_SIZE])
{
	char now[HASH_HEX_SIZE];
	bool same;

	cr_assert(eq(int, build_print(&build, now), ERR_OK), "%s", err_text());
	same = strcmp(now, print) == 0;
	memcpy(print, now, sizeof now);
	return same;
}

/* Run a command in the tree. */
static void
run(const char *shell)
{
	char line[512];

	snprintf(line, sizeof line, "cd '%s' && %s", build.tree, shell);
	cr_assert(eq(int, system(line), 0), "%s", shell);
}

static bool
later(const struct timespec *a, const struct timespec *b)
{
	return a->tv_sec > b->tv_sec ||
	       (a->tv_sec == b->tv_sec && a->tv_nsec > b->tv_nsec);
}

/* Write over a file in place and put its time back, until the clock of the file
 * system has ticked. */
static void
forge(const char *path, const char *text)
{
	struct stat before;
	struct stat now;

	cr_assert(eq(int, stat(path, &before), 0));
	do {
		const struct timespec times[] = {
		    before.st_atim, before.st_mtim};
		int fd = open(path, O_WRONLY);

		cr_assert(ge(int, fd, 0));
		cr_assert(eq(
		    long, write(fd, text, strlen(text)), (long)strlen(text)));
		close(fd);
		cr_assert(eq(int, utimensat(AT_FDCWD, path, times, 0), 0));
		cr_assert(eq(int, stat(path, &now), 0));
	} while (!later(&now.st_ctim, &before.st_ctim));
	cr_assert(eq(long, now.st_size, before.st_size));
	cr_assert(not(later(&now.st_mtim, &before.st_mtim)));
}

Test(build_print, it_is_the_same_when_asked_again)
{
	cr_expect(eq(sz, strlen(first), 64));
	cr_expect(same_as(first));
}

Test(build_print, reading_is_not_in_it)
{
	run("cat a sub/b >/dev/null && ls -R >/dev/null");
	cr_expect(same_as(first));
}

Test(build_print, what_is_called_git_is_not_in_it)
{
	run("echo 2 > .git/index && echo x > .git/left");
	run("rm sub/.git/index");
	cr_expect(same_as(first));
}

Test(build_print, what_comes_goes_or_changes_is_in_it)
{
	static const char *const changes[] = {"echo x > c", "mkdir d",
	    "echo three > a", "echo x >> sub/b", "touch -d 2001-01-01 a",
	    "chmod 600 a", "ln -s a link", "ln -sfn b link", "rm link",
	    "mv sub sub2", "mkfifo e", "rm e", "rmdir d",
	    "echo gitless > .git2"};

	for (size_t i = 0; i < sizeof changes / sizeof *changes; i++) {
		run(changes[i]);
		cr_expect(not(same_as(first)), "%s", changes[i]);
		cr_expect(same_as(first), "%s", changes[i]);
	}
}

Test(build_print, a_file_with_its_size_kept_and_its_time_put_back_is_in_it)
{
	char *path = fixture_path(&fx, "tree/a");

	forge(path, "eno\n");
	cr_expect(not(same_as(first)));
	free(path);
}

/* A copy in its place has the same name, size, mode and time of change. */
Test(build_print, a_copy_put_in_a_files_place_is_in_it)
{
	run("cp -p a ../copy && mv ../copy a");
	cr_expect(not(same_as(first)));
}

Test(build_print, an_artifact_behind_a_link_is_in_it)
{
	static char name[] = "bin/x";
	struct build_file artifact = {.path = name};
	char *path = fixture_path(&fx, "elsewhere/x");

	fixture_write(fx.root, "elsewhere/x", "one\n");
	run("ln -s ../elsewhere bin");
	build.artifacts = &artifact;
	build.artifact_count = 1;
	cr_expect(not(same_as(first)));
	cr_expect(same_as(first));
	forge(path, "eno\n");
	cr_expect(not(same_as(first)));
	cr_assert(eq(int, unlink(path), 0));
	cr_expect(not(same_as(first)));
	free(path);
}

Test(build_print, a_tree_that_is_not_there_is_named)
{
	char print[HASH_HEX_SIZE];

	run("rm -r ../tree");
	cr_expect(eq(int, build_print(&build, print), ERR_IO));
	expect_error(build.tree);
}
