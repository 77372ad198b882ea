/* base_find: which two commits a check compares. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/base.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct repo *repo;
static struct base_pair pair;

/*
 * main:  one - two - three
 *              \
 * topic:        left - right     (checked out)
 */
static void
setup(void)
{
	static const char *const names[] = {"one", "two", "left", "right"};

	unsetenv("GITLAB_CI");
	unsetenv("GITHUB_EVENT_NAME");
	unsetenv("GITHUB_EVENT_PATH");
	fixture_init(&fx);
	for (int i = 0; i < 4; i++) {
		if (i == 2)
			fixture_git(
			    fx.repo, "checkout", "-q", "-b", "topic", NULL);
		fixture_commit(fx.repo, names[i]);
	}
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "three");
	fixture_git(fx.repo, "checkout", "-q", "topic", NULL);
	cr_assert(eq(int, repo_open(&repo, fx.repo), ERR_OK));
}

static void
teardown(void)
{
	repo_free(repo);
	fixture_release(&fx);
}

TestSuite(base, .init = setup, .fini = teardown);

/* The pair's subjects must be these. */
static void
finds(const char *head, const char *base, const char *head_subject,
    const char *base_subject)
{
	cr_assert(eq(int, base_find(repo, head, base, &pair), ERR_OK), "%s",
	    err_text());
	expect_text(pair.head.subject, head_subject);
	expect_text(pair.base.subject, base_subject);
}

static void
refuses(const char *head, const char *base, enum err code, const char *text)
{
	cr_expect(eq(int, base_find(repo, head, base, &pair), code));
	expect_error(text);
}

static void
is_called(const char *how)
{
	cr_expect(strncmp(pair.base_from, how, strlen(how)) == 0, "%s",
	    pair.base_from);
}

static void
config_comes_from(const char *revision)
{
	char *oid = fixture_git_text(fx.repo, "rev-parse", revision, NULL);

	expect_text(pair.config_commit.hex, oid);
	free(oid);
}

static void
event(const char *name, const char *text)
{
	char *path = fixture_path(&fx, "event.json");

	fixture_write(fx.root, "event.json", text);
	setenv("GITHUB_EVENT_NAME", name, 1);
	setenv("GITHUB_EVENT_PATH", path, 1);
	free(path);
}

/* The event of a request to merge a revision into main, as it was then. */
static void
request(const char *name, const char *head, const char *main_then)
{
	char *head_oid = fixture_git_text(fx.repo, "rev-parse", head, NULL);
	char *oid = fixture_git_text(fx.repo, "rev-parse", main_then, NULL);
	char text[512];

	snprintf(text, sizeof text,
	    "{\"pull_request\": {\"head\": {\"sha\": \"%s\"}, "
	    "\"base\": {\"ref\": \"main\", \"sha\": \"%s\"}}}",
	    head_oid, oid);
	event(name, text);
	free(head_oid);
	free(oid);
}

/* The remote's branch is at a revision, as after a fetch. */
static void
fetched(const char *branch, const char *revision)
{
	char ref[64];

	snprintf(ref, sizeof ref, "refs/remotes/origin/%s", branch);
	fixture_git(fx.repo, "update-ref", ref, revision, NULL);
}

/* The branch checked out was pushed with -u. */
static void
pushed(const char *branch)
{
	char upstream[64];

	snprintf(upstream, sizeof upstream, "origin/%s", branch);
	fixture_git(fx.repo, "remote", "add", "origin", "/nowhere", NULL);
	fetched(branch, "HEAD");
	fixture_git(fx.repo, "branch", "-q", "-u", upstream, NULL);
}

/* Go on in a clone with so much of each branch's history. */
static void
go_shallow(const char *depth)
{
	char *path = fixture_path(&fx, "shallow");
	char url[256];

	snprintf(url, sizeof url, "file://%s", fx.repo);
	fixture_git(fx.root, "clone", "-q", "--no-single-branch", "--depth",
	    depth, url, path, NULL);
	repo_free(repo);
	cr_assert(eq(int, repo_open(&repo, path), ERR_OK));
	free(path);
}

/* The event of a push to a branch that was at a revision. */
static void
push(const char *before)
{
	char *oid = fixture_git_text(fx.repo, "rev-parse", before, NULL);
	char text[128];

	snprintf(text, sizeof text, "{\"before\": \"%s\"}", oid);
	event("push", text);
	free(oid);
}

/* ---- without an event ---- */

Test(base, is_the_merge_base_with_the_default_branch)
{
	finds(NULL, NULL, "right", "two");
	is_called("merge-base of main and ");
	config_comes_from("main~1");
}

Test(base, of_a_branch_pushed_to_its_namesake_is_where_it_left_main)
{
	fetched("main", "main");
	pushed("topic");
	finds(NULL, NULL, "right", "two");
	is_called("merge-base of origin/main and ");
	config_comes_from("main~1");
	finds(NULL, "=HEAD~1", "right", "left");
	config_comes_from("main~1");
}

Test(base, of_a_default_branch_of_another_name_is_what_is_pushed)
{
	fixture_git(fx.repo, "branch", "-q", "-m", "topic", "trunk", NULL);
	fixture_git(fx.repo, "branch", "-q", "-D", "main", NULL);
	pushed("trunk");
	fixture_commit(fx.repo, "more");
	fixture_commit(fx.repo, "most");
	finds(NULL, NULL, "most", "right");
	is_called("merge-base of @{upstream} and ");
	fixture_git(fx.repo, "checkout", "-q", "--detach", NULL);
	finds(NULL, NULL, "most", "more");
}

Test(base, in_a_clone_too_shallow_is_refused_rather_than_too_near)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	go_shallow("1");
	fixture_leaks_begin();
	refuses(NULL, NULL, ERR_USAGE, "git fetch --unshallow");
	refuses("origin/topic", NULL, ERR_USAGE, "git fetch --unshallow");
	refuses("origin/topic", "=main", ERR_USAGE, "git fetch --unshallow");
	fixture_leaks_end();
}

Test(base, a_base_that_is_named_means_its_merge_base)
{
	finds("topic", "main", "right", "two");
	finds("topic", "topic~1", "right", "left");
	finds("main", "topic", "three", "two");
}

Test(base, a_literal_base_is_itself_and_its_rules_are_todays)
{
	finds("topic", "=main", "right", "three");
	expect_text(pair.base_from, "=main");
	config_comes_from("main~1");
	finds(NULL, "=HEAD~3", "right", "one");
	config_comes_from("main~1");
}

Test(base, on_the_branch_itself_it_is_the_first_parent)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	finds(NULL, NULL, "three", "two");
	is_called("first parent of ");
	finds("main~1", NULL, "two", "one");
	finds("main~1", "main", "two", "one");
}

Test(base, a_merge_on_the_branch_is_compared_with_its_first_parent)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_git(
	    fx.repo, "merge", "-q", "--no-ff", "-m", "merge", "topic", NULL);
	finds(NULL, NULL, "merge", "three");
}

Test(base, a_first_commit_has_none)
{
	refuses("main~2", NULL, ERR_UNJUDGED,
	    "is a first commit: there is no base to compare with");
}

Test(base, unrelated_histories_have_none)
{
	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "stranger");
	refuses(NULL, NULL, ERR_UNJUDGED, "have no commit in common");
	refuses(NULL, "main", ERR_UNJUDGED, "(--base =REV names one)");
	finds(NULL, "=main", "stranger", "three");
	config_comes_from("main");
}

Test(base, without_any_branch_to_merge_into_it_is_the_parent)
{
	fixture_git(fx.repo, "branch", "-q", "-m", "main", "trunk", NULL);
	finds(NULL, NULL, "right", "left");
	finds(NULL, "=trunk", "right", "three");
	config_comes_from("trunk");
}

Test(base, a_revision_that_is_not_there_is_refused)
{
	refuses("nowhere", NULL, ERR_USAGE, "nowhere");
	refuses(NULL, "nowhere", ERR_USAGE, "nowhere");
	refuses(NULL, "=nowhere", ERR_USAGE, "nowhere");
	cr_expect(eq(int, *pair.head.oid.hex, 0));
}

/* ---- in CI ---- */

/* CI checks out the merge of the topic into main. */
static void
check_out_merge(void)
{
	fixture_git(fx.repo, "checkout", "-q", "--detach", "main", NULL);
	fixture_git(
	    fx.repo, "merge", "-q", "--no-ff", "-m", "merge", "topic", NULL);
}

Test(base, of_a_pull_request_head_is_its_own_commit)
{
	fixture_git(
	    fx.repo, "update-ref", "refs/remotes/origin/main", "main", NULL);
	check_out_merge();
	request("pull_request", "topic", "main~1");
	finds(NULL, NULL, "right", "two");
	is_called("merge-base of origin/main and ");
	finds("HEAD", NULL, "merge", "three");
}

Test(base, of_a_pull_request_without_its_branch_is_the_events_commit)
{
	check_out_merge();
	request("pull_request_target", "topic", "main");
	finds(NULL, NULL, "right", "two");
	finds(NULL, "topic~1", "right", "left");
}

Test(base, of_a_pull_request_that_is_not_here_says_what_to_fetch)
{
	check_out_merge();
	event("pull_request",
	    "{\"pull_request\": {\"head\": {\"sha\": "
	    "\"1111111111111111111111111111111111111111\"}}}");
	refuses(NULL, NULL, ERR_USAGE, "check out with fetch-depth: 0");
	event("pull_request",
	    "{\"pull_request\": {\"base\": {\"ref\": \"gone\"}}}");
	refuses(NULL, NULL, ERR_UNJUDGED,
	    "base branch gone is not here: check out with fetch-depth: 0");
}

/* Nobody has merged "right", which may have any config. */
Test(base, of_a_pull_request_lends_its_branchs_config_to_a_literal_base)
{
	fetched("main", "main");
	fixture_git(fx.repo, "branch", "-q", "release", "main~2", NULL);
	fetched("release", "release");
	event("pull_request",
	    "{\"pull_request\": {\"base\": {\"ref\": \"release\"}}}");
	finds(NULL, "=main", "right", "three");
	config_comes_from("main~2");
	pushed("topic");
	finds(NULL, "=main", "right", "three");
	config_comes_from("main~2");
	event("pull_request",
	    "{\"pull_request\": {\"base\": {\"ref\": \"gone\"}}}");
	refuses(NULL, "=main", ERR_UNJUDGED, "base branch gone is not here");
}

Test(base, that_is_literal_leaves_a_merged_head_its_config)
{
	fetched("main", "main");
	fetched("release", "topic");
	request("pull_request", "main~1", "main");
	finds(NULL, "=main~2", "two", "one");
	config_comes_from("main~1");
	event("pull_request",
	    "{\"pull_request\": {\"base\": {\"ref\": \"release\"}}}");
	finds("topic~1", "=main", "left", "three");
	config_comes_from("topic~1");
}

/* A tag may be anybody's. */
Test(base, of_a_pull_request_is_the_branch_whatever_tags_are_called)
{
	fetched("main", "main");
	fixture_git(fx.repo, "tag", "origin/main", "topic~1", NULL);
	request("pull_request", "topic", "main");
	finds(NULL, NULL, "right", "two");
}

Test(base, of_a_push_is_what_the_branch_was_before)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	push("main~2");
	finds(NULL, NULL, "three", "one");
	is_called("merge-base of the branch before this push (");
	config_comes_from("main~2");
}

Test(base, of_a_push_that_adds_nothing_is_the_parent)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	push("main");
	finds(NULL, NULL, "three", "two");
	is_called("first parent of ");
	fixture_git(fx.repo, "reset", "-q", "--hard", "main~1", NULL);
	finds(NULL, NULL, "two", "one");
	event("push",
	    "{\"before\": \"0000000000000000000000000000000000000000\"}");
	finds(NULL, NULL, "two", "one");
}

Test(base, of_a_push_that_rewrites_is_where_the_histories_part)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	fixture_commit(fx.repo, "four");
	push("topic");
	finds(NULL, NULL, "four", "two");
	is_called("merge-base of the branch before this push (");
	fixture_git(fx.repo, "checkout", "-q", "--orphan", "other", NULL);
	fixture_commit(fx.repo, "stranger");
	push("topic");
	refuses(NULL, "HEAD", ERR_UNJUDGED, "have no commit in common");
}

Test(base, of_a_push_whose_old_commit_is_not_here_says_what_to_fetch)
{
	fixture_git(fx.repo, "checkout", "-q", "main", NULL);
	event("push",
	    "{\"before\": \"1111111111111111111111111111111111111111\"}");
	refuses(NULL, NULL, ERR_UNJUDGED,
	    "check out with fetch-depth: 0, or git fetch origin 1111111111111");
	push("main~2");
	go_shallow("2");
	refuses(NULL, NULL, ERR_UNJUDGED, "the branch before this push, ");
	push("main~1");
	finds(NULL, NULL, "three", "two");
}

Test(base, of_a_push_to_another_than_the_default_branch_is_its_merge_base)
{
	char *before = fixture_git_text(fx.repo, "rev-parse", "HEAD~1", NULL);
	char text[256];

	snprintf(text, sizeof text,
	    "{\"before\": \"%s\", "
	    "\"repository\": {\"default_branch\": \"trunk\"}}",
	    before);
	free(before);
	event("push", text);
	fixture_git(fx.repo, "branch", "-q", "-m", "main", "other", NULL);
	pushed("topic");
	refuses(NULL, NULL, ERR_UNJUDGED,
	    "default branch trunk is not here: check out with fetch-depth: 0");
	refuses(NULL, "=other", ERR_UNJUDGED, "trunk is not here");
	fetched("trunk", "other");
	finds(NULL, NULL, "right", "two");
	is_called("merge-base of origin/trunk and ");
	finds(NULL, "=other", "right", "three");
	config_comes_from("other~1");
}

Test(base, of_a_push_to_a_topic_is_the_merge_base)
{
	push("topic~1");
	finds(NULL, NULL, "right", "two");
}

Test(base, an_event_that_cannot_be_read_is_an_error)
{
	event("push", "main");
	refuses(NULL, NULL, ERR_USAGE, "GITHUB_EVENT_PATH: ");
}
