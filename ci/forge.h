/**
 * What the publishers of this folder share: requests below one repository of a
 * forge, answers in JSON, and things of which there is to be one. Private to
 * ci/.
 */
#ifndef CI_FORGE_H
#define CI_FORGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ci/publisher.h"
#include "core/base/json.h"

/** One publication under way. */
struct forge {
	const char *name; /**< in messages: "github" */
	struct outbox *outbox;
	const struct publication *what;
	const struct destination *to;
	char *root; /**< address of the repository in the API */
	struct http_answer answer; /**< of the last request */
};

/** Write the members of a request's JSON. */
typedef void forge_write_fn(
    const struct forge *forge, struct json_writer *json, void *ctx);

/**
 * Send a request to `root` and `path`; any answer but 2xx is an error.
 *
 * @param write its body; NULL: it has none
 * @return as http_send(); ERR_IO with what the forge says, and with the
 *         permission that it misses
 */
enum err forge_send(struct forge *forge, const char *method, const char *path,
    forge_write_fn *write, void *ctx, bool repeatable);

/** GET a whole address. */
enum err forge_get(struct forge *forge, const char *url);

/** The last answer, parsed. @return ERR_IO where it is no JSON */
enum err forge_parse(const struct forge *forge, struct json **out);

/** A whole number above 0 in a member. @return 0 where there is none */
uint64_t forge_number(const struct json *object, const char *key);

/** Post to the commit's statuses. `write` is given the line that describes it,
 * of at most `max_bytes`, as a struct buf. */
enum err forge_post_status(
    struct forge *forge, size_t max_bytes, forge_write_fn *write);

/** Something of which there is to be one. `ctx` is what the fns know. */
struct forge_thing {
	/** Find it. @param[out] id 0 where there is none */
	enum err (*find)(struct forge *forge, void *ctx, uint64_t *id);
	enum err (*create)(struct forge *forge, void *ctx);
	enum err (*update)(struct forge *forge, void *ctx, uint64_t id);
};

/** Update it, or make it; looked up again where it may have been made. */
enum err forge_put(
    struct forge *forge, const struct forge_thing *thing, void *ctx);

/** A part of a publication. */
struct forge_part {
	const char *name; /**< in messages: "check run" */
	bool wanted;
	enum err (*put)(struct forge *forge);
};

/** A publisher's publish(), by its parts. Frees the root. */
enum err forge_publish(
    struct forge *forge, const struct forge_part *parts, size_t count);

#endif
