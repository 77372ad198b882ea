/**
 * The environment that builds and benchmarks see: an allow-list, the same for
 * each side (DESIGN, rule 9), with nothing of the caller's that was not asked
 * for.
 */
#ifndef RUNNER_ENVIRONMENT_H
#define RUNNER_ENVIRONMENT_H

#include <stddef.h>

#include "core/base/err.h"
#include "core/base/hash.h"
#include "runner/config.h"

/** Bytes that the padding may take; it moves the stack by up to one page. */
#define ENVIRONMENT_PAD_MAX 4096

struct environment;
struct sandbox;

/**
 * @param passed names of the caller's variables to pass on, from the config;
 *        one that is set outweighs what is fixed here
 * @param ceiling git looks for repositories no higher than this folder
 */
enum err environment_new(struct environment **out,
    const struct config_texts *passed, const char *ceiling);
void environment_free(struct environment *environment);

/** Have its children run in a sandbox, which is borrowed. Where it shuts them
 *  in, their home is the folder for temporary files. */
enum err environment_shut_in(
    struct environment *environment, const struct sandbox *sandbox);

/** NULL where none was set. */
const struct sandbox *environment_sandbox(
    const struct environment *environment);

/**
 * Set the length of the padding variable: the same for each side in a round,
 * another in the next, so that a lucky stack alignment is nobody's advantage.
 * pad_bytes < ENVIRONMENT_PAD_MAX.
 */
void environment_pad(struct environment *environment, size_t pad_bytes);

/** NULL-terminated, for a child. Borrowed; changed by environment_pad(). */
const char *const *environment_list(const struct environment *environment);

/** Add all but the padding, and the sandbox, to a build's key. */
void environment_hash(const struct environment *environment, struct hash *hash);

#endif
