#include "runner/repo/identity.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/repo/git.h"

#define KEY "user.name"
#define SYSTEM_FILE "/etc/gitconfig"

static enum err
copy(char **out, const char *text)
{
	*out = strdup(text);
	return *out ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

/* *out stays NULL where the config has none. */
static enum err
take_name(git_config *config, char **out)
{
	git_buf name = {NULL, 0, 0};
	enum err err = ERR_OK;
	int rc = git_config_get_string_buf(&name, config, KEY);

	if (rc == 0 && name.size)
		err = copy(out, name.ptr);
	else if (rc < 0 && rc != GIT_ENOTFOUND)
		err = git_fail(KEY);
	git_buf_dispose(&name);
	return err;
}

static enum err
name_of_repo(struct repo *repo, char **out)
{
	git_config *config = NULL;
	enum err err;

	if (git_repository_config_snapshot(&config, repo->git) < 0)
		return git_fail(KEY);
	err = take_name(config, out);
	git_config_free(config);
	return err;
}

/* A file that is not there has no name. */
static enum err
name_of_file(struct repo *repo, const char *path, char **out)
{
	git_config *config = NULL;
	enum err err = ERR_OK;

	if (git_config_new(&config) < 0)
		return git_fail(KEY);
	if (git_config_add_file_ondisk(
		config, path, GIT_CONFIG_LEVEL_GLOBAL, repo->git, 0) < 0)
		err = git_fail(path);
	else
		err = take_name(config, out);
	git_config_free(config);
	return err;
}

static enum err
name_below(struct repo *repo, const char *folder, const char *file, char **out)
{
	char *path = NULL;
	enum err err;

	if (!folder || !*folder)
		return ERR_OK;
	err = path_join(&path, folder, file);
	if (!err)
		err = name_of_file(repo, path, out);
	free(path);
	return err;
}

/* libgit2 itself was told to look at the repository's alone, see git_start().
 */
static enum err
name_of_user(struct repo *repo, char **out)
{
	const char *home = getenv("HOME");
	const char *xdg = getenv("XDG_CONFIG_HOME");
	const char *global = getenv("GIT_CONFIG_GLOBAL");
	enum err err;

	if (global)
		return *global ? name_of_file(repo, global, out) : ERR_OK;
	err = name_below(repo, home, ".gitconfig", out);
	if (!err && !*out && xdg && *xdg)
		err = name_below(repo, xdg, "git/config", out);
	else if (!err && !*out)
		err = name_below(repo, home, ".config/git/config", out);
	return err;
}

enum err
identity_name(struct repo *repo, char **out)
{
	const char *given = getenv("GIT_AUTHOR_NAME");
	const char *system = getenv("GIT_CONFIG_SYSTEM");
	char *name = NULL;
	enum err err;

	if (given && *given)
		return copy(out, given);
	err = name_of_repo(repo, &name);
	if (!err && !name)
		err = name_of_user(repo, &name);
	if (!err && !name)
		err = name_of_file(
		    repo, system && *system ? system : SYSTEM_FILE, &name);
	if (!err && !name)
		err = err_fail(ERR_NOTFOUND, "git config has no " KEY);
	if (!err)
		*out = name;
	return err;
}
