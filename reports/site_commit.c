#include <math.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define LIST_MAX 2000 /* commits on one page of them */

struct commit_page {
	size_t commit;
	size_t number; /* of the page: one has SITE_COMMIT_ROWS_MAX rows */
	size_t from; /* points of job->at */
	size_t end;
	size_t pages;
};

/* ---- one commit ---- */

static void
put_series_link(struct site_job *job, const struct site_series *series)
{
	buf_reset(&job->path);
	buf_reset(&job->text);
	buf_printf(&job->path, "../%s#%s", series->page, series->id);
	trend_name(&job->text, series->of->line);
	html_cell_link(&job->out, buf_text(&job->path), buf_text(&job->text));
}

static void
put_row(struct site_job *job, const struct site_at *at)
{
	const struct site_series *series = &job->series[at->series];
	const struct trend_change *change =
	    site_change_at(series->of, at->point);

	html_row_begin(&job->out, NULL);
	put_series_link(job, series);
	site_cell_value(job, series->of, at->point);
	site_cell_change(job, site_step(series->of->line, at->point));
	html_cell_begin(&job->out);
	if (change) {
		struct site_state state = site_alert_state(change,
		    &series->of->alerts[change - series->of->trend->changes]);

		html_mark(&job->out, state.tone, state.word);
		buf_reset(&job->text);
		buf_putc(&job->text, ' ');
		units_change(&job->text, change->ratio);
		html_put(&job->out, buf_text(&job->text));
	}
	html_cell_end(&job->out);
	html_row_end(&job->out);
}

static void
put_facts(struct site_job *job, const struct trend_commit *commit)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(commit->time_s, date);
	buf_puts(&job->out, "<p><code>");
	html_put(&job->out, commit->oid);
	buf_puts(&job->out, "</code>");
	if (commit->time_s) {
		buf_puts(&job->out, ", ");
		html_put(&job->out, date);
	}
	if (job->site->commit_url) {
		buf_puts(&job->out, ", ");
		buf_reset(&job->path);
		site_forge_url(&job->path, job->site->commit_url, commit->oid);
		html_anchor(&job->out, buf_text(&job->path), "source");
	}
	buf_puts(&job->out, "</p>\n");
}

static void
put_table(struct site_job *job, const struct commit_page *page, bool changed)
{
	static const struct html_column columns[] = {{"series", HTML_BY_TEXT},
	    {"value", HTML_BY_NUMBER}, {"change", HTML_BY_NUMBER},
	    {"level", HTML_BY_TEXT}};

	html_table_begin(&job->out,
	    changed ? "What changed at it"
		    : "All values, against the point "
		      "before",
	    columns, sizeof columns / sizeof *columns, !changed);
	for (size_t i = page->from; i < page->end; i++)
		if (!changed ||
		    site_change_at(
			job->series[job->at[i].series].of, job->at[i].point))
			put_row(job, &job->at[i]);
	html_table_end(&job->out);
}

static void
put_pages(struct site_job *job, const struct commit_page *page)
{
	const struct trend_commit *commit =
	    &job->site->report->commits[page->commit];
	struct buf name = BUF_INIT;

	if (page->pages < 2)
		return;
	site_commit_path(&name, commit->oid);
	buf_puts(&job->out, "<p class=\"pages\">Pages: ");
	for (size_t i = 0; i < page->pages; i++) {
		buf_reset(&job->path);
		buf_reset(&job->text);
		buf_puts(&job->path, "../");
		site_page_name(&job->path, buf_text(&name), i);
		buf_printf(&job->text, "%zu", i + 1);
		html_anchor(
		    &job->out, buf_text(&job->path), buf_text(&job->text));
		buf_putc(&job->out, '\n');
	}
	buf_puts(&job->out, "</p>\n");
	job->text.failed |= name.failed;
	buf_release(&name);
}

static bool
any_change(const struct site_job *job, const struct commit_page *page)
{
	for (size_t i = page->from; i < page->end; i++)
		if (site_change_at(
			job->series[job->at[i].series].of, job->at[i].point))
			return true;
	return false;
}

static void
make_commit(struct site_job *job, const void *what)
{
	const struct commit_page *page = what;
	const struct trend_commit *commit =
	    &job->site->report->commits[page->commit];
	struct buf title = BUF_INIT;

	phrase_oid(&title, commit->oid);
	buf_printf(&title, " %s", commit->subject);
	site_begin(job, buf_text(&title), "../", "");
	put_facts(job, commit);
	if (any_change(job, page))
		put_table(job, page, true);
	put_table(job, page, false);
	put_pages(job, page);
	site_end(job);
	job->text.failed |= title.failed;
	buf_release(&title);
}

static void
commit_key(struct site_job *job, const struct commit_page *page,
    char key[SITE_DIGEST_SIZE])
{
	const struct trend_commit *commit =
	    &job->site->report->commits[page->commit];
	struct site_digest digest = site_digest_begin(job);

	site_digest_text(&digest, commit->oid);
	site_digest_text(&digest, commit->subject);
	site_digest_size(&digest, (uint64_t)commit->time_s);
	site_digest_size(&digest, page->pages);
	for (size_t i = page->from; i < page->end; i++) {
		const struct site_at *at = &job->at[i];
		const struct site_series *series = &job->series[at->series];
		const struct history_line *line = series->of->line;

		site_digest_size(&digest, series->named.a);
		site_digest_size(&digest, series->named.b);
		site_digest_text(
		    &digest, site_epoch(line, at->point)->name.unit);
		site_digest_number(&digest, line->points[at->point].value);
		site_digest_number(&digest, site_step(line, at->point));
		site_digest_changes(
		    &digest, series->of, at->point, (size_t)at->point + 1);
	}
	site_digest_hex(&digest, key);
}

static enum err
make_page(struct site_job *job, const struct commit_page *page)
{
	struct buf first = BUF_INIT;
	struct buf path = BUF_INIT;
	char key[SITE_DIGEST_SIZE];
	enum err err;

	site_commit_path(&first, job->site->report->commits[page->commit].oid);
	site_page_name(&path, buf_text(&first), page->number);
	commit_key(job, page, key);
	err = first.failed ? ERR_NOMEM : buf_err(&path);
	if (!err)
		err = site_page(job, buf_text(&path), key, make_commit, page);
	buf_release(&first);
	buf_release(&path);
	return err;
}

static enum err
make_pages(struct site_job *job, size_t commit)
{
	size_t from = job->at_first[commit];
	size_t end = job->at_first[commit + 1];
	size_t most = SITE_COMMIT_ROWS_MAX;
	struct commit_page page = {
	    .commit = commit, .pages = (end - from + most - 1) / most};
	enum err err = ERR_OK;

	for (; !err && page.number < page.pages; page.number++) {
		page.from = from + page.number * most;
		page.end = page.from + most < end ? page.from + most : end;
		err = make_page(job, &page);
	}
	return err;
}

/* ---- all of them ---- */

struct list {
	size_t number;
	size_t pages;
};

static void
put_commit(struct site_job *job, size_t c)
{
	const struct trend_commit *commit = &job->site->report->commits[c];
	size_t count = job->at_first[c + 1] - job->at_first[c];

	html_row_begin(&job->out, NULL);
	site_cell_commit(job, "", commit, true);
	site_cell_date(job, commit->time_s);
	buf_reset(&job->text);
	buf_printf(&job->text, "%zu", count);
	html_cell_number(&job->out, (double)count, buf_text(&job->text));
	html_row_end(&job->out);
}

/* Measured commits, newest first: page i has those from i * LIST_MAX on. */
static void
make_list(struct site_job *job, const void *what)
{
	static const struct html_column columns[] = {{"commit", HTML_BY_TEXT},
	    {"date", HTML_BY_TEXT}, {"series", HTML_BY_NUMBER}};
	const struct list *list = what;
	size_t at = 0;

	site_begin(job, "Commits", "", "commits.html");
	html_table_begin(&job->out, "Measured commits, newest first", columns,
	    sizeof columns / sizeof *columns, true);
	for (size_t c = job->site->report->commit_count; c-- > 0;) {
		if (job->at_first[c] == job->at_first[c + 1])
			continue;
		if (at / LIST_MAX == list->number)
			put_commit(job, c);
		at++;
	}
	html_table_end(&job->out);
	for (size_t i = 0; list->pages > 1 && i < list->pages; i++) {
		buf_reset(&job->path);
		buf_reset(&job->text);
		site_page_name(&job->path, "commits.html", i);
		buf_printf(&job->text, "page %zu", i + 1);
		html_anchor(
		    &job->out, buf_text(&job->path), buf_text(&job->text));
		buf_putc(&job->out, '\n');
	}
	site_end(job);
}

static enum err
make_lists(struct site_job *job, size_t measured)
{
	struct list list = {
	    .pages = measured ? (measured + LIST_MAX - 1) / LIST_MAX : 1};
	struct buf path = BUF_INIT;
	enum err err = ERR_OK;

	for (; !err && list.number < list.pages; list.number++) {
		buf_reset(&path);
		site_page_name(&path, "commits.html", list.number);
		err = buf_err(&path);
		if (!err)
			err = site_page(
			    job, buf_text(&path), "", make_list, &list);
	}
	buf_release(&path);
	return err;
}

enum err
site_commits(struct site_job *job)
{
	size_t measured = 0;
	enum err err = ERR_OK;

	for (size_t c = 0; !err && c < job->site->report->commit_count; c++) {
		if (job->at_first[c] == job->at_first[c + 1])
			continue;
		measured++;
		err = make_pages(job, c);
		job->done++;
		if (!err && job->writer->step)
			job->writer->step(
			    job->writer->ctx, job->done, job->total);
	}
	return err ? err : make_lists(job, measured);
}
