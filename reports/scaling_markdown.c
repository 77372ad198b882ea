#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/scaling_parts.h"

#define CELL_MAX 300
/* Comments and summaries of forges end at 65,536 characters. */
#define PAGE_END 60000

/* Append `cell` escaped, and empty it. */
static void
take(struct buf *page, struct buf *cell)
{
	md_cell(page, buf_text(cell), CELL_MAX);
	page->failed = page->failed || cell->failed;
	buf_reset(cell);
}

static void
put_titles(struct buf *page, const struct scaling_report *report)
{
	for (int line = 0; line < 2; line++) {
		for (size_t k = 0; k < SCALING_COLUMN_COUNT; k++) {
			const struct scaling_column *column =
			    &scaling_columns[k];

			if (!scaling_column_shown(report, column))
				continue;
			if (line)
				buf_puts(page, column->right ? "|--:" : "|---");
			else
				buf_printf(page, "| %s ", column->title);
		}
		buf_puts(page, "|\n");
	}
}

static void
put_row(struct buf *page, struct buf *cell, const struct scaling_report *report,
    const struct scaling_family *family)
{
	for (size_t k = 0; k < SCALING_COLUMN_COUNT; k++) {
		if (!scaling_column_shown(report, &scaling_columns[k]))
			continue;
		scaling_columns[k].put(cell, family);
		buf_puts(page, "| ");
		take(page, cell);
		buf_putc(page, ' ');
	}
	buf_puts(page, "|\n");
}

/* The worst come first, so what does not fit is the least. */
static void
put_table(
    struct buf *page, struct buf *cell, const struct scaling_report *report)
{
	size_t i = 0;

	buf_putc(page, '\n');
	put_titles(page, report);
	for (; i < report->family_count && page->len < PAGE_END; i++)
		put_row(page, cell, report, &report->families[i]);
	if (i < report->family_count)
		buf_printf(page, "\nand %zu more\n", report->family_count - i);
}

static void
put_notes(
    struct buf *page, struct buf *cell, const struct scaling_report *report)
{
	bool any = false;

	for (size_t i = 0; i < report->family_count && page->len < PAGE_END;
	     i++) {
		const struct scaling_family *family = &report->families[i];

		phrase_name(cell, family->name.benchmark, family->name.metric);
		buf_puts(cell, ": ");
		if (!scaling_note(cell, report, family)) {
			buf_reset(cell);
			continue;
		}
		buf_puts(page, any ? "- " : "\n- ");
		any = true;
		take(page, cell);
		buf_putc(page, '\n');
	}
}

static void
put_unjudged(
    struct buf *page, struct buf *cell, const struct scaling_report *report)
{
	size_t i = 0;

	if (report->unjudged_count)
		buf_puts(page, "\nNot judged:\n\n");
	for (; i < report->unjudged_count && page->len < PAGE_END; i++) {
		const struct scaling_unjudged *row = &report->unjudged[i];

		buf_puts(page, "- ");
		scaling_put_unjudged(cell, row);
		take(page, cell);
		buf_putc(page, '\n');
	}
	if (i < report->unjudged_count)
		buf_printf(
		    page, "- and %zu more\n", report->unjudged_count - i);
}

enum err
scaling_render_markdown(const struct scaling_report *report,
    const struct render_options *options, FILE *file)
{
	struct buf page = BUF_INIT, cell = BUF_INIT;
	enum err err;

	(void)options;
	buf_puts(&page, "## tidemark scaling\n\n");
	scaling_headline(&cell, report);
	take(&page, &cell);
	buf_putc(&page, '\n');
	if (report->family_count)
		put_table(&page, &cell, report);
	put_notes(&page, &cell, report);
	put_unjudged(&page, &cell, report);
	buf_putc(&page, '\n');
	scaling_effort(&cell, report);
	take(&page, &cell);
	buf_putc(&page, '\n');
	for (size_t i = 0; i < report->warning_count && page.len < PAGE_END;
	     i++) {
		buf_puts(&page, i ? "- " : "\nWarnings:\n\n- ");
		md_cell(&page, report->warnings[i], CELL_MAX);
		buf_putc(&page, '\n');
	}
	err = scaling_write(&page, file);
	buf_release(&page);
	buf_release(&cell);
	return err;
}
