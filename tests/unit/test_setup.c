/* Setups: samples of different ones are never compared. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "runner/setup.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct commit one;
static struct commit two;
static char first[65]; /* of `benchmark` as setup leaves it, at `one` */

static char a[] = "bench/a";
static char b[] = "bench/b";
static char same[] = "same";
static char *const sources[] = {same, b, a};

static struct config_benchmark benchmark = {.name = "a",
    .command = "./a",
    .format = "google",
    .sources = {sources, 1},
    .repetitions = 1};

static struct config_conditions conditions;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "bench/a", "1\n");
	fixture_write(fx.repo, "same", "1\n");
	fixture_commit(fx.repo, "one");
	fixture_write(fx.repo, "bench/a", "2\n");
	fixture_write(fx.repo, "bench/b", "2\n");
	fixture_commit(fx.repo, "two");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD~1", &one), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD", &two), ERR_OK));
	cr_assert(eq(int,
	    setup_digest(repo, &benchmark, &conditions, &one.oid, first),
	    ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(setup, .init = setup, .fini = teardown);

/* Whether the digest is still `first`, and make it that. */
static bool
unchanged_at(const struct commit *commit)
{
	char now[65];
	bool equal;

	cr_assert(eq(int,
	    setup_digest(repo, &benchmark, &conditions, &commit->oid, now),
	    ERR_OK));
	equal = strcmp(now, first) == 0;
	memcpy(first, now, sizeof first);
	return equal;
}

Test(setup, equal_ones_have_equal_digests)
{
	cr_expect(eq(sz, strlen(first), 64));
	cr_expect(unchanged_at(&one));
}

Test(setup, what_is_run_and_read_is_in_the_digest)
{
	benchmark.name = "b";
	cr_expect(not(unchanged_at(&one)));
	benchmark.command = "./b";
	cr_expect(not(unchanged_at(&one)));
	benchmark.format = "command";
	cr_expect(not(unchanged_at(&one)));
	benchmark.repetitions = 2;
	cr_expect(not(unchanged_at(&one)));
	benchmark.warmup = 1;
	cr_expect(not(unchanged_at(&one)));
	conditions.no_aslr = true;
	cr_expect(not(unchanged_at(&one)));
}

Test(setup, what_only_chooses_or_limits_is_not)
{
	static char *const metrics[] = {a};

	benchmark.timeout_ns = 5;
	benchmark.metrics = (struct config_texts){metrics, 1};
	cr_expect(unchanged_at(&one));
}

Test(setup, sources_count_and_other_files_do_not)
{
	cr_expect(unchanged_at(&two));
	benchmark.sources.count = 3;
	cr_expect(not(unchanged_at(&two)));
	cr_expect(not(unchanged_at(&one)));
}

static void
changes(size_t count, const char *source)
{
	const char *out = "untouched";

	benchmark.sources.count = count;
	cr_assert(eq(int,
	    setup_changed_source(repo, &benchmark, &one.oid, &two.oid, &out),
	    ERR_OK));
	if (source)
		expect_text(out, source);
	else
		cr_expect(eq(ptr, (void *)out, NULL));
}

Test(setup, the_first_source_that_differs_is_named)
{
	changes(0, NULL);
	changes(1, NULL);
	changes(2, "bench/b"); /* one has not got it */
	changes(3, "bench/b");
}

Test(setup, a_folder_is_a_source)
{
	static char folder[] = "bench/";
	static char *const folders[] = {folder};

	benchmark.sources.items = folders;
	changes(1, "bench/");
}

/* bench/b came with the second commit; "bnech" is in none. */
Test(setup, a_path_that_neither_commit_has_is_named)
{
	static char typo[] = "bnech";
	static char *const paths[] = {same, b, typo};
	const struct config_texts good = {paths, 2};
	const struct config_texts bad = {paths, 3};

	cr_expect(eq(int,
	    setup_check_paths(repo, "sources", &good, &one.oid, &two.oid),
	    ERR_OK));
	cr_expect(eq(int,
	    setup_check_paths(repo, "sources", &bad, &one.oid, &two.oid),
	    ERR_USAGE));
	cr_expect(strstr(err_text(),
		      "sources: neither base nor head has \"bnech\"") != NULL,
	    "%s", err_text());
}
