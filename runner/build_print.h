/**
 * What tells, without reading a file, whether a build is still as it was left.
 * Internal to runner/build*.c.
 */
#ifndef RUNNER_BUILD_PRINT_H
#define RUNNER_BUILD_PRINT_H

#include "core/base/err.h"
#include "core/base/hash.h"
#include "runner/build.h"

/**
 * Digest over every file, folder and link in build->tree and their mode, size,
 * inode and times of change; over the target of each link; and over the same of
 * the artifacts where these lie behind a link. Whatever is called .git is left
 * out, and so are the times of reading.
 *
 * @return ERR_IO naming the tree where it cannot be walked; ERR_NOMEM
 */
enum err build_print(const struct build *build, char out[HASH_HEX_SIZE]);

#endif
