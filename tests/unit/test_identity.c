/* identity_name: the name that git would give a commit's author. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>

#include "runner/repo/identity.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;

/* No config but what a test writes: HOME is the fixture's folder. */
static void
setup(void)
{
	fixture_init(&fx);
	unsetenv("GIT_AUTHOR_NAME");
	unsetenv("GIT_CONFIG_GLOBAL");
	unsetenv("XDG_CONFIG_HOME");
	setenv("GIT_CONFIG_SYSTEM", "/dev/null", 1);
	setenv("HOME", fx.root, 1);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(identity, .init = setup, .fini = teardown);

static void
is_called(const char *expected)
{
	char *name = NULL;

	cr_assert(
	    eq(int, identity_name(repo, &name), ERR_OK), "%s", err_text());
	expect_text(name, expected);
	free(name);
}

static void
config(const char *name, const char *user)
{
	char text[64];

	snprintf(text, sizeof text, "[user]\n\tname = %s\n", user);
	fixture_write(fx.root, name, text);
}

Test(identity, nobody_has_no_name)
{
	char *name = NULL;

	cr_expect(eq(int, identity_name(repo, &name), ERR_NOTFOUND));
	expect_error("git config has no user.name");
	cr_expect(eq(ptr, name, NULL));
}

Test(identity, the_nearest_config_counts)
{
	char *path = fixture_path(&fx, "system");

	config("system", "of the machine");
	setenv("GIT_CONFIG_SYSTEM", path, 1);
	is_called("of the machine");
	config(".config/git/config", "in .config");
	is_called("in .config");
	config(".gitconfig", "at home");
	is_called("at home");
	fixture_git(fx.repo, "config", "user.name", "in the repository", NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
	is_called("in the repository");
	setenv("GIT_AUTHOR_NAME", "right now", 1);
	is_called("right now");
	free(path);
}

Test(identity, named_files_replace_those_of_the_user)
{
	char *path = fixture_path(&fx, "mine");
	char *folder = fixture_path(&fx, "xdg");

	config(".config/git/config", "in .config");
	config("xdg/git/config", "in xdg");
	setenv("XDG_CONFIG_HOME", folder, 1);
	is_called("in xdg");
	config(".gitconfig", "at home");
	config("mine", "mine");
	setenv("GIT_CONFIG_GLOBAL", path, 1);
	is_called("mine");
	free(path);
	free(folder);
}

Test(identity, a_broken_config_is_an_error)
{
	char *name = NULL;

	fixture_write(fx.root, ".gitconfig", "[user\n");
	cr_expect(ne(int, identity_name(repo, &name), ERR_OK));
	cr_expect(ne(int, identity_name(repo, &name), ERR_NOTFOUND));
}
