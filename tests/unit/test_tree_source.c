/* tree_checkout: the user's repository, its kinds and the configuration. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/support/tree_fixture.h"

TestSuite(tree_source, .init = tree_setup, .fini = tree_teardown);

Test(tree_source, the_users_repository_is_not_touched_at_all)
{
	char *before;
	char *after;
	struct repo *fresh = NULL;
	struct commit commit;
	char *file;

	fixture_git(tf.fx.repo, "gc", "-q", NULL);
	/* An index that git would want to refresh, a loose object, dirt. */
	file = fixture_path(&tf.fx, "repo/same");
	cr_assert(utimensat(AT_FDCWD, file, NULL, 0) == 0);
	fixture_write(tf.fx.repo, "untracked", "x");
	fixture_write(tf.fx.repo, "plain", "changed, not staged");
	before = fixture_listing(tf.fx.repo, true, true);
	cr_assert(eq(int, repo_open(&fresh, tf.fx.repo), ERR_OK));
	cr_assert(eq(int, repo_commit(fresh, "v1", &commit), ERR_OK));
	cr_assert(
	    eq(int, tree_checkout(fresh, &commit.oid, tf.tree, NULL), ERR_OK));
	repo_free(fresh);
	tree_at("main");
	tree_at("main~1");
	/* not through `git status` there, which writes the index */
	after = fixture_listing(tf.fx.repo, true, true);
	expect_text(after, before);
	free(before);
	free(after);
	free(file);
}

Test(tree_source, the_users_configuration_has_no_part_in_it)
{
	char *home = fixture_path(&tf.fx, "home");
	char *hooks = fixture_path(&tf.fx, "home/hooks");
	char *marker = fixture_path(&tf.fx, "home/ran");
	char *expected = tree_reference("main~2");
	char *found;
	char text[2048];

	(void)snprintf(text, sizeof text, "#!/bin/sh\ntouch %s\n", marker);
	fixture_write(home, "hooks/post-checkout", text);
	fixture_mode(home, "hooks/post-checkout", 0755);
	fixture_write(home, "template/hooks/post-index-change", text);
	fixture_mode(home, "template/hooks/post-index-change", 0755);
	fixture_write(home, "attributes", "* text eol=crlf\n");
	fixture_write(home, ".config/git/attributes", "* text eol=crlf\n");
	(void)snprintf(text, sizeof text,
	    "[core]\nautocrlf = true\nhooksPath = %s\n"
	    "attributesFile = %s/attributes\n"
	    "[init]\ntemplateDir = %s/template\n",
	    hooks, home, home);
	fixture_write(home, ".gitconfig", text);
	unsetenv("GIT_CONFIG_GLOBAL"); /* read from HOME */
	fixture_git(tf.fx.repo, "config", "core.autocrlf", "true", NULL);
	fixture_write(tf.fx.repo, ".git/info/attributes", "* text eol=crlf\n");
	tree_at("main~2");
	found = fixture_listing(tf.tree, false, false);
	expect_text(found, expected);
	/* a build's git, under the user's configuration, sees it clean */
	free(found);
	found = fixture_git_text(tf.tree, "status", "--porcelain", NULL);
	expect_text(found, "");
	fixture_git(tf.tree, "checkout", "-q", "HEAD", NULL);
	cr_expect(not(path_exists(marker)));
	free(found);
	free(expected);
	free(marker);
	free(hooks);
	free(home);
}

Test(tree_source, bare_linked_and_shared_repositories_serve_as_well)
{
	static const char *const kinds[] = {"bare.git", "linked", "shared"};

	fixture_git(
	    tf.fx.root, "clone", "-q", "--bare", tf.fx.repo, "bare.git", NULL);
	fixture_git(
	    tf.fx.repo, "worktree", "add", "-q", "--detach", "../linked", NULL);
	fixture_git(
	    tf.fx.root, "clone", "-q", "--shared", tf.fx.repo, "shared", NULL);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		char *path = fixture_path(&tf.fx, kinds[i]);

		repo_free(tf.repo);
		cr_assert(eq(int, repo_open(&tf.repo, path), ERR_OK));
		cr_assert(eq(int, path_remove(tf.tree), ERR_OK));
		tree_at("v1");
		tree_expect("main~2");
		fixture_git(tf.tree, "log", "--oneline", NULL);
		free(path);
	}
}

Test(tree_source, objects_may_be_packed_between_two_checkouts)
{
	tree_at("main~2");
	fixture_git(tf.fx.repo, "gc", "-q", "--prune=now", NULL);
	tree_at("main~1");
	tree_expect("main~1");
}

Test(tree_source, pruned_objects_are_named)
{
	struct commit lost;

	tree_at("main~1");
	cr_assert(eq(int, repo_commit(tf.repo, "main", &lost), ERR_OK));
	fixture_git(tf.fx.repo, "reset", "-q", "--hard", "HEAD~1", NULL);
	fixture_git(
	    tf.fx.repo, "reflog", "expire", "--expire=now", "--all", NULL);
	fixture_git(tf.fx.repo, "gc", "-q", "--prune=now", NULL);
	repo_free(tf.repo);
	cr_assert(eq(int, repo_open(&tf.repo, tf.fx.repo), ERR_OK));
	cr_expect(eq(
	    int, tree_checkout(tf.repo, &lost.oid, tf.tree, NULL), ERR_USAGE));
	expect_error(lost.oid.hex);
	expect_error("object missing from");
	tree_expect("main"); /* the tree in place is still the old one */
}

static void
use_clone(const char *option, const char *value)
{
	char *path = fixture_path(&tf.fx, "partial");
	char url[512];

	fixture_git(
	    tf.fx.repo, "config", "uploadpack.allowFilter", "true", NULL);
	(void)snprintf(url, sizeof url, "file://%s", tf.fx.repo);
	fixture_git(tf.fx.root, "clone", "-q", option, value, "--no-checkout",
	    url, path, NULL);
	repo_free(tf.repo);
	cr_assert(eq(int, repo_open(&tf.repo, path), ERR_OK), "%s", err_text());
	free(path);
}

Test(tree_source, a_shallow_clone_checks_out_what_it_has)
{
	char *log;

	use_clone("--depth", "1");
	tree_at("HEAD");
	tree_expect("main");
	log = fixture_git_text(tf.tree, "log", "--format=%s", NULL);
	expect_text(log, "three");
	free(log);
}

Test(tree_source, blobs_missing_from_a_partial_clone_name_the_refetch)
{
	char *clone;

	use_clone("--filter", "blob:none");
	tree_refused("HEAD", ERR_USAGE, "git fetch --refetch --no-filter");
	clone = fixture_path(&tf.fx, "partial");
	fixture_git(clone, "fetch", "-q", "--refetch", "--no-filter", NULL);
	free(clone);
	tree_at("HEAD");
	tree_expect("main");
}

Test(tree_source, trees_missing_from_a_partial_clone_name_the_refetch)
{
	use_clone("--filter", "tree:0");
	tree_refused("HEAD", ERR_USAGE, "git fetch --refetch --no-filter");
}
