/* When a request may be sent again, and what an answer's headers say. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "ci/http_try.h"
#include "core/base/clock.h"

#define NOW INT64_C(1700000000)
#define LONG (600 * CLOCK_NS_PER_S)

static struct http_try
answered(int status)
{
	return (struct http_try){
	    .end = HTTP_ANSWERED,
	    .status = status,
	    .retry_after_s = -1,
	    .limit_remaining = -1,
	    .limit_reset_s = -1,
	};
}

static struct http_try
ended(enum http_end end)
{
	struct http_try one = answered(0);

	one.end = end;
	return one;
}

static int64_t wait_ns;

static enum http_next
after(struct http_try one, bool repeatable, unsigned tries, int64_t left_ns)
{
	struct rng rng;

	rng_seed(&rng, tries + 1);
	return http_after(
	    &one, repeatable, tries, left_ns, NOW, &rng, &wait_ns);
}

Test(http_try, an_answer_is_the_callers)
{
	static const int statuses[] = {
	    200, 201, 204, 301, 400, 401, 403, 404, 422};

	for (size_t i = 0; i < sizeof statuses / sizeof *statuses; i++) {
		cr_expect(eq(int, after(answered(statuses[i]), true, 0, LONG),
		    HTTP_DONE));
		cr_expect(eq(int, after(answered(statuses[i]), false, 0, LONG),
		    HTTP_DONE));
	}
}

Test(http_try, what_was_not_sent_is_sent_again)
{
	cr_expect(
	    eq(int, after(ended(HTTP_UNSENT), false, 0, LONG), HTTP_AGAIN));
	cr_expect(
	    eq(int, after(ended(HTTP_UNSENT), true, 0, LONG), HTTP_AGAIN));
}

Test(http_try, what_may_have_arrived_only_where_twice_is_once)
{
	cr_expect(eq(int, after(ended(HTTP_LOST), true, 0, LONG), HTTP_AGAIN));
	cr_expect(
	    eq(int, after(ended(HTTP_LOST), false, 0, LONG), HTTP_GIVE_UP));
	cr_expect(eq(int, after(answered(502), true, 0, LONG), HTTP_AGAIN));
	cr_expect(eq(int, after(answered(502), false, 0, LONG), HTTP_GIVE_UP));
}

Test(http_try, a_bad_certificate_stays_one)
{
	cr_expect(
	    eq(int, after(ended(HTTP_REFUSED), true, 0, LONG), HTTP_GIVE_UP));
	cr_expect(
	    eq(int, after(ended(HTTP_TOO_LARGE), true, 0, LONG), HTTP_GIVE_UP));
	cr_expect(
	    eq(int, after(ended(HTTP_STOPPED), true, 0, LONG), HTTP_GIVE_UP));
}

Test(http_try, waits_double_up_to_half_a_minute)
{
	int64_t most = CLOCK_NS_PER_S / 4;

	for (unsigned tries = 0; tries < 12; tries++) {
		cr_assert(eq(
		    int, after(answered(503), true, tries, LONG), HTTP_AGAIN));
		cr_expect(le(i64, wait_ns, most));
		cr_expect(ge(i64, wait_ns, most / 2));
		most = most * 2 > 30 * CLOCK_NS_PER_S ? 30 * CLOCK_NS_PER_S
						      : most * 2;
	}
}

Test(http_try, retry_after_is_waited_for)
{
	struct http_try one = answered(429);

	one.retry_after_s = 7;
	cr_assert(eq(int, after(one, false, 0, LONG), HTTP_AGAIN));
	cr_expect(ge(i64, wait_ns, 7 * CLOCK_NS_PER_S));
	cr_expect(lt(i64, wait_ns, 8 * CLOCK_NS_PER_S));
}

Test(http_try, a_403_is_a_limit_only_where_it_says_so)
{
	struct http_try one = answered(403);

	cr_expect(eq(int, after(one, true, 0, LONG), HTTP_DONE));
	one.limit_remaining = 12;
	cr_expect(eq(int, after(one, true, 0, LONG), HTTP_DONE));
	one.limit_remaining = 0;
	one.limit_reset_s = NOW + 20;
	cr_assert(eq(int, after(one, false, 0, LONG), HTTP_AGAIN));
	cr_expect(ge(i64, wait_ns, 20 * CLOCK_NS_PER_S));
	cr_expect(lt(i64, wait_ns, 21 * CLOCK_NS_PER_S));
}

Test(http_try, a_wait_beyond_the_time_is_none)
{
	struct http_try one = answered(429);

	one.retry_after_s = 3600;
	cr_expect(eq(int, after(one, true, 0, LONG), HTTP_GIVE_UP));
	cr_expect(eq(int, after(answered(500), true, 3, CLOCK_NS_PER_S / 10),
	    HTTP_GIVE_UP));
}

static struct http_try
headers(struct http_answer *answer, const char *line)
{
	struct http_try one = answered(200);

	http_take_header(&one, answer, line, strlen(line));
	return one;
}

Test(http_try, headers_are_read_whatever_their_case)
{
	struct http_answer answer = {.status = 0};

	cr_expect(
	    eq(i64, headers(&answer, "Retry-After: 30").retry_after_s, 30));
	cr_expect(eq(i64,
	    headers(&answer, "x-ratelimit-remaining:0").limit_remaining, 0));
	cr_expect(eq(i64,
	    headers(&answer, "X-RateLimit-Reset: 1700000020").limit_reset_s,
	    NOW + 20));
	cr_expect(eq(i64,
	    headers(&answer, "Retry-After: Fri, 31 Dec 1999 23:59:59 GMT")
		.retry_after_s,
	    -1));
	cr_expect(
	    eq(i64, headers(&answer, "Retry-After: -5").retry_after_s, -1));
	cr_expect(eq(i64,
	    headers(&answer, "Retry-After: 99999999999999999999999")
		.retry_after_s,
	    -1));
	http_answer_release(&answer);
}

Test(http_try, the_next_page_is_found_among_links)
{
	struct http_answer answer = {.status = 0};

	headers(&answer,
	    "link: <http://h/a?page=1>; rel=\"prev\", <http://h/a?page=3>; "
	    "rel=\"next\", <http://h/a?page=9>; rel=\"last\"");
	cr_expect(eq(str, (char *)buf_text(&answer.next), "http://h/a?page=3"));
	http_answer_release(&answer);
	headers(&answer, "Link: <http://h/a?page=9>; rel=\"last\"");
	cr_expect(eq(sz, answer.next.len, 0));
	headers(&answer, "Link: <http://h/a?page=9; rel=\"next\"");
	cr_expect(eq(sz, answer.next.len, 0));
	headers(&answer, "Link:");
	cr_expect(eq(sz, answer.next.len, 0));
	http_answer_release(&answer);
}

Test(http_try, the_missing_permission_is_kept)
{
	struct http_answer answer = {.status = 0};

	headers(&answer, "X-Accepted-GitHub-Permissions: statuses=write");
	cr_expect(
	    eq(str, (char *)buf_text(&answer.permissions), "statuses=write"));
	http_answer_release(&answer);
}

/* ---- addresses ---- */

Test(http_url, tokens_go_over_tls_or_to_this_machine)
{
	static const char *const good[] = {"https://api.example.org",
	    "https://h:8443/api/v3", "http://127.0.0.1:81", "http://localhost",
	    "http://[::1]:8080/x"};
	static const char *const bad[] = {"http://example.org",
	    "http://127.0.0.1.example.org", "http://10.0.0.1",
	    "ftp://example.org", "file:///etc/passwd", "", "api.example.org",
	    "https://user:pass@example.org", "https://user@example.org"};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		cr_expect(eq(int, http_check_url(good[i], false), ERR_OK), "%s",
		    good[i]);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(eq(int, http_check_url(bad[i], false), ERR_USAGE),
		    "%s", bad[i]);
	cr_expect(eq(int, http_check_url("http://10.0.0.1", true), ERR_OK));
	http_check_url("https://user:pass@example.org", true);
	cr_expect(strstr(err_text(), "pass@") == NULL);
}

Test(http_url, a_token_with_a_line_break_is_no_header)
{
	static const char *const headers[] = {
	    "Authorization: Bearer a\r\nX-Other: b", NULL};
	const struct http_options options = {
	    .api = "https://h", .headers = headers};
	struct http *http = NULL;

	cr_expect(eq(int, http_open(&http, &options), ERR_USAGE));
	cr_expect(http == NULL);
	cr_expect(strstr(err_text(), "Bearer") == NULL);
}
