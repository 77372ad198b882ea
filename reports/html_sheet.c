#include "reports/html_sheet.h"

#include "reports/escape.h"
#include "reports/phrases.h"

#define TEXT_MAX 1000 /* bytes of a text, escaped */
#define TITLE_MAX 120

void
html_sheet_init(
    struct html_sheet *sheet, const char *title, const char *version)
{
	*sheet = (struct html_sheet){.mark = 0};
	term_text(&sheet->title, title, TITLE_MAX);
	buf_puts(&sheet->footer, "tidemark ");
	term_text(&sheet->footer, phrase_or_dash(version), TITLE_MAX);
	sheet->page = (struct html_page){
	    .title = buf_text(&sheet->title),
	    .form = HTML_INLINE,
	    .root = "",
	    .footer = buf_text(&sheet->footer),
	};
	html_begin(&sheet->out, &sheet->page);
}

void
html_sheet_release(struct html_sheet *sheet)
{
	buf_release(&sheet->title);
	buf_release(&sheet->footer);
	buf_release(&sheet->out);
	buf_release(&sheet->raw);
}

enum err
html_sheet_write(struct html_sheet *sheet, FILE *file)
{
	const struct buf *out = &sheet->out;
	enum err err;

	html_end(&sheet->out, &sheet->page);
	sheet->out.failed |= sheet->title.failed || sheet->footer.failed;
	err = buf_err(out);
	if (!err && (fwrite(out->data, 1, out->len, file) != out->len ||
			fflush(file) == EOF))
		err = err_fail(ERR_IO, "cannot write the HTML report");
	return err;
}

void
html_sheet_mark(struct html_sheet *sheet)
{
	sheet->mark = sheet->out.len;
}

bool
html_sheet_fits(struct html_sheet *sheet, size_t end)
{
	if (sheet->out.len <= end)
		return true;
	buf_truncate(&sheet->out, sheet->mark);
	return false;
}

void
html_sheet_left_out(struct html_sheet *sheet, size_t rows)
{
	if (rows)
		buf_printf(&sheet->out,
		    "<p>%zu more left out for their size</p>\n", rows);
}

/* A failed buf forgets it when it is reset; the page remembers. */
static void
reset_raw(struct html_sheet *sheet)
{
	sheet->out.failed |= sheet->raw.failed;
	buf_reset(&sheet->raw);
}

void
html_sheet_text(struct html_sheet *sheet)
{
	html_text(&sheet->out, buf_text(&sheet->raw), TEXT_MAX);
	reset_raw(sheet);
}

void
html_sheet_cell(struct html_sheet *sheet)
{
	html_cell_begin(&sheet->out);
	html_sheet_text(sheet);
	html_cell_end(&sheet->out);
}

void
html_sheet_number(struct html_sheet *sheet, double value)
{
	html_cell_exact(&sheet->out, value, buf_text(&sheet->raw));
	reset_raw(sheet);
}

void
html_sheet_fact(struct html_sheet *sheet, const char *name)
{
	buf_puts(&sheet->out, "<dt>");
	html_text(&sheet->out, name, TEXT_MAX);
	buf_puts(&sheet->out, "</dt><dd>");
	html_sheet_text(sheet);
	buf_puts(&sheet->out, "</dd>\n");
}
