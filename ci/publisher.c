#include "ci/publisher.h"

#include <string.h>

#include "ci/github.h"

static const char *const github_headers[] = {
    "Accept: application/vnd.github+json",
    "X-GitHub-Api-Version: 2022-11-28",
    NULL,
};

const struct publisher publishers[] = {
    {"github", "statuses, a check run and a comment at GitHub",
	"https://api.github.com", "GITHUB_TOKEN", github_headers,
	"Authorization: Bearer ", github_publish},
    {NULL, NULL, NULL, NULL, NULL, NULL, NULL},
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
destination_check(const struct destination *to)
{
	const char *slash = strchr(to->repository, '/');

	if (slash &&
	    is_name(to->repository, (size_t)(slash - to->repository)) &&
	    !strchr(slash + 1, '/') && is_name(slash + 1, strlen(slash + 1)))
		return ERR_OK;
	return err_fail(ERR_USAGE, "repository \"%s\": OWNER/NAME was expected",
	    to->repository);
}
