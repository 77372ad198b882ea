/*
 * Any bytes as a trace. It must not crash, and what is taken for a trace:
 * - lies in its space, its initial intervals canonical, its operations as the
 *   interval library takes them;
 * - is the same stream when it was written and read again.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/trace.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool fact)
{
	if (!fact)
		abort();
}

static void
check_initial(const struct stream *stream)
{
	for (size_t i = 0; i < stream->initial_n; i++) {
		struct interval iv = stream->initial[i];

		require(iv.start < iv.end);
		require(iv.start >= stream->space.start);
		require(iv.end <= stream->space.end);
		require(i == 0 || iv.start > stream->initial[i - 1].end);
	}
}

static void
check_ops(const struct stream *stream)
{
	require(stream->n > 0);
	for (size_t i = 0; i < stream->n; i++) {
		const struct stream_op *op = &stream->ops[i];

		require(op->code < STREAM_CODES && op->length > 0);
		require(op->start >= stream->space.start);
		require(op->start < stream->space.end);
		require(op->start <= INT64_MAX - (int64_t)op->length);
		require(op->code == STREAM_FIND ||
			op->start + op->length <= stream->space.end);
	}
}

static void
check_again(const struct stream *stream)
{
	struct stream again;
	char *text = NULL;
	size_t size = 0;
	FILE *file = open_memstream(&text, &size);

	require(file && !trace_write_file(file, "written", stream));
	fclose(file);
	file = fmemopen(text, size, "r");
	require(file && !trace_read_file(file, "written", &again));
	fclose(file);
	require(again.n == stream->n && again.initial_n == stream->initial_n);
	require(stream_crc(&again) == stream_crc(stream));
	require(stream_initial_crc(&again) == stream_initial_crc(stream));
	require(again.space.start == stream->space.start);
	require(again.space.end == stream->space.end);
	stream_release(&again);
	free(text);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct stream stream;
	FILE *file;

	if (size == 0)
		return 0; /* fmemopen takes no empty memory */
	file = fmemopen((void *)(uintptr_t)data, size, "r");
	require(file);
	if (trace_read_file(file, "input", &stream) == ERR_OK) {
		check_initial(&stream);
		check_ops(&stream);
		check_again(&stream);
		stream_release(&stream);
	} else {
		require(strncmp(err_text(), "input:", 6) == 0);
	}
	fclose(file);
	return 0;
}
