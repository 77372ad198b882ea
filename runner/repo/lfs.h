/** Git LFS: small pointer files that stand for objects kept elsewhere. */
#ifndef RUNNER_REPO_LFS_H
#define RUNNER_REPO_LFS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/hash.h"
#include "runner/repo/git.h"

struct lfs_pointer {
	char sha256[HASH_HEX_SIZE];
	int64_t size_bytes;
};

/** Whether a blob is a pointer; fills `out` if so. */
bool lfs_parse(struct lfs_pointer *out, const char *data, size_t len);

/**
 * Path of the object in the repository's own LFS store; free() it.
 *
 * @param path   the file, for the message
 * @param commit likewise
 * @return ERR_USAGE with the command that fetches it, where it is not there or
 *         has another size
 */
enum err lfs_object(char **out, const struct repo *repo,
    const struct lfs_pointer *pointer, const char *path,
    const struct oid *commit);

#endif
