#include <float.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/numeral.h"
#include "core/base/rng.h"

static struct buf out;

static void
teardown(void)
{
	buf_release(&out);
}

TestSuite(numeral, .fini = teardown);

/* The C library is the reference. */
static void
compare(double value, int digits)
{
	char expected[512];

	buf_reset(&out);
	numeral_put(&out, value, digits);
	snprintf(expected, sizeof expected, "%.*g", digits, value);
	cr_assert(
	    eq(str, (char *)buf_text(&out), expected), "%a, %d", value, digits);
	buf_reset(&out);
	numeral_put_fixed(&out, value, digits - 1);
	snprintf(expected, sizeof expected, "%.*f", digits - 1, value);
	cr_assert(
	    eq(str, (char *)buf_text(&out), expected), "%a, %d", value, digits);
}

Test(numeral, special_values_are_as_printf_has_them)
{
	const double values[] = {0, -0.0, 1, -1, 0.5, 1.5, 2.5, 0.25, 0.125,
	    9.9999, 99999.5, 999999, 9999, 10000, 10001, 0.0001, 0.00001,
	    0.00009999995, 1e15, 1e21, 1e22, 1e23, 999999999999999, 1e-5, 1e-27,
	    1e-28, 1e300, DBL_MIN, DBL_MIN / 8, DBL_MAX, INFINITY, -INFINITY,
	    NAN, 0x1p53, 0x1p63, 0x1p64, 1234567.891, -42, 0.1, 0.3};

	for (size_t i = 0; i < sizeof values / sizeof values[0]; i++)
		for (int digits = 1; digits <= 17; digits++)
			compare(values[i], digits);
}

Test(numeral, random_values_are_as_printf_has_them)
{
	struct rng rng;

	rng_seed(&rng, 20);
	for (int i = 0; i < 200000; i++) {
		double value = ldexp(rng_unit(&rng) - 0.5, i % 120 - 50);

		compare(value, 1 + i % 16);
	}
}

/* What is written with few digits lies on halves, where rounding is a choice.
 */
Test(numeral, values_at_halves_are_as_printf_has_them)
{
	for (int i = -2000; i < 2000; i++)
		for (int digits = 1; digits <= 7; digits++) {
			compare(i / 16.0, digits);
			compare(i * 5.0, digits);
			compare(i / 1000.0, digits);
		}
}

Test(numeral, counts_are_whole)
{
	numeral_put_count(&out, 0);
	buf_putc(&out, ' ');
	numeral_put_count(&out, 1200);
	buf_putc(&out, ' ');
	numeral_put_count(&out, SIZE_MAX);
	cr_expect(
	    eq(str, (char *)buf_text(&out), "0 1200 18446744073709551615"));
}

Test(numeral, the_exponent_is_that_of_the_rounded_value)
{
	cr_expect(eq(int, numeral_exponent(1234, 4), 3));
	cr_expect(eq(int, numeral_exponent(-0.25, 4), -1));
	cr_expect(eq(int, numeral_exponent(9.9999, 4), 1));
	cr_expect(eq(int, numeral_exponent(9.9994, 4), 0));
	cr_expect(eq(int, numeral_exponent(0.001, 4), -3));
	cr_expect(eq(int, numeral_exponent(1e-200, 4), -200));
	cr_expect(eq(int, numeral_exponent(0, 4), 0));
}
