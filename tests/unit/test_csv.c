#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "reports/csv.h"

static struct csv_writer writer;
static FILE *file;
static char *text;
static size_t text_len;

static void
open_text(void)
{
	file = open_memstream(&text, &text_len);
	cr_assert(file != NULL);
	csv_init(&writer, file);
}

static void
close_text(void)
{
	fclose(file);
	free(text);
}

TestSuite(csv, .init = open_text, .fini = close_text);

static void
expect_text(const char *want)
{
	cr_assert(eq(int, csv_finish(&writer), ERR_OK));
	cr_expect(eq(str, text, (char *)want));
}

Test(csv, rows_end_with_both_characters)
{
	static const char *const names[] = {"a", "b", "c"};

	csv_heading(&writer, names, 3);
	csv_text(&writer, "x");
	csv_count(&writer, 7);
	csv_bool(&writer, true);
	csv_row_end(&writer);
	expect_text("a,b,c\r\n\"x\",7,true\r\n");
}

Test(csv, quotes_commas_and_line_breaks_stay_in_their_cell)
{
	csv_text(&writer, "a\"b\",\"");
	csv_text(&writer, "two\r\nlines");
	csv_text(&writer, "");
	csv_text(&writer, NULL);
	csv_row_end(&writer);
	expect_text("\"a\"\"b\"\",\"\"\",\"two\\r\\nlines\",\"\",\r\n");
}

Test(csv, texts_that_spreadsheets_would_run_get_an_apostrophe)
{
	csv_text(&writer, "=1+1");
	csv_text(&writer, "+1");
	csv_text(&writer, "-");
	csv_text(&writer, "@SUM(1)");
	csv_text(&writer, "\t=1");
	csv_row_end(&writer);
	expect_text("\"'=1+1\",\"'+1\",\"'-\",\"'@SUM(1)\",\"\\t=1\"\r\n");
}

Test(csv, numbers_are_no_formulas_and_unknown_ones_empty)
{
	csv_number(&writer, -1.5);
	csv_number(&writer, NAN);
	csv_number(&writer, INFINITY);
	csv_number(&writer, 0.1);
	csv_row_end(&writer);
	expect_text("-1.5,,,0.1\r\n");
}

Test(csv_errors, a_full_disk_is_told_at_the_end)
{
	struct csv_writer csv;
	FILE *full = fopen("/dev/full", "w");

	cr_assert(full != NULL);
	csv_init(&csv, full);
	csv_text(&csv, "x");
	csv_row_end(&csv);
	cr_expect(eq(int, csv_finish(&csv), ERR_IO));
	fclose(full);
}
