#include <string.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/trend_rows.h"

/* The least told ones are left out of the page beyond these. */
#define ROWS_MAX 4000

static struct site_state
state_of(const struct trend_row *row)
{
	switch (row->section) {
	case TREND_NEW_DRIFTS:
	case TREND_DRIFTS:
		if (row->series->drift.state == TREND_ACKNOWLEDGED)
			return (struct site_state){
			    "acknowledged", HTML_UNSURE, 4};
		return (struct site_state){"drift", HTML_BAD, 2};
	case TREND_SUSPECTS:
		return (struct site_state){"suspect", HTML_UNSURE, 3};
	case TREND_SPREADS:
		return (struct site_state){"noise", HTML_QUIET, 6};
	default:
		return site_alert_state(
		    &row->series->trend->changes[row->change],
		    &row->series->alerts[row->change]);
	}
}

/* Rows hold series of the report. */
static const struct site_series *
series_of(const struct site_job *job, const struct trend_row *row)
{
	return &job->series[row->series - job->site->report->series];
}

static void
put_row(struct site_job *job, const struct trend_row *row)
{
	const struct trend_report *report = job->site->report;
	const struct site_series *series = series_of(job, row);
	const struct history_point *point =
	    &row->series->line->points[row->index];
	struct site_state state = state_of(row);

	html_row_begin(&job->out, state.word);
	html_cell_mark(&job->out, state.tone, state.word);
	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++) {
		const struct trend_column *column = &trend_columns[i];

		buf_reset(&job->text);
		column->put(&job->text, report, row);
		buf_reset(&job->path);
		if (strcmp(column->title, "series") == 0) {
			buf_printf(
			    &job->path, "%s#%s", series->page, series->id);
			html_cell_link(&job->out, buf_text(&job->path),
			    buf_text(&job->text));
		} else if (strcmp(column->title, "since") == 0) {
			site_commit_path(
			    &job->path, report->commits[point->commit].oid);
			html_cell_link(&job->out, buf_text(&job->path),
			    buf_text(&job->text));
		} else if (strcmp(column->title, "change") == 0) {
			html_cell_number(
			    &job->out, row->ratio, buf_text(&job->text));
		} else {
			html_cell(&job->out, buf_text(&job->text));
		}
	}
	html_row_end(&job->out);
}

static void
make_alerts(struct site_job *job, const void *what)
{
	const struct trend_rows *rows = what;
	struct html_column columns[TREND_COLUMN_COUNT + 1] = {
	    {"state", HTML_BY_TEXT}};

	for (size_t i = 0; i < TREND_COLUMN_COUNT; i++) {
		const char *title = trend_column_title(i);

		columns[i + 1] = (struct html_column){
		    title, strcmp(title, "change") == 0 ? HTML_BY_NUMBER
							: HTML_BY_TEXT};
	}
	site_begin(job, "Alerts", "", "alerts.html");
	if (!rows->count)
		html_paragraph(&job->out, "Nothing changed.");
	html_table_begin(&job->out, "What changed, the open ones first",
	    columns, TREND_COLUMN_COUNT + 1, true);
	for (size_t i = 0; i < rows->count && i < ROWS_MAX; i++)
		put_row(job, &rows->rows[i]);
	html_table_end(&job->out);
	if (rows->count > ROWS_MAX) {
		buf_reset(&job->text);
		buf_printf(&job->text, "and %zu more, on their series' pages",
		    rows->count - ROWS_MAX);
		html_paragraph(&job->out, buf_text(&job->text));
	}
	site_end(job);
}

enum err
site_alerts(struct site_job *job)
{
	struct trend_rows rows;
	enum err err = trend_rows_init(&rows, job->site->report);

	if (err)
		return err;
	err = site_page(job, "alerts.html", "", make_alerts, &rows);
	trend_rows_release(&rows);
	return err;
}
