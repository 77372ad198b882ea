#include "baselines/store_pin.h"

#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_names.h"

static enum err
check_pin(const struct store_pin *pin)
{
	if (!*pin->name || strlen(pin->name) > STORE_PIN_NAME_MAX)
		return err_fail(ERR_LIMIT,
		    "pin %.*s: a name of 1 to %d bytes was expected",
		    STORE_SHOWN_MAX, pin->name, STORE_PIN_NAME_MAX);
	if (!store_is_oid(pin->oid))
		return err_fail(ERR_PARSE,
		    "pin %.*s: %.*s is not a commit id of 40 hex digits",
		    STORE_SHOWN_MAX, pin->name, STORE_SHOWN_MAX, pin->oid);
	return ERR_OK;
}

static enum err
find(struct sql_db *db, const char *name, char oid[STORE_OID_SIZE],
    bool *out_found)
{
	static const char sql[] = "SELECT oid FROM pin WHERE name = ?";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, name);
	err = sql_next(&query, &row);
	if (!err && row) {
		const char *text = sql_text(&query, 0);

		if (store_is_oid(text))
			memcpy(oid, text, STORE_OID_SIZE);
		else
			err = store_damaged(db, "a pin of no commit");
	}
	sql_query_end(&query);
	*out_found = row;
	return err;
}

static enum err
not_found(struct sql_db *db, const char *name)
{
	return err_fail(ERR_NOTFOUND, "%s: no pin %.*s", sql_path(db),
	    STORE_SHOWN_MAX, name);
}

static enum err
put(struct sql_db *db, const struct store_pin *pin, bool move)
{
	static const char sql[] =
	    "INSERT INTO pin (name, oid, pinned_s) VALUES (?, ?, ?) "
	    "ON CONFLICT (name) DO UPDATE SET oid = excluded.oid, "
	    "pinned_s = excluded.pinned_s";
	char oid[STORE_OID_SIZE];
	struct sql_query query;
	bool found = false;
	enum err err = find(db, pin->name, oid, &found);

	if (err || (found && strcmp(oid, pin->oid) == 0))
		return err;
	if (found && !move)
		return err_fail(ERR_CONFLICT, "%s: pin %.*s is commit %s",
		    sql_path(db), STORE_SHOWN_MAX, pin->name, oid);
	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, pin->name);
	sql_bind_text(&query, pin->oid);
	sql_bind_i64(&query, pin->pinned_s);
	return sql_run(&query);
}

static enum err
check_and_put(struct store *store, const struct store_pin *pin, bool move)
{
	enum err err = check_pin(pin);

	if (!err)
		err = sql_begin(store->db, SQL_READ_WRITE);
	return err ? err : sql_end(store->db, put(store->db, pin, move));
}

enum err
store_pin_put(struct store *store, const struct store_pin *pin)
{
	return check_and_put(store, pin, false);
}

enum err
store_pin_move(struct store *store, const struct store_pin *pin)
{
	return check_and_put(store, pin, true);
}

enum err
store_pin_get(struct store *store, const char *name, char oid[STORE_OID_SIZE])
{
	bool found = false;
	enum err err = find(store->db, name, oid, &found);

	if (!err && !found)
		err = not_found(store->db, name);
	return err;
}

enum err
store_pin_delete(struct store *store, const char *name)
{
	static const char sql[] = "DELETE FROM pin WHERE name = ?";
	struct sql_query query;
	enum err err = sql_begin(store->db, SQL_READ_WRITE);

	if (err)
		return err;
	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, name);
	err = sql_run(&query);
	if (!err && !sql_changed(store->db))
		err = not_found(store->db, name);
	return sql_end(store->db, err);
}

enum err
store_pins(struct store *store, store_pin_fn *fn, void *ctx)
{
	static const char sql[] =
	    "SELECT name, oid, pinned_s FROM pin ORDER BY name";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	while (!(err = sql_next(&query, &row)) && row) {
		const struct store_pin pin = {
		    .name = sql_text(&query, 0),
		    .oid = sql_text(&query, 1),
		    .pinned_s = sql_i64(&query, 2),
		};

		err = store_is_oid(pin.oid)
			  ? fn(ctx, &pin)
			  : store_damaged(store->db, "a pin of no commit");
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}
