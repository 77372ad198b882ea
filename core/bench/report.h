/** A protocol measurement as a table for people and as rows for tools. */
#ifndef CORE_BENCH_REPORT_H
#define CORE_BENCH_REPORT_H

#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/context.h"
#include "core/bench/protocol.h"
#include "core/bench/rows.h"

/**
 * A line for each manager, the fastest first: times of its fastest repetition,
 * medians over the repetitions for the quantiles, and how they were taken;
 * then why the others are slower, where that is known.
 * @return ERR_IO where `file` refused bytes (it is flushed); ERR_NOMEM
 */
enum err report_table(const struct protocol_result *result, FILE *file);

/**
 * A row for each repetition; items_per_second, and p50, p95 and p99 in ns, are
 * counters. @return ERR_NOMEM
 */
enum err report_rows(const struct protocol_result *result, struct rows *rows);

/** The stream, and the clock's cost. The result must outlive `context`. */
void report_context(
    const struct protocol_result *result, struct context *context);

#endif
