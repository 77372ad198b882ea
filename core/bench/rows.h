/** Rows of figures, one for each repetition of a benchmark, and their writers
 *  for tools. */
#ifndef CORE_BENCH_ROWS_H
#define CORE_BENCH_ROWS_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/host.h"

#define ROW_NAME_SIZE 384
#define ROW_COUNTERS_MAX 16

struct row_counter {
	const char *name; /**< borrowed; as long as the rows live */
	double value;
};

struct row {
	/** "protocol/boundary/10000"; may hold foreign text, such as a file's
	 *  name, which the writers quote. */
	char name[ROW_NAME_SIZE];
	size_t family; /**< of rows that differ by size alone */
	size_t instance; /**< index of the size within the family */
	unsigned repetitions; /**< of this benchmark, in all */
	unsigned repetition; /**< this one, from 0 */
	uint64_t iterations; /**< operations that were timed */
	double real_ns; /**< an operation */
	double cpu_ns; /**< an operation */
	struct row_counter counters[ROW_COUNTERS_MAX];
	size_t counters_n;
};

struct rows {
	struct row *items;
	size_t n;
	size_t capacity;
};

#define ROWS_INIT                                                              \
	{                                                                      \
		.items = NULL, .n = 0, .capacity = 0                           \
	}

/** What holds for all rows: "seed", "42". A list ends with key NULL. */
struct row_context {
	const char *key;
	const char *value;
};

/** Add a counter to a row, which has fewer than ROW_COUNTERS_MAX. */
void row_count(struct row *row, const char *name, double value);

/** Append a copy. @return ERR_NOMEM, and then `rows` is as it was. */
enum err rows_add(struct rows *rows, const struct row *row);
void rows_release(struct rows *rows);

/**
 * The schema of Google Benchmark's JSON: time_unit is ns, counters are members
 * of their row, `context` comes after what that schema has.
 * @param executable the program's name as it was called
 * @return ERR_IO where `file` refused bytes (it is flushed); ERR_NOMEM
 */
enum err rows_write_json(const struct rows *rows, const struct host *host,
    const char *executable, const struct row_context *context, FILE *file);

/**
 * CSV as in RFC 4180, lines end with CR LF. The header line names the members
 * of a row, then every counter that any row has, in the order of their first
 * use (the field is empty where a row lacks it), then the keys of `context`,
 * whose values are repeated in each line.
 * @return ERR_IO where `file` refused bytes (it is flushed); ERR_NOMEM
 */
enum err rows_write_csv(
    const struct rows *rows, const struct row_context *context, FILE *file);

#endif
