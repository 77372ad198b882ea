/* tree_checkout: interrupted, refused, and forged commits. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/support/tree_fixture.h"

TestSuite(tree_failure, .init = tree_setup, .fini = tree_teardown);

struct counter {
	int left;
	size_t done;
	size_t total;
};

static bool
stop_later(void *ctx)
{
	struct counter *counter = ctx;

	return counter->left-- == 0;
}

static void
watch(void *ctx, size_t done, size_t total)
{
	struct counter *counter = ctx;

	cr_expect(eq(sz, done, counter->done + 1));
	counter->done = done;
	counter->total = total;
}

Test(tree_failure, interrupted_anywhere_the_next_call_mends_it)
{
	for (int after = 0;; after++) {
		struct counter counter = {.left = after};
		const struct tree_options options = {
		    .stop = stop_later, .ctx = &counter};
		enum err err;

		tree_at("main~2");
		fixture_write(tf.tree, "dir/sub/junk", "x");
		err = tree_try("main~1", &options);
		if (!err)
			break;
		cr_assert(eq(int, err, ERR_INTERRUPTED));
		cr_assert(after < 200);
		tree_at("main~1");
		tree_expect("main~1");
	}
	tree_expect("main~1");
}

Test(tree_failure, progress_counts_the_files_that_are_written)
{
	struct counter counter = {0};
	const struct tree_options options = {
	    .progress = watch, .ctx = &counter};

	cr_assert(eq(int, tree_try("main~2", &options), ERR_OK));
	cr_expect(eq(sz, counter.done, 16)); /* the first commit's files */
	cr_expect(eq(sz, counter.total, 16));
}

Test(tree_failure, a_tree_cut_off_half_way_is_made_anew)
{
	tree_at("main~2");
	fixture_drop(tf.tree, ".git/tidemark-index");
	fixture_write(tf.tree, "same", "half");
	tree_at("main~1");
	tree_expect("main~1");
	fixture_write(tf.tree, ".git/tidemark-index", "DIRC nonsense");
	tree_at("main~1");
	tree_expect("main~1");
	fixture_write(tf.tree, ".git/tidemark-index", "");
	tree_at("main~1");
	tree_expect("main~1");
	fixture_drop(tf.tree, ".git");
	tree_at("main~1");
	tree_expect("main~1");
}

Test(tree_failure, a_foreign_folder_in_its_place_is_replaced)
{
	fixture_write(tf.tree, "something/else", "x");
	tree_at("main");
	tree_expect("main");
}

Test(tree_failure, a_missing_parent_is_named)
{
	free(tf.tree);
	tf.tree = fixture_path(&tf.fx, "no/such/folder");
	tree_refused("main", ERR_IO, tf.tree);
}

Test(tree_failure, a_read_only_parent_is_named)
{
	char *parent = fixture_path(&tf.fx, "sealed");

	free(tf.tree);
	tf.tree = fixture_path(&tf.fx, "sealed/tree");
	cr_assert(mkdir(parent, 0555) == 0);
	cr_assert(chmod(tf.fx.root, 0755) == 0);
	if (geteuid() == 0)
		cr_assert(seteuid(STRANGER) == 0);
	tree_refused("main", ERR_IO, tf.tree);
	if (getuid() == 0)
		cr_assert(seteuid(0) == 0);
	free(parent);
}

Test(tree_failure, a_file_that_does_not_fit_is_named)
{
	const struct rlimit small = {100000, RLIM_INFINITY};
	const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};
	char *big = calloc(1, 200001);

	/* Stands in for a full disk: writing beyond the limit fails. */
	memset(big, 'x', 200000);
	fixture_write(tf.fx.repo, "dir/big", big);
	fixture_commit(tf.fx.repo, "big");
	signal(SIGXFSZ, SIG_IGN);
	cr_assert(setrlimit(RLIMIT_FSIZE, &small) == 0);
	tree_refused("main", ERR_IO, "tree/dir/big: ");
	cr_assert(setrlimit(RLIMIT_FSIZE, &none) == 0);
	tree_at("main");
	tree_expect("main");
	free(big);
}

struct forged {
	const char *mode;
	const char *name;
	const char *object; /* revision */
};

/* A commit whose root tree git itself would not write. */
static char *
forge(const struct forged *entries, size_t count)
{
	char *path = fixture_path(&tf.fx, "forged");
	char *commit;
	char *root;
	FILE *file = fopen(path, "we");

	for (size_t i = 0; i < count; i++) {
		char *id = fixture_git_text(
		    tf.fx.repo, "rev-parse", entries[i].object, NULL);

		(void)fprintf(
		    file, "%s %s%c", entries[i].mode, entries[i].name, 0);
		for (size_t at = 0; at < 40; at += 2) {
			char pair[3] = {id[at], id[at + 1], 0};

			(void)fputc((int)strtol(pair, NULL, 16), file);
		}
		free(id);
	}
	cr_assert(fclose(file) == 0);
	root = fixture_git_text(tf.fx.repo, "hash-object", "-t", "tree", "-w",
	    "--literally", path, NULL);
	commit =
	    fixture_git_text(tf.fx.repo, "commit-tree", "-m", "x", root, NULL);
	free(root);
	free(path);
	return commit;
}

Test(tree_failure, forged_commits_write_nothing_outside)
{
	static const struct forged dots[] = {{"40000", "..", "HEAD:swap"}};
	static const struct forged git[] = {{"40000", ".git", "HEAD:swap"}};
	static const struct forged slash[] = {{"100644", "../x", "HEAD:same"}};
	static const struct forged twice[] = {
	    {"120000", "swap", "HEAD:same"}, {"40000", "swap", "HEAD:swap"}};
	static const struct {
		const struct forged *entries;
		size_t count;
	} rows[] = {{dots, 1}, {git, 1}, {slash, 1}, {twice, 2}};
	char *outside = fixture_path(&tf.fx, "x");
	char *inside = fixture_path(&tf.fx, "inside");

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
		char *commit = forge(rows[i].entries, rows[i].count);

		fixture_leaks_begin();
		cr_expect(
		    eq(int, tree_try(commit, NULL) != ERR_OK, 1), "%zu", i);
		fixture_leaks_end();
		cr_expect(not(path_exists(outside)));
		cr_expect(not(path_exists(inside)));
		free(commit);
	}
	tree_at("main");
	tree_expect("main");
	free(outside);
	free(inside);
}
