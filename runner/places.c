#include "runner/places.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

static enum err
name_cache(struct places *places, const struct repo *repo)
{
	const char *xdg = getenv("XDG_CACHE_HOME");
	const char *home = getenv("HOME");
	enum err err;

	/* The XDG specification says to ignore relative paths. */
	if (xdg && *xdg == '/')
		err = path_format(
		    &places->cache, "%s/tidemark/%s", xdg, repo_id(repo));
	else if (home && *home == '/')
		err = path_format(&places->cache, "%s/.cache/tidemark/%s", home,
		    repo_id(repo));
	else
		return err_fail(ERR_USAGE,
		    "no place for checkouts and builds: "
		    "set HOME or XDG_CACHE_HOME to an absolute path");
	if (!err)
		err = path_join(&places->builds, places->cache, "builds");
	return err;
}

static enum err
name_state(struct places *places, const struct repo *repo, const char *store)
{
	enum err err;

	if (!store) {
		err = path_format(&places->store, "%s/tidemark/store.db",
		    repo_common_dir(repo));
		if (!err)
			err = path_format(&places->logs, "%s/tidemark/logs",
			    repo_common_dir(repo));
		return err;
	}
	if (strstr(store, "://"))
		return err_fail(ERR_USAGE,
		    "--store %s: only files are supported, such as "
		    "/var/lib/tidemark/store.db",
		    store);
	err = path_format(&places->store, "%s", store);
	if (!err)
		err = path_format(&places->logs, "%s.logs", store);
	return err;
}

enum err
places_init(struct places *places, const struct repo *repo, const char *store)
{
	enum err err;

	*places = (struct places){0};
	err = name_cache(places, repo);
	if (!err)
		err = name_state(places, repo, store);
	if (err)
		places_release(places);
	return err;
}

void
places_release(struct places *places)
{
	free(places->cache);
	free(places->builds);
	free(places->store);
	free(places->logs);
	*places = (struct places){0};
}

enum err
places_suggest_store(enum err err)
{
	return err_fail(err,
	    "%s (--store FILE names another place for samples and logs)",
	    err_text());
}

enum err
places_make_state(const struct places *places)
{
	enum err err = path_mkdirs(places->logs);
	char *folder;
	char *slash;

	if (err)
		return places_suggest_store(err);
	folder = strdup(places->store);
	if (!folder)
		return err_fail(ERR_NOMEM, "out of memory");
	slash = strrchr(folder, '/');
	if (slash && slash > folder) {
		*slash = '\0';
		err = path_mkdirs(folder);
	}
	free(folder);
	return err;
}

enum err
places_make_cache(const struct places *places)
{
	return path_mkdirs(places->builds);
}
