#include <string.h>

#include "reports/escape.h"
#include "reports/grid.h"
#include "reports/phrases.h"
#include "reports/scaling_parts.h"

#define SGR_OFF "\x1b[0m"

static const char *
colour_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_PASS:
	case VERDICT_IDENTICAL:
	case VERDICT_IMPROVED:
	case VERDICT_NEW:
		return "\x1b[32m";
	case VERDICT_REGRESSED:
	case VERDICT_ERROR:
		return "\x1b[1;31m";
	default:
		return "\x1b[33m";
	}
}

static void
put_head(struct buf *page, const struct scaling_report *report, bool colour)
{
	struct buf line = BUF_INIT;

	scaling_headline(&line, report);
	buf_printf(
	    page, "%sscaling: ", colour ? colour_of(report->verdict) : "");
	term_text(page, buf_text(&line), ESCAPE_WHOLE);
	buf_printf(page, "%s\n", colour ? SGR_OFF : "");
	page->failed = page->failed || line.failed;
	buf_release(&line);
}

static void
put_table(struct buf *page, const struct scaling_report *report)
{
	struct grid_column columns[SCALING_COLUMN_COUNT];
	struct buf cell = BUF_INIT;
	struct grid grid;
	size_t shown = 0;

	for (size_t k = 0; k < SCALING_COLUMN_COUNT; k++)
		if (scaling_column_shown(report, &scaling_columns[k]))
			columns[shown++] = (struct grid_column){
			    scaling_columns[k].title, scaling_columns[k].right};
	grid_init(&grid, columns, shown);
	for (size_t i = 0; i < report->family_count; i++)
		for (size_t k = 0; k < SCALING_COLUMN_COUNT; k++) {
			if (!scaling_column_shown(report, &scaling_columns[k]))
				continue;
			scaling_columns[k].put(&cell, &report->families[i]);
			grid_move(&grid, &cell);
		}
	buf_putc(page, '\n');
	grid_write(&grid, page);
	grid_release(&grid);
	page->failed = page->failed || cell.failed;
	buf_release(&cell);
}

/* "name: text", foreign as it may be. */
static void
put_line(struct buf *page, struct buf *line)
{
	term_text(page, buf_text(line), ESCAPE_WHOLE);
	buf_putc(page, '\n');
	page->failed = page->failed || line->failed;
	buf_reset(line);
}

static void
put_notes(struct buf *page, const struct scaling_report *report)
{
	struct buf note = BUF_INIT, line = BUF_INIT;
	bool any = false;

	for (size_t i = 0; i < report->family_count; i++) {
		const struct scaling_family *family = &report->families[i];

		buf_reset(&note);
		if (!scaling_note(&note, report, family))
			continue;
		buf_puts(page, any ? "" : "\n");
		any = true;
		phrase_name(&line, family->name.benchmark, family->name.metric);
		buf_printf(&line, ": %s", buf_text(&note));
		put_line(page, &line);
	}
	page->failed = page->failed || note.failed;
	buf_release(&note);
	buf_release(&line);
}

/* The end of a child's output has several lines. */
static void
put_lines(struct buf *page, struct buf *lines)
{
	const char *at = buf_text(lines);
	struct buf line = BUF_INIT;

	for (;;) {
		size_t len = strcspn(at, "\n");

		buf_append(&line, at, len);
		put_line(page, &line);
		if (!at[len])
			break;
		at += len + 1;
		buf_puts(page, "    ");
	}
	page->failed = page->failed || lines->failed;
	buf_reset(lines);
	buf_release(&line);
}

static void
put_unjudged(struct buf *page, const struct scaling_report *report)
{
	struct buf line = BUF_INIT;

	if (report->unjudged_count)
		buf_puts(page, "\nnot judged\n");
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct scaling_unjudged *row = &report->unjudged[i];

		buf_puts(&line, "  ");
		scaling_put_unjudged(&line, row);
		put_lines(page, &line);
	}
	buf_release(&line);
}

static void
put_end(struct buf *page, const struct scaling_report *report)
{
	struct buf line = BUF_INIT;

	buf_putc(page, '\n');
	scaling_effort(&line, report);
	put_line(page, &line);
	for (size_t i = 0; i < report->warning_count; i++) {
		buf_printf(&line, "warning: %s", report->warnings[i]);
		put_line(page, &line);
	}
	buf_release(&line);
}

enum err
scaling_render_text(const struct scaling_report *report,
    const struct render_options *options, FILE *file)
{
	struct buf page = BUF_INIT;
	enum err err;

	put_head(&page, report, options->colour);
	if (report->family_count)
		put_table(&page, report);
	put_notes(&page, report);
	put_unjudged(&page, report);
	put_end(&page, report);
	err = scaling_write(&page, file);
	buf_release(&page);
	return err;
}
