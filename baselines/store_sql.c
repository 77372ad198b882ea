#include "baselines/store_sql.h"

#include <assert.h>
#include <errno.h>
#include <sqlite3.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/path.h"

#define STATEMENTS_MAX 96 /* more than all static statements of the store */

struct sql_db {
	sqlite3 *handle;
	char *path;
	struct {
		const char *sql;
		sqlite3_stmt *stmt;
	} statements[STATEMENTS_MAX];
	size_t statement_count;
};

/* SQLite's error as ours. `db` may have no handle: memory ran out. A failure
 * inside a commit keeps no system error of its own; errno, which is 0 before
 * each step, still has it. */
static enum err
fail(const struct sql_db *db, int rc)
{
	int last = errno;
	int system = db->handle ? sqlite3_system_errno(db->handle) : 0;
	const char *text =
	    db->handle ? sqlite3_errmsg(db->handle) : sqlite3_errstr(rc);

	switch (rc & 0xff) {
	case SQLITE_NOMEM:
		return err_fail(ERR_NOMEM, "%s: out of memory", db->path);
	case SQLITE_NOTADB:
		return err_fail(
		    ERR_USAGE, "%s: not a tidemark store", db->path);
	case SQLITE_FULL:
		return err_fail(ERR_IO, "%s: the disk is full", db->path);
	case SQLITE_CORRUPT:
		return err_fail(ERR_IO, "%s: damaged: %s", db->path, text);
	case SQLITE_READONLY:
		return err_fail(ERR_IO,
		    "%s: no write permission to it or its folder", db->path);
	case SQLITE_BUSY:
	case SQLITE_LOCKED:
		return err_fail(ERR_IO,
		    "%s: locked by another process for more than %d s",
		    db->path, SQL_BUSY_MS / 1000);
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		if (!system)
			system = last;
		if (system)
			return err_fail(ERR_IO, "%s: %s: %s", db->path, text,
			    strerror(system));
		break;
	default:
		break;
	}
	return err_fail(ERR_IO, "%s: %s", db->path, text);
}

/* As a URI nothing in a path has a meaning of its own: not ":memory:", not a
 * leading "file:", not '?'. */
static enum err
uri_of(struct buf *out, const char *path, const char *options)
{
	static const char plain[] = "abcdefghijklmnopqrstuvwxyz"
				    "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				    "0123456789._-";

	buf_puts(out, path[0] == '/' ? "file:" : "file:.%2F");
	for (const char *c = path; *c; c++) {
		if (strchr(plain, *c))
			buf_putc(out, *c);
		else
			buf_printf(out, "%%%02X", (unsigned)(unsigned char)*c);
	}
	buf_printf(out, "?%s", options);
	return buf_err(out);
}

/* Settings that do not touch the file. A file from elsewhere cannot make us
 * call functions or change its schema. */
static enum err
set_up(struct sql_db *db)
{
	static const struct {
		int option;
		int value;
	} rows[] = {
	    {SQLITE_DBCONFIG_ENABLE_FKEY, 1},
	    {SQLITE_DBCONFIG_TRUSTED_SCHEMA, 0},
	    {SQLITE_DBCONFIG_DEFENSIVE, 1},
	};
	int rc = sqlite3_busy_timeout(db->handle, SQL_BUSY_MS);

	for (size_t i = 0; !rc && i < sizeof rows / sizeof *rows; i++)
		rc = sqlite3_db_config(
		    db->handle, rows[i].option, rows[i].value, (int *)NULL);
	return rc ? fail(db, rc) : ERR_OK;
}

static enum err
open_handle(struct sql_db *db, const char *options)
{
	int flags = SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE |
		    SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX |
		    SQLITE_OPEN_EXRESCODE;
	struct buf uri = BUF_INIT;
	enum err err = uri_of(&uri, db->path, options);
	int rc;

	if (err)
		goto out;
	rc = sqlite3_open_v2(buf_text(&uri), &db->handle, flags, NULL);
	err = rc ? fail(db, rc) : set_up(db);
out:
	buf_release(&uri);
	return err;
}

static void
close_handle(struct sql_db *db)
{
	for (size_t i = 0; i < db->statement_count; i++)
		(void)sqlite3_finalize(db->statements[i].stmt);
	db->statement_count = 0;
	(void)sqlite3_close(db->handle);
	db->handle = NULL;
}

/* The first read finds out whether the file can be read at all. */
static int
probe(struct sql_db *db)
{
	errno = 0;
	return sqlite3_exec(
	    db->handle, "SELECT count(*) FROM sqlite_schema", NULL, NULL, NULL);
}

static enum err
wal_is_empty(const struct sql_db *db)
{
	char *wal = NULL;
	enum err err = path_format(&wal, "%s-wal", db->path);
	struct stat st;

	if (err)
		return err;
	if (stat(wal, &st) == 0 && st.st_size > 0)
		err = err_fail(ERR_IO,
		    "%s: holds rounds that can only be read with write "
		    "permission to its folder",
		    wal);
	free(wal);
	return err;
}

/* SQLITE_CANTOPEN or SQLITE_READONLY of a file that did open: the shared
 * memory beside it is missing and cannot be made. Then no process that may
 * write has the store open, and with an empty log the file alone is whole. */
static enum err
connect_reader(struct sql_db *db)
{
	enum err err = open_handle(db, "mode=ro");
	int rc;

	if (err)
		return err;
	rc = probe(db);
	if (!rc)
		return ERR_OK;
	if ((rc & 0xff) != SQLITE_CANTOPEN && (rc & 0xff) != SQLITE_READONLY)
		return fail(db, rc);
	err = wal_is_empty(db);
	if (err)
		return err;
	close_handle(db);
	err = open_handle(db, "immutable=1&mode=ro");
	if (err)
		return err;
	rc = probe(db);
	return rc ? fail(db, rc) : ERR_OK;
}

static enum err
connect_writer(struct sql_db *db)
{
	enum err err = open_handle(db, "mode=rwc");
	int rc;

	if (err)
		return err;
	rc = probe(db);
	if (rc)
		return fail(db, rc);
	if (sqlite3_db_readonly(db->handle, "main"))
		return fail(db, SQLITE_READONLY);
	return ERR_OK;
}

static enum err
check_exists(const char *path)
{
	struct stat st;

	if (stat(path, &st) == 0 || errno != ENOENT)
		return ERR_OK; /* whatever is wrong, opening it will say */
	return err_fail(ERR_NOTFOUND, "%s: no such store", path);
}

enum err
sql_open(struct sql_db **out, const char *path, enum sql_mode mode)
{
	static const char pragmas[] = "PRAGMA synchronous = NORMAL;"
				      "PRAGMA cell_size_check = ON;";
	struct sql_db *db = NULL;
	enum err err = mode == SQL_READ ? check_exists(path) : ERR_OK;

	if (err)
		return err;
	db = calloc(1, sizeof *db);
	if (db)
		db->path = strdup(path);
	if (!db || !db->path) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	err = mode == SQL_READ ? connect_reader(db) : connect_writer(db);
	if (!err)
		err = sql_exec(db, pragmas);
	if (err)
		goto out;
	*out = db;
	db = NULL;
out:
	sql_close(db);
	return err;
}

void
sql_close(struct sql_db *db)
{
	if (!db)
		return;
	close_handle(db);
	free(db->path);
	free(db);
}

const char *
sql_path(const struct sql_db *db)
{
	return db->path;
}

enum err
sql_exec(struct sql_db *db, const char *sql)
{
	int rc;

	errno = 0;
	rc = sqlite3_exec(db->handle, sql, NULL, NULL, NULL);
	return rc ? fail(db, rc) : ERR_OK;
}

/* Wait a moment for another process; false once that took too long. */
static bool
wait_since(int64_t start_ns)
{
	int64_t waited_ns = clock_monotonic_ns() - start_ns;

	if (waited_ns > SQL_BUSY_MS * CLOCK_NS_PER_MS)
		return false;
	(void)sqlite3_sleep(1);
	return true;
}

/* The change of mode needs the file for itself and does not wait for that, so
 * that processes that make a store together would see each other as a lock. */
enum err
sql_use_wal(struct sql_db *db)
{
	int64_t start_ns = clock_monotonic_ns();
	const char *mode; /* the one that is in force then */
	sqlite3_stmt *stmt = NULL;
	enum err err = ERR_OK;
	int rc = sqlite3_prepare_v2(
	    db->handle, "PRAGMA journal_mode = WAL", -1, &stmt, NULL);

	if (rc)
		return fail(db, rc);
	while (((rc = sqlite3_step(stmt)) & 0xff) == SQLITE_BUSY &&
	       wait_since(start_ns))
		(void)sqlite3_reset(stmt);
	if (rc != SQLITE_ROW) {
		err = fail(db, rc);
		goto out;
	}
	mode = (const char *)sqlite3_column_text(stmt, 0);
	if (!mode || strcmp(mode, "wal") != 0)
		err = err_fail(ERR_IO,
		    "%s: its file system cannot hold a write-ahead log",
		    db->path);
out:
	(void)sqlite3_finalize(stmt);
	return err;
}

enum err
sql_begin(struct sql_db *db, enum sql_mode mode)
{
	return sql_exec(db, mode == SQL_READ ? "BEGIN" : "BEGIN IMMEDIATE");
}

enum err
sql_end(struct sql_db *db, enum err err)
{
	if (!err)
		err = sql_exec(db, "COMMIT");
	/* Some failures, such as a full disk, have rolled back already. The
	 * text of the first failure stays: nothing here sets another. */
	if (err && !sqlite3_get_autocommit(db->handle))
		(void)sqlite3_exec(db->handle, "ROLLBACK", NULL, NULL, NULL);
	return err;
}

int64_t
sql_last_id(struct sql_db *db)
{
	return sqlite3_last_insert_rowid(db->handle);
}

bool
sql_changed(struct sql_db *db)
{
	return sqlite3_changes(db->handle) > 0;
}

static sqlite3_stmt *
find_statement(const struct sql_db *db, const char *sql)
{
	for (size_t i = 0; i < db->statement_count; i++)
		if (db->statements[i].sql == sql)
			return db->statements[i].stmt;
	return NULL;
}

void
sql_query_begin(struct sql_query *query, struct sql_db *db, const char *sql)
{
	int rc;

	*query = (struct sql_query){.db = db};
	query->stmt = find_statement(db, sql);
	if (query->stmt)
		return;
	rc = sqlite3_prepare_v3(
	    db->handle, sql, -1, SQLITE_PREPARE_PERSISTENT, &query->stmt, NULL);
	if (rc) {
		query->err = fail(db, rc);
		return;
	}
	assert(db->statement_count < STATEMENTS_MAX);
	db->statements[db->statement_count].sql = sql;
	db->statements[db->statement_count++].stmt = query->stmt;
}

/* The codes of these two repeat the step's failure, which was told. */
void
sql_query_end(struct sql_query *query)
{
	if (!query->stmt)
		return; /* it could not be compiled */
	(void)sqlite3_reset(query->stmt);
	(void)sqlite3_clear_bindings(query->stmt);
	query->stmt = NULL;
}

static void
note(struct sql_query *query, int rc)
{
	if (rc)
		query->err = fail(query->db, rc);
}

void
sql_bind_text(struct sql_query *query, const char *text)
{
	if (!query->err)
		note(query, sqlite3_bind_text(query->stmt, ++query->bound, text,
				-1, SQLITE_STATIC));
}

void
sql_bind_i64(struct sql_query *query, int64_t value)
{
	if (!query->err)
		note(query,
		    sqlite3_bind_int64(query->stmt, ++query->bound, value));
}

void
sql_bind_double(struct sql_query *query, double value)
{
	if (!query->err)
		note(query,
		    sqlite3_bind_double(query->stmt, ++query->bound, value));
}

enum err
sql_next(struct sql_query *query, bool *out_row)
{
	int rc;

	if (query->err)
		return query->err;
	errno = 0;
	rc = sqlite3_step(query->stmt);
	if (rc != SQLITE_ROW && rc != SQLITE_DONE) {
		query->err = fail(query->db, rc);
		return query->err;
	}
	*out_row = rc == SQLITE_ROW;
	return ERR_OK;
}

enum err
sql_run(struct sql_query *query)
{
	enum err err;
	bool row = true;

	do
		err = sql_next(query, &row);
	while (!err && row);
	sql_query_end(query);
	return err;
}

const char *
sql_text(struct sql_query *query, int column)
{
	const unsigned char *text = sqlite3_column_text(query->stmt, column);

	return text ? (const char *)text : "";
}

int64_t
sql_i64(struct sql_query *query, int column)
{
	return sqlite3_column_int64(query->stmt, column);
}

double
sql_double(struct sql_query *query, int column)
{
	return sqlite3_column_double(query->stmt, column);
}

enum err
sql_run_i64(struct sql_query *query, int64_t *out, bool *out_found)
{
	bool row = false;
	enum err err = sql_next(query, &row);

	if (!err && row)
		*out = sql_i64(query, 0);
	if (!err && !row && !out_found)
		err = err_fail(
		    ERR_IO, "%s: damaged: a row is missing", query->db->path);
	if (!err && out_found)
		*out_found = row;
	sql_query_end(query);
	return err;
}
