/* Readers of small files below /proc and /sys. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "runner/system_file.h"
#include "tests/support/git_fixture.h"

static struct fixture fx;

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(system_file, .init = setup, .fini = teardown);

Test(system_file, a_line_comes_without_its_end_and_cut_to_the_room)
{
	char line[8];

	fixture_write(fx.root, "a", "first\nsecond\n");
	fixture_write(fx.root, "long", "0123456789\n");
	fixture_write(fx.root, "empty", "");
	cr_expect(system_line(fx.root, "/a", line, sizeof line));
	expect_text(line, "first");
	cr_expect(system_line(fx.root, "/long", line, sizeof line));
	expect_text(line, "0123456");
	cr_expect(not(system_line(fx.root, "/empty", line, sizeof line)));
	expect_text(line, "");
	strcpy(line, "x");
	cr_expect(not(system_line(fx.root, "/missing", line, sizeof line)));
	expect_text(line, "");
}

/* "model" is not "model name", and the flags are longer than any buffer. */
Test(system_file, a_field_is_found_by_its_whole_key)
{
	char *text = malloc(10000);
	char value[16];

	memset(text, 'x', 10000);
	memcpy(text, "flags : ", 8);
	strcpy(text + 9000, "\nmodel name\t: Big\nmodel\t\t: 7\nnone :\n");
	fixture_write(fx.root, "info", text);
	free(text);
	cr_expect(system_field(fx.root, "/info", "model", value, sizeof value));
	expect_text(value, "7");
	cr_expect(
	    system_field(fx.root, "/info", "model name", value, sizeof value));
	expect_text(value, "Big");
	cr_expect(
	    not(system_field(fx.root, "/info", "none", value, sizeof value)));
	cr_expect(
	    not(system_field(fx.root, "/info", "mode", value, sizeof value)));
	expect_text(value, "");
}

Test(system_file, a_word_is_a_whole_word)
{
	cr_expect(system_has_word("fpu hypervisor sse", "hypervisor"));
	cr_expect(system_has_word("hypervisor", "hypervisor"));
	cr_expect(not(system_has_word("fpu hypervisors", "hypervisor")));
	cr_expect(not(system_has_word("", "hypervisor")));
}

Test(system_file, a_number_is_all_of_its_line)
{
	double number = -1;

	fixture_write(fx.root, "n", "42\n");
	fixture_write(fx.root, "unit", "42 kB\n");
	cr_expect(system_number(fx.root, "/n", &number));
	cr_expect(eq(dbl, number, 42));
	cr_expect(not(system_number(fx.root, "/unit", &number)));
	cr_expect(not(system_number(fx.root, "/missing", &number)));
	cr_expect(eq(dbl, number, 42));
}

/* user 10, nice 0, system 20, idle 60, iowait 0, irq 0, softirq 5, steal 5:
 * 5 of 100. */
Test(system_file, steal_is_a_share_of_all_time)
{
	double steal = -1;

	cr_expect(not(system_steal(fx.root, &steal)));
	fixture_write(fx.root, "proc/stat", "cpu  0 0 0 0 0 0 0 0 0 0\n");
	cr_expect(not(system_steal(fx.root, &steal)));
	fixture_write(fx.root, "proc/stat", "cpu  10 0 20 60 0 0 5 5 0 0\n");
	cr_expect(system_steal(fx.root, &steal));
	cr_expect(ieee_ulp_eq(dbl, steal, 0.05, 1));
}

Test(system_file, a_list_names_numbers_and_ranges)
{
	static const char *const wrong[] = {
	    "", "x", "3-1", "1,", "1-", "-1", "1 2", "99999999999"};
	size_t count = 0;

	cr_expect(system_list_count("0-3,8", &count));
	cr_expect(eq(sz, count, 5));
	cr_expect(system_list_count("7", &count));
	cr_expect(eq(sz, count, 1));
	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++)
		cr_expect(
		    not(system_list_count(wrong[i], &count)), "%s", wrong[i]);
	cr_expect(eq(sz, count, 1));
}

Test(system_file, a_pattern_that_matches_nothing_has_no_files)
{
	glob_t files;

	fixture_write(fx.root, "cpu0/x", "1\n");
	fixture_write(fx.root, "cpu12/x", "2\n");
	system_glob(fx.root, "/cpu[0-9]*/x", &files);
	cr_expect(eq(sz, files.gl_pathc, 2));
	globfree(&files);
	system_glob(fx.root, "/gpu*/x", &files);
	cr_expect(eq(sz, files.gl_pathc, 0));
	globfree(&files);
}
