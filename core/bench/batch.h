/** Streams done by interval_set_apply(), many operations a call. */
#ifndef CORE_BENCH_BATCH_H
#define CORE_BENCH_BATCH_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/pass.h"
#include "core/bench/stream.h"
#include "core/interval/interval.h"

#define BATCH_SIZE_MAX 65536

/**
 * Do a stream's operations in batches.
 *
 * @param ops room for `size` operations, at least 1
 * @param[out] outcome what `set` holds then, and the hash of the finds
 */
enum interval_status batch_apply(struct interval_set *set,
    const struct stream *stream, struct interval_op *ops, size_t size,
    struct outcome *outcome);

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
