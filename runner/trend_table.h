/** Series out of a table in a file: `tidemark trend --input`. */
#ifndef RUNNER_TREND_TABLE_H
#define RUNNER_TREND_TABLE_H

#include "baselines/history.h"
#include "core/base/err.h"

#define TREND_TABLE_BYTES_MAX ((size_t)1 << 30)

struct trend_table {
	struct history_line *lines; /**< by name; its metric is "" */
	size_t count;
	size_t rows; /**< of the longest series */
	/* what the lines point to */
	struct history_epoch *epochs;
	struct history_point *points;
	char *texts;
};

/**
 * Read comma-separated rows `index,value` of one series, or
 * `series,index,value` of several; a first row that is no number is a heading.
 * Rows of a series are ordered by their index, a number; a value that is empty,
 * "NA" or "nan" is missing. Fields may be quoted as RFC 4180 has it.
 *
 * The one series of a table without names is called "value". A point's
 * `commit` is its place in its series, from 0.
 *
 * @param path "-" is standard input
 * @param[out] out release it with trend_table_release()
 * @return ERR_USAGE naming file, row and what was expected, also for an index
 *         that is there twice; ERR_LIMIT for a larger file; ERR_IO; ERR_NOMEM
 */
enum err trend_table_read(
    struct trend_table *out, const char *path, enum direction direction);
void trend_table_release(struct trend_table *table);

#endif
