/**
 * Requests to the API of a forge. ci/http*.c are the owners of curl.h.
 *
 * Certificates and host names are verified. A request goes over HTTPS, or over
 * plain HTTP to this machine. A handle talks to one scheme, host and port;
 * redirects to another are not followed, so that no other host sees the
 * headers. Proxies are those of the environment. What a server says is
 * untrusted: err_text() makes it fit to show, bodies are read strictly by who
 * asked.
 *
 * Sent again, within the time that all requests have for retries, is what no
 * server has taken: a connection that could not be made, 429, 403 of a rate
 * limit. A request that may be repeated is sent again after 5xx and a lost
 * connection, too. Waits double from a quarter of a second to half a minute,
 * each shortened by chance by up to a half; Retry-After and X-RateLimit-Reset
 * are waited for.
 */
#ifndef CI_HTTP_H
#define CI_HTTP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/** Larger answers are ERR_LIMIT. */
#define HTTP_ANSWER_BYTES_MAX ((size_t)8 * 1024 * 1024)

struct http;

struct http_options {
	/** Every request goes to its scheme, host and port, or nowhere. */
	const char *api;
	/** Lines of every request, "Name: value", ended by NULL. Copied, and
	 *  wiped with the handle; never in an error. */
	const char *const *headers;
	const char *cacert; /**< PEM file in place of the system's; NULL */
	bool plain; /**< plain HTTP to any host */
	int64_t retry_ns; /**< for what failed and the waits behind it */
};

/** @return ERR_USAGE for an API as http_check_url() has it, and for a header
 * with a control character; ERR_NOMEM */
enum err http_open(struct http **out, const struct http_options *options);
/** Have the whole time for retries again. */
void http_refill(struct http *http);

/** Takes NULL. */
void http_close(struct http *http);

/** Whether an API may be at `url`. `plain` allows plain HTTP to any host.
 *  @return ERR_USAGE; an address with a user or a password is not repeated */
enum err http_check_url(const char *url, bool plain);

/** Append `text` as it stands in an address, percent-encoded. */
void http_escape(struct buf *out, const char *text);

struct http_request {
	const char *method; /**< "GET", "POST", "PATCH", "DELETE" */
	const char *url;
	const char *body; /**< JSON; NULL for none */
	/** Done twice it has the effect of once. */
	bool repeatable;
};

/** All zero before the first use; http_answer_release(). */
struct http_answer {
	int status; /**< 200; 0: there was none */
	struct buf body;
	struct buf next; /**< address of the next page (RFC 8288), or empty */
	struct buf permissions; /**< X-Accepted-GitHub-Permissions */
	/** It may have been done although no answer says so. Of requests that
	 *  are not repeatable; an error was returned. */
	bool uncertain;
};

/**
 * Send one request until it is answered.
 * @return ERR_OK for an answer of any status but those that ask to come again;
 *         ERR_IO naming method, address and why, also where the address is not
 *         the API's; ERR_LIMIT; ERR_INTERRUPTED; ERR_NOMEM
 */
enum err http_send(struct http *http, const struct http_request *request,
    struct http_answer *answer);
void http_answer_release(struct http_answer *answer);

#endif
