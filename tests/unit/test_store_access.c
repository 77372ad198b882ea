#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/unit/shelf.h"

TestSuite(store_access, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)
#define NOBODY 65534

/* ---- read only ---- */

/* Run `fn` as a user whom permissions stop, with what it says of failure. */
static void
expect_as_nobody(const char *(*fn)(void))
{
	char said[512] = "";
	int fds[2];
	pid_t pid;

	cr_assert(eq(int, pipe(fds), 0));
	pid = fork();
	cr_assert(ge(int, pid, 0));
	if (pid == 0) {
		const char *text = "cannot become nobody";

		if (geteuid() != 0 || setresuid(NOBODY, NOBODY, NOBODY) == 0)
			text = fn();
		_exit(write(fds[1], text, strlen(text)) < 0);
	}
	close(fds[1]);
	cr_expect(ge(int, read(fds[0], said, sizeof said - 1), 0));
	cr_assert(eq(int, waitpid(pid, NULL, 0), pid));
	close(fds[0]);
	cr_expect(eq(str, said, (char *)""));
}

/* "" where opening gives `want`, and reading then one whole round. */
static const char *
open_as(enum store_mode mode, enum err want)
{
	struct shelf_seen seen = {.equal = true};
	struct store *store = NULL;
	enum err err = store_open(&store, shelf_path, mode);

	if (err != want)
		return err ? err_text() : "it opened";
	if (err)
		return "";
	err = store_sessions(store, OID_BASE, MACHINE, shelf_see, &seen);
	store_close(store);
	if (err)
		return err_text();
	return seen.rounds == 1 && seen.equal ? "" : "not one round";
}

static const char *
can_read(void)
{
	return open_as(STORE_READ, ERR_OK);
}

static const char *
cannot_read(void)
{
	const char *text = open_as(STORE_READ, ERR_IO);

	return *text || strstr(err_text(), shelf_path) ? text : err_text();
}

static const char *
cannot_write(void)
{
	const char *text = open_as(STORE_READ_WRITE, ERR_IO);

	return *text || strstr(err_text(), shelf_path) ? text : err_text();
}

static void
put_one_round(void)
{
	shelf_begin(UID_A);
	cr_assert(eq(int, shelf_put_round(shelf_store, UID_A, 0), ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
}

static void
make_read_only(void)
{
	cr_assert(eq(int, chmod(shelf_path, 0444), 0));
	cr_assert(eq(int, chmod(shelf_folder, 0555), 0));
}

static void
make_writable(void)
{
	cr_assert(eq(int, chmod(shelf_folder, 0755), 0));
	cr_assert(eq(int, chmod(shelf_path, 0644), 0));
}

Test(store_access, a_store_in_a_read_only_folder_can_be_read)
{
	put_one_round();
	shelf_close();
	make_read_only();
	expect_as_nobody(can_read);
	expect_as_nobody(cannot_write);
	make_writable();
}

Test(store_access, a_read_only_file_cannot_be_written)
{
	put_one_round();
	shelf_close();
	cr_assert(eq(int, chmod(shelf_path, 0444), 0));
	cr_assert(eq(int, chmod(shelf_folder, 0777), 0));
	expect_as_nobody(cannot_write);
	expect_as_nobody(can_read);
}

Test(store_access, a_store_that_others_write_can_be_read)
{
	put_one_round(); /* it lies in the log, and this handle is open */
	make_read_only();
	expect_as_nobody(can_read);
	make_writable();
}

Test(store_access, a_log_that_cannot_be_read_is_not_passed_over)
{
	char index[160];

	/* A killed writer's log without the index that readers share. */
	shelf_close();
	shelf_kill_writer_after(3);
	snprintf(index, sizeof index, "%s-shm", shelf_path);
	cr_assert(eq(int, unlink(index), 0));
	make_read_only();
	expect_as_nobody(cannot_read);
	make_writable();
	shelf_reopen(STORE_READ_WRITE);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(ge(sz, shelf_expect_whole_rounds(), 3));
}

Test(store_access, a_file_that_may_not_be_read_is_named)
{
	shelf_close();
	cr_assert(eq(int, chmod(shelf_folder, 0755), 0));
	cr_assert(eq(int, chmod(shelf_path, 0), 0));
	expect_as_nobody(cannot_read);
	expect_as_nobody(cannot_write);
}

/* ---- damaged ---- */

static void
damage(off_t from, off_t to)
{
	int fd = open(shelf_path, O_WRONLY);

	cr_assert(ge(int, fd, 0));
	for (off_t at = from; at < to; at++)
		cr_assert(eq(int, pwrite(fd, "\xa5", 1, at), 1));
	close(fd);
}

/* Whatever was damaged: an error that names the file, or the right answer. */
static void
expect_error_or_answer(void)
{
	struct store *store = NULL;
	struct shelf_seen seen = {.equal = true};
	enum err err = store_open(&store, shelf_path, STORE_READ);

	if (!err)
		err =
		    store_sessions(store, OID_BASE, MACHINE, shelf_see, &seen);
	if (err) {
		cr_expect(eq(int, err, ERR_IO), "%s", err_text());
		cr_expect(SAYS(shelf_path), "%s", err_text());
	} else {
		cr_expect(seen.equal);
	}
	store_close(store);
}

Test(store_access, a_damaged_page_is_an_error_and_no_crash)
{
	struct buf whole = BUF_INIT;
	size_t errors = 0;

	put_one_round();
	shelf_close();
	cr_assert(eq(int, path_read(shelf_path, 1 << 24, &whole), ERR_OK));
	for (off_t at = 4096; at < (off_t)whole.len; at += 4096) {
		cr_assert(
		    eq(int, path_write(shelf_path, whole.data, whole.len), 0));
		damage(at, at + 64);
		expect_error_or_answer();
		errors += strstr(err_text(), "damaged") != NULL;
	}
	cr_expect(lt(sz, 0, errors));
	buf_release(&whole);
}

Test(store_access, a_file_cut_short_is_an_error)
{
	struct stat st;

	put_one_round();
	shelf_close();
	cr_assert(eq(int, stat(shelf_path, &st), 0));
	cr_assert(eq(int, truncate(shelf_path, st.st_size / 2), 0));
	expect_error_or_answer();
	cr_expect(SAYS("damaged"), "%s", err_text());
}

Test(store_access, a_sample_that_is_no_number_is_damage)
{
	struct shelf_seen seen = {.equal = true};

	put_one_round();
	shelf_sql("UPDATE sample SET value = -1 WHERE series_id = 7");
	cr_expect(eq(int,
	    store_sessions(shelf_store, OID_BASE, MACHINE, shelf_see, &seen),
	    ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	cr_expect(eq(sz, seen.sessions, 0));
}
