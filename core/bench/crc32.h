/** CRC-32, that of zlib and PNG. */
#ifndef CORE_BENCH_CRC32_H
#define CORE_BENCH_CRC32_H

#include <stddef.h>
#include <stdint.h>

struct crc32 {
	uint32_t table[256];
	uint32_t rest; /**< inverted */
};

void crc32_init(struct crc32 *crc);
void crc32_add(struct crc32 *crc, const void *data, size_t len);

/** Add a number as 8 bytes, low one first. */
void crc32_add_int64(struct crc32 *crc, int64_t number);

/** The checksum of what was added until now; more may follow. */
uint32_t crc32_value(const struct crc32 *crc);

#endif
