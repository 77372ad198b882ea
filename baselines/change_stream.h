/**
 * The changes of a series that grows: what change_points_find() says of all
 * values so far, without going over all of them again.
 *
 * The noise, and with it the penalty of a change, is that of all values while
 * these are at most CHANGE_STREAM_EXACT; then that of the values at the last of
 * a series of sizes that grow by one sixteenth each, at which everything is
 * made anew. change_points_find() is one stream that is given all values, so
 * both say the same.
 */
#ifndef BASELINES_CHANGE_STREAM_H
#define BASELINES_CHANGE_STREAM_H

#include <stddef.h>

#include "baselines/change_points.h"
#include "core/base/err.h"

/** Up to so many values the noise is taken anew for each. */
#define CHANGE_STREAM_EXACT 256

struct change_stream;

/** @param options must outlive the stream
 *  @return NULL where memory runs out */
struct change_stream *change_stream_new(const struct change_options *options);
void change_stream_free(struct change_stream *stream);

/**
 * Append a value, or NaN where one is missing. O(1); the work is
 * change_stream_points()'s. Memory grows by some 80 bytes a value.
 *
 * @return ERR_NOMEM, and then it is as it was
 */
enum err change_stream_append(struct change_stream *stream, double value);

/**
 * The changes of all values so far. Once after each append, that is amortised
 * O(16 candidates + changes log changes) for each; a single call takes O(n)
 * at the sizes where everything is made anew. Below CHANGE_STREAM_EXACT
 * values it is O(n).
 *
 * @param[out] out release it with change_points_release()
 * @return ERR_NOMEM, and then *out is untouched
 */
enum err change_stream_points(
    struct change_stream *stream, struct change_points *out);

#endif
