/* event_read: what CI says about why it runs us. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <stdio.h>
#include <string.h>

#include "runner/event.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct event event;

static void
setup(void)
{
	char *path;

	fixture_init(&fx);
	unsetenv("GITLAB_CI");
	path = fixture_path(&fx, "event.json");
	setenv("GITHUB_EVENT_PATH", path, 1);
	free(path);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(event, .init = setup, .fini = teardown);

static enum err
read_event(const char *name, const char *text)
{
	setenv("GITHUB_EVENT_NAME", name, 1);
	fixture_write(fx.root, "event.json", text);
	memset(&event, 'x', sizeof event);
	return event_read(&event);
}

static void
expect_empty(void)
{
	cr_expect(not(event.pull_request));
	cr_expect(not(event.foreign));
	cr_expect(eq(u64, event.number, 0));
	cr_expect(eq(str, event.base_ref, ""));
	cr_expect(eq(str, event.base_sha, ""));
	cr_expect(eq(str, event.head_sha, ""));
	cr_expect(eq(str, event.before, ""));
	cr_expect(eq(str, event.default_branch, ""));
}

static const char request[] =
    "{\"pull_request\": {\"number\": 7, "
    "\"head\": {\"ref\": \"topic\", \"sha\": \"abc\"}, "
    "\"base\": {\"ref\": \"main\", \"sha\": \"def\"}}, "
    "\"before\": \"0\"}";

Test(event, a_pull_request_has_a_head_and_a_base)
{
	static const char *const names[] = {
	    "pull_request", "pull_request_target", "pull_request_review"};

	for (int i = 0; i < 3; i++) {
		cr_assert(eq(int, read_event(names[i], request), ERR_OK));
		cr_expect(event.pull_request);
		expect_text(event.head_sha, "abc");
		expect_text(event.base_ref, "main");
		expect_text(event.base_sha, "def");
		expect_text(event.before, "");
	}
}

Test(event, a_push_has_a_before)
{
	cr_assert(eq(int,
	    read_event("push", "{\"before\": \"abc\", \"after\": \"def\"}"),
	    ERR_OK));
	cr_expect(not(event.pull_request));
	expect_text(event.before, "abc");
	expect_text(event.head_sha, "");
}

Test(event, other_kinds_say_nothing)
{
	cr_assert(eq(int, read_event("schedule", request), ERR_OK));
	expect_empty();
	cr_assert(eq(int, read_event("push", request), ERR_OK));
	cr_expect(not(event.pull_request));
}

Test(event, any_kind_names_the_default_branch)
{
	cr_assert(eq(int,
	    read_event("schedule",
		"{\"repository\": {\"default_branch\": \"trunk\"}}"),
	    ERR_OK));
	expect_text(event.default_branch, "trunk");
}

Test(event, without_its_variables_there_is_none)
{
	cr_assert(eq(int, read_event("pull_request", request), ERR_OK));
	unsetenv("GITHUB_EVENT_NAME");
	cr_assert(eq(int, event_read(&event), ERR_OK));
	expect_empty();
	setenv("GITHUB_EVENT_NAME", "pull_request", 1);
	setenv("GITHUB_EVENT_PATH", "", 1);
	cr_assert(eq(int, event_read(&event), ERR_OK));
	expect_empty();
}

Test(event, parts_of_another_type_are_empty)
{
	cr_assert(eq(int,
	    read_event("pull_request",
		"{\"pull_request\": {\"head\": 5, \"base\": {\"ref\": [], "
		"\"sha\": null}}}"),
	    ERR_OK));
	cr_expect(event.pull_request);
	expect_text(event.head_sha, "");
	expect_text(event.base_ref, "");
	expect_text(event.base_sha, "");
	cr_assert(eq(int, read_event("push", "[]"), ERR_OK));
	expect_empty();
}

Test(event, a_name_too_long_is_none_rather_than_another)
{
	char text[512] = "{\"before\": \"";

	memset(text + strlen(text), 'a', EVENT_NAME_SIZE);
	strcat(text, "\"}");
	cr_assert(eq(int, read_event("push", text), ERR_OK));
	expect_text(event.before, "");
}

Test(event, what_cannot_be_read_names_the_variable)
{
	cr_expect(eq(int, read_event("push", "{\"before\": "), ERR_USAGE));
	expect_error("GITHUB_EVENT_PATH: ");
	setenv("GITHUB_EVENT_PATH", "/no/such/event.json", 1);
	cr_expect(eq(int, event_read(&event), ERR_USAGE));
	expect_error("/no/such/event.json");
}

static bool
is_foreign(const char *head, const char *base)
{
	char text[512];

	snprintf(text, sizeof text,
	    "{\"pull_request\": {\"head\": {\"sha\": \"a\", \"repo\": %s}, "
	    "\"base\": {\"sha\": \"b\", \"repo\": %s}}}",
	    head, base);
	cr_assert(eq(int, read_event("pull_request", text), ERR_OK));
	return event.foreign;
}

/* A fork that was deleted is null; an event that tells nothing is not trusted.
 */
Test(event, a_pull_request_from_another_repository_is_foreign)
{
	cr_expect(not(is_foreign(
	    "{\"full_name\": \"team/p\"}", "{\"full_name\": \"team/p\"}")));
	cr_expect(is_foreign(
	    "{\"full_name\": \"other/p\"}", "{\"full_name\": \"team/p\"}"));
	cr_expect(is_foreign("null", "{\"full_name\": \"team/p\"}"));
	cr_expect(is_foreign("{}", "{}"));
}

/* ---- GitLab ---- */

static void
setup_gitlab(void)
{
	setenv("GITLAB_CI", "true", 1);
	setenv("CI_DEFAULT_BRANCH", "trunk", 1);
	setenv("CI_COMMIT_SHA", "aaa", 1);
	setenv("CI_COMMIT_BEFORE_SHA", "bbb", 1);
}

TestSuite(event_gitlab, .init = setup_gitlab);

Test(event_gitlab, a_push_has_what_was_before)
{
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(not(event.pull_request));
	cr_expect(eq(str, event.before, "bbb"));
	cr_expect(eq(str, event.default_branch, "trunk"));
}

Test(event_gitlab, a_merge_request_has_a_head_and_a_base)
{
	setenv("CI_MERGE_REQUEST_IID", "12", 1);
	setenv("CI_MERGE_REQUEST_TARGET_BRANCH_NAME", "main", 1);
	setenv("CI_MERGE_REQUEST_DIFF_BASE_SHA", "ccc", 1);
	setenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "1", 1);
	setenv("CI_MERGE_REQUEST_PROJECT_ID", "1", 1);
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(event.pull_request);
	cr_expect(eq(u64, event.number, 12));
	cr_expect(eq(str, event.base_ref, "main"));
	cr_expect(eq(str, event.base_sha, "ccc"));
	cr_expect(eq(str, event.head_sha, "aaa"));
	cr_expect(not(event.foreign));
	cr_expect(eq(str, event.before, ""));
}

Test(event_gitlab, of_merged_results_the_head_is_the_requests)
{
	setenv("CI_MERGE_REQUEST_IID", "12", 1);
	setenv("CI_MERGE_REQUEST_SOURCE_BRANCH_SHA", "ddd", 1);
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(eq(str, event.head_sha, "ddd"));
}

Test(event_gitlab, a_fork_is_another_project_or_one_that_is_not_named)
{
	setenv("CI_MERGE_REQUEST_IID", "12", 1);
	setenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID", "2", 1);
	setenv("CI_MERGE_REQUEST_PROJECT_ID", "1", 1);
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(event.foreign);
	unsetenv("CI_MERGE_REQUEST_SOURCE_PROJECT_ID");
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(event.foreign);
}

Test(event_gitlab, a_number_that_is_none_is_no_request)
{
	setenv("CI_MERGE_REQUEST_IID", "0; rm", 1);
	cr_assert(eq(int, event_read(&event), ERR_OK));
	cr_expect(not(event.pull_request));
}
