/* tree_checkout: the tree equals a fresh one, whatever was done to it. The
 * independent reference is a clone that the git command checks out. */
#include "runner/repo/tree.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/support/git_fixture.h"

#define STRANGER 1234

static struct fixture fx;
static struct repo *repo;
static char *tree;

static void
link_to(const char *dir, const char *name, const char *target)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, dir, name), ERR_OK));
	cr_assert(symlink(target, path) == 0, "%s", path);
	free(path);
}

static void
mode(const char *dir, const char *name, mode_t mode)
{
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, dir, name), ERR_OK));
	cr_assert(chmod(path, mode) == 0, "%s", path);
	free(path);
}

static void
drop(const char *dir, const char *name)
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
	    fx.repo, ".gitattributes", "*.txt text eol=crlf\n*.id ident\n");
	fixture_write(fx.repo, ".gitignore", "build/\n*.o\n");
	fixture_write(fx.repo, "#first.txt", "sorts before\n.gitattributes\n");
	fixture_write(fx.repo, "a.txt", "one\ntwo\n");
	fixture_write(fx.repo, "v.id", "$Id$\n");
	fixture_write(fx.repo, "plain", "one\ntwo\n");
	fixture_write(fx.repo, "empty", "");
	fixture_write(fx.repo, "same", "never changes\n");
	fixture_write(fx.repo, "run.sh", "#!/bin/sh\n");
	mode(fx.repo, "run.sh", 0755);
	fixture_write(fx.repo, "swap", "a file, later a folder\n");
	fixture_write(fx.repo, "back/deep/x", "a folder, later a file\n");
	fixture_write(fx.repo, "dir/sub/kept", "kept\n");
	fixture_write(fx.repo, "dir/sub/gone", "gone\n");
	fixture_write(fx.repo, "odd \xc3\xa9 \n\x01/\xff", "odd\n");
	link_to(fx.repo, "link", "dir/sub/kept");
	link_to(fx.repo, "dangling", "/nowhere/at/all");
	fixture_commit(fx.repo, "one");
	fixture_git(fx.repo, "tag", "-a", "v1", "-m", "v1", NULL);
}

static void
second_commit(void)
{
	fixture_write(fx.repo, "a.txt", "one\nTWO\n");
	mode(fx.repo, "run.sh", 0644);
	mode(fx.repo, "plain", 0755);
	drop(fx.repo, "swap");
	fixture_write(fx.repo, "swap/inside", "a folder now\n");
	drop(fx.repo, "back");
	fixture_write(fx.repo, "back", "a file now\n");
	drop(fx.repo, "dir/sub/gone");
	drop(fx.repo, "link");
	fixture_write(fx.repo, "link", "no link now\n");
	drop(fx.repo, "empty");
	link_to(fx.repo, "empty", "same");
	fixture_commit(fx.repo, "two");
}

/* The third changes only how files are written. */
static void
third_commit(void)
{
	fixture_write(fx.repo, ".gitattributes", "*.txt text eol=lf\n");
	fixture_write(fx.repo, "dir/.gitattributes", "* text eol=crlf\n");
	fixture_commit(fx.repo, "three");
}

static void
setup(void)
{
	umask(022);
	fixture_init(&fx);
	first_commit();
	second_commit();
	third_commit();
	tree = fixture_path(&fx, "tree");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	free(tree);
	fixture_release(&fx);
}

TestSuite(tree, .init = setup, .fini = teardown);

static enum err
checkout_with(const char *revision, const struct tree_options *options)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK), "%s",
	    err_text());
	return tree_checkout(repo, &commit.oid, tree, options);
}

static void
checkout(const char *revision)
{
	cr_assert(eq(int, checkout_with(revision, NULL), ERR_OK), "%s: %s",
	    revision, err_text());
}

static void
refused(const char *revision, enum err code, const char *text)
{
	cr_expect(eq(int, checkout_with(revision, NULL), code));
	expect_error(text);
}

/* What the git command makes of the revision. */
static char *
reference(const char *revision)
{
	char *clone = fixture_path(&fx, "clone");
	char *oid = fixture_git_text(fx.repo, "rev-parse", revision, NULL);
	char *listing;

	cr_assert(eq(int, path_remove(clone), ERR_OK));
	fixture_git(
	    fx.root, "clone", "-q", "--no-checkout", fx.repo, clone, NULL);
	fixture_git(clone, "checkout", "-q", "--detach", oid, NULL);
	listing = fixture_listing(clone, false, false);
	free(oid);
	free(clone);
	return listing;
}

/* The tree in place is the revision's, also for the git command in it. */
static void
expect_tree(const char *revision)
{
	char *expected = reference(revision);
	char *found = fixture_listing(tree, false, false);
	char *oid = fixture_git_text(fx.repo, "rev-parse", revision, NULL);
	char *head = fixture_git_text(tree, "rev-parse", "HEAD", NULL);
	char *status =
	    fixture_git_text(tree, "status", "--porcelain", "--ignored", NULL);

	expect_text(found, expected);
	expect_text(head, oid);
	expect_text(status, "");
	free(expected);
	free(found);
	free(oid);
	free(head);
	free(status);
}

Test(tree, each_commit_is_as_git_checks_it_out_from_every_other)
{
	static const char *const revisions[] = {
	    "main~2", "main~1", "main~2", "main", "main~2", "main", "main~1"};

	for (size_t i = 0; i < sizeof revisions / sizeof *revisions; i++) {
		checkout(revisions[i]);
		expect_tree(revisions[i]);
	}
}

Test(tree, files_that_sort_before_gitattributes_follow_it)
{
	char *text;

	checkout("main~2");
	text = fixture_read(tree, "#first.txt");
	expect_text(text, "sorts before\r\n.gitattributes\r\n");
	free(text);
}

Test(tree, a_changed_attribute_rewrites_unchanged_files)
{
	char *before;
	char *after;

	checkout("main~1");
	before = fixture_read(tree, "a.txt");
	checkout("main");
	after = fixture_read(tree, "a.txt");
	expect_text(before, "one\r\nTWO\r\n");
	expect_text(after, "one\nTWO\n");
	free(before);
	free(after);
}

Test(tree, what_is_the_same_in_both_commits_is_not_written_again)
{
	char *path = fixture_path(&fx, "tree/same");
	struct stat before;
	struct stat after;

	checkout("main~2");
	cr_assert(stat(path, &before) == 0);
	checkout("main~1");
	cr_assert(stat(path, &after) == 0);
	cr_expect(eq(u64, before.st_ino, after.st_ino));
	cr_expect(eq(i64, before.st_ctim.tv_nsec, after.st_ctim.tv_nsec));
	free(path);
}

Test(tree, git_works_inside)
{
	char *text;

	checkout("main~1");
	text = fixture_git_text(tree, "describe", "--tags", NULL);
	cr_expect(eq(int, strncmp(text, "v1-1-g", 6), 0), "%s", text);
	free(text);
	text = fixture_git_text(tree, "log", "--format=%s", NULL);
	expect_text(text, "two\none");
	free(text);
	text = fixture_git_text(tree, "rev-parse", "--show-toplevel", NULL);
	expect_text(text, tree);
	free(text);
	fixture_git(tree, "fsck", "--no-dangling", NULL);
}

/* ---- what a build may leave behind ---- */

Test(tree, changed_files_are_mended)
{
	checkout("main~2");
	fixture_write(tree, "plain", "other\n");
	drop(tree, "same");
	mode(tree, "run.sh", 0644);
	mode(tree, "v.id", 0600);
	drop(tree, "link");
	link_to(tree, "link", "elsewhere");
	drop(tree, "a.txt");
	fixture_write(tree, "a.txt/in/the/way", "x");
	drop(tree, "dir");
	fixture_write(tree, "dir", "a file");
	checkout("main~2");
	expect_tree("main~2");
	drop(tree, "dir");
	checkout("main~1");
	expect_tree("main~1");
}

Test(tree, a_change_of_equal_size_and_time_shows)
{
	char *path = fixture_path(&fx, "tree/same");
	struct timespec times[2];
	struct stat st;
	int fd;

	checkout("main~2");
	cr_assert(stat(path, &st) == 0);
	times[0] = st.st_atim;
	times[1] = st.st_mtim;
	fd = open(path, O_WRONLY | O_CLOEXEC);
	cr_assert(write(fd, "N", 1) == 1);
	cr_assert(futimens(fd, times) == 0);
	close(fd);
	checkout("main~2");
	expect_tree("main~2");
	free(path);
}

Test(tree, untracked_and_ignored_files_go)
{
	char *fifo = fixture_path(&fx, "tree/fifo");

	checkout("main~2");
	fixture_write(tree, "new", "x");
	fixture_write(tree, "dir/new/deep", "x");
	fixture_write(tree, "build/out.o", "x");
	fixture_write(tree, "dir/sub/x.o", "x");
	fixture_write(tree, ".git/info/exclude", "hidden\n");
	fixture_write(tree, "hidden", "x");
	link_to(tree, "newlink", "/");
	fixture_git(tree, "init", "-q", "empty-repo", NULL);
	cr_assert(mkfifo(fifo, 0600) == 0);
	checkout("main~1");
	expect_tree("main~1");
	free(fifo);
}

Test(tree, nested_repositories_and_empty_folders_go)
{
	char *nested = fixture_path(&fx, "tree/dir/dep");
	char *empty = fixture_path(&fx, "tree/e/m/p/t/y");
	char *listing;

	checkout("main~2");
	fixture_git(fx.root, "clone", "-q", fx.repo, nested, NULL);
	fixture_write(tree, "_deps/x/.git/config", "[core]\n");
	cr_assert(eq(int, path_mkdirs(empty), ERR_OK));
	checkout("main~2");
	expect_tree("main~2");
	listing = fixture_listing(tree, false, false);
	cr_expect(eq(ptr, strstr(listing, "dep"), NULL));
	cr_expect(eq(ptr, strstr(listing, "/e/m"), NULL));
	free(listing);
	free(nested);
	free(empty);
}

Test(tree, a_link_in_place_of_a_folder_leads_nowhere)
{
	char *victim = fixture_path(&fx, "victim");
	char *before;
	char *after;

	checkout("main~2");
	fixture_write(victim, "sub/kept", "precious\n");
	fixture_write(victim, "sub/other", "precious\n");
	before = fixture_listing(victim, true, true);
	drop(tree, "dir");
	link_to(tree, "dir", victim);
	checkout("main~1");
	expect_tree("main~1");
	drop(tree, "dir/sub");
	link_to(tree, "dir/sub", "../../victim/sub");
	checkout("main~2");
	expect_tree("main~2");
	after = fixture_listing(victim, true, true);
	expect_text(after, before);
	free(before);
	free(after);
	free(victim);
}

Test(tree, a_tree_that_became_a_link_is_replaced)
{
	char *victim = fixture_path(&fx, "victim");
	char *file;

	checkout("main~2");
	fixture_write(victim, "file", "precious\n");
	cr_assert(eq(int, path_remove(tree), ERR_OK));
	cr_assert(symlink(victim, tree) == 0);
	checkout("main~1");
	expect_tree("main~1");
	file = fixture_read(victim, "file");
	expect_text(file, "precious\n");
	drop(tree, ".git");
	link_to(tree, ".git", "../repo/.git");
	checkout("main~1");
	expect_tree("main~1");
	fixture_git(fx.repo, "fsck", "--no-dangling", NULL);
	free(file);
	free(victim);
}

Test(tree, read_only_folders_are_opened_again)
{
	char *home = fixture_path(&fx, "build");

	/* Permissions do not bind root. */
	cr_assert(mkdir(home, 0755) == 0);
	cr_assert(chmod(fx.root, 0755) == 0);
	if (geteuid() == 0) {
		cr_assert(chown(home, STRANGER, STRANGER) == 0);
		cr_assert(setegid(STRANGER) == 0 && seteuid(STRANGER) == 0);
	}
	free(tree);
	tree = fixture_path(&fx, "build/tree");
	checkout("main~2");
	fixture_write(tree, "mod/cache/file", "x");
	mode(tree, "mod/cache/file", 0444);
	mode(tree, "mod/cache", 0555);
	mode(tree, "mod", 0555);
	mode(tree, "dir/sub", 0);
	mode(tree, "dir", 0111);
	mode(tree, ".git/objects", 0555);
	mode(tree, ".git", 0555);
	cr_assert(chmod(tree, 0555) == 0);
	checkout("main~1");
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0 && setegid(0) == 0 &&
			  chown(tree, 0, 0) == 0);
	fixture_git(fx.root, "config", "--file", "home/.gitconfig",
	    "safe.directory", "*", NULL);
	unsetenv("GIT_CONFIG_GLOBAL");
	expect_tree("main~1");
	free(home);
}

Test(tree, what_git_did_in_the_tree_is_undone)
{
	char *text;

	checkout("main~2");
	fixture_write(tree, "same", "staged\n");
	fixture_write(tree, "added", "committed\n");
	fixture_commit(tree, "a build commits");
	fixture_git(tree, "tag", "built", NULL);
	fixture_git(tree, "checkout", "-q", "-b", "work", NULL);
	fixture_git(tree, "config", "core.autocrlf", "true", NULL);
	fixture_write(tree, ".git/info/attributes", "* text eol=crlf\n");
	fixture_write(tree, ".git/hooks/post-checkout", "#!/bin/sh\n");
	fixture_write(tree, "plain", "one\r\ntwo\r\n");
	fixture_git(tree, "update-index", "--assume-unchanged", "v.id", NULL);
	fixture_write(tree, "v.id", "tampered\n");
	checkout("main~2");
	expect_tree("main~2");
	text = fixture_git_text(tree, "tag", NULL);
	expect_text(text, "v1");
	free(text);
	text =
	    fixture_git_text(tree, "for-each-ref", "--format=%(refname)", NULL);
	expect_text(text, "refs/tags/v1");
	free(text);
}

/* ---- the user's repository and configuration ---- */

Test(tree, the_users_repository_is_not_touched_at_all)
{
	char *before;
	char *after;
	struct repo *fresh = NULL;
	struct commit commit;
	char *file;

	fixture_git(fx.repo, "gc", "-q", NULL);
	/* An index that git would want to refresh, a loose object, dirt. */
	file = fixture_path(&fx, "repo/same");
	cr_assert(utimensat(AT_FDCWD, file, NULL, 0) == 0);
	fixture_write(fx.repo, "untracked", "x");
	fixture_write(fx.repo, "plain", "changed, not staged");
	before = fixture_listing(fx.repo, true, true);
	cr_assert(eq(int, repo_open(&fresh, fx.repo), ERR_OK));
	cr_assert(eq(int, repo_commit(fresh, "v1", &commit), ERR_OK));
	cr_assert(
	    eq(int, tree_checkout(fresh, &commit.oid, tree, NULL), ERR_OK));
	repo_free(fresh);
	checkout("main");
	checkout("main~1");
	/* not through `git status` there, which writes the index */
	after = fixture_listing(fx.repo, true, true);
	expect_text(after, before);
	free(before);
	free(after);
	free(file);
}

Test(tree, the_users_configuration_has_no_part_in_it)
{
	char *home = fixture_path(&fx, "home");
	char *hooks = fixture_path(&fx, "home/hooks");
	char *marker = fixture_path(&fx, "home/ran");
	char *expected = reference("main~2");
	char *found;
	char text[2048];

	(void)snprintf(text, sizeof text, "#!/bin/sh\ntouch %s\n", marker);
	fixture_write(home, "hooks/post-checkout", text);
	mode(home, "hooks/post-checkout", 0755);
	fixture_write(home, "template/hooks/post-index-change", text);
	mode(home, "template/hooks/post-index-change", 0755);
	fixture_write(home, "attributes", "* text eol=crlf\n");
	fixture_write(home, ".config/git/attributes", "* text eol=crlf\n");
	(void)snprintf(text, sizeof text,
	    "[core]\nautocrlf = true\nhooksPath = %s\n"
	    "attributesFile = %s/attributes\n"
	    "[init]\ntemplateDir = %s/template\n",
	    hooks, home, home);
	fixture_write(home, ".gitconfig", text);
	unsetenv("GIT_CONFIG_GLOBAL"); /* read from HOME */
	fixture_git(fx.repo, "config", "core.autocrlf", "true", NULL);
	fixture_write(fx.repo, ".git/info/attributes", "* text eol=crlf\n");
	checkout("main~2");
	found = fixture_listing(tree, false, false);
	expect_text(found, expected);
	/* a build's git, under the user's configuration, sees it clean */
	free(found);
	found = fixture_git_text(tree, "status", "--porcelain", NULL);
	expect_text(found, "");
	fixture_git(tree, "checkout", "-q", "HEAD", NULL);
	cr_expect(not(path_exists(marker)));
	free(found);
	free(expected);
	free(marker);
	free(hooks);
	free(home);
}

Test(tree, bare_linked_and_shared_repositories_serve_as_well)
{
	static const char *const kinds[] = {"bare.git", "linked", "shared"};

	fixture_git(
	    fx.root, "clone", "-q", "--bare", fx.repo, "bare.git", NULL);
	fixture_git(
	    fx.repo, "worktree", "add", "-q", "--detach", "../linked", NULL);
	fixture_git(
	    fx.root, "clone", "-q", "--shared", fx.repo, "shared", NULL);
	for (size_t i = 0; i < sizeof kinds / sizeof *kinds; i++) {
		char *path = fixture_path(&fx, kinds[i]);

		repo_free(repo);
		cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
		cr_assert(eq(int, path_remove(tree), ERR_OK));
		checkout("v1");
		expect_tree("main~2");
		fixture_git(tree, "log", "--oneline", NULL);
		free(path);
	}
}

Test(tree, objects_may_be_packed_between_two_checkouts)
{
	checkout("main~2");
	fixture_git(fx.repo, "gc", "-q", "--prune=now", NULL);
	checkout("main~1");
	expect_tree("main~1");
}

Test(tree, pruned_objects_are_named)
{
	struct commit lost;

	checkout("main~1");
	cr_assert(eq(int, repo_commit(repo, "main", &lost), ERR_OK));
	fixture_git(fx.repo, "reset", "-q", "--hard", "HEAD~1", NULL);
	fixture_git(fx.repo, "reflog", "expire", "--expire=now", "--all", NULL);
	fixture_git(fx.repo, "gc", "-q", "--prune=now", NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
	cr_expect(
	    eq(int, tree_checkout(repo, &lost.oid, tree, NULL), ERR_USAGE));
	expect_error(lost.oid.hex);
	expect_error("object missing from");
	expect_tree("main"); /* the tree in place is still the old one */
}

static void
use_clone(const char *option, const char *value)
{
	char *path = fixture_path(&fx, "partial");
	char url[512];

	fixture_git(fx.repo, "config", "uploadpack.allowFilter", "true", NULL);
	(void)snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", option, value, "--no-checkout", url,
	    path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK), "%s", err_text());
	free(path);
}

Test(tree, a_shallow_clone_checks_out_what_it_has)
{
	char *log;

	use_clone("--depth", "1");
	checkout("HEAD");
	expect_tree("main");
	log = fixture_git_text(tree, "log", "--format=%s", NULL);
	expect_text(log, "three");
	free(log);
}

Test(tree, blobs_missing_from_a_partial_clone_name_the_refetch)
{
	char *clone;

	use_clone("--filter", "blob:none");
	refused("HEAD", ERR_USAGE, "git fetch --refetch --no-filter");
	clone = fixture_path(&fx, "partial");
	fixture_git(clone, "fetch", "-q", "--refetch", "--no-filter", NULL);
	free(clone);
	checkout("HEAD");
	expect_tree("main");
}

Test(tree, trees_missing_from_a_partial_clone_name_the_refetch)
{
	use_clone("--filter", "tree:0");
	refused("HEAD", ERR_USAGE, "git fetch --refetch --no-filter");
}

/* ---- interruption and failure ---- */

struct counter {
	int left;
	size_t done;
	size_t total;
};

static bool
stop_later(void *ctx)
{
	struct counter *counter = ctx;

	return counter->left-- == 0;
}

static void
watch(void *ctx, size_t done, size_t total)
{
	struct counter *counter = ctx;

	cr_expect(eq(sz, done, counter->done + 1));
	counter->done = done;
	counter->total = total;
}

Test(tree, interrupted_anywhere_the_next_call_mends_it)
{
	for (int after = 0;; after++) {
		struct counter counter = {.left = after};
		const struct tree_options options = {
		    .stop = stop_later, .ctx = &counter};
		enum err err;

		checkout("main~2");
		fixture_write(tree, "dir/sub/junk", "x");
		err = checkout_with("main~1", &options);
		if (!err)
			break;
		cr_assert(eq(int, err, ERR_INTERRUPTED));
		cr_assert(after < 200);
		checkout("main~1");
		expect_tree("main~1");
	}
	expect_tree("main~1");
}

Test(tree, progress_counts_the_files_that_are_written)
{
	struct counter counter = {0};
	const struct tree_options options = {
	    .progress = watch, .ctx = &counter};

	cr_assert(eq(int, checkout_with("main~2", &options), ERR_OK));
	cr_expect(eq(sz, counter.done, 16)); /* the first commit's files */
	cr_expect(eq(sz, counter.total, 16));
}

Test(tree, a_tree_cut_off_half_way_is_made_anew)
{
	checkout("main~2");
	drop(tree, ".git/tidemark-index");
	fixture_write(tree, "same", "half");
	checkout("main~1");
	expect_tree("main~1");
	fixture_write(tree, ".git/tidemark-index", "DIRC nonsense");
	checkout("main~1");
	expect_tree("main~1");
	fixture_write(tree, ".git/tidemark-index", "");
	checkout("main~1");
	expect_tree("main~1");
	drop(tree, ".git");
	checkout("main~1");
	expect_tree("main~1");
}

Test(tree, a_foreign_folder_in_its_place_is_replaced)
{
	fixture_write(tree, "something/else", "x");
	checkout("main");
	expect_tree("main");
}

Test(tree, a_missing_parent_is_named)
{
	free(tree);
	tree = fixture_path(&fx, "no/such/folder");
	refused("main", ERR_IO, tree);
}

Test(tree, a_read_only_parent_is_named)
{
	char *parent = fixture_path(&fx, "sealed");

	free(tree);
	tree = fixture_path(&fx, "sealed/tree");
	cr_assert(mkdir(parent, 0555) == 0);
	cr_assert(chmod(fx.root, 0755) == 0);
	if (geteuid() == 0)
		cr_assert(seteuid(STRANGER) == 0);
	refused("main", ERR_IO, tree);
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
	free(parent);
}

/* ---- forged commits ---- */

struct forged {
	const char *mode;
	const char *name;
	const char *object; /* revision */
};

/* A commit whose root tree git itself would not write. */
static char *
forge(const struct forged *entries, size_t count)
{
	char *path = fixture_path(&fx, "forged");
	char *commit;
	char *root;
	FILE *file = fopen(path, "we");

	for (size_t i = 0; i < count; i++) {
		char *id = fixture_git_text(
		    fx.repo, "rev-parse", entries[i].object, NULL);

		(void)fprintf(
		    file, "%s %s%c", entries[i].mode, entries[i].name, 0);
		for (size_t at = 0; at < 40; at += 2) {
			char pair[3] = {id[at], id[at + 1], 0};

			(void)fputc((int)strtol(pair, NULL, 16), file);
		}
		free(id);
	}
	cr_assert(fclose(file) == 0);
	root = fixture_git_text(fx.repo, "hash-object", "-t", "tree", "-w",
	    "--literally", path, NULL);
	commit =
	    fixture_git_text(fx.repo, "commit-tree", "-m", "x", root, NULL);
	free(root);
	free(path);
	return commit;
}

Test(tree, forged_commits_write_nothing_outside)
{
	static const struct forged dots[] = {{"40000", "..", "HEAD:swap"}};
	static const struct forged git[] = {{"40000", ".git", "HEAD:swap"}};
	static const struct forged slash[] = {{"100644", "../x", "HEAD:same"}};
	static const struct forged twice[] = {
	    {"120000", "swap", "HEAD:same"}, {"40000", "swap", "HEAD:swap"}};
	static const struct {
		const struct forged *entries;
		size_t count;
	} rows[] = {{dots, 1}, {git, 1}, {slash, 1}, {twice, 2}};
	char *outside = fixture_path(&fx, "x");
	char *inside = fixture_path(&fx, "inside");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *commit = forge(rows[i].entries, rows[i].count);

		fixture_leaks_begin();
		cr_expect(eq(int, checkout_with(commit, NULL) != ERR_OK, 1),
		    "%zu", i);
		fixture_leaks_end();
		cr_expect(not(path_exists(outside)));
		cr_expect(not(path_exists(inside)));
		free(commit);
	}
	checkout("main");
	expect_tree("main");
	free(outside);
	free(inside);
}
