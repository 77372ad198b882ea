/** What the ways to compare share. Internal to runner/comparison*.c. */
#ifndef RUNNER_COMPARISON_PARTS_H
#define RUNNER_COMPARISON_PARTS_H

#include "runner/accept.h"
#include "runner/comparison.h"
#include "runner/config_terms.h"
#include "runner/machine.h"
#include "runner/measure.h"
#include "runner/past.h"
#include "runner/source.h"
#include "runner/stored_noise.h"

struct comparison {
	struct app *app;
	const char *command;
	struct base_pair pair;
	const struct comparison_options *options;
	struct judgement judgement;
	struct source source;
	struct sandbox *sandbox;
	struct accept *accept; /* NULL where none are applied */
	struct machine machine;
	struct report_fact facts[MACHINE_FACTS_MAX];
	struct measure_benchmark *benchmarks;
	enum counting_source counting;
	struct measure_outcome outcome;
	struct stored_noise *noise;
	/* of comparison_history.c, whose rows point to them */
	bool by_history;
	struct past *past;
	struct measure_outcome alone; /* head measured alone */
	struct stored_pools *stored; /* of comparison_stored.c */
	bool single; /* of comparison_sample.c: there is no base */
};

/** Set what a comparison is about. All borrowed but *pair. */
void comparison_init(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options);

/** Free the sessions read from the store. */
void comparison_stored_free(struct stored_pools *pools);

/** Find the config and the acknowledgements, probe the machine, fill the
 * report's head, and set up a row for each benchmark; those whose sources
 * differ are skipped (rule 8). */
enum err comparison_prepare(struct comparison *comparison);

/** What a series is held to by the options and the rules; for a
 *  measure_plan. */
struct terms comparison_terms(void *ctx, const struct series_name *name);

/** Say how many rounds the base's stored samples let expect, where there are
 *  any of what the plan judges. */
enum err comparison_expect(
    struct comparison *comparison, const struct measure_plan *plan);

/** Limits of the detector. */
const struct detector_limits *comparison_claims(
    const struct comparison *comparison);

/** The same for a series, raised to what stored controls show;
 *  for a measure_plan. */
struct detector_limits comparison_limits(
    void *ctx, size_t benchmark, const struct series_name *name);

#endif
