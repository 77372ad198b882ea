#include <stdio.h>
#include <stdlib.h>

#include "core/base/hash.h"
#include "runner/collect_parts.h"

_Static_assert(APP_RUN_UID_SIZE <= HASH_HEX_SIZE, "a uid is part of a digest");

/* What the benchmarks that are not left out are stored under. */
static size_t
list_setups(const struct collecting *c, const char **setups)
{
	size_t count = 0;

	for (size_t i = 0; i < c->source.config->benchmark_count; i++) {
		const struct measure_benchmark *row = &c->benchmarks[i];

		if (row->skip)
			continue;
		if (!config_only_counts(row->config))
			setups[count++] = row->setup;
		if (row->counting.wanted)
			setups[count++] = row->counting.setup;
	}
	return count;
}

/* The same sharing has the same uid, so that to repeat it adds nothing. */
static enum err
name_run(const struct collecting *c, const struct store_origin *origin,
    const struct store_wanted *wanted, char uid[APP_RUN_UID_SIZE])
{
	struct hash *hash = hash_new();
	char hex[HASH_HEX_SIZE];

	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	hash_add_text(hash, "tidemark share 1");
	hash_add_text(hash, c->commit->oid.hex);
	hash_add_text(hash, wanted->build_key);
	hash_add_text(hash, origin->run_uid);
	hash_add_text(hash, side_name(origin->side));
	for (size_t i = 0; i < wanted->setup_count; i++)
		hash_add_text(hash, wanted->setups[i]);
	hash_end(hash, hex);
	hash_free(hash);
	snprintf(uid, APP_RUN_UID_SIZE, "%.*s", APP_RUN_UID_SIZE - 1, hex);
	return ERR_OK;
}

static enum err
share(struct collecting *c, const struct store_wanted *wanted)
{
	struct store *store = c->app->store;
	const struct store_arm arm = {
	    .side = SIDE_HEAD,
	    .oid = c->commit->oid.hex,
	    .subject = c->commit->subject,
	    .time_s = c->commit->time_s,
	    .build_key = wanted->build_key,
	};
	struct store_origin origin;
	char uid[APP_RUN_UID_SIZE];
	enum err err =
	    store_origin_find(store, wanted, c->commit->oid.hex, &origin);

	if (!err)
		err = name_run(c, &origin, wanted, uid);
	if (!err)
		err = store_share(store, uid, &arm, &origin, wanted);
	if (err)
		return err;
	c->row->status = RUN_SHARED;
	snprintf(
	    c->row->shared_with, sizeof c->row->shared_with, "%s", origin.oid);
	collect_tell(c, "same build as %.10s", origin.oid);
	return ERR_OK;
}

enum err
collect_share(struct collecting *c, const char *key, bool *out)
{
	size_t benchmarks = c->source.config->benchmark_count;
	const char **setups = calloc(2 * benchmarks, sizeof *setups);
	struct store_wanted wanted = {
	    .build_key = key,
	    .machine_key = c->machine.key,
	    .setups = setups,
	};
	enum err err;

	if (!setups)
		return err_fail(ERR_NOMEM, "out of memory");
	wanted.setup_count = list_setups(c, setups);
	err = share(c, &wanted);
	free(setups);
	*out = !err;
	return err == ERR_NOTFOUND ? ERR_OK : err;
}
