/** Private to ci/http*.c: one try of a request, and when the next may come. */
#ifndef CI_HTTP_TRY_H
#define CI_HTTP_TRY_H

#include <stdbool.h>
#include <stdint.h>

#include "ci/http.h"
#include "core/base/rng.h"

/** How a try ended. */
enum http_end {
	HTTP_ANSWERED, /**< in `status` */
	HTTP_UNSENT, /**< no byte of the request left */
	HTTP_LOST, /**< it may have arrived */
	HTTP_REFUSED, /**< trying again is of no use: certificate, address */
	HTTP_TOO_LARGE,
	HTTP_STOPPED /**< by a signal */
};

#define HTTP_REASON_SIZE 256

struct http_try {
	enum http_end end;
	int status;
	char reason[HTTP_REASON_SIZE]; /**< where it was not answered */
	/* what the answer's headers said; below 0: nothing */
	int64_t retry_after_s;
	int64_t limit_remaining;
	int64_t limit_reset_s; /**< a date */
};

/** What is to be done after a try. */
enum http_next {
	HTTP_DONE, /**< the answer is the caller's */
	HTTP_AGAIN,
	HTTP_GIVE_UP
};

/** Whether the server refused it for coming too often. */
bool http_is_limited(const struct http_try *one);

/**
 * @param tries before it, from 0
 * @param left_ns of the time for retries; a wait beyond it is HTTP_GIVE_UP
 * @param now_s today's date in seconds
 * @param[out] wait_ns of HTTP_AGAIN, and what would have been needed
 */
enum http_next http_after(const struct http_try *one, bool repeatable,
    unsigned tries, int64_t left_ns, int64_t now_s, struct rng *rng,
    int64_t *wait_ns);

/** Take one header line of an answer, `len` bytes without an end. */
void http_take_header(struct http_try *one, struct http_answer *answer,
    const char *line, size_t len);

#endif
