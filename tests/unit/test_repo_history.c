/* What a commit changed, and how it came into its history. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/buf.h"
#include "runner/repo/history.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "src/a.c", "1");
	fixture_write(fx.repo, "src/deep/b.c", "1");
	fixture_write(fx.repo, "doc/text", "1");
	fixture_commit(fx.repo, "root");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(repo_history, .init = setup, .fini = teardown);

static struct oid
oid(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK), "%s",
	    err_text());
	return commit.oid;
}

static void
describe(const char *revision, size_t paths_max, struct commit_details *out)
{
	struct oid id = oid(revision);

	cr_assert(
	    eq(int, repo_commit_details(repo, &id, paths_max, out), ERR_OK),
	    "%s", err_text());
}

/* `paths` one a line, of at most `max` that are kept. */
static void
changes(const char *revision, size_t max, size_t total, const char *paths)
{
	struct commit_details details;
	struct buf found = BUF_INIT;

	describe(revision, max, &details);
	for (size_t i = 0; i < details.path_count; i++)
		buf_printf(&found, "%s\n", details.paths[i]);
	expect_text(buf_text(&found), paths);
	cr_expect(eq(sz, details.path_total, total));
	buf_release(&found);
	commit_details_release(&details);
}

/* ---- details ---- */

Test(repo_history, a_root_commit_changes_all_that_it_has)
{
	changes("HEAD", 9, 3, "doc/text\nsrc/a.c\nsrc/deep/b.c\n");
}

Test(repo_history, a_commit_changes_what_differs_from_its_first_parent)
{
	fixture_git(fx.repo, "mv", "doc/text", "doc/words", NULL);
	fixture_write(fx.repo, "src/a.c", "2");
	fixture_git(fx.repo, "rm", "-q", "src/deep/b.c", NULL);
	fixture_commit(fx.repo, "all kinds");
	changes("HEAD", 9, 4, "doc/text\ndoc/words\nsrc/a.c\nsrc/deep/b.c\n");
	fixture_commit(fx.repo, "nothing");
	changes("HEAD", 9, 0, "");
}

Test(repo_history, only_so_many_paths_are_kept_and_all_are_counted)
{
	changes("HEAD", 2, 3, "doc/text\nsrc/a.c\n");
	changes("HEAD", 0, 3, "");
}

/* '-' and '.' come before '/', which comes before '0'. */
Test(repo_history, paths_come_by_their_bytes)
{
	fixture_write(fx.repo, "A", "");
	fixture_write(fx.repo, "a", "");
	fixture_write(fx.repo, "b/x", "");
	fixture_write(fx.repo, "b-", "");
	fixture_write(fx.repo, "b.c", "");
	fixture_write(fx.repo, "b0", "");
	fixture_commit(fx.repo, "order");
	changes("HEAD", 9, 6, "A\na\nb-\nb.c\nb/x\nb0\n");
}

Test(repo_history, a_file_that_becomes_a_link_is_one_path)
{
	char *path = fixture_path(&fx, "repo/doc/text");

	cr_assert(eq(int, unlink(path), 0));
	cr_assert(eq(int, symlink("../src", path), 0));
	free(path);
	fixture_commit(fx.repo, "a link");
	changes("HEAD", 9, 1, "doc/text\n");
}

Test(repo_history, a_change_of_mode_is_one)
{
	fixture_git(fx.repo, "update-index", "--chmod=+x", "doc/text", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "mode", NULL);
	changes("HEAD", 9, 1, "doc/text\n");
}

Test(repo_history, a_submodule_is_a_path_whatever_its_config_ignores)
{
	fixture_write(fx.repo, ".gitmodules",
	    "[submodule \"sub\"]\n\tpath = sub\n\turl = ../sub\n"
	    "\tignore = all\n");
	fixture_git(fx.repo, "add", "-A", NULL);
	fixture_git(fx.repo, "update-index", "--add", "--cacheinfo",
	    "160000,1111111111111111111111111111111111111111,sub", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "sub", NULL);
	changes("HEAD", 9, 2, ".gitmodules\nsub\n");
	fixture_git(fx.repo, "update-index", "--cacheinfo",
	    "160000,2222222222222222222222222222222222222222,sub", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "sub", NULL);
	changes("HEAD", 9, 1, "sub\n");
}

Test(repo_history, a_path_keeps_its_bytes)
{
	fixture_write(fx.repo, "\x1b[2J\n\xff`$(x)'\"<b>", "");
	fixture_commit(fx.repo, "hostile");
	changes("HEAD", 9, 1, "\x1b[2J\n\xff`$(x)'\"<b>\n");
}

/* A tree may hold names of any length, which no file system takes. */
Test(repo_history, a_path_is_cut_where_it_is_too_long)
{
	size_t size = COMMIT_PATH_MAX + 100;
	struct buf listing = BUF_INIT;
	struct commit_details details;
	char *path = fixture_path(&fx, "listing");
	char *blob =
	    fixture_git_text(fx.repo, "rev-parse", "HEAD:doc/text", NULL);
	char *name = malloc(size + 1);
	char command[512];

	cr_assert(ne(ptr, name, NULL));
	memset(name, 'n', size);
	name[size] = '\0';
	buf_printf(&listing, "100644 blob %s\t%s\n", blob, name);
	fixture_write(fx.root, "listing", buf_text(&listing));
	snprintf(command, sizeof command,
	    "!git update-ref HEAD $(git commit-tree -m long -p HEAD "
	    "$(git mktree <%s))",
	    path);
	fixture_git(fx.repo, "config", "alias.long", command, NULL);
	fixture_git(fx.repo, "long", NULL);
	describe("HEAD", 9, &details);
	/* The three that went, and this one between "doc" and "src". */
	cr_assert(eq(sz, details.path_count, 4));
	cr_expect(eq(sz, strlen(details.paths[1]), COMMIT_PATH_MAX));
	commit_details_release(&details);
	free(name);
	free(blob);
	free(path);
	buf_release(&listing);
}

Test(repo_history, the_authors_date_is_not_the_committers)
{
	struct commit_details details;

	fixture_git(fx.repo, "commit", "-q", "--allow-empty", "-m", "old",
	    "--date", "1234567890 +0200", NULL);
	describe("HEAD", 9, &details);
	cr_expect(eq(i64, details.author_s, 1234567890));
	commit_details_release(&details);
}

Test(repo_history, all_parents_are_named_in_their_order)
{
	struct commit_details details;

	describe("HEAD", 9, &details);
	cr_expect(eq(sz, details.parent_count, 0));
	commit_details_release(&details);
	fixture_git(fx.repo, "branch", "one", NULL);
	fixture_commit(fx.repo, "first");
	fixture_git(fx.repo, "checkout", "-q", "one", NULL);
	fixture_write(fx.repo, "new", "");
	fixture_commit(fx.repo, "second");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "M", "one", NULL);
	describe("HEAD", 9, &details);
	cr_assert(eq(sz, details.parent_count, 2));
	expect_text(details.parents[0].hex, oid("main~1").hex);
	expect_text(details.parents[1].hex, oid("one").hex);
	commit_details_release(&details);
	/* Of a merge, what it brought to its first parent. */
	changes("HEAD", 9, 1, "new\n");
}

/* ---- paths ---- */

static bool
touches(const char *commit, const char *parent, const char *path)
{
	struct oid after = oid(commit);
	struct oid before = oid(parent);
	bool found = false;

	cr_assert(eq(int, repo_touches(repo, &after, &before, &path, 1, &found),
		      ERR_OK),
	    "%s", err_text());
	return found;
}

Test(repo_history, a_commit_touches_a_file_and_the_folders_above_it)
{
	fixture_write(fx.repo, "src/deep/b.c", "2");
	fixture_commit(fx.repo, "change");
	cr_expect(touches("HEAD", "HEAD~1", "src/deep/b.c"));
	cr_expect(touches("HEAD", "HEAD~1", "src/deep"));
	cr_expect(touches("HEAD", "HEAD~1", "./src//"));
	cr_expect(touches("HEAD", "HEAD~1", "."));
	cr_expect(not(touches("HEAD", "HEAD~1", "src/a.c")));
	cr_expect(not(touches("HEAD", "HEAD~1", "doc")));
	cr_expect(not(touches("HEAD", "HEAD~1", "src/de")));
	cr_expect(not(touches("HEAD", "HEAD~1", "src/*")));
	cr_expect(not(touches("HEAD", "HEAD", ".")));
}

Test(repo_history, what_comes_and_goes_is_touched)
{
	fixture_write(fx.repo, "new/x", "");
	fixture_git(fx.repo, "rm", "-q", "-r", "src/deep", NULL);
	fixture_commit(fx.repo, "come and go");
	cr_expect(touches("HEAD", "HEAD~1", "new"));
	cr_expect(touches("HEAD", "HEAD~1", "new/x"));
	cr_expect(touches("HEAD", "HEAD~1", "src/deep/b.c"));
	cr_expect(touches("HEAD~1", "HEAD", "src/deep"));
	/* Neither has it, although what is above it differs. */
	cr_expect(not(touches("HEAD", "HEAD~1", "new/y")));
	cr_expect(not(touches("HEAD", "HEAD~1", "src/deep/c.c")));
}

Test(repo_history, a_change_of_mode_touches)
{
	fixture_git(fx.repo, "update-index", "--chmod=+x", "doc/text", NULL);
	fixture_git(fx.repo, "commit", "-q", "-m", "mode", NULL);
	cr_expect(touches("HEAD", "HEAD~1", "doc/text"));
	cr_expect(touches("HEAD", "HEAD~1", "doc"));
	cr_expect(not(touches("HEAD", "HEAD~1", "src")));
}

Test(repo_history, any_of_several_paths_is_enough)
{
	static const char *const paths[] = {"src", "none", "doc"};
	struct oid before = oid("HEAD");
	struct oid after;
	bool found = true;

	fixture_write(fx.repo, "doc/text", "2");
	fixture_commit(fx.repo, "docs");
	after = oid("HEAD");
	cr_assert(eq(int, repo_touches(repo, &after, &before, paths, 2, &found),
	    ERR_OK));
	cr_expect(not(found));
	cr_assert(eq(int, repo_touches(repo, &after, &before, paths, 3, &found),
	    ERR_OK));
	cr_expect(found);
	cr_assert(eq(int, repo_touches(repo, &after, &before, paths, 0, &found),
	    ERR_OK));
	cr_expect(not(found));
}

Test(repo_history, a_path_outside_is_refused)
{
	static const char *const bad[] = {"/src", "../src", "src/../../x"};
	struct oid id = oid("HEAD");
	bool found = true;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cr_expect(
		    eq(int, repo_touches(repo, &id, &id, &bad[i], 1, &found),
			ERR_USAGE));
		expect_error("is not a path inside the repository");
	}
	cr_expect(found, "the answer is untouched");
}

Test(repo_history, what_is_no_commit_is_an_error)
{
	static const struct oid none = {
	    "1111111111111111111111111111111111111111"};
	static const char *const all[] = {"."};
	struct oid head = oid("HEAD");
	struct commit_details details;
	struct commit base;
	struct commit *commits;
	size_t count;
	bool found;

	cr_expect(
	    eq(int, repo_commit_details(repo, &none, 9, &details), ERR_USAGE));
	expect_error("111111");
	cr_expect(eq(
	    int, repo_touches(repo, &none, &head, all, 1, &found), ERR_USAGE));
	cr_expect(eq(
	    int, repo_touches(repo, &head, &none, all, 1, &found), ERR_USAGE));
	cr_expect(eq(int,
	    repo_side_branch(repo, &none, &base, &commits, &count), ERR_USAGE));
}

/* ---- merges ---- */

/*
 * main: root - c1 ------ c2 - M       M merges side
 *          \      \          /
 * side:     s1 --- N - s2 - s3        N merges main into side
 */
static void
make_merge(void)
{
	fixture_git(fx.repo, "checkout", "-q", "-b", "side", NULL);
	fixture_commit(fx.repo, "s1");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "checkout", "-q", "side", NULL);
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "N", "main", NULL);
	fixture_commit(fx.repo, "s2");
	fixture_commit(fx.repo, "s3");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c2");
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "M", "side", NULL);
}

Test(repo_history, a_merges_side_is_what_it_brought_the_newest_first)
{
	static const char *const expected[] = {"s3", "s2", "N", "s1"};
	struct oid merge;
	struct commit base;
	struct commit *commits = NULL;
	size_t count = 0;

	make_merge();
	merge = oid("main");
	cr_assert(
	    eq(int, repo_side_branch(repo, &merge, &base, &commits, &count),
		ERR_OK),
	    "%s", err_text());
	expect_text(base.subject, "c1");
	cr_assert(eq(sz, count, 4));
	for (size_t i = 0; i < 4; i++)
		expect_text(commits[i].subject, expected[i]);
	free(commits);
}

Test(repo_history, a_merge_of_what_was_there_brings_nothing)
{
	struct oid merge;
	struct commit base;
	struct commit *commits = NULL;
	size_t count = 9;

	fixture_git(fx.repo, "branch", "old", NULL);
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "config", "alias.again",
	    "!git update-ref HEAD $(git commit-tree -m again -p HEAD -p old "
	    "HEAD^{tree})",
	    NULL);
	fixture_git(fx.repo, "again", NULL);
	merge = oid("HEAD");
	cr_assert(
	    eq(int, repo_side_branch(repo, &merge, &base, &commits, &count),
		ERR_OK),
	    "%s", err_text());
	expect_text(base.subject, "root");
	cr_expect(eq(sz, count, 0));
	cr_expect(eq(ptr, commits, NULL));
}

static void
has_no_side(const char *revision, const char *text)
{
	struct oid id = oid(revision);
	struct commit base;
	struct commit *commits = NULL;
	size_t count = 9;

	cr_expect(eq(int, repo_side_branch(repo, &id, &base, &commits, &count),
	    ERR_NOTFOUND));
	expect_error(text);
	cr_expect(eq(ptr, commits, NULL));
	cr_expect(eq(sz, count, 9));
}

Test(repo_history, only_a_merge_of_two_has_a_side)
{
	fixture_commit(fx.repo, "c1");
	has_no_side("HEAD", "is not a merge");
	has_no_side("HEAD~1", "is not a merge");
	for (int i = 0; i < 2; i++) {
		fixture_git(fx.repo, "checkout", "-q", "-b", i ? "two" : "one",
		    "main~1", NULL);
		fixture_write(fx.repo, i ? "two" : "one", "");
		fixture_commit(fx.repo, "side");
	}
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(fx.repo, "merge", "-q", "-m", "M", "one", "two", NULL);
	has_no_side("HEAD", "is an octopus, a merge of 3");
}

Test(repo_history, unrelated_histories_have_no_side)
{
	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "o1");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(fx.repo, "merge", "-q", "--allow-unrelated-histories", "-m",
	    "M", "other", NULL);
	has_no_side("HEAD", "no common ancestor");
}

/* ---- cut histories ---- */

Test(repo_history, a_shallow_clone_does_not_take_its_end_for_a_root)
{
	static const char *const all[] = {"."};
	char *path = fixture_path(&fx, "shallow");
	struct commit_details details;
	struct oid tip;
	struct oid parent = oid("main");
	struct commit base;
	struct commit *commits = NULL;
	size_t count;
	char url[512];
	bool found;

	make_merge();
	tip = oid("main");
	snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--depth", "1", url, path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	cr_expect(
	    eq(int, repo_commit_details(repo, &tip, 9, &details), ERR_USAGE));
	expect_error("git fetch --unshallow");
	cr_expect(eq(
	    int, repo_touches(repo, &tip, &parent, all, 1, &found), ERR_USAGE));
	expect_error("git fetch --unshallow");
	cr_expect(eq(int, repo_side_branch(repo, &tip, &base, &commits, &count),
	    ERR_USAGE));
	expect_error("git fetch --unshallow");
	cr_expect(eq(ptr, commits, NULL));
	free(path);
}
