/** Files and folders. Errors are ERR_IO and name the path, unless said. */
#ifndef CORE_BASE_PATH_H
#define CORE_BASE_PATH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/** Make `out` "a/b"; free() it. @return ERR_NOMEM. */
enum err path_join(char **out, const char *a, const char *b);

/** Formatted string for free(). @return ERR_NOMEM. */
enum err path_format(char **out, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

bool path_exists(const char *path);

/** Make the folder and its parents, as mkdir -p. */
enum err path_mkdirs(const char *path);

/**
 * Remove a file or a folder with all that is in it; what does not exist is
 * fine. Symbolic links are removed, never followed; folders without write
 * permission (Go's module cache makes some) are given it first.
 */
enum err path_remove(const char *path);

/** Read a whole file. @return ERR_LIMIT above max_bytes; ERR_NOTFOUND. */
enum err path_read(const char *path, size_t max_bytes, struct buf *out);

/**
 * Replace a file's content: a temporary beside it, written, synced, renamed.
 * A reader sees the old content or the new, also after a crash.
 */
enum err path_write(const char *path, const char *data, size_t len);

/**
 * Remove the files right in `path` that were last changed more than `age_s`
 * seconds ago; what does not exist is fine.
 * @param[out] removed_bytes of their content
 */
enum err path_prune(const char *path, int64_t age_s, int64_t *removed_bytes);

/**
 * The same of folders, with all that is in them, whose names begin with
 * `prefix`. Symbolic links are not followed; what cannot be removed stays.
 * @param[out] removed_bytes that they took on disk
 */
enum err path_prune_folders(const char *path, const char *prefix, int64_t age_s,
    int64_t *removed_bytes);

/** Bytes that the files below `path` take on disk. Links count as links. */
enum err path_disk_bytes(const char *path, int64_t *out_bytes);

/** Bytes free for this user on the file system of `path`. */
enum err path_free_bytes(const char *path, int64_t *out_bytes);

#endif
