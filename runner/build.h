/**
 * Builds of commits, kept in a cache by their key (DESIGN, rules 6 and 7).
 *
 * A build is a folder builds/KEY: `tree`, the checkout in which the build
 * command ran, and `record.json`, written last. Keys have one length, so trees
 * lie at paths of one length. The caller holds the measuring lock while it
 * makes, uses or drops builds.
 */
#ifndef RUNNER_BUILD_H
#define RUNNER_BUILD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "baselines/store.h"
#include "core/base/err.h"
#include "runner/config.h"
#include "runner/environment.h"
#include "runner/places.h"
#include "runner/progress.h"
#include "runner/repo/repo.h"

#define BUILD_KEY_SIZE 33 /**< 32 hex digits and the NUL */

/** What is to be built. Borrowed. */
struct build_order {
	struct commit commit;
	const char *command; /**< this commit's own; NULL: nothing to run */
	const struct config *config; /**< all the rest */
	const char *salt; /**< "" or what makes a build of its own */
	/** Commit whose benchmark sources replace this one's; NULL: none. */
	const struct oid *bench_from;
};

struct build_file {
	char *path; /**< relative to the tree */
	char hash[65];
};

/** A finished build. */
struct build {
	char key[BUILD_KEY_SIZE];
	char *tree; /**< absolute path */
	int64_t duration_ns; /**< that it took when it was made */
	bool reused;
	struct build_file *artifacts; /**< in the order of the config */
	size_t artifact_count;
	/** Shared objects in the tree that are no artifacts, sorted. */
	struct build_file *objects;
	size_t object_count;
};

/** What builds need around them. Borrowed. */
struct builder {
	struct repo *repo;
	const struct places *places;
	const struct environment *environment;
	struct progress *progress;
	struct store *store; /**< builds are noted there; NULL: nowhere */
	/** Builds of different machines are different builds; NULL: as "". */
	const char *machine_key;
	int64_t cache_bytes; /**< older builds are dropped above it */
	/** Keys of builds in use, which are not dropped. */
	char in_use[SIDE_COUNT][BUILD_KEY_SIZE];
	size_t in_use_count;
};

/** Compute the key of an order without building anything. */
enum err build_key(const struct builder *builder,
    const struct build_order *order, char out[BUILD_KEY_SIZE]);

/**
 * Fill *out if the cache has a sound build of this key: one in whose tree
 * nothing was added, changed or removed since it was made, .git left out.
 * Reading does not count.
 * @return ERR_NOTFOUND without one
 */
enum err build_lookup(
    const struct builder *builder, const char *key, struct build *out);

/**
 * Take the build from the cache or make it. A failed build leaves nothing in
 * the cache but its log.
 *
 * @return ERR_CHILD where the command failed, timed out, or left an artifact
 *         out: the text has its last lines and names the log; ERR_INTERRUPTED;
 *         tree_checkout()'s errors
 */
enum err build_make(struct builder *builder, const struct build_order *order,
    struct build *out);
void build_release(struct build *build);

/** Whether artifacts are declared, and all are equal, and no other shared
 *  object differs. */
bool build_same_artifacts(const struct build *a, const struct build *b);

/** Keep a build in the cache until the count is reset. */
void build_keep(struct builder *builder, const char *key);

/**
 * Drop what was abandoned, and least recently used builds until the cache takes
 * at most `max_bytes`; those in use stay.
 *
 * @param spare the tree of the first one dropped is moved there, so that the
 *        next checkout only writes what differs; NULL: not wanted
 * @param[out] dropped_bytes may be NULL
 */
enum err build_trim(const struct builder *builder, int64_t max_bytes,
    const char *spare, int64_t *dropped_bytes);

#endif
