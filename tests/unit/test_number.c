#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/base/number.h"

Test(number, whole_numbers_are_digits_within_bounds)
{
	uint64_t n = 0;

	cr_expect(eq(int, number_parse_whole("42", 1, 100, &n), ERR_OK));
	cr_expect(eq(u64, n, 42));
	cr_expect(eq(int,
	    number_parse_whole("18446744073709551615", 0, UINT64_MAX, &n),
	    ERR_OK));
	cr_expect(eq(u64, n, UINT64_MAX));
}

Test(number, other_whole_numbers_are_refused_and_change_nothing)
{
	static const char *const bad[] = {"", "-1", "+1", " 1", "1 ", "0x10",
	    "1e3", "1.0", "0", "101", "18446744073709551616", "ten"};
	uint64_t n = 7;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		cr_expect(
		    eq(int, number_parse_whole(bad[i], 1, 100, &n), ERR_PARSE),
		    "%s", bad[i]);
	cr_expect(eq(u64, n, 7));
}

Test(number, percentages_become_fractions)
{
	double f = 0;

	cr_expect(eq(int, number_parse_percent("10%", &f), ERR_OK));
	cr_expect(ieee_ulp_eq(dbl, f, 0.10, 1));
	cr_expect(eq(int, number_parse_percent("2.5 %", &f), ERR_OK));
	cr_expect(ieee_ulp_eq(dbl, f, 0.025, 1));
	cr_expect(eq(int, number_parse_percent(".5%", &f), ERR_OK));
	cr_expect(ieee_ulp_eq(dbl, f, 0.005, 1));
	cr_expect(eq(int, number_parse_percent("1000%", &f), ERR_OK));
}

Test(number, other_percentages_are_refused)
{
	static const char *const bad[] = {"", "%", "10", "ten%", "-5%", "+5%",
	    "0%", "0.0001%", "1001%", "1e1%", "0x10%", "inf%", "nan%", "10%%",
	    "10% ", "1.2.3%", " 5%", "10 percent", "1e-323%"};
	double f = 7;

	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++)
		cr_expect(eq(int, number_parse_percent(bad[i], &f), ERR_PARSE),
		    "%s", bad[i]);
	cr_expect(ieee_ulp_eq(dbl, f, 7, 0));
}
