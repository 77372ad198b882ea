#include "reports/grid.h"

#include <assert.h>
#include <string.h>

#include "reports/escape.h"

#define GAP 2

void
grid_init(struct grid *grid, const struct grid_column *columns, size_t count)
{
	assert(count > 0 && count <= GRID_COLUMNS_MAX);
	*grid = (struct grid){
	    .columns = columns, .column_count = count, .cells = BUF_INIT};
	for (size_t i = 0; i < count; i++)
		grid->widths[i] = text_columns(columns[i].title);
}

void
grid_release(struct grid *grid)
{
	buf_release(&grid->cells);
}

void
grid_put(struct grid *grid, const char *text)
{
	size_t column = grid->cell_count++ % grid->column_count;
	size_t start = grid->cells.len;
	size_t width;

	term_text(&grid->cells, text, ESCAPE_WHOLE);
	buf_putc(&grid->cells, '\0');
	if (grid->cells.failed)
		return;
	width = text_columns(grid->cells.data + start);
	if (width > grid->widths[column])
		grid->widths[column] = width;
}

void
grid_move(struct grid *grid, struct buf *cell)
{
	grid_put(grid, buf_text(cell));
	grid->cells.failed |= cell->failed;
	buf_reset(cell);
}

static void
put_blanks(struct buf *out, size_t count)
{
	while (count--)
		buf_putc(out, ' ');
}

static void
put_cell(
    const struct grid *grid, size_t column, const char *text, struct buf *out)
{
	size_t pad = grid->widths[column] - text_columns(text);
	bool right = grid->columns[column].right;
	bool last = column + 1 == grid->column_count;

	put_blanks(out, right ? pad : 0);
	buf_puts(out, text);
	put_blanks(out, right || last ? 0 : pad);
	if (last)
		buf_putc(out, '\n');
	else
		put_blanks(out, GAP);
}

void
grid_write(const struct grid *grid, struct buf *out)
{
	const char *cell = buf_text(&grid->cells);

	assert(grid->column_count > 0);
	if (grid->cells.failed) {
		out->failed = true;
		return;
	}
	for (size_t i = 0; i < grid->column_count; i++)
		put_cell(grid, i, grid->columns[i].title, out);
	for (size_t i = 0; i < grid->cell_count; i++) {
		put_cell(grid, i % grid->column_count, cell, out);
		cell += strlen(cell) + 1;
	}
}
