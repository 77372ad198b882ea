/**
 * One comment in a pull request, found again by the marker in its first line
 * and by its author, and edited in place. Private to ci/.
 */
#ifndef CI_STICKY_H
#define CI_STICKY_H

#include <stddef.h>

#include "ci/forge.h"

/** How a forge calls what is needed for that. */
struct sticky_shape {
	/* below the root, around the number of the request */
	const char *list; /**< "/issues/" */
	const char *list_end; /**< "/comments" */
	/** Path of a comment before its id; NULL: it lies below the list. */
	const char *item;
	const char *author; /**< member of a comment with its author: "user" */
	const char *login; /**< member of a user with the name: "login" */
	const char *edit; /**< "PATCH" or "PUT" */
	size_t max_bytes; /**< of a comment */
};

/** Write, or edit, the comment in the request that `to` names. */
enum err sticky_put(struct forge *forge, const struct sticky_shape *shape);

#endif
