/** What a CI service says about why it runs us: GitHub's event file, which
 * Gitea and Forgejo write, too, or GitLab's variables. */
#ifndef RUNNER_EVENT_H
#define RUNNER_EVENT_H

#include <stdbool.h>
#include <stdint.h>

#include "core/base/err.h"

#define EVENT_NAME_SIZE 256

struct event {
	bool pull_request;
	char base_ref[EVENT_NAME_SIZE]; /**< branch to merge into, "main" */
	char base_sha[EVENT_NAME_SIZE]; /**< its commit when it was sent */
	char head_sha[EVENT_NAME_SIZE]; /**< the pull request's own commit */
	uint64_t number; /**< of the pull request; 0: not known */
	bool foreign; /**< a pull request from another repository, a fork */
	/** A push: the branch's old commit; all zeros for a new branch. */
	char before[EVENT_NAME_SIZE];
	char default_branch[EVENT_NAME_SIZE]; /**< of the repository, "main" */
};

/**
 * Read the event that GITHUB_EVENT_NAME and GITHUB_EVENT_PATH name, or where
 * GITLAB_CI is "true" the predefined variables of GitLab CI. Without either
 * *out is all empty, and for kinds of events other than pull requests and
 * pushes all but the default branch.
 *
 * @return ERR_USAGE for a file that cannot be read or is not an event
 */
enum err event_read(struct event *out);

#endif
