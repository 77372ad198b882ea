#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/humane.h"
#include "core/bench/table.h"

static const char *const titles[] = {"name", "count", "time", "size", NULL};

static char *
written(const struct table *table)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	cr_assert(eq(int, table_write(table, file), ERR_OK));
	cr_assert(eq(int, table_finish(file), ERR_OK));
	fclose(file);
	return text;
}

static const char wanted[] =
    "name          count    time     size\n"
    "a         1,234,567  1.5 ns     24 B\n"
    "\xc3\xa9t\xc3\xa9?[31m          8   1.31x  1.5 KiB"
    "\n";

Test(bench_table, names_lean_left_figures_right_and_nothing_foreign_gets_out)
{
	struct table table;
	char *text;

	table_init(&table, titles);
	table_text(&table, "a");
	table_count(&table, 1234567);
	table_ns(&table, 1.5, 1);
	table_bytes(&table, 24);
	table_text(&table, "\xc3\xa9t\xc3\xa9\033[31m"); /* 8 wide, 10 bytes */
	table_printf(&table, "%d", 8);
	table_ratio(&table, 1.3051);
	table_bytes(&table, 1536);
	text = written(&table);
	cr_expect(eq(str, text, (char *)wanted));
	free(text);
	table_release(&table);
}

Test(bench_table, a_table_without_lines_is_its_titles)
{
	struct table table;
	char *text;

	table_init(&table, titles);
	text = written(&table);
	cr_expect(eq(str, text, "name  count  time  size\n"));
	free(text);
	table_release(&table);
}

Test(bench_table, a_lost_cell_is_an_error_at_the_end)
{
	struct table table;

	table_init(&table, titles);
	table.text.failed = true;
	table_text(&table, "a");
	cr_expect(eq(int, table_write(&table, stdout), ERR_NOMEM));
	table_release(&table);
}

Test(bench_table, text_beside_a_table_is_cleaned_too)
{
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	table_print("a\tb\x7f\xc2\x9b", file);
	fclose(file);
	cr_expect(eq(str, text, "a?b??"));
	free(text);
}

/* 9 + 1 + 69 = 79 columns; one more makes another line. */
Test(bench_table, a_paragraph_has_lines_of_79_columns)
{
	char word[71] = "";
	char wanted_text[200];
	char given[200];
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	memset(word, 'x', 69);
	snprintf(given, sizeof given, "12345 789  %s a\tb", word);
	table_paragraph(given, file);
	word[69] = 'x';
	snprintf(given, sizeof given, "12345 789 %s", word);
	table_paragraph(given, file);
	fclose(file);
	snprintf(wanted_text, sizeof wanted_text,
	    "12345 789 %.69s\na?b\n12345 789\n%s\n", word, word);
	cr_expect(eq(str, text, wanted_text));
	free(text);
}

Test(bench_table, a_full_disk_is_an_error)
{
	FILE *full = fopen("/dev/full", "w");

	cr_assert(ne(ptr, full, NULL));
	fputs("x", full);
	cr_expect(eq(int, table_finish(full), ERR_IO));
	fclose(full);
}

static void
expect_ns(double ns, int digits, const char *want)
{
	char text[HUMANE_SIZE];

	humane_ns(text, ns, digits);
	cr_expect(eq(str, text, (char *)want));
}

Test(bench_humane, times_have_the_unit_that_they_round_to)
{
	expect_ns(0, 0, "0 ns");
	expect_ns(41.04, 1, "41.0 ns");
	expect_ns(999.4, 0, "999 ns");
	expect_ns(999.6, 0, "1.00 us");
	expect_ns(1100, 0, "1.10 us");
	expect_ns(999999.9, 1, "1.00 ms");
	expect_ns(27.154e6, 1, "27.15 ms");
	expect_ns(3e9, 1, "3.00 s");
	expect_ns(1e13, 1, "10000.00 s");
}

Test(bench_humane, counts_are_grouped_in_threes)
{
	static const struct {
		uint64_t number;
		const char *want;
	} cases[] = {
	    {0, "0"},
	    {999, "999"},
	    {1000, "1,000"},
	    {UINT64_MAX, "18,446,744,073,709,551,615"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[HUMANE_SIZE];

		humane_count(text, cases[i].number);
		cr_expect(eq(str, text, (char *)cases[i].want));
	}
}

Test(bench_humane, bytes_are_in_powers_of_1024)
{
	static const struct {
		double bytes;
		const char *want;
	} cases[] = {
	    {0, "0 B"},
	    {1000, "1000 B"},
	    {1024, "1.0 KiB"},
	    {12.0 * 1024 * 1024, "12.0 MiB"},
	    {3.25 * 1024 * 1024 * 1024, "3.2 GiB"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		char text[HUMANE_SIZE];

		humane_bytes(text, cases[i].bytes);
		cr_expect(eq(str, text, (char *)cases[i].want));
	}
}
