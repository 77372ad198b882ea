/* The log of a bisection, replayed by git itself. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "reports/bisect_report.h"
#include "tests/support/git_fixture.h"

#define PLACES 9
#define REPLAY "!git bisect replay ../log >/dev/null 2>&1 || true"

static struct fixture fx;
static struct bisect_commit commits[PLACES];
static const double samples[] = {1};

/* Place 4 is a merge, whose side branch has two commits. */
static void
setup(void)
{
	fixture_init(&fx);
	for (size_t i = 0; i < PLACES; i++) {
		char subject[] = "commit 0";

		subject[7] = (char)('0' + i);
		if (i == 4) {
			fixture_git(fx.repo, "checkout", "-q", "-b", "side",
			    "HEAD~1", NULL);
			fixture_git(fx.repo, "commit", "-q", "--allow-empty",
			    "-m", "side 1", NULL);
			fixture_git(fx.repo, "commit", "-q", "--allow-empty",
			    "-m", "side 2", NULL);
			fixture_git(fx.repo, "checkout", "-q", "main", NULL);
			fixture_git(fx.repo, "merge", "-q", "--no-ff", "-m",
			    subject, "side", NULL);
		} else {
			fixture_git(fx.repo, "commit", "-q", "--allow-empty",
			    "-m", subject, NULL);
		}
		commits[i] = (struct bisect_commit){
		    .oid = fixture_git_text(fx.repo, "rev-parse", "HEAD", NULL),
		    .subject = fixture_git_text(
			fx.repo, "log", "-1", "--format=%s", NULL)};
	}
}

static void
teardown(void)
{
	for (size_t i = 0; i < PLACES; i++) {
		free((char *)commits[i].oid);
		free((char *)commits[i].subject);
	}
	fixture_release(&fx);
}

TestSuite(bisect_git, .init = setup, .fini = teardown);

static const struct bisect_level levels[] = {
    {0, samples, 1, 1, 0},
    {1, samples, 1, 1, 0},
    {3, samples, 1, 1, 0},
    {6, samples, 1, 1, 0},
    {7, samples, 1, 1, 0},
    {8, samples, 1, 1, 0},
};

static struct bisect_answer
answer_of(enum bisect_status status, size_t first, size_t last)
{
	return (struct bisect_answer){
	    .name = {"b", "m", "ns", DIRECTION_SMALLER},
	    .status = status,
	    .bad = PLACES - 1,
	    .first = first,
	    .last = last,
	    .ratio = NAN,
	    .levels = levels,
	    .level_count = sizeof levels / sizeof *levels};
}

/* The caller frees it. */
static char *
render(const struct bisect_answer *answer, bool improvement)
{
	const struct bisect_range range = {.commits = commits,
	    .count = PLACES,
	    .answers = answer,
	    .answer_count = answer ? 1 : 0};
	const struct bisect_report report = {
	    .ranges = &range, .range_count = 1, .improvement = improvement};
	const struct render_options options = {.colour = false};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, bisect_render_git(&report, &options, file), ERR_OK));
	fclose(file);
	return text;
}

/* What git writes down while it replays ours, with what it comes to. */
static void
expect_replayed(const char *log)
{
	char *replayed;
	struct buf line = BUF_INIT;

	fixture_write(fx.root, "log", log);
	fixture_git(
	    fx.repo, "-c", "alias.replay-log=" REPLAY, "replay-log", NULL);
	replayed = fixture_git_text(fx.repo, "bisect", "log", NULL);
	buf_printf(&line, "%s\n", replayed);
	expect_text(buf_text(&line), log);
	buf_release(&line);
	free(replayed);
}

static void
expect_line(const char *log, const char *title, size_t place)
{
	struct buf line = BUF_INIT;

	buf_printf(&line, "# %s: [%s] %s\n", title, commits[place].oid,
	    commits[place].subject);
	cr_expect(ne(ptr, strstr(log, buf_text(&line)), NULL), "%s", line.data);
	buf_release(&line);
}

Test(bisect_git, git_comes_to_the_same_commit)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 6, 6);
	char *log = render(&answer, false);

	expect_replayed(log);
	expect_line(log, "first bad commit", 6);
	free(log);
}

Test(bisect_git, git_does_not_ask_for_what_a_merge_brought)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 4, 4);
	char *log = render(&answer, false);

	expect_replayed(log);
	expect_line(log, "first bad commit", 4);
	free(log);
}

Test(bisect_git, the_first_commit_can_be_the_one)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 1, 1);
	char *log = render(&answer, false);

	expect_replayed(log);
	expect_line(log, "first bad commit", 1);
	free(log);
}

Test(bisect_git, the_last_commit_can_be_the_one)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 8, 8);
	char *log = render(&answer, false);

	expect_replayed(log);
	expect_line(log, "first bad commit", 8);
	free(log);
}

/* Commit 6 builds what commit 5 builds, so it cannot be measured either. */
Test(bisect_git, git_is_left_with_what_does_not_build)
{
	struct bisect_answer answer = answer_of(BISECT_UNRESOLVED, 5, 7);
	char *log;

	answer.level_count = 3;
	commits[5].broken = "no";
	commits[6].innocent = true;
	log = render(&answer, false);
	expect_replayed(log);
	expect_line(log, "skip", 6);
	expect_line(log, "possible first bad commit", 5);
	expect_line(log, "possible first bad commit", 7);
	free(log);
}

Test(bisect_git, an_unfinished_search_goes_on_in_git)
{
	struct bisect_answer answer = answer_of(BISECT_UNRESOLVED, 4, 6);
	char *log = render(&answer, false);

	expect_replayed(log);
	cr_expect(eq(ptr, strstr(log, "first bad commit"), NULL));
	free(log);
}

Test(bisect_git, an_improvement_has_words_of_its_own)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 6, 6);
	char *log = render(&answer, true);

	expect_replayed(log);
	expect_line(log, "worse", 0);
	expect_line(log, "better", 8);
	expect_line(log, "first better commit", 6);
	free(log);
}

/* Behind a commit that was taken back, a measured commit may be of either
 * side. */
Test(bisect_git, what_was_taken_back_leaves_later_commits_out)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 6, 6);
	char *log;

	answer.reverted = true;
	log = render(&answer, false);
	expect_replayed(log);
	expect_line(log, "first bad commit", 6);
	cr_expect(eq(ptr, strstr(log, commits[7].oid), NULL));
	cr_expect(eq(ptr, strstr(log, commits[8].oid), NULL));
	free(log);
}

Test(bisect_git, only_a_comment_where_no_commit_is_bad)
{
	struct bisect_answer answer = answer_of(BISECT_TOO_NOISY, 0, 0);
	char *log = render(&answer, false);

	expect_text(log, "# too-noisy: no bad commit\n");
	free(log);
	log = render(NULL, true);
	expect_text(log, "# too-noisy: no better commit\n");
	free(log);
}

Test(bisect_git, a_subject_cannot_be_a_command)
{
	struct bisect_answer answer = answer_of(BISECT_FOUND, 6, 6);
	char *kept = (char *)commits[6].subject;
	char *log;

	commits[6].subject = "x\ngit bisect good HEAD";
	log = render(&answer, false);
	cr_expect(eq(ptr, strstr(log, "\ngit bisect good HEAD"), NULL));
	expect_line(log, "bad", 8);
	free(log);
	commits[6].subject = kept;
}
