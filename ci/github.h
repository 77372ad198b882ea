/**
 * GitHub's REST API: a commit status, a check run, and one comment in the pull
 * request that is edited in place.
 *
 * A status is known by commit and context, a check run by its name and external
 * id, a comment by the marker in its first line and by its author. What is
 * there is looked up before anything is made, and again where it is not known
 * whether it was: so a publisher that was killed, or runs twice, leaves one of
 * each.
 */
#ifndef CI_GITHUB_H
#define CI_GITHUB_H

#include "ci/publisher.h"

/* Limits, from docs.github.com/rest: "Create a commit status", "Create a check
 * run", and for comments what the API answers to longer ones. Counted here in
 * bytes, which are never fewer than characters. */
#define GITHUB_DESCRIPTION_MAX 140
#define GITHUB_SUMMARY_MAX 65535
#define GITHUB_COMMENT_MAX 65536
#define GITHUB_ANNOTATIONS_A_REQUEST 50
#define GITHUB_TITLE_MAX 255
/** Ours: further ones are in the summary. */
#define GITHUB_ANNOTATIONS_MAX 200

/** Publishers' publish(). Gitea and Forgejo have the same statuses and
 * comments, and no check runs. */
enum err github_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to);
enum err gitea_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to);

#endif
