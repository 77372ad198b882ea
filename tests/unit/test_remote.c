/* Where a repository was cloned from. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "runner/repo/remote.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_git(fx.repo, "remote", "add", "origin",
	    "git@example.org:own/proj.git", NULL);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(remote, .init = setup, .fini = teardown);

Test(remote, its_address_is_as_configured)
{
	char *url = NULL;

	cr_assert(eq(int, repo_remote_url(repo, "origin", &url), ERR_OK));
	cr_expect(eq(str, url, "git@example.org:own/proj.git"));
	free(url);
}

Test(remote, one_that_is_not_there_is_not_found)
{
	char *url = NULL;

	cr_expect(
	    eq(int, repo_remote_url(repo, "upstream", &url), ERR_NOTFOUND));
	cr_expect(eq(int, repo_remote_url(repo, "a b", &url), ERR_NOTFOUND));
	cr_expect(eq(ptr, url, NULL));
}
