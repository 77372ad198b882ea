/** Where an output goes: a file, a pipe, standard output. */
#ifndef REPORTS_PLACE_H
#define REPORTS_PLACE_H

#include <stdio.h>

#include "core/base/err.h"

/** Write all of it to `file`, which stays the caller's. @return ERR_IO where
 *  the file refused bytes, with errno as it was set; other errors as they are.
 */
typedef enum err place_write_fn(void *ctx, FILE *file);

/**
 * Write to `path`, "-" for standard output. A file is replaced at once and
 * whole, with the permissions of the old one, through symbolic links to it; on
 * failure the old file stays. Pipes and devices are written directly, the open
 * file behind /dev/stdout is appended to.
 *
 * @return ERR_IO naming the path; ERR_NOMEM; what `write` returned
 */
enum err place_write(const char *path, place_write_fn *write, void *ctx);

/**
 * The same, without waiting until the disk has it: for many files that can be
 * made again. No reader sees a part of it, but the power may fail before the
 * disk has it.
 */
enum err place_write_unsynced(
    const char *path, place_write_fn *write, void *ctx);

#endif
