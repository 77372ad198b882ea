/**
 * Publishing what was found: which forge, repository and pull request, by the
 * options, the config, the environment of the CI service and the clone's
 * remote, in this order; and the token. Who publishes what is ci/publisher.h's.
 */
#ifndef RUNNER_PUBLISHING_H
#define RUNNER_PUBLISHING_H

#include <stdbool.h>
#include <stdint.h>

#include "ci/publication.h"
#include "core/base/err.h"
#include "core/base/options.h"
#include "runner/app.h"
#include "runner/event.h"
#include "runner/source.h"

#define PUBLISHING_RETRY_NS (INT64_C(120) * 1000 * 1000 * 1000)

/** Zero or NULL: as said elsewhere. */
struct publishing_options {
	struct option_list to; /**< names of publishers */
	bool dry_run; /**< show on standard output what would be sent */
	bool untrusted;
	bool plain;
	const char *repository;
	const char *api;
	const char *link;
	const char *context;
	const char *cacert;
	uint64_t request; /**< number of the pull request */
	int64_t retry_ns;
};

struct publishing;

/**
 * Find the places and their tokens; nothing is sent. Of a config that is not
 * trusted the list of places is not taken: it could have the token sent to its
 * writer.
 *
 * @param options borrowed until publishing_free()
 * @param source the same; NULL: there is no config
 * @return ERR_USAGE: there is no place, or one is not known enough; ERR_IO for
 * a token that is not there
 */
enum err publishing_new(struct publishing **out, struct app *app,
    const struct publishing_options *options, const struct source *source);
/** Takes NULL. */
void publishing_free(struct publishing *publishing);

/**
 * Send it to every place, whatever became of the others. Why a part failed is
 * told as a warning.
 *
 * @param what without context, link and label, which are set here
 * @return ERR_IO; ERR_INTERRUPTED
 */
enum err publishing_send(
    struct publishing *publishing, const struct publication *what);

/** The commit that the event is about, 40 hex digits: a pull request's head, or
 *  what was pushed. "" where it says none. @return event_read()'s errors */
enum err publishing_event_commit(char out[EVENT_NAME_SIZE]);

#endif
