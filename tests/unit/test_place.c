/* Outputs go to their place whole, or not at all. More in test_render.c. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "core/base/path.h"
#include "reports/place.h"
#include "tests/support/git_fixture.h"

static enum err
write_word(void *ctx, FILE *file)
{
	return fputs(ctx, file) < 0 ? ERR_IO : ERR_OK;
}

static enum err
write_half(void *ctx, FILE *file)
{
	fputs(ctx, file);
	return err_fail(ERR_PARSE, "no more");
}

Test(place, a_file_is_replaced_only_by_a_whole_one)
{
	struct fixture fx;
	char *path;
	char *text;

	fixture_init(&fx);
	path = fixture_path(&fx, "out");
	cr_assert(eq(int, place_write(path, write_word, "old"), ERR_OK));
	cr_assert(eq(int, place_write(path, write_half, "new"), ERR_PARSE));
	expect_error("no more");
	text = fixture_read(fx.root, "out");
	expect_text(text, "old");
	free(text);
	cr_assert(eq(int, place_write(path, write_word, "new"), ERR_OK));
	text = fixture_read(fx.root, "out");
	expect_text(text, "new");
	free(text);
	free(path);
	fixture_release(&fx);
}

Test(place, a_place_that_cannot_be_written_is_named)
{
	cr_assert(
	    eq(int, place_write("/nonexistent/x", write_word, "a"), ERR_IO));
	expect_error("/nonexistent/x: ");
	cr_assert(eq(int, place_write("/dev/full", write_word, "a"), ERR_IO));
	expect_error("/dev/full: ");
}
