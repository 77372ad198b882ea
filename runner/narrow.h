/**
 * A benchmark's command narrowed to some of its names, by the option that its
 * config calls `filter`.
 */
#ifndef RUNNER_NARROW_H
#define RUNNER_NARROW_H

#include <stddef.h>

#include "core/base/err.h"

/** A narrowed command line is at most so long; a shell takes 128 KiB. */
#define NARROW_BYTES_MAX ((size_t)64 << 10)

/**
 * Append `option` and the one argument `^(NAME|NAME)$` to a shell command. A
 * long option and its argument are one word, --filter='...', as Google
 * Benchmark and getopt_long(3) read it; any other option is followed by a blank
 * unless it ends with an equals sign.
 *
 * Names are any bytes. Each metacharacter of POSIX extended and of ECMAScript
 * expressions gets a backslash; the whole is in single quotes.
 *
 * @param count above 0
 * @param[out] out the caller's: free()
 * @return ERR_LIMIT above NARROW_BYTES_MAX; ERR_NOMEM
 */
enum err narrow_command(char **out, const char *command, const char *option,
    const char *const *names, size_t count);

/** Bytes that one name takes in it, at most. */
size_t narrow_name_bytes(const char *name);

/** Bytes of the rest. */
size_t narrow_frame_bytes(const char *command, const char *option);

#endif
