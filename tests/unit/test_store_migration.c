#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/store_bisect.h"
#include "baselines/store_history.h"
#include "baselines/store_pin.h"
#include "core/base/path.h"
#include "tests/unit/shelf.h"

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

/* The tables as version 1 made them. */
static const char version_1[] =
    "CREATE TABLE migration ("
    " version INTEGER PRIMARY KEY,"
    " applied_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE machine ("
    " id INTEGER PRIMARY KEY,"
    " key TEXT NOT NULL UNIQUE) STRICT;"
    "CREATE TABLE \"commit\" ("
    " id INTEGER PRIMARY KEY,"
    " oid TEXT NOT NULL UNIQUE,"
    " subject TEXT NOT NULL,"
    " time_s INTEGER NOT NULL) STRICT;"
    "CREATE TABLE run ("
    " id INTEGER PRIMARY KEY,"
    " uid TEXT NOT NULL UNIQUE,"
    " kind TEXT NOT NULL,"
    " machine_id INTEGER NOT NULL REFERENCES machine,"
    " provenance TEXT NOT NULL,"
    " config_from TEXT NOT NULL,"
    " version TEXT NOT NULL,"
    " started_s INTEGER NOT NULL,"
    " seed INTEGER NOT NULL,"
    " status INTEGER NOT NULL)"
    " STRICT;"
    "CREATE TABLE arm ("
    " id INTEGER PRIMARY KEY,"
    " run_id INTEGER NOT NULL REFERENCES run,"
    " side INTEGER NOT NULL,"
    " commit_id INTEGER NOT NULL REFERENCES \"commit\","
    " build_key TEXT NOT NULL,"
    " UNIQUE (run_id, side)) STRICT;"
    "CREATE INDEX arm_commit ON arm (commit_id);"
    "CREATE TABLE series ("
    " id INTEGER PRIMARY KEY,"
    " benchmark TEXT NOT NULL,"
    " metric TEXT NOT NULL,"
    " unit TEXT NOT NULL,"
    " direction INTEGER NOT NULL,"
    " setup TEXT NOT NULL,"
    " UNIQUE (benchmark, metric, setup, unit, direction)) STRICT;"
    "CREATE TABLE sample ("
    " arm_id INTEGER NOT NULL REFERENCES arm,"
    " round INTEGER NOT NULL,"
    " series_id INTEGER NOT NULL REFERENCES series,"
    " value REAL NOT NULL,"
    " PRIMARY KEY (arm_id, round, series_id)) WITHOUT ROWID, STRICT;"
    "CREATE TABLE build ("
    " id INTEGER PRIMARY KEY,"
    " key TEXT NOT NULL,"
    " oid TEXT NOT NULL,"
    " started_s INTEGER NOT NULL,"
    " duration_ns INTEGER NOT NULL,"
    " succeeded INTEGER NOT NULL,"
    " UNIQUE (key, started_s, oid, duration_ns, succeeded)) STRICT;";

static const char version_1_marks[] =
    "INSERT INTO migration VALUES (1, 1700000000);"
    "PRAGMA application_id = 0x74696465;"
    "PRAGMA user_version = 1;"
    "PRAGMA journal_mode = WAL;";

/* A complete run of a base, its control and a head, an interrupted one, one
 * that was killed, and one that failed before its first round. */
static const char data[] =
    "INSERT INTO machine VALUES (1, 'm1'), (2, 'm2');"
    "INSERT INTO \"commit\" VALUES (1, '" OID_BASE "', 'base', 100),"
    " (2, '" OID_HEAD "', 'head', 200);"
    "INSERT INTO run VALUES"
    " (1, 'r1', 'check', 1, '{}', 'c', '0.1.0', 1000, 7, 1),"
    " (2, 'r2', 'run', 2, '{}', 'c', '0.1.0', 2000, 7, 2),"
    " (3, 'r3', 'run', 1, '{}', 'c', '0.1.0', 3000, 7, 0),"
    " (4, 'r4', 'run', 1, '{}', 'c', '0.1.0', 4000, 7, 3);"
    "INSERT INTO arm VALUES (1, 1, 0, 1, 'kb'), (2, 1, 1, 1, 'kc'),"
    " (3, 1, 2, 2, 'kh'), (4, 2, 2, 2, 'kh'), (5, 3, 2, 2, 'kh'),"
    " (6, 4, 2, 2, 'kh');"
    "INSERT INTO series VALUES (1, 'parse', 'real_time', 'ns', 0, 's'),"
    " (2, 'lex', 'real_time', 'ns', 0, 's');"
    "INSERT INTO sample VALUES (1, 0, 1, 10.5), (1, 1, 1, 20.5),"
    " (1, 2, 1, 30.5), (2, 0, 1, 10.5), (2, 1, 1, 41), (2, 7, 1, 1),"
    " (3, 0, 1, 11), (3, 0, 2, 5), (4, 0, 2, 6), (5, 0, 2, 7);";

static void
old_setup(void)
{
	shelf_setup();
	shelf_close();
	cr_assert(eq(int, path_remove(shelf_path), ERR_OK));
	shelf_sql(version_1);
	shelf_sql(version_1_marks);
	shelf_sql(data);
}

TestSuite(store_migration, .init = old_setup, .fini = shelf_teardown);

static void
expect_history(const char *lines)
{
	struct store_history *history = NULL;
	struct buf shown = BUF_INIT;

	cr_assert(eq(int,
		      store_history_read(shelf_store,
			  &(struct store_history_query){0}, &history),
		      ERR_OK),
	    "%s", err_text());
	for (size_t i = 0; i < history->point_count; i++) {
		const struct store_point *p = &history->points[i];

		buf_printf(&shown, "%s %s %s %d: %d %g %.4f\n",
		    history->series[p->series].name.benchmark,
		    history->machines[p->machine],
		    history->commits[p->commit].subject, (int)p->started_s,
		    (int)p->samples, p->value, p->spread);
	}
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
	store_history_free(history);
}

/* 10.5, 20.5, 30.5: deviations of 10, 0, 10; 1.4826 * 10 / 20.5 = .7232. */
Test(store_migration, fills_the_history_from_the_samples)
{
	shelf_reopen(STORE_READ_WRITE);
	shelf_expect_counts(4, 6, 2, 10);
	expect_history("lex m1 head 1000: 1 5 0.0000\n"
		       "lex m2 head 2000: 1 6 0.0000\n"
		       "parse m1 base 1000: 3 20.5 0.7232\n"
		       "parse m1 head 1000: 1 11 0.0000\n");
	cr_expect(eq(str, (char *)shelf_integrity(), "ok"));
	shelf_reopen(STORE_READ);
}

static enum err
show(void *ctx, const struct store_control *c)
{
	buf_printf(ctx, "%s %zu %.4f %.4f\n", c->series.benchmark, c->rounds,
	    c->session.ratio_log, c->session.error);
	return ERR_OK;
}

/* Ratios of 1 and 2: the median of 0 and ln 2 is .3466, and so are both
 * deviations; the error is 1.4826 * .3466 * sqrt(pi / 4) = .4554. */
Test(store_migration, fills_the_controls_from_the_samples)
{
	struct buf shown = BUF_INIT;

	shelf_reopen(STORE_READ_WRITE);
	cr_assert(eq(
	    int, store_controls(shelf_store, "m1", 9, show, &shown), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&shown), "parse 2 0.3466 0.4554\n"));
	buf_release(&shown);
}

Test(store_migration, an_open_run_can_go_on)
{
	shelf_reopen(STORE_READ_WRITE);
	shelf_finish("r3", STORE_RUN_INTERRUPTED);
	shelf_finish("r1", STORE_RUN_COMPLETE);
	expect_history("lex m1 head 1000: 1 5 0.0000\n"
		       "lex m1 head 3000: 1 7 0.0000\n"
		       "lex m2 head 2000: 1 6 0.0000\n"
		       "parse m1 base 1000: 3 20.5 0.7232\n"
		       "parse m1 head 1000: 1 11 0.0000\n");
}

Test(store_migration, makes_room_for_pins)
{
	const struct store_pin pin = {"v1", OID_BASE, 5};

	shelf_reopen(STORE_READ_WRITE);
	cr_expect(eq(int, store_pin_put(shelf_store, &pin), ERR_OK));
}

Test(store_migration, a_reader_is_told_what_brings_it_up)
{
	cr_expect(eq(
	    int, store_open(&shelf_store, shelf_path, STORE_READ), ERR_USAGE));
	cr_expect(SAYS("store of version 1; the next command that writes "
		       "brings it to 4"),
	    "%s", err_text());
}

Test(store_migration, that_fails_leaves_the_old_store)
{
	shelf_sql("UPDATE sample SET value = 9e999 WHERE arm_id = 4");
	cr_expect(eq(int,
	    store_open(&shelf_store, shelf_path, STORE_READ_WRITE), ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	/* A CHECK that fails makes shelf_sql fail. */
	shelf_sql("CREATE TEMP TABLE t (ok CHECK (ok));"
		  "INSERT INTO t SELECT user_version = 1 "
		  "FROM pragma_user_version;"
		  "INSERT INTO t SELECT count(*) = 8 FROM sqlite_schema "
		  "WHERE type = 'table';"
		  "UPDATE sample SET value = 6 WHERE arm_id = 4;");
	shelf_reopen(STORE_READ_WRITE);
	shelf_expect_counts(4, 6, 2, 10);
}

/* ---- from version 3 ---- */

static const char to_version_3[] = "BEGIN; DROP TABLE step; DROP TABLE bisect;"
				   "DELETE FROM migration WHERE version > 3;"
				   "PRAGMA user_version = 3; COMMIT;";

/* A store of version 3 with a history, a pin and an open run. */
static void
make_version_3(void)
{
	const struct store_pin pin = {"v1", OID_BASE, 5};

	shelf_reopen(STORE_READ_WRITE);
	cr_assert(eq(int, store_pin_put(shelf_store, &pin), ERR_OK));
	shelf_close();
	shelf_sql(to_version_3);
}

Test(store_migration, to_bisections_keeps_what_is_there)
{
	char oid[STORE_OID_SIZE] = "";

	make_version_3();
	shelf_reopen(STORE_READ_WRITE);
	shelf_expect_counts(4, 6, 2, 10);
	expect_history("lex m1 head 1000: 1 5 0.0000\n"
		       "lex m2 head 2000: 1 6 0.0000\n"
		       "parse m1 base 1000: 3 20.5 0.7232\n"
		       "parse m1 head 1000: 1 11 0.0000\n");
	cr_assert(eq(int, store_pin_get(shelf_store, "v1", oid), ERR_OK));
	cr_expect(eq(str, oid, OID_BASE));
	shelf_finish("r3", STORE_RUN_INTERRUPTED);
	cr_expect(eq(str, (char *)shelf_integrity(), "ok"));
}

Test(store_migration, makes_room_for_bisections)
{
	const struct store_bisect bisect = {
	    "k", OID_BASE, OID_HEAD, MACHINE, "tidemark bisect", 5};
	const struct store_step step = {0, "session", "{}", 6};

	make_version_3();
	cr_expect(eq(
	    int, store_open(&shelf_store, shelf_path, STORE_READ), ERR_USAGE));
	cr_expect(SAYS("store of version 3; the next command that writes "
		       "brings it to 4"),
	    "%s", err_text());
	shelf_reopen(STORE_READ_WRITE);
	cr_assert(eq(int, store_bisect_begin(shelf_store, &bisect), ERR_OK));
	cr_expect(eq(int, store_bisect_step(shelf_store, "k", &step), ERR_OK));
}
