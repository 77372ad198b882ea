#include <math.h>

#include "reports/columns.h"
#include "reports/escape.h"
#include "reports/markdown_page.h"
#include "reports/phrases.h"
#include "reports/renderers.h"
#include "reports/units.h"

const char *const page_symbols[VERDICT_COUNT] = {
    [VERDICT_REGRESSED] = "\u274c",
    [VERDICT_ERROR] = "\U0001f6d1",
    [VERDICT_MISSING] = "\u2754",
    [VERDICT_INCONCLUSIVE] = "\u26a0\ufe0f",
    [VERDICT_ACKNOWLEDGED] = "\U0001f4dd",
    [VERDICT_IMPROVED] = "\u2705",
    [VERDICT_NEW] = "\U0001f195",
    [VERDICT_PASS] = "\u2705",
    [VERDICT_IDENTICAL] = "\u2705",
};

void
page_flush(struct page *page, page_escape_fn *escape, size_t max_bytes)
{
	if (page->raw.failed)
		page->out.failed = true;
	escape(&page->out, buf_text(&page->raw), max_bytes);
	buf_reset(&page->raw);
}

void
page_put_foreign(struct page *page, const char *text)
{
	md_cell(&page->out, phrase_or_dash(text), CELL_MAX);
}

void
page_row_begin(struct page *page)
{
	page->mark = page->out.len;
}

/* Of a smaller page each part has as much less, but for what it always says. */
static size_t
scaled(const struct page *page, size_t end)
{
	if (page->max_bytes >= MARKDOWN_MAX_BYTES)
		return end;
	return (size_t)((double)(page->max_bytes - FIXED_BYTES) * (double)end /
			(double)MARKDOWN_MAX_BYTES);
}

bool
page_row_fits(struct page *page, size_t end)
{
	if (page->out.len <= scaled(page, end))
		return true;
	buf_truncate(&page->out, page->mark);
	return false;
}

void
page_put_left_out(struct page *page, size_t rows)
{
	if (rows)
		buf_printf(
		    &page->out, "\n%zu more left out for their size\n", rows);
}

/* ---- tables of series ---- */

static void
put_table_head(struct page *page)
{
	buf_puts(&page->out, "\n|");
	for (size_t id = 0; id < COLUMN_COUNT; id++)
		buf_printf(&page->out, " %s |", columns[id].brief);
	buf_puts(&page->out, "\n|");
	for (size_t id = 0; id < COLUMN_COUNT; id++)
		buf_puts(&page->out, columns[id].right ? "--:|" : "---|");
	buf_putc(&page->out, '\n');
}

static void
put_verdict(struct page *page, const struct report_series *series)
{
	if (!series->judged) {
		buf_puts(&page->out, " - |\n");
		return;
	}
	buf_printf(&page->out, " %s %s", page_symbols[series->verdict],
	    verdict_name(series->verdict));
	if (phrase_note(&page->raw, series)) {
		buf_puts(&page->out, " (");
		page_flush(page, md_cell, CELL_MAX);
		buf_putc(&page->out, ')');
	}
	buf_puts(&page->out, " |\n");
}

static void
put_row(struct page *page, const struct report_series *series)
{
	buf_putc(&page->out, '|');
	for (size_t id = 0; id < COLUMN_VERDICT; id++) {
		buf_putc(&page->out, ' ');
		columns_put_brief(&page->raw, (enum column_id)id, series);
		page_flush(page, md_cell, CELL_MAX);
		buf_puts(&page->out, " |");
	}
	put_verdict(page, series);
}

static void
put_table(struct page *page, const struct report_series *const *rows, size_t n,
    size_t end)
{
	size_t i;

	put_table_head(page);
	for (i = 0; i < n; i++) {
		page_row_begin(page);
		put_row(page, rows[i]);
		if (!page_row_fits(page, end))
			break;
	}
	page_put_left_out(page, n - i);
}

static void
put_collapsed(struct page *page, const char *title,
    const struct report_series *const *rows, size_t n, size_t end)
{
	if (!n)
		return;
	buf_printf(
	    &page->out, "\n<details><summary>%zu %s</summary>\n", n, title);
	put_table(page, rows, n, end);
	buf_puts(&page->out, "\n</details>\n");
}

static void
put_mean(struct page *page, const struct group *group)
{
	buf_puts(&page->out, "| ");
	group_title(&page->raw, group, true);
	page_flush(page, md_cell, CELL_MAX);
	buf_puts(&page->out, " | ");
	units_value(&page->raw, group->base_value, group->name->unit);
	page_flush(page, md_cell, CELL_MAX);
	buf_puts(&page->out, " | ");
	units_value(&page->raw, group->head_value, group->name->unit);
	page_flush(page, md_cell, CELL_MAX);
	buf_puts(&page->out, " | ");
	columns_put_brief_change(&page->out, group->ratio);
	buf_puts(&page->out, " |\n");
}

static void
put_groups(struct page *page, size_t n)
{
	size_t i;

	buf_puts(&page->out, "\n| geomean | base | head | change |\n"
			     "|---|--:|--:|--:|\n");
	for (i = 0; i < n; i++) {
		page_row_begin(page);
		put_mean(page, &page->groups.rows[i]);
		if (!page_row_fits(page, MEANS_END))
			break;
	}
	page_put_left_out(page, page->groups.count - i);
}

/* One group that is all there is says what the mean of all would. */
static void
put_means(struct page *page, bool verbose)
{
	const struct groups *groups = &page->groups;
	double mean = ranking_mean_ratio(&page->ranking);
	size_t n = groups->count;

	if (!verbose && n > GROUPS_LISTED)
		n = GROUPS_LISTED;
	if (n)
		put_groups(page, n);
	if (isnan(mean) || (groups->count == 1 &&
			       groups->rows[0].count == page->ranking.judged))
		return;
	buf_puts(&page->out, "\nGeometric mean of the changes: ");
	columns_put_brief_change(&page->out, mean);
	buf_putc(&page->out, '\n');
}

void
page_put_series(struct page *page, bool verbose)
{
	const struct ranking *ranking = &page->ranking;
	const struct report_series **rows = ranking->rows;

	if (page->report->verdict == VERDICT_IDENTICAL)
		return;
	if (ranking->notable)
		put_table(page, rows, ranking->notable, NOTABLE_END);
	put_collapsed(page, "within tolerance", rows + ranking->notable,
	    ranking->judged - ranking->notable, PASSING_END);
	if (verbose)
		put_collapsed(page, "shown only", rows + ranking->judged,
		    ranking->count - ranking->judged, SHOWN_END);
	put_means(page, verbose);
}

static size_t
count_q_values(const struct ranking *ranking)
{
	size_t n = 0;

	for (size_t i = 0; i < ranking->judged; i++)
		n += phrase_has_q(ranking->rows[i]);
	return n;
}

void
page_put_q_values(struct page *page)
{
	const struct ranking *ranking = &page->ranking;
	size_t left = count_q_values(ranking);

	if (!left)
		return;
	buf_printf(&page->out,
	    "\n<details><summary>%s</summary>\n\n"
	    "| benchmark | q |\n|---|--:|\n",
	    phrase_q_values);
	for (size_t i = 0; i < ranking->judged; i++) {
		const struct report_series *row = ranking->rows[i];

		if (!phrase_has_q(row))
			continue;
		page_row_begin(page);
		buf_puts(&page->out, "| ");
		phrase_name(&page->raw, row->name.benchmark, row->name.metric);
		page_flush(page, md_cell, CELL_MAX);
		buf_puts(&page->out, " | ");
		phrase_q(&page->out, row);
		buf_puts(&page->out, " |\n");
		if (!page_row_fits(page, Q_VALUES_END))
			break;
		left--;
	}
	page_put_left_out(page, left);
	buf_puts(&page->out, "\n</details>\n");
}
