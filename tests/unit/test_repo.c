/* repo.h: revisions, branches and files of commits. */
#include "runner/repo/repo.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;

/* main: one (tag v1, annotated), two, three. */
static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "a", "1\n");
	fixture_write(fx.repo, "dir/b", "2\n");
	fixture_commit(fx.repo, "one");
	fixture_git(fx.repo, "tag", "-a", "v1", "-m", "first", NULL);
	fixture_commit(fx.repo, "two");
	fixture_commit(fx.repo, "three");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(repo, .init = setup, .fini = teardown);

static struct commit
commit_of(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK), "%s",
	    err_text());
	return commit;
}

static void
refused(const char *revision, const char *text)
{
	struct commit commit;

	cr_expect(eq(int, repo_commit(repo, revision, &commit), ERR_USAGE));
	expect_error(text);
}

Test(repo, a_commit_tells_its_subject_author_time_and_parent)
{
	struct commit two = commit_of("HEAD~1");
	struct commit one = commit_of("HEAD~2");

	expect_text(two.subject, "two");
	expect_text(two.author, "Ann Author");
	cr_expect(eq(i64, two.time_s, 1700000060)); /* the second minute */
	cr_expect(eq(sz, two.parent_count, 1));
	expect_text(two.parent.hex, one.oid.hex);
	expect_text(one.tree.hex, two.tree.hex);
	cr_expect(eq(sz, one.parent_count, 0));
	expect_text(one.parent.hex, "");
}

Test(repo, revisions_resolve_as_git_rev_parse_does)
{
	static const char *const revisions[] = {"HEAD", "@", "main", "HEAD~1",
	    "HEAD^", "v1", "refs/tags/v1", "v1^{commit}", "v1^{}", "main@{0}"};

	for (size_t i = 0; i < sizeof revisions / sizeof *revisions; i++) {
		char spec[64];
		char *expected;

		(void)snprintf(spec, sizeof spec, "%s^0", revisions[i]);
		expected = fixture_git_text(fx.repo, "rev-parse", spec, NULL);
		expect_text(commit_of(revisions[i]).oid.hex, expected);
		free(expected);
	}
}

Test(repo, an_abbreviation_of_seven_digits_is_enough)
{
	struct commit head = commit_of("HEAD");
	char cut[8];

	(void)snprintf(cut, sizeof cut, "%.7s", head.oid.hex);
	expect_text(commit_of(cut).oid.hex, head.oid.hex);
}

Test(repo, an_ambiguous_abbreviation_asks_for_more_digits)
{
	/* The shortest abbreviation has 4 digits: 2000 blobs in 65536 places
	 * give about 2000^2 / 2 / 65536 = 30 pairs. */
	char name[32];
	char *ids;
	char seen[65536] = {0};

	for (int i = 0; i < 2000; i++) {
		(void)snprintf(name, sizeof name, "many/%d", i);
		fixture_write(fx.repo, name, name);
	}
	fixture_commit(fx.repo, "many");
	ids = fixture_git_text(
	    fx.repo, "ls-tree", "--object-only", "HEAD:many", NULL);
	for (char *id = ids; id; id = strchr(id, '\n')) {
		char start[5];
		size_t at;

		id += *id == '\n';
		(void)snprintf(start, sizeof start, "%.4s", id);
		at = strtoul(start, NULL, 16);
		if (seen[at]++) {
			refused(start, "more digits");
			free(ids);
			return;
		}
	}
	cr_assert(false, "no two objects with one start");
}

Test(repo, what_is_not_a_commit_says_what_it_is)
{
	refused("HEAD^{tree}", "is a tree, not a commit");
	refused("HEAD:dir", "is a tree, not a commit");
	refused("HEAD:a", "is a blob, not a commit");
}

Test(repo, an_unknown_revision_is_named)
{
	refused("nonsense", "nonsense: no such commit");
	refused("HEAD~99", "HEAD~99: no such commit");
	refused("", "not a revision");
	refused("1234567890123456789012345678901234567890", "no such commit");
	refused("a\033[31mb", "a?[31mb");
}

Test(repo, an_unborn_head_says_to_commit_first)
{
	char *path = fixture_path(&fx, "empty");

	fixture_git(fx.root, "init", "-q", path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	refused("HEAD", "has no commit yet; git commit first");
	refused("@", "git commit first");
	free(path);
}

Test(repo, hostile_subjects_are_made_safe_to_show)
{
	struct commit commit;

	/* ESC, BEL, a C1 control, a right-to-left override, a lone
	 * continuation byte, a good two-byte letter. */
	fixture_git(fx.repo, "-c", "i18n.commitEncoding=utf-8", "commit", "-q",
	    "--allow-empty", "--cleanup=verbatim", "-m",
	    "a\033[2J\a \xc2\x9b \xe2\x80\xae \x80 \xc3\xa9\nsecond", NULL);
	commit = commit_of("HEAD");
	expect_text(commit.subject, "a?[2J? ? ? ? \xc3\xa9");
}

Test(repo, a_long_subject_is_cut_between_characters)
{
	char subject[400] = "";
	struct commit commit;

	for (int i = 0; i < 100; i++)
		strcat(subject, "\xe2\x82\xac"); /* 3 bytes each */
	fixture_git(
	    fx.repo, "commit", "-q", "--allow-empty", "-m", subject, NULL);
	commit = commit_of("HEAD");
	/* 127 bytes hold 42 characters of 3 bytes */
	cr_expect(eq(sz, strlen(commit.subject), 126));
}

Test(repo, merge_base_is_where_the_branches_part)
{
	struct commit base;
	struct commit left;
	struct commit right;

	fixture_git(fx.repo, "checkout", "-q", "-b", "side", "HEAD~1", NULL);
	fixture_commit(fx.repo, "side");
	left = commit_of("main");
	right = commit_of("side");
	cr_assert(eq(
	    int, repo_merge_base(repo, &left.oid, &right.oid, &base), ERR_OK));
	expect_text(base.subject, "two");
}

Test(repo, unrelated_histories_have_no_merge_base)
{
	struct commit base;
	struct commit left = commit_of("main");
	struct commit right;

	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "other");
	right = commit_of("other");
	cr_expect(eq(int, repo_merge_base(repo, &left.oid, &right.oid, &base),
	    ERR_NOTFOUND));
}

/* Each branch is one commit deep. */
Test(repo, a_merge_base_beyond_a_shallow_history_says_what_to_fetch)
{
	char *path = fixture_path(&fx, "shallow");
	char url[256];
	struct commit base;
	struct commit left;
	struct commit right;

	fixture_git(fx.repo, "checkout", "-q", "-b", "side", "main~2", NULL);
	fixture_commit(fx.repo, "side");
	(void)snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--no-single-branch", "--depth=1",
	    url, path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	left = commit_of("origin/main");
	right = commit_of("origin/side");
	fixture_leaks_begin();
	cr_expect(eq(int, repo_merge_base(repo, &left.oid, &right.oid, &base),
	    ERR_USAGE));
	fixture_leaks_end();
	expect_error("git fetch --unshallow");
	free(path);
}

static void
expect_default(const char *expected)
{
	char *found = NULL;

	cr_assert(eq(int, repo_default_branch(repo, &found), ERR_OK));
	expect_text(found, expected);
	free(found);
}

Test(repo, the_default_branch_is_upstream_then_origin_head_then_main)
{
	expect_default("refs/heads/main");
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/origin/master", "HEAD", NULL);
	expect_default("refs/remotes/origin/master");
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/origin/trunk", "HEAD", NULL);
	fixture_git(fx.repo, "symbolic-ref", "refs/remotes/origin/HEAD",
	    "refs/remotes/origin/trunk", NULL);
	expect_default("refs/remotes/origin/trunk");
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/origin/next", "HEAD", NULL);
	fixture_git(fx.repo, "remote", "add", "origin", "/nowhere", NULL);
	fixture_git(fx.repo, "branch", "-q", "-u", "origin/next", NULL);
	expect_default("refs/remotes/origin/next");
}

/* HEAD's branch was pushed to one of its own name, and fetched. */
static void
push_namesake(const char *remote, const char *branch)
{
	char name[64];
	char ref[96];

	(void)snprintf(name, sizeof name, "%s/%s", remote, branch);
	(void)snprintf(ref, sizeof ref, "refs/remotes/%s", name);
	fixture_git(fx.repo, "remote", "add", remote, "/nowhere", NULL);
	fixture_git(fx.repo, "update-ref", ref, "HEAD", NULL);
	fixture_git(fx.repo, "branch", "-q", "-u", name, NULL);
}

Test(repo, a_namesake_of_the_branch_is_not_its_default)
{
	fixture_git(fx.repo, "checkout", "-q", "-b", "fix/a", NULL);
	push_namesake("origin", "fix/a");
	expect_default("refs/heads/main");
	push_namesake("fork", "fix/a");
	expect_default("refs/heads/main");
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/origin/main", "HEAD", NULL);
	expect_default("refs/remotes/origin/main");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	push_namesake("elsewhere", "main");
	expect_default("refs/remotes/origin/main");
}

Test(repo, an_upstream_that_ends_in_the_branchs_name_is_no_namesake)
{
	push_namesake("origin", "fix/main");
	expect_default("refs/remotes/origin/fix/main");
}

Test(repo, without_an_origin_the_default_is_that_of_the_namesakes_remote)
{
	push_namesake("company", "main");
	expect_default("refs/remotes/company/main");
	fixture_git(fx.repo, "checkout", "-q", "-b", "topic", NULL);
	expect_default("refs/heads/main");
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/company/topic", "HEAD", NULL);
	fixture_git(fx.repo, "branch", "-q", "-u", "company/topic", NULL);
	expect_default("refs/remotes/company/main");
}

Test(repo, without_any_usual_branch_there_is_no_default)
{
	char *found = NULL;

	fixture_git(fx.repo, "branch", "-m", "work", NULL);
	cr_expect(eq(int, repo_default_branch(repo, &found), ERR_NOTFOUND));
	cr_expect(eq(ptr, found, NULL));
}

Test(repo, a_file_of_a_commit_is_read_without_a_checkout)
{
	struct commit head = commit_of("HEAD");
	struct buf text = BUF_INIT;

	cr_assert(
	    eq(int, repo_file(repo, &head.oid, "./dir//b", 10, &text), ERR_OK));
	expect_text(buf_text(&text), "2\n");
	cr_expect(
	    eq(int, repo_file(repo, &head.oid, "dir/b", 1, &text), ERR_LIMIT));
	cr_expect(eq(
	    int, repo_file(repo, &head.oid, "dir", 10, &text), ERR_NOTFOUND));
	cr_expect(eq(
	    int, repo_file(repo, &head.oid, "a/b", 10, &text), ERR_NOTFOUND));
	cr_expect(
	    eq(int, repo_file(repo, &head.oid, "../x", 10, &text), ERR_USAGE));
	buf_release(&text);
}

static void
expect_id(const char *path, const char *mode, const char *object)
{
	struct commit head = commit_of("HEAD");
	struct buf id = BUF_INIT;
	char expected[64] = "-";
	char *oid = NULL;

	if (object) {
		oid = fixture_git_text(fx.repo, "rev-parse", object, NULL);
		(void)snprintf(expected, sizeof expected, "%s %s", mode, oid);
	}
	cr_assert(eq(int, repo_path_id(repo, &head.oid, path, &id), ERR_OK));
	expect_text(buf_text(&id), expected);
	buf_release(&id);
	free(oid);
}

Test(repo, a_path_has_the_id_that_git_rev_parse_prints)
{
	expect_id("a", "100644", "HEAD:a");
	expect_id("dir", "040000", "HEAD:dir");
	expect_id("./dir/", "040000", "HEAD:dir");
	expect_id("dir/b", "100644", "HEAD:dir/b");
	expect_id(".", "040000", "HEAD^{tree}");
	expect_id("./", "040000", "HEAD^{tree}");
	expect_id("none", NULL, NULL);
	expect_id("a/b", NULL, NULL);
}
