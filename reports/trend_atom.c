#include "reports/atom.h"
#include "reports/escape.h"
#include "reports/trend_report.h"
#include "reports/trend_rows.h"
#include "reports/units.h"

#define INDEX_SIZE 24

/* A feed under way, and the texts of one entry. */
struct page {
	struct atom_writer atom;
	const struct trend_report *report;
	struct trend_rows rows;
	struct buf title;
	struct buf content;
	enum err err;
};

static bool
is_drift(const struct trend_row *row)
{
	return row->section == TREND_NEW_DRIFTS || row->section == TREND_DRIFTS;
}

/* NULL: it has no name of its own. What is in a drift is told with it. */
static const struct trend_alert *
alert_of(const struct trend_row *row)
{
	if (is_drift(row))
		return &row->series->drift;
	if (row->section == TREND_SUSPECTS || row->section == TREND_SPREADS ||
	    row->series->trend->changes[row->change].in_drift)
		return NULL;
	return &row->series->alerts[row->change];
}

/* When it was told last: that it is there, or that it is over. */
static int64_t
updated(const struct trend_report *report, const struct trend_alert *alert)
{
	int64_t found_s = alert->found_s ? alert->found_s : report->now_s;

	if (alert->state != TREND_RESOLVED)
		return found_s;
	return alert->resolved_s ? alert->resolved_s : report->now_s;
}

static const char *
kind_of(const struct trend_row *row)
{
	if (is_drift(row))
		return "drift";
	return trend_change_is_worse(&row->series->trend->changes[row->change])
		   ? "regression"
		   : "improvement";
}

/* Of a table nothing is stored: its place is the name. */
static enum err
make_id(const struct page *page, const struct trend_row *row,
    const struct trend_alert *alert, char out[ATOM_ID_SIZE])
{
	const struct history_line *line = row->series->line;
	char index[INDEX_SIZE];
	const char *const stored[] = {"tidemark alert", alert->id, NULL};
	const char *const place[] = {"tidemark table", page->report->source,
	    kind_of(row), line->benchmark, line->metric, index, NULL};

	snprintf(index, sizeof index, "%zu", row->index);
	return atom_id(*alert->id ? stored : place, out);
}

static void
put_change(struct buf *out, const struct trend_row *row)
{
	units_change(out, row->ratio);
	buf_putc(out, ' ');
	units_interval(out, row->ratio_low, row->ratio_high);
}

static void
put_content(struct page *page, const struct trend_row *row,
    const struct trend_alert *alert)
{
	struct buf *out = &page->content;
	const struct history_line *line = row->series->line;
	const struct trend_commit *commit =
	    &page->report->commits[line->points[row->index].commit];

	buf_puts(out, "change: ");
	put_change(out, row);
	buf_printf(out, "\nstate: %s\npoint: %zu\n",
	    trend_state_name(alert->state), row->index);
	if (*commit->oid) {
		buf_printf(out, "commit: %s ", commit->oid);
		term_text(out, commit->subject, ESCAPE_WHOLE);
		buf_putc(out, '\n');
	}
	if (*alert->id)
		buf_printf(out, "alert: %s\n", alert->id);
	if (alert->note) {
		buf_puts(out, "note: ");
		term_text(out, alert->note, ESCAPE_WHOLE);
		buf_putc(out, '\n');
	}
}

static void
put_entry(struct page *page, const struct trend_row *row,
    const struct trend_alert *alert)
{
	char id[ATOM_ID_SIZE];
	struct atom_entry entry = {
	    .id = id,
	    .category = trend_state_name(alert->state),
	    .updated_s = updated(page->report, alert),
	};

	if (!page->err)
		page->err = make_id(page, row, alert, id);
	if (page->err)
		return;
	buf_reset(&page->title);
	buf_reset(&page->content);
	buf_printf(&page->title, "%s %s: ", trend_state_name(alert->state),
	    kind_of(row));
	trend_name(&page->title, row->series->line);
	buf_putc(&page->title, ' ');
	put_change(&page->title, row);
	put_content(page, row, alert);
	page->err = page->title.failed ? buf_err(&page->title)
				       : buf_err(&page->content);
	entry.title = buf_text(&page->title);
	entry.content = buf_text(&page->content);
	atom_entry(&page->atom, &entry);
}

/* The newest entry's time; without one that of the newest commit, so that a
 * feed in which nothing happens does not change. */
static int64_t
newest(const struct page *page)
{
	const struct trend_report *report = page->report;
	int64_t time_s = 0;

	for (size_t i = 0; i < page->rows.count; i++) {
		const struct trend_alert *alert = alert_of(&page->rows.rows[i]);

		if (alert && updated(report, alert) > time_s)
			time_s = updated(report, alert);
	}
	if (!time_s && report->commit_count)
		time_s = report->commits[report->commit_count - 1].time_s;
	return time_s;
}

static void
begin(struct page *page, FILE *file)
{
	const struct trend_report *report = page->report;
	const char *const parts[] = {"tidemark trend", report->source, NULL};
	char id[ATOM_ID_SIZE] = "";
	struct atom_feed feed = {
	    .id = id, .version = report->version, .updated_s = newest(page)};

	page->err = atom_id(parts, id);
	buf_printf(&page->title, "tidemark trend: %s", report->source);
	if (!page->err)
		page->err = buf_err(&page->title);
	feed.title = buf_text(&page->title);
	atom_init(&page->atom, &feed, file);
}

enum err
trend_render_atom(const struct trend_report *report,
    const struct render_options *options, FILE *file)
{
	struct page page = {
	    .report = report, .title = BUF_INIT, .content = BUF_INIT};
	enum err written;

	(void)options; /* a feed always holds everything */
	page.err = trend_rows_init(&page.rows, report);
	if (page.err)
		return page.err;
	begin(&page, file);
	for (size_t i = 0; i < page.rows.count; i++) {
		const struct trend_alert *alert = alert_of(&page.rows.rows[i]);

		if (alert)
			put_entry(&page, &page.rows.rows[i], alert);
	}
	written = atom_finish(&page.atom);
	trend_rows_release(&page.rows);
	buf_release(&page.title);
	buf_release(&page.content);
	return page.err ? page.err : written;
}
