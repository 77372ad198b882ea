/**
 * Commits that are built from the same inputs share their samples: what was
 * measured of one counts for the other. A shared run has points of its own in
 * the history; its samples stay where they are, and are not there twice.
 */
#ifndef BASELINES_STORE_SHARE_H
#define BASELINES_STORE_SHARE_H

#include <stddef.h>

#include "baselines/store.h"

/** Kind of a run that has its samples from another one. */
#define STORE_KIND_SHARED "shared"

/** One side of a run that measured. */
struct store_origin {
	char run_uid[33];
	enum side side;
	char oid[41]; /**< its commit */
};

/** What samples are wanted of. Borrowed. */
struct store_wanted {
	const char *build_key;
	const char *machine_key;
	const char *const *setups; /**< all of them must be there */
	size_t setup_count; /**< at least 1 */
};

/**
 * Find who measured a build: the base or the head of the latest complete run
 * on that machine, of another commit than `oid`, that has samples of all
 * setups and did not get them from another one itself.
 *
 * @return also ERR_NOTFOUND where nobody did
 */
enum err store_origin_find(struct store *store,
    const struct store_wanted *wanted, const char *oid,
    struct store_origin *out);

/**
 * Enter a complete run of one side whose samples are those of another one: of
 * the setups that are wanted, and no others. Machine, provenance, start and
 * all else that a run says are the origin's. One transaction.
 *
 * @param uid of the new run; repeated with the same content it does nothing
 * @param arm its build key is the origin's
 * @return also ERR_NOTFOUND where the origin is not a complete run's, or has
 *         not got a setup; ERR_CONFLICT where the run is there with other
 *         content
 */
enum err store_share(struct store *store, const char *uid,
    const struct store_arm *arm, const struct store_origin *origin,
    const struct store_wanted *wanted);

#endif
