/* baseline_accept: from options and operands to the work tree's file. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <criterion/redirect.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "runner/baseline_accept.h"
#include "runner/config_accept.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;
static struct app app;
static struct config_accept *file;
static char *result_path;
static struct baseline_accept_options options;

/* Behind "base" and "head". */
static const char rows[] =
    " \"series\": ["
    "{\"benchmark\": \"a/1\", \"metric\": \"real_time\", \"verdict\": "
    "\"regressed\", \"tolerance\": 0.1, \"ratio_high\": 1.271},"
    "{\"benchmark\": \"b\", \"metric\": \"p99\", \"verdict\": \"regressed\", "
    "\"tolerance\": 0.1, \"ratio_high\": 1.5},"
    "{\"benchmark\": \"c\", \"metric\": \"p99\", \"verdict\": \"pass\"}]}";

/* The result file of a check of two commits. */
static void
write_result(const char *base, const char *head, const char *series)
{
	struct buf text = BUF_INIT;

	buf_printf(&text,
	    "{\"schema\": \"tidemark.result/1\", \"base\": {\"oid\": \"%s\"}, "
	    "\"head\": {\"oid\": \"%s\"},%s",
	    base, head, series);
	fixture_write(fx.root, "r.json", buf_text(&text));
	buf_release(&text);
}

static void
write_result_of(const char *base, const char *head)
{
	char *from = fixture_git_text(fx.repo, "rev-parse", base, NULL);
	char *to = fixture_git_text(fx.repo, "rev-parse", head, NULL);

	write_result(from, to, rows);
	free(from);
	free(to);
}

/*
 * main:  c0 - c1
 * topic:        \  t1     (checked out)
 */
static void
setup(void)
{
	unsetenv("GITLAB_CI");
	unsetenv("GITHUB_EVENT_NAME");
	unsetenv("GITHUB_EVENT_PATH");
	fixture_init(&fx);
	fixture_commit(fx.repo, "c0");
	fixture_commit(fx.repo, "c1");
	fixture_git(fx.repo, "checkout", "-q", "-b", "topic", NULL);
	fixture_commit(fx.repo, "t1");
	write_result_of("main", "topic");
	cr_assert(eq(int, repo_open(&app.repo, fx.repo), ERR_OK));
	app.places.store = fixture_path(&fx, "no-store.db");
	options = (struct baseline_accept_options){
	    .reason = "worth it", .author = "me"};
	cr_redirect_stdout();
}

static void
teardown(void)
{
	config_accept_free(file);
	free(result_path);
	free(app.places.store);
	repo_free(app.repo);
	fixture_release(&fx);
}

TestSuite(baseline_accept, .init = setup, .fini = teardown);

static enum err
run(const char *a, const char *b)
{
	char *argv[] = {(char *)a, (char *)b, NULL};

	return baseline_accept(&app, &options, (a != NULL) + (b != NULL), argv);
}

/* Run it, and read what it wrote: so many entries. */
static const struct config_accept_entry *
writes(size_t count, const char *a, const char *b)
{
	char *text;

	cr_assert(eq(int, run(a, b), ERR_OK), "%s", err_text());
	text = fixture_read(fx.repo, ACCEPT_FILE);
	config_accept_free(file);
	file = NULL;
	cr_assert(eq(int, config_accept_parse(&file, text, strlen(text), "t"),
		      ERR_OK),
	    "%s", err_text());
	cr_assert(eq(sz, file->count, count));
	free(text);
	return file->entries;
}

static void
refuses(const char *a, const char *error)
{
	char *path = fixture_path(&fx, "repo/" ACCEPT_FILE);

	cr_expect(eq(int, run(a, NULL), ERR_USAGE));
	expect_error(error);
	cr_expect(not(path_exists(path)));
	free(path);
}

static void
take_result(void)
{
	result_path = fixture_path(&fx, "r.json");
	options.from = result_path;
}

static void
ids(const char *a, const char *b, char out[32])
{
	char *from =
	    fixture_git_text(fx.repo, "rev-parse", "--short=12", a, NULL);
	char *to =
	    fixture_git_text(fx.repo, "rev-parse", "--short=12", b, NULL);

	snprintf(out, 32, "%s..%s", from, to);
	free(from);
	free(to);
}

Test(baseline_accept, what_regressed_in_a_result_is_accepted)
{
	const struct config_accept_entry *entries;
	char range[32];

	take_result();
	entries = writes(2, NULL, NULL);
	expect_text(entries[0].match, "a/1");
	expect_text(entries[0].metric, "real_time");
	cr_expect(epsilon_eq(dbl, entries[0].factor, 1.28, 1e-12));
	expect_text(entries[0].reason, "worth it");
	expect_text(entries[0].author, "me");
	ids("main", "topic", range);
	expect_text(entries[0].commits, range);
	expect_text(entries[1].match, "b");
	expect_text(entries[1].metric, "p99");
	cr_expect(epsilon_eq(dbl, entries[1].factor, 1.5, 1e-12));
}

/* Somebody went on, or looks at the result of a colleague's branch. */
Test(baseline_accept, the_commits_are_those_of_the_result)
{
	char range[32];

	write_result_of("main~1", "main");
	take_result();
	ids("main~1", "main", range);
	expect_text(writes(2, NULL, NULL)[0].commits, range);
}

#define NOWHERE "00000000000000000000000000000000deadbeef"

Test(baseline_accept, a_result_of_another_repository_is_refused)
{
	char *topic = fixture_git_text(fx.repo, "rev-parse", "topic", NULL);

	take_result();
	write_result(NOWHERE, topic, rows);
	refuses(NULL, "its commit 000000000000 is not in this clone");
	write_result(topic, NOWHERE, rows);
	refuses(NULL, "its commit 000000000000 is not in this clone");
	options.commits = "main..topic";
	writes(2, NULL, NULL);
	free(topic);
}

Test(baseline_accept, a_result_that_names_no_commits_needs_some)
{
	fixture_write(fx.root, "r.json",
	    "{\"schema\": \"tidemark.result/1\", \"series\": []}");
	take_result();
	refuses(NULL, "it does not say which commits it compares");
}

Test(baseline_accept, the_same_is_not_written_twice)
{
	char *before;
	char *after;

	take_result();
	writes(2, NULL, NULL);
	before = fixture_read(fx.repo, ACCEPT_FILE);
	cr_expect(eq(int, run("b/p99", NULL), ERR_USAGE));
	expect_error("accept[1] is already about b, metric p99, commits ");
	after = fixture_read(fx.repo, ACCEPT_FILE);
	expect_text(after, before);
	free(before);
	free(after);
}

#define LIMITED                                                                \
	"{\"benchmark\": \"d\", \"metric\": \"p99\", \"verdict\": "            \
	"\"regressed\", \"ratio_high\": 1.5, \"beyond_value\": 5}"

Test(baseline_accept, a_limit_is_not_accepted)
{
	char *id = fixture_git_text(fx.repo, "rev-parse", "topic", NULL);

	take_result();
	write_result(id, id, " \"series\": [" LIMITED "]}");
	refuses(NULL, "d/p99 is beyond its limit: raise max, or lower min, in "
		      "tidemark.yml");
	refuses("d/p99", "d/p99 is beyond its limit");
	write_result(id, id,
	    " \"series\": [" LIMITED ", {\"benchmark\": \"e\", \"metric\": "
	    "\"t\", \"verdict\": \"regressed\", \"ratio_high\": 2}]}");
	options.commits = "topic";
	expect_text(writes(1, NULL, NULL)[0].match, "e");
	free(id);
}

Test(baseline_accept, operands_choose_of_a_result)
{
	const struct config_accept_entry *entries;

	take_result();
	entries = writes(1, "b/p99", NULL);
	expect_text(entries[0].match, "b");
	cr_expect(eq(int, run("c/p99", NULL), ERR_USAGE));
	expect_error("c/p99: not among the regressed series of ");
}

Test(baseline_accept, without_a_result_series_are_named)
{
	const struct config_accept_entry *entries;

	options.factor = "1.5";
	entries = writes(2, "a/[1]/real_time", "b/p99");
	expect_text(entries[0].match, "a/\\[1]");
	expect_text(entries[0].metric, "real_time");
	expect_text(entries[1].match, "b");
	options.factor = NULL;
	options.level = "52.1ns";
	entries = writes(3, "c/real_time", NULL);
	expect_text(entries[2].level_text, "52.1ns");
}

Test(baseline_accept, options_go_before_what_is_found)
{
	const struct config_accept_entry *entries;
	char range[32];

	take_result();
	options.factor = "1.6";
	options.commits = "main~1..main";
	options.expires = "2027-03-01";
	entries = writes(1, "a/1/real_time", NULL);
	cr_expect(epsilon_eq(dbl, entries[0].factor, 1.6, 1e-12));
	ids("main~1", "main", range);
	expect_text(entries[0].commits, range);
	expect_text(entries[0].expires, "2027-03-01");
}

Test(baseline_accept, a_range_may_be_open_or_one_commit)
{
	const struct config_accept_entry *entries;
	char range[32];

	options.factor = "1.5";
	options.commits = "main..";
	entries = writes(1, "b/p99", NULL);
	ids("main", "topic", range);
	cr_expect(eq(sz, strlen(entries[0].commits), 14));
	cr_expect(eq(int, strncmp(entries[0].commits, range, 14), 0));
	options.commits = "topic";
	entries = writes(2, "b/p99", NULL);
	expect_text(entries[1].commits, strstr(range, "..") + 2);
}

/* The day 90 days from now, or the next one if midnight passes meanwhile. */
Test(baseline_accept, it_lasts_ninety_days)
{
	int64_t before_s = clock_wall_s();
	const struct config_accept_entry *entries;
	int64_t age_s;

	options.factor = "1.5";
	entries = writes(1, "b/p99", NULL);
	age_s = entries[0].starts_last_s - before_s;
	cr_expect(lt(i64, 89 * 86400, age_s));
	cr_expect(le(i64, age_s, 90 * 86400 + clock_wall_s() - before_s));
}

Test(baseline_accept, the_author_is_gits)
{
	options.factor = "1.5";
	options.author = NULL;
	setenv("GIT_AUTHOR_NAME", "A: \"Person\"", 1);
	expect_text(writes(1, "b/p99", NULL)[0].author, "A: \"Person\"");
}

Test(baseline_accept, what_is_missing_is_named)
{
	refuses(NULL, "a series such as parse/1000/real_time was expected");
	refuses("b/p99", "--factor F, --level V or --from RESULT");
	options.factor = "2";
	options.level = "2ns";
	refuses("b/p99", "--factor and --level: only one");
	options.level = NULL;
	refuses("p99", "p99: a series is benchmark/metric");
	refuses("/p99", "/p99: a series is benchmark/metric");
	refuses("b/", "b/: a series is benchmark/metric");
	options.reason = NULL;
	refuses("b/p99", "--reason TEXT was expected");
	options.reason = " ";
	refuses("b/p99", "accept[0].reason: why the slowdown is accepted");
}

Test(baseline_accept, what_a_check_would_refuse_is_not_written)
{
	options.factor = "0.9";
	refuses("b/p99", "accept[0].factor: \"0.9\" is not a number above 1");
	options.factor = "1.5";
	options.commits = "topic..main";
	refuses("b/p99", "the first is no ancestor of the second");
	options.commits = "nowhere..main";
	refuses("b/p99", "nowhere: no such commit, branch or tag");
	options.commits = NULL;
	options.expires = "2001-01-01";
	refuses("b/p99", "accept[0].expires: 2001-01-01 is over");
	options.expires = "2999-01-01";
	refuses("b/p99", "more than two years after");
}

Test(baseline_accept, a_result_without_a_regression_is_refused)
{
	char *id = fixture_git_text(fx.repo, "rev-parse", "topic", NULL);

	write_result(id, id, " \"series\": []}");
	take_result();
	refuses(NULL, "nothing regressed in it");
	free(id);
	fixture_write(fx.root, "r.json", "{}");
	refuses(NULL, "a result file (tidemark.result/1) was expected");
}

Test(baseline_accept, a_bare_repository_has_no_work_tree)
{
	char *path = fixture_path(&fx, "bare");

	fixture_git(fx.root, "clone", "-q", "--bare", fx.repo, path, NULL);
	repo_free(app.repo);
	app.repo = NULL;
	cr_assert(eq(int, repo_open(&app.repo, path), ERR_OK));
	options.factor = "1.5";
	options.commits = "main..topic";
	cr_expect(eq(int, run("b/p99", NULL), ERR_USAGE));
	expect_error("a bare repository has no work tree");
	free(path);
}
