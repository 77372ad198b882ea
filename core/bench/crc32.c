#include "core/bench/crc32.h"

#define POLYNOMIAL UINT32_C(0xedb88320) /* the lowest bit is x^31 */

void
crc32_init(struct crc32 *crc)
{
	for (uint32_t byte = 0; byte < 256; byte++) {
		uint32_t rest = byte;

		for (int bit = 0; bit < 8; bit++)
			rest = (rest >> 1) ^ (rest & 1 ? POLYNOMIAL : 0);
		crc->table[byte] = rest;
	}
	crc->rest = UINT32_MAX;
}

void
crc32_add(struct crc32 *crc, const void *data, size_t len)
{
	const unsigned char *bytes = data;
	uint32_t rest = crc->rest;

	for (size_t i = 0; i < len; i++)
		rest = crc->table[(rest ^ bytes[i]) & 255] ^ (rest >> 8);
	crc->rest = rest;
}

void
crc32_add_int64(struct crc32 *crc, int64_t number)
{
	unsigned char bytes[8];

	for (int i = 0; i < 8; i++)
		bytes[i] = (unsigned char)((uint64_t)number >> (8 * i));
	crc32_add(crc, bytes, sizeof bytes);
}

uint32_t
crc32_value(const struct crc32 *crc)
{
	return ~crc->rest;
}
