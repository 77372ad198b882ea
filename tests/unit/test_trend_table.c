/* Series out of a table in a file. */
#include <math.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/path.h"
#include "runner/trend_table.h"
#include "tests/support/git_fixture.h"

static char path[] = "/tmp/trend_table_XXXXXX";

static enum err
read_text(const char *text, struct trend_table *out)
{
	strcpy(path + strlen(path) - 6, "XXXXXX");
	close(mkstemp(path));
	cr_assert(eq(int, path_write(path, text, strlen(text)), ERR_OK));
	return trend_table_read(out, path, DIRECTION_SMALLER);
}

static void
read_good(const char *text, struct trend_table *out)
{
	cr_assert(eq(int, read_text(text, out), ERR_OK), "%s", err_text());
	unlink(path);
}

/* Says what is wrong, behind the file's name. */
static void
expect_refused(const char *text, const char *why)
{
	struct trend_table table;

	cr_assert(eq(int, read_text(text, &table), ERR_USAGE));
	expect_text(err_text() + strlen(path), why);
	unlink(path);
}

Test(trend_table, one_series_is_ordered_by_its_index)
{
	struct trend_table table;

	read_good("index,value\r\n2,30\r\n0,10\r\n\r\n1,20\r\n", &table);
	cr_assert(eq(sz, table.count, 1));
	cr_assert(eq(sz, table.lines[0].point_count, 3));
	cr_expect(eq(sz, table.rows, 3));
	cr_expect(eq(dbl, table.lines[0].points[0].value, 10));
	cr_expect(eq(dbl, table.lines[0].points[2].value, 30));
	cr_expect(eq(sz, table.lines[0].points[2].commit, 2));
	expect_text(table.lines[0].benchmark, "value");
	trend_table_release(&table);
}

Test(trend_table, rows_of_several_series_may_be_mixed)
{
	struct trend_table table;

	read_good("b,0,1\n\"a, \"\"x\"\"\",5,2\nb,1,3\n", &table);
	cr_assert(eq(sz, table.count, 2));
	expect_text(table.lines[0].benchmark, "a, \"x\"");
	cr_expect(eq(sz, table.lines[0].point_count, 1));
	expect_text(table.lines[1].benchmark, "b");
	cr_expect(eq(sz, table.lines[1].point_count, 2));
	cr_expect(eq(sz, table.rows, 2));
	trend_table_release(&table);
}

Test(trend_table, missing_values_keep_their_place)
{
	struct trend_table table;

	read_good("0,1\n1,\n2,NA\n3,nan\n4,-5.5e1", &table);
	cr_assert(eq(sz, table.lines[0].point_count, 5));
	for (size_t i = 1; i < 4; i++)
		cr_expect(isnan(table.lines[0].points[i].value));
	cr_expect(eq(dbl, table.lines[0].points[4].value, -55));
	trend_table_release(&table);
}

Test(trend_table, a_byte_order_mark_hides_no_row)
{
	struct trend_table table;

	read_good("\xef\xbb\xbf"
		  "0,1\n1,2\n",
	    &table);
	cr_expect(eq(sz, table.lines[0].point_count, 2));
	trend_table_release(&table);
}

Test(trend_table, what_is_no_table_is_refused_with_its_line)
{
	expect_refused("0,1\n1,abc\n",
	    ":2: value \"abc\": a number, or nothing where it is missing, was "
	    "expected");
	expect_refused("0,1\nx,2\n", ":2: index \"x\": a number was expected");
	expect_refused("0,1\n\n2\n", ":3: 1 fields, index,value was expected");
	expect_refused(
	    "a,0,1\n0,1\n", ":2: 2 fields, series,index,value was expected");
	expect_refused(
	    "0,1,2,3\n", ":1: index,value or series,index,value was expected");
	expect_refused("0,1\n1,inf\n",
	    ":2: value \"inf\": a number, or nothing where it is missing, was "
	    "expected");
	expect_refused("\"a,0,1\n", ":1: a quote is opened and never closed");
	expect_refused("index,value\n",
	    ": rows of index,value or series,index,value were expected, there "
	    "is none");
	/* Not a heading: one of them is a number. */
	expect_refused("x,2\n1,3\n", ":1: index \"x\": a number was expected");
}

Test(trend_table, an_index_is_there_once)
{
	expect_refused(
	    "5,1\n6,1\n5,2\n", ":3: index 5 is there already, in line 1");
}

Test(trend_table, a_file_that_is_not_there_is_named)
{
	struct trend_table table;

	cr_assert(eq(int,
	    trend_table_read(&table, "/nowhere/t.csv", DIRECTION_SMALLER),
	    ERR_USAGE));
	expect_text(err_text(), "--input /nowhere/t.csv: no such file");
}
