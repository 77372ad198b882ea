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
	/** "owner/name", see publisher_check_repository() */
	const char *repository;
	uint64_t request; /**< number of the pull request; 0: there is none */
	bool status;
	bool check_run; /**< where the forge has such */
	bool comment; /**< in the pull request */
};

struct publisher {
	const char *name; /**< "github", as in the config */
	const char *summary;
	/* Where nothing else is said: the API of the service at `host`, and
	 * below any other host. NULL: there is no such service. */
	const char *host; /**< "github.com" */
	const char *api;
	const char *api_path; /**< "/api/v3" */
	bool nested; /**< a repository may lie in groups of groups */
	const char *token; /**< variable that has its token by custom */
	/* Variables of its own CI. */
	const char *repository_variable;
	const char *api_variable;
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

/** Whether a repository of that publisher may be called so, and stand in an
 *  address. @return ERR_USAGE */
enum err publisher_check_repository(
    const struct publisher *publisher, const char *repository);

#endif
