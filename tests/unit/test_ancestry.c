/* ancestry: which commits another one's history holds. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/repo/ancestry.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;

/*
 * main:  c0 - c1 - M - c3      M merges side
 *          \      /
 * side:     s1 - s2 - s3
 */
static void
setup(void)
{
	fixture_init(&fx);
	fixture_commit(fx.repo, "c0");
	fixture_git(fx.repo, "checkout", "-q", "-b", "side", NULL);
	fixture_commit(fx.repo, "s1");
	fixture_commit(fx.repo, "s2");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "M", "side", NULL);
	fixture_commit(fx.repo, "c3");
	fixture_git(fx.repo, "checkout", "-q", "side", NULL);
	fixture_commit(fx.repo, "s3");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(ancestry, .init = setup, .fini = teardown);

static struct oid
oid(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK));
	return commit.oid;
}

static bool
holds(const char *commit, const char *ancestor)
{
	struct oid tip = oid(commit);
	struct oid old = oid(ancestor);
	bool found = false;

	cr_assert(eq(int, ancestry_holds(repo, &tip, &old, &found), ERR_OK),
	    "%s", err_text());
	return found;
}

/* base..head and from..to; from NULL: all of to's history. */
static bool
overlap(const char *base, const char *head, const char *from, const char *to)
{
	struct oid ids[3] = {oid(base), oid(head), oid(to)};
	struct oid start = from ? oid(from) : ids[0];
	bool found = false;

	cr_assert(eq(int,
		      ancestry_overlap(repo, &ids[0], &ids[1],
			  from ? &start : NULL, &ids[2], &found),
		      ERR_OK),
	    "%s", err_text());
	return found;
}

Test(ancestry, a_commit_holds_itself_and_what_it_merged)
{
	cr_expect(holds("main", "main"));
	cr_expect(holds("main", "side~1"));
	cr_expect(holds("main", "main~3"));
	cr_expect(not(holds("main", "side")));
	cr_expect(not(holds("main~1", "main")));
}

Test(ancestry, ranges_overlap_where_both_hold_a_new_commit)
{
	cr_expect(overlap("main~1", "main", "main~1", "main"));
	/* s1 and s2 came into main by M. */
	cr_expect(overlap("main~2", "main", "main~3", "side~1"));
	cr_expect(overlap("main~3", "main~2", "main~3", "main"));
}

Test(ancestry, ranges_of_other_commits_do_not_overlap)
{
	/* side's s1 and s2 are in M already; s3 is not in main. */
	cr_expect(not(overlap("main~1", "main", "main~3", "side~1")));
	cr_expect(not(overlap("main~1", "main", "main~3", "side")));
	/* Head has nothing after `from`. */
	cr_expect(not(overlap("main~3", "main~2", "main~1", "main")));
	cr_expect(not(overlap("main", "main", "main~3", "main")));
}

Test(ancestry, a_range_without_a_start_is_all_that_its_end_holds)
{
	cr_expect(overlap("main~3", "main~2", NULL, "main"));
	cr_expect(not(overlap("main~2", "main", NULL, "main~2")));
}

Test(ancestry, unrelated_histories_do_not_overlap)
{
	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "o1");
	cr_expect(not(overlap("main~1", "main", NULL, "other")));
	cr_expect(not(holds("main", "other")));
}

Test(ancestry, a_commit_is_found_by_its_digits_alone)
{
	struct oid main_id = oid("main");
	struct commit found;
	char digits[8];

	memcpy(digits, main_id.hex, 7);
	digits[7] = '\0';
	fixture_git(fx.repo, "tag", digits, "side", NULL);
	cr_assert(eq(int, ancestry_commit(repo, digits, &found), ERR_OK));
	expect_text(found.oid.hex, main_id.hex);
	expect_text(found.subject, "c3");
}

Test(ancestry, what_is_no_id_is_refused)
{
	static const char *const bad[] = {"", "main", "123456", "123456g",
	    "00000000000000000000000000000000000000000"};
	struct commit found;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		cr_expect(
		    eq(int, ancestry_commit(repo, bad[i], &found), ERR_USAGE),
		    "%s", bad[i]);
		expect_error("7 to 40 hexadecimal digits");
	}
}

Test(ancestry, an_unknown_id_is_not_found)
{
	struct commit found;

	cr_expect(
	    eq(int, ancestry_commit(repo, "0123456789", &found), ERR_NOTFOUND));
	expect_error("no such commit in this clone");
}

Test(ancestry, a_cut_history_is_no_answer)
{
	char *path = fixture_path(&fx, "shallow");
	struct repo *shallow = NULL;
	struct oid tip = oid("main");
	struct oid old = oid("main~3");
	char url[512];
	bool found = true;

	snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--depth", "1", "-b", "main", url,
	    path, NULL);
	cr_assert(eq(int, repo_open(&shallow, path), ERR_OK));
	cr_expect(
	    eq(int, ancestry_holds(shallow, &tip, &old, &found), ERR_NOTFOUND));
	expect_error("not all in this clone");
	cr_expect(found, "the answer is untouched");
	repo_free(shallow);
	free(path);
}
