/* Git LFS pointers in trees. The objects are laid by hand where git-lfs puts
 * them. */
#include "runner/repo/lfs.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/repo/tree.h"
#include "tests/support/git_fixture.h"

#define VERSION "version https://git-lfs.github.com/spec/v1\n"

static struct fixture fx;
static struct repo *repo;
static char *tree;
static char sha[HASH_HEX_SIZE];
static const char content[] = "a large file\r\nas it is\n";

static void
write_pointer(const char *name, size_t size)
{
	char text[256];

	(void)snprintf(
	    text, sizeof text, VERSION "oid sha256:%s\nsize %zu\n", sha, size);
	fixture_write(fx.repo, name, text);
}

/* A pointer to `content`, and the same text where no filter is named. */
static void
setup(void)
{
	struct hash *hash = hash_new();

	fixture_init(&fx);
	hash_add(hash, content, strlen(content));
	hash_end(hash, sha);
	hash_free(hash);
	fixture_write(fx.repo, ".gitattributes",
	    "*.bin filter=lfs diff=lfs merge=lfs -text\n");
	write_pointer("dir/data.bin", strlen(content));
	write_pointer("doc.txt", strlen(content));
	fixture_write(fx.repo, "small.bin", "not a pointer\n");
	fixture_commit(fx.repo, "one");
	fixture_write(fx.repo, "other", "2\n");
	fixture_commit(fx.repo, "two");
	tree = fixture_path(&fx, "tree");
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	free(tree);
	fixture_release(&fx);
}

TestSuite(lfs, .init = setup, .fini = teardown);

static void
lay_object(const char *store)
{
	char name[256];

	(void)snprintf(name, sizeof name, "%s/objects/%.2s/%.2s/%s", store, sha,
	    sha + 2, sha);
	fixture_write(fx.repo, name, content);
}

static enum err
checkout(const char *revision)
{
	struct commit commit;

	cr_assert(eq(int, repo_commit(repo, revision, &commit), ERR_OK));
	return tree_checkout(repo, &commit.oid, tree, NULL);
}

static void
expect_content(void)
{
	char *data = fixture_read(tree, "dir/data.bin");
	char *doc = fixture_read(tree, "doc.txt");
	char *small = fixture_read(tree, "small.bin");
	char *status = fixture_git_text(tree, "status", "--porcelain", NULL);

	expect_text(data, content);
	cr_expect(eq(int, strncmp(doc, VERSION, strlen(VERSION)), 0));
	expect_text(small, "not a pointer\n");
	expect_text(status, "");
	free(data);
	free(doc);
	free(small);
	free(status);
}

Test(lfs, a_fetched_object_stands_in_for_its_pointer)
{
	lay_object(".git/lfs");
	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	expect_content();
	cr_assert(eq(int, checkout("main~1"), ERR_OK));
	expect_content();
	fixture_write(tree, "dir/data.bin", "tampered");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	expect_content();
}

Test(lfs, an_object_that_was_not_fetched_names_the_command)
{
	cr_expect(eq(int, checkout("main"), ERR_USAGE));
	expect_error("dir/data.bin: its content is in Git LFS");
	expect_error("git lfs pull");
	lay_object(".git/lfs");
	cr_assert(eq(int, checkout("main"), ERR_OK));
	expect_content();
}

Test(lfs, an_object_of_another_size_does_not_count)
{
	lay_object(".git/lfs");
	write_pointer("dir/data.bin", strlen(content) + 1);
	fixture_commit(fx.repo, "larger");
	cr_expect(eq(int, checkout("main"), ERR_USAGE));
	expect_error("was not fetched");
}

Test(lfs, the_store_may_lie_elsewhere)
{
	fixture_git(fx.repo, "config", "lfs.storage", "big", NULL);
	lay_object(".git/big");
	cr_assert(eq(int, checkout("main"), ERR_OK), "%s", err_text());
	expect_content();
}

Test(lfs, without_the_attribute_pointers_stay_text)
{
	fixture_git(fx.repo, "rm", "-q", ".gitattributes", NULL);
	fixture_commit(fx.repo, "no attributes");
	cr_expect(eq(int, checkout("main"), ERR_OK), "%s", err_text());
}

static bool
parses(const char *text)
{
	struct lfs_pointer pointer;

	return lfs_parse(&pointer, text, strlen(text));
}

#define DIGITS                                                                 \
	"0123456789abcdef0123456789abcdef0123456789abcdef0123456789abcdef"

Test(lfs, only_whole_pointers_parse)
{
	cr_expect(parses(VERSION "oid sha256:" DIGITS "\nsize 12\n"));
	cr_expect(
	    parses(VERSION "ext-0-x sha256:1\noid sha256:" DIGITS "\nsize 12"));
	cr_expect(not(parses(VERSION "oid sha256:" DIGITS "\n")));
	cr_expect(not(parses(VERSION "oid sha256:" DIGITS "0\nsize 12\n")));
	cr_expect(not(parses(VERSION "oid sha256:../../x\nsize 12\n")));
	cr_expect(not(parses(VERSION "oid sha256:" DIGITS "\nsize -1\n")));
	cr_expect(not(parses(VERSION "oid sha256:" DIGITS "\nsize 1x\n")));
	cr_expect(not(parses("version 2\noid sha256:" DIGITS "\nsize 1\n")));
	cr_expect(not(parses("")));
}
