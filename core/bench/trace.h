/**
 * Traces: streams as text files, so that a program's own work can be measured.
 *
 *	interval-trace 1 space 0 1000000
 *	initial 0 1000000
 *	release 26225 26270
 *	reserve 146316 146339
 *	find 442417 14
 *	end 3
 *
 * The first line has the version and the space [0, 1000000). Then come the
 * intervals that are free at first, in order and not touching; then the
 * operations: reserve and release with start and end, find with the least start
 * and the length. The last line has the number of operations, so that a file
 * that was cut off is seen. Intervals, and the starts of finds, lie in the
 * space. Numbers are decimal int64, words are apart by blanks or tabs, lines
 * end with a line feed; empty lines, and those that begin with "#", are
 * skipped.
 */
#ifndef CORE_BENCH_TRACE_H
#define CORE_BENCH_TRACE_H

#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"
#include "core/bench/stream.h"

#define TRACE_LINE_MAX 256 /**< bytes of a line without its line feed */
#define TRACE_INITIAL_MAX STREAM_LIVE_MAX
#define TRACE_LENGTH_MAX UINT32_MAX /**< offsets in an operation */

/**
 * Read a trace; stream_release() the stream, whose name is "trace:" and the
 * file's.
 *
 * @return ERR_IO; ERR_PARSE naming file, line and what was expected; ERR_LIMIT
 *         for more than STREAM_OPS_MAX operations, TRACE_INITIAL_MAX initial
 *         intervals or TRACE_LENGTH_MAX offsets in an operation; ERR_NOMEM
 */
enum err trace_read(const char *path, struct stream *out);

/** The same from an open file; `path` is for the name and for errors. */
enum err trace_read_file(FILE *file, const char *path, struct stream *out);

/**
 * Write a stream as a trace over what is at `path`: a temporary beside it,
 * renamed at the end, so that what was there stays where this does not come to
 * its end. A link, a pipe or a device is written to itself.
 * @return ERR_IO; ERR_NOMEM
 */
enum err trace_write(const char *path, const struct stream *stream);

/** The same into an open file, which is flushed; `path` is for errors. */
enum err trace_write_file(
    FILE *file, const char *path, const struct stream *stream);

#endif
