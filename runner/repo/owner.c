#include "runner/repo/owner.h"

#include <git2.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

struct search {
	const char *real; /* resolved path that must be listed */
	bool listed;
};

static bool
is_ours(const char *path)
{
	const char *sudo = getenv("SUDO_UID");
	struct stat st;

	if (stat(path, &st) < 0)
		return false;
	if (st.st_uid == geteuid())
		return true;
	if (geteuid() != 0 || !sudo || !*sudo)
		return false;
	return strtoul(sudo, NULL, 10) == (unsigned long)st.st_uid;
}

/* "/srv/" followed by a star lists all below /srv. */
static bool
is_listed(const char *value, const char *real)
{
	size_t len = strlen(value);
	char *resolved;
	bool same;

	if (strcmp(value, "*") == 0)
		return true;
	if (len > 2 && strcmp(value + len - 2, "/*") == 0)
		return strncmp(value, real, len - 1) == 0;
	resolved = realpath(value, NULL);
	same = resolved && strcmp(resolved, real) == 0;
	free(resolved);
	return same;
}

static int
look_at(const git_config_entry *entry, void *payload)
{
	struct search *search = payload;
	const char *home = getenv("HOME");
	const char *value = entry->value ? entry->value : "";
	char *expanded = NULL;

	if (*value == '\0') { /* an empty value forgets those before it */
		search->listed = false;
		return 0;
	}
	if (strncmp(value, "~/", 2) == 0 && home &&
	    path_join(&expanded, home, value + 2) == ERR_OK)
		value = expanded;
	if (is_listed(value, search->real))
		search->listed = true;
	free(expanded);
	return 0;
}

static void
search_file(struct search *search, const char *path)
{
	git_config *config = NULL;

	if (access(path, R_OK) < 0)
		return;
	if (git_config_open_ondisk(&config, path) == 0)
		(void)git_config_get_multivar_foreach(
		    config, "safe.directory", NULL, look_at, search);
	git_config_free(config);
}

static void
search_below(struct search *search, const char *dir, const char *name)
{
	char *path = NULL;

	if (!dir || path_join(&path, dir, name))
		return;
	search_file(search, path);
	free(path);
}

/* The files that git reads, in its order. The repository's own config does
 * not count: its owner wrote it. */
static bool
is_safe(const char *real)
{
	struct search search = {.real = real, .listed = false};
	const char *system = getenv("GIT_CONFIG_SYSTEM");
	const char *global = getenv("GIT_CONFIG_GLOBAL");
	const char *xdg = getenv("XDG_CONFIG_HOME");
	const char *home = getenv("HOME");

	if (!getenv("GIT_CONFIG_NOSYSTEM"))
		search_file(&search, system ? system : "/etc/gitconfig");
	if (global) {
		search_file(&search, global);
		return search.listed;
	}
	if (xdg && *xdg)
		search_below(&search, xdg, "git/config");
	else
		search_below(&search, home, ".config/git/config");
	search_below(&search, home, ".gitconfig");
	return search.listed;
}

enum err
owner_check(const char *workdir, const char *git_dir)
{
	const char *shown = workdir ? workdir : git_dir;
	char *real;
	bool safe;

	if (is_ours(git_dir) && (!workdir || is_ours(workdir)))
		return ERR_OK;
	real = realpath(shown, NULL);
	safe = real && is_safe(real);
	free(real);
	if (safe)
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "%s belongs to another user; if you trust it, run git config "
	    "--global --add safe.directory '%s'",
	    shown, shown);
}
