#include "reports/renderers.h"

#include <math.h>

#include "reports/html_series.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/reason.h"
#include "reports/units.h"

/* What of a report's room is taken when each part ends, in percent. The parts
 * that every report needs have their room kept free behind the others. */
#define TABLE_END 40
#define MEANS_END 43
#define UNJUDGED_END 52
#define LOGS_END 62
#define WARNINGS_END 66
#define SAMPLES_END 85
#define SHOWN_END 92
#define FACTS_END 97

/* Kept free for what each report has beside its rows: some ten texts that are
 * cut at 1000 bytes, and the titles of its tables. */
#define FIXED_BYTES ((size_t)12 * 1024)

/* One report of the page. */
struct part {
	struct html_sheet *sheet;
	const struct report *report;
	struct ranking ranking;
	struct groups groups;
	size_t start; /* where it begins, and its room */
	size_t room;
};

static size_t
end_at(const struct part *part, size_t percent)
{
	return part->start + part->room / 100 * percent;
}

static void
put_fact(struct part *part, const char *name, const char *text)
{
	if (!text)
		return;
	buf_puts(&part->sheet->raw, text);
	html_sheet_fact(part->sheet, name);
}

/* ---- above the table ---- */

static void
put_commit(struct part *part, const char *name,
    const struct report_commit *commit, const char *from)
{
	struct buf *raw = &part->sheet->raw;

	buf_puts(raw, phrase_or_dash(commit->oid));
	if (commit->subject)
		buf_printf(raw, " %s", commit->subject);
	if (from)
		buf_printf(raw, " (%s)", from);
	html_sheet_fact(part->sheet, name);
}

static void
put_mean(struct part *part)
{
	double mean = ranking_mean_ratio(&part->ranking);

	if (isnan(mean))
		return;
	units_change(&part->sheet->raw, mean);
	html_sheet_fact(part->sheet, "mean of the changes");
}

static void
put_heading(struct part *part)
{
	const struct report *report = part->report;
	struct html_sheet *sheet = part->sheet;

	buf_puts(&sheet->out, "<dl>\n<dt>verdict</dt><dd>");
	html_mark(&sheet->out, html_verdict_tone(report->verdict),
	    verdict_name(report->verdict));
	buf_puts(&sheet->out, "</dd>\n");
	put_fact(part, "why", phrase_reason(report));
	put_fact(part, "note", report->weak ? phrase_weak : NULL);
	put_commit(part, "base", &report->base, report->base_from);
	put_commit(part, "head", &report->head, NULL);
	if (part->ranking.judged) {
		phrase_counts(&sheet->raw, part->ranking.verdicts);
		html_sheet_fact(sheet, "series");
	}
	if (part->ranking.verdicts[VERDICT_REGRESSED] && part->ranking.judged &&
	    part->ranking.rows[0]->verdict == VERDICT_REGRESSED) {
		phrase_worst(&sheet->raw, part->ranking.rows[0]);
		html_sheet_fact(sheet, "worst");
	}
	put_mean(part);
	if (isfinite(report->noise_floor)) {
		units_percent(&sheet->raw, report->noise_floor);
		buf_puts(&sheet->raw, " (control against base)");
		html_sheet_fact(sheet, "noise floor");
	}
	if (phrase_legend(&sheet->raw, report))
		html_sheet_fact(sheet, "in the tables");
	buf_puts(&sheet->out, "</dl>\n");
}

/* ---- series ---- */

static void
put_series(struct part *part)
{
	const struct ranking *ranking = &part->ranking;

	if (!ranking->judged || part->report->verdict == VERDICT_IDENTICAL)
		return;
	html_series_table(part->sheet, "Series, the worst first", ranking->rows,
	    ranking->judged, end_at(part, TABLE_END));
	html_series_means(part->sheet, &part->groups, end_at(part, MEANS_END));
}

static void
put_samples(struct part *part)
{
	const struct ranking *ranking = &part->ranking;
	struct html_sheet *sheet = part->sheet;
	size_t n = ranking->notable + HTML_SERIES_DRAWN;
	size_t i;

	if (n > ranking->judged)
		n = ranking->judged;
	if (!n || part->report->verdict == VERDICT_IDENTICAL)
		return;
	html_heading(&sheet->out, 2, NULL, "Samples");
	for (i = 0; i < n; i++) {
		html_sheet_mark(sheet);
		html_series_samples(sheet, ranking->rows[i]);
		if (!html_sheet_fits(sheet, end_at(part, SAMPLES_END)))
			break;
	}
	html_sheet_left_out(sheet, n - i);
}

static void
put_shown(struct part *part)
{
	const struct ranking *ranking = &part->ranking;
	size_t n = ranking->count - ranking->judged;

	if (!n)
		return;
	html_heading(&part->sheet->out, 2, NULL, "Shown only");
	html_series_table(part->sheet, "Measured and not judged",
	    ranking->rows + ranking->judged, n, end_at(part, SHOWN_END));
}

/* ---- what was not judged ---- */

static void
put_unjudged_row(struct html_sheet *sheet, const struct report_unjudged *row)
{
	struct reason reason;

	html_row_begin(&sheet->out, verdict_name(row->verdict));
	phrase_name(&sheet->raw, row->benchmark, row->metric);
	html_sheet_cell(sheet);
	html_cell_mark(&sheet->out, html_verdict_tone(row->verdict),
	    verdict_name(row->verdict));
	reason_first(&reason, row->reason, &sheet->raw);
	html_sheet_cell(sheet);
	html_row_end(&sheet->out);
}

static void
put_log(struct html_sheet *sheet, const struct report_unjudged *row)
{
	struct reason reason;

	reason_first(&reason, row->reason, &sheet->raw);
	buf_reset(&sheet->raw);
	if (!*reason.rest)
		return;
	buf_puts(&sheet->out, "<details><summary>Log of ");
	phrase_name(&sheet->raw, row->benchmark, row->metric);
	html_sheet_text(sheet);
	buf_puts(&sheet->out, "</summary>\n<pre>");
	if (reason.skipped)
		buf_printf(
		    &sheet->out, "(%zu lines left out)\n", reason.skipped);
	while (reason_next(&reason, &sheet->raw)) {
		html_sheet_text(sheet);
		buf_putc(&sheet->out, '\n');
	}
	buf_puts(&sheet->out, "</pre>\n</details>\n");
}

static void
put_logs(struct part *part)
{
	const struct report *report = part->report;

	for (size_t i = 0; i < report->unjudged_count; i++) {
		html_sheet_mark(part->sheet);
		put_log(part->sheet, &report->unjudged[i]);
		if (html_sheet_fits(part->sheet, end_at(part, LOGS_END)))
			continue;
		html_paragraph(
		    &part->sheet->out, "More logs are left out for their size");
		break;
	}
}

static void
put_unjudged(struct part *part)
{
	static const struct html_column titles[] = {{"benchmark", HTML_BY_TEXT},
	    {"verdict", HTML_BY_TEXT}, {"reason", HTML_BY_TEXT}};
	const struct report *report = part->report;
	struct html_sheet *sheet = part->sheet;
	size_t i;

	if (!report->unjudged_count)
		return;
	html_heading(&sheet->out, 2, NULL, "Not judged");
	html_table_begin(&sheet->out, "What was not judged, and why", titles,
	    sizeof titles / sizeof *titles, false);
	for (i = 0; i < report->unjudged_count; i++) {
		html_sheet_mark(sheet);
		put_unjudged_row(sheet, &report->unjudged[i]);
		if (!html_sheet_fits(sheet, end_at(part, UNJUDGED_END)))
			break;
	}
	html_table_end(&sheet->out);
	html_sheet_left_out(sheet, report->unjudged_count - i);
	put_logs(part);
}

/* ---- below ---- */

static void
put_warnings(struct part *part)
{
	const struct report *report = part->report;
	struct html_sheet *sheet = part->sheet;
	size_t i;

	if (!report->warning_count)
		return;
	html_heading(&sheet->out, 2, NULL, "Warnings");
	buf_puts(&sheet->out, "<ul>\n");
	for (i = 0; i < report->warning_count; i++) {
		html_sheet_mark(sheet);
		buf_puts(&sheet->out, "<li>");
		buf_puts(&sheet->raw, report->warnings[i]);
		html_sheet_text(sheet);
		buf_puts(&sheet->out, "</li>\n");
		if (!html_sheet_fits(sheet, end_at(part, WARNINGS_END)))
			break;
	}
	buf_puts(&sheet->out, "</ul>\n");
	html_sheet_left_out(sheet, report->warning_count - i);
}

/* Facts of which there may be many: parts of the budget, then the machine's. */
static void
put_many_facts(struct part *part)
{
	const struct report *report = part->report;
	struct html_sheet *sheet = part->sheet;

	for (size_t i = 0; i < report->part_count; i++) {
		html_sheet_mark(sheet);
		phrase_part(&sheet->raw, &report->parts[i]);
		html_sheet_fact(sheet, report->parts[i].benchmark);
		if (!html_sheet_fits(sheet, end_at(part, FACTS_END)))
			return;
	}
	for (size_t i = 0; i < report->provenance_count; i++) {
		html_sheet_mark(sheet);
		put_fact(part, report->provenance[i].name,
		    phrase_or_dash(report->provenance[i].value));
		if (!html_sheet_fits(sheet, end_at(part, FACTS_END)))
			return;
	}
}

static void
put_machine(struct part *part)
{
	const struct report *report = part->report;
	struct html_sheet *sheet = part->sheet;

	html_heading(&sheet->out, 2, NULL, "Machine and measurement");
	buf_puts(&sheet->out, "<dl>\n");
	put_fact(part, "machine", phrase_or_dash(report->machine_key));
	phrase_config_from(&sheet->raw, report->config_from);
	html_sheet_fact(sheet, "config from");
	if (report->processes) {
		phrase_effort(&sheet->raw, report);
		html_sheet_fact(sheet, "effort");
	}
	if (report->budget_ns) {
		phrase_budget(&sheet->raw, report);
		html_sheet_fact(sheet, "budget");
	}
	put_many_facts(part);
	buf_puts(&sheet->out, "</dl>\n");
}

/* ---- the page ---- */

static enum err
put_report(struct html_sheet *sheet, const struct report *report, size_t room)
{
	struct part part = {.sheet = sheet,
	    .report = report,
	    .start = sheet->out.len,
	    .room = room};
	enum err err = ranking_init(&part.ranking, report);

	if (!err)
		err = groups_init(&part.groups, &part.ranking);
	if (!err) {
		put_heading(&part);
		put_series(&part);
		put_unjudged(&part);
		put_warnings(&part);
		put_samples(&part);
		put_shown(&part);
		put_machine(&part);
	}
	groups_release(&part.groups);
	ranking_release(&part.ranking);
	return err;
}

static void
put_base(struct html_sheet *sheet, const struct report *report)
{
	buf_puts(&sheet->out, "<h2>Against ");
	phrase_oid(&sheet->raw, report->base.oid);
	html_sheet_text(sheet);
	buf_puts(&sheet->out, "</h2>\n");
}

enum err
render_html(const struct report *report, const struct render_options *options,
    FILE *file)
{
	size_t count = 1 + report->other_count;
	struct buf title = BUF_INIT;
	struct html_sheet sheet;
	size_t room;
	enum err err = ERR_OK;

	(void)options; /* a page holds everything that it has room for */
	buf_printf(&title, "%s: %s", phrase_or_dash(report->command),
	    verdict_name(report_overall(report)));
	html_sheet_init(&sheet, buf_text(&title), report->version);
	sheet.out.failed |= title.failed;
	room = (HTML_SHEET_ROOM - sheet.out.len) / count;
	room = room > 2 * FIXED_BYTES ? room - FIXED_BYTES : FIXED_BYTES;
	for (size_t i = 0; !err && i < count; i++) {
		const struct report *one = i ? report->others[i - 1] : report;

		if (count > 1)
			put_base(&sheet, one);
		err = put_report(&sheet, one, room);
	}
	if (!err)
		err = html_sheet_write(&sheet, file);
	html_sheet_release(&sheet);
	buf_release(&title);
	return err;
}
