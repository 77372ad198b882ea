/* Small pictures of series. */
#include "reports/phrases.h"
#include "reports/site_parts.h"
#include "reports/svg.h"

static double
point_value(const void *points, size_t index)
{
	return ((const struct history_point *)points)[index].value;
}

void
site_spark(struct buf *out, const struct trend_series *series)
{
	const struct history_line *line = series->line;
	const struct history_epoch *epoch =
	    &line->epochs[line->epoch_count - 1];

	svg_spark(out, line->points + epoch->first, epoch->count, point_value);
}

/* ---- samples ---- */

struct strip_row {
	const struct trend_commit *commit;
	const double *values;
	size_t count;
};

/* The newest commits of the series that have samples, the newest first. */
static size_t
gather(const struct site_job *job, const struct trend_series *series,
    struct strip_row rows[SITE_SAMPLES_COMMITS])
{
	const struct site *site = job->site;
	const struct history_line *line = series->line;
	const struct history_epoch *epoch =
	    &line->epochs[line->epoch_count - 1];
	size_t count = 0;

	for (size_t i = epoch->count;
	     i-- > 0 && epoch->count - i <= SITE_SAMPLES_COMMITS;) {
		struct strip_row *row = &rows[count];

		row->commit =
		    &site->report
			 ->commits[line->points[epoch->first + i].commit];
		site->samples(site->samples_ctx, line, row->commit->oid,
		    &row->values, &row->count);
		count += row->count > 0;
	}
	return count;
}

void
site_strip(struct site_job *job, const struct trend_series *series)
{
	struct strip_row rows[SITE_SAMPLES_COMMITS];
	struct svg_strip_row drawn[SITE_SAMPLES_COMMITS];
	struct buf labels[SITE_SAMPLES_COMMITS] = {{0}};
	size_t count = job->site->samples ? gather(job, series, rows) : 0;

	if (!count)
		return;
	for (size_t r = 0; r < count; r++) {
		phrase_oid(&labels[r], rows[r].commit->oid);
		drawn[r] = (struct svg_strip_row){
		    buf_text(&labels[r]), rows[r].values, rows[r].count};
	}
	html_heading(&job->out, 3, NULL, "Samples of the newest commits");
	svg_strip(
	    &job->out, drawn, count, "each sample a dot, each line a commit");
	for (size_t r = 0; r < count; r++) {
		job->text.failed |= labels[r].failed;
		buf_release(&labels[r]);
	}
}
