#include "ci/publication.h"

#include <stdio.h>
#include <stdlib.h>

#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"
#include "reports/renderers.h"

static const char untrusted_words[] =
    "measured by the pull request's own job, which could forge its samples; "
    "judged anew";

enum publication_state
publication_state(enum exit_code code)
{
	switch (code) {
	case EXIT_CODE_PASS:
		return PUBLICATION_SUCCESS;
	case EXIT_CODE_FAILED:
		return PUBLICATION_ERROR;
	default:
		return PUBLICATION_FAILURE;
	}
}

static enum err
put_result(struct buf *out, const struct report *report)
{
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	if (ranking.verdicts[VERDICT_REGRESSED] && ranking.judged) {
		phrase_worst(out, ranking.rows[0]);
		buf_puts(out, "; ");
	} else if (report->reason) {
		buf_printf(out, "%s; ", report->reason);
	}
	phrase_counts(out, ranking.verdicts);
	ranking_release(&ranking);
	return ERR_OK;
}

/* The one of several bases that says why. */
static const struct report *
worst_of(const struct report *report)
{
	enum verdict overall = report_overall(report);

	if (report->verdict == overall)
		return report;
	for (size_t i = 0; i < report->other_count; i++)
		if (report->others[i]->verdict == overall)
			return report->others[i];
	return report;
}

void
publication_line(
    struct buf *out, const struct publication *what, size_t max_bytes)
{
	struct buf line = BUF_INIT;

	if (!what->report) {
		buf_puts(&line, what->why ? what->why : "measuring");
	} else {
		buf_printf(&line, "%s%s: ", what->untrusted ? "fork: " : "",
		    verdict_name(report_overall(what->report)));
		if (put_result(&line, worst_of(what->report)))
			line.failed = true;
	}
	if (line.failed)
		out->failed = true;
	term_text(out, buf_text(&line), max_bytes);
	buf_release(&line);
}

/* render_write() says in a line what several bases come to. */
#define WHY_BYTES ((size_t)4096)
#define LEAD_BYTES ((size_t)128)

/* Where there is no room for all bases, the one that says why. */
static enum err
put_report(struct buf *out, const struct publication *what, size_t max_bytes)
{
	const struct report *report = what->report;
	size_t pages = report->other_count + 1;
	struct render_options options = {.max_bytes = max_bytes};
	char *text = NULL;
	size_t len = 0;
	bool all = max_bytes / pages >= MARKDOWN_LEAST_BYTES;
	FILE *file;
	enum err err;

	if (all)
		options.max_bytes /= pages;
	else
		buf_printf(out, "Against %zu bases; the worst:\n\n", pages);
	file = open_memstream(&text, &len);
	if (!file)
		return err_fail(ERR_NOMEM, "out of memory");
	err = all ? render_write(
			renderer_find("markdown"), report, &options, file)
		  : render_markdown(worst_of(report), &options, file);
	if (fclose(file) == EOF && !err)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		buf_append(out, text, len);
	free(text);
	return err ? err : buf_err(out);
}

enum err
publication_markdown(
    struct buf *out, const struct publication *what, size_t max_bytes)
{
	size_t before = out->len;

	if (!what->report) {
		md_cell(out, what->why ? what->why : "Measuring.", WHY_BYTES);
		return buf_err(out);
	}
	if (what->untrusted)
		buf_printf(
		    out, "> **A fork's figures**: %s.\n\n", untrusted_words);
	return put_report(
	    out, what, max_bytes - (out->len - before) - LEAD_BYTES);
}
