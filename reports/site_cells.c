/* Cells that several pages have. */
#include <math.h>
#include <string.h>

#include "core/base/clock.h"
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/units.h"

void
site_cell_value(
    struct site_job *job, const struct trend_series *series, size_t point)
{
	const struct history_line *line = series->line;
	double value = line->points[point].value;

	buf_reset(&job->text);
	units_value(&job->text, value, site_epoch(line, point)->name.unit);
	html_cell_number(&job->out, value, buf_text(&job->text));
}

void
site_cell_change(struct site_job *job, double ratio)
{
	buf_reset(&job->text);
	units_change(&job->text, ratio);
	html_cell_number(&job->out, ratio, buf_text(&job->text));
}

void
site_cell_date(struct site_job *job, int64_t time_s)
{
	char date[CLOCK_DATE_SIZE];

	clock_date(time_s, date);
	date[10] = '\0'; /* the day of "2026-11-23T22:30:14Z" */
	html_cell(&job->out, time_s ? date : "-");
}

void
site_cell_commit(struct site_job *job, const char *root,
    const struct trend_commit *commit, bool with_subject)
{
	buf_reset(&job->path);
	buf_puts(&job->path, root);
	site_commit_path(&job->path, commit->oid);
	buf_reset(&job->text);
	phrase_oid(&job->text, commit->oid);
	html_cell_begin(&job->out);
	html_anchor(&job->out, buf_text(&job->path), buf_text(&job->text));
	if (with_subject) {
		buf_putc(&job->out, ' ');
		html_put(&job->out, commit->subject);
	}
	html_cell_end(&job->out);
}

void
site_page_name(struct buf *out, const char *name, size_t number)
{
	const char *end = strrchr(name, '.');

	if (!number) {
		buf_puts(out, name);
		return;
	}
	buf_append(out, name, (size_t)(end - name));
	buf_printf(out, "-%zu%s", number + 1, end);
}
