/**
 * Aligned tables for people: the first column leans left, the others, which
 * hold figures, lean right.
 *
 * Cells are added line by line. As in a buf, adding never fails at the call:
 * table_write() says at the end what failed.
 */
#ifndef CORE_BENCH_TABLE_H
#define CORE_BENCH_TABLE_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define TABLE_COLUMNS_MAX 24

struct table {
	const char *const *titles;
	size_t columns;
	size_t cells; /**< added until now */
	struct buf text; /**< the cells, each with its NUL */
};

/**
 * @param titles of the columns, at most TABLE_COLUMNS_MAX; ends with NULL and
 *        outlives the table
 */
void table_init(struct table *table, const char *const *titles);
void table_release(struct table *table);

/** The next cell. Control characters become '?': the text may be foreign. */
void table_text(struct table *table, const char *text);
void table_printf(struct table *table, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/* The next cell, as humane.h writes it. */
void table_count(struct table *table, uint64_t number);
void table_ns(struct table *table, double ns, int digits);
void table_bytes(struct table *table, double bytes);

/** The next cell: "1.31x". */
void table_ratio(struct table *table, double ratio);

/**
 * Write the titles and the lines. Widths count characters of UTF-8.
 * @return ERR_NOMEM where a cell was lost. Errors of `file` stay in it.
 */
enum err table_write(const struct table *table, FILE *file);

/** Write text that may be foreign, control characters as '?'. */
void table_print(const char *text, FILE *file);

/** Write words with line breaks between them, so that lines have at most 79
 *  columns, as far as one word is not longer. Cleaned as table_print() does. */
void table_paragraph(const char *text, FILE *file);

/** Flush a report. @return ERR_IO where `file` refused bytes at any time. */
enum err table_finish(FILE *file);

#endif
