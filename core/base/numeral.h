/**
 * Numbers as texts, where there are millions of them: the texts of printf(),
 * several times as fast. Not finite ones are printf()'s, too.
 *
 * Appending never fails at the call, see buf.h.
 */
#ifndef CORE_BASE_NUMERAL_H
#define CORE_BASE_NUMERAL_H

#include <stddef.h>

#include "core/base/buf.h"

/** Append what "%.*g" makes of it. @param digits at least 1 */
void numeral_put(struct buf *out, double value, int digits);

/** Append what "%.*f" makes of it. @param decimals at least 0 */
void numeral_put_fixed(struct buf *out, double value, int decimals);

/** Append what "%zu" makes of it. */
void numeral_put_count(struct buf *out, size_t count);

/** The power of ten of its first digit once it is rounded to `digits`: 3 of
 *  1234, -1 of 0.25, and 1 of 9.9999 with 4 digits; 0 of 0.
 *  @param value finite */
int numeral_exponent(double value, int digits);

#endif
