/** Tracks as measure() leaves them, and what judge() says of them. */
#ifndef TESTS_SUPPORT_JUDGED_H
#define TESTS_SUPPORT_JUDGED_H

#include "runner/judge.h"

extern char *const judged[2]; /**< real_time, ops_per_second */
extern struct config_benchmark benchmarks[2];
extern const struct config config; /**< of the first of them */
extern struct config two_benchmarks;
extern struct measure_benchmark rows[2];
extern struct measure_plan plan;
extern struct measure_outcome outcome;
extern struct judgement judgement;
extern const double ten_percent;
/** What every series is held to: 10 %, unless a test says otherwise. */
extern struct terms held_to;

/** Init and fini of a suite. */
void judged_setup(void);
void judged_teardown(void);

/** The detector's default ones; a plan's limits. */
struct detector_limits judged_limits(
    void *ctx, size_t benchmark, const struct series_name *name);

/** One reading in a turn of its own, and the end of a round. */
void give(enum side side, const char *name, const char *metric, double value);
void end_round(size_t round);

/** Rounds of a benchmark of its own in which head takes `ratio` of the base's
 *  100, control `control` (0: there is none), and the base jitters by up to
 *  0.4 %. */
void measured(const char *name, const char *metric, size_t count, double ratio,
    double control);

const struct report *judged_report(void);
/** The verdict of the check, with the only series' own. */
const struct report_series *only_series(enum verdict verdict);
const struct report_unjudged *only_unjudged(
    enum verdict verdict, const char *reason);

#endif
