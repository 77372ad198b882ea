#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/http.h"
#include "ci/publisher.h"
#include "runner/config_loading.h"

#define CONTEXT_BYTES_MAX 100

/* ---- one place ---- */

struct place_loading {
	const struct config_loading *loaded;
	size_t index;
};

static const char *
key(const struct place_loading *at, const char *name, char out[64])
{
	snprintf(
	    out, 64, "publish[%zu]%s%s", at->index, *name ? "." : "", name);
	return out;
}

static enum err
take_flag(const struct place_loading *at, const char *name, const char *text,
    bool *out)
{
	char path[64];

	*out = true;
	return config_take_bool(at->loaded, key(at, name, path), text, out);
}

static enum err
check_address(const struct place_loading *at, const char *url)
{
	char path[64];

	if (!url || !http_check_url(url, true))
		return ERR_OK;
	return config_fail_key(
	    at->loaded, key(at, "api-url", path), "%s", err_text());
}

static enum err
check_repository(
    const struct place_loading *at, const struct config_publish *place)
{
	char path[64];

	if (!place->repository ||
	    !publisher_check_repository(
		publisher_find(place->to), place->repository))
		return ERR_OK;
	return config_fail_key(at->loaded, key(at, "repository", path),
	    "\"%s\", OWNER/NAME was expected", place->repository);
}

static enum err
check_place(const struct place_loading *at, const struct config_publish *place)
{
	char path[64];
	enum err err;

	if (!place->to || !publisher_find(place->to))
		return config_fail_key(at->loaded, key(at, "to", path),
		    "\"%s\" is no place that is known: github, gitlab or gitea "
		    "was expected",
		    place->to ? place->to : "");
	if (place->token_env && place->token_file)
		return config_fail_key(at->loaded, key(at, "token-file", path),
		    "beside token-env: one of them was expected");
	if (place->context &&
	    (!*place->context || strlen(place->context) > CONTEXT_BYTES_MAX))
		return config_fail_key(at->loaded, key(at, "context", path),
		    "1 to %d bytes were expected", CONTEXT_BYTES_MAX);
	err = check_address(at, place->api_url);
	return err ? err : check_repository(at, place);
}

static enum err
take_place(const struct place_loading *at,
    const struct config_file_publish *file, struct config_publish *out)
{
	char path[64];
	enum err err;

	*out = (struct config_publish){
	    .to = file->to,
	    .repository = file->repository,
	    .api_url = file->api_url,
	    .token_env = file->token_env,
	    .token_file = file->token_file,
	    .context = file->context,
	};
	err = take_flag(at, "status", file->status, &out->status);
	if (!err)
		err = take_flag(
		    at, "check-run", file->check_run, &out->check_run);
	if (!err)
		err = take_flag(at, "comment", file->comment, &out->comment);
	if (!err)
		err =
		    config_take_duration(at->loaded, key(at, "retry-for", path),
			file->retry_for, &out->retry_ns);
	return err ? err : check_place(at, out);
}

/* ---- what no child may see ---- */

static bool
is_token(const struct config *config, const char *name)
{
	for (size_t i = 0; i < config->publish_count; i++)
		if (config->publish[i].token_env &&
		    strcmp(name, config->publish[i].token_env) == 0)
			return true;
	for (const struct publisher *row = publishers; row->name; row++)
		if (strcmp(name, row->token) == 0)
			return true;
	return false;
}

static enum err
check_environment(const struct config_loading *loaded)
{
	const struct config_texts *names = &loaded->config.environment;

	for (size_t i = 0; i < names->count; i++) {
		char path[64];

		snprintf(path, sizeof path, "environment[%zu]", i);
		if (is_token(&loaded->config, names->items[i]))
			return config_fail_key(loaded, path,
			    "\"%s\" has the token to publish with: no build or "
			    "benchmark may see it",
			    names->items[i]);
	}
	return ERR_OK;
}

enum err
config_take_publish(struct config_loading *loaded)
{
	const struct config_file *file = loaded->file;
	size_t count = file->publish_count;
	enum err err = ERR_OK;

	loaded->publish = calloc(count + 1, sizeof *loaded->publish);
	if (!loaded->publish)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < count; i++) {
		const struct place_loading at = {loaded, i};

		err = take_place(&at, &file->publish[i], &loaded->publish[i]);
	}
	loaded->config.publish = loaded->publish;
	loaded->config.publish_count = count;
	return err ? err : check_environment(loaded);
}
