/* Submodules in trees: found, switched, nested, missing. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/repo/tree.h"
#include "tests/support/git_fixture.h"

#define ALLOW "-c", "protocol.file.allow=always"

static struct fixture fx;
static struct repo *repo;
static char *tree;
static char *outer; /* the submodule's own origin */
static char *inner; /* a submodule of the submodule */

static char *
new_repository(const char *name)
{
	char *path = fixture_path(&fx, name);

	fixture_git(fx.root, "init", "-q", "-b", "main", path, NULL);
	return path;
}

static void
pull_outer(const char *message)
{
	fixture_git(fx.repo, ALLOW, "submodule", "--quiet", "update",
	    "--remote", "libs/outer", NULL);
	fixture_commit(fx.repo, message);
	fixture_git(fx.repo, ALLOW, "submodule", "update", "-q", "--init",
	    "--recursive", NULL);
}

/* repo: none, one (with libs/outer), two (outer moved on). */
static void
setup(void)
{
	fixture_init(&fx);
	inner = new_repository("inner");
	fixture_write(inner, "in", "inner\n");
	fixture_commit(inner, "inner");
	outer = new_repository("outer");
	fixture_write(outer, "out", "1\n");
	fixture_git(
	    outer, ALLOW, "submodule", "add", "-q", inner, "deep", NULL);
	fixture_commit(outer, "outer 1");
	fixture_write(fx.repo, "file", "x\n");
	fixture_commit(fx.repo, "none");
	fixture_git(fx.repo, ALLOW, "submodule", "add", "-q", "--name",
	    "the.outer", outer, "libs/outer", NULL);
	fixture_git(fx.repo, ALLOW, "submodule", "update", "-q", "--init",
	    "--recursive", NULL);
	fixture_commit(fx.repo, "one");
	fixture_write(outer, "out", "2\n");
	fixture_commit(outer, "outer 2");
	pull_outer("two");
	tree = fixture_path(&fx, "tree");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	free(tree);
	free(outer);
	free(inner);
	fixture_release(&fx);
}

TestSuite(submodule, .init = setup, .fini = teardown);

static enum err
checkout(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK));
	return tree_checkout(repo, &commit.oid, tree, NULL);
}

static void
expect_out(const char *expected)
{
	char *text = fixture_read(tree, "libs/outer/out");
	char *deep = fixture_read(tree, "libs/outer/deep/in");

	expect_text(text, expected);
	expect_text(deep, "inner\n");
	free(text);
	free(deep);
}

static void
expect_clean(void)
{
	char *status = fixture_git_text(tree, "status", "--porcelain", NULL);

	expect_text(status, "");
	free(status);
}

Test(submodule, a_tree_holds_its_submodules_at_any_depth)
{
	char *expected = fixture_listing(fx.repo, false, false);
	char *found;

	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	found = fixture_listing(tree, false, false);
	expect_text(found, expected);
	expect_clean();
	free(expected);
	free(found);
}

Test(submodule, switching_commits_moves_adds_and_removes_them)
{
	char *gone = fixture_path(&fx, "tree/libs");

	cr_assert(eq(int, checkout("main~1"), ERR_OK), "%s", err_text());
	expect_out("1\n");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	expect_out("2\n");
	expect_clean();
	cr_assert(eq(int, checkout("main~2"), ERR_OK));
	cr_expect(not(path_exists(gone)));
	expect_clean();
	cr_assert(eq(int, checkout("main~1"), ERR_OK));
	expect_out("1\n");
	expect_clean();
	free(gone);
}

Test(submodule, what_a_build_left_in_one_is_removed)
{
	char *before;
	char *after;

	cr_assert(eq(int, checkout("main"), ERR_OK));
	before = fixture_listing(tree, false, false);
	fixture_write(tree, "libs/outer/out", "tampered\n");
	fixture_write(tree, "libs/outer/deep/junk.o", "x");
	fixture_write(tree, "libs/outer/.git/info/exclude", "*\n");
	fixture_write(tree, "libs/junk", "x");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	after = fixture_listing(tree, false, false);
	expect_text(after, before);
	free(before);
	free(after);
}

Test(submodule, the_users_repository_and_its_submodules_stay_as_they_are)
{
	char *before = fixture_listing(fx.repo, true, true);
	char *after;

	cr_assert(eq(int, checkout("main"), ERR_OK));
	cr_assert(eq(int, checkout("main~1"), ERR_OK));
	after = fixture_listing(fx.repo, true, true);
	expect_text(after, before);
	free(before);
	free(after);
}

Test(submodule, one_whose_git_folder_is_in_its_work_tree_is_found)
{
	char *git = fixture_path(&fx, "repo/libs/outer/.git");
	char *module = fixture_path(&fx, "repo/.git/modules/the.outer");

	cr_assert(eq(int, path_remove(git), ERR_OK));
	cr_assert(rename(module, git) == 0);
	fixture_git(
	    fx.repo, "config", "--file", ".git/modules-gone", "a.b", "c", NULL);
	fixture_git(git, "config", "--unset", "core.worktree", NULL);
	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	expect_out("2\n");
	free(git);
	free(module);
}

Test(submodule, objects_remain_when_the_users_folder_is_gone)
{
	char *libs = fixture_path(&fx, "repo/libs");

	cr_assert(eq(int, path_remove(libs), ERR_OK));
	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	expect_out("2\n");
	free(libs);
}

Test(submodule, a_linked_work_tree_finds_its_own_submodules)
{
	char *linked = fixture_path(&fx, "linked");

	fixture_git(fx.repo, "worktree", "add", "-q", "--detach", linked, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, linked), ERR_OK));
	cr_assert(eq(int, checkout("HEAD"), ERR_OK), "%s", err_text());
	expect_out("2\n");
	free(linked);
}

Test(submodule, one_that_was_never_fetched_names_the_command)
{
	char *clone = fixture_path(&fx, "clone");

	fixture_git(fx.root, "clone", "-q", fx.repo, clone, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, clone), ERR_OK));
	cr_expect(eq(int, checkout("HEAD"), ERR_USAGE));
	expect_error("submodule libs/outer was never fetched; git submodule "
		     "update --init --recursive");
	fixture_git(clone, ALLOW, "submodule", "update", "-q", "--init",
	    "--recursive", NULL);
	cr_assert(eq(int, checkout("HEAD"), ERR_OK), "%s", err_text());
	expect_out("2\n");
	free(clone);
}

Test(submodule, a_commit_that_was_never_fetched_is_named)
{
	char *oid;

	fixture_commit(outer, "outer 3");
	oid = fixture_git_text(outer, "rev-parse", "HEAD", NULL);
	fixture_git(fx.repo, "update-index", "--cacheinfo", "160000", oid,
	    "libs/outer", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "ahead", NULL);
	cr_expect(eq(int, checkout("main"), ERR_USAGE));
	expect_error(oid);
	expect_error("was never fetched; git -C");
	free(oid);
}

Test(submodule, one_that_gitmodules_does_not_name_is_an_empty_folder)
{
	char *listing;
	char *oid = fixture_git_text(outer, "rev-parse", "HEAD", NULL);

	fixture_git(fx.repo, "update-index", "--add", "--cacheinfo", "160000",
	    oid, "orphan", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "orphan", NULL);
	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	fixture_write(tree, "orphan/junk", "x");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	listing = fixture_listing(tree, false, false);
	cr_expect(ne(ptr, strstr(listing, "/orphan 40755"), NULL));
	cr_expect(eq(ptr, strstr(listing, "/orphan/"), NULL));
	expect_clean();
	free(listing);
	free(oid);
}

static void
rename_module(const char *name)
{
	char text[512];

	(void)snprintf(text, sizeof text,
	    "[submodule \"%s\"]\n\tpath = libs/outer\n\turl = x\n", name);
	fixture_write(fx.repo, ".gitmodules", text);
	fixture_commit(fx.repo, "renamed");
}

Test(submodule, a_name_that_leads_out_of_the_modules_is_refused)
{
	static const char *const names[] = {
	    "../../../outer/.git", "..", "a/../b", "/etc", "a\\\\..\\\\b"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		rename_module(names[i]);
		cr_expect(eq(int, checkout("main"), ERR_USAGE), "%s", names[i]);
		expect_error("is not a submodule's name");
	}
}

Test(submodule, a_broken_gitmodules_is_an_error)
{
	fixture_write(fx.repo, ".gitmodules", "[submodule \"x\n");
	fixture_git(fx.repo, "-c", "submodule.recurse=false", "add",
	    ".gitmodules", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "broken", NULL);
	cr_expect(eq(int, checkout("main"), ERR_USAGE));
	expect_error(".gitmodules");
}

Test(submodule, an_overlay_takes_the_other_commits_submodule)
{
	struct commit one;

	cr_assert(eq(int, repo_commit(repo, "main~1", &one), ERR_OK));
	cr_assert(eq(int, checkout("main"), ERR_OK));
	cr_assert(eq(int, tree_overlay(repo, &one.oid, "libs", tree), ERR_OK),
	    "%s", err_text());
	expect_out("1\n");
	cr_expect(eq(int, tree_overlay(repo, &one.oid, "libs/outer/out", tree),
	    ERR_USAGE));
	expect_error("lies in the submodule libs/outer");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	expect_out("2\n");
}
