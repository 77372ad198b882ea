/* What is told about a commit fits the limits of a forge, whatever it is. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "ci/github.h"
#include "ci/publication.h"
#include "tests/support/report_fixtures.h"

#define MANY 5000
#define NAME_SIZE 256

static const char oid[] = "89abcdef0123456789abcdef0123456789abcdef";

static struct publication
make(const struct report *report)
{
	return (struct publication){
	    .state = PUBLICATION_FAILURE,
	    .report = report,
	    .oid = oid,
	    .context = "tidemark",
	};
}

Test(publication, only_exit_0_is_a_success)
{
	cr_expect(
	    eq(int, publication_state(EXIT_CODE_PASS), PUBLICATION_SUCCESS));
	cr_expect(eq(
	    int, publication_state(EXIT_CODE_REGRESSED), PUBLICATION_FAILURE));
	cr_expect(eq(
	    int, publication_state(EXIT_CODE_UNJUDGED), PUBLICATION_FAILURE));
	cr_expect(
	    eq(int, publication_state(EXIT_CODE_FAILED), PUBLICATION_ERROR));
	cr_expect(
	    eq(int, publication_state(EXIT_CODE_USAGE), PUBLICATION_FAILURE));
}

Test(publication, the_line_of_every_report_fits_a_status)
{
	for (const struct report_fixture *row = report_fixtures; row->name;
	     row++) {
		struct publication what = make(row->report);
		struct buf line = BUF_INIT;

		what.untrusted = true;
		publication_line(&line, &what, GITHUB_DESCRIPTION_MAX);
		cr_expect(le(sz, line.len, (size_t)GITHUB_DESCRIPTION_MAX));
		cr_expect(strncmp(buf_text(&line), "fork: ", 6) == 0);
		cr_expect(strchr(buf_text(&line), '\n') == NULL);
		cr_expect(strstr(buf_text(&line), verdict_name(report_overall(
						      row->report))) != NULL,
		    "%s", row->name);
		buf_release(&line);
	}
}

Test(publication, the_worst_comes_first)
{
	struct publication what = make(report_fixture("regressed"));
	struct buf line = BUF_INIT;

	publication_line(&line, &what, GITHUB_TITLE_MAX);
	cr_expect(strstr(buf_text(&line),
		      "regressed: store/append/ops_per_second is 31 % slower, "
		      "tolerance 10 %; 2 regressed") == buf_text(&line));
	buf_release(&line);
}

Test(publication, without_a_report_it_says_why)
{
	struct publication what = {.state = PUBLICATION_PENDING};
	struct buf line = BUF_INIT;
	struct buf page = BUF_INIT;

	publication_line(&line, &what, 140);
	cr_expect(eq(str, (char *)buf_text(&line), "measuring"));
	buf_reset(&line);
	what.why = "no verdict: <b>\n::error::x";
	publication_line(&line, &what, 140);
	cr_expect(strchr(buf_text(&line), '\n') == NULL);
	cr_assert(eq(int, publication_markdown(&page, &what, 65535), ERR_OK));
	cr_expect(strstr(buf_text(&page), "<b>") == NULL);
	cr_expect(strchr(buf_text(&page), '\n') == NULL);
	buf_release(&line);
	buf_release(&page);
}

/* ---- large ones ---- */

static char names[MANY][NAME_SIZE];
static char log_text[4000];
static struct report_series series[MANY];
static struct report_unjudged unjudged[MANY];
static const char *warnings[MANY];
static struct report_fact facts[MANY];

static struct report
make_large(void)
{
	memset(log_text, '&', sizeof log_text - 1);
	for (size_t i = 0; i < MANY; i++) {
		memset(names[i], '<', NAME_SIZE - 1);
		snprintf(names[i], 8, "%zu", i);
		names[i][strlen(names[i])] = '_';
		series[i] = (struct report_series){
		    .name = {names[i], "real_time", "ns", DIRECTION_SMALLER},
		    .judged = true,
		    .verdict = VERDICT_REGRESSED,
		    .tolerance = .1,
		    .ratio = 2 - (double)i / MANY,
		    .q_value = .01,
		};
		unjudged[i] = (struct report_unjudged){
		    names[i], NULL, VERDICT_ERROR, log_text};
		warnings[i] = log_text;
		facts[i] = (struct report_fact){names[i], log_text};
	}
	return (struct report){
	    .command = "check",
	    .verdict = VERDICT_REGRESSED,
	    .reason = log_text,
	    .base = {oid, log_text, 0},
	    .head = {oid, log_text, 0},
	    .base_from = log_text,
	    .config_from = log_text,
	    .machine_key = log_text,
	    .version = log_text,
	    .processes = 1,
	    .budget_ns = 1,
	    .noise_floor = .01,
	    .series = series,
	    .series_count = MANY,
	    .unjudged = unjudged,
	    .unjudged_count = MANY,
	    .warnings = warnings,
	    .warning_count = MANY,
	    .provenance = facts,
	    .provenance_count = MANY,
	};
}

Test(publication, a_page_of_far_too_much_fits_and_says_what_is_left_out)
{
	struct report report = make_large();
	struct report others[7];
	const struct report *rows[7];

	for (size_t i = 0; i < 7; i++) {
		others[i] = make_large();
		rows[i] = &others[i];
	}
	report.others = rows;
	for (size_t count = 0; count <= 7; count++) {
		struct publication what = make(&report);
		struct buf page = BUF_INIT;

		what.untrusted = true;
		report.other_count = count;
		cr_assert(eq(int,
		    publication_markdown(&page, &what, GITHUB_SUMMARY_MAX),
		    ERR_OK));
		cr_expect(le(sz, page.len, (size_t)GITHUB_SUMMARY_MAX),
		    "%zu others", count);
		cr_expect(strstr(buf_text(&page),
			      "more left out for their size") != NULL);
		cr_expect(strstr(buf_text(&page), "regressed") != NULL);
		cr_expect(strstr(buf_text(&page), "fork") != NULL);
		buf_release(&page);
	}
}
