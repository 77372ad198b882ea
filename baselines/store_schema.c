#include "baselines/store_schema.h"

#include "baselines/store_points.h"
#include "core/base/buf.h"
#include "core/base/clock.h"

/* A released row is never changed; a change of the tables is a new row at the
 * end, one version higher. A migration may add tables, columns with a default
 * and indices, and may fill them from what is there; it never changes or drops
 * a sample, a run's uid, an id or the meaning of a column. A store of a newer
 * version is refused, so a row needs not to be readable by older programs.
 *
 * One row of `sample` takes about 24 bytes: small integers take one to three
 * bytes, and a value without a fraction is stored as an integer. The key
 * begins with the arm and the round, so that a round is appended to few pages,
 * and the samples of a commit, one or two arms a run, are a range each.
 * Rows of `series` are never deleted: handles remember their ids. */
static const struct migration {
	int version;
	const char *sql;
	/* Then fills what it made of what is there; NULL: nothing to fill. It
	 * runs before the rows below it, on the tables of its own version. */
	enum err (*fill)(struct sql_db *db);
} migrations[] = {
    {1,
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
	" seed INTEGER NOT NULL," /* two's complement of the unsigned one */
	" status INTEGER NOT NULL)" /* enum store_run_status */
	" STRICT;"
	"CREATE TABLE arm ("
	" id INTEGER PRIMARY KEY,"
	" run_id INTEGER NOT NULL REFERENCES run,"
	" side INTEGER NOT NULL," /* enum side */
	" commit_id INTEGER NOT NULL REFERENCES \"commit\","
	" build_key TEXT NOT NULL,"
	" UNIQUE (run_id, side)) STRICT;"
	"CREATE INDEX arm_commit ON arm (commit_id);"
	"CREATE TABLE series ("
	" id INTEGER PRIMARY KEY,"
	" benchmark TEXT NOT NULL,"
	" metric TEXT NOT NULL,"
	" unit TEXT NOT NULL,"
	" direction INTEGER NOT NULL," /* enum direction */
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
	" UNIQUE (key, started_s, oid, duration_ns, succeeded)) STRICT;",
	NULL},
    {2,
	"CREATE TABLE point ("
	" arm_id INTEGER NOT NULL REFERENCES arm," /* never a control's */
	" series_id INTEGER NOT NULL REFERENCES series,"
	" samples INTEGER NOT NULL,"
	" value REAL NOT NULL,"
	" spread REAL NOT NULL,"
	" PRIMARY KEY (arm_id, series_id)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE control ("
	" arm_id INTEGER NOT NULL REFERENCES arm," /* the control's */
	" series_id INTEGER NOT NULL REFERENCES series,"
	" rounds INTEGER NOT NULL,"
	" ratio_log REAL NOT NULL," /* of control/base */
	" error REAL NOT NULL,"
	" PRIMARY KEY (arm_id, series_id)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE pin ("
	" name TEXT NOT NULL PRIMARY KEY,"
	" oid TEXT NOT NULL,"
	" pinned_s INTEGER NOT NULL) WITHOUT ROWID, STRICT;"
	"CREATE TABLE alert ("
	" id TEXT NOT NULL PRIMARY KEY,"
	" branch TEXT NOT NULL,"
	" benchmark TEXT NOT NULL,"
	" metric TEXT NOT NULL,"
	" machine_key TEXT NOT NULL,"
	" oid TEXT NOT NULL,"
	" ratio REAL NOT NULL,"
	" found_s INTEGER NOT NULL,"
	" resolved_s INTEGER NOT NULL,"
	" accepted INTEGER NOT NULL)" /* 0: it is not */
	" WITHOUT ROWID, STRICT;"
	"CREATE INDEX alert_branch ON alert (branch);",
	store_points_fill},
    {3,
	"CREATE TABLE share ("
	" arm_id INTEGER PRIMARY KEY REFERENCES arm,"
	/* which has the samples; never an arm that shares */
	" from_arm_id INTEGER NOT NULL REFERENCES arm) STRICT;"
	"CREATE INDEX arm_build ON arm (build_key);",
	NULL},
    {4,
	"CREATE TABLE bisect ("
	" id INTEGER PRIMARY KEY,"
	" key TEXT NOT NULL UNIQUE,"
	" good TEXT NOT NULL,"
	" bad TEXT NOT NULL,"
	" machine_key TEXT NOT NULL,"
	" command TEXT NOT NULL,"
	" started_s INTEGER NOT NULL) STRICT;"
	"CREATE TABLE step ("
	" bisect_id INTEGER NOT NULL REFERENCES bisect,"
	" number INTEGER NOT NULL," /* from 0, without holes */
	" kind TEXT NOT NULL,"
	" text TEXT NOT NULL,"
	" time_s INTEGER NOT NULL,"
	" PRIMARY KEY (bisect_id, number)) WITHOUT ROWID, STRICT;",
	NULL},
};

#define MIGRATION_COUNT (sizeof migrations / sizeof *migrations)

static enum err
read_number(struct sql_db *db, const char *sql, int64_t *out)
{
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	return sql_run_i64(&query, out, NULL);
}

/* What tells whether a database is a store. */
struct marks {
	int64_t application_id;
	int64_t version;
	int64_t tables;
};

static enum err
read_marks(struct sql_db *db, struct marks *out)
{
	static const char id_sql[] = "PRAGMA application_id";
	static const char version_sql[] = "PRAGMA user_version";
	static const char tables_sql[] = "SELECT count(*) FROM sqlite_schema";
	enum err err = read_number(db, tables_sql, &out->tables);

	if (!err)
		err = read_number(db, id_sql, &out->application_id);
	if (!err)
		err = read_number(db, version_sql, &out->version);
	return err;
}

/* Give the version, 0 for an empty database, of what may be a store. Inside a
 * transaction, so that no other process is seen half-way. */
static enum err
check(struct sql_db *db, int64_t *out_version)
{
	struct marks marks = {0};
	enum err err = read_marks(db, &marks);

	if (err)
		return err;
	if (marks.application_id != STORE_APPLICATION_ID &&
	    (marks.application_id || marks.version || marks.tables))
		return err_fail(ERR_USAGE,
		    "%s: not a tidemark store, but a database of another "
		    "program",
		    sql_path(db));
	if (marks.version > STORE_VERSION)
		return err_fail(ERR_USAGE,
		    "%s: store of version %lld, this tidemark knows up to %d; "
		    "upgrade tidemark",
		    sql_path(db), (long long)marks.version, STORE_VERSION);
	*out_version = marks.version;
	return ERR_OK;
}

static enum err
set_number(struct sql_db *db, const char *pragma, int value)
{
	struct buf sql = BUF_INIT;
	enum err err;

	/* A pragma takes no bound value; both texts are ours. */
	buf_printf(&sql, "PRAGMA %s = %d", pragma, value);
	err = buf_err(&sql);
	if (!err)
		err = sql_exec(db, buf_text(&sql));
	buf_release(&sql);
	return err;
}

static enum err
apply(struct sql_db *db, const struct migration *migration)
{
	static const char sql[] =
	    "INSERT INTO migration (version, applied_s) VALUES (?, ?)";
	struct sql_query query;
	enum err err = sql_exec(db, migration->sql);

	if (!err && migration->fill)
		err = migration->fill(db);
	if (err)
		return err;
	sql_query_begin(&query, db, sql);
	sql_bind_i64(&query, migration->version);
	sql_bind_i64(&query, clock_wall_s());
	err = sql_run(&query);
	if (err)
		return err;
	return set_number(db, "user_version", migration->version);
}

/* Another process may have migrated since the first look, so the version is
 * read again under the writer's lock. */
static enum err
migrate(struct sql_db *db)
{
	int64_t version = 0;
	enum err err = sql_begin(db, SQL_READ_WRITE);

	if (err)
		return err;
	err = check(db, &version);
	for (size_t i = 0; !err && i < MIGRATION_COUNT; i++)
		if (migrations[i].version > version)
			err = apply(db, &migrations[i]);
	if (!err)
		err = set_number(db, "application_id", STORE_APPLICATION_ID);
	return sql_end(db, err);
}

enum err
store_schema_ensure(struct sql_db *db, enum sql_mode mode)
{
	int64_t version = 0;
	enum err err = sql_begin(db, SQL_READ);

	if (err)
		return err;
	err = sql_end(db, check(db, &version));
	if (err)
		return err;
	if (mode == SQL_READ_WRITE) {
		err = sql_use_wal(db);
		if (err || version == STORE_VERSION)
			return err;
		return migrate(db);
	}
	if (version == STORE_VERSION)
		return ERR_OK;
	if (version == 0)
		return err_fail(
		    ERR_NOTFOUND, "%s: an empty store", sql_path(db));
	return err_fail(ERR_USAGE,
	    "%s: store of version %lld; the next command that writes "
	    "brings it to %d",
	    sql_path(db), (long long)version, STORE_VERSION);
}
