#include "tests/support/golden.h"

#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/buf.h"
#include "core/base/path.h"

#define FILE_MAX (4 * 1024 * 1024)

/* Number of the first line in which the texts differ, 0 if none. */
static size_t
differing_line(const char *a, const char *b)
{
	size_t line = 1;

	for (; *a && *a == *b; a++, b++)
		line += *a == '\n';
	return *a == *b ? 0 : line;
}

void
golden_compare(const char *path, const char *got)
{
	struct buf want = BUF_INIT;
	size_t line;

	if (getenv("GOLDEN_UPDATE")) {
		cr_assert(eq(int, path_write(path, got, strlen(got)), ERR_OK));
		return;
	}
	cr_assert(
	    eq(int, path_read(path, FILE_MAX, &want), ERR_OK), "%s", path);
	line = differing_line(buf_text(&want), got);
	cr_expect(eq(sz, line, 0), "%s:%zu differs from what is rendered", path,
	    line);
	buf_release(&want);
}
