/* Captured output is whole, or said not to be. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/base/capture.h"
#include "tests/nomem/wrapped.h"

#define KEEP 200
#define STREAM 1000
#define CALLS_MAX 100

static char stream[STREAM];

/* The stream comes in pieces, so that the buffers grow more than once. */
static enum err
captured(struct buf *out)
{
	struct capture capture;
	enum err err;

	capture_init(&capture, KEEP);
	for (size_t at = 0; at < STREAM; at += 50)
		capture_add(&capture, stream + at, 50);
	err = capture_text(&capture, out);
	capture_release(&capture);
	return err;
}

Test(nomem, captured_output_has_no_hole_whichever_allocation_fails)
{
	struct buf whole = BUF_INIT;
	size_t n;

	for (size_t i = 0; i < STREAM; i++)
		stream[i] = (char)('a' + i % 26);
	cr_assert(eq(int, captured(&whole), ERR_OK));
	for (n = 1; n < CALLS_MAX; n++) {
		struct buf out = BUF_INIT;
		bool failed;
		enum err err;

		wrapped_fail_at(n);
		err = captured(&out);
		failed = wrapped_end();
		if (failed)
			cr_expect(eq(int, err, ERR_NOMEM), "call %zu", n);
		else
			cr_expect(eq(str, out.data, whole.data));
		buf_release(&out);
		if (!failed)
			break;
	}
	/* head and ring: 64 to 256 bytes each; the text at least once */
	cr_expect(lt(sz, 4, n));
	cr_expect(lt(sz, n, CALLS_MAX));
	buf_release(&whole);
}
