#include "core/base/numeral.h"

#include <float.h>
#include <inttypes.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#define TEXT_SIZE 24
#define DIGITS_MAX 15
/* Whole numbers below this are common, and need no rounding. */
#define SMALL 1e4
#define SMALL_DIGITS 4
#define POWERS (sizeof powers / sizeof powers[0])

/* Each is exact in 64 bits of mantissa: 5^27 is below 2^63. */
static const long double powers[] = {1e0L, 1e1L, 1e2L, 1e3L, 1e4L, 1e5L, 1e6L,
    1e7L, 1e8L, 1e9L, 1e10L, 1e11L, 1e12L, 1e13L, 1e14L, 1e15L, 1e16L, 1e17L,
    1e18L, 1e19L, 1e20L, 1e21L, 1e22L, 1e23L, 1e24L, 1e25L, 1e26L, 1e27L};

/* value * 10^shift as a whole number, rounded as printf() does; false where
 * this is not certain. Below 10^15, which is below 2^50, one rounding to 64
 * bits is off by less than 2^-14: the result is right unless the fraction is
 * nearer than that to a half. */
static bool
scale(double value, int shift, uint64_t *out)
{
	const long double sure = 0.5L - 0x1p-10L;
	long double scaled;
	long long whole;

	if (LDBL_MANT_DIG < 64 || abs(shift) >= (int)POWERS)
		return false;
	scaled = shift < 0 ? value / powers[-shift] : value * powers[shift];
	if (!(scaled < powers[DIGITS_MAX]))
		return false;
	whole = llrintl(scaled);
	*out = (uint64_t)whole;
	return fabsl(scaled - (long double)whole) < sure;
}

static long double
power(int exponent)
{
	return exponent < 0 ? 1 / powers[-exponent] : powers[exponent];
}

/* A value above 0 as a whole number of `digits` digits, and the power of ten of
 * the first of them. */
static bool
split(double value, int digits, uint64_t *whole, int *exponent)
{
	uint64_t limit;
	int bits;

	if (digits > DIGITS_MAX || !isfinite(value))
		return false;
	/* From 2^(bits - 1) to 2^bits: the power of ten is this or one more.
	 */
	(void)frexp(value, &bits);
	*exponent = (int)floor((bits - 1) * 0.30102999566398120);
	if (abs(*exponent) + 1 >= (int)POWERS)
		return false;
	if (value >= power(*exponent + 1))
		++*exponent;
	if (!scale(value, digits - 1 - *exponent, whole))
		return false;
	limit = (uint64_t)powers[digits];
	if (*whole < limit)
		return true;
	*whole /= 10; /* 9.9999 was rounded to 10.00 */
	++*exponent;
	return true;
}

/* The number of `whole` / 10^decimals, at least one digit before the point. */
static void
put_digits(struct buf *out, uint64_t whole, int decimals)
{
	char text[TEXT_SIZE];
	char *at = text + sizeof text;

	for (int i = 0; whole || i <= decimals; i++) {
		if (i == decimals && decimals)
			*--at = '.';
		*--at = (char)('0' + whole % 10);
		whole /= 10;
	}
	buf_append(out, at, (size_t)(text + sizeof text - at));
}

void
numeral_put(struct buf *out, double value, int digits)
{
	uint64_t whole;
	int exponent, decimals;

	if (value >= 0 && value < SMALL && digits >= SMALL_DIGITS &&
	    value == (double)(int)value && !signbit(value)) {
		put_digits(out, (uint64_t)value, 0);
		return;
	}
	if (value == 0 || !split(fabs(value), digits, &whole, &exponent) ||
	    exponent < -4 || exponent >= digits) {
		buf_printf(out, "%.*g", digits, value);
		return;
	}
	decimals = digits - 1 - exponent;
	while (decimals && whole % 10 == 0) {
		whole /= 10;
		decimals--;
	}
	if (value < 0)
		buf_putc(out, '-');
	put_digits(out, whole, decimals);
}

void
numeral_put_fixed(struct buf *out, double value, int decimals)
{
	uint64_t whole;

	if (!isfinite(value) || decimals > DIGITS_MAX ||
	    !scale(fabs(value), decimals, &whole)) {
		buf_printf(out, "%.*f", decimals, value);
		return;
	}
	if (signbit(value))
		buf_putc(out, '-');
	put_digits(out, whole, decimals);
}

void
numeral_put_count(struct buf *out, size_t count)
{
	put_digits(out, count, 0);
}

int
numeral_exponent(double value, int digits)
{
	char text[64];
	uint64_t whole;
	int exponent;

	if (value == 0)
		return 0;
	if (split(fabs(value), digits, &whole, &exponent))
		return exponent;
	snprintf(text, sizeof text, "%.*e", digits - 1, value);
	return (int)floor(log10(fabs(strtod(text, NULL))));
}
