#include "reports/atom.h"
#include "reports/evidence.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/renderers.h"

#define NUMBER_SIZE 24

/* A feed under way, and the texts of one entry. */
struct page {
	struct atom_writer atom;
	const struct report *report; /* the one of the entries */
	size_t place; /* of it among the bases */
	struct buf title;
	struct buf content;
	enum err err;
};

static const char *
known(const char *text)
{
	return text ? text : "";
}

static int64_t
updated(const struct report *report)
{
	return report->head.time_s;
}

/* A feed is of a head; entries are of a series of it against a base, which
 * may be there twice under other names. */
static enum err
make_id(const struct report *report, size_t place, const char *kind,
    const char *benchmark, const char *metric, char out[ATOM_ID_SIZE])
{
	char number[NUMBER_SIZE];
	const char *const parts[] = {"tidemark check", kind,
	    known(report->head.oid), known(report->base.oid), number, benchmark,
	    metric, NULL};

	snprintf(number, sizeof number, "%zu", place);
	return atom_id(parts, out);
}

static void
put_commits(struct page *page)
{
	const struct report *report = page->report;

	buf_printf(&page->content, "commits: %s..%s\n",
	    phrase_or_dash(report->base.oid), phrase_or_dash(report->head.oid));
}

static void
put_entry(struct page *page, enum verdict verdict, const char *kind,
    const char *benchmark, const char *metric)
{
	char id[ATOM_ID_SIZE];
	const struct atom_entry entry = {
	    .id = id,
	    .title = buf_text(&page->title),
	    .category = verdict_name(verdict),
	    .content = buf_text(&page->content),
	    .updated_s = updated(page->report),
	};

	if (!page->err)
		page->err = page->title.failed ? buf_err(&page->title)
					       : buf_err(&page->content);
	if (!page->err)
		page->err = make_id(
		    page->report, page->place, kind, benchmark, metric, id);
	if (!page->err)
		atom_entry(&page->atom, &entry);
	buf_reset(&page->title);
	buf_reset(&page->content);
}

static bool
passes(enum verdict verdict)
{
	return verdict_exit_code(verdict) == EXIT_CODE_PASS;
}

static void
put_series(struct page *page, const struct report_series *series)
{
	if (passes(series->verdict))
		return;
	buf_printf(&page->title, "%s: ", verdict_name(series->verdict));
	phrase_name(&page->title, series->name.benchmark, series->name.metric);
	buf_putc(&page->title, ' ');
	evidence_change(&page->title, series);
	put_commits(page);
	evidence_lines(&page->content, series);
	put_entry(page, series->verdict, "series", series->name.benchmark,
	    series->name.metric);
}

static void
put_unjudged(struct page *page, const struct report_unjudged *row)
{
	if (passes(row->verdict))
		return;
	buf_printf(&page->title, "%s: ", verdict_name(row->verdict));
	phrase_name(&page->title, row->benchmark, row->metric);
	put_commits(page);
	buf_puts(&page->content, row->reason);
	put_entry(
	    page, row->verdict, "unjudged", row->benchmark, known(row->metric));
}

static void
put_verdict(struct page *page)
{
	const struct report *report = page->report;

	if (passes(report->verdict) || !evidence_lacks_verdict(report))
		return;
	buf_puts(&page->title, verdict_name(report->verdict));
	put_commits(page);
	if (phrase_reason(report))
		buf_puts(&page->content, phrase_reason(report));
	put_entry(page, report->verdict, "verdict", "", "");
}

static void
put_report(struct page *page, const struct report *report, size_t place)
{
	struct ranking ranking;

	if (!page->err)
		page->err = ranking_init(&ranking, report);
	if (page->err)
		return;
	page->report = report;
	page->place = place;
	put_verdict(page);
	for (size_t i = 0; i < ranking.judged; i++)
		put_series(page, ranking.rows[i]);
	for (size_t i = 0; i < report->unjudged_count; i++)
		put_unjudged(page, &report->unjudged[i]);
	ranking_release(&ranking);
}

static void
begin(struct page *page, const struct report *report, FILE *file)
{
	char id[ATOM_ID_SIZE] = "";
	struct atom_feed feed = {
	    .id = id, .version = report->version, .updated_s = updated(report)};

	page->err = make_id(report, 0, "feed", "", "", id);
	buf_puts(&page->title, "tidemark: ");
	phrase_oid(&page->title, report->head.oid);
	buf_printf(&page->title, " %s, %s", known(report->head.subject),
	    verdict_name(report_overall(report)));
	feed.title = buf_text(&page->title);
	if (!page->err)
		page->err = buf_err(&page->title);
	atom_init(&page->atom, &feed, file);
	buf_reset(&page->title);
}

enum err
render_atom(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct page page = {.title = BUF_INIT, .content = BUF_INIT};
	enum err written;

	(void)options; /* a file for programs always holds everything */
	begin(&page, report, file);
	put_report(&page, report, 0);
	for (size_t i = 0; i < report->other_count; i++)
		put_report(&page, report->others[i], i + 1);
	written = atom_finish(&page.atom);
	buf_release(&page.title);
	buf_release(&page.content);
	return page.err ? page.err : written;
}
