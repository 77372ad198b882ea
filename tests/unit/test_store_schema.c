#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/path.h"
#include "tests/unit/shelf.h"

TestSuite(store_schema, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

Test(store_schema, a_new_store_is_empty)
{
	shelf_expect_counts(0, 0, 0, 0);
	shelf_expect_sessions(OID_BASE, "");
}

Test(store_schema, what_was_stored_is_there_after_reopening)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1.25);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);

	shelf_reopen(STORE_READ_WRITE);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1.25\n");
	shelf_reopen(STORE_READ);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1.25\n");
}

Test(store_schema, a_store_opened_for_reading_refuses_to_write)
{
	struct store_run run = shelf_run(UID_A);

	shelf_reopen(STORE_READ);
	cr_expect(eq(int, store_run_begin(shelf_store, &run), ERR_IO));
	cr_expect(SAYS(shelf_path));
}

Test(store_schema, reading_does_not_make_a_store)
{
	struct store *store = NULL;
	char *path = NULL;

	cr_assert(eq(int, path_join(&path, shelf_folder, "other.db"), 0));
	cr_expect(eq(int, store_open(&store, path, STORE_READ), ERR_NOTFOUND));
	cr_expect(eq(ptr, store, NULL));
	cr_expect(SAYS("other.db"));
	cr_expect(not(path_exists(path)));
	cr_assert(eq(int, path_write(path, "", 0), ERR_OK));
	cr_expect(eq(int, store_open(&store, path, STORE_READ), ERR_NOTFOUND));
	free(path);
}

Test(store_schema, an_empty_file_becomes_a_store)
{
	char *path = NULL;
	struct store *store = NULL;

	cr_assert(eq(int, path_join(&path, shelf_folder, "empty.db"), 0));
	cr_assert(eq(int, path_write(path, "", 0), ERR_OK));
	cr_expect(eq(int, store_open(&store, path, STORE_READ_WRITE), ERR_OK));
	store_close(store);
	free(path);
}

static void
expect_refused(enum store_mode mode, const char *part)
{
	struct store *store = NULL;

	cr_expect(eq(int, store_open(&store, shelf_path, mode), ERR_USAGE));
	cr_expect(eq(ptr, store, NULL));
	cr_expect(SAYS("store.db"), "%s", err_text());
	cr_expect(SAYS(part), "%s", err_text());
}

Test(store_schema, a_newer_store_is_refused_with_both_versions)
{
	shelf_sql("PRAGMA user_version = 99");
	expect_refused(STORE_READ, "version 99, this tidemark knows up to 4");
	expect_refused(STORE_READ_WRITE, "upgrade tidemark");
}

Test(store_schema, an_older_store_is_not_migrated_by_a_reader)
{
	shelf_sql("PRAGMA user_version = -1");
	expect_refused(STORE_READ, "version -1");
}

Test(store_schema, a_text_file_is_not_a_store)
{
	static const char text[] =
	    "a readme of more than the sixteen bytes that SQLite looks at";

	store_close(shelf_store);
	shelf_store = NULL;
	cr_assert(eq(int, path_write(shelf_path, text, sizeof text), 0));
	expect_refused(STORE_READ, "not a tidemark store");
	expect_refused(STORE_READ_WRITE, "not a tidemark store");
}

Test(store_schema, another_programs_database_is_not_a_store_and_stays)
{
	struct buf before = BUF_INIT, after = BUF_INIT;

	store_close(shelf_store);
	shelf_store = NULL;
	cr_assert(eq(int, path_remove(shelf_path), ERR_OK));
	shelf_sql("CREATE TABLE bookmark (url TEXT)");
	cr_assert(eq(int, path_read(shelf_path, 1 << 20, &before), ERR_OK));

	expect_refused(STORE_READ, "another program");
	expect_refused(STORE_READ_WRITE, "another program");
	cr_assert(eq(int, path_read(shelf_path, 1 << 20, &after), ERR_OK));
	cr_assert(eq(sz, after.len, before.len));
	cr_expect(eq(int, memcmp(after.data, before.data, before.len), 0));
	buf_release(&before);
	buf_release(&after);
}

Test(store_schema, a_store_says_what_it_is)
{
	/* A CHECK that fails makes shelf_sql fail. */
	shelf_sql("CREATE TEMP TABLE t (ok CHECK (ok));"
		  "INSERT INTO t SELECT application_id = 0x74696465 "
		  "FROM pragma_application_id;"
		  "INSERT INTO t SELECT user_version = 4 "
		  "FROM pragma_user_version;"
		  "INSERT INTO t SELECT journal_mode = 'wal' "
		  "FROM pragma_journal_mode;"
		  "INSERT INTO t SELECT count(*) = 4 AND "
		  "min(applied_s) > 1700000000 FROM migration;");
}

Test(store_schema, a_path_is_a_path_whatever_is_in_it)
{
	static const char *const names[] = {
	    ":memory:", "file:x?mode=memory", "a b%41#?&.db", "\xff'\n"};

	cr_assert(eq(int, chdir(shelf_folder), 0));
	for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
		struct store *store = NULL;

		cr_assert(
		    eq(int, store_open(&store, names[i], STORE_READ_WRITE),
			ERR_OK),
		    "%s", err_text());
		store_close(store);
		cr_expect(path_exists(names[i]), "%s", names[i]);
	}
}

Test(store_schema, the_folder_must_exist)
{
	struct store *store = NULL;

	cr_expect(eq(int,
	    store_open(&store, "/nowhere/at/all/store.db", STORE_READ_WRITE),
	    ERR_IO));
	cr_expect(SAYS("/nowhere/at/all/store.db"));
}
