#include "reports/renderers.h"

#include <math.h>
#include <string.h>

#include "reports/columns.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/reason.h"
#include "reports/units.h"

#define CELL_MAX 300 /* bytes of one cell, escaped */
#define REASON_MAX 1000 /* of a reason, or of one line of a log */

/* How far the page may have grown when each part ends. The parts that every
 * page needs come first or have their room kept free behind the others. */
#define KIB 1024
#define NOTABLE_END (512 * KIB)
#define PASSING_END (640 * KIB)
#define SHOWN_END (704 * KIB)
#define Q_VALUES_END (736 * KIB)
#define UNJUDGED_END (832 * KIB)
#define LOGS_END (960 * KIB)
#define WARNINGS_END (992 * KIB)
#define PARTS_END (1004 * KIB)
#define FACTS_END (1016 * KIB)

static const char *const symbols[VERDICT_COUNT] = {
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

/* The text is made in `out` and written once it is whole. */
struct page {
	const struct report *report;
	struct ranking ranking;
	struct buf out;
	struct buf raw; /* foreign text before it is escaped */
	size_t mark; /* where the row began that is being written */
};

/* ---- pieces ---- */

typedef void escape_fn(struct buf *out, const char *text, size_t max_bytes);

/* Move what is in `raw` to the page. */
static void
flush_raw(struct page *page, escape_fn *escape, size_t max_bytes)
{
	if (page->raw.failed)
		page->out.failed = true;
	escape(&page->out, buf_text(&page->raw), max_bytes);
	buf_reset(&page->raw);
}

static void
put_foreign(struct page *page, const char *text)
{
	md_cell(&page->out, phrase_or_dash(text), CELL_MAX);
}

static void
row_begin(struct page *page)
{
	page->mark = page->out.len;
}

/* @return whether the row may stay; else it is taken back. */
static bool
row_fits(struct page *page, size_t end)
{
	if (page->out.len <= end)
		return true;
	buf_truncate(&page->out, page->mark);
	return false;
}

static void
put_left_out(struct page *page, size_t rows)
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
		buf_printf(&page->out, " %s |", columns[id].title);
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
	buf_printf(&page->out, " %s %s", symbols[series->verdict],
	    verdict_name(series->verdict));
	if (phrase_note(&page->raw, series)) {
		buf_puts(&page->out, " (");
		flush_raw(page, md_cell, CELL_MAX);
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
		columns[id].put(&page->raw, series);
		flush_raw(page, md_cell, CELL_MAX);
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
		row_begin(page);
		put_row(page, rows[i]);
		if (!row_fits(page, end))
			break;
	}
	put_left_out(page, n - i);
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
put_series(struct page *page, bool verbose)
{
	const struct ranking *ranking = &page->ranking;
	const struct report_series **rows = ranking->rows;
	double mean = ranking_mean_ratio(ranking);

	if (page->report->verdict == VERDICT_IDENTICAL)
		return;
	if (ranking->notable)
		put_table(page, rows, ranking->notable, NOTABLE_END);
	put_collapsed(page, "within tolerance", rows + ranking->notable,
	    ranking->judged - ranking->notable, PASSING_END);
	if (verbose)
		put_collapsed(page, "shown only", rows + ranking->judged,
		    ranking->count - ranking->judged, SHOWN_END);
	if (isnan(mean))
		return;
	buf_puts(&page->out, "\nGeometric mean of the changes: ");
	units_change(&page->out, mean);
	buf_putc(&page->out, '\n');
}

static size_t
count_q_values(const struct ranking *ranking)
{
	size_t n = 0;

	for (size_t i = 0; i < ranking->judged; i++)
		n += phrase_has_q(ranking->rows[i]);
	return n;
}

static void
put_q_values(struct page *page)
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
		row_begin(page);
		buf_puts(&page->out, "| ");
		phrase_name(&page->raw, row->name.benchmark, row->name.metric);
		flush_raw(page, md_cell, CELL_MAX);
		buf_puts(&page->out, " | ");
		phrase_q(&page->out, row);
		buf_puts(&page->out, " |\n");
		if (!row_fits(page, Q_VALUES_END))
			break;
		left--;
	}
	put_left_out(page, left);
	buf_puts(&page->out, "\n</details>\n");
}

/* ---- what was not judged ---- */

static void
put_unjudged_row(struct page *page, const struct report_unjudged *row)
{
	struct reason reason;

	buf_puts(&page->out, "| ");
	phrase_name(&page->raw, row->benchmark, row->metric);
	flush_raw(page, md_cell, CELL_MAX);
	buf_printf(&page->out, " | %s %s | ", symbols[row->verdict],
	    verdict_name(row->verdict));
	reason_first(&reason, row->reason, &page->raw);
	flush_raw(page, md_cell, REASON_MAX);
	buf_puts(&page->out, " |\n");
}

/* Two blocks of HTML, as a blank line ends the first; in the second a line may
 * be blank. Both keep mentions from being seen: <code>, <pre>. */
static void
put_log(struct page *page, const struct report_unjudged *row)
{
	struct reason reason;

	reason_first(&reason, row->reason, &page->raw);
	buf_reset(&page->raw);
	if (!*reason.rest)
		return;
	buf_puts(&page->out, "\n<details><summary>Log of <code>");
	phrase_name(&page->raw, row->benchmark, row->metric);
	flush_raw(page, html_text, CELL_MAX);
	buf_puts(&page->out, "</code></summary>\n\n<pre>\n");
	if (reason.skipped)
		buf_printf(
		    &page->out, "(%zu lines left out)\n", reason.skipped);
	while (reason_next(&reason, &page->raw)) {
		flush_raw(page, html_text, REASON_MAX);
		buf_putc(&page->out, '\n');
	}
	buf_puts(&page->out, "</pre>\n\n</details>\n");
}

static void
put_unjudged(struct page *page)
{
	const struct report *report = page->report;
	size_t n = report->unjudged_count;
	size_t i;

	if (!n)
		return;
	buf_puts(&page->out, "\n### Not judged\n\n"
			     "| benchmark | verdict | reason |\n"
			     "|---|---|---|\n");
	for (i = 0; i < n; i++) {
		row_begin(page);
		put_unjudged_row(page, &report->unjudged[i]);
		if (!row_fits(page, UNJUDGED_END))
			break;
	}
	put_left_out(page, n - i);
	for (i = 0; i < n; i++) {
		row_begin(page);
		put_log(page, &report->unjudged[i]);
		if (!row_fits(page, LOGS_END))
			break;
	}
	if (i < n)
		buf_puts(
		    &page->out, "\nMore logs are left out for their size\n");
}

/* ---- above and below ---- */

static void
put_commit(struct page *page, const char *title,
    const struct report_commit *commit, const char *from)
{
	buf_printf(&page->out, "- %s: ", title);
	phrase_oid(&page->raw, commit->oid);
	flush_raw(page, md_cell, CELL_MAX);
	if (commit->subject) {
		buf_putc(&page->out, ' ');
		put_foreign(page, commit->subject);
	}
	if (from) {
		buf_puts(&page->out, " (");
		put_foreign(page, from);
		buf_putc(&page->out, ')');
	}
	buf_putc(&page->out, '\n');
}

static void
put_item(struct page *page, const char *title, const char *text)
{
	if (!text)
		return;
	buf_printf(&page->out, "- %s: ", title);
	md_cell(&page->out, text, REASON_MAX);
	buf_putc(&page->out, '\n');
}

static void
put_heading(struct page *page)
{
	const struct report *report = page->report;
	const struct ranking *ranking = &page->ranking;

	buf_printf(&page->out, "## %s ", symbols[report->verdict]);
	put_foreign(page, report->command);
	buf_printf(&page->out, ": %s\n\n", verdict_name(report->verdict));
	put_item(page, "why", phrase_reason(report));
	put_item(page, "note", report->weak ? phrase_weak : NULL);
	put_commit(page, "base", &report->base, report->base_from);
	put_commit(page, "head", &report->head, NULL);
	if (ranking->judged) {
		phrase_counts(&page->raw, ranking->verdicts);
		put_item(page, "series", buf_text(&page->raw));
		buf_reset(&page->raw);
	}
	if (ranking->verdicts[VERDICT_REGRESSED]) {
		phrase_worst(&page->raw, ranking->rows[0]);
		buf_puts(&page->out, "- worst: ");
		flush_raw(page, md_cell, REASON_MAX);
		buf_putc(&page->out, '\n');
	}
}

static void
put_warnings(struct page *page)
{
	const struct report *report = page->report;
	size_t n = report->warning_count;
	size_t i;

	if (n)
		buf_putc(&page->out, '\n');
	for (i = 0; i < n; i++) {
		row_begin(page);
		put_item(page, "warning", report->warnings[i]);
		if (!row_fits(page, WARNINGS_END))
			break;
	}
	put_left_out(page, n - i);
}

static void
put_fact(struct page *page, const char *name, const char *value)
{
	buf_puts(&page->out, "| ");
	put_foreign(page, name);
	buf_puts(&page->out, " | ");
	put_foreign(page, value);
	buf_puts(&page->out, " |\n");
}

static void
put_raw_fact(struct page *page, const char *name)
{
	buf_printf(&page->out, "| %s | ", name);
	flush_raw(page, md_cell, CELL_MAX);
	buf_puts(&page->out, " |\n");
}

static void
put_parts(struct page *page)
{
	const struct report *report = page->report;

	for (size_t i = 0; i < report->part_count; i++) {
		row_begin(page);
		buf_puts(&page->out, "| time of ");
		put_foreign(page, report->parts[i].benchmark);
		buf_puts(&page->out, " | ");
		phrase_part(&page->out, &report->parts[i]);
		buf_puts(&page->out, " |\n");
		if (!row_fits(page, PARTS_END))
			break;
	}
}

static void
put_machine(struct page *page)
{
	const struct report *report = page->report;

	buf_puts(&page->out, "\n<details><summary>Machine and measurement"
			     "</summary>\n\n| what | value |\n|---|---|\n");
	put_fact(page, "machine", report->machine_key);
	phrase_config_from(&page->raw, report->config_from);
	put_raw_fact(page, "config from");
	if (report->processes) {
		phrase_effort(&page->raw, report);
		put_raw_fact(page, "effort");
	}
	if (report->budget_ns) {
		phrase_budget(&page->raw, report);
		put_raw_fact(page, "budget");
	}
	if (report->version)
		put_fact(page, "tidemark", report->version);
	put_parts(page);
	for (size_t i = 0; i < report->provenance_count; i++) {
		row_begin(page);
		put_fact(page, report->provenance[i].name,
		    report->provenance[i].value);
		if (!row_fits(page, FACTS_END))
			break;
	}
	buf_puts(&page->out, "\n</details>\n");
}

static void
put_facts(struct page *page)
{
	const struct report *report = page->report;

	put_warnings(page);
	if (isfinite(report->noise_floor)) {
		buf_puts(&page->out, "\nNoise floor ");
		units_percent(&page->out, report->noise_floor);
		buf_puts(&page->out, " (control against base)\n");
	}
	if (phrase_legend(&page->raw, report)) {
		buf_puts(&page->out, "\nIn the tables, ");
		flush_raw(page, md_cell, CELL_MAX);
		buf_putc(&page->out, '\n');
	}
	put_machine(page);
}

static enum err
write_page(struct page *page, FILE *file)
{
	enum err err = buf_err(&page->out);

	if (err)
		return err;
	fputs(buf_text(&page->out), file);
	if (fflush(file) == EOF || ferror(file))
		return err_fail(ERR_IO, "cannot write the markdown report");
	return ERR_OK;
}

enum err
render_markdown(const struct report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {.report = report};
	enum err err = ranking_init(&page.ranking, report);

	if (err)
		return err;
	put_heading(&page);
	put_series(&page, options->verbose);
	put_q_values(&page);
	put_unjudged(&page);
	put_facts(&page);
	err = write_page(&page, file);
	ranking_release(&page.ranking);
	buf_release(&page.out);
	buf_release(&page.raw);
	return err;
}
