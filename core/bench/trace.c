#include "core/bench/trace.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "core/base/path.h"

#define WORDS_MAX 6 /* one more than a line may have */
#define CAPACITY_FIRST 64
#define HEADER "\"interval-trace 1 space START END\""

/* What may come next. */
enum part { PART_HEADER = 0, PART_INITIAL, PART_OPS, PART_DONE };

struct reader {
	FILE *file;
	const char *path;
	size_t line; /* from 1 */
	enum part part;
	struct stream stream;
	size_t ops_capacity;
	size_t initial_capacity;
};

static enum err
fail_expected(const struct reader *reader, const char *expected)
{
	return err_fail(ERR_PARSE, "%s:%zu: expected %s", reader->path,
	    reader->line, expected);
}

static enum err
fail_limit(const struct reader *reader, const char *what, uint64_t limit)
{
	return err_fail(ERR_LIMIT, "%s:%zu: more than %" PRIu64 " %s",
	    reader->path, reader->line, limit, what);
}

/* The items, with room for one more than `used`; NULL without memory. */
static void *
make_room(void *items, size_t used, size_t *capacity, size_t size)
{
	size_t wanted = *capacity ? *capacity * 2 : CAPACITY_FIRST;

	if (used < *capacity)
		return items;
	items = reallocarray(items, wanted, size);
	if (items)
		*capacity = wanted;
	return items;
}

static enum err
fail_nomem(const struct reader *reader)
{
	return err_fail(ERR_NOMEM, "%s: no memory for the trace", reader->path);
}

/* ---- lines and words ---- */

/* Read a line into `out` without its line feed. *more is false at the end. */
static enum err
read_line(struct reader *reader, char out[TRACE_LINE_MAX + 1], bool *more)
{
	size_t len = 0;
	int c = getc_unlocked(reader->file);

	*more = c != EOF;
	reader->line += c != EOF;
	while (c != EOF && c != '\n') {
		if (c == '\0')
			return fail_expected(reader, "text, found a NUL byte");
		if (len == TRACE_LINE_MAX)
			return fail_limit(
			    reader, "bytes in a line", TRACE_LINE_MAX);
		out[len++] = (char)c;
		c = getc_unlocked(reader->file);
	}
	out[len] = '\0';
	if (ferror(reader->file))
		return err_fail(
		    ERR_IO, "%s: %s", reader->path, strerror(errno));
	/* A line without its end may be half a number. */
	if (c == EOF && len > 0)
		return fail_expected(reader, "a line feed at the line's end");
	if (len > 0 && out[len - 1] == '\r')
		return fail_expected(reader,
		    "a line feed alone at the line's end, found a carriage "
		    "return before it");
	return ERR_OK;
}

/* Cut the line at blanks. @return how many words; WORDS_MAX: or more */
static int
split(char *line, char *words[WORDS_MAX])
{
	char *rest = line;
	int n = 0;

	while (n < WORDS_MAX) {
		rest += strspn(rest, " \t");
		if (!*rest)
			break;
		words[n++] = rest;
		rest += strcspn(rest, " \t");
		if (*rest)
			*rest++ = '\0';
	}
	return n;
}

/* strtoll alone would take signs, blanks and what follows. */
static bool
parse_int64(const char *text, int64_t *out)
{
	const char *digits = text + (*text == '-');
	size_t len = strspn(digits, "0123456789");
	long long number;

	errno = 0;
	number = strtoll(text, NULL, 10);
	if (!len || digits[len] || errno)
		return false;
	*out = number;
	return true;
}

static bool
parse_pair(char *const words[2], int64_t *first, int64_t *second)
{
	return parse_int64(words[0], first) && parse_int64(words[1], second);
}

/* ---- what lines say ---- */

static enum err
take_header(struct reader *reader, char *const *words, int n)
{
	struct interval *space = &reader->stream.space;

	if (n != 5 || strcmp(words[0], "interval-trace") != 0)
		return fail_expected(reader, HEADER " in the first line");
	if (strcmp(words[1], "1") != 0)
		return err_fail(ERR_PARSE,
		    "%s:%zu: version \"%s\" of the format: expected 1",
		    reader->path, reader->line, words[1]);
	if (strcmp(words[2], "space") != 0 ||
	    !parse_pair(words + 3, &space->start, &space->end) ||
	    space->end <= space->start)
		return fail_expected(reader, HEADER ", START less than END");
	reader->part = PART_INITIAL;
	return ERR_OK;
}

/* Read START END; `expected` is what is said where they are not as it says. */
static enum err
take_interval(const struct reader *reader, char *const *operands,
    const char *expected, struct interval *iv)
{
	const struct interval *space = &reader->stream.space;

	if (!parse_pair(operands, &iv->start, &iv->end))
		return fail_expected(reader, expected);
	if (iv->start >= iv->end)
		return fail_expected(reader, "START less than END");
	if (iv->start < space->start || iv->end > space->end)
		return fail_expected(reader, expected);
	return ERR_OK;
}

static enum err
take_initial(struct reader *reader, char *const *operands)
{
	struct stream *stream = &reader->stream;
	struct interval iv;
	struct interval *initial;
	enum err err = take_interval(
	    reader, operands, "\"initial START END\" within the space", &iv);

	if (err)
		return err;
	if (stream->initial_n > 0 &&
	    iv.start <= stream->initial[stream->initial_n - 1].end)
		return fail_expected(reader,
		    "an interval behind the initial one before it, not "
		    "touching it");
	if (stream->initial_n == TRACE_INITIAL_MAX)
		return fail_limit(
		    reader, "initial intervals", TRACE_INITIAL_MAX);
	initial = make_room(stream->initial, stream->initial_n,
	    &reader->initial_capacity, sizeof iv);
	if (!initial)
		return fail_nomem(reader);
	initial[stream->initial_n++] = iv;
	stream->initial = initial;
	return ERR_OK;
}

static enum err
add_op(struct reader *reader, enum stream_code code, int64_t start,
    uint64_t length)
{
	struct stream *stream = &reader->stream;
	struct stream_op *ops;

	if (length > TRACE_LENGTH_MAX)
		return fail_limit(
		    reader, "offsets in an operation", TRACE_LENGTH_MAX);
	if (stream->n == STREAM_OPS_MAX)
		return fail_limit(reader, "operations", STREAM_OPS_MAX);
	ops = make_room(
	    stream->ops, stream->n, &reader->ops_capacity, sizeof *ops);
	if (!ops)
		return fail_nomem(reader);
	ops[stream->n++] = (struct stream_op){
	    .start = start,
	    .length = (uint32_t)length,
	    .code = (uint32_t)code,
	};
	stream->ops = ops;
	return ERR_OK;
}

static enum err
take_change(struct reader *reader, enum stream_code code, char *const *operands)
{
	struct interval iv;
	enum err err =
	    take_interval(reader, operands, "START END within the space", &iv);

	if (err)
		return err;
	return add_op(
	    reader, code, iv.start, (uint64_t)iv.end - (uint64_t)iv.start);
}

static enum err
take_reserve(struct reader *reader, char *const *operands)
{
	return take_change(reader, STREAM_RESERVE, operands);
}

static enum err
take_release(struct reader *reader, char *const *operands)
{
	return take_change(reader, STREAM_RELEASE, operands);
}

/* What is asked for may reach beyond the space: then it is not found. */
static enum err
take_find(struct reader *reader, char *const *operands)
{
	const struct interval *space = &reader->stream.space;
	int64_t start, length;

	if (!parse_pair(operands, &start, &length) || start < space->start ||
	    start >= space->end || length <= 0 || start > INT64_MAX - length)
		return fail_expected(reader,
		    "\"find START LENGTH\", START within the space, LENGTH "
		    "above 0");
	return add_op(reader, STREAM_FIND, start, (uint64_t)length);
}

static enum err
take_end(struct reader *reader, char *const *operands)
{
	size_t n = reader->stream.n;
	int64_t count;

	if (!parse_int64(operands[0], &count) || count < 0 ||
	    (uint64_t)count != n)
		return err_fail(ERR_PARSE,
		    "%s:%zu: expected \"end %zu\", the number of operations "
		    "before it",
		    reader->path, reader->line, n);
	return ERR_OK;
}

static const struct word {
	const char *name;
	const char *form;
	int operands;
	enum part from; /* from this part on it cannot come ... */
	enum part next; /* ... and after it, this part is next */
	enum err (*take)(struct reader *reader, char *const *operands);
} words_table[] = {
    {"initial", "\"initial START END\"", 2, PART_OPS, PART_INITIAL,
	take_initial},
    {"reserve", "\"reserve START END\"", 2, PART_DONE, PART_OPS, take_reserve},
    {"release", "\"release START END\"", 2, PART_DONE, PART_OPS, take_release},
    {"find", "\"find START LENGTH\"", 2, PART_DONE, PART_OPS, take_find},
    {"end", "\"end OPERATIONS\"", 1, PART_DONE, PART_DONE, take_end},
};

#define WORDS (sizeof words_table / sizeof words_table[0])

static enum err
take_words(struct reader *reader, char *const *words, int n)
{
	enum err err;

	if (reader->part == PART_HEADER)
		return take_header(reader, words, n);
	if (reader->part == PART_DONE)
		return fail_expected(reader, "nothing behind the line of end");
	for (size_t i = 0; i < WORDS; i++) {
		const struct word *word = &words_table[i];

		if (strcmp(word->name, words[0]) != 0)
			continue;
		if (n != word->operands + 1)
			return fail_expected(reader, word->form);
		if (reader->part >= word->from)
			return fail_expected(
			    reader, "initial before all operations");
		err = word->take(reader, words + 1);
		reader->part = word->next;
		return err;
	}
	return fail_expected(
	    reader, reader->part == PART_INITIAL
			? "initial, reserve, release, find or end"
			: "reserve, release, find or end");
}

static enum err
read_all(struct reader *reader)
{
	char line[TRACE_LINE_MAX + 1];
	char *words[WORDS_MAX];
	bool more = true;

	for (;;) {
		enum err err = read_line(reader, line, &more);
		int n;

		if (err)
			return err;
		if (!more)
			break;
		n = line[0] == '#' ? 0 : split(line, words);
		if (n > 0)
			err = take_words(reader, words, n);
		if (err)
			return err;
	}
	if (reader->part == PART_HEADER)
		return err_fail(
		    ERR_PARSE, "%s: empty: expected " HEADER, reader->path);
	if (reader->part != PART_DONE)
		return err_fail(ERR_PARSE,
		    "%s:%zu: the trace is cut off: expected \"end %zu\" as its "
		    "last line",
		    reader->path, reader->line + 1, reader->stream.n);
	if (reader->stream.n == 0)
		return err_fail(ERR_PARSE,
		    "%s: no operation: expected one at least", reader->path);
	return ERR_OK;
}

enum err
trace_read_file(FILE *file, const char *path, struct stream *out)
{
	struct reader reader = {
	    .file = file, .path = path, .stream = STREAM_INIT};
	const char *slash = strrchr(path, '/');
	enum err err = read_all(&reader);

	if (err) {
		stream_release(&reader.stream);
		return err;
	}
	/* A longer name than that of any file is cut. */
	(void)snprintf(reader.stream.name, sizeof reader.stream.name,
	    "trace:%s", slash ? slash + 1 : path);
	*out = reader.stream;
	return ERR_OK;
}

enum err
trace_read(const char *path, struct stream *out)
{
	FILE *file = fopen(path, "re");
	enum err err;

	if (!file)
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	err = trace_read_file(file, path, out);
	(void)fclose(file); /* was only read */
	return err;
}

/* ---- writing ---- */

static void
write_op(FILE *file, const struct stream_op *op)
{
	static const char *const names[] = {
	    [STREAM_RESERVE] = "reserve",
	    [STREAM_RELEASE] = "release",
	    [STREAM_FIND] = "find",
	};
	int64_t second = op->code == STREAM_FIND ? (int64_t)op->length
						 : op->start + op->length;

	fprintf(file, "%s %" PRId64 " %" PRId64 "\n", names[op->code],
	    op->start, second);
}

enum err
trace_write_file(FILE *file, const char *path, const struct stream *stream)
{
	fprintf(file, "interval-trace 1 space %" PRId64 " %" PRId64 "\n",
	    stream->space.start, stream->space.end);
	for (size_t i = 0; i < stream->initial_n; i++)
		fprintf(file, "initial %" PRId64 " %" PRId64 "\n",
		    stream->initial[i].start, stream->initial[i].end);
	for (size_t i = 0; i < stream->n; i++)
		write_op(file, &stream->ops[i]);
	fprintf(file, "end %zu\n", stream->n);
	if (fflush(file) == 0 && !ferror(file))
		return ERR_OK;
	return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
}

/* A link is written through, a pipe or a device written to: only a file itself
 * can be replaced. */
static bool
is_replaceable(const char *path)
{
	struct stat st;

	return lstat(path, &st) < 0 || S_ISREG(st.st_mode);
}

/* Errors name `path`, which `target` stands for. */
static enum err
write_to(const char *target, const char *path, const struct stream *stream)
{
	FILE *file = fopen(target, "we");
	enum err err;

	if (!file)
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	err = trace_write_file(file, path, stream);
	if (fclose(file) != 0 && !err)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	return err;
}

enum err
trace_write(const char *path, const struct stream *stream)
{
	char *temporary = NULL;
	enum err err;

	if (!is_replaceable(path))
		return write_to(path, path, stream);
	err = path_format(&temporary, "%s.%ld.tmp", path, (long)getpid());
	if (err)
		return err;
	err = write_to(temporary, path, stream);
	if (!err && rename(temporary, path) < 0)
		err = err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	if (err)
		(void)unlink(temporary); /* the first failure is told */
	free(temporary);
	return err;
}
