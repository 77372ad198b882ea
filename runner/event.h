/** What a CI service says about why it runs us (GitHub's event file). */
#ifndef RUNNER_EVENT_H
#define RUNNER_EVENT_H

#include <stdbool.h>

#include "core/base/err.h"

#define EVENT_NAME_SIZE 256

struct event {
	bool pull_request;
	char base_ref[EVENT_NAME_SIZE]; /**< branch to merge into, "main" */
	char base_sha[EVENT_NAME_SIZE]; /**< its commit when it was sent */
	char head_sha[EVENT_NAME_SIZE]; /**< the pull request's own commit */
	char before[EVENT_NAME_SIZE]; /**< a push: the branch's old commit */
};

/**
 * Read the event that GITHUB_EVENT_NAME and GITHUB_EVENT_PATH name; without
 * them, or for another kind of event, *out is all empty.
 *
 * @return ERR_USAGE for a file that cannot be read or is not an event
 */
enum err event_read(struct event *out);

#endif
