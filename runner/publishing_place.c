#include "runner/publishing_place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "reports/site_names.h"

#define TOKEN_BYTES_MAX ((size_t)4096)

static const char *
set_variable(const char *name)
{
	const char *value = getenv(name);

	return value && *value ? value : NULL;
}

/* ---- repository and API ---- */

/* "https://HOST/OWNER/NAME/commit/{oid}": what is behind the host, without the
 * end, and the host. */
static void
split_pattern(const char *pattern, struct buf *host, struct buf *repository)
{
	static const char scheme[] = "https://";
	const char *at = pattern + strlen(scheme);
	const char *path = strchr(at, '/');
	const char *end = strstr(pattern, "/-/commit/{oid}");

	if (!end)
		end = strstr(pattern, "/commit/{oid}");
	if (!path || !end || end <= path)
		return;
	buf_append(host, at, (size_t)(path - at));
	buf_append(repository, path + 1, (size_t)(end - path - 1));
}

static const char *
first_of(const char *a, const char *b, const char *c)
{
	return a ? a : b ? b : c;
}

/* The service's own API, or that of a host of somebody's. Nothing where neither
 * is known. */
static void
put_api(struct buf *out, const struct publisher *publisher, const char *host)
{
	if (*host &&
	    (!publisher->host || strcasecmp(host, publisher->host) != 0))
		buf_printf(out, "https://%s%s", host, publisher->api_path);
	else if (publisher->api)
		buf_puts(out, publisher->api);
}

static enum err
find_place(struct place *place, const struct place_clues *clues,
    const struct config_publish *config)
{
	const struct publishing_options *options = clues->options;
	const char *repository =
	    first_of(options->repository, config->repository,
		set_variable(place->publisher->repository_variable));
	const char *api = first_of(options->api, config->api_url,
	    set_variable(place->publisher->api_variable));
	struct buf pattern = BUF_INIT;
	struct buf host = BUF_INIT;
	struct buf name = BUF_INIT;
	struct buf address = BUF_INIT;
	enum err err;

	if (clues->remote)
		site_forge_pattern(&pattern, clues->remote);
	if (pattern.len)
		split_pattern(buf_text(&pattern), &host, &name);
	if (repository) {
		buf_reset(&name);
		buf_puts(&name, repository);
	}
	if (api)
		buf_puts(&address, api);
	else
		put_api(&address, place->publisher, buf_text(&host));
	while (address.len && address.data[address.len - 1] == '/')
		buf_truncate(&address, address.len - 1);
	err = buf_err(&pattern);
	if (!err)
		err = buf_err(&host);
	if (!err)
		err = buf_steal(&name, &place->repository);
	if (!err)
		err = buf_steal(&address, &place->api);
	buf_release(&pattern);
	buf_release(&host);
	buf_release(&name);
	buf_release(&address);
	return err;
}

static enum err
check_place(const struct place *place, const struct publishing_options *options)
{
	if (!*place->repository)
		return err_fail(ERR_USAGE,
		    "publish: which repository is not known: --repository "
		    "OWNER/NAME was expected");
	if (!*place->api)
		return err_fail(ERR_USAGE,
		    "publish: where %s's API is is not known: --api-url URL "
		    "was expected",
		    place->publisher->name);
	if (publisher_check_repository(place->publisher, place->repository))
		return ERR_USAGE;
	return http_check_url(place->api, options->plain);
}

/* ---- the token ---- */

static enum err
read_token_file(const char *path, struct buf *out)
{
	enum err err = path_read(path, TOKEN_BYTES_MAX, out);

	while (!err && out->len && strchr(" \t\r\n", out->data[out->len - 1]))
		buf_truncate(out, out->len - 1);
	if (err)
		return err == ERR_NOMEM
			   ? err
			   : err_fail(ERR_IO, "token-file: %s", err_text());
	return out->len ? ERR_OK
			: err_fail(ERR_IO, "token-file %s is empty", path);
}

static enum err
find_token(const struct publisher *publisher,
    const struct config_publish *config, struct buf *out)
{
	const char *name =
	    config->token_env ? config->token_env : publisher->token;
	const char *value;

	if (config->token_file)
		return read_token_file(config->token_file, out);
	value = set_variable(name);
	if (!value)
		return err_fail(ERR_IO,
		    "%s: no token: the variable %s is not set (in GitHub "
		    "Actions: env: %s: ${{ github.token }})",
		    publisher->name, name, name);
	buf_puts(out, value);
	return buf_err(out);
}

static void
wipe(struct buf *buf)
{
	if (buf->data)
		explicit_bzero(buf->data, buf->cap);
	buf_release(buf);
}

/* Growing would leave copies behind, so there is room before it comes. */
static void
make_room(struct buf *buf)
{
	static const char spaces[64] = "";

	while (buf->len < TOKEN_BYTES_MAX * 2 && !buf->failed)
		buf_append(buf, spaces, sizeof spaces);
	buf_truncate(buf, 0);
}

static enum err
open_http(struct place *place, const struct place_clues *clues,
    const struct config_publish *config)
{
	const struct publisher *publisher = place->publisher;
	const char *headers[8] = {NULL};
	size_t count = 0;
	struct http_options options = {
	    .api = place->api,
	    .headers = headers,
	    .cacert = clues->options->cacert,
	    .plain = clues->options->plain,
	};
	struct buf token = BUF_INIT;
	struct buf header = BUF_INIT;
	enum err err;

	options.retry_ns = clues->options->retry_ns ? clues->options->retry_ns
						    : config->retry_ns;
	if (!options.retry_ns)
		options.retry_ns = PUBLISHING_RETRY_NS;
	make_room(&token);
	make_room(&header);
	err = find_token(publisher, config, &token);
	buf_puts(&header, publisher->token_header);
	buf_puts(&header, buf_text(&token));
	if (!err)
		err = buf_err(&header);
	for (; publisher->headers[count]; count++)
		headers[count] = publisher->headers[count];
	headers[count] = buf_text(&header);
	if (!err)
		err = http_open(&place->http, &options);
	wipe(&token);
	wipe(&header);
	return err;
}

/* ---- both ---- */

enum err
place_open(struct place *place, const struct place_clues *clues,
    const struct config_publish *config)
{
	const struct publishing_options *options = clues->options;
	enum err err;

	*place = (struct place){.publisher = publisher_find(config->to)};
	if (!place->publisher)
		return err_fail(ERR_USAGE,
		    "--to %s: no such place; github, gitlab or gitea was "
		    "expected",
		    config->to);
	place->context =
	    first_of(options->context, config->context, "tidemark");
	err = find_place(place, clues, config);
	if (err)
		return err;
	place->to = (struct destination){
	    .api = place->api,
	    .repository = place->repository,
	    .request =
		options->request ? options->request : clues->event->number,
	    .status = config->status,
	    .check_run = config->check_run,
	    .comment = config->comment,
	};
	err = check_place(place, options);
	if (err || options->dry_run)
		return err;
	return open_http(place, clues, config);
}

void
place_close(struct place *place)
{
	http_close(place->http);
	free(place->api);
	free(place->repository);
}
