#include "ci/http_origin.h"

#include <curl/curl.h>
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "ci/http.h"

void
http_origin_release(struct http_origin *origin)
{
	curl_free(origin->scheme);
	curl_free(origin->host);
	curl_free(origin->port);
	*origin = (struct http_origin){NULL, NULL, NULL};
}

enum err
http_origin_find(struct http_origin *out, const char *url)
{
	CURLU *parsed = curl_url();
	char *user = NULL;
	bool sound;

	*out = (struct http_origin){NULL, NULL, NULL};
	if (!parsed)
		return err_fail(ERR_NOMEM, "out of memory");
	sound =
	    !curl_url_set(parsed, CURLUPART_URL, url, 0) &&
	    !curl_url_get(parsed, CURLUPART_SCHEME, &out->scheme, 0) &&
	    !curl_url_get(parsed, CURLUPART_HOST, &out->host, 0) &&
	    !curl_url_get(
		parsed, CURLUPART_PORT, &out->port, CURLU_DEFAULT_PORT) &&
	    (strcmp(out->scheme, "https") == 0 ||
		strcmp(out->scheme, "http") == 0) &&
	    curl_url_get(parsed, CURLUPART_USER, &user, 0) == CURLUE_NO_USER;
	curl_free(user);
	curl_url_cleanup(parsed);
	if (sound)
		return ERR_OK;
	http_origin_release(out);
	return err_fail(ERR_USAGE,
	    "the address of an API was expected, https://HOST..., without a "
	    "user or a password");
}

bool
http_origin_equal(const struct http_origin *a, const struct http_origin *b)
{
	return strcmp(a->scheme, b->scheme) == 0 &&
	       strcasecmp(a->host, b->host) == 0 &&
	       strcmp(a->port, b->port) == 0;
}

/* Names that no resolver is asked for, and addresses. */
static bool
is_loopback(const char *host)
{
	unsigned last[3];
	char rest;

	return strcasecmp(host, "localhost") == 0 ||
	       strcmp(host, "[::1]") == 0 ||
	       sscanf(host, "127.%3u.%3u.%3u%c", &last[0], &last[1], &last[2],
		   &rest) == 3;
}

enum err
http_origin_check(const struct http_origin *origin, bool plain)
{
	if (plain || strcmp(origin->scheme, "https") == 0 ||
	    is_loopback(origin->host))
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "http://%s: a token would be sent unencrypted; https:// was "
	    "expected, or --insecure-http",
	    origin->host);
}

enum err
http_check_url(const char *url, bool plain)
{
	struct http_origin origin;
	enum err err = http_origin_find(&origin, url);

	if (!err)
		err = http_origin_check(&origin, plain);
	http_origin_release(&origin);
	return err;
}

void
http_escape(struct buf *out, const char *text)
{
	char *escaped = curl_easy_escape(NULL, text, (int)strlen(text));

	if (escaped)
		buf_puts(out, escaped);
	else
		out->failed = true;
	curl_free(escaped);
}
