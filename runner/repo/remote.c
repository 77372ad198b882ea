#include "runner/repo/remote.h"

#include <stdlib.h>
#include <string.h>

#include "runner/repo/git.h"

enum err
repo_remote_url(struct repo *repo, const char *name, char **out)
{
	git_remote *remote = NULL;
	int rc = git_remote_lookup(&remote, repo->git, name);
	const char *url;
	char *copy;

	if (rc == GIT_ENOTFOUND || rc == GIT_EINVALIDSPEC)
		return err_fail(ERR_NOTFOUND, "%s: no such remote", name);
	if (rc)
		return git_fail(name);
	url = git_remote_url(remote);
	copy = strdup(url ? url : "");
	git_remote_free(remote);
	if (!copy)
		return err_fail(ERR_NOMEM, "out of memory");
	*out = copy;
	return ERR_OK;
}
