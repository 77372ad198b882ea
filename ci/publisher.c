#include "ci/publisher.h"

#include <string.h>

#include "ci/github.h"
#include "ci/gitlab.h"

static const char *const github_headers[] = {
    "Accept: application/vnd.github+json",
    "X-GitHub-Api-Version: 2022-11-28",
    NULL,
};

static const char *const no_headers[] = {NULL};

const struct publisher publishers[] = {
    {
	.name = "github",
	.summary = "statuses, a check run and a comment at GitHub",
	.host = "github.com",
	.api = "https://api.github.com",
	.api_path = "/api/v3",
	.token = "GITHUB_TOKEN",
	.repository_variable = "GITHUB_REPOSITORY",
	.api_variable = "GITHUB_API_URL",
	.headers = github_headers,
	.token_header = "Authorization: Bearer ",
	.publish = github_publish,
    },
    {
	.name = "gitlab",
	.summary = "statuses and a note at GitLab",
	.host = "gitlab.com",
	.api = "https://gitlab.com/api/v4",
	.api_path = "/api/v4",
	.nested = true,
	.token = "GITLAB_TOKEN",
	.repository_variable = "CI_PROJECT_PATH",
	.api_variable = "CI_API_V4_URL",
	.headers = no_headers,
	.token_header = "PRIVATE-TOKEN: ",
	.publish = gitlab_publish,
    },
    {
	.name = "gitea",
	.summary = "statuses and a comment at Gitea or Forgejo",
	.api_path = "/api/v1",
	.token = "GITEA_TOKEN",
	.repository_variable = "GITHUB_REPOSITORY", /* its runner is alike */
	.api_variable = "GITHUB_API_URL",
	.headers = no_headers,
	.token_header = "Authorization: token ",
	.publish = gitea_publish,
    },
    {.name = NULL},
};

const struct publisher *
publisher_find(const char *name)
{
	for (const struct publisher *row = publishers; row->name; row++)
		if (strcmp(row->name, name) == 0)
			return row;
	return NULL;
}

#define NAME_BYTES                                                             \
	"abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_."

static bool
is_name(const char *text, size_t len)
{
	return len && strspn(text, NAME_BYTES) >= len &&
	       !(len == 1 && *text == '.') &&
	       !(len == 2 && strncmp(text, "..", 2) == 0);
}

enum err
publisher_check_repository(
    const struct publisher *publisher, const char *repository)
{
	const char *name = repository;
	size_t depth = 0;
	bool sound = true;

	for (;; depth++) {
		size_t len = strcspn(name, "/");

		sound = sound && is_name(name, len);
		if (!name[len])
			break;
		name += len + 1;
	}
	if (sound && (depth == 1 || (depth > 1 && publisher->nested)))
		return ERR_OK;
	return err_fail(ERR_USAGE, "repository \"%s\": OWNER/NAME was expected",
	    repository);
}
