/** The managers of the interval library as contestants, through its public
 *  functions; a set's domain is the stream's space. */
#ifndef TESTS_BENCH_CORE_MANAGERS_H
#define TESTS_BENCH_CORE_MANAGERS_H

#include "core/base/err.h"
#include "tests/bench/core/lap.h"

#define MANAGER_BATCH 4096

/**
 * A lap with one call an operation.
 * @return ERR_USAGE for an unknown manager; ERR_NOMEM; ERR_MISMATCH where an
 *         operation fails
 */
enum err manager_lap(
    const char *manager, const struct stream *stream, struct lap *lap);

/** The same in batches of MANAGER_BATCH; to write a batch down and to read
 *  its results is timed too. */
enum err manager_lap_batches(
    const char *manager, const struct stream *stream, struct lap *lap);

#endif
