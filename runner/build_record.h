/**
 * The record of a build: written last into its folder, so that a folder with
 * one holds a whole build. Internal to runner/build*.c.
 */
#ifndef RUNNER_BUILD_RECORD_H
#define RUNNER_BUILD_RECORD_H

#include <stdint.h>

#include "core/base/err.h"
#include "runner/build.h"

/** builds/KEY/NAME of a build; free() it. */
enum err build_path(
    char **out, const struct places *places, const char *key, const char *name);

/**
 * Hash the declared artifacts and find the other shared objects in build->tree.
 * @return ERR_CHILD naming a declared artifact that is not there
 */
enum err build_inspect(
    struct build *build, const struct config_texts *artifacts);

/** Write the record of an inspected build; its bytes on disk are counted and
 *  its print is taken here, so no benchmark may have run in it yet. */
enum err build_record_write(
    const struct build *build, const struct places *places);

/**
 * Read the record of `key` into *out and check that the tree still has the
 * print that it says (build_print.h).
 * @return ERR_NOTFOUND where there is none, or it is not sound
 */
enum err build_record_read(
    struct build *out, const struct places *places, const char *key);

/** Bytes on disk that the record says; 0 where there is none. */
int64_t build_record_bytes(const struct places *places, const char *key);

#endif
