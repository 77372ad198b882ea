/** Values with a unit, as people write them: 50us, 2 KiB, 500. */
#ifndef BASELINES_QUANTITY_H
#define BASELINES_QUANTITY_H

#include <stdbool.h>

#include "core/base/err.h"

enum quantity_kind {
	QUANTITY_BARE, /**< a number in the unit of whatever series */
	QUANTITY_TIME,
	QUANTITY_BYTES
};

struct quantity {
	double value; /**< of a time in nanoseconds, of bytes in bytes */
	enum quantity_kind kind;
	const char *text; /**< as it was written; borrowed */
};

/**
 * Read a number above 0, with a unit or without: ns, us, ms, s; B, KiB, MiB,
 * GiB. A blank may stand between them.
 *
 * @return ERR_PARSE without a text; *out is then as it was
 */
enum err quantity_parse(const char *text, struct quantity *out);

/**
 * The value in the unit of a series: "ns", "us", "ms", "s" or "bytes" where the
 * quantity has a unit, any where it has none.
 *
 * @return false where the units are of different kinds
 */
bool quantity_in(
    const struct quantity *quantity, const char *unit, double *out);

/** What its unit is of: "a number", "a time", "a size". */
const char *quantity_kind_name(enum quantity_kind kind);

#endif
