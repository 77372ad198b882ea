/* render_html, trend_html: one page each, whatever is in the report. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/html_sheet.h"
#include "reports/render.h"
#include "reports/trend_report.h"
#include "tests/support/report_fixtures.h"

#define MANY 20000
#define NAME_SIZE 400

static const struct render_options plain = {.width = 0};
static char *text;
static size_t len;

static void
teardown(void)
{
	free(text);
	text = NULL;
}

TestSuite(render_html, .fini = teardown);
TestSuite(trend_html, .fini = teardown);

static void
render(const struct report *report)
{
	FILE *file;

	teardown();
	file = open_memstream(&text, &len);
	cr_assert(eq(int,
	    render_write(renderer_find("html"), report, &plain, file), ERR_OK));
	fclose(file);
}

static void
render_trend(const struct trend_report *report)
{
	FILE *file;

	teardown();
	file = open_memstream(&text, &len);
	cr_assert(eq(int, trend_render_html(report, &plain, file), ERR_OK));
	fclose(file);
}

static size_t
count(const char *part)
{
	size_t n = 0;

	for (const char *at = text; (at = strstr(at, part)); at++)
		n++;
	return n;
}

static size_t
place_of(const char *part)
{
	const char *at = strstr(text, part);

	cr_assert(at != NULL, "%s is in the page", part);
	return (size_t)(at - text);
}

Test(render_html, rows_come_worst_first_with_their_values)
{
	render(report_fixture("regressed"));
	cr_expect(lt(sz, place_of("store/append/ops_per_second</td>"),
	    place_of("protocol/boundary/10000/real_time</td>")));
	cr_expect(lt(sz, place_of("protocol/boundary/10000/real_time</td>"),
	    place_of("protocol/insert/100/real_time</td>")));
	place_of("<tr data-state=\"regressed\">");
	place_of("<td class=\"number\" data-sort=\"1.26\">+26.0%</td>");
	place_of("<td class=\"number\" data-sort=\"41.2\">41.20 ns ±0.4%");
	place_of("<span class=\"mark bad\">regressed</span>");
	place_of("protocol/merge/1000/real_time</td>");
	place_of("the base has it, head did not print it");
	place_of("<dt>noise floor</dt><dd>0.6 %");
	place_of("<dt>governor</dt><dd>performance</dd>");
	place_of("the load was 3.1 on 2 cores");
	place_of("<td>protocol/…/real_time</td>");
}

/* All seven that are judged: five do not pass, and of the others two are few.
 */
Test(render_html, samples_are_drawn_with_words_beside)
{
	render(report_fixture("regressed"));
	cr_expect(eq(sz, count("<svg class=\"strip\""), 7));
	/* Three sides of three samples. */
	cr_expect(eq(sz, count("<circle"), 7 * 9));
	place_of("aria-label=\"samples of the rounds; base from 41.10 ns to "
		 "41.25 ns; control from");
}

Test(render_html, each_base_has_its_part)
{
	render(report_fixture("bases"));
	place_of("<h1>check: regressed</h1>");
	cr_expect(eq(sz, count("<h2>Against 0f1e2d3c4b5a</h2>"), 2));
	cr_expect(eq(sz, count("<dt>verdict</dt>"), 2));
}

Test(render_html, what_is_identical_has_no_table)
{
	render(report_fixture("identical"));
	place_of("nothing was run");
	cr_expect(eq(sz, count("<caption>"), 0));
}

Test(render_html, a_log_keeps_its_lines)
{
	render(report_fixture("error"));
	place_of("<summary>Log of protocol</summary>");
	place_of("(4 lines left out)\n");
	place_of("&lt;/pre&gt; \\x1b[31m```|@someone\n");
}

Test(render_html, hostile_texts_are_texts)
{
	render(report_fixture("hostile"));
	cr_expect(eq(sz, count("<script>alert"), 0));
	cr_expect(eq(sz, count("<img"), 0));
	cr_expect(eq(sz, count("\x1b"), 0));
	place_of("&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;");
}

/* More than fits: the worst stay, the rest is counted. */
Test(render_html, a_page_stays_below_its_limit)
{
	static struct report_series series[MANY];
	static char names[MANY][NAME_SIZE];
	struct report report = {.command = "check",
	    .verdict = VERDICT_REGRESSED,
	    .noise_floor = NAN,
	    .series = series,
	    .series_count = MANY};
	static const double values[] = {1, 2, 3};

	for (size_t i = 0; i < MANY; i++) {
		snprintf(names[i], NAME_SIZE, "<%0300zu>", i);
		series[i] = (struct report_series){
		    .name = {names[i], "t", "ns", DIRECTION_SMALLER},
		    .judged = true,
		    .verdict = VERDICT_REGRESSED,
		    .ratio = 3 - (double)i / MANY,
		    .samples = {{values, 3}, {values, 3}, {values, 3}},
		};
	}
	render(&report);
	cr_expect(lt(sz, len, HTML_SHEET_MAX));
	cr_expect(eq(sz, count("0000&gt;/t</td>"), 1), "the worst is there");
	cr_expect(eq(sz, count(" more left out for their size</p>"), 2));
	place_of("</html>");
}

/* ---- trends ---- */

static const struct history_point points[] = {
    {0, 1, 10, 0}, {1, 1, 12.5, 0}, {2, 2, 12.6, 0}};
static const struct history_epoch epoch = {
    HISTORY_FIRST, 0, 3, {"<b>", "real_time", "ns", 0}, "s", "m"};
static const struct history_line line = {
    "<b>", "real_time", &epoch, 1, points, 3};
static const struct trend_commit commits[] = {
    {"0000000000000000000000000000000000000000", "first", 1},
    {"1111111111111111111111111111111111111111", "</td><script>", 2},
    {"2222222222222222222222222222222222222222", "last", 3},
};
static struct trend_change change = {1, 0, 1.25, 1.22, 1.28, 0};
static const struct trend trend = {
    .changes = &change, .count = 1, .level = 12.55, .level_from = 1};
static const struct trend_alert alert = {.state = TREND_NEW, .id = "a1"};

static struct trend_report
trend_of(const struct trend_series *series, size_t n)
{
	return (struct trend_report){.version = "0.1.0",
	    .source = "main",
	    .method = "k3t7",
	    .commits = commits,
	    .commit_count = 3,
	    .series = series,
	    .series_count = n};
}

Test(trend_html, alerts_come_before_all_series)
{
	const struct trend_series series = {
	    .line = &line, .trend = &trend, .alerts = &alert};
	struct trend_report report = trend_of(&series, 1);

	render_trend(&report);
	cr_expect(lt(sz, place_of("new regressions</span> (1)</h2>"),
	    place_of("<h2>Series</h2>")));
	place_of("&lt;b&gt;/real_time</td>");
	place_of("<svg class=\"spark\"");
	place_of("data-sort=\"12.55\">12.55 ns</td>");
	cr_expect(eq(sz, count("<script>"), 1), "its own");
}

Test(trend_html, a_quiet_history_says_so)
{
	struct trend_report report = trend_of(NULL, 0);

	render_trend(&report);
	place_of("<p>Nothing changed</p>");
	report.extent = TREND_SINCE_LAST;
	render_trend(&report);
	place_of("<p>Nothing new</p>");
}

Test(trend_html, a_page_stays_below_its_limit)
{
	static struct trend_series series[MANY];
	struct trend_report report = trend_of(series, MANY);

	for (size_t i = 0; i < MANY; i++)
		series[i] = (struct trend_series){
		    .line = &line, .trend = &trend, .alerts = &alert};
	render_trend(&report);
	cr_expect(lt(sz, len, HTML_SHEET_MAX));
	cr_expect(eq(sz, count(" more left out for their size</p>"), 2));
	place_of("</html>");
}
