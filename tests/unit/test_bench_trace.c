#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <signal.h>
#include <sys/resource.h>
#include <unistd.h>

#include "core/bench/trace.h"

static enum err
read_bytes(const char *text, size_t len, struct stream *out)
{
	FILE *file = fmemopen((void *)(uintptr_t)text, len, "r");
	enum err err;

	cr_assert(ne(ptr, file, NULL));
	err = trace_read_file(file, "a/b.trace", out);
	fclose(file);
	return err;
}

static enum err
read_text(const char *text, struct stream *out)
{
	return read_bytes(text, strlen(text), out);
}

#define SPACE "interval-trace 1 space -10 1000\n"

Test(bench_trace, a_trace_is_a_stream)
{
	static const char text[] = "# made by hand\n"
				   "interval-trace 1 space -10 1000\n"
				   "\n"
				   "initial -10 0\n"
				   "initial\t1  20\n"
				   "reserve -10 -5\n"
				   "# a comment among operations\n"
				   "release 990 1000\n"
				   "find 999 4000000000\n"
				   "end 3\n"
				   "\n";
	static const struct stream_op wanted[] = {
	    {-10, 5, STREAM_RESERVE},
	    {990, 10, STREAM_RELEASE},
	    {999, 4000000000, STREAM_FIND},
	};
	struct stream stream = STREAM_INIT;

	cr_assert(eq(int, read_text(text, &stream), ERR_OK), "%s", err_text());
	cr_expect(eq(str, stream.name, "trace:b.trace"));
	cr_expect(eq(ptr, (void *)stream.plan.mix, NULL));
	cr_expect(eq(i64, stream.space.start, -10));
	cr_expect(eq(i64, stream.space.end, 1000));
	cr_assert(eq(sz, stream.initial_n, 2));
	cr_expect(eq(i64, stream.initial[1].start, 1));
	cr_expect(eq(i64, stream.initial[1].end, 20));
	cr_assert(eq(sz, stream.n, 3));
	for (size_t i = 0; i < 3; i++) {
		cr_expect(eq(i64, stream.ops[i].start, wanted[i].start));
		cr_expect(eq(u32, stream.ops[i].length, wanted[i].length));
		cr_expect(eq(u32, stream.ops[i].code, wanted[i].code));
	}
	stream_release(&stream);
}

Test(bench_trace, the_ends_of_int64_can_be_used)
{
	static const char text[] =
	    "interval-trace 1 space -9223372036854775808 9223372036854775807\n"
	    "release -9223372036854775808 -9223372036854775800\n"
	    "reserve 9223372036854775800 9223372036854775807\n"
	    "find 9223372036854775806 1\n"
	    "end 3\n";
	struct stream stream = STREAM_INIT;

	cr_assert(eq(int, read_text(text, &stream), ERR_OK), "%s", err_text());
	cr_expect(eq(i64, stream.ops[0].start, INT64_MIN));
	cr_expect(
	    eq(i64, stream.ops[1].start + stream.ops[1].length, INT64_MAX));
	stream_release(&stream);
}

static const struct {
	const char *text;
	enum err err;
	const char *message; /* a part of it */
} bad[] = {
    {"", ERR_PARSE, "a/b.trace: empty: expected \"interval-trace 1"},
    {"# only this\n\n", ERR_PARSE, "empty: expected"},
    {"interval-trace\n", ERR_PARSE, "b.trace:1: expected \"interval-trace 1"},
    {"reserve 1 2\n", ERR_PARSE, ":1: expected \"interval-trace 1"},
    {"interval-trace 2 space 0 9\n", ERR_PARSE, ":1: version \"2\""},
    {"interval-trace 1 place 0 9\n", ERR_PARSE, ":1: expected \"interval-"},
    {"interval-trace 1 space 0 9 9\n", ERR_PARSE, ":1: expected \"interval-"},
    {"interval-trace 1 space 9 9\n", ERR_PARSE, "START less than END"},
    {"interval-trace 1 space 0 9223372036854775808\n", ERR_PARSE,
	"START less than END"},
    {"interval-trace 1 space 0 +9\n", ERR_PARSE, "START less than END"},
    {"interval-trace 1 space - 9\n", ERR_PARSE, "START less than END"},
    {"interval-trace 1 space 0 0x9\n", ERR_PARSE, "START less than END"},
    {SPACE SPACE, ERR_PARSE,
	":2: expected initial, reserve, release, find or end"},
    {SPACE "initial 0 5\r\n", ERR_PARSE,
	":2: expected a line feed alone at the line's end, found a carriage"},
    {"interval-trace 1 space 0 9\r\n", ERR_PARSE,
	"1: expected a line feed alone"},
    {SPACE "initial 0\n", ERR_PARSE, ":2: expected \"initial START END\""},
    {SPACE "initial 5 5\n", ERR_PARSE, ":2: expected START less than END"},
    {SPACE "initial 0 1001\n", ERR_PARSE, "within the space"},
    {SPACE "initial 0 5\ninitial 5 9\n", ERR_PARSE, ":3: expected an interval"},
    {SPACE "initial 8 9\ninitial 1 2\n", ERR_PARSE, ":3: expected an interval"},
    {SPACE "find 1 1\ninitial 1 2\n", ERR_PARSE,
	":3: expected initial before all operations"},
    {SPACE "reserve -11 5\n", ERR_PARSE, ":2: expected START END within"},
    {SPACE "release 5 1001\n", ERR_PARSE, ":2: expected START END within"},
    {SPACE "release 6 5\n", ERR_PARSE, ":2: expected START less than END"},
    {SPACE "reserve 5 5\n", ERR_PARSE, ":2: expected START less than END"},
    {SPACE "release 5\n", ERR_PARSE, ":2: expected \"release START END\""},
    {SPACE "release 5 6 7\n", ERR_PARSE, ":2: expected \"release START END\""},
    {SPACE "release 5 6 7 8 9 10 11\n", ERR_PARSE,
	":2: expected \"release START END\""},
    {SPACE "release 5 six\n", ERR_PARSE, ":2: expected START END within"},
    {SPACE "find 1000 1\n", ERR_PARSE, ":2: expected \"find START LENGTH\""},
    {SPACE "find -11 1\n", ERR_PARSE, ":2: expected \"find START LENGTH\""},
    {SPACE "find 1 0\n", ERR_PARSE, ":2: expected \"find START LENGTH\""},
    {SPACE "find 1 9223372036854775807\n", ERR_PARSE,
	":2: expected \"find START LENGTH\""},
    {SPACE "find 0 4294967296\n", ERR_LIMIT,
	":2: more than 4294967295 offsets in an operation"},
    {"interval-trace 1 space 0 4294967296\nreserve 0 4294967296\n", ERR_LIMIT,
	":2: more than 4294967295 offsets in an operation"},
    {SPACE "allocate 1 2\n", ERR_PARSE,
	":2: expected initial, reserve, release, find or end"},
    {SPACE "find 1 1\nallocate 1 2\n", ERR_PARSE,
	":3: expected reserve, release, find or end"},
    {SPACE "find 1 1\n", ERR_PARSE,
	":3: the trace is cut off: expected \"end "
	"1\" as its last line"},
    {SPACE "find 1 1\nfind 2 2\nend 1\n", ERR_PARSE, ":4: expected \"end 2\""},
    {SPACE "find 1 1\nend -1\n", ERR_PARSE, ":3: expected \"end 1\""},
    {SPACE "find 1 1\nend 1 1\n", ERR_PARSE, ":3: expected \"end OPERATIONS\""},
    {SPACE "find 1 1\nend 1", ERR_PARSE, ":3: expected a line feed"},
    {SPACE "find 1 1\nend 1\nfind 1 1\n", ERR_PARSE, ":4: expected nothing"},
    {SPACE "end 0\n", ERR_PARSE, "no operation: expected one at least"},
};

Test(bench_trace, what_is_wrong_is_named_with_its_line)
{
	for (size_t i = 0; i < sizeof bad / sizeof bad[0]; i++) {
		struct stream stream = {.n = 77};
		/* fmemopen takes no empty memory. */
		enum err err =
		    read_text(*bad[i].text ? bad[i].text : "\n", &stream);

		cr_expect(eq(int, err, bad[i].err), "%s", bad[i].text);
		cr_expect(strstr(err_text(), bad[i].message) != NULL,
		    "%s gives: %s", bad[i].text, err_text());
		cr_expect(eq(sz, stream.n, 77));
	}
}

Test(bench_trace, a_nul_byte_is_an_error)
{
	static const char text[] = SPACE "find 1 1\0\nend 1\n";
	struct stream stream;

	cr_expect(
	    eq(int, read_bytes(text, sizeof text - 1, &stream), ERR_PARSE));
	cr_expect(ne(
	    ptr, strstr(err_text(), ":2: expected text, found a NUL"), NULL));
}

Test(bench_trace, an_endless_line_is_not_read_on)
{
	char text[TRACE_LINE_MAX + 10];
	struct stream stream;

	memset(text, '#', sizeof text);
	cr_expect(eq(int, read_bytes(text, sizeof text, &stream), ERR_LIMIT));
	cr_expect(ne(ptr,
	    strstr(err_text(), ":1: more than 256 bytes in a line"), NULL));
}

Test(bench_trace, what_was_written_is_read_as_the_same_stream)
{
	const struct stream_plan plan = {.mix = stream_mix_named("fragmented"),
	    .seed = 42,
	    .ops = 500,
	    .live = 50};
	char path[] = "/tmp/test_bench_trace_XXXXXX";
	struct stream stream = STREAM_INIT;
	struct stream again = STREAM_INIT;
	int fd = mkstemp(path);

	cr_assert(ge(int, fd, 0));
	close(fd);
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	cr_assert(eq(int, trace_write(path, &stream), ERR_OK));
	cr_assert(eq(int, trace_read(path, &again), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, again.n, 500));
	cr_expect(eq(u32, stream_crc(&again), stream_crc(&stream)));
	cr_expect(
	    eq(u32, stream_initial_crc(&again), stream_initial_crc(&stream)));
	cr_expect(eq(i64, again.space.end, 111 * 50));
	stream_release(&stream);
	stream_release(&again);
	unlink(path);
}

/* A folder with the trace `path` and a link to it; the stream is larger than
 * what `path` holds. */
static struct {
	char folder[40];
	char path[60];
	char link[60];
	struct stream stream;
} place;

static void
write_small_trace(void)
{
	static const char text[] = SPACE "find 1 1\nend 1\n";
	FILE *file = fopen(place.path, "w");

	cr_assert(ne(ptr, file, NULL));
	cr_assert(ge(int, fputs(text, file), 0));
	cr_assert(eq(int, fclose(file), 0));
}

static void
make_place(void)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("standard"), .ops = 5000};

	strcpy(place.folder, "/tmp/test_bench_trace_XXXXXX");
	cr_assert(ne(ptr, mkdtemp(place.folder), NULL));
	snprintf(place.path, sizeof place.path, "%s/a", place.folder);
	snprintf(place.link, sizeof place.link, "%s/b", place.folder);
	cr_assert(eq(int, symlink("a", place.link), 0));
	write_small_trace();
	cr_assert(eq(int, stream_init(&place.stream, &plan), ERR_OK));
}

/* Removing the folder proves that nothing else was left in it. */
static void
remove_place(void)
{
	stream_release(&place.stream);
	cr_expect(eq(int, unlink(place.path), 0));
	cr_expect(eq(int, unlink(place.link), 0));
	cr_expect(eq(int, rmdir(place.folder), 0));
}

static size_t
operations_at(const char *path)
{
	struct stream stream = STREAM_INIT;
	size_t n;

	cr_assert(eq(int, trace_read(path, &stream), ERR_OK), "%s", err_text());
	n = stream.n;
	stream_release(&stream);
	return n;
}

TestSuite(bench_trace_place, .init = make_place, .fini = remove_place);

Test(bench_trace_place, a_file_is_replaced)
{
	cr_assert(eq(int, trace_write(place.path, &place.stream), ERR_OK));
	cr_expect(eq(sz, operations_at(place.path), 5000));
}

Test(bench_trace_place, a_link_is_written_through)
{
	cr_assert(eq(int, trace_write(place.link, &place.stream), ERR_OK));
	cr_expect(eq(sz, operations_at(place.path), 5000));
}

Test(bench_trace_place, a_failed_write_leaves_what_was_there)
{
	const struct rlimit limit = {1000, RLIM_INFINITY};
	const struct rlimit none = {RLIM_INFINITY, RLIM_INFINITY};

	signal(SIGXFSZ, SIG_IGN);
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &limit), 0));
	cr_expect(eq(int, trace_write(place.path, &place.stream), ERR_IO));
	cr_assert(eq(int, setrlimit(RLIMIT_FSIZE, &none), 0));
	cr_expect(ne(ptr, strstr(err_text(), place.path), NULL));
	cr_expect(eq(sz, operations_at(place.path), 1));
}

Test(bench_trace, files_that_cannot_be_used_are_named)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("standard"), .ops = 1};
	struct stream stream = STREAM_INIT;

	cr_expect(eq(int, trace_read("/nowhere/a", &stream), ERR_IO));
	cr_expect(ne(ptr, strstr(err_text(), "/nowhere/a: "), NULL));
	cr_expect(eq(int, trace_read("/tmp", &stream), ERR_IO));
	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	cr_expect(eq(int, trace_write("/nowhere/a", &stream), ERR_IO));
	cr_expect(eq(int, trace_write("/dev/full", &stream), ERR_IO));
	cr_expect(ne(ptr, strstr(err_text(), "/dev/full: "), NULL));
	stream_release(&stream);
}
