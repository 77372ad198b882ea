/* The pages of a site, written to memory. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/json.h"
#include "reports/site.h"
#include "tests/support/report_fixtures.h"

#define FILES_MAX 512
#define HOSTILE "</script><img src=x onerror=alert(1)>\u2028\""

static struct {
	char *path;
	char *key;
	char *text;
} files[FILES_MAX];
static size_t file_count;
static size_t steps;
static const char *known_key; /* of a page that the writer has */

static void
clear(void)
{
	for (size_t i = 0; i < file_count; i++) {
		free(files[i].path);
		free(files[i].key);
		free(files[i].text);
	}
	file_count = 0;
}

TestSuite(site, .fini = clear);

static bool
wants(void *ctx, const char *path, const char *key)
{
	(void)ctx;
	(void)path;
	return !known_key || strcmp(key, known_key) != 0;
}

static enum err
take(void *ctx, const char *path, const char *key, const char *data, size_t len)
{
	cr_assert(lt(sz, file_count, FILES_MAX));
	cr_assert(eq(ptr, ctx, NULL));
	files[file_count].path = strdup(path);
	files[file_count].key = strdup(key);
	files[file_count++].text = strndup(data, len);
	return ERR_OK;
}

static enum err
draw(void *ctx, const char *path, const char *key, const char *script,
    int width, int height)
{
	cr_expect(lt(int, 0, width));
	cr_expect(lt(int, 0, height));
	return take(ctx, path, key, script, strlen(script));
}

static void
step(void *ctx, size_t done, size_t total)
{
	(void)ctx;
	steps++;
	cr_expect(le(sz, done, total));
}

static const struct site_writer writer = {wants, take, draw, step, NULL};

/* The only file whose path has `part`, or NULL. */
static const char *
file_with(const char *part)
{
	const char *found = NULL;

	for (size_t i = 0; i < file_count; i++)
		if (strstr(files[i].path, part)) {
			cr_expect(found == NULL, "two files of %s", part);
			found = files[i].text;
		}
	return found;
}

static bool
has(const char *part, const char *text)
{
	const char *file = file_with(part);

	cr_assert(file != NULL, "no file of %s", part);
	return strstr(file, text) != NULL;
}

/* ---- a history: a step at the third commit, the last one not measured ---- */

static struct trend_commit commits[] = {
    {"0000000000000000000000000000000000000000", "first", 86400},
    {"1111111111111111111111111111111111111111", HOSTILE, 2 * 86400},
    {"2222222222222222222222222222222222222222", "slower", 3 * 86400},
    {"3333333333333333333333333333333333333333", "last", 4 * 86400},
};
static const struct history_point points[] = {
    {0, 1, 0, 100}, {1, 2, 0, 102}, {2, 1, 0, 120}};
static const struct history_epoch epochs[] = {
    {HISTORY_FIRST, 0, 3, {"a/b", "real_time", "ns", 0}, "s", "machine"}};
static const struct history_epoch hostile_epochs[] = {
    {HISTORY_FIRST, 0, 3, {HOSTILE, "real_time", "</b>", 0}, "s", "machine"}};
static const struct history_line lines[] = {
    {"a/b", "cpu_time", epochs, 1, points, 3},
    {"a/b", "real_time", epochs, 1, points, 3},
    {HOSTILE, "real_time", hostile_epochs, 1, points, 3},
};
static struct trend_change changes[] = {{2, 0, 1.19, 1.1, 1.3, 0}};
static const struct trend step_trend = {
    .changes = changes, .count = 1, .level = 120, .level_from = 2};
static const struct trend flat_trend = {.level = 100};
static struct trend_alert alerts[] = {
    {TREND_OPEN, false, "0123456789abcdef", 0, HOSTILE}};
static const struct trend_series series[] = {
    {.line = &lines[0], .trend = &flat_trend, .drift = {.id = ""}},
    {.line = &lines[1],
	.trend = &step_trend,
	.alerts = alerts,
	.drift = {.id = ""}},
    {.line = &lines[2], .trend = &flat_trend, .drift = {.id = ""}},
};
static const char *const warnings[] = {HOSTILE};
static const struct trend_report report = {
    .version = "0",
    .source = "main",
    .method = "k3t7",
    .commits = commits,
    .commit_count = 4,
    .series = series,
    .series_count = 3,
    .warnings = warnings,
    .warning_count = 1,
};
static const struct site_fact facts[] = {{"kernel", HOSTILE}};
static const struct site_fact_change fact_changes[] = {
    {86400, "governor", "powersave", NULL}};
static const struct site_machine machines[] = {
    {"machine", 7, 86400, 3 * 86400, facts, 1, fact_changes, 1, 2, .006, .01},
    {HOSTILE, 1, 86400, 86400, NULL, 0, NULL, 0, 0, NAN, NAN},
};

static void
samples(void *ctx, const struct history_line *line, const char *oid,
    const double **values, size_t *count)
{
	static const double some[] = {118, 120, 123};

	(void)ctx;
	*values = some;
	*count = line == &lines[1] && *oid == '2' ? 3 : 0;
}

static struct site
a_site(void)
{
	return (struct site){
	    .project = "project",
	    .report = &report,
	    .machines = machines,
	    .machine_count = 2,
	    .commit_url = "https://example.org/c/{oid}",
	    .samples = samples,
	    .salt = "salt",
	};
}

static void
make(void)
{
	struct site site = a_site();

	clear();
	cr_assert(eq(int, site_make(&site, &writer), ERR_OK), "%s", err_text());
}

/* ---- what is there ---- */

Test(site, there_is_a_page_of_each_thing)
{
	make();
	cr_expect(has("index.html", "<h1>project</h1>"));
	cr_expect(has("alerts.html", "open"));
	cr_expect(has("machines.html", "powersave"));
	cr_expect(has("commits.html", "commit/2222222222222222.html"));
	cr_expect(has("commit/2222222222222222.html", "+17.6 %"));
	cr_expect(has("benchmark/a-b-", "cpu_time"));
	cr_expect(has("benchmark/a-b-", "real_time"));
	cr_expect(has("assets/tidemark.css", "body"));
	cr_expect(has("assets/tidemark.js", "use strict"));
	cr_expect(has("data/series.js", "a/b/real_time"));
	cr_expect(lt(sz, 0, steps));
}

Test(site, a_commit_that_is_not_measured_has_no_page)
{
	make();
	cr_expect(file_with("commit/3333") == NULL);
	cr_expect(not(has("commits.html", "3333333333333333")));
	cr_expect(has("index.html", "commit/2222222222222222.html"));
}

/* 120 / 102 = 1.17647 */
Test(site, a_value_is_compared_with_the_point_before)
{
	make();
	cr_expect(has("benchmark/a-b-", "+17.6 %"));
	cr_expect(has("benchmark/a-b-", "+2.0 %"));
}

Test(site, the_worst_series_comes_first)
{
	const char *page, *worst, *other;

	make();
	page = file_with("index.html");
	worst = strstr(page, ">a/b/real_time<");
	other = strstr(page, ">a/b/cpu_time<");
	cr_assert(worst != NULL);
	cr_assert(other != NULL);
	cr_expect(lt(sz, (size_t)(worst - page), (size_t)(other - page)));
	cr_expect(has("index.html", "1 <span class=\"mark bad\">open</span>, 2 "
				    "<span class=\"mark quiet\">steady"));
}

Test(site, samples_are_shown_where_there_are_any)
{
	const char *page, *strip;

	make();
	page = file_with("benchmark/a-b-");
	strip = strstr(page, "<svg class=\"strip\"");
	cr_assert(strip != NULL);
	cr_expect(eq(ptr, strstr(strip + 1, "<svg class=\"strip\""), NULL));
}

Test(site, commits_are_linked_with_their_forge)
{
	make();
	cr_expect(has("commit/2222222222222222.html",
	    "https://example.org/c/2222222222222222222222222222222222222222"));
}

/* Of each fixture, hostile ones among them, twice the same. */
Test(site, each_result_has_a_page_of_its_own)
{
	const struct report *all[64];
	struct site site = a_site();
	size_t pages = 0;

	for (; report_fixtures[site.comparison_count / 2].name;
	     site.comparison_count++)
		all[site.comparison_count] =
		    report_fixtures[site.comparison_count / 2].report;
	site.comparisons = all;
	cr_assert(eq(int, site_make(&site, &writer), ERR_OK), "%s", err_text());
	for (size_t i = 0; i < file_count; i++)
		pages += strncmp(files[i].path, "comparison/", 11) == 0;
	cr_expect(lt(sz, 2, pages));
	cr_expect(eq(sz, pages, site.comparison_count));
	for (size_t i = 0; i < file_count; i++)
		cr_expect(strstr(files[i].text, "<script>alert") == NULL);
}

Test(site, without_results_the_list_says_so)
{
	make();
	cr_expect(has("comparisons.html", "No result file was given."));
}

/* ---- hostile texts ---- */

Test(site, no_name_gets_into_a_page_as_markup)
{
	make();
	for (size_t i = 0; i < file_count; i++) {
		if (!strstr(files[i].path, ".html"))
			continue;
		cr_expect(eq(ptr, strstr(files[i].text, "<img src=x"), NULL),
		    "%s", files[i].path);
		cr_expect(eq(ptr, strstr(files[i].text, "</b>"), NULL), "%s",
		    files[i].path);
		cr_expect(eq(ptr, strstr(files[i].text, "\u2028"), NULL), "%s",
		    files[i].path);
	}
	cr_expect(has("alerts.html", "&lt;img src=x"));
	cr_expect(has("machines.html", "&lt;img src=x"));
	cr_expect(eq(ptr, strstr(file_with("data/series.js"), "\u2028"), NULL));
}

Test(site, paths_are_letters_digits_and_one_folder)
{
	make();
	for (size_t i = 0; i < file_count; i++)
		cr_expect(eq(sz,
			      strspn(files[i].path,
				  "abcdefghijklmnopqrstuvwxyz0123456789-./"),
			      strlen(files[i].path)),
		    "%s", files[i].path);
}

Test(site, the_data_of_a_series_is_json)
{
	size_t seen = 0;

	make();
	for (size_t i = 0; i < file_count; i++) {
		struct json *json = NULL;

		if (!strstr(files[i].path, ".json"))
			continue;
		seen++;
		cr_expect(eq(int,
			      json_parse(&json, files[i].text,
				  strlen(files[i].text), files[i].path),
			      ERR_OK),
		    "%s", err_text());
		json_free(json);
	}
	cr_expect(eq(sz, seen, 4)); /* and the commits */
}

/* ---- keys ---- */

static const char *
key_of(const char *path)
{
	for (size_t i = 0; i < file_count; i++)
		if (strstr(files[i].path, path))
			return files[i].key;
	return NULL;
}

Test(site, a_page_that_the_writer_has_is_not_made)
{
	char *key;

	make();
	key = strdup(key_of("commit/2222222222222222"));
	cr_assert(ne(chr, *key, '\0'));
	known_key = key;
	make();
	cr_expect(file_with("commit/2222") == NULL);
	cr_expect(file_with("commit/1111") != NULL);
	known_key = NULL;
	free(key);
}

Test(site, a_key_tells_of_each_thing_that_a_commit_shows)
{
	const char path[] = "commit/2222222222222222";
	char *key;

	make();
	key = strdup(key_of(path));
	make();
	cr_expect(eq(str, key, (char *)key_of(path)));
	alerts[0].state = TREND_ACKNOWLEDGED;
	make();
	cr_expect(ne(str, key, (char *)key_of(path)));
	alerts[0].state = TREND_OPEN;
	changes[0].ratio = 1.2;
	make();
	cr_expect(ne(str, key, (char *)key_of(path)));
	changes[0].ratio = 1.19;
	commits[2].subject = "renamed";
	make();
	cr_expect(ne(str, key, (char *)key_of(path)));
	commits[2].subject = "slower";
	make();
	cr_expect(eq(str, key, (char *)key_of(path)));
	free(key);
}

/* ---- failures ---- */

static enum err
refuse(
    void *ctx, const char *path, const char *key, const char *data, size_t len)
{
	(void)ctx;
	(void)key;
	(void)data;
	(void)len;
	return strstr(path, "machines") ? err_fail(ERR_IO, "full") : ERR_OK;
}

Test(site, the_writers_error_comes_back)
{
	const struct site_writer full = {wants, refuse, draw, NULL, NULL};
	struct site site = a_site();

	cr_expect(eq(int, site_make(&site, &full), ERR_IO));
	cr_expect(eq(str, (char *)err_text(), "full"));
}

/* ---- many points ---- */

#define MANY 260

static struct history_point many[MANY];
static struct trend_commit many_commits[MANY];
static char many_oids[MANY][41];
static struct history_epoch many_epoch = {
    HISTORY_FIRST, 0, MANY, {"many", "t", "ns", 0}, "s", "machine"};
static struct history_line many_line = {"many", "t", &many_epoch, 1, many, 0};
static const struct trend_series many_series = {
    .line = &many_line, .trend = &flat_trend, .drift = {.id = ""}};

static void
make_many(size_t count)
{
	struct trend_report long_report = report;
	struct site site = a_site();

	for (size_t i = 0; i < count; i++) {
		snprintf(many_oids[i], 41, "%08x%032d", (unsigned)i, 0);
		many_commits[i] = (struct trend_commit){many_oids[i], "s", 1};
		many[i] = (struct history_point){i, 1, 0, 100};
	}
	many_line.point_count = count;
	many_epoch.count = count;
	long_report.commits = many_commits;
	long_report.commit_count = count;
	long_report.series = &many_series;
	long_report.series_count = 1;
	site.report = &long_report;
	clear();
	cr_assert(eq(int, site_make(&site, &writer), ERR_OK), "%s", err_text());
}

static size_t
rows_of(const char *path)
{
	const char *at = file_with(path);
	size_t count = 0;

	cr_assert(at != NULL, "no file of %s", path);
	while ((at = strstr(at, "<tr><td>"))) {
		count++;
		at++;
	}
	return count;
}

/* Pages of 100, and at least 50 that stay: 149 points fill none; 150 fill one,
 * and 50 are left. */
Test(site, older_points_are_on_full_pages_of_their_own)
{
	make_many(149);
	cr_expect(eq(sz, rows_of("benchmark/many"), 149));
	cr_expect(file_with("series/many") == NULL);
	make_many(150);
	cr_expect(eq(sz, rows_of("benchmark/many"), 50));
	cr_expect(eq(sz, rows_of("series/many"), 100));
	cr_expect(has("benchmark/many", "href=\"../series/many-"));
}

Test(site, a_new_point_leaves_the_older_pages_alone)
{
	char *key;

	make_many(160);
	key = strdup(key_of("series/many"));
	make_many(161);
	cr_expect(eq(str, key, (char *)key_of("series/many")));
	cr_expect(eq(sz, rows_of("benchmark/many"), 61));
	free(key);
}
