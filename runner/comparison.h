/** Building, measuring and judging two commits: check and compare. */
#ifndef RUNNER_COMPARISON_H
#define RUNNER_COMPARISON_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/detector.h"
#include "core/base/err.h"
#include "runner/app.h"
#include "runner/base.h"
#include "runner/judge.h"

/** Options of check and compare; zero or NULL: as the config says. */
struct comparison_options {
	double tolerance;
	uint64_t rounds;
	int64_t budget_ns;
	uint64_t seed; /**< 0: from entropy */
	bool no_control;
	bool no_identical;
	const char *bench_from;
	const char *inconclusive; /**< "pass" or "fail" */
	struct option_list outputs; /**< FORMAT[=FILE] */
	const char *json;
	const char *markdown;
	const char *chart; /**< a file, or NULL */
	/** Not NULL: ask the detector, unless a tolerance is given; NULL: the
	 *  default one only annotates the gate. Set by the command. */
	const struct detector_limits *detector;
	/** Apply the acknowledgements of the commits. Set by the command. */
	bool accepts;
	bool allow_new_accepts; /**< also those that head adds */
	/** Is told of the whole report, with what the program will exit with.
	 *  NULL: nobody is. Set by the command. */
	void (*reported)(
	    void *ctx, const struct report *report, enum exit_code code);
	void *reported_ctx;
};

/** Rows of these options, for a struct that begins with them. */
extern const struct option comparison_option_table[];

/** A comparison and all that its report speaks of. */
struct comparison;

enum err comparison_new(struct comparison **out);
void comparison_free(struct comparison *comparison);

/**
 * Compare and judge, once: there is a whole report afterwards, also where a
 * build failed, nothing had to be run, or nothing could be judged.
 *
 * @param command "check" or "compare"
 * @return ERR_OK with a report; an error where there is none to show
 */
enum err comparison_run(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options);

/**
 * Judge the stored samples of both commits on this machine key, without
 * building or measuring. The report is weak and its verdict never regressed.
 */
enum err comparison_of_stored(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options);

/**
 * Judge head by the history up to the pair's base: it is built and measured
 * alone, and a series within the band that the history makes, and within its
 * tolerance of the band's centre, passes. Benchmarks of which any series is not
 * are built and measured in pairs as comparison_run() does, and these decide; a
 * history alone never fails anything. A series with too little history is
 * inconclusive, or new where `history.first-run` lets it pass.
 */
enum err comparison_of_history(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options);

/** What is to be measured without a verdict. */
struct comparison_sampling {
	size_t rounds; /**< 8 to RULE_ROUNDS_MAX */
	bool alone; /**< head without its base */
	/** Whether a benchmark of the config is left out. */
	bool (*leaves_out)(
	    void *ctx, const struct config *config, size_t index);
	void *ctx;
};

/**
 * Build both commits as comparison_run() does, without a control, and measure
 * them in interleaved rounds, which are stored; judge nothing. Instructions are
 * not counted. The report has no series: its verdict is the worst of what could
 * not be measured. Of identical inputs or artifacts nothing is measured, and
 * its reason says so.
 *
 * @param[out] identical whether they are
 */
enum err comparison_sample(struct comparison *comparison, struct app *app,
    const char *command, const struct base_pair *pair,
    const struct comparison_options *options,
    const struct comparison_sampling *sampling, bool *identical);

/** What was measured: NULL where nothing was. Borrowed. */
struct tracks *comparison_tracks(const struct comparison *comparison);

/** Whether a track's benchmark failed: its rounds are not whole then.
 *  @param owner of the track */
bool comparison_failed(const struct comparison *comparison, size_t owner);

/** Borrowed; valid as long as the comparison. */
const struct report *comparison_report(const struct comparison *comparison);

/** Show further reports with this one's. `others` are borrowed. */
void comparison_join(struct comparison *comparison,
    const struct report *const *others, size_t count);

#endif
