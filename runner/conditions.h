/**
 * How the benchmarks' processes run: the keys pin, cpus, nice and no-aslr of
 * `measure`. Only these processes are touched, never the machine.
 */
#ifndef RUNNER_CONDITIONS_H
#define RUNNER_CONDITIONS_H

#include "core/base/child.h"
#include "core/base/err.h"
#include "core/base/hash.h"
#include "core/base/rng.h"
#include "runner/config.h"
#include "runner/machine.h"

/**
 * Check that this machine grants them, by a process that does nothing.
 *
 * @return ERR_USAGE naming the key, and for a CPU it and those that are
 * allowed; ERR_IO, ERR_INTERRUPTED
 */
enum err conditions_check(const struct config_conditions *conditions);

/**
 * What the processes of one block get, each side's alike. With `pin` a CPU is
 * drawn from those where they may run; else nothing is drawn.
 */
enum err conditions_of_block(const struct config_conditions *conditions,
    struct rng *rng, struct child_conditions *out);

/** Add them to a setup's digest; nothing where none is set. */
void conditions_hash(
    const struct config_conditions *conditions, struct hash *hash);

/** Add those that are set to the machine's facts, by their keys' names. */
void conditions_note(
    const struct config_conditions *conditions, struct machine *machine);

#endif
