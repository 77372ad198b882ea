/**
 * Real repositories for the tests, made by the git command in a folder of
 * their own. Every failure in here fails the test.
 *
 * The environment is set so that no configuration of the user's counts: HOME
 * is a folder in the fixture, names and dates are fixed.
 */
#ifndef TESTS_SUPPORT_GIT_FIXTURE_H
#define TESTS_SUPPORT_GIT_FIXTURE_H

#include <stdbool.h>
#include <stddef.h>

struct fixture {
	char *root; /**< the folder that holds all */
	char *repo; /**< root/repo, an empty repository on branch main */
};

void fixture_init(struct fixture *fixture);

/** Remove the folder. */
void fixture_release(struct fixture *fixture);

/** Path of `name` in the fixture's folder; free() it. */
char *fixture_path(const struct fixture *fixture, const char *name);

/** Run `git -C dir ...`, arguments up to NULL; it must succeed. */
void fixture_git(const char *dir, ...);

/** The same, and return its output without the last newline; free() it. */
char *fixture_git_text(const char *dir, ...);

/** Write a file, making the folders above it. */
void fixture_write(const char *dir, const char *name, const char *text);
void fixture_write_bytes(
    const char *dir, const char *name, const void *data, size_t len);

/** Content of a file; free() it. */
char *fixture_read(const char *dir, const char *name);

/** Commit all in the work tree; dates rise by a minute each. */
void fixture_commit(const char *dir, const char *message);

/**
 * Every name below a folder with its kind, permissions and content, one a
 * line, sorted; free() it. Leaves out folders called .git unless `with_git`;
 * with `times` also the time of the last change.
 */
char *fixture_listing(const char *dir, bool with_git, bool times);

/**
 * What is allocated until the matching fixture_leaks_end() is not reported:
 * for calls whose error path leaks inside libgit2 1.5.
 */
void fixture_leaks_begin(void);
void fixture_leaks_end(void);

/** Expect equal texts; the failure shows both. */
void expect_text(const char *got, const char *expected);

/** Expect `part` in the text of the last error. */
void expect_error(const char *part);

#endif
