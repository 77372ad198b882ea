/** Where to publish: private to runner/publishing*.c. */
#ifndef RUNNER_PUBLISHING_PLACE_H
#define RUNNER_PUBLISHING_PLACE_H

#include <stdint.h>

#include "ci/http.h"
#include "ci/publisher.h"
#include "runner/config.h"
#include "runner/publishing.h"

/** One place, with the texts that it owns. */
struct place {
	const struct publisher *publisher;
	struct destination to;
	const char *context; /**< borrowed */
	char *api;
	char *repository;
	struct http *http; /**< NULL: requests are shown */
};

/** What all places are found by. Borrowed. */
struct place_clues {
	const struct publishing_options *options;
	const struct event *event;
	const char *remote; /**< address of the clone's origin; NULL */
};

/**
 * Fill in a place, and open its connection unless requests are shown.
 * @param config what the config says of it
 * @return as publishing_new()
 */
enum err place_open(struct place *place, const struct place_clues *clues,
    const struct config_publish *config);
void place_close(struct place *place);

#endif
