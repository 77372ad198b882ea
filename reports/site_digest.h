/**
 * Digests of what a page shows, to tell whether it must be made again. They are
 * fast and of 128 bits; nothing that somebody might forge hangs on them: the
 * worst is a page that shows its older figures.
 */
#ifndef REPORTS_SITE_DIGEST_H
#define REPORTS_SITE_DIGEST_H

#include <stddef.h>
#include <stdint.h>

#define SITE_DIGEST_SIZE 33 /**< 32 hex digits and the NUL */

struct site_digest {
	uint64_t a;
	uint64_t b;
};

#define SITE_DIGEST_INIT                                                       \
	{                                                                      \
		.a = 0x243f6a8885a308d3, .b = 0x13198a2e03707344               \
	}

void site_digest_size(struct site_digest *digest, uint64_t value);
void site_digest_number(struct site_digest *digest, double value);
/** A text with its end; NULL is another one than "". */
void site_digest_text(struct site_digest *digest, const char *text);
void site_digest_hex(
    const struct site_digest *digest, char out[SITE_DIGEST_SIZE]);

#endif
