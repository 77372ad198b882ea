/**
 * Counting the instructions of benchmarks: a phase of its own after the paired
 * rounds. Counts have no noise that rounds would average out, but they are
 * slow: so each side runs once, and base and head a second time to show that
 * counts repeat. The environment is the same each time, without padding and,
 * where the system lets it be, with ASLR off.
 */
#ifndef RUNNER_COUNTING_H
#define RUNNER_COUNTING_H

#include "baselines/witness.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "runner/config.h"
#include "runner/counting_probe.h"
#include "runner/machine.h"

/** How much longer a process may take where valgrind counts it. */
#define COUNTING_TIMEOUT_FACTOR 100

struct measure_plan;
struct measure_outcome;

/** One benchmark's counts. All zero where they are not wanted. */
struct counting {
	bool wanted;
	enum counting_source source;
	char setup[HASH_HEX_SIZE]; /**< for the store: of the benchmark's, and
					of the source */
	struct witness_counts counts;
	char *error; /**< why a count is not there; the counting's own */
};

/** Set it up for a benchmark, whose setup is `setup`. @return ERR_NOMEM */
enum err counting_init(struct counting *counting,
    const struct config_benchmark *benchmark, const char *setup,
    enum counting_source source);
void counting_release(struct counting *counting);

/** Who can count here; COUNTING_NONE, without a look, where no benchmark of the
 *  config is counted. */
enum counting_source counting_find(const struct config *config);

/** Add who counts to the machine's facts, where a benchmark is counted. */
void counting_note(const struct config *config, enum counting_source source,
    struct machine *machine);

/**
 * Count what is wanted on the plan's sides, and store it: each second count is
 * round 1. A benchmark that failed in the rounds is left out; one that fails
 * here is noted in its row and the others go on. Processes and time are added
 * to the outcome.
 *
 * @return ERR_INTERRUPTED, the store's errors; then *out has no tracks, as
 *         after measure()
 */
enum err counting_run(
    const struct measure_plan *plan, struct measure_outcome *out);

#endif
