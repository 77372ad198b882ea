/* Sources: which tidemark.yml counts. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "runner/source.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct source source;
static struct commit base; /* HEAD~1 */
static struct commit head;

/* A config whose benchmark is called `name`. */
static void
write_config(const char *dir, const char *file, const char *name)
{
	char text[256];

	snprintf(text, sizeof text,
	    "version: 1\nbenchmarks:\n  - name: %s\n    command: ./a\n", name);
	fixture_write(dir, file, text);
}

/* Commit without a config where `name` is NULL. */
static void
commit(const char *name)
{
	char *path = fixture_path(&fx, "repo/tidemark.yml");

	remove(path);
	if (name)
		write_config(fx.repo, "tidemark.yml", name);
	fixture_commit(fx.repo, "x");
	free(path);
}

/* Two commits with these configs, and one in the work tree. */
static void
given(const char *in_base, const char *in_head, const char *in_work_tree)
{
	char *path = fixture_path(&fx, "repo/tidemark.yml");

	commit(in_base);
	commit(in_head);
	remove(path);
	if (in_work_tree)
		write_config(fx.repo, "tidemark.yml", in_work_tree);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD~1", &base), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD", &head), ERR_OK));
	free(path);
}

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	source_release(&source);
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(source, .init = setup, .fini = teardown);

static void
finds(enum err err, const char *name, const char *from)
{
	cr_assert(eq(int, err, ERR_OK), "%s", err_text());
	expect_text(source.config->benchmarks[0].name, name);
	expect_text(source.from, from);
}

static enum err
gate(const char *file)
{
	return source_for_gate(&source, repo, file, &base.oid, &head.oid);
}

Test(source, a_gate_takes_the_bases)
{
	given("base", "head", "tree");
	finds(gate(NULL), "base", base.oid.hex);
}

Test(source, a_gate_whose_base_has_none_takes_the_heads)
{
	given(NULL, "head", "tree");
	finds(gate(NULL), "head", head.oid.hex);
}

Test(source, a_gate_whose_commits_have_none_takes_the_work_trees)
{
	given(NULL, NULL, "tree");
	finds(gate(NULL), "tree", "work tree");
}

Test(source, a_range_takes_the_work_trees)
{
	given("base", "head", "tree");
	finds(source_for_range(&source, repo, NULL), "tree", "work tree");
}

Test(source, a_range_without_one_in_the_work_tree_takes_the_heads)
{
	given("base", "head", NULL);
	finds(source_for_range(&source, repo, NULL), "head", head.oid.hex);
}

Test(source, a_file_that_is_named_outweighs_all)
{
	char *path = fixture_path(&fx, "other.yml");

	given("base", "head", "tree");
	write_config(fx.root, "other.yml", "other");
	finds(gate(path), "other", path);
	source_release(&source);
	finds(source_for_range(&source, repo, path), "other", path);
	free(path);
}

Test(source, nowhere_at_all_says_who_writes_one)
{
	given(NULL, NULL, NULL);
	cr_expect(eq(int, gate(NULL), ERR_USAGE));
	expect_error("tidemark init writes one");
	cr_expect(eq(int, source_for_range(&source, repo, NULL), ERR_USAGE));
	expect_error("tidemark init writes one");
	cr_expect(
	    eq(int, source_of_commit(&source, repo, &head.oid), ERR_NOTFOUND));
}

Test(source, a_file_that_is_not_there_is_named)
{
	given("base", "head", "tree");
	cr_expect(eq(int, gate("/no/such.yml"), ERR_USAGE));
	expect_text(err_text(), "--config /no/such.yml: no such file");
}

Test(source, a_wrong_one_is_not_passed_over)
{
	char where[64];

	given("base: wrong", "head", "tree");
	cr_expect(eq(int, gate(NULL), ERR_USAGE));
	snprintf(where, sizeof where, "tidemark.yml at %.10s:3:", base.oid.hex);
	expect_error(where);
	cr_expect(eq(ptr, source.config, NULL));
}

Test(source, a_wrong_one_in_the_work_tree_is_named_by_its_path)
{
	char *path = fixture_path(&fx, "repo/tidemark.yml:3:");

	given("base", "head", "tree: wrong");
	cr_expect(eq(int, source_for_range(&source, repo, NULL), ERR_USAGE));
	expect_error(path);
	free(path);
}

Test(source, one_larger_than_1_mib_is_refused)
{
	size_t size = CONFIG_BYTES_MAX + 1;
	char *text = malloc(size);
	char *path = fixture_path(&fx, "repo/tidemark.yml");

	memset(text, '#', size);
	given("base", "head", "tree");
	fixture_write_bytes(fx.repo, "tidemark.yml", text, size);
	cr_expect(eq(int, gate(path), ERR_USAGE));
	expect_error("tidemark.yml");
	fixture_commit(fx.repo, "large");
	cr_assert(eq(int, repo_commit(repo, "HEAD", &base), ERR_OK));
	cr_expect(eq(int, gate(NULL), ERR_USAGE));
	expect_error("tidemark.yml at ");
	free(text);
	free(path);
}

Test(source, a_bare_repository_has_no_work_tree_to_look_at)
{
	char *bare = fixture_path(&fx, "bare.git");

	commit("base");
	commit("head");
	fixture_git(fx.root, "clone", "-q", "--bare", fx.repo, bare, NULL);
	cr_assert(eq(int, repo_open(&repo, bare), ERR_OK));
	cr_assert(eq(int, repo_commit(repo, "HEAD", &head), ERR_OK));
	finds(source_for_range(&source, repo, NULL), "head", head.oid.hex);
	free(bare);
}
