#include "core/base/hash.h"

#include <errno.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct hash {
	SHA2_CTX ctx;
};

struct hash *
hash_new(void)
{
	struct hash *hash = malloc(sizeof *hash);

	if (hash)
		SHA256Init(&hash->ctx);
	return hash;
}

void
hash_free(struct hash *hash)
{
	free(hash);
}

void
hash_add(struct hash *hash, const void *data, size_t len)
{
	SHA256Update(&hash->ctx, data, len);
}

void
hash_add_text(struct hash *hash, const char *text)
{
	hash_add(hash, text, strlen(text) + 1);
}

void
hash_end(struct hash *hash, char hex[HASH_HEX_SIZE])
{
	SHA256End(&hash->ctx, hex);
}

enum err
hash_file(const char *path, char hex[HASH_HEX_SIZE])
{
	if (!SHA256File(path, hex))
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	return ERR_OK;
}
