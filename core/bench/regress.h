/**
 * A stored baseline, and whether what is measured now falls short of it.
 *
 * A baseline is a file that `interval-bench protocol --format json` wrote.
 * Everything in it is judged: what cannot be read or run is an error or a
 * failure, never left out.
 */
#ifndef CORE_BENCH_REGRESS_H
#define CORE_BENCH_REGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/bench/host.h"
#include "core/bench/rows.h"
#include "core/bench/stream.h"

#define REGRESS_FILE_MAX (16 << 20) /**< bytes of a baseline */
#define REGRESS_ROWS_MAX 10000

/** Medians over the repetitions of one benchmark. */
struct regress_figures {
	double rate; /**< operations a second of CPU time */
	double p99_ns;
};

struct regress_benchmark {
	char name[ROW_NAME_SIZE];
	struct regress_figures baseline;
	/** Whether this program has the benchmark; the two below say how it is
	 *  run. */
	bool known;
	const char *manager;
	struct stream_plan plan;
	struct regress_figures now; /**< the caller's to fill in */
};

struct regress {
	char host[HOST_NAME_SIZE]; /**< where the baseline was measured */
	char build[32]; /**< its library_build_type */
	size_t n;
	struct regress_benchmark *items; /**< in the order of their first row */
};

/**
 * Read a baseline; regress_release() it.
 *
 * @return ERR_NOTFOUND, ERR_IO, ERR_LIMIT naming the file; ERR_PARSE naming the
 *         file and what was expected: it is not JSON, it has no seed, it holds
 *         no benchmark, or a row lacks a name, cpu_time above 0 in ns or p99
 */
enum err regress_read(const char *path, struct regress *out);

/** The same from a text; `what` names it in errors. */
enum err regress_parse(
    const char *text, size_t len, const char *what, struct regress *out);
void regress_release(struct regress *regress);

/**
 * Medians of the rate, by cpu_ns, and of the counter p99 over the rows of that
 * name. The rate is of CPU time, since on a busy machine a process waits, which
 * only the time on the wall holds.
 * @return ERR_NOTFOUND where there is none that has both; ERR_NOMEM
 */
enum err regress_figures_of(
    const struct rows *rows, const char *name, struct regress_figures *out);

/** By how much a P99 must be worse to fail, whatever the tolerance: times come
 *  in steps of about 10 ns, and one or two of them are no difference. */
#define REGRESS_P99_NS_MIN 30

/** How far short of the baseline is too far, as fractions. */
struct regress_tolerances {
	double rate; /**< below 1: .1 fails at less than 90 % of its rate */
	double p99; /**< .2 fails at more than 120 % of its P99, if that is
		     *   REGRESS_P99_NS_MIN more at least */
};

enum regress_verdict {
	REGRESS_FINE = 0,
	REGRESS_RATE, /**< too few operations a second */
	REGRESS_P99, /**< too high a P99 */
	REGRESS_BOTH,
	REGRESS_UNKNOWN /**< this program does not have it */
};

const char *regress_verdict_text(enum regress_verdict verdict);

enum regress_verdict regress_judge(const struct regress_benchmark *benchmark,
    const struct regress_tolerances *tolerances);

#endif
