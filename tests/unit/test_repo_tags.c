#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "runner/repo/tags.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct tag *tags;
static size_t count;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "a", "1");
	fixture_commit(fx.repo, "first");
}

static void
teardown(void)
{
	tags_free(tags, count);
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(repo_tags, .init = setup, .fini = teardown);

static void
list(void)
{
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK), "%s", err_text());
	cr_assert(
	    eq(int, tags_list(repo, &tags, &count), ERR_OK), "%s", err_text());
}

Test(repo_tags, a_repository_without_tags_has_none)
{
	list();
	cr_expect(eq(sz, count, 0));
}

/* A tag of a tree is no release. */
Test(repo_tags, tags_stand_for_commits_whatever_they_are)
{
	char *head = fixture_git_text(fx.repo, "rev-parse", "HEAD", NULL);

	fixture_git(fx.repo, "tag", "plain/v2", NULL);
	fixture_git(fx.repo, "tag", "-a", "-m", "text", "annotated", NULL);
	fixture_git(
	    fx.repo, "tag", "-a", "-m", "text", "nested", "annotated", NULL);
	fixture_git(fx.repo, "tag", "tree", "HEAD^{tree}", NULL);
	fixture_git(fx.repo, "pack-refs", "--all", NULL);
	fixture_git(fx.repo, "tag", "`id`", NULL);
	list();
	cr_assert(eq(sz, count, 4));
	expect_text(tags[0].name, "`id`");
	expect_text(tags[1].name, "annotated");
	expect_text(tags[2].name, "nested");
	expect_text(tags[3].name, "plain/v2");
	for (size_t i = 0; i < count; i++)
		expect_text(tags[i].oid.hex, head);
	free(head);
}
