#include "reports/units.h"

#include <math.h>
#include <stdbool.h>
#include <stddef.h>
#include <string.h>

#include "core/base/numeral.h"

#define DIGITS 4 /* significant digits of a value */
#define DECIMALS_MAX 9 /* below that a value is shown as 0.000000000 */
#define EXPONENT_FROM 1e15 /* from here a double has no exact decimals */

struct step {
	double factor; /* how many of the smallest step it holds */
	const char *name;
};

static const struct step time_steps[] = {
    {1, "ns"}, {1e3, "µs"}, {1e6, "ms"}, {1e9, "s"}, {0, NULL}};
static const struct step byte_steps[] = {{1, "B"}, {0x1p10, "KiB"},
    {0x1p20, "MiB"}, {0x1p30, "GiB"}, {0x1p40, "TiB"}, {0, NULL}};
static const struct step rate_steps[] = {{1, "/s"}, {1e3, "k/s"}, {1e6, "M/s"},
    {1e9, "G/s"}, {1e12, "T/s"}, {0, NULL}};
static const struct step count_steps[] = {
    {1, ""}, {1e3, "k"}, {1e6, "M"}, {1e9, "G"}, {1e12, "T"}, {0, NULL}};

static const struct unit {
	const char *name;
	double factor; /* of the family's smallest step */
	const struct step *steps;
	double next; /* what rounds to this is written in the next step */
	bool trim; /* counted things: 3.2 MiB, not 3.200 MiB */
	const char *worse;
	const char *better;
} units[] = {
    {"ns", 1, time_steps, 999.95, false, "slower", "faster"},
    {"us", 1e3, time_steps, 999.95, false, "slower", "faster"},
    {"ms", 1e6, time_steps, 999.95, false, "slower", "faster"},
    {"s", 1e9, time_steps, 999.95, false, "slower", "faster"},
    {"bytes", 1, byte_steps, 1023.95, true, "larger", "smaller"},
    {"1/s", 1, rate_steps, 999.95, false, "slower", "faster"},
    {"", 1, count_steps, 999.95, true, "worse", "better"},
};

static const struct unit *
find_unit(const char *name)
{
	for (size_t i = 0; i < sizeof units / sizeof units[0]; i++) {
		if (strcmp(units[i].name, name) == 0)
			return &units[i];
	}
	return NULL;
}

/* Of what was appended from `start` on. */
static void
trim_zeros(struct buf *out, size_t start)
{
	size_t len = out->len;

	if (out->failed || !memchr(out->data + start, '.', len - start))
		return;
	while (out->data[len - 1] == '0')
		len--;
	buf_truncate(out, out->data[len - 1] == '.' ? len - 1 : len);
}

/* Four significant digits, but never fewer than the whole part has: 41.2 is
 * "41.20", 0.25 is "0.2500", 12345.6 is "12346". */
static void
put_number(struct buf *out, double value, bool trim)
{
	size_t start = out->len;
	int decimals = 0;

	if (fabs(value) >= EXPONENT_FROM) {
		buf_printf(out, "%.3e", value);
		return;
	}
	if (value != 0)
		decimals = DIGITS - 1 - numeral_exponent(value, DIGITS);
	if (decimals < 0)
		decimals = 0;
	if (decimals > DECIMALS_MAX)
		decimals = DECIMALS_MAX;
	numeral_put_fixed(out, value, decimals);
	if (trim)
		trim_zeros(out, start);
}

static void
put_scaled(struct buf *out, double value, const struct unit *unit)
{
	const struct step *step = unit->steps;

	value *= unit->factor;
	while (step[1].name && fabs(value) / step->factor >= unit->next)
		step++;
	put_number(out, value / step->factor, unit->trim);
	if (*step->name) {
		buf_putc(out, ' ');
		buf_puts(out, step->name);
	}
}

void
units_value(struct buf *out, double value, const char *unit_name)
{
	const struct unit *unit = find_unit(unit_name);

	if (!isfinite(value)) {
		buf_putc(out, '-');
	} else if (unit) {
		put_scaled(out, value, unit);
	} else {
		put_number(out, value, true);
		buf_printf(out, " %s", unit_name);
	}
}

void
units_percent(struct buf *out, double fraction)
{
	size_t start = out->len;

	if (!isfinite(fraction)) {
		buf_putc(out, '-');
		return;
	}
	if (fabs(fraction) >= EXPONENT_FROM) {
		buf_printf(out, "%.3e", fraction * 100);
	} else {
		numeral_put_fixed(out, fraction * 100, 1);
		trim_zeros(out, start);
	}
	buf_puts(out, " %");
}

/* One decimal with its sign. What rounds to nothing is "+0.0": a minus there
 * would say more than is known. */
static void
put_change(struct buf *out, double ratio)
{
	double percent = (ratio - 1) * 100;

	if (fabs(percent) < 0.05)
		percent = 0;
	if (fabs(percent) >= EXPONENT_FROM) {
		buf_printf(out, "%+.3e", percent);
		return;
	}
	if (percent >= 0)
		buf_putc(out, '+');
	numeral_put_fixed(out, percent, fabs(percent) < 1000 ? 1 : 0);
}

void
units_change(struct buf *out, double ratio)
{
	if (!isfinite(ratio)) {
		buf_putc(out, '-');
		return;
	}
	put_change(out, ratio);
	buf_puts(out, " %");
}

void
units_interval(struct buf *out, double low, double high)
{
	if (!isfinite(low) || !isfinite(high)) {
		buf_putc(out, '-');
		return;
	}
	buf_putc(out, '[');
	put_change(out, low);
	buf_puts(out, ", ");
	put_change(out, high);
	buf_putc(out, ']');
}

const char *
units_word(double ratio, const char *unit_name)
{
	const struct unit *unit = find_unit(unit_name);

	if (!unit)
		unit = find_unit("");
	return ratio > 1 ? unit->worse : unit->better;
}
