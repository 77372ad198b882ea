/* tree_overlay: one path of another commit over a tree. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "runner/repo/tree.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static char *tree;
static struct commit one;
static struct commit two;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "bench/a", "a1\n");
	fixture_write(fx.repo, "bench/old", "old\n");
	fixture_write(fx.repo, "src/x", "x1\n");
	fixture_commit(fx.repo, "one");
	fixture_write(fx.repo, "bench/a", "a2\n");
	fixture_git(fx.repo, "rm", "-q", "bench/old", NULL);
	fixture_write(fx.repo, "bench/new/b", "b2\n");
	fixture_write(fx.repo, "src/x", "x2\n");
	fixture_write(fx.repo, "extra", "2\n");
	fixture_commit(fx.repo, "two");
	tree = fixture_path(&fx, "tree");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD~1", &one), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD", &two), ERR_OK));
	cr_assert(eq(int, tree_checkout(repo, &one.oid, tree, NULL), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	free(tree);
	fixture_release(&fx);
}

TestSuite(overlay, .init = setup, .fini = teardown);

static void
overlay(const char *source)
{
	cr_assert(eq(int, tree_overlay(repo, &two.oid, source, tree), ERR_OK),
	    "%s", err_text());
}

static void
holds(const char *name, const char *expected)
{
	char *text = fixture_read(tree, name);

	expect_text(text, expected);
	free(text);
}

static bool
is_there(const char *name)
{
	char *path = NULL;
	bool there;

	cr_assert(eq(int, path_join(&path, tree, name), ERR_OK));
	there = path_exists(path);
	free(path);
	return there;
}

Test(overlay, only_the_source_is_the_other_commits)
{
	char *head;

	overlay("bench");
	holds("bench/a", "a2\n");
	holds("bench/new/b", "b2\n");
	holds("src/x", "x1\n");
	cr_expect(not(is_there("bench/old")));
	cr_expect(not(is_there("extra")));
	head = fixture_git_text(tree, "rev-parse", "HEAD", NULL);
	expect_text(head, one.oid.hex);
	free(head);
}

Test(overlay, a_single_file_and_a_deep_path_work)
{
	overlay("./extra");
	holds("extra", "2\n");
	overlay("bench/new/");
	holds("bench/new/b", "b2\n");
	holds("bench/a", "a1\n");
}

Test(overlay, the_whole_tree_works)
{
	overlay(".");
	holds("src/x", "x2\n");
	holds("extra", "2\n");
	cr_expect(not(is_there("bench/old")));
	cr_expect(is_there(".git/HEAD"));
}

Test(overlay, what_the_commit_has_not_is_removed)
{
	overlay("bench/old");
	cr_expect(not(is_there("bench/old")));
	holds("bench/a", "a1\n");
	overlay("none/at/all");
	cr_expect(not(is_there("none")));
}

Test(overlay, the_next_checkout_undoes_it)
{
	char *before = fixture_listing(tree, false, false);
	char *after;

	overlay("bench");
	overlay("extra");
	cr_assert(eq(int, tree_checkout(repo, &one.oid, tree, NULL), ERR_OK));
	after = fixture_listing(tree, false, false);
	expect_text(after, before);
	free(before);
	free(after);
}

Test(overlay, a_link_on_the_way_is_not_followed)
{
	char *victim = fixture_path(&fx, "victim");
	char *bench = fixture_path(&fx, "tree/bench");

	fixture_write(victim, "a", "precious\n");
	cr_assert(eq(int, path_remove(bench), ERR_OK));
	cr_assert(symlink(victim, bench) == 0);
	overlay("bench/a");
	holds("bench/a", "a2\n");
	free(bench);
	bench = fixture_read(victim, "a");
	expect_text(bench, "precious\n");
	free(bench);
	free(victim);
}

Test(overlay, a_source_outside_the_repository_is_refused)
{
	cr_expect(
	    eq(int, tree_overlay(repo, &two.oid, "../x", tree), ERR_USAGE));
	cr_expect(
	    eq(int, tree_overlay(repo, &two.oid, "/etc", tree), ERR_USAGE));
	cr_expect(
	    eq(int, tree_overlay(repo, &two.oid, "a/.git/x", tree), ERR_USAGE));
	expect_error("not a path inside the repository");
}

Test(overlay, a_folder_without_a_tree_is_refused)
{
	char *home = fixture_path(&fx, "home");

	cr_expect(
	    eq(int, tree_overlay(repo, &two.oid, "bench", home), ERR_NOTFOUND));
	free(home);
}
