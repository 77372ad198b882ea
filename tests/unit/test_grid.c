/* Tables for the terminal. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/grid.h"
#include "tests/support/git_fixture.h"

static const struct grid_column columns[] = {
    {"name", false}, {"n", true}, {"last", false}};

Test(grid, columns_are_as_wide_as_their_cells)
{
	struct buf out = BUF_INIT;
	struct grid grid;

	grid_init(&grid, columns, 3);
	grid_put(&grid, "a");
	grid_put(&grid, "1000");
	grid_put(&grid, "x");
	grid_put(&grid, "µµµµµ"); /* five columns, ten bytes */
	grid_put(&grid, "7");
	grid_put(&grid, "");
	grid_write(&grid, &out);
	expect_text(buf_text(&out), "name      n  last\n"
				    "a      1000  x\n"
				    "µµµµµ     7  \n");
	grid_release(&grid);
	buf_release(&out);
}

Test(grid, a_cell_that_was_moved_leaves_its_buf_empty)
{
	struct buf out = BUF_INIT, cell = BUF_INIT;
	struct grid grid;

	grid_init(&grid, columns, 3);
	for (int i = 1; i <= 3; i++) {
		buf_printf(&cell, "%d", i);
		grid_move(&grid, &cell);
		cr_expect(eq(sz, cell.len, 0));
	}
	grid_write(&grid, &out);
	expect_text(buf_text(&out), "name  n  last\n"
				    "1     2  3\n");
	cell.failed = true;
	grid_move(&grid, &cell);
	cr_expect(grid.cells.failed);
	grid_release(&grid);
	buf_release(&cell);
	buf_release(&out);
}

Test(grid, foreign_cells_are_made_harmless)
{
	struct buf out = BUF_INIT;
	struct grid grid;

	grid_init(&grid, &columns[2], 1);
	grid_put(&grid, "a\x1b[2J\nb");
	grid_write(&grid, &out);
	expect_text(buf_text(&out), "last\na\\x1b[2J\\nb\n");
	grid_release(&grid);
	buf_release(&out);
}
