/**
 * The store's way to its database: connection, transactions, statements. The
 * owner of sqlite3.h: no other file sees it.
 *
 * Every failure is one of the store's errors (baselines/store.h), with a text
 * that names the file.
 */
#ifndef BASELINES_STORE_SQL_H
#define BASELINES_STORE_SQL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

/** How long a writer waits for another one. */
#define SQL_BUSY_MS 10000

struct sql_db;
struct sqlite3_stmt;

enum sql_mode {
	SQL_READ, /**< the file must exist; it is not changed */
	SQL_READ_WRITE /**< made where it is missing; its folder must exist */
};

/**
 * Open a file as a database. Nothing says yet that it is a store.
 *
 * A reader without write permission to the folder of a database that nobody
 * has open cannot make the files that readers share; it then reads the file as
 * one that does not change.
 *
 * @return ERR_NOTFOUND for SQL_READ of a file that is not there; ERR_USAGE for
 *         a file that is no database; ERR_IO, ERR_NOMEM
 */
enum err sql_open(struct sql_db **out, const char *path, enum sql_mode mode);
void sql_close(struct sql_db *db);

/** The path it was opened with, for messages. */
const char *sql_path(const struct sql_db *db);

/** Turn on the write-ahead log, once for the life of the file. */
enum err sql_use_wal(struct sql_db *db);

/** Start a transaction; a writing one waits for its turn here. */
enum err sql_begin(struct sql_db *db, enum sql_mode mode);

/**
 * End the transaction: commit where `err` is ERR_OK, else roll back.
 * @return `err`, or why the commit failed; then it is rolled back too
 */
enum err sql_end(struct sql_db *db, enum err err);

/** Run statements that have no values and no rows. */
enum err sql_exec(struct sql_db *db, const char *sql);

/** Id of the row that the last insert made. */
int64_t sql_last_id(struct sql_db *db);

/** Whether the last statement changed a row. */
bool sql_changed(struct sql_db *db);

/**
 * One use of a statement. Values are bound in the order of its parameters; a
 * failure on the way is remembered and told by the next sql_next or sql_run.
 * End every query that was begun, whatever happened.
 */
struct sql_query {
	struct sql_db *db;
	struct sqlite3_stmt *stmt;
	int bound;
	enum err err;
};

/**
 * @param sql one statement of static storage; it is compiled once for each
 *        connection, and found again by its address
 */
void sql_query_begin(
    struct sql_query *query, struct sql_db *db, const char *sql);
void sql_query_end(struct sql_query *query);

/** The text is borrowed until the query ends. */
void sql_bind_text(struct sql_query *query, const char *text);
void sql_bind_i64(struct sql_query *query, int64_t value);
void sql_bind_double(struct sql_query *query, double value);

/** Go to the next row; *out_row says whether there is one. */
enum err sql_next(struct sql_query *query, bool *out_row);

/** Run to the end, whatever rows there are, and end the query. */
enum err sql_run(struct sql_query *query);

/** Columns of the current row, from 0. The text, never NULL, is valid until
 *  the next row. */
const char *sql_text(struct sql_query *query, int column);
int64_t sql_i64(struct sql_query *query, int column);
double sql_double(struct sql_query *query, int column);

/**
 * Run a query that was begun and give column 0 of its first row; ends it.
 * @param out_found NULL where a missing row is a damaged store
 */
enum err sql_run_i64(struct sql_query *query, int64_t *out, bool *out_found);

#endif
