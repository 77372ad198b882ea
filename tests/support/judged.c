#include "tests/support/judged.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "tests/support/git_fixture.h"

#define PAIR (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))
#define ALL (PAIR | SIDE_BIT(SIDE_CONTROL))

static char real_time[] = "real_time";
static char ops[] = "ops_per_second";
char *const judged[] = {real_time, ops};
struct config_benchmark benchmarks[] = {
    {.name = "first", .metrics = {judged, 1}},
    {.name = "second", .metrics = {judged, 2}},
};
const struct config config = {.benchmarks = benchmarks,
    .benchmark_count = 1,
    .measure = {.max_series = 2}};
struct config two_benchmarks;

struct measure_benchmark rows[2];
struct measure_plan plan;
struct measure_outcome outcome;
struct judgement judgement;

static struct terms
terms(void *ctx, const struct series_name *name)
{
	(void)name;
	return *(const struct terms *)ctx;
}

struct detector_limits
judged_limits(void *ctx, size_t benchmark, const struct series_name *name)
{
	(void)ctx;
	(void)benchmark;
	(void)name;
	return detector_default;
}

const double ten_percent = 0.10;
struct terms held_to;

void
judged_setup(void)
{
	rows[0].config = &benchmarks[0];
	rows[1].config = &benchmarks[1];
	plan = (struct measure_plan){.config = &config,
	    .benchmarks = rows,
	    .seed = 7,
	    .terms = terms,
	    .claims = &detector_default,
	    .limits = judged_limits,
	    .ctx = &held_to};
	held_to = (struct terms){.tolerance = ten_percent};
	cr_assert(eq(int, tracks_new(&outcome.tracks, 2), ERR_OK));
	judgement_init(&judgement);
}

void
judged_teardown(void)
{
	judgement_release(&judgement);
	tracks_free(outcome.tracks);
}

/* ---- feeding, as measure() does ---- */

void
give(enum side side, const char *name, const char *metric, double value)
{
	struct metric row = metric_find(metric);
	const struct reading reading = {
	    .series = {name, metric, row.unit, row.direction}, .value = value};

	tracks_turn_begin(outcome.tracks, side);
	tracks_process_begin(outcome.tracks);
	cr_assert(eq(int, tracks_take(outcome.tracks, &reading), ERR_OK), "%s",
	    err_text());
	tracks_turn_end(outcome.tracks);
}

static void
feed_gate(struct track *track, size_t round)
{
	struct difference difference;

	if (!track->judged || track->broken || (track->sides & PAIR) != PAIR)
		return;
	if (!round) {
		track->terms = held_to;
		gate_init(&track->gate, held_to.tolerance);
	}
	difference = track_difference(track, round);
	gate_add_round(&track->gate, &difference);
}

void
end_round(size_t round)
{
	const struct sample *samples;
	size_t count;

	cr_assert(eq(int,
	    tracks_block_end(outcome.tracks, round, ALL, &samples, &count),
	    ERR_OK));
}

void
measured(const char *name, const char *metric, size_t count, double ratio,
    double control)
{
	static const double jitter[] = {0, .4, -.2, .3, -.4, .1, -.3, .2};
	size_t owner = tracks_count(outcome.tracks);
	struct track *track = NULL;

	for (size_t round = 0; round < count; round++) {
		double base = 100 + jitter[round % 8];

		tracks_block_begin(outcome.tracks, owner, &benchmarks[1]);
		give(SIDE_BASE, name, metric, base);
		if (control > 0)
			give(SIDE_CONTROL, name, metric,
			    control * (100 + jitter[(round + 3) % 8]));
		give(SIDE_HEAD, name, metric,
		    ratio * (100 + jitter[(round + 5) % 8]));
		end_round(round);
		track = tracks_at(outcome.tracks, owner);
		feed_gate(track, round);
	}
	gate_close(&track->gate);
}

const struct report *
judged_report(void)
{
	cr_assert(eq(int, judge(&judgement, &plan, &outcome), ERR_OK));
	judgement_finish(&judgement, false);
	return &judgement.report;
}

const struct report_series *
only_series(enum verdict verdict)
{
	const struct report *report = judged_report();

	cr_assert(eq(sz, report->series_count, 1));
	expect_text(verdict_name(report->verdict), verdict_name(verdict));
	expect_text(
	    verdict_name(report->series[0].verdict), verdict_name(verdict));
	return &report->series[0];
}

const struct report_unjudged *
only_unjudged(enum verdict verdict, const char *reason)
{
	const struct report *report = judged_report();

	cr_assert(eq(sz, report->unjudged_count, 1));
	expect_text(
	    verdict_name(report->unjudged[0].verdict), verdict_name(verdict));
	expect_text(report->unjudged[0].reason, reason);
	return &report->unjudged[0];
}
