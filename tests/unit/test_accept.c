/* accept_new and accept_covers on real repositories: which entries count. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/accept.h"
#include "runner/accept_file.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct accept *accept_of;
static struct config_accept *file;

/*
 * main:  c0 - c1 - c2
 * topic:        \  t1 - t2        (checked out)
 */
static void
setup(void)
{
	fixture_init(&fx);
	fixture_commit(fx.repo, "c0");
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "checkout", "-q", "-b", "topic", NULL);
	fixture_commit(fx.repo, "t1");
	fixture_commit(fx.repo, "t2");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c2");
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	accept_free(accept_of);
	config_accept_free(file);
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(accept, .init = setup, .fini = teardown);

static struct commit
commit_of(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK), "%s",
	    err_text());
	return commit;
}

/* "A..B" of revisions as ids; an end may be empty. */
static void
put_range(struct buf *out, const char *range)
{
	const char *dots = strstr(range, "..");
	char name[64];

	if (dots) {
		snprintf(name, sizeof name, "%.*s", (int)(dots - range), range);
		buf_printf(out, "%s..", commit_of(name).oid.hex);
		range = dots + 2;
	}
	if (*range)
		buf_puts(out, commit_of(range).oid.hex);
}

/* Commit a file with one entry, whose commits are already ids. */
static void
write_entry(const char *ids, const char *expires, const char *subject)
{
	struct buf text = BUF_INIT;

	buf_printf(&text,
	    "version: 1\naccept:\n"
	    "  - match: a/*\n    metric: real_time\n    commits: %s\n"
	    "    factor: 1.25\n    reason: why\n    author: me\n"
	    "    expires: %s\n",
	    ids, expires);
	fixture_write(fx.repo, ACCEPT_FILE, buf_text(&text));
	fixture_commit(fx.repo, subject);
	buf_release(&text);
}

/* The fixture's commits are of November 2023. */
#define SOON "2024-10-01"

static void
accept_range(const char *range)
{
	struct buf ids = BUF_INIT;

	put_range(&ids, range);
	write_entry(buf_text(&ids), SOON, "accept");
	buf_release(&ids);
}

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
	    "is new in head and does not count (--allow-new-accepts)");
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
	cr_expect(eq(ptr, row->why_not, NULL));
}

Test(accept, a_new_entry_for_older_commits_is_told)
{
	const struct accept_row *row;

	accept_range("main~1..topic~1");
	row = row_of("topic~3", "topic", true);
	cr_expect(row->counts, "t1 is not in c1");
	row = row_of("topic~2", "topic", true);
	cr_expect(not(row->counts), "base is t1");
	expect_text(row->why_not + strlen("does not count: ") + 2 * 40 + 2,
	    " has no commit between base and head");
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

/* ---- histories ---- */

/* Whether the only entry of the tip's file covers a change between two measured
 * commits. */
static bool
covers_between(const char *tip_name, const char *before, const char *commit,
    double ratio_low, double value)
{
	struct commit tip = commit_of(tip_name);
	const struct config_accept_entry *found = NULL;
	const struct accept_change change = {
	    .name = {"a/1", "real_time", "ns", DIRECTION_SMALLER},
	    .before = commit_of(before).oid,
	    .commit = commit_of(commit).oid,
	    .ratio_low = ratio_low,
	    .value = value,
	};

	config_accept_free(file);
	file = NULL;
	cr_assert(
	    eq(int, accept_file_of_commit(&file, repo, &tip.oid), ERR_OK));
	cr_assert(
	    eq(int, accept_covers(repo, file, &tip, &change, &found), ERR_OK));
	return found != NULL;
}

/* The same where the commit before it was measured, too. */
static bool
covers(const char *tip_name, const char *commit, double ratio_low, double value)
{
	char before[64];

	snprintf(before, sizeof before, "%s~1", commit);
	return covers_between(tip_name, before, commit, ratio_low, value);
}

Test(accept, a_change_in_the_range_is_covered_up_to_the_factor)
{
	accept_range("main~1..topic");
	fixture_commit(fx.repo, "t3");
	cr_expect(covers("topic", "topic~2", 1.25, 100));
	cr_expect(not(covers("topic", "topic~2", 1.26, 100)));
	cr_expect(not(covers("topic", "topic~2", NAN, 100)));
	/* t3 is after it, c1 is its start. */
	cr_expect(not(covers("topic", "topic", 1.1, 100)));
	cr_expect(not(covers("topic", "main~1", 1.1, 100)));
}

Test(accept, an_open_range_covers_up_to_the_tip)
{
	accept_range("main~1..");
	fixture_commit(fx.repo, "t3");
	cr_expect(covers("topic", "topic", 1.1, 100));
	cr_expect(covers("topic", "topic~3", 1.1, 100));
	cr_expect(not(covers("topic", "main~1", 1.1, 100)));
}

/* The merge is no commit of the range, but brings it. */
Test(accept, a_merged_range_covers_its_merge)
{
	accept_range("main~1..topic");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(
	    fx.repo, "merge", "-q", "--no-ff", "-m", "M", "topic", NULL);
	fixture_commit(fx.repo, "c4");
	cr_expect(covers("main", "main~1", 1.1, 100));
	cr_expect(not(covers("main", "main", 1.1, 100)), "c4 is after it");
	cr_expect(not(covers("main", "main~2", 1.1, 100)), "c2 is beside it");
}

/* topic: t1 - t2, at fault - t3, which accepts it - t4 - t5 */
Test(accept, a_range_among_commits_that_were_skipped_covers)
{
	accept_range("topic~1..topic");
	fixture_commit(fx.repo, "t4");
	fixture_commit(fx.repo, "t5");
	cr_expect(covers_between("topic", "topic~4", "topic", 1.1, 100));
	cr_expect(covers_between("topic", "main", "topic~1", 1.1, 100));
	cr_expect(not(covers_between("topic", "topic~3", "topic", 1.1, 100)),
	    "t2 was of the old level");
	cr_expect(not(covers_between("topic", "main~2", "topic~4", 1.1, 100)),
	    "t1 was of the new level");
}

/* The squashed commit brought both the change and the entry. */
Test(accept, a_squashed_range_covers_what_brought_it)
{
	accept_range("main~1..topic");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(fx.repo, "merge", "-q", "--squash", "topic", NULL);
	fixture_commit(fx.repo, "squashed");
	fixture_commit(fx.repo, "c4");
	cr_expect(covers("main", "main~1", 1.1, 100));
	cr_expect(covers("main", "main~2", 1.1, 100), "c2 is after c1");
	cr_expect(not(covers("main", "main", 1.1, 100)));
	/* The old commits are gone where others clone it. */
	write_entry("0123456789..1123456789", SOON, "of nowhere");
	cr_expect(
	    not(covers("main", "main", 1.1, 100)), "its start is not here");
}

Test(accept, an_expired_entry_covers_nothing)
{
	struct buf ids = BUF_INIT;

	put_range(&ids, "main~1..");
	write_entry(buf_text(&ids), "2023-11-13", "accept");
	cr_expect(not(covers("topic", "topic~1", 1.1, 100)));
	buf_release(&ids);
}

Test(accept, an_entry_is_brought_by_the_first_commit_that_has_it)
{
	struct commit tip;
	struct oid brought;

	accept_range("main..");
	fixture_commit(fx.repo, "t3");
	/* Another reason is no other entry. */
	fixture_write(fx.repo, "note", "x");
	fixture_commit(fx.repo, "t4");
	tip = commit_of("topic");
	cr_assert(
	    eq(int, accept_file_of_commit(&file, repo, &tip.oid), ERR_OK));
	cr_assert(eq(int,
	    accept_file_brought(repo, &tip, &file->entries[0], &brought),
	    ERR_OK));
	expect_text(brought.hex, commit_of("topic~2").oid.hex);
	tip = commit_of("main");
	cr_expect(eq(int,
	    accept_file_brought(repo, &tip, &file->entries[0], &brought),
	    ERR_NOTFOUND));
	expect_error("has no such entry");
}
