#include <math.h>

#include "reports/columns.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/site_parts.h"

static enum html_tone
tone_of(enum verdict verdict)
{
	switch (verdict) {
	case VERDICT_REGRESSED:
	case VERDICT_ERROR:
	case VERDICT_MISSING:
		return HTML_BAD;
	case VERDICT_INCONCLUSIVE:
	case VERDICT_ACKNOWLEDGED:
		return HTML_UNSURE;
	case VERDICT_IMPROVED:
		return HTML_GOOD;
	case VERDICT_NEW:
	case VERDICT_PASS:
	case VERDICT_IDENTICAL:
		break;
	}
	return HTML_PLAIN;
}

static void
comparison_path(struct buf *out, const struct site *site, size_t number)
{
	const struct report *report = site->comparisons[number];

	buf_printf(out, "comparison/%.12s-%.12s-%zu.html",
	    report->base.oid ? report->base.oid : "none",
	    report->head.oid ? report->head.oid : "none", number + 1);
}

/* ---- one comparison ---- */

static void
put_series(struct site_job *job, const struct report_series *series)
{
	const double keys[COLUMN_COUNT] = {
	    [COLUMN_BASE] = series->base_value,
	    [COLUMN_HEAD] = series->head_value,
	    [COLUMN_CHANGE] = series->ratio,
	    [COLUMN_INTERVAL] = series->ratio_low,
	    [COLUMN_TOLERANCE] = series->tolerance,
	    [COLUMN_ROUNDS] = (double)series->rounds,
	};

	html_row_begin(&job->out,
	    series->judged ? verdict_name(series->verdict) : "shown only");
	for (size_t i = 0; i < COLUMN_COUNT; i++) {
		buf_reset(&job->text);
		columns[i].put(&job->text, series);
		if (i == COLUMN_VERDICT && series->judged)
			html_cell_mark(&job->out, tone_of(series->verdict),
			    buf_text(&job->text));
		else if (columns[i].right)
			html_cell_number(
			    &job->out, keys[i], buf_text(&job->text));
		else
			html_cell(&job->out, buf_text(&job->text));
	}
	html_row_end(&job->out);
}

static void
put_table(struct site_job *job, const struct ranking *ranking)
{
	struct html_column heads[COLUMN_COUNT];

	for (size_t i = 0; i < COLUMN_COUNT; i++)
		heads[i] = (struct html_column){columns[i].title,
		    columns[i].right ? HTML_BY_NUMBER : HTML_BY_TEXT};
	html_table_begin(
	    &job->out, "Series, the worst first", heads, COLUMN_COUNT, true);
	for (size_t i = 0; i < ranking->count && i < SITE_COMPARISON_ROWS; i++)
		put_series(job, ranking->rows[i]);
	html_table_end(&job->out);
	if (ranking->count <= SITE_COMPARISON_ROWS)
		return;
	buf_reset(&job->text);
	buf_printf(&job->text, "and %zu more, in the result file",
	    ranking->count - SITE_COMPARISON_ROWS);
	html_paragraph(&job->out, buf_text(&job->text));
}

static void
put_unjudged(struct site_job *job, const struct report *report)
{
	static const struct html_column heads[] = {{"benchmark", HTML_BY_TEXT},
	    {"verdict", HTML_BY_TEXT}, {"why", HTML_BY_TEXT}};

	if (!report->unjudged_count)
		return;
	html_table_begin(&job->out, "Not judged", heads,
	    sizeof heads / sizeof *heads, false);
	for (size_t i = 0;
	     i < report->unjudged_count && i < SITE_COMPARISON_ROWS; i++) {
		const struct report_unjudged *row = &report->unjudged[i];

		html_row_begin(&job->out, NULL);
		buf_reset(&job->text);
		phrase_name(&job->text, row->benchmark, row->metric);
		html_cell(&job->out, buf_text(&job->text));
		html_cell_mark(&job->out, tone_of(row->verdict),
		    verdict_name(row->verdict));
		html_cell(&job->out, row->reason);
		html_row_end(&job->out);
	}
	html_table_end(&job->out);
}

static void
put_side(
    struct site_job *job, const char *name, const struct report_commit *commit)
{
	buf_printf(&job->out, "<dt>%s</dt><dd><code>", name);
	html_put(&job->out, phrase_or_dash(commit->oid));
	buf_puts(&job->out, "</code> ");
	html_put(&job->out, commit->subject ? commit->subject : "");
	buf_puts(&job->out, "</dd>\n");
}

static void
put_facts(struct site_job *job, const struct report *report)
{
	const char *reason = phrase_reason(report);

	buf_puts(&job->out, "<p>");
	html_mark(
	    &job->out, tone_of(report->verdict), verdict_name(report->verdict));
	if (reason) {
		buf_puts(&job->out, ": ");
		html_put(&job->out, reason);
	}
	buf_puts(&job->out, "</p>\n<dl>\n");
	put_side(job, "base", &report->base);
	put_side(job, "head", &report->head);
	buf_puts(&job->out, "<dt>machine</dt><dd>");
	html_put(&job->out, phrase_or_dash(report->machine_key));
	buf_puts(&job->out, "</dd>\n</dl>\n");
	for (size_t i = 0; i < report->warning_count && i < 20; i++)
		html_paragraph(&job->out, report->warnings[i]);
	buf_reset(&job->text);
	if (phrase_legend(&job->text, report))
		html_paragraph(&job->out, buf_text(&job->text));
}

struct comparison {
	const struct report *report;
	const struct ranking *ranking;
};

static void
make_comparison(struct site_job *job, const void *what)
{
	const struct comparison *comparison = what;
	const struct report *report = comparison->report;
	struct buf title = BUF_INIT;

	buf_printf(&title, "%s of ", report->command);
	phrase_oid(&title, report->base.oid);
	buf_puts(&title, " and ");
	phrase_oid(&title, report->head.oid);
	site_begin(job, buf_text(&title), "../", "comparisons.html");
	put_facts(job, report);
	put_table(job, comparison->ranking);
	put_unjudged(job, report);
	site_end(job);
	job->text.failed |= title.failed;
	buf_release(&title);
}

/* ---- all of them ---- */

static void
make_list(struct site_job *job, const void *what)
{
	static const struct html_column heads[] = {{"base", HTML_BY_TEXT},
	    {"head", HTML_BY_TEXT}, {"series", HTML_BY_NUMBER},
	    {"verdict", HTML_BY_TEXT}};
	const struct site *site = what;

	site_begin(job, "Comparisons", "", "comparisons.html");
	if (!site->comparison_count)
		html_paragraph(&job->out, "No result file was given.");
	html_table_begin(&job->out, "Checks and comparisons, as given", heads,
	    sizeof heads / sizeof *heads, true);
	for (size_t i = 0; i < site->comparison_count; i++) {
		const struct report *report = site->comparisons[i];

		html_row_begin(&job->out, verdict_name(report->verdict));
		buf_reset(&job->path);
		buf_reset(&job->text);
		comparison_path(&job->path, site, i);
		phrase_oid(&job->text, report->base.oid);
		html_cell_link(
		    &job->out, buf_text(&job->path), buf_text(&job->text));
		buf_reset(&job->text);
		phrase_oid(&job->text, report->head.oid);
		buf_printf(&job->text, " %s",
		    report->head.subject ? report->head.subject : "");
		html_cell(&job->out, buf_text(&job->text));
		buf_reset(&job->text);
		buf_printf(&job->text, "%zu", report->series_count);
		html_cell_number(&job->out, (double)report->series_count,
		    buf_text(&job->text));
		html_cell_mark(&job->out, tone_of(report->verdict),
		    verdict_name(report->verdict));
		html_row_end(&job->out);
	}
	html_table_end(&job->out);
	site_end(job);
}

enum err
site_comparisons(struct site_job *job)
{
	const struct site *site = job->site;
	struct buf path = BUF_INIT;
	enum err err = site_page(job, "comparisons.html", "", make_list, site);

	for (size_t i = 0; !err && i < site->comparison_count; i++) {
		struct ranking ranking;
		const struct comparison comparison = {
		    site->comparisons[i], &ranking};

		buf_reset(&path);
		comparison_path(&path, site, i);
		err = buf_err(&path);
		if (!err)
			err = ranking_init(&ranking, comparison.report);
		if (err)
			break;
		err = site_page(
		    job, buf_text(&path), "", make_comparison, &comparison);
		ranking_release(&ranking);
	}
	buf_release(&path);
	return err;
}
