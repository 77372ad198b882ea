/** Time. Durations come from the monotonic clock, dates from the wall clock. */
#ifndef CORE_BASE_CLOCK_H
#define CORE_BASE_CLOCK_H

#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"

#define CLOCK_NS_PER_S INT64_C(1000000000)
#define CLOCK_NS_PER_MS INT64_C(1000000)

/** Length of "2026-11-23T04:21:01Z" with its NUL. */
#define CLOCK_DATE_SIZE 21

/** Nanoseconds since an arbitrary moment; never goes back. */
int64_t clock_monotonic_ns(void);

/** Seconds since 1970-01-01 UTC. */
int64_t clock_wall_s(void);

/** Write `unix_s` as ISO 8601 in UTC; "-" if it is no date of 4-digit year. */
void clock_date(int64_t unix_s, char out[CLOCK_DATE_SIZE]);

/**
 * Parse a duration: a positive number with a unit, "500ms", "90s", "10m",
 * "1.5h". At most 365 days.
 * @return ERR_PARSE (no text is set: the caller knows the option's name).
 */
enum err clock_parse_duration(const char *text, int64_t *out_ns);

/**
 * Parse a day, "2026-11-23", as the second in which it begins in UTC. Years
 * from 1970 to 9999.
 * @return ERR_PARSE, also for a day that no month has
 */
enum err clock_parse_day(const char *text, int64_t *out_s);

/** Write "850 us", "12.3 s", "4m10s" or "2h05m" into out. */
void clock_humane(int64_t ns, char *out, size_t size);

#endif
