/** Pins: commits that have a name in the store, such as a release that later
 *  commits are compared with. */
#ifndef BASELINES_STORE_PIN_H
#define BASELINES_STORE_PIN_H

#include <stdint.h>

#include "baselines/store.h"

#define STORE_PIN_NAME_MAX 200 /**< bytes */

struct store_pin {
	const char *name; /**< 1 to STORE_PIN_NAME_MAX bytes */
	const char *oid; /**< 40 hex digits, in lower case */
	int64_t pinned_s;
};

/**
 * Pin a commit; the same pin twice is one, its first time stays.
 *
 * @return also ERR_CONFLICT, naming the commit, where the name is another's;
 *         ERR_LIMIT for a name that is empty or too long; ERR_PARSE for what
 *         is no commit id
 */
enum err store_pin_put(struct store *store, const struct store_pin *pin);

/** The same, but a name that is another commit's is taken from it. */
enum err store_pin_move(struct store *store, const struct store_pin *pin);

/** @return also ERR_NOTFOUND */
enum err store_pin_get(
    struct store *store, const char *name, char oid[STORE_OID_SIZE]);

/** @return also ERR_NOTFOUND */
enum err store_pin_delete(struct store *store, const char *name);

typedef enum err store_pin_fn(void *ctx, const struct store_pin *pin);

/**
 * Give all pins by name.
 *
 * @param fn must not use the store
 * @return also what `fn` returned, if not ERR_OK; that ends the calls
 */
enum err store_pins(struct store *store, store_pin_fn *fn, void *ctx);

#endif
