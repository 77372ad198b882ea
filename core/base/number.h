/** Numbers as people write them. No error text is set here: the caller knows
 *  what the number is for. */
#ifndef CORE_BASE_NUMBER_H
#define CORE_BASE_NUMBER_H

#include <stdint.h>

#include "core/base/err.h"

/** A whole number in decimal digits alone, from `min` to `max`.
 *  @return ERR_PARSE */
enum err number_parse_whole(
    const char *text, uint64_t min, uint64_t max, uint64_t *out);

/** A percentage such as "10%" or "2.5 %", from 0.001 to 1000, as a
 *  fraction. @return ERR_PARSE */
enum err number_parse_percent(const char *text, double *out);

#endif
