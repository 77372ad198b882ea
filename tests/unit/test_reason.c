#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/reason.h"

/* First line, then the number of skipped lines, then the log, by "|". */
static void
expect_split(const char *text, const char *want)
{
	struct buf out = BUF_INIT;
	struct reason reason;

	reason_first(&reason, text, &out);
	buf_printf(&out, "|%zu", reason.skipped);
	do
		buf_putc(&out, '|');
	while (reason_next(&reason, &out));
	cr_expect(eq(str, out.data, (char *)want));
	buf_release(&out);
}

Test(reason, one_line_has_no_log)
{
	expect_split("timed out", "timed out|0|");
	expect_split("timed out\n\n", "timed out|0|");
	expect_split("", "|0|");
}

Test(reason, blank_lines_count_inside_but_not_at_the_end)
{
	expect_split("failed\na\n\nb\n\n", "failed|0|a||b|");
}

Test(reason, tabs_reach_the_next_stop)
{
	/* "ab" leaves 6 columns to the stop at 8, a second tab 8 more. */
	expect_split("failed\nab\t\tc", "failed|0|ab              c|");
	expect_split("failed\n\tc", "failed|0|        c|");
}

Test(reason, only_the_last_twenty_lines_are_given)
{
	struct buf text = BUF_INIT;
	struct buf first = BUF_INIT;
	struct reason reason;

	buf_puts(&text, "failed\n");
	for (int i = 1; i <= 23; i++)
		buf_printf(&text, "line %d\n", i);
	reason_first(&reason, buf_text(&text), &first);
	cr_expect(eq(sz, reason.skipped, 3));
	cr_expect(eq(int, strncmp(reason.rest, "line 4\n", 7), 0));
	buf_release(&first);
	buf_release(&text);
}
