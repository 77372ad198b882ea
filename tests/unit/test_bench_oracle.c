#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "core/bench/oracle.h"

static char world[] = "/tmp/test_bench_oracle_XXXXXX";
static char *folder; /* in it, not made yet */
static struct stream stream;

static void
setup(void)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("query"), .seed = 42, .ops = 1000};

	cr_assert(ne(ptr, mkdtemp(world), NULL));
	cr_assert(eq(int, path_join(&folder, world, "a/b"), ERR_OK));
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
}

static void
teardown(void)
{
	stream_release(&stream);
	path_remove(world);
	free(folder);
}

static struct outcome
expect(enum oracle_source wanted)
{
	struct outcome outcome;
	enum oracle_source source;

	cr_assert(eq(int,
	    oracle_expect(&stream, folder, &outcome, &source, NULL), ERR_OK));
	cr_expect(eq(int, source, wanted));
	return outcome;
}

/* The path of the only entry; free() it. */
static char *
entry_path(void)
{
	DIR *dir = opendir(folder);
	struct dirent *entry;
	char *path = NULL;

	cr_assert(ne(ptr, dir, NULL));
	while ((entry = readdir(dir))) {
		if (entry->d_name[0] == '.')
			continue;
		cr_assert(eq(ptr, path, NULL));
		cr_assert(
		    eq(int, path_join(&path, folder, entry->d_name), ERR_OK));
	}
	closedir(dir);
	cr_assert(ne(ptr, path, NULL));
	return path;
}

TestSuite(bench_oracle, .init = setup, .fini = teardown);

Test(bench_oracle, a_published_stream_needs_no_model)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("standard"), .seed = 42, .ops = 10000};
	struct outcome outcome;

	stream_release(&stream);
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	outcome = expect(ORACLE_PUBLISHED);
	cr_expect(eq(sz, outcome.intervals, 3209));
	cr_expect(not(path_exists(folder)));
}

Test(bench_oracle, a_generator_that_makes_another_stream_is_caught)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("standard"), .seed = 42, .ops = 10000};
	struct outcome outcome;

	stream_release(&stream);
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	stream.ops[9999].length++;
	cr_expect(eq(int, oracle_expect(&stream, NULL, &outcome, NULL, NULL),
	    ERR_MISMATCH));
	cr_expect(ne(ptr, strstr(err_text(), "expected adceed64"), NULL));
}

Test(bench_oracle, other_seeds_spaces_and_lengths_are_not_published)
{
	static const struct stream_plan plans[] = {
	    {.seed = 43, .ops = 10000},
	    {.seed = 42, .ops = 9999},
	    {.seed = 42, .ops = 10000, .live = 8928},
	};

	for (size_t i = 0; i < 3; i++) {
		struct stream_plan plan = plans[i];

		plan.mix = stream_mix_named("standard");
		stream_release(&stream);
		cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
		expect(ORACLE_NAIVE);
	}
}

Test(bench_oracle, an_outcome_is_computed_once)
{
	struct outcome computed = expect(ORACLE_NAIVE);
	struct outcome kept = expect(ORACLE_CACHED);

	cr_expect(outcome_equal(&computed, &kept));
	/* In Python, as in test_bench_naive.c. */
	cr_expect(eq(sz, computed.intervals, 202));
	cr_expect(eq(u64, computed.free_total, 988445));
	cr_expect(eq(u64, computed.finds_hash, 0xce7625c346180077));
}

Test(bench_oracle, without_a_folder_nothing_is_kept)
{
	struct outcome outcome;

	for (int i = 0; i < 2; i++) {
		enum oracle_source source = ORACLE_CACHED;

		cr_assert(eq(int,
		    oracle_expect(&stream, NULL, &outcome, &source, NULL),
		    ERR_OK));
		cr_expect(eq(int, source, ORACLE_NAIVE));
	}
	cr_expect(not(path_exists(folder)));
}

/* Each byte in turn is another, or the end. */
Test(bench_oracle, a_damaged_entry_is_computed_anew)
{
	struct outcome computed = expect(ORACLE_NAIVE);
	char *path = entry_path();
	struct buf entry = BUF_INIT;

	cr_assert(eq(int, path_read(path, 4096, &entry), ERR_OK));
	for (size_t i = 0; i < entry.len; i++) {
		struct outcome again;

		entry.data[i] ^= 1;
		cr_assert(
		    eq(int, path_write(path, entry.data, entry.len), ERR_OK));
		again = expect(ORACLE_NAIVE);
		cr_expect(outcome_equal(&again, &computed));
		entry.data[i] ^= 1;
		cr_assert(eq(int, path_write(path, entry.data, i), ERR_OK));
		expect(ORACLE_NAIVE);
		expect(ORACLE_CACHED);
	}
	cr_expect(entry.len > 80);
	buf_release(&entry);
	free(path);
}

Test(bench_oracle, bytes_behind_an_entry_make_it_foreign)
{
	struct buf entry = BUF_INIT;
	char *path;

	expect(ORACLE_NAIVE);
	path = entry_path();
	cr_assert(eq(int, path_read(path, 4096, &entry), ERR_OK));
	buf_puts(&entry, "more\n");
	cr_assert(eq(int, path_write(path, entry.data, entry.len), ERR_OK));
	expect(ORACLE_NAIVE);
	buf_release(&entry);
	free(path);
}

/* The operations alone do not name a stream. */
Test(bench_oracle, another_initial_content_is_another_stream)
{
	struct outcome all = expect(ORACLE_NAIVE);
	struct outcome half;

	stream.initial[0].end /= 2;
	half = expect(ORACLE_NAIVE);
	cr_expect(not(outcome_equal(&all, &half)));
	stream.space.end++;
	expect(ORACLE_NAIVE);
	expect(ORACLE_CACHED);
}

Test(bench_oracle, where_nothing_can_be_kept_there_is_a_note)
{
	struct buf notes = BUF_INIT;
	struct outcome outcome;
	char *blocked = NULL;

	cr_assert(eq(int, path_join(&blocked, world, "file"), ERR_OK));
	cr_assert(eq(int, path_write(blocked, "x", 1), ERR_OK));
	cr_assert(eq(int,
	    oracle_expect(&stream, blocked, &outcome, NULL, &notes), ERR_OK));
	cr_expect(ne(ptr, strstr(buf_text(&notes), "not kept"), NULL));
	cr_expect(ne(ptr, strstr(buf_text(&notes), blocked), NULL));
	cr_assert(eq(int, oracle_expect(&stream, blocked, &outcome, NULL, NULL),
	    ERR_OK));
	buf_release(&notes);
	free(blocked);
}

static void
expect_folder(const char *xdg, const char *home, const char *wanted)
{
	char *got = world;

	if (xdg)
		setenv("XDG_CACHE_HOME", xdg, 1);
	else
		unsetenv("XDG_CACHE_HOME");
	if (home)
		setenv("HOME", home, 1);
	else
		unsetenv("HOME");
	cr_assert(eq(int, oracle_cache_folder(&got), ERR_OK));
	cr_expect(eq(int, got == NULL, wanted == NULL));
	if (got && wanted)
		cr_expect(eq(str, got, (char *)wanted));
	free(got);
}

Test(bench_oracle, the_folder_is_in_the_users_cache)
{
	expect_folder("/x", "/h", "/x/tidemark/interval-bench");
	expect_folder("rel", "/h", "/h/.cache/tidemark/interval-bench");
	expect_folder(NULL, "/h", "/h/.cache/tidemark/interval-bench");
	expect_folder("", "h", NULL);
	expect_folder(NULL, NULL, NULL);
}
