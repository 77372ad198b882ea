/* accept_covers on real repositories: which changes of a history entries cover.
 */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "runner/accept.h"
#include "runner/accept_file.h"
#include "tests/support/accept_fixture.h"

static struct config_accept *file;

static void
teardown(void)
{
	config_accept_free(file);
	accept_fixture_release();
}

TestSuite(accept_covers, .init = accept_fixture_init, .fini = teardown);

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

Test(accept_covers, a_change_in_the_range_is_covered_up_to_the_factor)
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

Test(accept_covers, an_open_range_covers_up_to_the_tip)
{
	accept_range("main~1..");
	fixture_commit(fx.repo, "t3");
	cr_expect(covers("topic", "topic", 1.1, 100));
	cr_expect(covers("topic", "topic~3", 1.1, 100));
	cr_expect(not(covers("topic", "main~1", 1.1, 100)));
}

/* The merge is no commit of the range, but brings it. */
Test(accept_covers, a_merged_range_covers_its_merge)
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
Test(accept_covers, a_range_among_commits_that_were_skipped_covers)
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
Test(accept_covers, a_squashed_range_covers_what_brought_it)
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

Test(accept_covers, an_expired_entry_covers_nothing)
{
	struct buf ids = BUF_INIT;

	put_range(&ids, "main~1..");
	write_entry(buf_text(&ids), "2023-11-13", "accept");
	cr_expect(not(covers("topic", "topic~1", 1.1, 100)));
	buf_release(&ids);
}

Test(accept_covers, an_entry_is_brought_by_the_first_commit_that_has_it)
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
