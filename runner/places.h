/** Where tidemark keeps its things (DESIGN, rule 5). */
#ifndef RUNNER_PLACES_H
#define RUNNER_PLACES_H

#include "core/base/err.h"
#include "runner/repo/repo.h"

struct places {
	char *cache; /**< $XDG_CACHE_HOME/tidemark/REPO-ID, or ~/.cache/... */
	char *builds; /**< builds below it, a folder a build key */
	char *store; /**< the store's file */
	char *logs; /**< tidemark/logs in the common git folder */
};

/**
 * Name the places of a repository; makes nothing.
 *
 * @param store a path that replaces tidemark/store.db in the common git folder,
 *        or NULL; logs then lie beside it
 * @return ERR_USAGE where neither XDG_CACHE_HOME nor HOME is set
 */
enum err places_init(
    struct places *places, const struct repo *repo, const char *store);
void places_release(struct places *places);

/** Add to the current error how to name another place for the store.
 *  @return `err` */
enum err places_suggest_store(enum err err);

/** Make the folders of the store and the logs. @return ERR_IO, saying how to
 *  name other ones. */
enum err places_make_state(const struct places *places);

/** Make the cache's folders. */
enum err places_make_cache(const struct places *places);

#endif
