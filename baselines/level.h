/** A value with its unit, as people write it: "52.1ns", "3.2MiB", "500k/s". */
#ifndef BASELINES_LEVEL_H
#define BASELINES_LEVEL_H

#include "core/base/err.h"

struct level {
	double value; /**< finite, above 0 */
	const char *unit; /**< a series' own: "ns", "bytes", "1/s" or "" */
};

/**
 * Parse a number of digits and at most one point, and behind it, blanks
 * between, one of ns, us, ms, s; B, bytes, KiB, MiB, GiB; /s, 1/s, k/s, M/s,
 * G/s; or nothing for a bare number. The value is turned into the unit that a
 * series of that kind has.
 *
 * @return ERR_PARSE (no text is set: the caller knows what it is for)
 */
enum err level_parse(const char *text, struct level *out);

#endif
