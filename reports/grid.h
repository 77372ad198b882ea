/** A table for the terminal whose columns are as wide as what is in them. */
#ifndef REPORTS_GRID_H
#define REPORTS_GRID_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"

#define GRID_COLUMNS_MAX 12

struct grid_column {
	const char *title;
	bool right; /**< set flush right */
};

struct grid {
	const struct grid_column *columns;
	size_t column_count;
	struct buf cells; /**< each ends with a NUL */
	size_t cell_count;
	size_t widths[GRID_COLUMNS_MAX];
};

/** @param columns borrowed; at most GRID_COLUMNS_MAX */
void grid_init(
    struct grid *grid, const struct grid_column *columns, size_t count);
void grid_release(struct grid *grid);

/** Add the next cell, from left to right, row by row: foreign text, which is
 *  shown as term_text() makes it. */
void grid_put(struct grid *grid, const char *text);

/** The same with the text of a buf, which is empty afterwards. */
void grid_move(struct grid *grid, struct buf *cell);

/** Append titles and rows, two blanks between columns, none behind the last. */
void grid_write(const struct grid *grid, struct buf *out);

#endif
