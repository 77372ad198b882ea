/** Pins: commits that have a name in the store, such as a release that later
 *  commits are compared with. */
#ifndef BASELINES_STORE_PIN_H
#define BASELINES_STORE_PIN_H

#include <stdint.h>

#include "baselines/store.h"

#define STORE_PIN_NAME_MAX 200 /**< bytes */
#define STORE_OID_SIZE 41 /**< 40 hex digits and the NUL */

struct store_pin {
	const char *name; /**< not empty */
	const char *oid;
	int64_t pinned_s;
};

/** Pin a commit; the same pin twice is one, its first time stays.
 *  @return also ERR_CONFLICT, naming the commit, where the name is another's */
enum err store_pin_put(struct store *store, const struct store_pin *pin);

/** @return also ERR_NOTFOUND */
enum err store_pin_get(
    struct store *store, const char *name, char oid[STORE_OID_SIZE]);

/** @return also ERR_NOTFOUND */
enum err store_pin_delete(struct store *store, const char *name);

typedef enum err store_pin_fn(void *ctx, const struct store_pin *pin);

/** Give all pins by name. @param fn must not use the store */
enum err store_pins(struct store *store, store_pin_fn *fn, void *ctx);

#endif
