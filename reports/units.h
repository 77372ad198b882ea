/**
 * Numbers as people read them. Everything is appended to a buf as UTF-8.
 *
 * What is written is made of digits, signs and our own words, except that an
 * unknown unit is written as it came: escape the result for its place.
 * NaN and infinities are "-".
 */
#ifndef REPORTS_UNITS_H
#define REPORTS_UNITS_H

#include "core/base/buf.h"

/**
 * A value with four significant digits in the step of its unit that keeps it
 * readable: 1718 "ns" is "1.718 µs", 3355443 "bytes" is "3.2 MiB", 504600
 * "1/s" is "504.6 k/s", 1234567 "" is "1.235 M". Units are "ns", "us", "ms",
 * "s", "bytes", "1/s" and ""; any other is written verbatim behind the
 * unscaled number.
 */
void units_value(struct buf *out, double value, const char *unit_name);

/** A fraction as a percentage: 0.006 is "0.6 %", 0.1 is "10 %". */
void units_percent(struct buf *out, double fraction);

/** A ratio as a change: 1.26 is "+26.0 %", 0.97 is "-3.0 %". */
void units_change(struct buf *out, double ratio);

/** An interval of ratios: "[+24.1, +28.0]"; "-" unless both ends are known. */
void units_interval(struct buf *out, double low, double high);

/**
 * What a ratio away from 1 means for a series of this unit: "slower" or
 * "faster" for times and rates, "larger" or "smaller" for bytes, else "worse"
 * or "better".
 */
const char *units_word(double ratio, const char *unit_name);

#endif
