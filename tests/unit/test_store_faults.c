#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <sched.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mount.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/unit/shelf.h"

TestSuite(store_faults, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

/* ---- killed ---- */

static void
expect_store_survives_kill_after(size_t rounds)
{
	size_t found;

	shelf_close();
	shelf_kill_writer_after(rounds);
	shelf_reopen(STORE_READ_WRITE);
	cr_expect(eq(str, (char *)shelf_integrity(), (char *)"ok"));
	shelf_begin(UID_A); /* it may have been killed before that */
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	found = shelf_expect_whole_rounds();
	cr_expect(ge(sz, found, rounds));

	/* And the next run works. */
	shelf_begin(UID_B);
	cr_expect(eq(int, shelf_put_round(shelf_store, UID_B, 0), ERR_OK));
	shelf_finish(UID_B, STORE_RUN_COMPLETE);
}

Test(store_faults, a_writer_killed_at_once_leaves_whole_rounds)
{
	expect_store_survives_kill_after(0);
}

Test(store_faults, a_writer_killed_after_one_round_leaves_whole_rounds)
{
	expect_store_survives_kill_after(1);
}

/* Beyond the first checkpoint of the log: a round is about 10 pages. */
Test(store_faults, a_writer_killed_after_many_rounds_leaves_whole_rounds)
{
	expect_store_survives_kill_after(150);
}

Test(store_faults, a_writer_killed_again_and_again_leaves_whole_rounds)
{
	size_t rounds = 0;

	shelf_close();
	for (size_t i = 0; i < 12; i++) {
		/* Every writer begins with the rounds of those before. */
		shelf_kill_writer_after(rounds + i);
		shelf_reopen(STORE_READ_WRITE);
		cr_expect(eq(str, (char *)shelf_integrity(), (char *)"ok"));
		shelf_close();
		rounds += i;
	}
	shelf_reopen(STORE_READ_WRITE);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(ge(sz, shelf_expect_whole_rounds(), rounds));
}

/* ---- full ---- */

/* Put rounds until one fails; how many did not. */
static size_t
fill(size_t first)
{
	size_t round = first;
	enum err err;

	while (!(err = shelf_put_round(shelf_store, UID_A, round)))
		cr_assert(lt(sz, ++round, 100000), "it never fills");
	cr_expect(eq(int, err, ERR_IO));
	cr_expect(SAYS(shelf_path), "%s", err_text());
	return round;
}

Test(store_faults, a_write_that_the_system_refuses_loses_no_round)
{
	size_t rounds;

	shelf_begin(UID_A);
	shelf_limit_files(1 << 20);
	rounds = fill(0);
	cr_expect(SAYS("File too large"), "%s", err_text());
	cr_expect(lt(sz, 0, rounds));
	shelf_limit_files(RLIM_INFINITY);

	/* The same handle goes on, and so does a new one. */
	cr_expect(eq(int, shelf_put_round(shelf_store, UID_A, rounds), ERR_OK));
	shelf_reopen(STORE_READ_WRITE);
	cr_expect(
	    eq(int, shelf_put_round(shelf_store, UID_A, rounds + 1), ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(sz, shelf_expect_whole_rounds(), rounds + 2));
	cr_expect(eq(str, (char *)shelf_integrity(), (char *)"ok"));
}

/* A file system of 2 MiB over the folder, seen by this process alone. */
static bool
mount_small(const char *folder)
{
	if (unshare(CLONE_NEWNS) < 0 &&
	    unshare(CLONE_NEWUSER | CLONE_NEWNS) < 0)
		return false;
	if (mount(NULL, "/", NULL, MS_REC | MS_PRIVATE, NULL) < 0)
		return false;
	return mount("tidemark-test", folder, "tmpfs", 0, "size=2m") == 0;
}

Test(store_faults, a_full_disk_loses_no_round)
{
	struct store *reader = NULL;
	size_t rounds;
	enum err err;

	shelf_close();
	if (!mount_small(shelf_folder)) {
		shelf_teardown(); /* a skipped test is not finished */
		cr_skip_test("no right to mount here");
	}
	shelf_reopen(STORE_READ_WRITE);
	shelf_begin(UID_A);
	rounds = fill(0);
	cr_expect(lt(sz, 0, rounds));
	cr_expect(SAYS("the disk is full"), "%s", err_text());

	/* The store still opens and reads, although the disk is full. */
	err = store_open(&reader, shelf_path, STORE_READ);
	cr_expect(eq(int, err, ERR_OK), "%s", err_text());
	store_close(reader);
	cr_expect(eq(str, (char *)shelf_integrity(), (char *)"ok"));
	cr_assert(
	    eq(int, mount(NULL, shelf_folder, NULL, MS_REMOUNT, "size=8m"), 0));
	cr_expect(eq(int, shelf_put_round(shelf_store, UID_A, rounds), ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(sz, shelf_expect_whole_rounds(), rounds + 1));
	shelf_close();
	cr_expect(eq(int, umount2(shelf_folder, MNT_DETACH), 0));
}

/* ---- several at once ---- */

Test(store_faults, two_handles_see_each_others_rounds)
{
	struct store *other = NULL;
	struct sample sample = shelf_sample("parse", SIDE_BASE, 2);

	cr_assert(
	    eq(int, store_open(&other, shelf_path, STORE_READ_WRITE), ERR_OK));
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	cr_expect(eq(int, store_round_put(other, UID_A, 0, SETUP, &sample, 1),
	    ERR_CONFLICT));
	cr_expect(eq(
	    int, store_round_put(other, UID_A, 1, SETUP, &sample, 1), ERR_OK));
	cr_expect(eq(
	    int, store_run_finish(other, UID_A, STORE_RUN_COMPLETE), ERR_OK));
	store_close(other);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1 2\n");
}

static void
write_rounds(const char *uid, size_t rounds)
{
	struct store *store = NULL;
	struct store_run run = shelf_run(uid);
	enum err err = store_open(&store, shelf_path, STORE_READ_WRITE);

	if (!err)
		err = store_run_begin(store, &run);
	for (size_t i = 0; !err && i < rounds; i++)
		err = shelf_put_round(store, uid, i);
	if (!err)
		err = store_run_finish(store, uid, STORE_RUN_COMPLETE);
	if (err)
		fprintf(stderr, "%s\n", err_text());
	store_close(store);
	_exit(err);
}

/* All of them make the store, too. */
Test(store_faults, four_writers_at_once_lose_nothing)
{
	static const char *const uids[] = {UID_A, UID_B, "c", "d"};
	int status = 0;

	shelf_close();
	cr_assert(eq(int, path_remove(shelf_path), ERR_OK));
	for (size_t i = 0; i < 4; i++)
		if (fork() == 0)
			write_rounds(uids[i], 20);
	for (size_t i = 0; i < 4; i++) {
		cr_assert(lt(int, 0, wait(&status)));
		cr_expect(eq(int, status, 0));
	}
	shelf_reopen(STORE_READ);
	shelf_expect_counts(
	    4, 12, SHELF_SERIES, INT64_C(4) * 20 * 2 * SHELF_SERIES);
	cr_expect(eq(str, (char *)shelf_integrity(), (char *)"ok"));
}
