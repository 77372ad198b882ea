#include "core/bench/humane.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>

struct unit {
	double size;
	const char *name;
};

static const struct unit times[] = {
    {1, "ns"}, {1e3, "us"}, {1e6, "ms"}, {1e9, "s"}};
static const struct unit sizes[] = {
    {1, "B"}, {0x1p10, "KiB"}, {0x1p20, "MiB"}, {0x1p30, "GiB"}};

#define UNITS 4

void
humane_count(char out[HUMANE_SIZE], uint64_t number)
{
	char digits[HUMANE_SIZE];
	int n = snprintf(digits, sizeof digits, "%" PRIu64, number);
	char *to = out;

	for (int i = 0; i < n; i++) {
		if (i > 0 && (n - i) % 3 == 0)
			*to++ = ',';
		*to++ = digits[i];
	}
	*to = '\0';
}

/* The largest unit of which there is one: 999.7 ns is 1.00 us already, because
 * it would be rounded to 1000 ns. */
static const struct unit *
choose(const struct unit units[UNITS], double value)
{
	size_t i = UNITS - 1;

	while (i > 0 && value < units[i].size * .9995)
		i--;
	return &units[i];
}

static void
write_unit(
    char out[HUMANE_SIZE], double value, const struct unit *unit, int digits)
{
	(void)snprintf(out, HUMANE_SIZE, "%.*f %s", digits, value / unit->size,
	    unit->name);
}

void
humane_ns(char out[HUMANE_SIZE], double ns, int digits)
{
	const struct unit *unit = choose(times, ns);

	write_unit(out, ns, unit, unit == times ? digits : 2);
}

void
humane_bytes(char out[HUMANE_SIZE], double bytes)
{
	const struct unit *unit = choose(sizes, bytes);

	write_unit(out, bytes, unit, unit == sizes ? 0 : 1);
}
