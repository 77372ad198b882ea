#include <math.h>
#include <string.h>

#include "reports/bisect_phrases.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/units.h"

#define CELL_MAX 300 /* bytes of one cell, escaped */
#define COMMAND_MAX 4000
#define ERROR_MAX 1000 /* of one commit's error */
/* Comments and summaries of forges end at 65,536 characters: findings first,
 * what was measured where there is room. */
#define FINDINGS_END 36000
#define PAGE_END 60000
#define WARNINGS_LISTED 20
#define POSTERIOR_WIDTH 60

struct page {
	const struct bisect_report *report;
	struct buf out;
	struct buf raw; /* foreign text before it is escaped */
	size_t left_out; /* findings for which there was no room */
};

/* Move what is in `raw` to the page, as a part of a line. */
static void
flush_raw(struct page *page, size_t max_bytes)
{
	if (page->raw.failed)
		page->out.failed = true;
	md_cell(&page->out, buf_text(&page->raw), max_bytes);
	buf_reset(&page->raw);
}

static void
put_cell(struct page *page)
{
	buf_putc(&page->out, ' ');
	flush_raw(page, CELL_MAX);
	buf_puts(&page->out, " |");
}

/* An item of a list. It has to begin with a word of ours: "- " at its start
 * would be a list in the list. */
static void
put_item(struct page *page)
{
	buf_puts(&page->out, "- ");
	flush_raw(page, CELL_MAX);
	buf_putc(&page->out, '\n');
}

/* ---- the series of a finding ---- */

static const char step_titles[] =
    "\n| series | change | 99 % interval | rounds | before | after "
    "| probability |\n|---|--:|---|--:|--:|--:|--:|\n";
static const char ends_titles[] =
    "\n| series | between the ends | 99 % interval | rounds |\n"
    "|---|--:|---|--:|\n";

static void
put_step(struct page *page, const struct bisect_answer *answer)
{
	const char *unit = answer->name.unit;
	size_t before = answer->before ? answer->rounds : 0;
	size_t after = answer->after ? answer->rounds : 0;

	units_change(&page->raw, answer->ratio);
	put_cell(page);
	units_interval(&page->raw, answer->ratio_low, answer->ratio_high);
	put_cell(page);
	buf_printf(&page->raw, "%zu", answer->rounds);
	put_cell(page);
	bisect_phrase_samples(&page->raw, answer->before, before, unit);
	put_cell(page);
	bisect_phrase_samples(&page->raw, answer->after, after, unit);
	put_cell(page);
	bisect_phrase_probability(&page->raw, answer->probability);
	put_cell(page);
}

static void
put_ends(struct page *page, const struct bisect_answer *answer)
{
	units_change(&page->raw, answer->ends_ratio);
	put_cell(page);
	units_interval(&page->raw, answer->ends_low, answer->ends_high);
	put_cell(page);
	buf_printf(&page->raw, "%zu", answer->ends_rounds);
	put_cell(page);
}

static void
put_series(struct page *page, const struct bisect_range *range, size_t index)
{
	bool step = isfinite(range->answers[index].ratio);
	size_t left = 0;

	buf_puts(&page->out, step ? step_titles : ends_titles);
	for (size_t i = index; i < range->answer_count;
	     i = bisect_next_alike(range, i)) {
		const struct bisect_answer *answer = &range->answers[i];

		if (page->out.len > FINDINGS_END) {
			left++;
			continue;
		}
		buf_putc(&page->out, '|');
		phrase_name(
		    &page->raw, answer->name.benchmark, answer->name.metric);
		put_cell(page);
		if (step)
			put_step(page, answer);
		else
			put_ends(page, answer);
		buf_putc(&page->out, '\n');
	}
	if (left)
		buf_printf(&page->out, "\nand %zu more series\n", left);
}

/* ---- the commits of a finding ---- */

static void
put_culprit(struct page *page, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	const struct bisect_commit *culprit = bisect_culprit(range, answer);
	const struct bisect_files *files =
	    bisect_files_of(page->report, range, answer);
	const struct bisect_range *branch =
	    bisect_side_branch(page->report, range, answer);

	if (!culprit)
		return;
	bisect_phrase_author(&page->raw, culprit);
	put_item(page);
	if (files) {
		bisect_phrase_files(&page->raw, files);
		put_item(page);
	}
	if (branch) {
		bisect_phrase_branch(&page->raw, branch, answer);
		put_item(page);
	}
}

static void
put_likely(struct page *page, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	struct bisect_stretch likely[BISECT_LIKELY_MAX];
	size_t count = bisect_phrase_likely(range, answer, likely);

	if (count)
		buf_puts(&page->out, "\n| probability | commit |\n|--:|---|\n");
	for (size_t i = 0; i < count; i++) {
		buf_putc(&page->out, '|');
		bisect_phrase_probability(&page->raw, likely[i].probability);
		put_cell(page);
		bisect_phrase_stretch(&page->raw, range, &likely[i]);
		put_cell(page);
		buf_putc(&page->out, '\n');
	}
}

/* Two blocks of HTML, as a blank line ends the first; in the second a line may
 * be blank. In <code> and <pre> forges see no mentions. */
static void
put_broken_commit(struct page *page, const struct bisect_commit *commit)
{
	const char *line = commit->broken;
	size_t start = page->out.len;

	buf_puts(&page->out, "\n<details><summary>");
	phrase_oid(&page->out, commit->oid);
	buf_puts(&page->out, " <code>");
	html_text(&page->out, commit->subject, CELL_MAX);
	buf_puts(&page->out, "</code></summary>\n\n<pre>\n");
	while (*line && page->out.len - start < ERROR_MAX) {
		size_t len = strcspn(line, "\n");

		buf_append(&page->raw, line, len);
		html_text(&page->out, buf_text(&page->raw), CELL_MAX);
		buf_putc(&page->out, '\n');
		buf_reset(&page->raw);
		line += len + (line[len] == '\n');
	}
	buf_puts(&page->out, "</pre>\n\n</details>\n");
}

static void
put_broken(struct page *page, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	size_t count = bisect_broken(range, answer->first, answer->last);
	size_t places[BISECT_BROKEN_LISTED];
	size_t listed =
	    bisect_broken_listed(range, answer->first, answer->last, places);

	for (size_t i = 0; i < listed; i++)
		put_broken_commit(page, &range->commits[places[i]]);
	if (listed < count)
		buf_printf(&page->out, "\nand %zu more\n", count - listed);
}

/* ---- findings ---- */

static void
put_notes(struct page *page, const struct bisect_range *range, size_t index)
{
	for (size_t i = index; i < range->answer_count;
	     i = bisect_next_alike(range, i)) {
		const struct bisect_answer *answer = &range->answers[i];

		if (page->out.len > FINDINGS_END ||
		    (!answer->reverted && !answer->by_instructions))
			continue;
		buf_puts(&page->raw, "of ");
		phrase_name(
		    &page->raw, answer->name.benchmark, answer->name.metric);
		buf_puts(&page->raw, ": ");
		bisect_phrase_note(&page->raw, answer);
		put_item(page);
	}
}

static void
put_finding(struct page *page, const struct bisect_range *range, size_t index)
{
	const struct bisect_answer *answer = &range->answers[index];
	size_t items;

	buf_puts(&page->out, "\n### ");
	bisect_phrase_heading(&page->raw, page->report, range, answer);
	flush_raw(page, CELL_MAX);
	buf_puts(&page->out, "\n\n");
	items = page->out.len;
	put_culprit(page, range, answer);
	if (answer->reason) {
		buf_printf(&page->raw, "why: %s", answer->reason);
		put_item(page);
	}
	if (answer->probabilities) {
		bisect_phrase_counts(&page->raw, range, answer);
		put_item(page);
	}
	put_notes(page, range, index);
	if (page->out.len == items)
		buf_truncate(&page->out, items - 1); /* one blank line */
	put_likely(page, range, answer);
	put_series(page, range, index);
	if (bisect_is_hidden(range, answer))
		put_broken(page, range, answer);
}

static void
put_range(struct page *page, const struct bisect_range *range)
{
	if (range->merge) {
		buf_puts(&page->out, "\n## ");
		bisect_phrase_merge(&page->raw, range);
		flush_raw(page, CELL_MAX);
		buf_putc(&page->out, '\n');
	}
	for (size_t i = 0; i < range->answer_count; i++) {
		if (!bisect_leads(range, i))
			continue;
		if (page->out.len > FINDINGS_END)
			page->left_out++;
		else
			put_finding(page, range, i);
	}
}

/* ---- what was measured ---- */

static void
put_level_rows(struct page *page, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	size_t i = 0;

	buf_puts(&page->out, "|");
	for (size_t k = 0; k < BISECT_COLUMN_COUNT; k++)
		buf_printf(&page->out, " %s |", bisect_columns[k].title);
	buf_puts(&page->out, "\n|");
	for (size_t k = 0; k < BISECT_COLUMN_COUNT; k++)
		buf_puts(&page->out, bisect_columns[k].right ? "--:|" : "---|");
	buf_putc(&page->out, '\n');
	for (; i < answer->level_count && page->out.len < PAGE_END; i++) {
		buf_putc(&page->out, '|');
		for (size_t k = 0; k < BISECT_COLUMN_COUNT; k++) {
			bisect_columns[k].put(
			    &page->raw, range, answer, &answer->levels[i]);
			put_cell(page);
		}
		buf_putc(&page->out, '\n');
	}
	if (i < answer->level_count)
		buf_printf(
		    &page->out, "\nand %zu more\n", answer->level_count - i);
}

static void
put_levels(struct page *page, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	buf_puts(&page->out, "\n<details><summary>Measured of <code>");
	phrase_name(&page->raw, answer->name.benchmark, answer->name.metric);
	if (page->raw.failed)
		page->out.failed = true;
	html_text(&page->out, buf_text(&page->raw), CELL_MAX);
	buf_reset(&page->raw);
	buf_puts(&page->out, "</code></summary>\n\n");
	if (answer->probabilities) {
		buf_puts(&page->out, "probability by commit:\n\n<pre>\n|");
		bisect_phrase_posterior(&page->out, answer, POSTERIOR_WIDTH);
		buf_puts(&page->out, "|\n</pre>\n\n");
	}
	put_level_rows(page, range, answer);
	buf_puts(&page->out, "\n</details>\n");
}

static void
put_all_levels(struct page *page)
{
	const struct bisect_report *report = page->report;

	for (size_t r = 0; r < report->range_count; r++)
		for (size_t a = 0; a < report->ranges[r].answer_count; a++)
			if (report->ranges[r].answers[a].level_count &&
			    page->out.len < PAGE_END)
				put_levels(page, &report->ranges[r],
				    &report->ranges[r].answers[a]);
}

static void
put_end(struct page *page)
{
	const struct bisect_report *report = page->report;
	size_t i = 0;

	buf_putc(&page->out, '\n');
	bisect_phrase_effort(&page->raw, report);
	put_item(page);
	bisect_phrase_terms(&page->raw, report);
	put_item(page);
	for (; i < report->warning_count && i < WARNINGS_LISTED; i++) {
		buf_printf(&page->raw, "warning: %s", report->warnings[i]);
		put_item(page);
	}
	if (i < report->warning_count)
		buf_printf(&page->out, "- and %zu more warnings\n",
		    report->warning_count - i);
	if (!report->command)
		return;
	/* A block of HTML, as in a line markup would be seen inside <code>. */
	buf_puts(&page->out, "- again:\n\n<pre>\n");
	html_text(&page->out, report->command, COMMAND_MAX);
	buf_puts(&page->out, "\n</pre>\n");
}

enum err
bisect_render_markdown(const struct bisect_report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {.report = report, .out = BUF_INIT, .raw = BUF_INIT};
	enum err err;

	(void)options;
	buf_puts(&page.out, "## tidemark ");
	bisect_phrase_summary(&page.raw, report);
	flush_raw(&page, CELL_MAX);
	buf_putc(&page.out, '\n');
	for (size_t i = 0; i < report->range_count; i++)
		put_range(&page, &report->ranges[i]);
	if (page.left_out)
		buf_printf(&page.out,
		    "\n%zu more findings left out for their size\n",
		    page.left_out);
	put_end(&page);
	put_all_levels(&page);
	err = bisect_write(&page.out, file);
	buf_release(&page.out);
	buf_release(&page.raw);
	return err;
}
