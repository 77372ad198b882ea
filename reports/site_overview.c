#include <math.h>
#include <stdio.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define WINDOW 30 /* points that the table's change looks back */

/* A part of the table of series. */
struct part {
	size_t number; /* from 0 */
	size_t count; /* of all parts */
};

static double
change_over_window(const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	size_t back = last->count < WINDOW ? last->count : WINDOW;

	return trend_since(
	    series->trend, line, last->first + last->count - back);
}

static void
put_row(struct site_job *job, const struct site_series *series)
{
	const struct history_line *line = series->of->line;
	double level = series->of->trend->level;
	struct buf *out = &job->out;

	html_row_begin(out, series->state.word);
	buf_reset(&job->text);
	buf_reset(&job->path);
	trend_name(&job->text, line);
	buf_printf(&job->path, "%s#%s", series->page, series->id);
	html_cell_link(out, buf_text(&job->path), buf_text(&job->text));
	buf_reset(&job->text);
	units_value(
	    &job->text, level, line->epochs[line->epoch_count - 1].name.unit);
	html_cell_number(out, level, buf_text(&job->text));
	site_cell_change(job, change_over_window(series->of));
	html_cell_begin(out);
	site_spark(out, series->of);
	html_cell_end(out);
	html_cell_mark(out, series->state.tone, series->state.word);
	html_row_end(out);
}

static void
put_pages(struct site_job *job, const struct part *part)
{
	if (part->count < 2)
		return;
	buf_puts(&job->out, "<p class=\"pages\">Pages of series: ");
	for (size_t i = 0; i < part->count; i++) {
		buf_reset(&job->path);
		buf_reset(&job->text);
		if (i)
			site_page_name(&job->path, "series.html", i);
		else
			buf_puts(&job->path, "index.html");
		buf_printf(&job->text, "%zu", i + 1);
		if (i == part->number)
			html_put(&job->out, buf_text(&job->text));
		else
			html_anchor(&job->out, buf_text(&job->path),
			    buf_text(&job->text));
		buf_putc(&job->out, '\n');
	}
	buf_puts(&job->out, "</p>\n");
}

static void
put_table(struct site_job *job, const struct part *part)
{
	static const struct html_column columns[] = {{"series", HTML_BY_TEXT},
	    {"level", HTML_BY_NUMBER},
	    {"change over 30 points", HTML_BY_NUMBER},
	    {"last points", HTML_UNSORTED}, {"state", HTML_BY_TEXT}};
	size_t first = part->number * SITE_SERIES_MAX;
	size_t count = job->site->report->series_count;

	html_table_begin(&job->out, "Series, the worst first", columns,
	    sizeof columns / sizeof *columns, true);
	for (size_t i = first; i < count && i < first + SITE_SERIES_MAX; i++)
		put_row(job, &job->series[job->by_state[i]]);
	html_table_end(&job->out);
	put_pages(job, part);
}

/* "3 open, 12 steady": the states that there are, the worst first. */
static void
put_states(struct site_job *job)
{
	size_t count = job->site->report->series_count;
	size_t same = 0;

	buf_puts(&job->out, "<p>");
	for (size_t i = 0; i < count; i++) {
		const struct site_state *state =
		    &job->series[job->by_state[i]].state;

		same++;
		if (i + 1 < count &&
		    job->series[job->by_state[i + 1]].state.rank == state->rank)
			continue;
		buf_printf(&job->out, "%zu ", same);
		html_mark(&job->out, state->tone, state->word);
		buf_puts(&job->out, i + 1 < count ? ", " : "");
		same = 0;
	}
	buf_puts(&job->out, "</p>\n");
}

static void
put_newest(struct site_job *job)
{
	const struct trend_report *report = job->site->report;
	const struct trend_commit *commit = &report->commits[job->newest];

	buf_puts(&job->out, "<p>Newest measured commit: ");
	buf_reset(&job->path);
	buf_reset(&job->text);
	site_commit_path(&job->path, commit->oid);
	phrase_oid(&job->text, commit->oid);
	html_anchor(&job->out, buf_text(&job->path), buf_text(&job->text));
	buf_putc(&job->out, ' ');
	html_put(&job->out, commit->subject);
	buf_puts(&job->out, "</p>\n");
}

static void
put_head(struct site_job *job, enum err *err)
{
	const struct trend_report *report = job->site->report;

	buf_reset(&job->text);
	trend_summary(&job->text, report);
	html_paragraph(&job->out, buf_text(&job->text));
	if (job->newest < report->commit_count)
		put_newest(job);
	put_states(job);
	for (size_t i = 0; i < report->warning_count && i < 20; i++)
		html_paragraph(&job->out, report->warnings[i]);
	if (site_heat(job, err))
		html_figure(&job->out, "chart/heat.svg",
		    "changes of all series over the commits",
		    "Each line a series, each column a commit.", NULL);
	buf_puts(&job->out, "<p>For programs: ");
	for (size_t i = 0; site_formats[i].name; i++) {
		buf_puts(&job->out, i ? ", " : "");
		html_anchor(
		    &job->out, site_formats[i].path, site_formats[i].word);
	}
	buf_puts(&job->out, "</p>\n<div data-search=\"\"></div>\n");
}

struct overview {
	struct part part;
	enum err *err;
};

static void
make_part(struct site_job *job, const void *what)
{
	const struct overview *overview = what;
	const struct part *part = &overview->part;

	site_begin(job, part->number ? "Series" : job->site->project, "",
	    "index.html");
	if (part->number)
		buf_puts(&job->out, "<div data-search=\"\"></div>\n");
	else
		put_head(job, overview->err);
	put_table(job, part);
	site_end(job);
}

enum err
site_overview(struct site_job *job)
{
	size_t count = job->site->report->series_count;
	struct buf path = BUF_INIT;
	enum err err = ERR_OK;
	struct overview overview = {
	    {0, (count + SITE_SERIES_MAX - 1) / SITE_SERIES_MAX}, &err};

	do {
		enum err written;

		buf_reset(&path);
		site_page_name(&path,
		    overview.part.number ? "series.html" : "index.html",
		    overview.part.number);
		written =
		    site_page(job, buf_text(&path), "", make_part, &overview);
		err = err ? err : written;
		overview.part.number++;
	} while (!err && overview.part.number < overview.part.count);
	err = err ? err : buf_err(&path);
	buf_release(&path);
	return err;
}
