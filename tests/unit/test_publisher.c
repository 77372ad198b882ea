/* What a publisher would send, shown in place of being sent. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ci/publisher.h"
#include "core/base/json.h"
#include "tests/support/report_fixtures.h"

static const char oid[] = "89abcdef0123456789abcdef0123456789abcdef";

static struct destination to = {
    .api = "https://api.example.org",
    .repository = "o/n",
    .request = 7,
    .status = true,
    .check_run = true,
    .comment = true,
};

static struct publication what;
static char *shown;
static struct json *requests[8];
static size_t count;
static size_t told;

static void
tell(void *ctx, const char *text)
{
	(void)ctx, (void)text;
	told++;
}

static void
publish_at(const char *publisher, const struct report *report,
    enum publication_state state)
{
	struct outbox outbox = {.tell = tell};
	size_t len = 0;
	enum err err;

	what = (struct publication){
	    .state = state,
	    .report = report,
	    .oid = oid,
	    .context = "speed/-- x",
	    .link = "https://ci.example.org/1",
	};
	outbox.show = open_memstream(&shown, &len);
	err = publisher_find(publisher)->publish(&outbox, &what, &to);
	fclose(outbox.show);
	cr_assert(eq(int, err, ERR_OK));
	for (char *line = strtok(shown, "\n"); line; line = strtok(NULL, "\n"))
		cr_assert(eq(int,
		    json_parse(&requests[count++], line, strlen(line), "line"),
		    ERR_OK));
	free(shown);
}

static void
publish(const struct report *report, enum publication_state state)
{
	publish_at("github", report, state);
}

static void
teardown(void)
{
	for (size_t i = 0; i < count; i++)
		json_free(requests[i]);
}

TestSuite(publisher, .fini = teardown);

static const char *
text_of(size_t i, const char *key)
{
	return json_get_text(json_get(requests[i], "body"), key);
}

Test(publisher, a_result_is_a_status_a_check_run_and_a_comment)
{
	const struct json *output;

	publish(report_fixture("regressed"), PUBLICATION_FAILURE);
	cr_assert(eq(sz, count, 3));
	cr_expect(eq(str, (char *)json_get_text(requests[0], "url"),
	    "https://api.example.org/repos/o/n/statuses/"
	    "89abcdef0123456789abcdef0123456789abcdef"));
	cr_expect(eq(str, (char *)text_of(0, "state"), "failure"));
	cr_expect(eq(str, (char *)text_of(0, "context"), "speed/-- x"));
	cr_expect(eq(
	    str, (char *)text_of(0, "target_url"), "https://ci.example.org/1"));
	cr_expect(eq(str, (char *)text_of(1, "conclusion"), "failure"));
	cr_expect(
	    eq(str, (char *)text_of(1, "external_id"), "tidemark/speed/-- x"));
	output = json_get(json_get(requests[1], "body"), "output");
	cr_expect(eq(sz, json_count(json_get(output, "annotations")), 2));
	cr_expect(eq(str, (char *)json_get_text(requests[2], "url"),
	    "https://api.example.org/repos/o/n/issues/7/comments"));
	cr_expect(strncmp(text_of(2, "body"),
		      "<!-- tidemark:speed%2F--%20x -->\n", 33) == 0);
}

Test(publisher, a_begin_has_no_comment)
{
	publish(NULL, PUBLICATION_PENDING);
	cr_assert(eq(sz, count, 2));
	cr_expect(eq(str, (char *)text_of(0, "state"), "pending"));
	cr_expect(eq(str, (char *)text_of(1, "status"), "in_progress"));
	cr_expect(text_of(1, "conclusion") == NULL);
}

Test(publisher, every_report_that_does_not_pass_fails)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		enum verdict verdict = report_overall(row->report);
		enum exit_code code = verdict_exit_code(verdict);

		publish(row->report, publication_state(code));
		cr_expect(eq(int, strcmp(text_of(0, "state"), "success") == 0,
			      code == EXIT_CODE_PASS),
		    "%s", row->name);
		cr_expect(
		    eq(int, strcmp(text_of(1, "conclusion"), "success") == 0,
			code == EXIT_CODE_PASS),
		    "%s", row->name);
		teardown();
		count = 0;
	}
}

static enum err
check_repository(const char *publisher, const char *repository)
{
	return publisher_check_repository(
	    publisher_find(publisher), repository);
}

Test(publisher, repositories_are_names_not_paths)
{
	static const char *const good[] = {"o/n", "a-b/c.d_e", "1/.github"};
	static const char *const bad[] = {"", "o", "/n", "o/", "o//n", "../n",
	    "o/..", "o/.", "o/n?x", "o /n", "o/n#", "o/\n", "o/n/.."};

	for (size_t i = 0; i < sizeof good / sizeof *good; i++)
		for (const struct publisher *row = publishers; row->name; row++)
			cr_expect(eq(
			    int, check_repository(row->name, good[i]), ERR_OK));
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		for (const struct publisher *row = publishers; row->name; row++)
			cr_expect(eq(int, check_repository(row->name, bad[i]),
				      ERR_USAGE),
			    "%s", bad[i]);
	cr_expect(eq(int, check_repository("github", "a/b/c"), ERR_USAGE));
	cr_expect(eq(int, check_repository("gitlab", "a/b/c"), ERR_OK));
}

Test(publisher, gitlab_has_a_status_and_a_note)
{
	publish_at("gitlab", report_fixture("regressed"), PUBLICATION_FAILURE);
	cr_assert(eq(sz, count, 2));
	cr_expect(eq(str, (char *)json_get_text(requests[0], "url"),
	    "https://api.example.org/projects/o%2Fn/statuses/"
	    "89abcdef0123456789abcdef0123456789abcdef"));
	cr_expect(eq(str, (char *)text_of(0, "state"), "failed"));
	cr_expect(eq(str, (char *)text_of(0, "name"), "speed/-- x"));
	cr_expect(eq(str, (char *)json_get_text(requests[1], "url"),
	    "https://api.example.org/projects/o%2Fn/merge_requests/7/notes"));
}

Test(publisher, gitlab_runs_while_it_is_pending)
{
	publish_at("gitlab", NULL, PUBLICATION_PENDING);
	cr_assert(eq(sz, count, 1));
	cr_expect(eq(str, (char *)text_of(0, "state"), "running"));
}

Test(publisher, gitea_has_a_status_and_a_comment)
{
	publish_at("gitea", report_fixture("regressed"), PUBLICATION_FAILURE);
	cr_assert(eq(sz, count, 2));
	cr_expect(eq(str, (char *)text_of(0, "state"), "failure"));
	cr_expect(eq(str, (char *)json_get_text(requests[1], "url"),
	    "https://api.example.org/repos/o/n/issues/7/comments"));
}

Test(publisher, an_unknown_place_is_none)
{
	cr_expect(publisher_find("nowhere") == NULL);
}
