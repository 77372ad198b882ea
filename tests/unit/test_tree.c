/* tree_checkout: the tree equals a fresh one, whatever a build did to it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/support/tree_fixture.h"

TestSuite(tree, .init = tree_setup, .fini = tree_teardown);

Test(tree, each_commit_is_as_git_checks_it_out_from_every_other)
{
	static const char *const revisions[] = {
	    "main~2", "main~1", "main~2", "main", "main~2", "main", "main~1"};

	for (size_t i = 0; i < sizeof revisions / sizeof *revisions; i++) {
		tree_at(revisions[i]);
		tree_expect(revisions[i]);
	}
}

Test(tree, files_that_sort_before_gitattributes_follow_it)
{
	char *text;

	tree_at("main~2");
	text = fixture_read(tf.tree, "#first.txt");
	expect_text(text, "sorts before\r\n.gitattributes\r\n");
	free(text);
}

Test(tree, a_changed_attribute_rewrites_unchanged_files)
{
	char *before;
	char *after;

	tree_at("main~1");
	before = fixture_read(tf.tree, "a.txt");
	tree_at("main");
	after = fixture_read(tf.tree, "a.txt");
	expect_text(before, "one\r\nTWO\r\n");
	expect_text(after, "one\nTWO\n");
	free(before);
	free(after);
}

Test(tree, what_is_the_same_in_both_commits_is_not_written_again)
{
	char *path = fixture_path(&tf.fx, "tree/same");
	struct stat before;
	struct stat after;

	tree_at("main~2");
	cr_assert(stat(path, &before) == 0);
	tree_at("main~1");
	cr_assert(stat(path, &after) == 0);
	cr_expect(eq(u64, before.st_ino, after.st_ino));
	cr_expect(eq(i64, before.st_ctim.tv_nsec, after.st_ctim.tv_nsec));
	free(path);
}

Test(tree, git_works_inside)
{
	char *text;

	tree_at("main~1");
	text = fixture_git_text(tf.tree, "describe", "--tags", NULL);
	cr_expect(eq(int, strncmp(text, "v1-1-g", 6), 0), "%s", text);
	free(text);
	text = fixture_git_text(tf.tree, "log", "--format=%s", NULL);
	expect_text(text, "two\none");
	free(text);
	text = fixture_git_text(tf.tree, "rev-parse", "--show-toplevel", NULL);
	expect_text(text, tf.tree);
	free(text);
	fixture_git(tf.tree, "fsck", "--no-dangling", NULL);
}

Test(tree, changed_files_are_mended)
{
	tree_at("main~2");
	fixture_write(tf.tree, "plain", "other\n");
	fixture_drop(tf.tree, "same");
	fixture_mode(tf.tree, "run.sh", 0644);
	fixture_mode(tf.tree, "v.id", 0600);
	fixture_drop(tf.tree, "link");
	fixture_link(tf.tree, "link", "elsewhere");
	fixture_drop(tf.tree, "a.txt");
	fixture_write(tf.tree, "a.txt/in/the/way", "x");
	fixture_drop(tf.tree, "dir");
	fixture_write(tf.tree, "dir", "a file");
	tree_at("main~2");
	tree_expect("main~2");
	fixture_drop(tf.tree, "dir");
	tree_at("main~1");
	tree_expect("main~1");
}

Test(tree, a_change_of_equal_size_and_time_shows)
{
	char *path = fixture_path(&tf.fx, "tree/same");
	struct timespec times[2];
	struct stat st;
	int fd;

	tree_at("main~2");
	cr_assert(stat(path, &st) == 0);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	cr_assert(write(fd, "N", 1) == 1);
	cr_assert(futimens(fd, times) == 0);
	close(fd);
	tree_at("main~2");
	tree_expect("main~2");
	free(path);
}

Test(tree, untracked_and_ignored_files_go)
{
	char *fifo = fixture_path(&tf.fx, "tree/fifo");

	tree_at("main~2");
	fixture_write(tf.tree, "new", "x");
	fixture_write(tf.tree, "dir/new/deep", "x");
	fixture_write(tf.tree, "build/out.o", "x");
	fixture_write(tf.tree, "dir/sub/x.o", "x");
	fixture_write(tf.tree, ".git/info/exclude", "hidden\n");
	fixture_write(tf.tree, "hidden", "x");
	fixture_link(tf.tree, "newlink", "/");
	fixture_git(tf.tree, "init", "-q", "empty-repo", NULL);
	cr_assert(mkfifo(fifo, 0600) == 0);
	tree_at("main~1");
	tree_expect("main~1");
	free(fifo);
}

Test(tree, nested_repositories_and_empty_folders_go)
{
	char *nested = fixture_path(&tf.fx, "tree/dir/dep");
	char *empty = fixture_path(&tf.fx, "tree/e/m/p/t/y");
	char *listing;

	tree_at("main~2");
	fixture_git(tf.fx.root, "clone", "-q", tf.fx.repo, nested, NULL);
	fixture_write(tf.tree, "_deps/x/.git/config", "[core]\n");
	cr_assert(eq(int, path_mkdirs(empty), ERR_OK));
	tree_at("main~2");
	tree_expect("main~2");
	listing = fixture_listing(tf.tree, false, false);
	cr_expect(eq(ptr, strstr(listing, "dep"), NULL));
	cr_expect(eq(ptr, strstr(listing, "/e/m"), NULL));
	free(listing);
	free(nested);
	free(empty);
}

Test(tree, a_link_in_place_of_a_folder_leads_nowhere)
{
	char *victim = fixture_path(&tf.fx, "victim");
	char *before;
	char *after;

	tree_at("main~2");
	fixture_write(victim, "sub/kept", "precious\n");
	fixture_write(victim, "sub/other", "precious\n");
	before = fixture_listing(victim, true, true);
	fixture_drop(tf.tree, "dir");
	fixture_link(tf.tree, "dir", victim);
	tree_at("main~1");
	tree_expect("main~1");
	fixture_drop(tf.tree, "dir/sub");
	fixture_link(tf.tree, "dir/sub", "../../victim/sub");
	tree_at("main~2");
	tree_expect("main~2");
	after = fixture_listing(victim, true, true);
	expect_text(after, before);
	free(before);
	free(after);
	free(victim);
}

Test(tree, a_tree_that_became_a_link_is_replaced)
{
	char *victim = fixture_path(&tf.fx, "victim");
	char *file;

	tree_at("main~2");
	fixture_write(victim, "file", "precious\n");
	cr_assert(eq(int, path_remove(tf.tree), ERR_OK));
	cr_assert(symlink(victim, tf.tree) == 0);
	tree_at("main~1");
	tree_expect("main~1");
	file = fixture_read(victim, "file");
	expect_text(file, "precious\n");
	fixture_drop(tf.tree, ".git");
	fixture_link(tf.tree, ".git", "../repo/.git");
	tree_at("main~1");
	tree_expect("main~1");
	fixture_git(tf.fx.repo, "fsck", "--no-dangling", NULL);
	free(file);
	free(victim);
}

Test(tree, read_only_folders_are_opened_again)
{
	char *home = fixture_path(&tf.fx, "build");

	/* Permissions do not bind root. */
	cr_assert(mkdir(home, 0755) == 0);
	cr_assert(chmod(tf.fx.root, 0755) == 0);
	if (geteuid() == 0) {
		cr_assert(chown(home, STRANGER, STRANGER) == 0);
		cr_assert(setegid(STRANGER) == 0 && seteuid(STRANGER) == 0);
	}
	free(tf.tree);
	tf.tree = fixture_path(&tf.fx, "build/tree");
	tree_at("main~2");
	fixture_write(tf.tree, "mod/cache/file", "x");
	fixture_mode(tf.tree, "mod/cache/file", 0444);
	fixture_mode(tf.tree, "mod/cache", 0555);
	fixture_mode(tf.tree, "mod", 0555);
	fixture_mode(tf.tree, "dir/sub", 0);
	fixture_mode(tf.tree, "dir", 0111);
	fixture_mode(tf.tree, ".git/objects", 0555);
	fixture_mode(tf.tree, ".git", 0555);
	cr_assert(chmod(tf.tree, 0555) == 0);
	tree_at("main~1");
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0 && setegid(0) == 0 &&
			  chown(tf.tree, 0, 0) == 0);
	fixture_git(tf.fx.root, "config", "--file", "home/.gitconfig",
	    "safe.directory", "*", NULL);
	unsetenv("GIT_CONFIG_GLOBAL");
	tree_expect("main~1");
	free(home);
}

Test(tree, what_git_did_in_the_tree_is_undone)
{
	char *text;

	tree_at("main~2");
	fixture_write(tf.tree, "same", "staged\n");
	fixture_write(tf.tree, "added", "committed\n");
	fixture_commit(tf.tree, "a build commits");
	fixture_git(tf.tree, "tag", "built", NULL);
	fixture_git(tf.tree, "checkout", "-q", "-b", "work", NULL);
	fixture_git(tf.tree, "config", "core.autocrlf", "true", NULL);
	fixture_write(tf.tree, ".git/info/attributes", "* text eol=crlf\n");
	fixture_write(tf.tree, ".git/hooks/post-checkout", "#!/bin/sh\n");
	fixture_write(tf.tree, "plain", "one\r\ntwo\r\n");
	fixture_git(
	    tf.tree, "update-index", "--assume-unchanged", "v.id", NULL);
	fixture_write(tf.tree, "v.id", "tampered\n");
	tree_at("main~2");
	tree_expect("main~2");
	text = fixture_git_text(tf.tree, "tag", NULL);
	expect_text(text, "v1");
	free(text);
	text = fixture_git_text(
	    tf.tree, "for-each-ref", "--format=%(refname)", NULL);
	expect_text(text, "refs/tags/v1");
	free(text);
}
