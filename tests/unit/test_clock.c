#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"

#define S CLOCK_NS_PER_S
#define MS CLOCK_NS_PER_MS

Test(clock, monotonic_time_does_not_go_back)
{
	int64_t last = clock_monotonic_ns();

	cr_assert(lt(i64, 0, last));
	for (int i = 0; i < 10000; i++) {
		int64_t now = clock_monotonic_ns();

		cr_assert(ge(i64, now, last));
		last = now;
	}
}

Test(clock, wall_time_is_seconds_since_1970)
{
	int64_t before = (int64_t)time(NULL);
	int64_t now = clock_wall_s();

	cr_expect(ge(i64, now, before));
	cr_expect(le(i64, now, (int64_t)time(NULL)));
}

static void
expect_date(int64_t unix_s, const char *want)
{
	char date[CLOCK_DATE_SIZE];

	memset(date, 'x', sizeof date);
	clock_date(unix_s, date);
	cr_expect(eq(str, date, (char *)want));
}

/* date -u -d 'DATE' +%s */
Test(clock, dates_are_iso_8601_in_utc)
{
	expect_date(0, "1970-01-01T00:00:00Z");
	expect_date(-1, "1969-12-31T23:59:59Z");
	expect_date(951782400, "2000-02-29T00:00:00Z");
	expect_date(1795407661, "2026-11-23T04:21:01Z");
}

Test(clock, dates_do_not_follow_the_time_zone)
{
	setenv("TZ", "Asia/Kolkata", 1);
	tzset();
	expect_date(1795407661, "2026-11-23T04:21:01Z");
}

Test(clock, a_year_of_other_than_4_digits_is_no_date)
{
	expect_date(INT64_C(253402300799), "9999-12-31T23:59:59Z");
	expect_date(INT64_C(253402300800), "-");
	expect_date(INT64_C(-30610224000), "1000-01-01T00:00:00Z");
	expect_date(INT64_C(-30610224001), "-");
	expect_date(INT64_MAX, "-");
	expect_date(INT64_MIN, "-");
}

Test(clock, durations_are_numbers_with_units)
{
	static const struct {
		const char *text;
		int64_t ns;
	} rows[] = {
	    {"500ms", 500 * MS},
	    {"90s", 90 * S},
	    {"10m", 600 * S},
	    {"1.5h", 5400 * S},
	    {"0.5s", 500 * MS},
	    {"2d", 2 * 86400 * S},
	    {"007s", 7 * S},
	    {"0.25ms", 250000},
	    {"0.000001ms", 1}, /* the shortest: a nanosecond */
	    {"365d", 365 * 86400 * S}, /* the longest */
	    {"8760h", 365 * 86400 * S},
	};

	for (size_t i = 0; i < sizeof rows / sizeof rows[0]; i++) {
		int64_t ns = -1;

		cr_expect(eq(int, clock_parse_duration(rows[i].text, &ns), 0),
		    "%s", rows[i].text);
		cr_expect(eq(i64, ns, rows[i].ns), "%s", rows[i].text);
	}
}

static void
expect_no_duration(const char *text)
{
	int64_t ns = -7;

	cr_expect(eq(int, clock_parse_duration(text, &ns), ERR_PARSE),
	    "\"%.40s\"", text);
	cr_expect(eq(i64, ns, -7), "\"%.40s\"", text);
}

Test(clock, other_texts_are_no_durations)
{
	static const char *const texts[] = {"", "5", "s", "ms", "five s", "5 s",
	    " 5s", "5s ", "5s\n", "5S", "5min", "5sec", "5us", "5ns", "5sm",
	    "1h30m", "5s5s", "1..5s", "1.5.2h", "1,5h", "5%", "5s;id", "5s\x01",
	    "\xc2\xb5s", "5\xff"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		expect_no_duration(texts[i]);
}

Test(clock, what_strtod_takes_beyond_numbers_is_no_duration)
{
	static const char *const texts[] = {"-5s", "+5s", "-0s", ".5s", "inf",
	    "infs", "infinitys", "nans", "nan(1)s", "0x10s", "0X1p3s", "\t5s",
	    "\n5s", "1e999s", "1e-999s", "0x", "1e", "1es", "5e+s"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		expect_no_duration(texts[i]);
}

Test(clock, durations_out_of_range_are_refused)
{
	static const char *const texts[] = {"0s", "0.0h", "0ms", "0.0000001ms",
	    "366d", "365.01d", "8761h", "99999999999999999999s"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		expect_no_duration(texts[i]);
}

Test(clock, a_very_long_number_is_refused)
{
	size_t size = 1000000;
	char *text = malloc(size);

	memset(text, '9', size);
	memcpy(text + size - 2, "s", 2);
	expect_no_duration(text);
	free(text);
}

static void
expect_humane(int64_t ns, const char *want)
{
	char text[32];

	clock_humane(ns, text, sizeof text);
	cr_expect(eq(str, text, (char *)want), "for %lld ns", (long long)ns);
}

Test(clock, humane_times_have_two_or_three_digits)
{
	expect_humane(0, "0 us");
	expect_humane(850000, "850 us");
	expect_humane(12 * MS, "12 ms");
	expect_humane(12340 * MS, "12.3 s");
	expect_humane(250 * S, "4m10s");
	expect_humane(7500 * S, "2h05m");
}

/* Just below a border a time must not round up to "1000" of its unit. */
Test(clock, humane_times_change_their_unit_where_they_round_up)
{
	expect_humane(999499, "999 us");
	expect_humane(999500, "1 ms");
	expect_humane(1 * MS, "1 ms");
	expect_humane(999499999, "999 ms");
	expect_humane(999500000, "1.0 s");
	expect_humane(1 * S, "1.0 s");
	expect_humane(99949999999, "99.9 s");
	expect_humane(99950000000, "1m39s");
	expect_humane(100 * S, "1m40s");
	expect_humane(3600 * S - 1, "59m59s");
	expect_humane(3600 * S, "1h00m");
	expect_humane(360000 * S - 1, "99h59m");
	/* 9223372036 s = 2562047 h and 2836 s */
	expect_humane(INT64_MAX, "2562047h47m");
}

Test(clock, a_humane_time_is_cut_to_its_room)
{
	char text[8] = "xxxxxxx";

	clock_humane(12340 * MS, text, 4);
	cr_expect(eq(str, text, "12."));
	cr_expect(eq(chr, text[4], 'x'));
}

/* date -u -d 2026-11-23 +%s */
Test(clock, a_day_begins_at_midnight_in_utc)
{
	int64_t start_s = 0;

	cr_assert(eq(int, clock_parse_day("2026-11-23", &start_s), ERR_OK));
	cr_expect(eq(i64, start_s, 1795392000));
	cr_assert(eq(int, clock_parse_day("1970-01-01", &start_s), ERR_OK));
	cr_expect(eq(i64, start_s, 0));
	cr_assert(eq(int, clock_parse_day("2028-02-29", &start_s), ERR_OK));
	cr_expect(eq(i64, start_s, 1835395200));
}

Test(clock, what_is_no_day_is_refused)
{
	static const char *const bad[] = {"", "2026", "2026-11-2",
	    "2026-11-231", "2026-11-23T00:00", "26-11-23", "2026/11/23",
	    "2026-13-01", "2026-00-01", "2026-02-29", "2026-04-31",
	    "2026-01-00", "-026-01-01", " 2026-01-01", "1969-12-31",
	    "tomorrow"};
	int64_t start_s = 7;

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++)
		cr_expect(eq(int, clock_parse_day(bad[i], &start_s), ERR_PARSE),
		    "%s", bad[i]);
	cr_expect(eq(i64, start_s, 7));
}
