/** Private to ci/github*.c: one publication under way. */
#ifndef CI_GITHUB_PARTS_H
#define CI_GITHUB_PARTS_H

#include <stdbool.h>
#include <stdint.h>

#include "ci/github.h"
#include "core/base/json.h"

struct github {
	struct outbox *outbox;
	const struct publication *what;
	const struct destination *to;
	struct http_answer answer; /**< of the last request */
};

/** Text of a request's JSON; free() it. */
typedef void github_write_fn(
    const struct github *github, struct json_writer *json, void *ctx);
enum err github_body(
    const struct github *github, github_write_fn *write, void *ctx, char **out);

/**
 * Send a request to "API/repos/REPOSITORY" and `path`; any answer but 2xx is an
 * error.
 * @return as http_send(); ERR_IO with what GitHub says, and with the permission
 *         that it misses
 */
enum err github_send(struct github *github, const char *method,
    const char *path, const char *body, bool repeatable);
/** The same to a whole address. */
enum err github_send_to(struct github *github, const char *method,
    const char *url, const char *body, bool repeatable);

/** The last answer, parsed. @return ERR_IO where it is no JSON */
enum err github_parse(const struct github *github, struct json **out);

/** A whole number above 0 in a member. @return 0 where there is none */
uint64_t github_number(const struct json *object, const char *key);

/** Something of which there is to be one. `ctx` is what the fns know. */
struct github_thing {
	/** Find it. @param[out] id 0 where there is none */
	enum err (*find)(struct github *github, void *ctx, uint64_t *id);
	enum err (*create)(struct github *github, void *ctx);
	enum err (*update)(struct github *github, void *ctx, uint64_t id);
};

/** Update it, or make it; looked up again where it may have been made. */
enum err github_put(
    struct github *github, const struct github_thing *thing, void *ctx);

enum err github_put_check_run(struct github *github);
enum err github_put_comment(struct github *github);

#endif
