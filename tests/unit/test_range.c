/* repo_list: which commits a list of revisions names. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/repo/repo.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static const struct repo_walk all;

/* main: c0 c1 c2 M c4, where M merges side: c0 s1 s2. */
static void
setup(void)
{
	fixture_init(&fx);
	fixture_commit(fx.repo, "c0");
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "checkout", "-q", "-b", "side", "main~1", NULL);
	fixture_commit(fx.repo, "s1");
	fixture_commit(fx.repo, "s2");
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c2");
	fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m", "M", "side", NULL);
	fixture_commit(fx.repo, "c4");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(range, .init = setup, .fini = teardown);

/* Specs up to NULL; `expected` are the subjects, "c4 M c2". */
static void
lists(const struct repo_walk *walk, const char *expected, const char *a,
    const char *b)
{
	const char *const specs[] = {a, b};
	struct commit *commits = NULL;
	struct buf found = BUF_INIT;
	size_t count = 0;

	cr_assert(eq(int,
		      repo_list(repo, specs, (a != NULL) + (b != NULL), walk,
			  &commits, &count),
		      ERR_OK),
	    "%s", err_text());
	for (size_t i = 0; i < count; i++)
		buf_printf(&found, "%s%s", i ? " " : "", commits[i].subject);
	expect_text(buf_text(&found), expected);
	cr_expect(eq(int, count == 0, commits == NULL));
	buf_release(&found);
	free(commits);
}

static void
refused(const char *spec, const char *text)
{
	struct commit *commits = NULL;
	size_t count = 0;

	cr_expect(eq(
	    int, repo_list(repo, &spec, 1, &all, &commits, &count), ERR_USAGE));
	expect_error(text);
	cr_expect(eq(ptr, commits, NULL));
}

Test(range, nothing_named_is_head)
{
	lists(&all, "c4", NULL, NULL);
}

Test(range, a_range_follows_first_parents)
{
	lists(&all, "c4 M c2", "main~3..main", NULL);
	lists(&all, "c4 M c2 c1", "main~4..", NULL);
	lists(&all, "M c2 c1", "main~4..main~1", NULL);
}

Test(range, a_range_leaves_out_what_a_reaches_through_any_parent)
{
	/* side2 reaches c4 by its second parent alone. */
	fixture_git(fx.repo, "checkout", "-q", "-b", "side2", "side", NULL);
	fixture_git(
	    fx.repo, "merge", "-q", "--no-ff", "-m", "M2", "main", NULL);
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "c5");
	lists(&all, "c5", "side2..main", NULL);
	lists(&all, "M2", "main..side2", NULL);
}

Test(range, an_end_left_out_is_head)
{
	lists(&all, "", "..main", NULL);
	lists(&all, "c4 M", "side..side", "main~2..");
	fixture_git(fx.repo, "checkout", "-q", "main~2", NULL);
	lists(&all, "c4 M", "..main", NULL);
}

Test(range, three_dots_are_refused)
{
	refused("side...main", "use A..B");
	refused("nope..main", "nope: no such commit");
}

Test(range, a_limit_turns_a_revision_into_its_history)
{
	const struct repo_walk last = {.last = 3};
	const struct repo_walk since = {.since_s = 1700000000 + 4 * 60};

	lists(&all, "c4", "main", NULL);
	lists(&last, "c4 M c2", "main", NULL);
	lists(&last, "c4 M c2", NULL, NULL);
	/* c2 is the fifth commit made; M was made in the same minute */
	lists(&since, "c4 M c2", "main", NULL);
}

Test(range, every_nth_counts_from_the_newest)
{
	const struct repo_walk second = {.every = 2};
	const struct repo_walk both = {.every = 2, .last = 3};

	lists(&second, "c4 c2", "main~4..main", NULL);
	lists(&both, "c4 c2", "main", NULL);
}

Test(range, overlapping_specs_name_each_commit_once)
{
	lists(&all, "c4 M c2 c1", "main~3..main", "main~4..main~1");
	lists(&all, "c4 s2", "side", "main");
}

Test(range, a_wrong_clock_does_not_change_the_order)
{
	setenv("GIT_COMMITTER_DATE", "1500000000 +0000", 1);
	fixture_git(
	    fx.repo, "commit", "-q", "--allow-empty", "-m", "old", NULL);
	setenv("GIT_COMMITTER_DATE", "1700001000 +0000", 1);
	fixture_git(
	    fx.repo, "commit", "-q", "--allow-empty", "-m", "new", NULL);
	lists(&all, "new old c4 M", "main~4..", NULL);
}

Test(range, first_parent_lists_equal_those_of_git)
{
	char *expected = fixture_git_text(fx.repo, "log", "--first-parent",
	    "--format=%s", "side..main", NULL);

	for (char *c = expected; *c; c++)
		if (*c == '\n')
			*c = ' ';
	lists(&all, expected, "side..main", NULL);
	free(expected);
}

Test(range, the_end_of_a_shallow_history_is_an_error)
{
	const struct repo_walk two = {.last = 2};
	const struct repo_walk many = {.last = 9};
	char *path = fixture_path(&fx, "shallow");
	char url[256];
	const char *spec = "main";
	struct commit *commits = NULL;
	size_t count;

	(void)snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--depth", "2", url, path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	lists(&two, "c4 M", "main", NULL);
	cr_expect(eq(int, repo_list(repo, &spec, 1, &many, &commits, &count),
	    ERR_USAGE));
	expect_error("git fetch --unshallow");
	free(path);
}
