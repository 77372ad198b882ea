#include "reports/trend_report.h"

#include <ctype.h>
#include <stdio.h>

#include "reports/escape.h"
#include "reports/trend_rows.h"

#define CELL_MAX 300
/* Comments and summaries of forges end at 65,536 characters. */
#define PAGE_END 60000
#define WARNINGS_LISTED 20

struct page {
	const struct trend_report *report;
	struct trend_rows rows;
	struct buf out;
	struct buf cell;
};

static void
put_titles(struct page *page)
{
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++)
		buf_printf(&page->out, "| %s ", trend_columns[i].title);
	buf_puts(&page->out, "|\n");
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++)
		buf_puts(&page->out, trend_columns[i].right ? "|--:" : "|---");
	buf_puts(&page->out, "|\n");
}

static void
put_row(struct page *page, const struct trend_row *row)
{
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++) {
		buf_reset(&page->cell);
		trend_columns[i].put(&page->cell, page->report, row);
		buf_puts(&page->out, "| ");
		md_cell(&page->out, buf_text(&page->cell), CELL_MAX);
		buf_putc(&page->out, ' ');
	}
	buf_puts(&page->out, "|\n");
}

/* The largest changes come first, so what does not fit is the least. */
static void
put_section(
    struct page *page, enum trend_section section, size_t first, size_t count)
{
	const char *title = trend_section_title(section);
	size_t i = 0;

	buf_printf(&page->out, "\n### %c%s (%zu)\n\n", toupper(*title),
	    title + 1, count);
	if (page->out.len < PAGE_END)
		put_titles(page);
	for (; i < count && page->out.len < PAGE_END; i++)
		put_row(page, &page->rows.rows[first + i]);
	if (i < count)
		buf_printf(&page->out, "\nand %zu more\n", count - i);
}

static size_t
put_sections(struct page *page, bool verbose)
{
	size_t first = 0;
	size_t told = 0;

	for (int s = 0; s < TREND_SECTION_COUNT; s++) {
		enum trend_section section = (enum trend_section)s;
		size_t count = page->rows.counts[s];

		if (count &&
		    trend_section_shown(page->report, verbose, section)) {
			put_section(page, section, first, count);
			told += count;
		}
		first += count;
	}
	return told;
}

static void
put_warnings(struct page *page)
{
	size_t count = page->report->warning_count;

	for (size_t i = 0; i < count && i < WARNINGS_LISTED; i++) {
		buf_puts(&page->out, i ? "- " : "\nWarnings:\n\n- ");
		md_cell(&page->out, page->report->warnings[i], CELL_MAX);
		buf_putc(&page->out, '\n');
	}
	if (count > WARNINGS_LISTED)
		buf_printf(
		    &page->out, "- and %zu more\n", count - WARNINGS_LISTED);
}

enum err
trend_render_markdown(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {
	    .report = report, .out = BUF_INIT, .cell = BUF_INIT};
	enum err err = trend_rows_init(&page.rows, report);

	if (err)
		return err;
	buf_puts(&page.out, "## tidemark trend\n\n");
	trend_summary(&page.cell, report);
	md_cell(&page.out, buf_text(&page.cell), CELL_MAX);
	buf_putc(&page.out, '\n');
	if (!put_sections(&page, options->verbose))
		buf_puts(&page.out, report->extent != TREND_WHOLE
					? "\nNothing new.\n"
					: "\nNothing changed.\n");
	put_warnings(&page);
	err = page.cell.failed ? ERR_NOMEM : buf_err(&page.out);
	if (!err &&
	    (fwrite(page.out.data, 1, page.out.len, file) != page.out.len ||
		fflush(file) == EOF))
		err = err_fail(ERR_IO, "the trend cannot be written");
	trend_rows_release(&page.rows);
	buf_release(&page.out);
	buf_release(&page.cell);
	return err;
}
