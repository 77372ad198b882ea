#include "runner/event.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/path.h"

#define EVENT_BYTES_MAX ((size_t)32 << 20)

static void
copy(char out[EVENT_NAME_SIZE], const struct json *object, const char *key)
{
	const char *text = json_get_text(object, key);

	/* A cut name would be another one. */
	if (text && strlen(text) < EVENT_NAME_SIZE)
		snprintf(out, EVENT_NAME_SIZE, "%s", text);
}

/* The repository of a fork may be gone by now. */
static bool
is_foreign(const struct json *head, const struct json *base)
{
	const char *from = json_get_text(json_get(head, "repo"), "full_name");
	const char *to = json_get_text(json_get(base, "repo"), "full_name");

	return !from || !to || strcmp(from, to) != 0;
}

static void
take_pull_request(struct event *out, const struct json *json)
{
	const struct json *request = json_get(json, "pull_request");
	const struct json *base = json_get(request, "base");
	double number;

	if (!request)
		return;
	out->pull_request = true;
	if (json_get_number(request, "number", &number) && number >= 1 &&
	    number < 1e9)
		out->number = (uint64_t)number;
	out->foreign = is_foreign(json_get(request, "head"), base);
	copy(out->base_ref, base, "ref");
	copy(out->base_sha, base, "sha");
	copy(out->head_sha, json_get(request, "head"), "sha");
}

/* ---- GitLab ---- */

static void
copy_variable(char out[EVENT_NAME_SIZE], const char *variable)
{
	const char *text = getenv(variable);

	/* A cut name would be another one. */
	if (text && strlen(text) < EVENT_NAME_SIZE)
		snprintf(out, EVENT_NAME_SIZE, "%s", text);
}

/* "Predefined CI/CD variables reference", docs.gitlab.com. In a pipeline for
 * merged results CI_COMMIT_SHA is the merge, and another variable the head. */
static void
read_gitlab(struct event *out)
{
	char from[EVENT_NAME_SIZE] = "";
	char to[EVENT_NAME_SIZE] = "";
	const char *number = getenv("CI_MERGE_REQUEST_IID");

	copy_variable(out->default_branch, "CI_DEFAULT_BRANCH");
	if (!number ||
	    number_parse_whole(number, 1, 1000000000, &out->number)) {
		copy_variable(out->before, "CI_COMMIT_BEFORE_SHA");
		return;
	}
	out->pull_request = true;
	copy_variable(out->base_ref, "CI_MERGE_REQUEST_TARGET_BRANCH_NAME");
	copy_variable(out->base_sha, "CI_MERGE_REQUEST_DIFF_BASE_SHA");
	copy_variable(out->head_sha, "CI_MERGE_REQUEST_SOURCE_BRANCH_SHA");
	if (!*out->head_sha)
		copy_variable(out->head_sha, "CI_COMMIT_SHA");
	copy_variable(from, "CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
	copy_variable(to, "CI_MERGE_REQUEST_PROJECT_ID");
	out->foreign = !*from || !*to || strcmp(from, to) != 0;
}

static bool
in_gitlab(void)
{
	const char *value = getenv("GITLAB_CI");

	return value && strcmp(value, "true") == 0;
}

/* ---- both ---- */

enum err
event_read(struct event *out)
{
	const char *name = getenv("GITHUB_EVENT_NAME");
	const char *path = getenv("GITHUB_EVENT_PATH");
	struct buf text = BUF_INIT;
	struct json *json = NULL;
	enum err err;

	*out = (struct event){0};
	if (in_gitlab()) {
		read_gitlab(out);
		return ERR_OK;
	}
	if (!name || !path || !*path)
		return ERR_OK;
	err = path_read(path, EVENT_BYTES_MAX, &text);
	if (!err)
		err = json_parse(&json, buf_text(&text), text.len, path);
	if (err) {
		err = err_fail(err == ERR_NOMEM ? err : ERR_USAGE,
		    "GITHUB_EVENT_PATH: %s", err_text());
		goto out;
	}
	copy(out->default_branch, json_get(json, "repository"),
	    "default_branch");
	if (strncmp(name, "pull_request", strlen("pull_request")) == 0)
		take_pull_request(out, json);
	else if (strcmp(name, "push") == 0)
		copy(out->before, json, "before");
out:
	json_free(json);
	buf_release(&text);
	return err;
}
