#include "baselines/store_machine.h"

#include "baselines/store_handle.h"

enum err
store_machine_runs(struct store *store, store_machine_fn *fn, void *ctx)
{
	static const char sql[] =
	    "SELECT machine.key, provenance, started_s FROM run "
	    "JOIN machine ON machine.id = machine_id WHERE status <> ? "
	    "ORDER BY machine.key, started_s, run.id";
	struct sql_query query;
	bool row = false;
	enum err err;

	sql_query_begin(&query, store->db, sql);
	sql_bind_i64(&query, STORE_RUN_OPEN);
	while (!(err = sql_next(&query, &row)) && row) {
		const struct store_machine_run run = {
		    .machine_key = sql_text(&query, 0),
		    .provenance = sql_text(&query, 1),
		    .started_s = sql_i64(&query, 2),
		};

		err = fn(ctx, &run);
		if (err)
			break;
	}
	sql_query_end(&query);
	return err;
}
