/** Private to ci/http*.c: scheme, host and port of an address. */
#ifndef CI_HTTP_ORIGIN_H
#define CI_HTTP_ORIGIN_H

#include <stdbool.h>

#include "core/base/err.h"

/** http_origin_release(). */
struct http_origin {
	char *scheme;
	char *host;
	char *port;
};

/** @return ERR_USAGE for an address that is not an API's: not of HTTP, or with
 * a user in it; ERR_NOMEM */
enum err http_origin_find(struct http_origin *out, const char *url);
void http_origin_release(struct http_origin *origin);

bool http_origin_equal(
    const struct http_origin *a, const struct http_origin *b);

/** Whether a token may go there: over TLS, to this machine, or with `plain`
 * over plain HTTP. @return ERR_USAGE */
enum err http_origin_check(const struct http_origin *origin, bool plain);

#endif
