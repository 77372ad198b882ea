#include "reports/renderers.h"

#include <math.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/markdown_page.h"
#include "reports/phrases.h"
#include "reports/reason.h"
#include "reports/units.h"

/* ---- what was not judged ---- */

static void
put_unjudged_row(struct page *page, const struct report_unjudged *row)
{
	struct reason reason;

	buf_puts(&page->out, "| ");
	phrase_name(&page->raw, row->benchmark, row->metric);
	page_flush(page, md_cell, CELL_MAX);
	buf_printf(&page->out, " | %s %s | ", page_symbols[row->verdict],
	    verdict_name(row->verdict));
	reason_first(&reason, row->reason, &page->raw);
	page_flush(page, md_cell, REASON_MAX);
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
	page_flush(page, html_text, CELL_MAX);
	buf_puts(&page->out, "</code></summary>\n\n<pre>\n");
	if (reason.skipped)
		buf_printf(
		    &page->out, "(%zu lines left out)\n", reason.skipped);
	while (reason_next(&reason, &page->raw)) {
		page_flush(page, html_text, REASON_MAX);
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
		page_row_begin(page);
		put_unjudged_row(page, &report->unjudged[i]);
		if (!page_row_fits(page, UNJUDGED_END))
			break;
	}
	page_put_left_out(page, n - i);
	for (i = 0; i < n; i++) {
		page_row_begin(page);
		put_log(page, &report->unjudged[i]);
		if (!page_row_fits(page, LOGS_END))
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
	page_flush(page, md_cell, CELL_MAX);
	if (commit->subject) {
		buf_putc(&page->out, ' ');
		page_put_foreign(page, commit->subject);
	}
	if (from) {
		buf_puts(&page->out, " (");
		page_put_foreign(page, from);
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

	buf_printf(&page->out, "## %s ", page_symbols[report->verdict]);
	page_put_foreign(page, report->command);
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
		page_flush(page, md_cell, REASON_MAX);
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
		page_row_begin(page);
		put_item(page, "warning", report->warnings[i]);
		if (!page_row_fits(page, WARNINGS_END))
			break;
	}
	page_put_left_out(page, n - i);
}

static void
put_fact(struct page *page, const char *name, const char *value)
{
	buf_puts(&page->out, "| ");
	page_put_foreign(page, name);
	buf_puts(&page->out, " | ");
	page_put_foreign(page, value);
	buf_puts(&page->out, " |\n");
}

static void
put_raw_fact(struct page *page, const char *name)
{
	buf_printf(&page->out, "| %s | ", name);
	page_flush(page, md_cell, CELL_MAX);
	buf_puts(&page->out, " |\n");
}

static void
put_parts(struct page *page)
{
	const struct report *report = page->report;

	for (size_t i = 0; i < report->part_count; i++) {
		page_row_begin(page);
		buf_puts(&page->out, "| time of ");
		page_put_foreign(page, report->parts[i].benchmark);
		buf_puts(&page->out, " | ");
		phrase_part(&page->out, &report->parts[i]);
		buf_puts(&page->out, " |\n");
		if (!page_row_fits(page, PARTS_END))
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
		page_row_begin(page);
		put_fact(page, report->provenance[i].name,
		    report->provenance[i].value);
		if (!page_row_fits(page, FACTS_END))
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
		page_flush(page, md_cell, CELL_MAX);
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
	struct page page = {
	    .report = report,
	    .max_bytes =
		options->max_bytes ? options->max_bytes : MARKDOWN_MAX_BYTES,
	};
	enum err err = ranking_init(&page.ranking, report);

	if (!err)
		err = groups_init(&page.groups, &page.ranking);
	if (err)
		goto out;
	put_heading(&page);
	page_put_series(&page, options->verbose);
	page_put_q_values(&page);
	put_unjudged(&page);
	put_facts(&page);
	err = write_page(&page, file);
out:
	groups_release(&page.groups);
	ranking_release(&page.ranking);
	buf_release(&page.out);
	buf_release(&page.raw);
	return err;
}
