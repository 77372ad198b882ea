/* Any bytes as a harness's output: the same readings whole and byte by byte. */
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/hash.h"
#include "runner/adapter.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
require(bool fact)
{
	if (!fact)
		abort();
}

static enum err
take(void *ctx, const struct reading *reading)
{
	size_t len = strlen(reading->series.benchmark);

	require(len > 0 && len <= BENCHMARK_NAME_MAX);
	require(strlen(reading->series.metric) <= METRIC_NAME_MAX);
	hash_add_text(ctx, reading->series.benchmark);
	hash_add_text(ctx, reading->series.metric);
	hash_add(ctx, &reading->value, sizeof reading->value);
	hash_add(ctx, &reading->repetition, sizeof reading->repetition);
	return ERR_OK;
}

static enum err
run(const uint8_t *data, size_t size, size_t piece, char hex[HASH_HEX_SIZE])
{
	const struct adapter *adapter = adapter_find("auto");
	const struct child_result result = {.end = CHILD_EXITED};
	struct hash *hash = hash_new();
	const struct adapter_context context = {"fuzz", take, hash};
	void *state = NULL;
	enum err err = adapter->open(&state, &context);

	require(!err);
	for (size_t at = 0; !err && at < size; at += piece)
		err = adapter->feed(state, (const char *)data + at,
		    piece < size - at ? piece : size - at);
	if (!err)
		err = adapter->end(state, &result);
	adapter->close(state);
	hash_end(hash, hex);
	hash_free(hash);
	return err;
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	char whole[HASH_HEX_SIZE];
	char pieces[HASH_HEX_SIZE];
	enum err err = run(data, size, size + 1, whole);

	require(!err || *err_text());
	require(run(data, size, 1, pieces) == err);
	require(strcmp(whole, pieces) == 0);
	return 0;
}
