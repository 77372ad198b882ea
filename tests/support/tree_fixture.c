#include "tests/support/tree_fixture.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

struct tree_fixture tf;

void
fixture_link(const char *dir, const char *name, const char *target)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, dir, name), ERR_OK));
	cr_assert(symlink(target, path) == 0, "%s", path);
	free(path);
}

void
fixture_mode(const char *dir, const char *name, mode_t mode)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, dir, name), ERR_OK));
	cr_assert(chmod(path, mode) == 0, "%s", path);
	free(path);
}

void
fixture_drop(const char *dir, const char *name)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, dir, name), ERR_OK));
	cr_assert(eq(int, path_remove(path), ERR_OK));
	free(path);
}

static void
first_commit(void)
{
	fixture_write(
	    tf.fx.repo, ".gitattributes", "*.txt text eol=crlf\n*.id ident\n");
	fixture_write(tf.fx.repo, ".gitignore", "build/\n*.o\n");
	fixture_write(
	    tf.fx.repo, "#first.txt", "sorts before\n.gitattributes\n");
	fixture_write(tf.fx.repo, "a.txt", "one\ntwo\n");
	fixture_write(tf.fx.repo, "v.id", "$Id$\n");
	fixture_write(tf.fx.repo, "plain", "one\ntwo\n");
	fixture_write(tf.fx.repo, "empty", "");
	fixture_write(tf.fx.repo, "same", "never changes\n");
	fixture_write(tf.fx.repo, "run.sh", "#!/bin/sh\n");
	fixture_mode(tf.fx.repo, "run.sh", 0755);
	fixture_write(tf.fx.repo, "swap", "a file, later a folder\n");
	fixture_write(tf.fx.repo, "back/deep/x", "a folder, later a file\n");
	fixture_write(tf.fx.repo, "dir/sub/kept", "kept\n");
	fixture_write(tf.fx.repo, "dir/sub/gone", "gone\n");
	fixture_write(tf.fx.repo, "odd \xc3\xa9 \n\x01/\xff", "odd\n");
	fixture_link(tf.fx.repo, "link", "dir/sub/kept");
	fixture_link(tf.fx.repo, "dangling", "/nowhere/at/all");
	fixture_commit(tf.fx.repo, "one");
	fixture_git(tf.fx.repo, "tag", "-a", "v1", "-m", "v1", NULL);
}

static void
second_commit(void)
{
	fixture_write(tf.fx.repo, "a.txt", "one\nTWO\n");
	fixture_mode(tf.fx.repo, "run.sh", 0644);
	fixture_mode(tf.fx.repo, "plain", 0755);
	fixture_drop(tf.fx.repo, "swap");
	fixture_write(tf.fx.repo, "swap/inside", "a folder now\n");
	fixture_drop(tf.fx.repo, "back");
	fixture_write(tf.fx.repo, "back", "a file now\n");
	fixture_drop(tf.fx.repo, "dir/sub/gone");
	fixture_drop(tf.fx.repo, "link");
	fixture_write(tf.fx.repo, "link", "no link now\n");
	fixture_drop(tf.fx.repo, "empty");
	fixture_link(tf.fx.repo, "empty", "same");
	fixture_commit(tf.fx.repo, "two");
}

/* The third changes only how files are written. */
static void
third_commit(void)
{
	fixture_write(tf.fx.repo, ".gitattributes", "*.txt text eol=lf\n");
	fixture_write(tf.fx.repo, "dir/.gitattributes", "* text eol=crlf\n");
	fixture_commit(tf.fx.repo, "three");
}

void
tree_setup(void)
{
	umask(022);
	fixture_init(&tf.fx);
	first_commit();
	second_commit();
	third_commit();
	tf.tree = fixture_path(&tf.fx, "tree");
	cr_assert(eq(int, repo_open(&tf.repo, tf.fx.repo), ERR_OK));
}

void
tree_teardown(void)
{
	repo_free(tf.repo);
	free(tf.tree);
	fixture_release(&tf.fx);
}

enum err
tree_try(const char *revision, const struct tree_options *options)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(tf.repo, revision, &commit), ERR_OK),
	    "%s", err_text());
	return tree_checkout(tf.repo, &commit.oid, tf.tree, options);
}

void
tree_at(const char *revision)
{
	cr_assert(eq(int, tree_try(revision, NULL), ERR_OK), "%s: %s", revision,
	    err_text());
}

void
tree_refused(const char *revision, enum err code, const char *text)
{
	cr_expect(eq(int, tree_try(revision, NULL), code));
	expect_error(text);
}

/* What the git command makes of the revision. */
char *
tree_reference(const char *revision)
{
	char *clone = fixture_path(&tf.fx, "clone");
	char *oid = fixture_git_text(tf.fx.repo, "rev-parse", revision, NULL);
	char *listing;

	cr_assert(eq(int, path_remove(clone), ERR_OK));
	fixture_git(tf.fx.root, "clone", "-q", "--no-checkout", tf.fx.repo,
	    clone, NULL);
	fixture_git(clone, "checkout", "-q", "--detach", oid, NULL);
	listing = fixture_listing(clone, false, false);
	free(oid);
	free(clone);
	return listing;
}

/* The tree in place is the revision's, also for the git command in it. */
void
tree_expect(const char *revision)
{
	char *expected = tree_reference(revision);
	char *found = fixture_listing(tf.tree, false, false);
	char *oid = fixture_git_text(tf.fx.repo, "rev-parse", revision, NULL);
	char *head = fixture_git_text(tf.tree, "rev-parse", "HEAD", NULL);
	char *status = fixture_git_text(
	    tf.tree, "status", "--porcelain", "--ignored", NULL);

	expect_text(found, expected);
	expect_text(head, oid);
	expect_text(status, "");
	free(expected);
	free(found);
	free(oid);
	free(head);
	free(status);
}
