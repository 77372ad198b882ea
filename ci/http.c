#include "ci/http.h"

#include <curl/curl.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/http_origin.h"
#include "ci/http_try.h"
#include "core/base/clock.h"
#include "core/base/interrupt.h"
#include "core/base/text.h"

#define CONNECT_MS 10000L
#define WHOLE_MS 60000L
#define REDIRECTS_MAX 5

struct http {
	CURL *curl;
	struct curl_slist *headers;
	struct http_origin origin;
	char *cacert;
	int64_t retry_ns;
	int64_t left_ns; /* of it */
	struct rng rng;
};

/* ---- the handle ---- */

static enum err
add_header(struct http *http, const char *line)
{
	struct curl_slist *list;

	for (const char *at = line; *at; at++)
		if (text_control_len(at, ""))
			return err_fail(ERR_USAGE,
			    "a token of visible characters was expected, not "
			    "one with a line break or a control character");
	list = curl_slist_append(http->headers, line);
	if (!list)
		return err_fail(ERR_NOMEM, "out of memory");
	http->headers = list;
	return ERR_OK;
}

static enum err
prepare(struct http *http, const struct http_options *options)
{
	enum err err = http_origin_find(&http->origin, options->api);

	if (!err)
		err = http_origin_check(&http->origin, options->plain);
	if (!err)
		err = add_header(http, "Content-Type: application/json");
	/* No round trip before a body, and no server that waits for it. */
	if (!err)
		err = add_header(http, "Expect:");
	for (size_t i = 0; !err && options->headers[i]; i++)
		err = add_header(http, options->headers[i]);
	if (err)
		return err;
	http->curl = curl_easy_init();
	if (options->cacert)
		http->cacert = strdup(options->cacert);
	if (!http->curl || (options->cacert && !http->cacert))
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

enum err
http_open(struct http **out, const struct http_options *options)
{
	struct http *http = calloc(1, sizeof *http);
	enum err err;

	if (!http)
		return err_fail(ERR_NOMEM, "out of memory");
	if (curl_global_init(CURL_GLOBAL_DEFAULT) != CURLE_OK) {
		free(http);
		return err_fail(ERR_NOMEM, "libcurl cannot be initialized");
	}
	http->retry_ns = options->retry_ns;
	http_refill(http);
	rng_seed(&http->rng, rng_entropy());
	err = prepare(http, options);
	if (err) {
		http_close(http);
		return err;
	}
	*out = http;
	return ERR_OK;
}

void
http_refill(struct http *http)
{
	http->left_ns = http->retry_ns;
}

void
http_close(struct http *http)
{
	if (!http)
		return;
	curl_easy_cleanup(http->curl);
	for (struct curl_slist *line = http->headers; line; line = line->next)
		explicit_bzero(line->data, strlen(line->data));
	curl_slist_free_all(http->headers);
	http_origin_release(&http->origin);
	free(http->cacert);
	free(http);
	curl_global_cleanup();
}

/* ---- one try ---- */

struct exchange {
	struct http_answer *answer;
	struct http_try *one;
	bool too_large;
};

static size_t
take_body(char *data, size_t size, size_t count, void *ctx)
{
	struct exchange *exchange = ctx;
	struct buf *body = &exchange->answer->body;
	size_t len = size * count;

	if (len > HTTP_ANSWER_BYTES_MAX - body->len) {
		exchange->too_large = true;
		return 0;
	}
	buf_append(body, data, len);
	return len;
}

static size_t
take_header(char *data, size_t size, size_t count, void *ctx)
{
	struct exchange *exchange = ctx;
	size_t len = size * count;

	while (len && (data[len - 1] == '\n' || data[len - 1] == '\r'))
		len--;
	http_take_header(exchange->one, exchange->answer, data, len);
	return size * count;
}

static int
stop_at_signal(void *ctx, curl_off_t down_all, curl_off_t down,
    curl_off_t up_all, curl_off_t up)
{
	(void)ctx, (void)down_all, (void)down, (void)up_all, (void)up;
	return interrupt_signal() != 0;
}

static enum http_end
end_of(CURL *curl, CURLcode code, const struct exchange *exchange)
{
	curl_off_t sent = 0;
	double connected = 0;

	switch (code) {
	case CURLE_OK:
		return HTTP_ANSWERED;
	case CURLE_ABORTED_BY_CALLBACK:
		return HTTP_STOPPED;
	case CURLE_WRITE_ERROR:
		return exchange->too_large ? HTTP_TOO_LARGE : HTTP_REFUSED;
	case CURLE_COULDNT_RESOLVE_HOST:
	case CURLE_COULDNT_RESOLVE_PROXY:
	case CURLE_COULDNT_CONNECT:
	case CURLE_SSL_CONNECT_ERROR:
		return HTTP_UNSENT;
	case CURLE_SEND_ERROR:
	case CURLE_RECV_ERROR:
	case CURLE_GOT_NOTHING:
	case CURLE_PARTIAL_FILE:
	case CURLE_HTTP2:
	case CURLE_HTTP2_STREAM:
	case CURLE_WEIRD_SERVER_REPLY:
		return HTTP_LOST;
	case CURLE_OPERATION_TIMEDOUT:
		curl_easy_getinfo(curl, CURLINFO_PRETRANSFER_TIME, &connected);
		curl_easy_getinfo(curl, CURLINFO_SIZE_UPLOAD_T, &sent);
		return connected > 0 || sent > 0 ? HTTP_LOST : HTTP_UNSENT;
	default:
		return HTTP_REFUSED;
	}
}

static void
set_options(struct http *http, const struct http_request *request,
    const char *url, struct exchange *exchange, char *error)
{
	CURL *curl = http->curl;

	/* What was set for the request before is forgotten, its connection
	 * kept. */
	curl_easy_reset(curl);
	curl_easy_setopt(curl, CURLOPT_URL, url);
#if LIBCURL_VERSION_NUM >= 0x075500
	curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, "http,https");
#else
	curl_easy_setopt(
	    curl, CURLOPT_PROTOCOLS, CURLPROTO_HTTP | CURLPROTO_HTTPS);
#endif
	curl_easy_setopt(curl, CURLOPT_CUSTOMREQUEST, request->method);
	if (request->body) {
		curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE,
		    (curl_off_t)strlen(request->body));
		curl_easy_setopt(curl, CURLOPT_POSTFIELDS, request->body);
	}
	curl_easy_setopt(curl, CURLOPT_HTTPHEADER, http->headers);
	curl_easy_setopt(curl, CURLOPT_USERAGENT, "tidemark/" TIDEMARK_VERSION);
	if (http->cacert)
		curl_easy_setopt(curl, CURLOPT_CAINFO, http->cacert);
	/* On a connection that it has used before libcurl sends a request again
	 * that was not answered, whether it arrived or not. */
	if (!request->repeatable)
		curl_easy_setopt(curl, CURLOPT_FRESH_CONNECT, 1L);
	curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
	curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, CONNECT_MS);
	curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, WHOLE_MS);
	curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, error);
	curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, take_body);
	curl_easy_setopt(curl, CURLOPT_WRITEDATA, exchange);
	curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, take_header);
	curl_easy_setopt(curl, CURLOPT_HEADERDATA, exchange);
	curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
	curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, stop_at_signal);
}

static void
try_once(struct http *http, const struct http_request *request, const char *url,
    struct http_answer *answer, struct http_try *one)
{
	struct exchange exchange = {.answer = answer, .one = one};
	char error[CURL_ERROR_SIZE] = "";
	CURLcode code;
	long status = 0;

	buf_reset(&answer->body);
	buf_reset(&answer->next);
	buf_reset(&answer->permissions);
	*one = (struct http_try){
	    .retry_after_s = -1, .limit_remaining = -1, .limit_reset_s = -1};
	set_options(http, request, url, &exchange, error);
	code = curl_easy_perform(http->curl);
	curl_easy_getinfo(http->curl, CURLINFO_RESPONSE_CODE, &status);
	one->end = end_of(http->curl, code, &exchange);
	if (one->end == HTTP_ANSWERED)
		one->status = (int)status;
	snprintf(one->reason, sizeof one->reason, "%s",
	    *error ? error : curl_easy_strerror(code));
	curl_easy_setopt(http->curl, CURLOPT_ERRORBUFFER, NULL);
}

/* ---- until it is answered ---- */

static enum err
fail_final(const struct http_request *request, const char *url,
    const struct http_try *one, unsigned tries, int64_t wait_ns)
{
	char wait[32];

	clock_humane(wait_ns, wait, sizeof wait);
	switch (one->end) {
	case HTTP_STOPPED:
		return interrupt_check();
	case HTTP_TOO_LARGE:
		return err_fail(ERR_LIMIT,
		    "%s %s: an answer of at most %zu MiB was expected",
		    request->method, url, HTTP_ANSWER_BYTES_MAX >> 20);
	case HTTP_ANSWERED:
		if (http_is_limited(one))
			return err_fail(ERR_IO,
			    "%s %s: status %d, a rate limit that asks to wait "
			    "%s, longer than --retry-for has left",
			    request->method, url, one->status, wait);
		return err_fail(ERR_IO, "%s %s: status %d after %u %s",
		    request->method, url, one->status, tries + 1,
		    tries ? "tries" : "try");
	default:
		return err_fail(ERR_IO, "%s %s: %s after %u %s",
		    request->method, url, one->reason, tries + 1,
		    tries ? "tries" : "try");
	}
}

static enum err
wait_for(int64_t ns)
{
	struct pollfd signals = {.fd = interrupt_fd(), .events = POLLIN};

	/* poll() leaves out a descriptor below 0. */
	poll(&signals, 1, (int)(ns / CLOCK_NS_PER_MS) + 1);
	return interrupt_check();
}

static enum err
try_until(struct http *http, const struct http_request *request,
    const char *url, struct http_answer *answer)
{
	for (unsigned tries = 0;; tries++) {
		int64_t begun_ns = clock_monotonic_ns();
		struct http_try one;
		int64_t wait_ns;
		enum http_next next;
		enum err err;

		try_once(http, request, url, answer, &one);
		answer->status = one.status;
		next = http_after(&one, request->repeatable, tries,
		    http->left_ns, clock_wall_s(), &http->rng, &wait_ns);
		if (next == HTTP_DONE)
			return buf_err(&answer->body);
		if (next == HTTP_GIVE_UP) {
			answer->uncertain =
			    !request->repeatable &&
			    (one.end == HTTP_LOST || one.end == HTTP_STOPPED ||
				one.end == HTTP_TOO_LARGE || one.status >= 500);
			return fail_final(request, url, &one, tries, wait_ns);
		}
		err = wait_for(wait_ns);
		if (err)
			return err;
		http->left_ns -= clock_monotonic_ns() - begun_ns;
	}
}

static bool
is_redirect(int status)
{
	return status == 301 || status == 302 || status == 307 || status == 308;
}

static enum err
check_target(const struct http *http, const struct http_request *request,
    const char *url)
{
	struct http_origin origin;
	enum err err = http_origin_find(&origin, url);

	if (err == ERR_NOMEM)
		return err;
	if (err || !http_origin_equal(&origin, &http->origin))
		err = err_fail(ERR_IO,
		    "%s: the server names an address that is not at "
		    "%s://%s:%s: not followed",
		    request->method, http->origin.scheme, http->origin.host,
		    http->origin.port);
	http_origin_release(&origin);
	return err;
}

/* GitHub asks to repeat a request as it is at the address of a 301, 302 or 307
 * ("Best practices for using the REST API", docs.github.com). */
enum err
http_send(struct http *http, const struct http_request *request,
    struct http_answer *answer)
{
	char *url = strdup(request->url);
	enum err err = url ? check_target(http, request, url)
			   : err_fail(ERR_NOMEM, "out of memory");

	answer->status = 0;
	answer->uncertain = false;
	for (int hops = 0; !err; hops++) {
		char *target = NULL;

		err = try_until(http, request, url, answer);
		if (err || !is_redirect(answer->status))
			break;
		curl_easy_getinfo(http->curl, CURLINFO_REDIRECT_URL, &target);
		if (!target || hops == REDIRECTS_MAX) {
			err = err_fail(ERR_IO, "%s %s: redirected %s",
			    request->method, url,
			    target ? "too often" : "to nowhere");
			break;
		}
		target = strdup(target);
		free(url);
		url = target;
		err = url ? check_target(http, request, url)
			  : err_fail(ERR_NOMEM, "out of memory");
	}
	free(url);
	return err;
}

void
http_answer_release(struct http_answer *answer)
{
	buf_release(&answer->body);
	buf_release(&answer->next);
	buf_release(&answer->permissions);
}
