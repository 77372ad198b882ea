/* accept_new on real repositories: which entries count. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/accept.h"
#include "tests/support/accept_fixture.h"

static struct accept *accept_of;

static void
teardown(void)
{
	accept_free(accept_of);
	accept_fixture_release();
}

TestSuite(accept, .init = accept_fixture_init, .fini = teardown);

static enum err
check(const char *base, const char *head, bool allow)
{
	struct base_pair pair = {
	    .base = commit_of(base), .head = commit_of(head)};

	pair.config_commit = pair.base.oid;
	accept_free(accept_of);
	accept_of = NULL;
	return accept_new(&accept_of, repo, &pair, allow);
}

/* The only row of a check. */
static const struct accept_row *
row_of(const char *base, const char *head, bool allow)
{
	cr_assert(eq(int, check(base, head, allow), ERR_OK), "%s", err_text());
	cr_assert(eq(sz, accept_of->count, 1));
	return &accept_of->rows[0];
}

static void
refused(const char *base, const char *head, const char *text)
{
	cr_expect(eq(int, check(base, head, true), ERR_USAGE));
	cr_expect(eq(ptr, accept_of, NULL));
	expect_error(text);
}

Test(accept, no_file_accepts_nothing)
{
	cr_assert(eq(int, check("main~1", "topic", true), ERR_OK));
	cr_expect(eq(sz, accept_of->count, 0));
	cr_expect(eq(ptr, accept_of->proposed, NULL));
}

Test(accept, what_head_adds_counts_only_where_that_is_allowed)
{
	const struct accept_row *row;

	accept_range("main~1..topic");
	row = row_of("main~1", "topic", false);
	expect_text(row->name, ".tidemark-accept.yml accept[0]");
	cr_expect(row->added);
	cr_expect(not(row->counts));
	expect_text(row->why_not,
	    "is new in head and does not count (--allow-new-accepts, or merge "
	    "it first)");
	cr_expect(row->told);
	row = row_of("main~1", "topic", true);
	cr_expect(row->added);
	cr_expect(row->counts);
	cr_expect(eq(ptr, row->why_not, NULL));
}

/* main accepts a range of topic before topic is merged. */
Test(accept, what_the_base_has_counts)
{
	const struct accept_row *row;

	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	accept_range("main~1..topic");
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "M", "main", NULL);
	row = row_of("main", "topic", false);
	cr_expect(not(row->added));
	cr_expect(row->counts);
}

Test(accept, what_head_removes_counts_all_the_same)
{
	accept_range("main..");
	fixture_git(fx.repo, "rm", "-q", ACCEPT_FILE, NULL);
	fixture_commit(fx.repo, "removed");
	cr_expect(row_of("topic~1", "topic", false)->counts);
}

Test(accept, a_changed_entry_is_new)
{
	accept_range("main..");
	accept_range("main~1..");
	cr_assert(eq(int, check("topic~1", "topic", false), ERR_OK));
	cr_assert(eq(sz, accept_of->count, 2));
	cr_expect(not(accept_of->rows[0].added));
	cr_expect(accept_of->rows[1].added);
	cr_expect(not(accept_of->rows[1].counts));
}

Test(accept, a_range_that_the_base_has_is_over)
{
	const struct accept_row *row;

	accept_range("main~1..topic");
	fixture_commit(fx.repo, "t3");
	row = row_of("topic~1", "topic", false);
	cr_expect(not(row->added));
	cr_expect(not(row->counts));
	cr_expect(not(row->told));
	cr_assert(ne(ptr, row->why_not, NULL));
	cr_expect(ne(ptr,
	    strstr(row->why_not, "does not count: the base has all of "),
	    NULL));
}

Test(accept, a_new_entry_for_older_commits_is_told)
{
	const struct accept_row *row;

	accept_range("main~1..topic~1");
	row = row_of("topic~3", "topic", true);
	cr_expect(row->counts, "t1 is not in c1");
	row = row_of("topic~2", "topic", true);
	cr_expect(not(row->counts), "base is t1");
	cr_expect(row->told);
	cr_expect(eq(int,
	    strncmp(row->why_not, "does not count: the base has all of ", 36),
	    0));
}

Test(accept, a_range_that_begins_after_head_counts_not_yet)
{
	const struct accept_row *row;

	accept_range("topic..");
	fixture_git(fx.repo, "checkout", "-q", "-b", "old", "topic~1", NULL);
	fixture_commit(fx.repo, "o1");
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	row = row_of("topic", "old", false);
	cr_expect(row->counts, "o1 is not in topic~1");
	row = row_of("topic", "topic~1", false);
	cr_expect(not(row->counts));
	cr_expect(ne(ptr,
	    strstr(row->why_not, "has no commit between base and head"), NULL));
}

Test(accept, an_open_range_counts_for_every_later_commit)
{
	accept_range("topic..");
	fixture_commit(fx.repo, "t3");
	fixture_commit(fx.repo, "t4");
	cr_expect(row_of("topic~1", "topic", false)->counts);
}

Test(accept, one_commit_is_the_range_from_its_parent)
{
	accept_range("topic~1");
	cr_expect(row_of("main~1", "topic", true)->counts);
	/* Base is t1 itself, which is `topic~2` now. */
	cr_expect(not(row_of("topic~2", "topic", true)->counts));
}

/* The first commit has no parent: the range is all that it holds. */
Test(accept, a_first_commit_may_be_the_one)
{
	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "o1");
	accept_range("other");
	cr_expect(not(row_of("other~1", "other", true)->counts));
	cr_expect(row_of("main", "other", true)->counts);
}

/* main gets topic's work as one commit, and the old commits stay around. */
Test(accept, a_range_that_was_squashed_is_over)
{
	accept_range("main~1..topic");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(fx.repo, "merge", "-q", "--squash", "topic", NULL);
	fixture_commit(fx.repo, "squashed");
	fixture_commit(fx.repo, "c4");
	cr_expect(not(row_of("main~1", "main", false)->counts));
}

/* topic is rewritten after somebody accepted its commits. */
Test(accept, a_range_that_was_rebased_is_told)
{
	struct commit old = commit_of("topic");
	const struct accept_row *row;
	char why[160];

	accept_range("topic~1..topic");
	fixture_git(fx.repo, "reset", "-q", "--soft", "topic~2", NULL);
	fixture_commit(fx.repo, "t2 again, with the entry");
	row = row_of("main~1", "topic", false);
	cr_expect(not(row->counts));
	cr_expect(row->told);
	snprintf(why, sizeof why,
	    "names %.12s, which head does not contain (rebased or squashed?)",
	    old.oid.hex);
	expect_text(row->why_not, why);
}

/* main accepts what topic is about to bring, and topic has not merged main. */
Test(accept, an_entry_of_the_target_alone_is_told)
{
	const struct accept_row *row;
	char why[160];

	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	accept_range("main~1..topic");
	row = row_of("main~2", "topic", true);
	cr_expect(not(row->counts));
	cr_expect(not(row->added));
	cr_expect(not(row->told));
	snprintf(why, sizeof why,
	    "stands in main, but not in the base %.7s: merge it into the "
	    "branch",
	    commit_of("main~2").oid.hex);
	expect_text(row->why_not, why);
	/* Head adds the same entry by itself. */
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	fixture_git(fx.repo, "checkout", "-q", "main", "--", ACCEPT_FILE, NULL);
	fixture_commit(fx.repo, "accept");
	row = row_of("main~2", "topic", false);
	cr_expect(row->added);
	expect_text(row->why_not, why);
	cr_expect(row_of("main~2", "topic", true)->counts);
}

Test(accept, what_the_target_has_for_others_is_not_told)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	accept_range("main~1..main");
	cr_expect(eq(ptr, row_of("main~2", "topic", true)->why_not, NULL));
	fixture_write(fx.repo, ACCEPT_FILE, "nonsense: true\n");
	fixture_commit(fx.repo, "bad");
	cr_expect(eq(int, check("main~3", "topic", true), ERR_OK));
	cr_expect(eq(sz, accept_of->count, 0));
}

/* A push to main of the entry with its change: nothing is left to merge. */
Test(accept, the_target_explains_nothing_to_what_it_has)
{
	accept_range("topic~1..topic");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(
	    fx.repo, "merge", "-q", "--no-ff", "-m", "M", "topic", NULL);
	cr_expect(ne(ptr,
	    strstr(row_of("main~1", "main", false)->why_not, "is new in head"),
	    NULL));
}

Test(accept, a_range_that_is_not_here_does_not_count_and_that_is_told)
{
	const struct accept_row *row;

	write_entry("0123456789..1123456789", SOON, "accept");
	fixture_commit(fx.repo, "t3");
	row = row_of("topic~1", "topic", false);
	cr_expect(not(row->counts));
	expect_text(row->why_not,
	    "does not count: 1123456789: no such commit in this clone");
	row = row_of("topic~2", "topic", true);
	cr_expect(not(row->counts));
}

/* ---- what head's file must be ---- */

Test(accept, a_file_of_head_that_does_not_parse_is_refused)
{
	fixture_write(fx.repo, ACCEPT_FILE, "version: 1\naccepts: []\n");
	fixture_commit(fx.repo, "accept");
	refused("main~1", "topic", ":2:1: accepts: unknown key");
	expect_error(ACCEPT_FILE " at ");
}

Test(accept, a_file_of_the_base_that_does_not_parse_is_refused)
{
	char *text;

	fixture_write(fx.repo, ACCEPT_FILE, "nonsense: true\n");
	fixture_commit(fx.repo, "bad");
	text =
	    fixture_git_text(fx.repo, "rev-parse", "--short=10", "topic", NULL);
	fixture_git(fx.repo, "rm", "-q", ACCEPT_FILE, NULL);
	fixture_commit(fx.repo, "removed");
	refused("topic~1", "topic", "nonsense: unknown key");
	expect_error(text);
	free(text);
}

Test(accept, a_range_of_head_is_one)
{
	accept_range("topic..main~1");
	refused("main~1", "topic", "accept[0].commits: ");
	expect_error("the first is no ancestor of the second");
	accept_range("topic..main");
	refused("main~1", "topic", "the first is no ancestor of the second");
}

Test(accept, an_expired_entry_of_head_is_refused)
{
	write_entry("0123456789..", "2023-11-13", "accept");
	refused("main~1", "topic", "accept[0].expires: 2023-11-13 is over");
}

Test(accept, an_expired_entry_of_the_base_counts_no_more)
{
	const struct accept_row *row;

	write_entry(commit_of("main").oid.hex, "2023-11-13", "accept");
	fixture_git(fx.repo, "rm", "-q", ACCEPT_FILE, NULL);
	fixture_commit(fx.repo, "removed");
	row = row_of("topic~1", "topic", false);
	cr_expect(not(row->counts));
	cr_expect(not(row->told));
	expect_text(
	    row->why_not, "expired on 2023-11-13 and does not count any more");
}

/* Everybody's head has it until somebody removes it. */
Test(accept, an_expired_entry_that_is_merged_is_a_warning)
{
	const struct accept_row *row;

	write_entry(commit_of("main~1").oid.hex, "2023-11-13", "accept");
	fixture_commit(fx.repo, "t3");
	row = row_of("topic~1", "topic", false);
	cr_expect(not(row->counts));
	cr_expect(row->told);
	expect_text(row->why_not,
	    "expired on 2023-11-13 and does not count any more: remove it");
	refused("topic~2", "topic", "accept[0].expires: 2023-11-13 is over");
}

/* t3 is of the range, which is open. */
Test(accept, an_expired_entry_that_could_still_count_is_refused)
{
	struct buf ids = BUF_INIT;

	put_range(&ids, "main~1..");
	write_entry(buf_text(&ids), "2023-11-13", "accept");
	fixture_commit(fx.repo, "t3");
	refused("topic~1", "topic", "accept[0].expires: 2023-11-13 is over");
	buf_release(&ids);
}

/* The branch was squashed, and its commits are gone where others clone it. */
Test(accept, an_expired_entry_of_commits_that_are_gone_is_a_warning)
{
	write_entry("0123456789..1123456789", "2023-11-13", "accept");
	fixture_commit(fx.repo, "t3");
	cr_expect(row_of("topic~1", "topic", false)->told);
	write_entry("0123456789..", "2023-11-13", "an open one");
	fixture_commit(fx.repo, "t4");
	refused("topic~1", "topic", "accept[0].expires: 2023-11-13 is over");
}

/* Head's committer says that it is 2001: the base is of 2023. */
Test(accept, a_date_in_the_past_revives_nothing)
{
	struct base_pair pair;
	struct buf ids = BUF_INIT;

	put_range(&ids, "main..");
	write_entry(buf_text(&ids), "2023-11-13", "accept");
	fixture_git(fx.repo, "rm", "-q", ACCEPT_FILE, NULL);
	fixture_commit(fx.repo, "removed");
	pair = (struct base_pair){
	    .base = commit_of("topic~1"), .head = commit_of("topic")};
	pair.config_commit = pair.base.oid;
	pair.head.time_s = 1000000000;
	cr_assert(eq(int, accept_new(&accept_of, repo, &pair, false), ERR_OK));
	cr_expect(not(accept_of->rows[0].counts));
	pair.head.time_s = 1699833600; /* its last day, as it begins */
	accept_free(accept_of);
	cr_assert(eq(int, accept_new(&accept_of, repo, &pair, false), ERR_OK));
	cr_expect(not(accept_of->rows[0].counts));
	buf_release(&ids);
}
