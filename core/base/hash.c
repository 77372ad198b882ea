#include "core/base/hash.h"

#include <errno.h>
#include <fcntl.h>
#include <sha2.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define READ_CHUNK 65536

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
	/* Not SHA256File: it reads no more than the size that stat tells, and
	 * some files tell none. */
	static const char failed[] = "%s: %s";
	unsigned char chunk[READ_CHUNK];
	SHA2_CTX ctx;
	enum err err = ERR_OK;
	ssize_t got;
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd < 0)
		return err_fail(ERR_IO, failed, path, strerror(errno));
	SHA256Init(&ctx);
	while ((got = read(fd, chunk, sizeof chunk)) != 0) {
		if (got < 0 && errno == EINTR)
			continue;
		if (got < 0) {
			err = err_fail(ERR_IO, failed, path, strerror(errno));
			break;
		}
		SHA256Update(&ctx, chunk, (size_t)got);
	}
	close(fd);
	if (!err)
		SHA256End(&ctx, hex);
	return err;
}
