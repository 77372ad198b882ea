/** A measurement as text: a table for people, JSON for tools. */
#ifndef CORE_BENCH_REPORT_H
#define CORE_BENCH_REPORT_H

#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/host.h"
#include "core/bench/protocol.h"

/**
 * A line for each manager, the fastest first: times of its fastest repetition,
 * medians over the repetitions for the quantiles, and how they were taken.
 * @return ERR_IO where `file` refused bytes (it is flushed); ERR_NOMEM
 */
enum err report_table(const struct protocol_result *result, FILE *file);

/**
 * The schema of Google Benchmark's JSON, a row for each repetition; p50, p95
 * and p99 are counters in ns.
 * @param executable the program's name as it was called
 * @return ERR_IO where `file` refused bytes (it is flushed); ERR_NOMEM
 */
enum err report_json(const struct protocol_result *result,
    const struct host *host, const char *executable, FILE *file);

#endif
