/* The site's page of scaling: classes at both ends of a history. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/site.h"

#define SIZES 5
#define COMMITS 20

static char *page; /* scaling.html */
static size_t pictures;
static struct trend_commit commits[COMMITS];
static char oids[COMMITS][41];
static char names[SIZES][64];
static struct history_point points[SIZES][COMMITS];
static struct history_epoch epochs[SIZES];
static struct history_line lines[SIZES];
static struct trend_series series[SIZES];
static const struct trend flat = {.level = 1};

static bool
wants(void *ctx, const char *path, const char *key)
{
	(void)ctx, (void)path, (void)key;
	return true;
}

static enum err
take(void *ctx, const char *path, const char *key, const char *data, size_t len)
{
	(void)ctx, (void)key;
	if (strcmp(path, "scaling.html") == 0) {
		free(page);
		page = strndup(data, len);
	}
	return ERR_OK;
}

static enum err
draw(void *ctx, const char *path, const char *key, const char *script,
    int width, int height)
{
	(void)ctx, (void)key, (void)script, (void)width, (void)height;
	pictures += strncmp(path, "chart/scaling-", 14) == 0;
	return ERR_OK;
}

static void
teardown(void)
{
	free(page);
	page = NULL;
}

TestSuite(site_scaling, .fini = teardown);

static double
linear(double n)
{
	return 2 * n;
}

static double
quadratic(double n)
{
	return n * n / 8;
}

/* A family of sizes 8 to 128 whose cost is `before` at the first half of the
 * commits and `after` at the others; a bigger value is better where it is a
 * rate. */
static void
make(const char *stem, size_t sizes, size_t count, enum direction direction,
    double (*before)(double), double (*after)(double))
{
	struct trend_report report = {
	    .version = "0",
	    .source = "main",
	    .method = "k3t7",
	    .commits = commits,
	    .commit_count = count,
	    .series = series,
	    .series_count = sizes,
	};
	const struct site site = {
	    .project = "p", .report = &report, .salt = "salt"};
	const struct site_writer writer = {wants, take, draw, NULL, NULL};

	pictures = 0;
	for (size_t c = 0; c < count; c++) {
		snprintf(oids[c], sizeof oids[c], "%040zx", c + 1);
		commits[c] = (struct trend_commit){
		    oids[c], "subject", (int64_t)c * 86400};
	}
	for (size_t i = 0; i < sizes; i++) {
		double n = (double)(8 << i);

		snprintf(names[i], sizeof names[i], "%s/%.0f", stem, n);
		for (size_t c = 0; c < count; c++) {
			double cost = (c < count / 2 ? before : after)(n);

			points[i][c] = (struct history_point){.commit = c,
			    .sessions = 1,
			    .value = direction == DIRECTION_BIGGER ? 1 / cost
								   : cost};
		}
		epochs[i] = (struct history_epoch){.cause = HISTORY_FIRST,
		    .count = count,
		    .name = {names[i], "real_time", "ns", direction},
		    .setup = "s",
		    .machine_key = "machine"};
		lines[i] = (struct history_line){
		    names[i], "real_time", &epochs[i], 1, points[i], count};
		series[i] = (struct trend_series){
		    .line = &lines[i], .trend = &flat, .drift = {.id = ""}};
	}
	cr_assert(eq(int, site_make(&site, &writer), ERR_OK));
	cr_assert(page != NULL);
}

static void
expect(const char *text)
{
	cr_expect(strstr(page, text) != NULL, "%s in %s", text, page);
}

Test(site_scaling, a_family_that_grows_faster_is_marked)
{
	make("sort", SIZES, COMMITS, DIRECTION_SMALLER, linear, quadratic);
	expect("<td>O(n)</td>");
	expect("1.000 [1.000, 1.000]");
	expect("<td>O(n^2)</td>");
	expect("2.000 [2.000, 2.000]");
	expect("grows faster");
	expect("the first 10 commits (base) and the last 10 (head)");
	cr_expect(eq(sz, pictures, 1));
}

Test(site_scaling, a_rate_is_the_inverse_of_a_cost)
{
	make("rate", SIZES, COMMITS, DIRECTION_BIGGER, quadratic, linear);
	expect("<td>O(n^2)</td>");
	expect("<td>O(n)</td>");
	expect("grows slower");
}

Test(site_scaling, equal_ends_are_as_before)
{
	make("sort", SIZES, COMMITS, DIRECTION_SMALLER, linear, linear);
	expect("as before");
	cr_expect(strstr(page, "grows faster") == NULL);
}

/* 15 commits are no two times 8. */
Test(site_scaling, few_commits_are_one_end)
{
	make("sort", SIZES, 15, DIRECTION_SMALLER, linear, linear);
	expect("of the last 15 (head)");
	expect("<td>-</td>");
}

Test(site_scaling, one_commit_has_a_class_without_support)
{
	make("sort", SIZES, 1, DIRECTION_SMALLER, linear, linear);
	expect("<td>O(n) ?</td>");
}

Test(site_scaling, few_sizes_say_why_they_have_no_class)
{
	make("<b>sort", 3, COMMITS, DIRECTION_SMALLER, linear, linear);
	expect("There is no family to fit.");
	expect("&lt;b&gt;sort");
	expect("fewer than 4 sizes");
	cr_expect(strstr(page, "<b>sort") == NULL);
	cr_expect(eq(sz, pictures, 0));
}
