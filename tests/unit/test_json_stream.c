#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <malloc.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/json.h"

#define LIMIT 4096

static struct json_stream *stream;
static struct buf seen; /* the pieces, as text */
static enum err answer; /* what the callback returns */

static void
release(void)
{
	json_stream_free(stream);
	stream = NULL;
	buf_release(&seen);
}

TestSuite(json_stream, .fini = release);

/* A value in a form in which different values differ. */
static void show(struct buf *out, const struct json *json);

static void
show_member(void *ctx, const char *key, const struct json *value)
{
	buf_printf(ctx, "<%s>:", key);
	show(ctx, value);
}

static void
show(struct buf *out, const struct json *json)
{
	double number;

	if (json_text(json)) {
		buf_printf(out, "<%s>", json_text(json));
	} else if (json_number(json, &number)) {
		buf_printf(out, "%.17g", number);
	} else if (json_is_object(json)) {
		buf_puts(out, "{");
		json_each(json, show_member, out);
		buf_puts(out, "}");
	} else if (json_is_array(json)) {
		buf_puts(out, "[");
		for (size_t i = 0; i < json_count(json); i++) {
			show(out, json_at(json, i));
			buf_puts(out, ",");
		}
		buf_puts(out, "]");
	} else {
		buf_puts(out, "?"); /* true, false or null */
	}
}

static enum err
note(void *ctx, const char *key, size_t index, const struct json *piece)
{
	struct buf *out = ctx;

	buf_puts(out, key);
	if (index != SIZE_MAX)
		buf_printf(out, "%zu", index);
	buf_puts(out, "=");
	show(out, piece);
	buf_puts(out, "\n");
	return answer ? err_fail(answer, "the callback's") : ERR_OK;
}

static void
begin(size_t limit)
{
	release();
	cr_assert(eq(int,
	    json_stream_new(&stream, "f.json", "rows", limit, note, &seen),
	    ERR_OK));
}

static enum err
finish(enum err err)
{
	return err ? err : json_stream_end(stream);
}

static enum err
read_whole(const char *text, size_t len)
{
	begin(LIMIT);
	return finish(json_stream_feed(stream, text, len));
}

static enum err
read_text(const char *text)
{
	return read_whole(text, strlen(text));
}

static void
expect_pieces(const char *text, const char *want)
{
	cr_assert(eq(int, read_text(text), ERR_OK), "%s: %s", text, err_text());
	cr_expect(eq(str, (char *)buf_text(&seen), (char *)want));
}

static void
expect_error(const char *text, const char *where)
{
	enum err err = read_text(text);

	cr_expect(eq(int, err, ERR_PARSE), "%s", text);
	cr_expect(strstr(err_text(), where) == err_text(), "%s gave: %s", text,
	    err_text());
}

/* Everything that the reader has to see through. */
static const char document[] =
    " {\n\t\"a\" : 1 , \"text\":\"}],{[\\\"\\\\\",\r\n"
    "\"obj\":{\"rows\":[1,{\"x\":[]}]},\"e\":{}, \"l\":[[],[\"]\"]],\n"
    "\"t\":true,\"n\":-1.5e3,\n"
    "\"rows\" : [ {\"k\":\"\\\\\"} ,2, \"x,]\\\"\" ,[[3],[]],null,-0.5\n"
    "],\"\\u00e9\\\"\":\"\xc3\xa9\xe2\x82\xac\",\"last\":0 } ";

static const char document_pieces[] = "a=1\n"
				      "text=<}],{[\"\\>\n"
				      "obj={<rows>:[1,{<x>:[]},]}\n"
				      "e={}\n"
				      "l=[[],[<]>,],]\n"
				      "t=?\n"
				      "n=-1500\n"
				      "rows0={<k>:<\\>}\n"
				      "rows1=2\n"
				      "rows2=<x,]\">\n"
				      "rows3=[[3,],[],]\n"
				      "rows4=?\n"
				      "rows5=-0.5\n"
				      "\xc3\xa9\"=<\xc3\xa9\xe2\x82\xac>\n"
				      "last=0\n";

Test(json_stream, members_and_elements_come_in_order)
{
	expect_pieces(document, document_pieces);
}

Test(json_stream, every_split_gives_the_same_pieces)
{
	size_t len = strlen(document);

	for (size_t at = 0; at <= len; at++) {
		begin(LIMIT);
		cr_assert(
		    eq(int, json_stream_feed(stream, document, at), ERR_OK));
		cr_assert(eq(int,
		    json_stream_feed(stream, document + at, len - at), ERR_OK));
		cr_assert(eq(int, json_stream_end(stream), ERR_OK));
		cr_assert(
		    eq(str, (char *)buf_text(&seen), (char *)document_pieces),
		    "split at %zu", at);
	}
}

Test(json_stream, single_bytes_give_the_same_pieces)
{
	begin(LIMIT);
	for (size_t i = 0; document[i]; i++) {
		cr_assert(
		    eq(int, json_stream_feed(stream, document + i, 1), ERR_OK));
		cr_assert(eq(int, json_stream_feed(stream, NULL, 0), ERR_OK));
	}
	cr_assert(eq(int, json_stream_end(stream), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&seen), (char *)document_pieces));
}

Test(json_stream, a_text_cut_anywhere_is_an_error)
{
	size_t len = strlen(document) - 1; /* without the last space */

	for (size_t at = 0; at < len; at++)
		cr_expect(
		    eq(int, read_whole(document, at), ERR_PARSE), "at %zu", at);
	cr_expect(eq(int, read_whole(document, len), ERR_OK));
}

/* A piece is given only when it is whole: what came before the cut is a
 * beginning of all pieces. */
Test(json_stream, a_cut_text_gives_no_half_piece)
{
	for (size_t at = 0; document[at]; at++) {
		read_whole(document, at);
		cr_assert(
		    strncmp(buf_text(&seen), document_pieces, seen.len) == 0);
		cr_assert(seen.len == 0 || seen.data[seen.len - 1] == '\n');
	}
}

Test(json_stream, empty_objects_and_rows_have_no_pieces)
{
	expect_pieces("{}", "");
	expect_pieces(" { } \n", "");
	expect_pieces("{\"rows\":[]}", "");
	expect_pieces("{\"rows\": [ ] , \"a\": []}", "a=[]\n");
}

Test(json_stream, rows_that_are_no_array_are_a_member)
{
	expect_pieces("{\"rows\": {\"a\": [1]}}", "rows={<a>:[1,]}\n");
	expect_pieces("{\"rows\": null}", "rows=?\n");
	expect_pieces("{\"rows\": \"[1]\"}", "rows=<[1]>\n");
}

Test(json_stream, the_name_of_the_rows_is_compared_decoded)
{
	expect_pieces("{\"r\\u006fws\": [1]}", "rows0=1\n");
	expect_pieces("{\"Rows\": [1], \"rows2\": [2], \"\": [3]}",
	    "Rows=[1,]\nrows2=[2,]\n=[3,]\n");
}

Test(json_stream, an_index_tells_each_element)
{
	expect_pieces("{\"rows\": [[0], [1]], \"x\": 1}",
	    "rows0=[0,]\nrows1=[1,]\nx=1\n");
}

Test(json_stream, rows_that_come_twice_are_an_error)
{
	expect_error("{\"rows\": [1],\n\"rows\": [2]}", "f.json:2: ");
	expect_error("{\"rows\": [],\n\"rows\": []}", "f.json:2: ");
	expect_error("{\"rows\": 1,\n\"rows\": [2]}", "f.json:2: ");
	expect_error("{\"rows\": [1],\n\"rows\": 2}", "f.json:2: ");
}

Test(json_stream, keys_that_come_twice_in_a_piece_are_an_error)
{
	expect_error("{\"a\": {\"b\": 1, \"b\": 1}}", "f.json: ");
	expect_error("{\"rows\": [{\"b\": 1, \"b\": 1}]}", "f.json: ");
}

Test(json_stream, an_error_tells_its_line)
{
	expect_error("{\n\"a\": 1,\n\"b\" 2}", "f.json:3: '2' where :");
	expect_error("{\n\"rows\": [\n1\n2]}", "f.json:4: '2' where , or ]");
	expect_error("{\n\n", "f.json:3: the JSON ends");
	expect_error("", "f.json: nothing printed");
	expect_error(" \n ", "f.json: nothing printed");
}

Test(json_stream, garbage_is_an_error)
{
	static const char *const texts[] = {"x", "[]", "[{}]", "1", "\"a\"",
	    "null", "{]", "{,}", "{:}", "{\"a\"}", "{\"a\",1}", "{\"a\":}",
	    "{\"a\":,}", "{\"a\":]}", "{\"a\"::1}", "{\"a\":1,}", "{\"a\":1,,}",
	    "{\"a\":1 2}", "{\"a\":1]", "{\"a\":1}}", "{\"a\":1}{}", "{}x",
	    "{\"a\":tru}", "{\"a\":01}", "{\"a\":1\"b\":2}", "{\"a\":\"b\"c}",
	    "{\"a\":1[2]}", "{\"a\":[1}}", "{\"a\":{1]]}", "{\"a\":[}",
	    "{\"a\":{\"b\":[}]}", "{\"a\":\"\\x\"}", "{\"\\x\":1}", "{a:1}",
	    "{'a':1}", "{\"a\":'b'}", "{\"a\":\"\xff\"}", "{\"\xff\":1}",
	    "{\"a\":NaN}", "{\"a\":1}\xff", "\xef\xbb\xbf{}", "{\"a\n\":1}",
	    "{\"rows\":[}", "{\"rows\":[,]}", "{\"rows\":[1,]}",
	    "{\"rows\":[1,,2]}", "{\"rows\":[1}]", "{\"rows\":[1:2]}",
	    "{\"rows\":[1 2]}", "{\"rows\":[1]]}", "{\"rows\":[1] 2}",
	    "{\"rows\":[\"a\"\"b\"]}", "{\"rows\":[nul]}", "{\"rows\":[1],}",
	    "{\"rows\":[1]\"a\":1}", "{\"a\":\f1}", "{\"a\":1\f}", "/**/{}",
	    "{\"a\":1//\n}"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++)
		expect_error(texts[i], "f.json:");
}

Test(json_stream, a_nul_byte_is_an_error_anywhere)
{
	char text[sizeof document] = "";

	for (size_t at = 0; document[at]; at++) {
		memcpy(text, document, at);
		text[at] = '\0';
		memcpy(text + at + 1, document + at, sizeof text - at - 1);
		cr_expect(eq(int, read_whole(text, sizeof text), ERR_PARSE),
		    "at %zu", at);
	}
	cr_expect(eq(int, read_whole("{}\0", 3), ERR_PARSE));
}

Test(json_stream, an_error_cannot_steer_the_terminal)
{
	cr_assert(eq(int, read_text("{\x1b"), ERR_PARSE));
	cr_expect(strchr(err_text(), '\x1b') == NULL);
	cr_assert(eq(int, read_text("{\"a\":\x1b]0;x\x07}"), ERR_PARSE));
	cr_expect(strpbrk(err_text(), "\x1b\x07") == NULL);
}

Test(json_stream, very_deep_nesting_is_an_error)
{
	size_t depth = 100000;
	char *text = malloc(depth);

	memset(text, '[', depth);
	begin(4 * depth);
	cr_assert(eq(int, json_stream_feed(stream, "{\"a\":", 5), ERR_OK));
	cr_assert(eq(int, json_stream_feed(stream, text, depth), ERR_OK));
	memset(text, ']', depth);
	cr_expect(eq(int, json_stream_feed(stream, text, depth), ERR_PARSE));
	free(text);
}

/* ---- sizes ---- */

static enum err
read_limited(const char *text, size_t limit)
{
	begin(limit);
	return finish(json_stream_feed(stream, text, strlen(text)));
}

Test(json_stream, a_piece_of_the_limit_is_read_and_a_larger_one_refused)
{
	static const char *const texts[] = {"{\"a\": 12345678}",
	    "{\"a\": \"234567\"}", "{\"a\": [12,456]}",
	    "{\"rows\": [12345678]}", "{\"rows\": [0, \"234567\"]}",
	    "{\"rows\": [{\"a\": 1}]}", "{\"234567\": 1}"};

	for (size_t i = 0; i < sizeof texts / sizeof texts[0]; i++) {
		cr_expect(
		    eq(int, read_limited(texts[i], 8), ERR_OK), "%s", texts[i]);
		cr_expect(eq(int, read_limited(texts[i], 7), ERR_LIMIT), "%s",
		    texts[i]);
		cr_expect(strstr(err_text(), "f.json:1: ") == err_text());
	}
}

Test(json_stream, many_small_pieces_may_be_larger_than_the_limit_together)
{
	cr_expect(eq(int,
	    read_limited("{\"a\": 1234, \"b\": 1234,"
			 "  \"rows\":  [1234, 1234, 1234, 1234]  }",
		6),
	    ERR_OK));
}

static enum err
count(void *ctx, const char *key, size_t index, const struct json *piece)
{
	size_t *elements = ctx;
	double number = -1;

	cr_assert(eq(str, (char *)key, "rows"));
	cr_assert(eq(sz, index, *elements));
	cr_assert(json_get_number(piece, "n", &number));
	cr_assert(number == (double)index);
	++*elements;
	return ERR_OK;
}

static size_t
heap_bytes(void)
{
	struct mallinfo2 info = mallinfo2();

	return info.uordblks + info.hblkhd;
}

Test(json_stream, a_million_elements_take_the_memory_of_one, .timeout = 120)
{
	size_t before, most = 0, elements = 0;
	char row[64];

	cr_assert(eq(int,
	    json_stream_new(&stream, "f", "rows", LIMIT, count, &elements),
	    ERR_OK));
	cr_assert(eq(int, json_stream_feed(stream, "{\"rows\":[", 9), ERR_OK));
	before = heap_bytes();
	for (size_t i = 0; i < 1000000; i++) {
		int len = snprintf(
		    row, sizeof row, "%s{\"n\": %zu}", i ? ",\n" : "", i);

		cr_assert(json_stream_feed(stream, row, (size_t)len) == ERR_OK);
		if (i % 1000 == 0 && heap_bytes() > most)
			most = heap_bytes();
	}
	cr_assert(eq(int, json_stream_feed(stream, "]}", 2), ERR_OK));
	cr_assert(eq(int, json_stream_end(stream), ERR_OK));
	cr_expect(eq(sz, elements, 1000000));
	cr_expect(lt(sz, most, before + 65536));
}

/* ---- the callback ---- */

Test(json_stream, an_error_of_the_callback_is_returned_at_once)
{
	answer = ERR_CONFLICT;
	cr_expect(eq(int, read_text("{\"a\": 1, \"b\": 2}"), ERR_CONFLICT));
	cr_expect(eq(str, (char *)err_text(), "the callback's"));
	cr_expect(eq(str, (char *)buf_text(&seen), "a=1\n"));
	cr_expect(eq(int, read_text("{\"rows\": [[3], 4]}"), ERR_CONFLICT));
	cr_expect(eq(str, (char *)buf_text(&seen), "rows0=[3,]\n"));
}

Test(json_stream, freeing_null_or_half_read_ones_is_fine)
{
	json_stream_free(NULL);
	begin(LIMIT);
	json_stream_feed(stream, document, strlen(document) / 2);
}
