#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/units.h"

/* Criterion's str is a char *, though it only reads. */
#define expect_text(got, want) cr_expect(eq(str, (char *)(got), (char *)(want)))

static struct buf out = BUF_INIT;

static void
close_out(void)
{
	buf_release(&out);
}

TestSuite(units, .fini = close_out);

static char *
value(double number, const char *unit)
{
	buf_reset(&out);
	units_value(&out, number, unit);
	return out.data;
}

static char *
percent(double fraction)
{
	buf_reset(&out);
	units_percent(&out, fraction);
	return out.data;
}

static char *
change(double ratio)
{
	buf_reset(&out);
	units_change(&out, ratio);
	return out.data;
}

static char *
interval(double low, double high)
{
	buf_reset(&out);
	units_interval(&out, low, high);
	return out.data;
}

Test(units, times_take_the_step_that_reads_best)
{
	expect_text(value(1718, "ns"), "1.718 µs");
	expect_text(value(41.2, "ns"), "41.20 ns");
	expect_text(value(0.25, "ns"), "0.2500 ns");
	expect_text(value(1718, "us"), "1.718 ms");
	expect_text(value(0.25, "ms"), "250.0 µs");
	expect_text(value(0.0015, "s"), "1.500 ms");
	expect_text(value(4000, "s"), "4000 s");
}

Test(units, rounding_up_moves_to_the_next_step)
{
	expect_text(value(999.94, "ns"), "999.9 ns");
	expect_text(value(999.96, "ns"), "1.000 µs");
	expect_text(value(9.9999, "ns"), "10.00 ns");
	expect_text(value(1023.4, "bytes"), "1023 B");
	expect_text(value(1023.96, "bytes"), "1 KiB");
}

Test(units, bytes_count_in_powers_of_1024)
{
	/* 3.2 * 1048576 = 3355443.2 */
	expect_text(value(3355443.2, "bytes"), "3.2 MiB");
	expect_text(value(512, "bytes"), "512 B");
	expect_text(value(1536, "bytes"), "1.5 KiB");
}

Test(units, rates_and_counts_count_in_powers_of_1000)
{
	expect_text(value(504600, "1/s"), "504.6 k/s");
	expect_text(value(12.3, "1/s"), "12.30 /s");
	expect_text(value(1234567, ""), "1.235 M");
	expect_text(value(3, ""), "3");
	expect_text(value(0, ""), "0");
}

Test(units, unknown_units_stay_as_they_are)
{
	expect_text(value(123456789, "cycles"), "123456789 cycles");
	expect_text(value(1.5, "|x|"), "1.5 |x|");
	expect_text(value(2.5e20, "x"), "2.500e+20 x");
}

Test(units, what_is_not_known_is_a_dash)
{
	expect_text(value(NAN, "ns"), "-");
	expect_text(value(INFINITY, "ns"), "-");
	expect_text(percent(NAN), "-");
	expect_text(change(NAN), "-");
	expect_text(interval(NAN, 1), "-");
	expect_text(interval(1, NAN), "-");
}

Test(units, percentages_drop_an_empty_decimal)
{
	expect_text(percent(0.006), "0.6 %");
	expect_text(percent(0.1), "10 %");
	expect_text(percent(0), "0 %");
	expect_text(percent(12), "1200 %");
}

Test(units, changes_have_a_sign)
{
	expect_text(change(1.26), "+26.0 %");
	expect_text(change(0.97), "-3.0 %");
	expect_text(change(0.9999), "+0.0 %");
	expect_text(change(1), "+0.0 %");
	expect_text(change(12.3), "+1130 %");
	expect_text(change(1e300), "+1.000e+302 %");
	expect_text(interval(1.241, 1.28), "[+24.1, +28.0]");
}

Test(units, the_word_says_what_worse_means)
{
	expect_text(units_word(1.2, "ns"), "slower");
	expect_text(units_word(0.8, "1/s"), "faster");
	expect_text(units_word(1.2, "bytes"), "larger");
	expect_text(units_word(0.8, "bytes"), "smaller");
	expect_text(units_word(1.2, "cycles"), "worse");
	expect_text(units_word(0.8, ""), "better");
}
