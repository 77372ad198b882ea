/** SHA-256, as lower-case hex. The owner of libmd's sha2.h. */
#ifndef CORE_BASE_HASH_H
#define CORE_BASE_HASH_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define HASH_HEX_SIZE 65 /**< 64 digits and the NUL */

struct hash; /**< a digest under way */

/** @return NULL when memory ran out. */
struct hash *hash_new(void);
void hash_free(struct hash *hash);

void hash_add(struct hash *hash, const void *data, size_t len);

/** Add a string with its end, so that ("ab", "c") is not ("a", "bc"). */
void hash_add_text(struct hash *hash, const char *text);

/** Finish; the hash may only be freed afterwards. */
void hash_end(struct hash *hash, char hex[HASH_HEX_SIZE]);

/** Digest of a file's content. @return ERR_IO, naming `path`. */
enum err hash_file(const char *path, char hex[HASH_HEX_SIZE]);

#endif
