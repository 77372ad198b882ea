#include "reports/renderers.h"

#include <math.h>
#include <stdint.h>
#include <string.h>

#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/reason.h"
#include "reports/text_sheet.h"
#include "reports/units.h"

#define ROWS_LISTED 50 /* more only where they do not pass */
#define VERDICT_WIDTH 12
#define GAP 2

/* ---- the tables ---- */

/* Rows of the table: all that do not pass, and of the others so many that
 * there are ROWS_LISTED in all. */
static size_t
listed(const struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t most =
	    ranking->notable > ROWS_LISTED ? ranking->notable : ROWS_LISTED;

	if (sheet->options->verbose || ranking->judged < most)
		return ranking->judged;
	return most;
}

static void
put_judged(struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t n = listed(sheet);

	if (!ranking->judged || sheet->report->verdict == VERDICT_IDENTICAL)
		return;
	sheet_put_table(sheet, ranking->rows, n);
	sheet_put_means(sheet);
	if (n < ranking->judged)
		buf_printf(&sheet->page,
		    "%zu more that pass are not listed (all with --verbose)\n",
		    ranking->judged - n);
	buf_putc(&sheet->page, '\n');
	phrase_counts(&sheet->page, ranking->verdicts);
	buf_putc(&sheet->page, '\n');
}

static void
put_shown(struct sheet *sheet)
{
	const struct ranking *ranking = &sheet->ranking;
	size_t n = ranking->count - ranking->judged;

	if (!n || !sheet->options->verbose)
		return;
	buf_puts(&sheet->page, "\nshown only\n");
	sheet_put_table(sheet, ranking->rows + ranking->judged, n);
}

/* ---- above and below it ---- */

static void
put_commit(struct sheet *sheet, const char *title,
    const struct report_commit *commit, const char *from)
{
	buf_printf(&sheet->page, "%s  ", title);
	phrase_oid(&sheet->raw, commit->oid);
	sheet_flush(sheet, &sheet->page);
	if (commit->subject) {
		buf_putc(&sheet->page, ' ');
		sheet_put_foreign(sheet, commit->subject);
	}
	if (from) {
		buf_puts(&sheet->page, " (");
		sheet_put_foreign(sheet, from);
		buf_putc(&sheet->page, ')');
	}
	buf_putc(&sheet->page, '\n');
}

static void
put_line(struct sheet *sheet, const char *title, const char *text)
{
	if (!text)
		return;
	buf_puts(&sheet->page, title);
	sheet_put_foreign(sheet, text);
	buf_putc(&sheet->page, '\n');
}

static void
put_heading(struct sheet *sheet)
{
	const struct report *report = sheet->report;
	const struct ranking *ranking = &sheet->ranking;

	sheet_put_foreign(sheet, report->command);
	buf_puts(&sheet->page, ": ");
	sheet_put_verdict(sheet, report->verdict);
	buf_puts(&sheet->page, " (");
	phrase_oid(&sheet->raw, report->base.oid);
	sheet_flush(sheet, &sheet->page);
	buf_puts(&sheet->page, " \u2192 ");
	phrase_oid(&sheet->raw, report->head.oid);
	sheet_flush(sheet, &sheet->page);
	buf_puts(&sheet->page, ")\n");
	put_commit(sheet, "base", &report->base, report->base_from);
	put_commit(sheet, "head", &report->head, NULL);
	put_line(sheet, "", phrase_reason(report));
	put_line(sheet, "", report->weak ? phrase_weak : NULL);
	if (!ranking->verdicts[VERDICT_REGRESSED])
		return;
	buf_puts(&sheet->page, "worst: ");
	phrase_worst(&sheet->raw, ranking->rows[0]);
	sheet_flush(sheet, &sheet->page);
	buf_putc(&sheet->page, '\n');
}

static void
put_log(struct sheet *sheet, struct reason *reason)
{
	if (reason->skipped)
		buf_printf(&sheet->page, "      (%zu lines left out)\n",
		    reason->skipped);
	while (reason_next(reason, &sheet->raw)) {
		if (sheet->raw.len)
			buf_puts(&sheet->page, "      ");
		sheet_flush(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_unjudged(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	if (report->unjudged_count)
		buf_puts(&sheet->page, "\nnot judged\n");
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct report_unjudged *row = &report->unjudged[i];
		struct reason reason;

		buf_puts(&sheet->page, "  ");
		sheet_put_verdict(sheet, row->verdict);
		buf_printf(&sheet->page, "%*s",
		    VERDICT_WIDTH + GAP -
			(int)strlen(verdict_name(row->verdict)),
		    "");
		phrase_name(&sheet->raw, row->benchmark, row->metric);
		buf_puts(&sheet->raw, ": ");
		reason_first(&reason, row->reason, &sheet->raw);
		sheet_flush(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
		put_log(sheet, &reason);
	}
}

static void
put_notes(struct sheet *sheet)
{
	const char *title = "\nnotes\n";
	size_t n = listed(sheet);

	for (size_t i = 0; i < n; i++) {
		const struct report_series *row = sheet->ranking.rows[i];

		phrase_name(&sheet->raw, row->name.benchmark, row->name.metric);
		buf_puts(&sheet->raw, ": ");
		if (!phrase_note(&sheet->raw, row)) {
			buf_reset(&sheet->raw);
			continue;
		}
		buf_printf(&sheet->page, "%s  ", title);
		sheet_flush(sheet, &sheet->page);
		buf_putc(&sheet->page, '\n');
		title = "";
	}
}

static void
put_q_values(struct sheet *sheet)
{
	bool titled = false;

	for (size_t i = 0; i < sheet->ranking.judged; i++) {
		const struct report_series *row = sheet->ranking.rows[i];

		if (!phrase_has_q(row))
			continue;
		if (!titled)
			buf_printf(&sheet->page, "\n%s\n", phrase_q_values);
		titled = true;
		phrase_name(&sheet->raw, row->name.benchmark, row->name.metric);
		buf_puts(&sheet->page, "  ");
		sheet_flush(sheet, &sheet->page);
		buf_puts(&sheet->page, ": ");
		phrase_q(&sheet->page, row);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_budget(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	if (!report->budget_ns)
		return;
	phrase_budget(&sheet->page, report);
	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; sheet->options->verbose && i < report->part_count;
	     i++) {
		buf_puts(&sheet->page, "  ");
		sheet_put_foreign(sheet, report->parts[i].benchmark);
		buf_puts(&sheet->page, ": ");
		phrase_part(&sheet->page, &report->parts[i]);
		buf_putc(&sheet->page, '\n');
	}
}

static void
put_facts(struct sheet *sheet)
{
	const struct report *report = sheet->report;

	buf_putc(&sheet->page, '\n');
	for (size_t i = 0; i < report->warning_count; i++)
		put_line(sheet, "warning: ", report->warnings[i]);
	if (phrase_legend(&sheet->page, report))
		buf_putc(&sheet->page, '\n');
	if (isfinite(report->noise_floor)) {
		buf_puts(&sheet->page, "noise floor ");
		units_percent(&sheet->page, report->noise_floor);
		buf_puts(&sheet->page, " (control against base)\n");
	}
	put_line(sheet, "machine ", report->machine_key);
	for (size_t i = 0;
	     sheet->options->verbose && i < report->provenance_count; i++) {
		const struct report_fact *fact = &report->provenance[i];

		buf_puts(&sheet->page, "  ");
		sheet_put_foreign(sheet, fact->name);
		put_line(sheet, " ", phrase_or_dash(fact->value));
	}
	if (report->processes) {
		phrase_effort(&sheet->page, report);
		buf_putc(&sheet->page, '\n');
	}
	put_budget(sheet);
	phrase_config_from(&sheet->raw, report->config_from);
	buf_puts(&sheet->page, "config from ");
	sheet_flush(sheet, &sheet->page);
	buf_putc(&sheet->page, '\n');
}

static enum err
write_page(struct sheet *sheet, FILE *file)
{
	enum err err = buf_err(&sheet->page);

	if (err)
		return err;
	fputs(buf_text(&sheet->page), file);
	if (fflush(file) == EOF || ferror(file))
		return err_fail(ERR_IO, "cannot write the text report");
	return ERR_OK;
}

enum err
render_text(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct sheet sheet = {.report = report, .options = options};
	enum err err = ranking_init(&sheet.ranking, report);

	if (!err)
		err = groups_init(&sheet.groups, &sheet.ranking);
	if (err)
		goto out;
	put_heading(&sheet);
	put_judged(&sheet);
	put_shown(&sheet);
	put_unjudged(&sheet);
	put_notes(&sheet);
	if (options->verbose)
		put_q_values(&sheet);
	put_facts(&sheet);
	err = write_page(&sheet, file);
out:
	groups_release(&sheet.groups);
	ranking_release(&sheet.ranking);
	buf_release(&sheet.page);
	buf_release(&sheet.raw);
	buf_release(&sheet.cell);
	return err;
}
