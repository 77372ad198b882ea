#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/site_list.h"

static struct site_list list;

static void
close_list(void)
{
	site_list_release(&list);
}

TestSuite(site_list, .fini = close_list);

#define HEAD "tidemark site 1\n"

Test(site_list, a_list_is_read_as_it_was_written)
{
	struct site_file *file;
	struct buf text = BUF_INIT;

	cr_assert(eq(int, site_list_add(&list, "commit/1.html", &file), 0));
	strcpy(file->key, "0123abcd");
	file->bytes = 12;
	file->time_ns = 1700000000123456789;
	site_list_head(&text);
	site_list_line(&text, file);
	site_list_release(&list);
	cr_assert(eq(int, site_list_read(&list, buf_text(&text), "x"), ERR_OK));
	file = site_list_find(&list, "commit/1.html");
	cr_assert(ne(ptr, file, NULL));
	cr_expect(eq(str, file->key, "0123abcd"));
	cr_expect(eq(i64, file->bytes, 12));
	cr_expect(eq(i64, file->time_ns, 1700000000123456789));
	cr_expect(not(file->used));
	buf_release(&text);
}

Test(site_list, a_line_that_was_cut_off_is_left_out)
{
	cr_assert(
	    eq(int, site_list_read(&list, HEAD "- 0 0 a.html\n- 0 0 b.ht", "x"),
		ERR_OK));
	cr_expect(eq(sz, list.count, 1));
	cr_expect(ne(ptr, site_list_find(&list, "a.html"), NULL));
	cr_expect(eq(ptr, site_list_find(&list, "b.ht"), NULL));
}

Test(site_list, a_file_that_is_there_twice_is_one)
{
	cr_assert(eq(int,
	    site_list_read(&list, HEAD "- 0 0 b\n- 0 0 a\n- 1 2 b\n", "x"),
	    ERR_OK));
	cr_expect(eq(sz, list.count, 2));
}

Test(site_list, paths_that_leave_the_folder_are_refused)
{
	static const char *const texts[] = {HEAD "- 0 0 ../a\n",
	    HEAD "- 0 0 /etc/passwd\n", HEAD "- 0 0 a/../b\n",
	    HEAD "- 0 0 a/b/c\n", HEAD "- 0 0 .ssh/id\n", HEAD "- 0 0 a/.b\n",
	    HEAD "- 0 0 a/\n", HEAD "- 0 0 \n", HEAD "0 0 a\n",
	    HEAD "- 0 0 a b\n", "another file\n", ""};

	for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
		cr_expect(
		    eq(int, site_list_read(&list, texts[i], "x"), ERR_PARSE),
		    "%s", texts[i]);
		site_list_release(&list);
	}
}

Test(site_list, the_sites_own_paths_are_safe)
{
	cr_expect(site_path_is_safe("index.html"));
	cr_expect(site_path_is_safe("benchmark/a-b-0123.html"));
	cr_expect(site_path_is_safe("feed.atom"));
	cr_expect(not(site_path_is_safe("Benchmark/a.html")));
}
