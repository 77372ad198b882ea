#include "ci/step_file.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"

/* Append to the file that a variable names. */
static enum err
append(const char *variable, place_write_fn *write, void *ctx)
{
	const char *path = getenv(variable);
	enum err err;
	FILE *file;

	if (!path || !*path)
		return ERR_OK;
	file = fopen(path, "ae"); /* other steps' words stay */
	if (!file)
		return err_fail(
		    ERR_IO, "%s %s: %s", variable, path, strerror(errno));
	err = write(ctx, file);
	if (fclose(file) == EOF && !err)
		err = err_fail(
		    ERR_IO, "%s %s: %s", variable, path, strerror(errno));
	return err;
}

enum err
step_summary_append(place_write_fn *write, void *ctx)
{
	return append("GITHUB_STEP_SUMMARY", write, ctx);
}

/* ---- outputs ---- */

static size_t
count_regressed(const struct report *report)
{
	size_t count = 0;

	for (size_t i = 0; i < report->series_count; i++)
		if (report->series[i].judged &&
		    report->series[i].verdict == VERDICT_REGRESSED)
			count++;
	for (size_t i = 0; i < report->other_count; i++)
		count += count_regressed(report->others[i]);
	return count;
}

/* Our own words alone: no value can end its line. */
static enum err
write_outputs(void *ctx, FILE *file)
{
	const struct report *report = ctx;

	fprintf(file, "verdict=%s\nregressions=%zu\n",
	    verdict_name(report_overall(report)), count_regressed(report));
	return ERR_OK;
}

enum err
step_outputs_append(const struct report *report)
{
	return append("GITHUB_OUTPUT", write_outputs, (void *)report);
}

/* ---- annotations ---- */

/* '%' begins an escape; of properties ':' and ',' are ends. Line breaks are
 * escapes of ours by now. */
static void
put_escaped(struct buf *out, const char *text, const char *ends)
{
	for (; *text; text++) {
		if (*text == '%' || strchr(ends, *text))
			buf_printf(out, "%%%02X", (unsigned char)*text);
		else
			buf_putc(out, *text);
	}
}

static void
put_annotation(struct buf *out, const struct report_series *series)
{
	struct buf raw = BUF_INIT;
	struct buf text = BUF_INIT;

	phrase_name(&raw, series->name.benchmark, series->name.metric);
	term_text(&text, buf_text(&raw), ESCAPE_WHOLE);
	buf_puts(out, "::error title=");
	put_escaped(out, buf_text(&text), ":,");
	buf_puts(out, "::");
	buf_reset(&raw);
	buf_reset(&text);
	phrase_worst(&raw, series);
	term_text(&text, buf_text(&raw), ESCAPE_WHOLE);
	put_escaped(out, buf_text(&text), "");
	buf_putc(out, '\n');
	if (raw.failed || text.failed)
		out->failed = true;
	buf_release(&raw);
	buf_release(&text);
}

enum err
step_annotate(const struct report *report, FILE *file)
{
	const char *actions = getenv("GITHUB_ACTIONS");
	struct buf out = BUF_INIT;
	struct ranking ranking;
	enum err err;

	if (!actions || strcmp(actions, "true") != 0)
		return ERR_OK;
	err = ranking_init(&ranking, report);
	if (err)
		return err;
	for (size_t i = 0; i < ranking.judged && i < STEP_ANNOTATIONS_MAX &&
			   ranking.rows[i]->verdict == VERDICT_REGRESSED;
	     i++)
		put_annotation(&out, ranking.rows[i]);
	err = buf_err(&out);
	if (!err)
		fputs(buf_text(&out), file);
	buf_release(&out);
	ranking_release(&ranking);
	return err;
}
