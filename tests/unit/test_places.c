/* Places: where the cache, the store and the logs lie. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/path.h"
#include "runner/places.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct places places;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_commit(fx.repo, "one");
	setenv("XDG_CACHE_HOME", "/cache", 1);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	places_release(&places);
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(places, .init = setup, .fini = teardown);

static void
name(const char *store)
{
	places_release(&places);
	cr_assert(eq(int, places_init(&places, repo, store), ERR_OK), "%s",
	    err_text());
}

static void
is_at(const char *path, const char *a, const char *b, const char *c)
{
	char expected[512];

	snprintf(expected, sizeof expected, "%s%s%s", a, b, c);
	expect_text(path, expected);
}

Test(places, the_cache_is_named_by_the_repository)
{
	name(NULL);
	is_at(places.cache, "/cache/tidemark/", repo_id(repo), "");
	is_at(places.builds, "/cache/tidemark/", repo_id(repo), "/builds");
}

Test(places, without_xdg_cache_home_it_is_below_home)
{
	const char *const relative[] = {NULL, "", "relative/cache"};

	setenv("HOME", "/home/somebody", 1);
	for (int i = 0; i < 3; i++) {
		if (relative[i])
			setenv("XDG_CACHE_HOME", relative[i], 1);
		else
			unsetenv("XDG_CACHE_HOME");
		name(NULL);
		is_at(places.cache, "/home/somebody/.cache/tidemark/",
		    repo_id(repo), "");
	}
}

Test(places, without_both_there_is_none)
{
	unsetenv("XDG_CACHE_HOME");
	unsetenv("HOME");
	cr_expect(eq(int, places_init(&places, repo, NULL), ERR_USAGE));
	expect_error("set HOME or XDG_CACHE_HOME to an absolute path");
	cr_expect(eq(ptr, places.cache, NULL));
}

Test(places, the_store_lies_in_the_common_git_folder)
{
	name(NULL);
	is_at(places.store, repo_common_dir(repo), "/tidemark/store.db", "");
	is_at(places.logs, repo_common_dir(repo), "/tidemark/logs", "");
}

Test(places, linked_work_trees_share_them)
{
	char *linked = fixture_path(&fx, "linked");
	struct places others = {0};
	struct repo *other = NULL;

	fixture_git(fx.repo, "worktree", "add", "-q", "--detach", linked, NULL);
	name(NULL);
	cr_assert(eq(int, repo_open(&other, linked), ERR_OK));
	cr_assert(eq(int, places_init(&others, other, NULL), ERR_OK));
	expect_text(others.cache, places.cache);
	expect_text(others.store, places.store);
	places_release(&others);
	repo_free(other);
	free(linked);
}

Test(places, a_store_that_is_named_has_its_logs_beside_it)
{
	name("/var/x.db");
	expect_text(places.store, "/var/x.db");
	expect_text(places.logs, "/var/x.db.logs");
	places_release(&places);
	cr_expect(
	    eq(int, places_init(&places, repo, "postgresql://x"), ERR_USAGE));
	expect_error("--store postgresql://x: only files are supported");
}

Test(places, state_and_cache_are_made_with_their_parents)
{
	char *cache = fixture_path(&fx, "a/b");
	char *store = fixture_path(&fx, "c/d/store.db");
	struct stat st;

	setenv("XDG_CACHE_HOME", cache, 1);
	name(store);
	cr_expect(not(path_exists(places.cache)));
	cr_assert(eq(int, places_make_cache(&places), ERR_OK));
	cr_assert(eq(int, places_make_cache(&places), ERR_OK));
	cr_assert(eq(int, places_make_state(&places), ERR_OK));
	cr_expect(eq(int, stat(places.builds, &st), 0));
	cr_expect(eq(int, stat(places.logs, &st), 0));
	cr_expect(not(path_exists(places.store)));
	free(cache);
	free(store);
}

Test(places, state_that_cannot_be_made_says_how_to_name_another_place)
{
	char *store = fixture_path(&fx, "file/store.db");

	fixture_write(fx.root, "file", "in the way");
	name(store);
	cr_expect(eq(int, places_make_state(&places), ERR_IO));
	expect_error("(--store FILE names another place for samples and logs)");
	free(store);
}
