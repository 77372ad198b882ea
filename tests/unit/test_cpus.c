/* Sets of CPUs: the text form and its limits. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/cpus.h"
#include "tests/support/git_fixture.h"

static void
reads(const char *text, const char *printed, size_t count)
{
	struct cpus cpus = {0};
	struct buf out = BUF_INIT;

	cr_assert(eq(int, cpus_parse(text, &cpus), ERR_OK), "%s", text);
	cpus_print(&cpus, &out);
	expect_text(buf_text(&out), printed);
	cr_expect(eq(sz, cpus_count(&cpus), count), "%s", text);
	buf_release(&out);
}

Test(cpus, lists_are_read_and_written_in_the_shortest_form)
{
	reads("0", "0", 1);
	reads("2-3,5", "2-3,5", 3);
	reads("5,3,2", "2-3,5", 3);
	reads("0-1,1-2", "0-2", 3);
	reads("7-7", "7", 1);
	reads("1022-1023", "1022-1023", 2);
}

Test(cpus, what_is_no_list_changes_nothing)
{
	static const char *const bad[] = {"", ",", "1,", ",1", "-1", "1-",
	    "3-2", "1--2", "1 ", " 1", "a", "0x1", "1024", "0-1024",
	    "4294967297", "1;2", "1-2-3"};
	struct cpus cpus = {0};

	cpus_add(&cpus, 9);
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		cr_expect(eq(int, cpus_parse(bad[i], &cpus), ERR_PARSE), "%s",
		    bad[i]);
	cr_expect(eq(sz, cpus_count(&cpus), 1));
	cr_expect(cpus_has(&cpus, 9));
}

Test(cpus, the_empty_set_is_called_none)
{
	struct cpus cpus = {0};
	struct buf out = BUF_INIT;

	cpus_print(&cpus, &out);
	expect_text(buf_text(&out), "none");
	cr_expect(not(cpus_has(&cpus, 0)));
	cr_expect(not(cpus_has(&cpus, CPUS_MAX)));
	buf_release(&out);
}

/* 2, 3, 5: the second of them is 3. */
Test(cpus, members_are_numbered_from_the_smallest)
{
	struct cpus cpus = {0};

	cr_assert(eq(int, cpus_parse("2-3,5", &cpus), ERR_OK));
	cr_expect(eq(u32, cpus_at(&cpus, 0), 2));
	cr_expect(eq(u32, cpus_at(&cpus, 1), 3));
	cr_expect(eq(u32, cpus_at(&cpus, 2), 5));
}

Test(cpus, this_process_may_run_somewhere)
{
	struct cpus cpus = {0};

	cr_assert(eq(int, cpus_allowed(&cpus), ERR_OK));
	cr_expect(lt(sz, 0, cpus_count(&cpus)));
	cr_expect(cpus_has(&cpus, (unsigned)sched_getcpu()));
}
