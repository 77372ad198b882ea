/** A pass over a stream by interval_set_apply(), many operations a call. */
#ifndef CORE_BENCH_BATCH_H
#define CORE_BENCH_BATCH_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/pass.h"
#include "core/bench/stream.h"

#define BATCH_SIZE_MAX 65536

/**
 * As pass_run(), in batches of `size` operations, 1 to BATCH_SIZE_MAX. Writing
 * the operations down and reading what they found is part of the time: whoever
 * uses batches has both to do.
 *
 * @return as pass_run()
 */
enum err batch_run(const struct stream *stream, const char *manager,
    size_t size, struct pass *pass, struct outcome *outcome);

#endif
