/** The tables of the store, and how an older store gets them. */
#ifndef BASELINES_STORE_SCHEMA_H
#define BASELINES_STORE_SCHEMA_H

#include "baselines/store_sql.h"

/** The version that this program writes. */
#define STORE_VERSION 4

/** "tide": what tells a store from other SQLite files. */
#define STORE_APPLICATION_ID 0x74696465

/**
 * See that a database is a store of STORE_VERSION.
 *
 * SQL_READ_WRITE makes the tables of an empty database and migrates an older
 * store, in one transaction; several processes may do so at once. A migration
 * that works something out of the samples takes about .3 s for a million of
 * them.
 *
 * @return ERR_USAGE for another program's database, a store of a newer
 *         version, and with SQL_READ an older one; ERR_NOTFOUND with SQL_READ
 *         of an empty database; ERR_IO, ERR_NOMEM
 */
enum err store_schema_ensure(struct sql_db *db, enum sql_mode mode);

#endif
