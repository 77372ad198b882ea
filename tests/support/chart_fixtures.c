#include "tests/support/chart_fixtures.h"

#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/rng.h"

#define SERIES 24
#define ROUNDS 16
#define LINES 20
#define COMMITS 240
#define DAY_S 86400
#define FIRST_S 1767225600 /* 2026-01-01 */

static const char *const operations[] = {
    "insert", "find", "release", "boundary", "merge", "clear"};
static const char *const sizes[] = {"100", "1000", "10000", "100000"};

static char names[SERIES][40];

static void
fill_names(void)
{
	for (size_t i = 0; i < SERIES; i++)
		snprintf(names[i], sizeof names[i], "protocol/%s/%s",
		    operations[i % 6], sizes[i / 6]);
}

/* ---- a check ---- */

static const struct {
	enum verdict verdict;
	double ratio;
	double spread;
} truths[SERIES] = {
    {VERDICT_REGRESSED, 1.26, .008},
    {VERDICT_PASS, 1.002, .006},
    {VERDICT_INCONCLUSIVE, 1.08, .07},
    {VERDICT_REGRESSED, 1.41, .01},
    {VERDICT_IMPROVED, .81, .006},
    {VERDICT_ACKNOWLEDGED, 1.18, .01},
    {VERDICT_NEW, NAN, 0},
    {VERDICT_IDENTICAL, 1, .004},
};

static double samples[SERIES][SIDE_COUNT][ROUNDS];
static struct report_series series[SERIES];

static void
fill_samples(size_t i, double ratio, double spread, struct rng *rng)
{
	double level = 40 * pow(3, (double)(i / 6));

	for (size_t s = 0; s < SIDE_COUNT; s++) {
		series[i].samples[s] =
		    (struct report_samples){samples[i][s], ROUNDS};
		for (size_t r = 0; r < ROUNDS; r++) {
			double value = level * exp(spread * rng_normal(rng));

			if (s == SIDE_HEAD)
				value *= i || r % 3 ? ratio : ratio * 1.12;
			samples[i][s][r] = value;
		}
	}
}

static void
fill_series(size_t i, struct rng *rng)
{
	bool special = i < 8;
	double ratio = special ? truths[i].ratio : 1 + .012 * rng_normal(rng);
	double spread =
	    special ? truths[i].spread : .003 + .012 * rng_unit(rng);
	double half = exp(1.2 * spread);

	series[i] = (struct report_series){
	    .name = {names[i], "real_time", "ns", DIRECTION_SMALLER},
	    .verdict = special ? truths[i].verdict : VERDICT_PASS,
	    .judged = i != 8,
	    .ratio = ratio,
	    .ratio_low = ratio / half,
	    .ratio_high = ratio * half,
	    .confidence = .99,
	    .tolerance = i % 5 ? .1 : .05,
	    .rounds = ROUNDS,
	};
	if (!isnan(ratio))
		fill_samples(i, ratio, spread, rng);
}

const struct report *
chart_fixture_report(void)
{
	static const struct report report = {
	    .command = "check",
	    .verdict = VERDICT_REGRESSED,
	    .base = {"0f1e2d3c4b5a69788796a5b4c3d2e1f001234567",
		"interval: keep the tree balanced"},
	    .head = {"89abcdef0123456789abcdef0123456789abcdef",
		"interval: copy nodes on release"},
	    .noise_floor = .012,
	    .series = series,
	    .series_count = SERIES,
	};
	struct rng rng;

	fill_names();
	rng_seed(&rng, 20260101);
	for (size_t i = 0; i < SERIES; i++)
		fill_series(i, &rng);
	return &report;
}

/* ---- a trend ---- */

static char oids[COMMITS][41];
static struct trend_commit commits[COMMITS];
static struct history_point points[LINES][COMMITS];
static struct history_epoch epochs[LINES][2];
static struct history_line lines[LINES];
static struct trend trends[LINES];
static struct trend_alert alerts[LINES][COMMITS];
static struct trend_series found[LINES];
static const struct trend_release releases[] = {
    {12, "v1.0"}, {80, "v1.1"}, {81, "v1.1.1"}, {200, "v2.0"}};

/* The level of a line at a commit, beside the noise. */
static double
truth(size_t line, size_t commit)
{
	double level = 40 * pow(2, (double)(line % 4));

	switch (line) {
	case 0:
		level *= commit >= 70 ? 1.12 : 1;
		return level * (commit >= 180 ? 1.2 : 1);
	case 1:
		return level * (commit >= 110 ? 1.3 : 1);
	case 2:
		return level * (commit >= 140 ? .8 : 1);
	case 3:
		return level * pow(1.0012, (double)commit);
	default:
		return level;
	}
}

/* The machine of line 0 changes: its epochs are not compared. */
static void
fill_line(size_t i, bool quiet, struct rng *rng)
{
	const struct series_name name = {
	    names[i], "real_time", "ns", DIRECTION_SMALLER};
	size_t split = !i && !quiet ? 40 : 0;

	for (size_t c = 0; c < COMMITS; c++)
		points[i][c] = (struct history_point){
		    .commit = c,
		    .sessions = 1,
		    .value = (quiet ? 40 : truth(i, c)) *
			     (c < split ? 1.5 : 1) *
			     exp(.012 * rng_normal(rng)),
		};
	epochs[i][0] = (struct history_epoch){
	    HISTORY_FIRST, 0, split ? split : COMMITS, name, "s", "m"};
	epochs[i][1] = (struct history_epoch){
	    HISTORY_MACHINE, split, COMMITS - split, name, "s", "n"};
	lines[i] = (struct history_line){names[i], "real_time", epochs[i],
	    split ? 2 : 1, points[i], COMMITS};
}

static const struct trend_report *
make(bool quiet)
{
	static struct trend_report report = {
	    .source = "main",
	    .method = "k3t7",
	    .commits = commits,
	    .commit_count = COMMITS,
	    .series = found,
	    .series_count = LINES,
	    .releases = releases,
	    .release_count = sizeof releases / sizeof releases[0],
	};
	struct rng rng;

	fill_names();
	rng_seed(&rng, 7);
	for (size_t c = 0; c < COMMITS; c++) {
		snprintf(oids[c], sizeof oids[c], "%040zx", 0xabc0000 + c);
		commits[c] = (struct trend_commit){
		    oids[c], "a change", FIRST_S + (int64_t)c * DAY_S};
	}
	for (size_t i = 0; i < LINES; i++) {
		fill_line(i, quiet, &rng);
		trend_release(&trends[i]);
		if (trend_make(&trends[i], &lines[i], change_option_sets))
			abort();
		for (size_t k = 0; k < trends[i].count; k++)
			alerts[i][k] = (struct trend_alert){
			    .state = i == 1 ? TREND_ACKNOWLEDGED : TREND_NEW,
			    .id = "",
			};
		found[i] = (struct trend_series){
		    .line = &lines[i],
		    .trend = &trends[i],
		    .alerts = alerts[i],
		    .drift = {.id = ""},
		    .tolerance = .1,
		};
	}
	return &report;
}

const struct trend_report *
chart_fixture_trend(void)
{
	return make(false);
}

const struct trend_report *
chart_fixture_quiet(void)
{
	return make(true);
}
