#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <float.h>
#include <math.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"

static struct json_writer writer;
static FILE *file;
static char *text;
static size_t text_len;

static void
open_text(void)
{
	file = open_memstream(&text, &text_len);
	cr_assert(file != NULL);
	json_writer_init(&writer, file);
}

static void
close_text(void)
{
	fclose(file);
	free(text);
}

TestSuite(json_writer, .init = open_text, .fini = close_text);

static void
expect_text(const char *want)
{
	cr_assert(eq(int, json_writer_end(&writer), ERR_OK));
	cr_expect(eq(str, text, (char *)want));
}

Test(json_writer, a_document_is_indented_by_two_spaces)
{
	json_object_begin(&writer);
	json_key(&writer, "name");
	json_put_text(&writer, "insert");
	json_key(&writer, "none");
	json_put_text(&writer, NULL);
	json_key(&writer, "samples");
	json_array_begin_flat(&writer);
	json_put_number(&writer, 1.5);
	json_put_int(&writer, -2);
	json_put_number(&writer, 1e300);
	json_array_end(&writer);
	json_key(&writer, "rows");
	json_array_begin(&writer);
	json_object_begin(&writer);
	json_key(&writer, "ok");
	json_put_bool(&writer, true);
	json_object_end(&writer);
	json_put_bool(&writer, false);
	json_put_null(&writer);
	json_array_end(&writer);
	json_object_end(&writer);
	expect_text("{\n"
		    "  \"name\": \"insert\",\n"
		    "  \"none\": null,\n"
		    "  \"samples\": [1.5, -2, 1e+300],\n"
		    "  \"rows\": [\n"
		    "    {\n"
		    "      \"ok\": true\n"
		    "    },\n"
		    "    false,\n"
		    "    null\n"
		    "  ]\n"
		    "}\n");
}

Test(json_writer, empty_objects_and_arrays_stay_on_one_line)
{
	json_array_begin(&writer);
	json_object_begin(&writer);
	json_object_end(&writer);
	json_array_begin(&writer);
	json_array_end(&writer);
	json_array_begin_flat(&writer);
	json_array_end(&writer);
	json_array_end(&writer);
	expect_text("[\n  {},\n  [],\n  []\n]\n");
}

Test(json_writer, a_single_value_is_a_document)
{
	json_put_text(&writer, "x");
	expect_text("\"x\"\n");
}

Test(json_writer, whole_numbers_are_exact)
{
	json_array_begin_flat(&writer);
	json_put_int(&writer, INT64_MAX);
	json_put_int(&writer, INT64_MIN);
	json_array_end(&writer);
	expect_text("[9223372036854775807, -9223372036854775808]\n");
}

Test(json_writer, nan_and_infinity_are_null)
{
	json_array_begin_flat(&writer);
	json_put_number(&writer, NAN);
	json_put_number(&writer, INFINITY);
	json_put_number(&writer, -INFINITY);
	json_put_number(&writer, 0.1);
	json_array_end(&writer);
	expect_text("[null, null, null, 0.1]\n");
}

Test(json_writer, strings_are_escaped)
{
	json_put_text(&writer, "\"\\ \b\f\n\r\t\x01\x1f</script>");
	expect_text("\"\\\"\\\\ \\b\\f\\n\\r\\t\\u0001\\u001F</script>\"\n");
}

Test(json_writer, bytes_that_are_no_utf8_become_replacement_characters)
{
	json_object_begin(&writer);
	json_key(&writer, "bad \xff key");
	json_put_text(&writer, "caf\xe9 \xe2\x82\xac");
	json_object_end(&writer);
	expect_text("{\n  \"bad \xef\xbf\xbd key\": "
		    "\"caf\xef\xbf\xbd \xe2\x82\xac\"\n}\n");
}

static void
expect_reads_back(const char *value)
{
	struct json *back = NULL;

	cr_assert(eq(int, json_parse(&back, text, text_len, "out"), ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)json_text(json_at(back, 0)), (char *)value));
	json_free(back);
}

Test(json_writer, every_character_below_128_reads_back)
{
	char all[128];

	for (int c = 1; c < 128; c++)
		all[c - 1] = (char)c;
	all[127] = '\0';
	json_array_begin(&writer);
	json_put_text(&writer, all);
	json_array_end(&writer);
	cr_assert(eq(int, json_writer_end(&writer), ERR_OK));
	expect_reads_back(all);
}

Test(json_writer, text_that_looks_like_json_reads_back_as_text)
{
	static const char hostile[] = "\"}], \"pass\": true, [{\"\\u0000\\";

	json_array_begin(&writer);
	json_put_text(&writer, hostile);
	json_array_end(&writer);
	cr_assert(eq(int, json_writer_end(&writer), ERR_OK));
	expect_reads_back(hostile);
}

static void
nest(int levels)
{
	for (int i = 0; i < levels; i++)
		json_array_begin(&writer);
	for (int i = 0; i < levels; i++)
		json_array_end(&writer);
}

Test(json_writer, the_allowed_depth_is_written)
{
	struct json *back = NULL;

	nest(JSON_DEPTH_MAX - 1); /* level 0 is the document itself */
	cr_assert(eq(int, json_writer_end(&writer), ERR_OK));
	cr_expect(eq(int, json_parse(&back, text, text_len, "out"), ERR_OK));
	json_free(back);
}

Test(json_writer, a_greater_depth_is_an_error)
{
	nest(JSON_DEPTH_MAX);
	cr_expect(eq(int, json_writer_end(&writer), ERR_LIMIT));
}

Test(json_writer, a_much_greater_depth_is_no_more_than_an_error)
{
	nest(10000);
	json_put_text(&writer, "x");
	cr_expect(eq(int, json_writer_end(&writer), ERR_LIMIT));
}

Test(json_writer, nothing_is_written_after_an_error)
{
	size_t len;

	nest(JSON_DEPTH_MAX);
	fflush(file);
	len = text_len;
	json_put_text(&writer, "x");
	json_key(&writer, "y");
	json_put_int(&writer, 1);
	json_writer_end(&writer);
	fflush(file);
	cr_expect(eq(sz, text_len, len));
}

/* ---- a file that refuses ---- */

static FILE *full;

static void
open_full(void)
{
	full = fopen("/dev/full", "w");
	cr_assert(full != NULL);
	json_writer_init(&writer, full);
}

static void
close_full(void)
{
	fclose(full);
}

TestSuite(json_writer_full, .init = open_full, .fini = close_full);

Test(json_writer_full, a_short_document_fails_when_it_is_flushed)
{
	json_put_text(&writer, "x");
	cr_expect(eq(int, json_writer_end(&writer), ERR_IO));
}

Test(json_writer_full, a_long_document_fails_under_way)
{
	json_array_begin(&writer);
	for (int i = 0; i < 100000; i++)
		json_put_text(&writer, "a text that soon fills any buffer");
	json_array_end(&writer);
	cr_expect(eq(int, writer.err, ERR_IO));
	cr_expect(eq(int, json_writer_end(&writer), ERR_IO));
}

Test(json_writer_full, the_first_error_is_the_one_returned)
{
	setvbuf(full, NULL, _IONBF, 0);
	json_put_text(&writer, "x");
	nest(JSON_DEPTH_MAX);
	cr_expect(eq(int, json_writer_end(&writer), ERR_IO));
}
