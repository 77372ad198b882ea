#include "ci/http_try.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/clock.h"

#define WAIT_FIRST_NS (CLOCK_NS_PER_S / 4)
#define WAIT_LAST_NS (30 * CLOCK_NS_PER_S)
/* A server that asks for longer is as good as down. */
#define WAIT_ASKED_S_MAX INT64_C(86400)

bool
http_is_limited(const struct http_try *one)
{
	/* "Rate limits for the REST API", docs.github.com: 403 or 429, with
	 * retry-after (secondary limits) or x-ratelimit-remaining: 0. */
	if (one->end != HTTP_ANSWERED)
		return false;
	return one->status == 429 ||
	       (one->status == 403 &&
		   (one->retry_after_s >= 0 || one->limit_remaining == 0));
}

static bool
may_come_again(const struct http_try *one, bool repeatable)
{
	switch (one->end) {
	case HTTP_UNSENT:
		return true;
	case HTTP_LOST:
		return repeatable;
	case HTTP_ANSWERED:
		return http_is_limited(one) ||
		       (repeatable && one->status >= 500);
	default:
		return false;
	}
}

static int64_t
wait_of(
    const struct http_try *one, unsigned tries, int64_t now_s, struct rng *rng)
{
	int64_t wait = WAIT_FIRST_NS;
	int64_t asked_s = -1;

	while (tries-- && wait < WAIT_LAST_NS)
		wait *= 2;
	if (wait > WAIT_LAST_NS)
		wait = WAIT_LAST_NS;
	wait -= (int64_t)((double)wait / 2 * rng_unit(rng));
	if (one->end != HTTP_ANSWERED)
		return wait;
	if (one->retry_after_s >= 0)
		asked_s = one->retry_after_s;
	else if (one->limit_remaining == 0 && one->limit_reset_s > now_s)
		asked_s = one->limit_reset_s - now_s;
	if (asked_s > WAIT_ASKED_S_MAX)
		asked_s = WAIT_ASKED_S_MAX;
	/* All who were sent away come back at that second. */
	return asked_s >= 0 ? asked_s * CLOCK_NS_PER_S +
				  (int64_t)(rng_unit(rng) * WAIT_FIRST_NS)
			    : wait;
}

enum http_next
http_after(const struct http_try *one, bool repeatable, unsigned tries,
    int64_t left_ns, int64_t now_s, struct rng *rng, int64_t *wait_ns)
{
	*wait_ns = 0;
	if (!may_come_again(one, repeatable)) {
		bool unknown = one->end != HTTP_ANSWERED || one->status >= 500;

		return unknown ? HTTP_GIVE_UP : HTTP_DONE;
	}
	*wait_ns = wait_of(one, tries, now_s, rng);
	return *wait_ns <= left_ns ? HTTP_AGAIN : HTTP_GIVE_UP;
}

/* ---- headers ---- */

/* The value of the header `name`, or NULL; *len is its length. */
static const char *
value_of(const char *line, size_t *len, const char *name)
{
	size_t n = strlen(name);
	const char *end = line + *len;

	if (*len <= n || line[n] != ':' || strncasecmp(line, name, n) != 0)
		return NULL;
	line += n + 1;
	while (line < end && (*line == ' ' || *line == '\t'))
		line++;
	*len = (size_t)(end - line);
	return line;
}

static void
take_seconds(int64_t *out, const char *value, size_t len)
{
	char text[20] = "";
	char *end;
	long long number;

	if (!len || len >= sizeof text)
		return;
	memcpy(text, value, len);
	number = strtoll(text, &end, 10);
	if (!*end && number >= 0)
		*out = number;
}

/* <https://...?page=2>; rel="next", <...>; rel="last" */
static void
take_link(struct buf *out, const char *value, size_t len)
{
	const char *end = value + len;

	while (value < end) {
		const char *open = memchr(value, '<', (size_t)(end - value));
		const char *close =
		    open ? memchr(open, '>', (size_t)(end - open)) : NULL;
		const char *next;

		if (!close)
			return;
		next = memchr(close, '<', (size_t)(end - close));
		if (!next)
			next = end;
		if (memmem(close, (size_t)(next - close), "rel=\"next\"", 10)) {
			buf_reset(out);
			buf_append(out, open + 1, (size_t)(close - open - 1));
			return;
		}
		value = next;
	}
}

void
http_take_header(struct http_try *one, struct http_answer *answer,
    const char *line, size_t len)
{
	static const struct {
		const char *name;
		size_t offset;
	} numbers[] = {
	    {"retry-after", offsetof(struct http_try, retry_after_s)},
	    {"x-ratelimit-remaining",
		offsetof(struct http_try, limit_remaining)},
	    {"x-ratelimit-reset", offsetof(struct http_try, limit_reset_s)},
	};
	const char *value;
	size_t rest;

	for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
		rest = len;
		value = value_of(line, &rest, numbers[i].name);
		if (value)
			take_seconds((int64_t *)(void *)((char *)one +
							 numbers[i].offset),
			    value, rest);
	}
	rest = len;
	value = value_of(line, &rest, "link");
	if (value)
		take_link(&answer->next, value, rest);
	rest = len;
	value = value_of(line, &rest, "x-accepted-github-permissions");
	if (value) {
		buf_reset(&answer->permissions);
		buf_append(&answer->permissions, value, rest);
	}
}
