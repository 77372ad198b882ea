#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <float.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"
#include "core/base/rng.h"

static struct json *json; /* of the test's last parse() */

static void
release(void)
{
	json_free(json);
	json = NULL;
}

TestSuite(json, .fini = release);

static enum err
parse(const char *text)
{
	release();
	return json_parse(&json, text, strlen(text), "f.json");
}

static void
expect_str(const char *got, const char *want)
{
	cr_assert(got != NULL, "NULL for \"%s\"", want);
	cr_expect(eq(str, (char *)got, (char *)want));
}

/* ---- parsing ---- */

Test(json, a_syntax_error_is_named_with_line_and_column)
{
	/* "b" is the third character of the third line. */
	cr_assert(eq(int, parse("{\n  \"a\": 1,\n  b\n}"), ERR_PARSE));
	cr_expect(
	    strstr(err_text(), "f.json:3:3: ") == err_text(), "%s", err_text());
}

Test(json, a_text_that_is_not_json_is_an_error_and_gives_nothing)
{
	static const char *const texts[] = {"", " ", "nul", "[1,]", "{,}",
	    "{\"a\"}", "{\"a\":}", "{a:1}", "['a']", "01", "+1", "1.", ".5",
	    "0x1", "NaN", "Infinity", "1e999", "[1] x", "[1][2]", "[1}", "\"",
	    "\"\\x\"", "\"\\u12\"", "\"\\ud800\"", "\"\xff\"", "\"\xc0\xaf\"",
	    "\"\xed\xa0\x80\"", "\"\xf4\x90\x80\x80\"", "\"a\nb\"", "\"\x01\"",
	    "// c\n1"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		cr_expect(eq(int, parse(texts[i]), ERR_PARSE), "%s", texts[i]);
		cr_expect(eq(ptr, json, NULL));
		cr_expect(strstr(err_text(), "f.json:") == err_text());
	}
}

Test(json, an_error_cannot_steer_the_terminal)
{
	cr_assert(eq(int, parse("[\"\x1b]0;x\x07\"]"), ERR_PARSE));
	cr_expect(strpbrk(err_text(), "\x1b\x07") == NULL);
}

Test(json, duplicate_keys_are_errors_at_every_depth)
{
	cr_expect(eq(int, parse("{\"a\": 1, \"a\": 1}"), ERR_PARSE));
	cr_expect(strstr(err_text(), "duplicate") != NULL);
	cr_expect(eq(int, parse("[{\"b\": {\"a\": 1, \"a\": 2}}]"), ERR_PARSE));
	/* the same key in its escaped form */
	cr_expect(eq(int, parse("{\"a\": 1, \"\\u0061\": 2}"), ERR_PARSE));
	cr_expect(eq(int, parse("{\"a\": {\"a\": 1}, \"A\": 2}"), ERR_OK));
}

Test(json, nul_bytes_are_errors_bare_and_escaped)
{
	cr_expect(eq(int, parse("\"a\\u0000b\""), ERR_PARSE));
	cr_expect(eq(int, parse("{\"a\\u0000b\": 1}"), ERR_PARSE));
	cr_expect(eq(int, json_parse(&json, "[\0]", 3, "f"), ERR_PARSE));
	cr_expect(eq(int, json_parse(&json, "[\n 1\0]", 6, "f"), ERR_PARSE));
	cr_expect(eq(str, (char *)err_text(), "f:2:3: a NUL byte"));
	cr_expect(eq(int, json_parse(&json, "\"a\0\"", 4, "f"), ERR_PARSE));
	cr_expect(eq(int, json_parse(&json, "[]\0", 3, "f"), ERR_PARSE));
}

Test(json, text_is_read_to_its_length_and_no_further)
{
	cr_assert(eq(int, json_parse(&json, "[1]]]", 3, "f"), ERR_OK));
	cr_expect(eq(sz, json_count(json), 1));
}

Test(json, very_deep_nesting_is_an_error)
{
	size_t depth = 1000000;
	char *text = malloc(depth + 1);

	memset(text, '[', depth);
	text[depth] = '\0';
	cr_expect(eq(int, parse(text), ERR_PARSE));
	free(text);
}

/* ---- readers ---- */

Test(json, readers_find_nothing_in_null)
{
	double number = 7;

	cr_expect(eq(ptr, (void *)json_get(NULL, "a"), NULL));
	cr_expect(eq(ptr, (void *)json_text(NULL), NULL));
	cr_expect(eq(ptr, (void *)json_get_text(NULL, "a"), NULL));
	cr_expect(not(json_number(NULL, &number)));
	cr_expect(not(json_get_number(NULL, "a", &number)));
	cr_expect(number == 7);
	cr_expect(not(json_get_bool(NULL, "a")));
	cr_expect(not(json_is_array(NULL)));
	cr_expect(not(json_is_object(NULL)));
	cr_expect(eq(sz, json_count(NULL), 0));
	cr_expect(eq(ptr, (void *)json_at(NULL, 0), NULL));
	json_each(NULL, NULL, NULL);
	json_each_number(NULL, NULL, NULL);
	json_free(NULL);
}

Test(json, readers_find_nothing_in_values_of_other_types)
{
	static const char *const texts[] = {
	    "[1, 2]", "{\"b\": 1}", "\"a\"", "1", "true", "null"};
	double number = 7;

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		cr_assert(eq(int, parse(texts[i]), ERR_OK));
		cr_expect(eq(int, json_is_array(json), i == 0));
		cr_expect(eq(int, json_is_object(json), i == 1));
		cr_expect(eq(int, json_text(json) != NULL, i == 2));
		cr_expect(eq(int, json_number(json, &number), i == 3));
		cr_expect(eq(sz, json_count(json), i == 0 ? 2 : 0));
		cr_expect(eq(int, json_at(json, 1) != NULL, i == 0));
		cr_expect(eq(ptr, (void *)json_at(json, 2), NULL));
		cr_expect(eq(ptr, (void *)json_get(json, "a"), NULL));
		cr_expect(not(json_get_bool(json, "b")));
		if (i != 1)
			json_each(json, NULL, NULL);
	}
}

Test(json, members_and_elements_are_found)
{
	double number = 0;

	cr_assert(eq(int,
	    parse("{\"t\": \"x\\u00e9\\n\", \"n\": -1.5e3, \"y\": true,"
		  " \"no\": false, \"a\": [[], \"second\"]}"),
	    ERR_OK));
	expect_str(json_get_text(json, "t"), "x\xc3\xa9\n");
	cr_expect(json_get_number(json, "n", &number) && number == -1500);
	cr_expect(json_get_bool(json, "y"));
	cr_expect(not(json_get_bool(json, "no")));
	expect_str(json_text(json_at(json_get(json, "a"), 1)), "second");
}

/* A counter of a benchmark may be any number that its text can be. */
Test(json, whole_numbers_beyond_64_bits_are_numbers)
{
	double number = 0;

	cr_assert(eq(int,
	    parse("[9007199254740993, 18446744073709551615, "
		  "-100000000000000000000, -0]"),
	    ERR_OK));
	cr_expect(json_number(json_at(json, 0), &number));
	cr_expect(number == 9007199254740992.0); /* to even */
	cr_expect(json_number(json_at(json, 1), &number));
	cr_expect(number == 0x1p64);
	cr_expect(json_number(json_at(json, 2), &number));
	cr_expect(number == -1e20);
	cr_expect(json_number(json_at(json, 3), &number) && number == 0);
}

static void
note_number(void *ctx, const char *key, double value)
{
	buf_printf(ctx, "%s=%g ", key, value);
}

static void
note_member(void *ctx, const char *key, const struct json *value)
{
	buf_printf(ctx, "%s%s ", key, json_is_array(value) ? "[]" : "");
}

Test(json, each_goes_through_the_members_in_the_order_of_the_text)
{
	struct buf seen = BUF_INIT;

	cr_assert(eq(int,
	    parse("{\"z\": 1, \"a\": \"2\", \"m\": [3], \"b\": true, "
		  "\"c\": 2.5}"),
	    ERR_OK));
	json_each(json, note_member, &seen);
	expect_str(buf_text(&seen), "z a m[] b c ");
	buf_reset(&seen);
	json_each_number(json, note_number, &seen);
	expect_str(buf_text(&seen), "z=1 c=2.5 ");
	buf_release(&seen);
}

/* ---- numbers as text ---- */

static void
expect_number(double number, const char *want)
{
	char text[32];

	json_format_number(number, text, sizeof text);
	expect_str(text, want);
}

/* python3: repr(x), but for the form of exponents and of whole numbers */
Test(json, numbers_are_written_as_short_as_they_read_back)
{
	expect_number(0, "0");
	expect_number(1, "1");
	expect_number(-12.5, "-12.5");
	expect_number(0.1, "0.1");
	expect_number(0.1 + 0.2, "0.30000000000000004");
	expect_number(1.0 / 3, "0.3333333333333333");
	expect_number(1e22, "1e+22");
	expect_number(123456789012345680.0, "1.2345678901234568e+17");
	expect_number(DBL_MAX, "1.7976931348623157e+308");
	expect_number(DBL_MIN, "2.2250738585072014e-308");
	expect_number(5e-324, "5e-324");
	expect_number(-1e-320, "-1e-320");
}

Test(json, what_json_cannot_hold_is_null)
{
	expect_number(NAN, "null");
	expect_number(-NAN, "null");
	expect_number(INFINITY, "null");
	expect_number(-INFINITY, "null");
}

/* The first precision that reads back, found without any shortcut. */
static int
digits_needed(double number)
{
	char text[32];

	for (int digits = 1; digits < 17; digits++) {
		snprintf(text, sizeof text, "%.*g", digits, number);
		if (strtod(text, NULL) == number)
			return digits;
	}
	return 17;
}

/* "-0.0120" has two, "1020" three. */
static int
digits_written(const char *text)
{
	int digits = 0, zeros = 0;

	for (; *text && *text != 'e'; text++) {
		if (*text == '0')
			zeros++;
		else if (*text >= '1' && *text <= '9') {
			digits += (digits ? zeros : 0) + 1;
			zeros = 0;
		}
	}
	return digits;
}

static void
expect_shortest(double number)
{
	char text[32];

	json_format_number(number, text, sizeof text);
	cr_assert(strtod(text, NULL) == number, "%a as %s", number, text);
	cr_assert(
	    le(int, digits_written(text), digits_needed(number)), "%s", text);
}

Test(json, numbers_of_any_bits_read_back_and_are_short)
{
	struct rng rng;

	rng_seed(&rng, 11);
	for (int i = 0; i < 100000; i++) {
		uint64_t bits = rng_next(&rng);
		double number;

		if (i % 10 == 0) /* one in ten has a tiny exponent */
			bits &= ~(UINT64_C(0x7fe) << 52);
		memcpy(&number, &bits, sizeof number);
		if (isfinite(number))
			expect_shortest(number);
	}
}

Test(json, measured_numbers_read_back_and_are_short)
{
	struct rng rng;

	rng_seed(&rng, 12);
	for (int i = 0; i < 20000; i++) {
		expect_shortest((double)rng_below(&rng, 1000000) / 1000);
		expect_shortest(rng_normal(&rng));
		expect_shortest((double)(rng_next(&rng) >> 12));
	}
}

Test(json, a_number_reads_back_through_the_parser)
{
	struct rng rng;
	double back = 0;
	char text[32];

	rng_seed(&rng, 13);
	for (int i = 0; i < 10000; i++) {
		double number = ldexp(rng_normal(&rng), (i % 200 - 100) * 10);

		json_format_number(number, text, sizeof text);
		cr_assert(eq(int, parse(text), ERR_OK), "%s", text);
		cr_assert(json_number(json, &back) && back == number);
	}
}

/* ---- text that may be anything ---- */

static void
expect_clean(const char *text, const char *want)
{
	char *clean = json_clean_utf8(text);

	expect_str(clean, want);
	free(clean);
}

#define BAD "\xef\xbf\xbd" /* U+FFFD */

Test(json, bytes_that_are_no_utf8_become_replacement_characters)
{
	expect_clean("", "");
	expect_clean("\xff", BAD);
	expect_clean("a\x80z", "a" BAD "z");
	expect_clean("latin \xe9t\xe9", "latin " BAD "t" BAD);
	expect_clean("\xc0\xaf", BAD BAD); /* an overlong "/" */
	expect_clean("\xed\xa0\x80", BAD BAD BAD); /* a surrogate */
	expect_clean("\xf4\x90\x80\x80", BAD BAD BAD BAD); /* U+110000 */
	expect_clean("cut \xe2\x82", "cut " BAD BAD);
	expect_clean("\xe2\x82\xe2\x82\xac", BAD BAD "\xe2\x82\xac");
}

Test(json, valid_utf8_stays_as_it_is)
{
	static const char valid[] =
	    "a\x01\x7f \xc3\xa9 \xe2\x82\xac "
	    "\xf0\x9f\x98\x80 \xef\xbf\xbf \xef\xbb\xbf";

	expect_clean(valid, valid);
}

/* Work that grew with the square of the length would not end here. */
Test(json, megabytes_of_bad_bytes_are_cleaned, .timeout = 60)
{
	size_t len = (size_t)4 << 20;
	char *text = malloc(len + 1);
	char *clean;

	memset(text, 'x', len);
	text[len] = '\0';
	text[len - 1] = '\xff';
	clean = json_clean_utf8(text);
	cr_assert(clean != NULL);
	cr_expect(eq(sz, strlen(clean), len + 2));
	expect_str(clean + len - 2, "x" BAD);
	free(clean);
	free(text);
}
