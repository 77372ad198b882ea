#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/level.h"
#include "tests/support/git_fixture.h"

static void
is(const char *text, double value, const char *unit)
{
	struct level level = {0, NULL};

	cr_assert(eq(int, level_parse(text, &level), ERR_OK), "%s", text);
	cr_expect(
	    epsilon_eq(dbl, level.value, value, value * 1e-15), "%s", text);
	expect_text(level.unit, unit);
}

Test(level, times_are_nanoseconds)
{
	is("52.1ns", 52.1, "ns");
	is("1.5us", 1500, "ns");
	is("1.5 \u00b5s", 1500, "ns");
	is("20 ms", 2e7, "ns");
	is("2s", 2e9, "ns");
}

Test(level, sizes_are_bytes)
{
	is("100B", 100, "bytes");
	is("7 bytes", 7, "bytes");
	is("2KiB", 2048, "bytes");
	is("1.5MiB", 1572864, "bytes");
	is("1GiB", 1073741824, "bytes");
}

Test(level, rates_are_a_second)
{
	is("3/s", 3, "1/s");
	is("3 1/s", 3, "1/s");
	is("500k/s", 5e5, "1/s");
	is("2.5M/s", 2.5e6, "1/s");
	is("1G/s", 1e9, "1/s");
}

Test(level, a_number_alone_has_no_unit)
{
	is("1234567", 1234567, "");
	is(".5", .5, "");
}

Test(level, other_texts_are_refused)
{
	static const char *const bad[] = {"", "ns", "-1ns", "+1ns", " 1ns",
	    "1e9ns", "0x10", "inf", "nan", "0", "0.0ns", "1..2ns", "1.2.3",
	    "1 ns ", "1m", "1KB", "1NS", ".", "1%"};
	struct level level = {7, "untouched"};

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(eq(int, level_parse(bad[i], &level), ERR_PARSE), "%s",
		    bad[i]);
	cr_expect(eq(dbl, level.value, 7));
}

/* 10^309 is infinite as a double, and 10^300 s is too many nanoseconds. */
Test(level, what_no_series_can_have_is_refused)
{
	char text[320];
	struct level level;

	text[0] = '1';
	for (int i = 1; i <= 309; i++)
		text[i] = '0';
	text[310] = '\0';
	cr_expect(eq(int, level_parse(text, &level), ERR_PARSE));
	text[301] = 's';
	text[302] = '\0';
	cr_expect(eq(int, level_parse(text, &level), ERR_PARSE));
}
