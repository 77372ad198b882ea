#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/child.h"
#include "runner/site_batch.h"

static struct site_batch batch;

static void
setup(void)
{
	cr_assert(eq(int, child_init(), ERR_OK));
}

static void
teardown(void)
{
	site_batch_clear(&batch);
}

TestSuite(site_batch, .init = setup, .fini = teardown);

static void
add(const char *full, const char *script)
{
	const struct site_picture picture = {.path = (char *)"chart/a.svg",
	    .full = (char *)full,
	    .script = (char *)script,
	    .width = 90,
	    .height = 60};

	cr_assert(eq(int, site_batch_add(&batch, &picture), ERR_OK));
}

Test(site_batch, images_come_in_the_order_of_the_pictures)
{
	add("a.svg", "set title 'first'\nplot 1\n");
	add("b.svg", "set title 'second'\nplot 1\n");
	site_batch_start(&batch, 2);
	cr_assert(eq(int, site_batch_wait(&batch), ERR_OK), "%s", err_text());
	cr_expect(site_batch_is_done(&batch));
	cr_expect(
	    ne(ptr, strstr(buf_text(&batch.pictures[0].image), "first"), NULL));
	cr_expect(ne(
	    ptr, strstr(buf_text(&batch.pictures[1].image), "second"), NULL));
}

/* The error of another thread is this one's. */
Test(site_batch, an_error_is_told_to_who_waits)
{
	add("a.svg", "plot 1\n");
	add("dir/b.svg", "plot nonsense(\n");
	site_batch_start(&batch, 1);
	err_set_text("none");
	cr_assert(eq(int, site_batch_wait(&batch), ERR_CHILD));
	cr_expect(ne(ptr, strstr(err_text(), "dir/b.svg: gnuplot: "), NULL));
	cr_expect(eq(sz, batch.pictures[0].image.len, 0));
}

Test(site_batch, one_that_was_not_started_is_waited_for_in_no_time)
{
	add("a.svg", "plot 1\n");
	cr_expect(not(site_batch_is_done(&batch)));
	cr_expect(eq(int, site_batch_wait(&batch), ERR_OK));
}

Test(site_batch, a_cleared_one_can_be_used_again)
{
	add("a.svg", "plot nonsense(\n");
	site_batch_start(&batch, 1);
	site_batch_clear(&batch);
	cr_expect(eq(sz, batch.count, 0));
	add("a.svg", "plot 1\n");
	site_batch_start(&batch, 1);
	cr_expect(eq(int, site_batch_wait(&batch), ERR_OK));
}
