#include "baselines/store_alert.h"

#include <math.h>
#include <string.h>

#include "baselines/store_handle.h"
#include "baselines/store_names.h"

static bool
is_ratio(double ratio)
{
	return isfinite(ratio) && ratio > 0;
}

static enum err
check(const struct store_alert *alert)
{
	if (strlen(alert->id) != STORE_ALERT_ID_SIZE - 1)
		return err_fail(ERR_PARSE,
		    "alert %.*s: an id of %d digits was expected",
		    STORE_SHOWN_MAX, alert->id, STORE_ALERT_ID_SIZE - 1);
	if (!is_ratio(alert->ratio))
		return err_fail(ERR_PARSE,
		    "alert %s: %g is not a finite ratio above 0", alert->id,
		    alert->ratio);
	return ERR_OK;
}

static enum err
put(struct sql_db *db, const struct store_alert *alert)
{
	static const char sql[] =
	    "INSERT INTO alert (id, branch, benchmark, metric, machine_key, "
	    "oid, ratio, found_s, resolved_s, accepted) "
	    "VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?) ON CONFLICT (id) DO UPDATE "
	    "SET branch = excluded.branch, "
	    "benchmark = excluded.benchmark, metric = excluded.metric, "
	    "machine_key = excluded.machine_key, oid = excluded.oid, "
	    "ratio = excluded.ratio, resolved_s = excluded.resolved_s, "
	    "accepted = excluded.accepted";
	struct sql_query query;

	sql_query_begin(&query, db, sql);
	sql_bind_text(&query, alert->id);
	sql_bind_text(&query, alert->branch);
	sql_bind_text(&query, alert->benchmark);
	sql_bind_text(&query, alert->metric);
	sql_bind_text(&query, alert->machine_key);
	sql_bind_text(&query, alert->oid);
	sql_bind_double(&query, alert->ratio);
	sql_bind_i64(&query, alert->found_s);
	sql_bind_i64(&query, alert->resolved_s);
	sql_bind_i64(&query, alert->accepted);
	return sql_run(&query);
}

enum err
store_alerts_put(
    struct store *store, const struct store_alert *alerts, size_t count)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < count; i++)
		err = check(&alerts[i]);
	if (!err)
		err = sql_begin(store->db, SQL_READ_WRITE);
	if (err)
		return err;
	for (size_t i = 0; !err && i < count; i++)
		err = put(store->db, &alerts[i]);
	return sql_end(store->db, err);
}

enum err
store_alerts(
    struct store *store, const char *branch, store_alert_fn *fn, void *ctx)
{
	static const char sql[] =
	    "SELECT id, branch, benchmark, metric, machine_key, oid, ratio, "
	    "found_s, resolved_s, accepted FROM alert WHERE branch = ? "
	    "ORDER BY benchmark, metric, machine_key, found_s, id";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_text(&query, branch);
	while (!(err = sql_next(&query, &row)) && row) {
		const struct store_alert alert = {
		    .id = sql_text(&query, 0),
		    .branch = sql_text(&query, 1),
		    .benchmark = sql_text(&query, 2),
		    .metric = sql_text(&query, 3),
		    .machine_key = sql_text(&query, 4),
		    .oid = sql_text(&query, 5),
		    .ratio = sql_double(&query, 6),
		    .found_s = sql_i64(&query, 7),
		    .resolved_s = sql_i64(&query, 8),
		    .accepted = sql_i64(&query, 9) != 0,
		};

		err = is_ratio(alert.ratio)
			  ? fn(ctx, &alert)
			  : store_damaged(
				store->db, "an alert whose ratio is no number");
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}
