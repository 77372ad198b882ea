/**
 * Publishers, rows of one table: each tells one kind of forge about a commit. A
 * publisher has no other input than what it is given, and asks nothing of the
 * repository.
 */
#ifndef CI_PUBLISHER_H
#define CI_PUBLISHER_H

#include <stdbool.h>
#include <stdint.h>

#include "ci/outbox.h"
#include "ci/publication.h"
#include "core/base/err.h"

/** Where a publication goes. All borrowed. */
struct destination {
	const char *api; /**< "https://api.github.com", without a '/' */
	const char *repository; /**< "owner/name", see destination_check() */
	uint64_t request; /**< number of the pull request; 0: there is none */
	bool status;
	bool check_run;
	bool comment; /**< in the pull request */
};

struct publisher {
	const char *name; /**< "github", as in the config */
	const char *summary;
	const char *api; /**< its own, where nothing else is said */
	const char *token; /**< variable that has its token by custom */
	/** Headers of its requests beside the token's, ended by NULL. */
	const char *const *headers;
	const char *token_header; /**< "Authorization: Bearer " */
	/**
	 * Send all parts that `to` asks for, each whatever became of the
	 * others; why one failed is told to the outbox.
	 * @return ERR_IO saying how many parts failed; ERR_INTERRUPTED at once
	 */
	enum err (*publish)(struct outbox *outbox,
	    const struct publication *what, const struct destination *to);
};

/** All publishers; ends with a row whose name is NULL. */
extern const struct publisher publishers[];

/** @return NULL for an unknown name. */
const struct publisher *publisher_find(const char *name);

/** Whether it may stand in an address. @return ERR_USAGE */
enum err destination_check(const struct destination *to);

#endif
