/**
 * A repository with three commits that differ in every way files can, and a
 * tree made from it. The independent reference is a clone that the git command
 * checks out.
 */
#ifndef TESTS_SUPPORT_TREE_FIXTURE_H
#define TESTS_SUPPORT_TREE_FIXTURE_H

#include <sys/types.h>

#include "runner/repo/tree.h"
#include "tests/support/git_fixture.h"

#define STRANGER 1234 /**< a user that owns nothing */

struct tree_fixture {
	struct fixture fx;
	struct repo *repo;
	char *tree; /**< fx.root/tree; a test may replace it */
};

/** The running test's; each test is its own process. */
extern struct tree_fixture tf;

/** Make it: main~2 is tagged v1, main~1 changes kinds and permissions, main
 *  changes attributes alone. */
void tree_setup(void);
void tree_teardown(void);

/** tree_checkout() of a revision into the tree. */
enum err tree_try(const char *revision, const struct tree_options *options);

/** The same; it must succeed. */
void tree_at(const char *revision);

/** It must fail with this code and `text` in the message. */
void tree_refused(const char *revision, enum err code, const char *text);

/** Listing of the revision as the git command checks it out; free() it. */
char *tree_reference(const char *revision);

/** Expect the tree to be that, clean for the git command, HEAD included. */
void tree_expect(const char *revision);

void fixture_link(const char *dir, const char *name, const char *target);
void fixture_mode(const char *dir, const char *name, mode_t mode);
void fixture_drop(const char *dir, const char *name);

#endif
