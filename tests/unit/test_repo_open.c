/* repo_open: the repositories that open, and why the others do not. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "runner/repo/repo.h"
#include "tests/support/git_fixture.h"

#define STRANGER 1234

static struct fixture fx;

static void
setup(void)
{
	fixture_init(&fx);
	fixture_write(fx.repo, "dir/a", "1\n");
	fixture_commit(fx.repo, "one");
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(repo_open, .init = setup, .fini = teardown);

static void
refused(const char *path, const char *text)
{
	struct repo *repo = NULL;

	cr_expect(eq(int, repo_open(&repo, path), ERR_USAGE));
	expect_error(text);
	cr_expect(eq(ptr, repo, NULL));
}

/* Opens, and HEAD is the commit called one. */
static struct repo *
opened(const char *path)
{
	struct repo *repo = NULL;
	struct commit head;

	cr_assert(eq(int, repo_open(&repo, path), ERR_OK), "%s", err_text());
	cr_assert(eq(int, repo_commit(repo, "HEAD", &head), ERR_OK));
	expect_text(head.subject, "one");
	return repo;
}

Test(repo_open, a_subfolder_opens_the_repository_above)
{
	char *sub = fixture_path(&fx, "repo/dir");
	char *git = fixture_path(&fx, "repo/.git");
	struct repo *repo = opened(sub);

	expect_text(repo_workdir(repo), fx.repo);
	expect_text(repo_common_dir(repo), git);
	cr_expect(not(repo_is_shallow(repo)));
	cr_expect(eq(sz, strlen(repo_id(repo)), 16));
	repo_free(repo);
	free(sub);
	free(git);
}

Test(repo_open, a_bare_repository_has_no_work_tree)
{
	char *bare = fixture_path(&fx, "bare.git");
	struct repo *repo;

	fixture_git(fx.root, "clone", "-q", "--bare", fx.repo, bare, NULL);
	repo = opened(bare);
	cr_expect(eq(ptr, (void *)repo_workdir(repo), NULL));
	expect_text(repo_common_dir(repo), bare);
	repo_free(repo);
	free(bare);
}

Test(repo_open, a_linked_work_tree_shares_the_common_folder_and_the_id)
{
	char *linked = fixture_path(&fx, "linked");
	struct repo *repo;
	struct repo *main;

	fixture_git(fx.repo, "worktree", "add", "-q", linked, NULL);
	repo = opened(linked);
	main = opened(fx.repo);
	expect_text(repo_workdir(repo), linked);
	cr_expect(eq(
	    str, (char *)repo_common_dir(repo), (char *)repo_common_dir(main)));
	expect_text(repo_id(repo), repo_id(main));
	repo_free(repo);
	repo_free(main);
	free(linked);
}

Test(repo_open, two_clones_have_different_ids)
{
	char *other = fixture_path(&fx, "other");
	struct repo *one;
	struct repo *two;

	fixture_git(fx.root, "clone", "-q", fx.repo, other, NULL);
	one = opened(fx.repo);
	two = opened(other);
	cr_expect(ne(str, (char *)repo_id(one), (char *)repo_id(two)));
	repo_free(one);
	repo_free(two);
	free(other);
}

Test(repo_open, the_git_dir_variable_is_not_followed)
{
	struct repo *repo;

	setenv("GIT_DIR", "/nowhere", 1);
	repo = opened(fx.repo);
	unsetenv("GIT_DIR");
	repo_free(repo);
}

Test(repo_open, worktree_config_is_a_known_extension)
{
	fixture_git(
	    fx.repo, "config", "core.repositoryformatversion", "1", NULL);
	fixture_git(
	    fx.repo, "config", "extensions.worktreeConfig", "true", NULL);
	repo_free(opened(fx.repo));
}

Test(repo_open, a_folder_outside_any_repository_says_so)
{
	char *out = fixture_path(&fx, "home");
	char *none = fixture_path(&fx, "none");

	refused(out, "no git repository here or above");
	refused(none, "no such folder");
	free(out);
	free(none);
}

Test(repo_open, sha256_objects_are_refused_by_name)
{
	char *path = fixture_path(&fx, "sha256");
	char *linked = fixture_path(&fx, "sha256-linked");

	fixture_git(
	    fx.root, "init", "-q", "--object-format=sha256", path, NULL);
	refused(path, "sha256 object format is not supported by libgit2");
	fixture_commit(path, "one");
	fixture_git(path, "worktree", "add", "-q", linked, NULL);
	refused(linked, "sha256 object format is not supported by libgit2");
	free(path);
	free(linked);
}

Test(repo_open, an_unknown_extension_is_named)
{
	fixture_git(
	    fx.repo, "config", "core.repositoryformatversion", "1", NULL);
	fixture_git(fx.repo, "config", "extensions.future", "true", NULL);
	refused(fx.repo, "extensions.future");
}

Test(repo_open, a_shallow_clone_says_how_to_get_the_rest)
{
	char *path = fixture_path(&fx, "shallow");
	struct repo *repo = NULL;
	struct commit commit;
	char url[256];

	fixture_commit(fx.repo, "two");
	(void)snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--depth", "1", url, path, NULL);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	cr_expect(repo_is_shallow(repo));
	cr_expect(eq(int, repo_commit(repo, "HEAD~1", &commit), ERR_USAGE));
	expect_error("git fetch --unshallow");
	repo_free(repo);
	free(path);
}

static void
give_away(const char *path)
{
	char *git = NULL;

	if (geteuid() != 0)
		cr_skip_test("only root can give a repository away");
	git = fixture_path(&fx, "repo/.git");
	cr_assert(chown(path, STRANGER, STRANGER) == 0);
	cr_assert(chown(git, STRANGER, STRANGER) == 0);
	free(git);
}

static void
write_safe(const char *value)
{
	char *home = fixture_path(&fx, "home");
	char text[512];

	(void)snprintf(text, sizeof text, "[safe]\n\tdirectory = %s\n", value);
	fixture_write(home, ".gitconfig", text);
	unsetenv("GIT_CONFIG_GLOBAL");
	free(home);
}

Test(repo_open, anothers_repository_is_refused_with_the_command)
{
	char expected[512];

	give_away(fx.repo);
	(void)snprintf(expected, sizeof expected,
	    "git config --global --add safe.directory '%s'", fx.repo);
	refused(fx.repo, expected);
	write_safe("/elsewhere");
	refused(fx.repo, expected);
}

Test(repo_open, safe_directory_opens_anothers_repository)
{
	char below[512];

	give_away(fx.repo);
	write_safe(fx.repo);
	repo_free(opened(fx.repo));
	write_safe("\"*\"");
	repo_free(opened(fx.repo));
	(void)snprintf(below, sizeof below, "\"%s/*\"", fx.root);
	write_safe(below);
	repo_free(opened(fx.repo));
}

Test(repo_open, the_repositorys_own_config_cannot_make_it_safe)
{
	fixture_git(fx.repo, "config", "--add", "safe.directory", "*", NULL);
	give_away(fx.repo);
	refused(fx.repo, "safe.directory");
}

Test(repo_open, under_sudo_the_callers_repository_opens)
{
	give_away(fx.repo);
	setenv("SUDO_UID", "1234", 1);
	repo_free(opened(fx.repo));
	unsetenv("SUDO_UID");
}
