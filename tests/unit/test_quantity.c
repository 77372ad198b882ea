#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/quantity.h"

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* The value of a text in the unit of a series; -1 where they do not fit. */
static double
value_in(const char *text, const char *unit)
{
	struct quantity quantity;
	double value = -1;

	cr_assert(eq(int, quantity_parse(text, &quantity), ERR_OK), "%s", text);
	cr_expect(eq(str, (char *)quantity.text, (char *)text));
	cr_expect(eq(int, quantity_in(&quantity, unit, &value), value != -1));
	return value;
}

Test(quantity, times_are_in_the_unit_of_the_series)
{
	cr_expect(eq(dbl, value_in("50us", "ns"), 50000));
	cr_expect(eq(dbl, value_in("2 ms", "us"), 2000));
	cr_expect(eq(dbl, value_in("1.5s", "ms"), 1500));
	cr_expect(eq(dbl, value_in("7ns", "ns"), 7));
	cr_expect(eq(dbl, value_in("250ms", "s"), .25));
}

Test(quantity, sizes_are_bytes)
{
	cr_expect(eq(dbl, value_in("2KiB", "bytes"), 2048));
	cr_expect(eq(dbl, value_in("0.5 MiB", "bytes"), 524288));
	cr_expect(eq(dbl, value_in("1GiB", "bytes"), 1073741824));
	cr_expect(eq(dbl, value_in("12B", "bytes"), 12));
}

Test(quantity, a_bare_number_is_in_any_unit)
{
	cr_expect(eq(dbl, value_in("500", "1/s"), 500));
	cr_expect(eq(dbl, value_in("500", ""), 500));
	cr_expect(eq(dbl, value_in("0.25", "ns"), .25));
}

Test(quantity, units_of_other_kinds_do_not_fit)
{
	cr_expect(eq(dbl, value_in("2ms", "bytes"), -1));
	cr_expect(eq(dbl, value_in("2ms", "1/s"), -1));
	cr_expect(eq(dbl, value_in("2ms", ""), -1));
	cr_expect(eq(dbl, value_in("2KiB", "ns"), -1));
	cr_expect(eq(dbl, value_in("2KiB", "bytes/s"), -1));
}

Test(quantity, other_texts_are_refused)
{
	static const char *const texts[] = {"", "ms", "0", "0ms", "-1ms", "+1",
	    " 1", "1 ", "1 ms ", "1e3", "0x10", "inf", "nan", "1.2.3s", ".",
	    "5m", "5h", "5kb", "5%", "1,5ms", "5 0ms"};
	struct quantity quantity = {7, QUANTITY_TIME, "x"};

	for (size_t i = 0; i < COUNT(texts); i++)
		cr_expect(
		    eq(int, quantity_parse(texts[i], &quantity), ERR_PARSE),
		    "\"%s\"", texts[i]);
	cr_expect(eq(dbl, quantity.value, 7));
}

/* 70 digits are more than a number has. */
Test(quantity, a_very_long_number_is_refused)
{
	struct quantity quantity;
	char text[72];

	memset(text, '1', 70);
	text[70] = '\0';
	cr_expect(eq(int, quantity_parse(text, &quantity), ERR_PARSE));
}
