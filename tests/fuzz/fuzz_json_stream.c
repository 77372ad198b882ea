/*
 * Any bytes, in any pieces, into the JSON reader. It must not crash, and:
 * - two ways to cut the text give the same answer and the same pieces;
 * - what the parser takes for an object, the reader takes too, unless a piece
 *   is too large or the rows come twice;
 * - what the reader takes, the parser takes too, unless a key comes twice or
 *   the nesting is too deep, which the reader only sees within a piece.
 *
 * The first byte of the input says how to cut. From the root:
 *   clang -fsanitize=fuzzer,address -g -I. -D_GNU_SOURCE \
 *       tests/fuzz/fuzz_json_stream.c core/base/{buf,err,json,json_stream}.c \
 *       -ljansson -lm
 */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

#define LIMIT_BYTES 4096

/* What came out, as a sum that depends on the order. */
struct outcome {
	enum err err;
	size_t pieces;
	uint64_t sum;
};

static void
require(bool condition)
{
	if (!condition)
		abort();
}

static void
mix(uint64_t *sum, const void *data, size_t len)
{
	const unsigned char *bytes = data;

	for (size_t i = 0; i < len; i++) /* FNV-1a */
		*sum = (*sum ^ bytes[i]) * UINT64_C(0x100000001b3);
}

static void mix_value(uint64_t *sum, const struct json *json);

static void
mix_member(void *ctx, const char *key, const struct json *value)
{
	mix(ctx, key, strlen(key) + 1);
	mix_value(ctx, value);
}

static void
mix_value(uint64_t *sum, const struct json *json)
{
	const char *text = json_text(json);
	double number = 0;

	if (text)
		mix(sum, text, strlen(text) + 1);
	if (json_number(json, &number))
		mix(sum, &number, sizeof number);
	mix(sum, "[", json_is_array(json));
	for (size_t i = 0; i < json_count(json); i++)
		mix_value(sum, json_at(json, i));
	mix(sum, "{", json_is_object(json));
	json_each(json, mix_member, sum);
	mix(sum, ".", 1);
}

static enum err
on_piece(void *ctx, const char *key, size_t index, const struct json *piece)
{
	struct outcome *outcome = ctx;

	outcome->pieces++;
	mix(&outcome->sum, key, strlen(key) + 1);
	mix(&outcome->sum, &index, sizeof index);
	mix_value(&outcome->sum, piece);
	return ERR_OK;
}

static struct outcome
read_in_pieces(const char *text, size_t len, size_t step)
{
	struct outcome outcome = {.err = ERR_OK};
	struct json_stream *stream = NULL;
	enum err err = json_stream_new(
	    &stream, "input", "rows", LIMIT_BYTES, on_piece, &outcome);

	for (size_t at = 0; !err && at < len; at += step)
		err = json_stream_feed(
		    stream, text + at, len - at < step ? len - at : step);
	if (!err)
		err = json_stream_end(stream);
	json_stream_free(stream);
	outcome.err = err;
	return outcome;
}

/* Whether the last error is one that only one of the two readers can see. */
static bool
excused(void)
{
	return strstr(err_text(), "duplicate") || strstr(err_text(), "depth") ||
	       strstr(err_text(), "comes twice") ||
	       strstr(err_text(), "larger than");
}

static void
compare_with_parser(const char *text, size_t len, enum err streamed)
{
	struct json *json = NULL;
	bool excuse = streamed && excused();
	enum err parsed = json_parse(&json, text, len, "input");

	if (!parsed && json_is_object(json))
		require(!streamed || excuse);
	if (!streamed && parsed)
		require(excused());
	if (!streamed && !parsed)
		require(json_is_object(json));
	json_free(json);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct outcome whole, cut;
	const char *text;
	size_t len;

	if (size == 0)
		return 0;
	text = (const char *)data + 1;
	len = size - 1;
	cut = read_in_pieces(text, len, (size_t)data[0] % 16 + 1);
	whole = read_in_pieces(text, len, len ? len : 1);
	require(whole.err == cut.err);
	require(whole.pieces == cut.pieces && whole.sum == cut.sum);
	compare_with_parser(text, len, whole.err);
	return 0;
}
