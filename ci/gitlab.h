/**
 * GitLab's REST API: a commit status and one note in the merge request that is
 * edited in place. The job's own status is not touched.
 */
#ifndef CI_GITLAB_H
#define CI_GITLAB_H

#include "ci/publisher.h"

/* docs.gitlab.com/api: "Commits", "Notes", and the limit of a note in
 * "Instance limits". Counted here in bytes. */
#define GITLAB_DESCRIPTION_MAX 255
#define GITLAB_NOTE_MAX 1000000

/** A publisher's publish(). */
enum err gitlab_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to);

#endif
