#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/numeral.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

/* Points that the script shows of a series, the newest ones. */
#define POINTS_MAX 500

/* Pages of older points that a series fills. A page more comes only where the
 * newest SITE_ROWS_LEAST points stay with the benchmark. */
static size_t
older_pages(const struct history_line *line)
{
	return line->point_count < SITE_ROWS_LEAST
		   ? 0
		   : (line->point_count - SITE_ROWS_LEAST) / SITE_ROWS_OLDER;
}

/* ---- one metric ---- */

static void
put_change(
    struct site_job *job, const struct trend_series *series, size_t point)
{
	const struct trend_change *change = site_change_at(series, point);

	html_cell_begin(&job->out);
	if (change) {
		const struct trend_alert *alert =
		    &series->alerts[change - series->trend->changes];
		struct site_state state = site_alert_state(change, alert);

		html_mark(&job->out, state.tone, state.word);
		buf_reset(&job->text);
		buf_putc(&job->text, ' ');
		units_change(&job->text, change->ratio);
		html_put(&job->out, buf_text(&job->text));
	}
	html_cell_end(&job->out);
}

static void
put_forge(struct site_job *job, const char *oid)
{
	buf_reset(&job->path);
	site_forge_url(&job->path, job->site->commit_url, oid);
	html_cell_link(&job->out, buf_text(&job->path), "source");
}

static void
put_row(struct site_job *job, const struct trend_series *series, size_t p)
{
	const struct history_point *point = &series->line->points[p];
	const struct trend_commit *commit =
	    &job->site->report->commits[point->commit];

	html_row_begin(&job->out, NULL);
	site_cell_commit(job, "../", commit, true);
	site_cell_date(job, commit->time_s);
	site_cell_value(job, series, p);
	site_cell_change(job, site_step(series->line, p));
	buf_reset(&job->text);
	buf_printf(&job->text, "%zu", point->sessions);
	html_cell_number(
	    &job->out, (double)point->sessions, buf_text(&job->text));
	put_change(job, series, p);
	if (job->site->commit_url)
		put_forge(job, commit->oid);
	html_row_end(&job->out);
}

/* Points [from, end), the newest first. */
static void
put_rows(struct site_job *job, const struct trend_series *series, size_t from,
    size_t end)
{
	static const struct html_column columns[] = {{"commit", HTML_BY_TEXT},
	    {"date", HTML_BY_TEXT}, {"value", HTML_BY_NUMBER},
	    {"change", HTML_BY_NUMBER}, {"sessions", HTML_BY_NUMBER},
	    {"level", HTML_BY_TEXT}, {"forge", HTML_UNSORTED}};
	size_t count = sizeof columns / sizeof *columns;

	html_table_begin(&job->out, "Commits, newest first", columns,
	    job->site->commit_url ? count : count - 1, true);
	for (size_t p = end; p-- > from;)
		put_row(job, series, p);
	html_table_end(&job->out);
}

static void
older_path(struct buf *out, const struct site_series *series, size_t page)
{
	buf_printf(out, "series/");
	site_slug(out, series->of->line->benchmark, series->id);
	buf_printf(out, "-%zu.html", page + 1);
}

static void
put_older_links(struct site_job *job, const struct site_series *series)
{
	size_t count = older_pages(series->of->line);

	if (!count)
		return;
	buf_puts(&job->out, "<p class=\"pages\">Older commits: ");
	for (size_t i = count; i-- > 0;) {
		buf_reset(&job->path);
		buf_reset(&job->text);
		buf_puts(&job->path, "../");
		older_path(&job->path, series, i);
		buf_printf(&job->text, "%zu", count - i);
		html_anchor(
		    &job->out, buf_text(&job->path), buf_text(&job->text));
		buf_putc(&job->out, '\n');
	}
	buf_puts(&job->out, "</p>\n");
}

/* The last epoch's points, for the script. */
static void
put_data(struct site_job *job, const struct site_series *series)
{
	const struct history_line *line = series->of->line;
	const struct history_epoch *epoch =
	    &line->epochs[line->epoch_count - 1];
	size_t skipped =
	    epoch->count > POINTS_MAX ? epoch->count - POINTS_MAX : 0;
	char *unit = json_clean_utf8(epoch->name.unit);

	buf_reset(&job->text);
	buf_puts(&job->text, "{\"unit\":\"");
	/* Of a unit, what needs an escape is left out. */
	for (const char *c = unit ? unit : ""; *c; c++)
		if ((unsigned char)*c >= 0x20 && *c != '"' && *c != '\\')
			buf_putc(&job->text, *c);
	buf_puts(&job->text, "\",\"points\":[");
	for (size_t i = skipped; i < epoch->count; i++) {
		const struct history_point *point =
		    &line->points[epoch->first + i];
		const struct trend_commit *commit =
		    &job->site->report->commits[point->commit];

		/* Values are finite; more digits than these are not shown. */
		buf_puts(&job->text, i > skipped ? ",[" : "[");
		numeral_put_count(&job->text, point->commit);
		buf_putc(&job->text, ',');
		numeral_put(&job->text, point->value, 6);
		buf_puts(&job->text, ",\"");
		buf_append(&job->text, commit->oid, strnlen(commit->oid, 10));
		buf_puts(&job->text, "\"]");
	}
	buf_puts(&job->text, "]}");
	job->text.failed |= !unit;
	free(unit);
	buf_reset(&job->path);
	buf_printf(&job->path, "points-%s", series->id);
	html_data(&job->out, buf_text(&job->path), buf_text(&job->text));
}

static void
put_figure(struct site_job *job, const struct site_series *series)
{
	struct buf src = BUF_INIT;
	struct buf alt = BUF_INIT;

	put_data(job, series);
	buf_puts(&src, "../");
	site_chart_path(&src, series);
	buf_puts(&alt, "chart of ");
	trend_name(&alt, series->of->line);
	buf_puts(&alt, " over the commits; the table below has its values");
	html_figure(&job->out, buf_text(&src), buf_text(&alt), NULL,
	    buf_text(&job->path)); /* the id of put_data() */
	job->text.failed |= src.failed || alt.failed;
	buf_release(&src);
	buf_release(&alt);
}

static void
put_epochs(struct site_job *job, const struct history_line *line)
{
	if (line->epoch_count < 2)
		return;
	buf_puts(&job->out, "<ul>\n");
	for (size_t i = 0; i < line->epoch_count; i++) {
		const struct history_epoch *epoch = &line->epochs[i];

		buf_reset(&job->text);
		buf_printf(&job->text, "%zu points on %s (%s)", epoch->count,
		    epoch->machine_key, history_cause_name(epoch->cause));
		buf_puts(&job->out, "<li>");
		html_put(&job->out, buf_text(&job->text));
		buf_puts(&job->out, "</li>\n");
	}
	buf_puts(&job->out, "</ul>\n");
}

static void
put_metric(struct site_job *job, const struct site_series *series)
{
	const struct history_line *line = series->of->line;
	size_t from = older_pages(line) * SITE_ROWS_OLDER;

	html_heading(&job->out, 2, series->id, line->metric);
	buf_puts(&job->out, "<p>");
	html_mark(&job->out, series->state.tone, series->state.word);
	buf_reset(&job->text);
	buf_puts(&job->text, "; level ");
	units_value(&job->text, series->of->trend->level,
	    line->epochs[line->epoch_count - 1].name.unit);
	html_put(&job->out, buf_text(&job->text));
	buf_puts(&job->out, "</p>\n");
	put_figure(job, series);
	put_epochs(job, line);
	site_strip(job, series->of);
	put_rows(job, series->of, from, line->point_count);
	put_older_links(job, series);
}

/* ---- pages ---- */

/* The series of a page follow each other. */
static void
make_benchmark(struct site_job *job, const void *what)
{
	const struct site_series *series = what;

	site_begin(job, series->of->line->benchmark, "../", "");
	do
		put_metric(job, series);
	while (!series++->last_on_page);
	site_end(job);
}

struct older {
	const struct site_series *series;
	size_t page;
};

static void
make_older(struct site_job *job, const void *what)
{
	const struct older *older = what;
	const struct site_series *series = older->series;
	size_t from = older->page * SITE_ROWS_OLDER;
	struct buf title = BUF_INIT;

	trend_name(&title, series->of->line);
	site_begin(job, buf_text(&title), "../", "");
	buf_reset(&job->path);
	buf_printf(&job->path, "../%s#%s", series->page, series->id);
	buf_puts(&job->out, "<p>");
	html_anchor(&job->out, buf_text(&job->path), "newer commits");
	buf_puts(&job->out, "</p>\n");
	put_rows(job, series->of, from, from + SITE_ROWS_OLDER);
	site_end(job);
	job->text.failed |= title.failed;
	buf_release(&title);
}

/* The point before the page is in its first row's change. */
static void
older_key(
    struct site_job *job, const struct older *older, char key[SITE_DIGEST_SIZE])
{
	const struct trend_report *report = job->site->report;
	const struct history_line *line = older->series->of->line;
	size_t from = older->page * SITE_ROWS_OLDER;
	size_t end = from + SITE_ROWS_OLDER;
	struct site_digest digest = site_digest_begin(job);

	site_digest_size(&digest, older->series->named.a);
	site_digest_size(&digest, older->series->named.b);
	site_digest_epochs(&digest, line, end);
	for (size_t p = from ? from - 1 : 0; p < end; p++) {
		const struct history_point *point = &line->points[p];

		site_digest_text(&digest, report->commits[point->commit].oid);
		site_digest_number(&digest, point->value);
		site_digest_size(&digest, point->sessions);
	}
	site_digest_changes(&digest, older->series->of, from, end);
	site_digest_hex(&digest, key);
}

static enum err
make_all_older(struct site_job *job, const struct site_series *series)
{
	struct older older = {series, 0};
	size_t count = older_pages(series->of->line);
	struct buf path = BUF_INIT;
	char key[SITE_DIGEST_SIZE];
	enum err err = ERR_OK;

	for (; !err && older.page < count; older.page++) {
		buf_reset(&path);
		older_path(&path, series, older.page);
		older_key(job, &older, key);
		err = buf_err(&path);
		if (!err)
			err = site_page(
			    job, buf_text(&path), key, make_older, &older);
	}
	buf_release(&path);
	return err;
}

enum err
site_benchmarks(struct site_job *job)
{
	size_t count = job->site->report->series_count;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < count; i++) {
		struct site_series *series = &job->series[i];

		if (series->first == i)
			err = site_page(
			    job, series->page, "", make_benchmark, series);
		if (!err)
			err = make_all_older(job, series);
		if (!err)
			err = site_chart(job, i);
		job->done++;
		if (!err && job->writer->step)
			job->writer->step(
			    job->writer->ctx, job->done, job->total);
	}
	return err;
}
