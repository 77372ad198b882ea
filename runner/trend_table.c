#include "runner/trend_table.h"

#include <errno.h>
#include <math.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "core/base/path.h"

#define FIELDS_MAX 3
#define BYTE_ORDER_MARK "\xef\xbb\xbf"

struct row {
	size_t name_at; /* in reading.names */
	const char *name; /* once all names are there */
	size_t line; /* of the file, for messages */
	double index;
	double value; /* NaN: missing */
};

struct reading {
	const char *path;
	const char *at;
	size_t line;
	size_t field_count; /* of every row */
	struct buf fields[FIELDS_MAX];
	struct buf names;
	struct row *rows;
	size_t count, cap;
};

/* ---- fields ---- */

/* A quoted field: a quote inside it is doubled. */
static enum err
read_quoted(struct reading *r, struct buf *out)
{
	size_t first = r->line;

	for (r->at++; *r->at; r->at++) {
		if (*r->at == '"' && *++r->at != '"')
			return ERR_OK;
		r->line += *r->at == '\n';
		buf_putc(out, *r->at);
	}
	return err_fail(ERR_USAGE, "%s:%zu: a quote is opened and never closed",
	    r->path, first);
}

static enum err
read_field(struct reading *r, struct buf *out)
{
	enum err err = ERR_OK;

	buf_reset(out);
	if (*r->at == '"')
		err = read_quoted(r, out);
	for (; !err && *r->at && !strchr(",\r\n", *r->at); r->at++)
		buf_putc(out, *r->at);
	return err ? err : buf_err(out);
}

static void
end_line(struct reading *r)
{
	r->at += *r->at == '\r';
	if (*r->at == '\n') {
		r->at++;
		r->line++;
	}
}

/* *out is how many fields the line has; none is a blank line. */
static enum err
read_line(struct reading *r, size_t *out)
{
	size_t n = 0;

	for (;;) {
		enum err err;

		if (n == FIELDS_MAX)
			return err_fail(ERR_USAGE,
			    "%s:%zu: index,value or series,index,value was "
			    "expected",
			    r->path, r->line);
		err = read_field(r, &r->fields[n]);
		if (err)
			return err;
		n++;
		if (*r->at != ',')
			break;
		r->at++;
	}
	*out = n == 1 && !r->fields[0].len ? 0 : n;
	return ERR_OK;
}

/* ---- rows ---- */

static bool
parse_number(const char *text, double *out)
{
	char *end;

	errno = 0;
	*out = strtod(text, &end);
	end += strspn(end, " \t");
	return end != text && !*end && isfinite(*out);
}

static bool
is_missing(const char *text)
{
	text += strspn(text, " \t");
	return !*text || strcasecmp(text, "na") == 0 ||
	       strcasecmp(text, "nan") == 0;
}

static enum err
add_row(struct reading *r, size_t line, size_t n)
{
	const char *index = buf_text(&r->fields[n - 2]);
	const char *value = buf_text(&r->fields[n - 1]);
	struct row row = {.line = line, .name_at = r->names.len};

	if (!parse_number(index, &row.index))
		return err_fail(ERR_USAGE,
		    "%s:%zu: index \"%.40s\": a number was expected", r->path,
		    line, index);
	if (is_missing(value))
		row.value = NAN;
	else if (!parse_number(value, &row.value))
		return err_fail(ERR_USAGE,
		    "%s:%zu: value \"%.40s\": a number, or nothing where it is "
		    "missing, was expected",
		    r->path, line, value);
	if (r->count == r->cap) {
		size_t cap = r->cap ? 2 * r->cap : 1024;
		struct row *grown = reallocarray(r->rows, cap, sizeof *grown);

		if (!grown)
			return err_fail(ERR_NOMEM, "out of memory");
		r->rows = grown;
		r->cap = cap;
	}
	buf_puts(
	    &r->names, n == FIELDS_MAX ? buf_text(&r->fields[0]) : "value");
	buf_append(&r->names, "", 1);
	r->rows[r->count++] = row;
	return buf_err(&r->names);
}

/* The first row is a heading where neither field is a number. */
static bool
is_heading(const struct reading *r, size_t n)
{
	double number;

	return !r->field_count &&
	       !parse_number(buf_text(&r->fields[n - 2]), &number) &&
	       !parse_number(buf_text(&r->fields[n - 1]), &number);
}

static enum err
take_line(struct reading *r, size_t line, size_t n)
{
	bool heading;

	if (n < 2 || (r->field_count && n != r->field_count))
		return err_fail(ERR_USAGE,
		    "%s:%zu: %zu fields, %s was expected", r->path, line, n,
		    r->field_count == 2 ? "index,value"
		    : r->field_count == 3
			? "series,index,value"
			: "index,value or series,index,value");
	heading = is_heading(r, n);
	r->field_count = n;
	return heading ? ERR_OK : add_row(r, line, n);
}

static enum err
read_rows(struct reading *r)
{
	enum err err = ERR_OK;

	while (!err && *r->at) {
		size_t line = r->line;
		size_t n = 0;

		err = read_line(r, &n);
		if (!err && n)
			err = take_line(r, line, n);
		end_line(r);
	}
	return err;
}

/* ---- lines of histories ---- */

static int
compare_rows(const void *a, const void *b)
{
	const struct row *x = a;
	const struct row *y = b;
	int order = strcmp(x->name, y->name);

	if (!order)
		order = (x->index > y->index) - (x->index < y->index);
	return order ? order : (x->line > y->line) - (x->line < y->line);
}

static enum err
sort_rows(struct reading *r)
{
	for (size_t i = 0; i < r->count; i++)
		r->rows[i].name = r->names.data + r->rows[i].name_at;
	if (r->count)
		qsort(r->rows, r->count, sizeof *r->rows, compare_rows);
	for (size_t i = 1; i < r->count; i++) {
		const struct row *row = &r->rows[i];

		if (strcmp(row[-1].name, row->name) == 0 &&
		    row[-1].index >= row->index)
			return err_fail(ERR_USAGE,
			    "%s:%zu: index %g is there already, in line %zu",
			    r->path, row->line, row->index, row[-1].line);
	}
	return ERR_OK;
}

static size_t
count_lines(const struct reading *r)
{
	size_t count = 0;

	for (size_t i = 0; i < r->count; i++)
		count +=
		    !i || strcmp(r->rows[i - 1].name, r->rows[i].name) != 0;
	return count;
}

static void
fill_table(struct trend_table *table, const struct reading *r,
    enum direction direction)
{
	struct history_line *line = NULL;
	struct history_epoch *epoch = NULL;

	for (size_t i = 0; i < r->count; i++) {
		const struct row *row = &r->rows[i];

		if (!i || strcmp(row[-1].name, row->name) != 0) {
			const char *name = table->texts + row->name_at;

			epoch = &table->epochs[table->count];
			*epoch = (struct history_epoch){
			    .name = {name, "", "", direction},
			    .setup = "",
			    .machine_key = "",
			};
			line = &table->lines[table->count++];
			*line = (struct history_line){
			    .benchmark = name,
			    .metric = "",
			    .epochs = epoch,
			    .epoch_count = 1,
			    .points = &table->points[i],
			};
		}
		table->points[i] =
		    (struct history_point){.commit = epoch->count++,
			.sessions = 1,
			.value = row->value};
		line->point_count = epoch->count;
		if (epoch->count > table->rows)
			table->rows = epoch->count;
	}
}

static enum err
make_table(struct trend_table *out, struct reading *r, enum direction direction)
{
	struct trend_table table = {0};
	size_t lines = count_lines(r);
	enum err err;

	table.lines = calloc(lines + 1, sizeof *table.lines);
	table.epochs = calloc(lines + 1, sizeof *table.epochs);
	table.points = calloc(r->count + 1, sizeof *table.points);
	if (!table.lines || !table.epochs || !table.points) {
		trend_table_release(&table);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	/* The names move to the table; the rows' pointers stay good. */
	err = buf_steal(&r->names, &table.texts);
	if (err) {
		trend_table_release(&table);
		return err;
	}
	fill_table(&table, r, direction);
	*out = table;
	return ERR_OK;
}

static enum err
load(struct buf *text, const char *path, const char *shown)
{
	enum err err = path_read(path, TREND_TABLE_BYTES_MAX, text);

	if (err == ERR_NOTFOUND)
		return err_fail(ERR_USAGE, "--input %s: no such file", shown);
	if (!err && text->len && memchr(text->data, '\0', text->len))
		return err_fail(ERR_USAGE,
		    "%s: a table of text was expected, it holds a NUL byte",
		    shown);
	return err;
}

enum err
trend_table_read(
    struct trend_table *out, const char *path, enum direction direction)
{
	bool standard = strcmp(path, "-") == 0;
	struct buf text = BUF_INIT;
	struct reading r = {
	    .path = standard ? "standard input" : path,
	    .line = 1,
	    .fields = {BUF_INIT, BUF_INIT, BUF_INIT},
	    .names = BUF_INIT,
	};
	enum err err = load(&text, standard ? "/dev/stdin" : path, r.path);

	r.at = buf_text(&text);
	if (strncmp(r.at, BYTE_ORDER_MARK, strlen(BYTE_ORDER_MARK)) == 0)
		r.at += strlen(BYTE_ORDER_MARK);
	if (!err)
		err = read_rows(&r);
	if (!err && !r.count)
		err = err_fail(ERR_USAGE,
		    "%s: rows of index,value or series,index,value were "
		    "expected, there is none",
		    r.path);
	if (!err)
		err = sort_rows(&r);
	if (!err)
		err = make_table(out, &r, direction);
	for (size_t i = 0; i < FIELDS_MAX; i++)
		buf_release(&r.fields[i]);
	buf_release(&r.names);
	buf_release(&text);
	free(r.rows);
	return err;
}

void
trend_table_release(struct trend_table *table)
{
	free(table->lines);
	free(table->epochs);
	free(table->points);
	free(table->texts);
	*table = (struct trend_table){0};
}
