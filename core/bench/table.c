#include "core/bench/table.h"

#include <assert.h>
#include <errno.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/text.h"
#include "core/bench/humane.h"

#define GAP "  " /* between columns */
#define LINE_WIDTH 79

void
table_init(struct table *table, const char *const *titles)
{
	*table = (struct table){.titles = titles, .text = BUF_INIT};
	while (titles[table->columns])
		table->columns++;
	assert(table->columns > 0 && table->columns <= TABLE_COLUMNS_MAX);
}

void
table_release(struct table *table)
{
	buf_release(&table->text);
	table->cells = 0;
}

/* The next character to show for *text, which is moved past it. */
static char
next_shown(const char **text)
{
	size_t control = text_control_len(*text, "");
	char shown = control ? '?' : **text;

	*text += control ? control : 1;
	return shown;
}

void
table_text(struct table *table, const char *text)
{
	while (*text)
		buf_putc(&table->text, next_shown(&text));
	buf_putc(&table->text, '\0');
	table->cells++;
}

void
table_print(const char *text, FILE *file)
{
	while (*text)
		putc(next_shown(&text), file);
}

void
table_printf(struct table *table, const char *fmt, ...)
{
	char *text = NULL;
	va_list args;
	int len;

	va_start(args, fmt);
	len = vasprintf(&text, fmt, args);
	va_end(args);
	if (len < 0) {
		table->text.failed = true;
		return;
	}
	table_text(table, text);
	free(text);
}

void
table_count(struct table *table, uint64_t number)
{
	char text[HUMANE_SIZE];

	humane_count(text, number);
	table_text(table, text);
}

void
table_ns(struct table *table, double ns, int digits)
{
	char text[HUMANE_SIZE];

	humane_ns(text, ns, digits);
	table_text(table, text);
}

void
table_bytes(struct table *table, double bytes)
{
	char text[HUMANE_SIZE];

	humane_bytes(text, bytes);
	table_text(table, text);
}

void
table_ratio(struct table *table, double ratio)
{
	table_printf(table, "%.2fx", ratio);
}

/* Characters of UTF-8: bytes that do not continue one. */
static int
width_of(const char *text, size_t len)
{
	int width = 0;

	for (size_t i = 0; i < len; i++)
		width += ((unsigned char)text[i] & 0xc0) != 0x80;
	return width;
}

void
table_paragraph(const char *text, FILE *file)
{
	int column = 0;

	while (*text) {
		size_t len = strcspn(text, " ");
		const char *end = text + len;
		int width = width_of(text, len);

		if (column > 0) {
			bool fits = column + 1 + width <= LINE_WIDTH;

			putc(fits ? ' ' : '\n', file);
			column = fits ? column + 1 : 0;
		}
		while (text < end)
			putc(next_shown(&text), file);
		column += width;
		text += strspn(text, " ");
	}
	putc('\n', file);
}

static void
write_cell(const char *text, size_t column, const int *widths, FILE *file)
{
	int blanks = widths[column] - width_of(text, strlen(text));

	if (column == 0)
		fprintf(file, "%s%*s", text, blanks, "");
	else
		fprintf(file, GAP "%*s%s", blanks, "", text);
}

static void
find_widths(const struct table *table, int *widths)
{
	const char *cell = buf_text(&table->text);

	for (size_t c = 0; c < table->columns; c++)
		widths[c] =
		    width_of(table->titles[c], strlen(table->titles[c]));
	for (size_t i = 0; i < table->cells; i++) {
		int width = width_of(cell, strlen(cell));

		if (width > widths[i % table->columns])
			widths[i % table->columns] = width;
		cell += strlen(cell) + 1;
	}
}

enum err
table_write(const struct table *table, FILE *file)
{
	int widths[TABLE_COLUMNS_MAX];
	const char *cell = buf_text(&table->text);

	if (buf_err(&table->text))
		return err_fail(ERR_NOMEM, "no memory for a table");
	assert(table->cells % table->columns == 0);
	find_widths(table, widths);
	for (size_t c = 0; c < table->columns; c++)
		write_cell(table->titles[c], c, widths, file);
	putc('\n', file);
	for (size_t i = 0; i < table->cells; i++) {
		size_t column = i % table->columns;

		write_cell(cell, column, widths, file);
		if (column == table->columns - 1)
			putc('\n', file);
		cell += strlen(cell) + 1;
	}
	return ERR_OK;
}

enum err
table_finish(FILE *file)
{
	if (fflush(file) == 0 && !ferror(file))
		return ERR_OK;
	return err_fail(ERR_IO, "cannot write the report: %s", strerror(errno));
}
