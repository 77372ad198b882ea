/** Alerts: changes of level that a nightly run told, kept so that the next one
 *  tells only what is new. */
#ifndef BASELINES_STORE_ALERT_H
#define BASELINES_STORE_ALERT_H

#include <stdbool.h>
#include <stdint.h>

#include "baselines/store.h"

#define STORE_ALERT_ID_SIZE 17 /**< 16 hex digits and the NUL */

struct store_alert {
	const char *id; /**< 16 digits; the same change keeps it */
	const char *branch; /**< whose history it was found in */
	const char *benchmark;
	const char *metric;
	const char *machine_key;
	const char *oid; /**< first commit of the new level, as found last */
	double ratio; /**< finite, above 0; above 1 is worse */
	int64_t found_s; /**< when it was told first */
	bool accepted; /**< it was acknowledged when it was told last */
	int64_t resolved_s; /**< when it was told to be over; 0: it is not */
};

/**
 * Enter alerts, or change what is there under their ids; all or none. An
 * alert's found_s stays what it was first.
 *
 * @return also ERR_PARSE for an id of another length, and for a ratio that is
 *         not finite and above 0
 */
enum err store_alerts_put(
    struct store *store, const struct store_alert *alerts, size_t count);

typedef enum err store_alert_fn(void *ctx, const struct store_alert *alert);

/**
 * Give all alerts of a branch, by benchmark, metric, machine and found_s.
 *
 * @param fn must not use the store
 * @return also what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_alerts(
    struct store *store, const char *branch, store_alert_fn *fn, void *ctx);

#endif
