/** What holds for all rows of a report, as pairs of texts. */
#ifndef CORE_BENCH_CONTEXT_H
#define CORE_BENCH_CONTEXT_H

#include <stddef.h>
#include <stdint.h>

#include "core/bench/rows.h"
#include "core/bench/stream.h"

#define CONTEXT_MAX 12

/** Must not be copied: pairs point into it. All zeros is the empty one. */
struct context {
	struct row_context pairs[CONTEXT_MAX + 1]; /**< ends with key NULL */
	size_t n;
	char numbers[CONTEXT_MAX][24];
};

/** Add a pair; key and value are borrowed. */
void context_text(struct context *context, const char *key, const char *value);

/** Add a pair; only the key is borrowed. */
void context_number(struct context *context, const char *key, uint64_t value);

/** Add what names the stream, which is borrowed: "mix", "seed" and, where one
 *  was asked for, "live"; or "trace". */
void context_stream(struct context *context, const struct stream *stream);

#endif
