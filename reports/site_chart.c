#include "reports/site_parts.h"
#include "reports/trend_chart.h"

#define HEAT_PATH "chart/heat.svg"

void
site_chart_path(struct buf *out, const struct site_series *series)
{
	buf_puts(out, "chart/");
	site_slug(out, series->of->line->benchmark, series->id);
	buf_puts(out, ".svg");
}

/* Takes the drawing's end into its hands; `made` is what came of making it. A
 * picture without anything in it is none. */
static enum err
put_drawing(struct site_job *job, const char *path, const char *key,
    struct chart_drawing *drawing, enum err made)
{
	const struct site_writer *writer = job->writer;
	enum err err = made;

	if (!err)
		err = writer->draw(writer->ctx, path, key,
		    buf_text(&drawing->script), CHART_WIDTH, drawing->height);
	chart_drawing_release(drawing);
	return err;
}

enum err
site_picture(struct site_job *job, const char *path, const struct buf *script,
    int height)
{
	const struct site_writer *writer = job->writer;
	struct site_digest digest = site_digest_begin(job);
	char key[SITE_DIGEST_SIZE];

	site_digest_text(&digest, buf_text(script));
	site_digest_hex(&digest, key);
	if (buf_err(script))
		return ERR_NOMEM;
	if (!writer->wants(writer->ctx, path, key))
		return ERR_OK;
	return writer->draw(
	    writer->ctx, path, key, buf_text(script), CHART_WIDTH, height);
}

/* ---- one series ---- */

/* All that trend_chart_series() shows. */
static void
chart_key(const struct site_job *job, const struct trend_series *series,
    char key[SITE_DIGEST_SIZE])
{
	const struct trend_report *report = job->site->report;
	const struct history_line *line = series->line;
	struct site_digest digest = site_digest_begin(job);

	site_digest_epochs(&digest, line, line->point_count);
	for (size_t i = 0; i < line->point_count; i++) {
		size_t commit = line->points[i].commit;

		site_digest_size(&digest, commit);
		site_digest_size(
		    &digest, (uint64_t)report->commits[commit].time_s);
		site_digest_number(&digest, line->points[i].value);
	}
	for (size_t i = 0; i < report->release_count; i++) {
		site_digest_size(&digest, report->releases[i].place);
		site_digest_text(&digest, report->releases[i].name);
	}
	site_digest_number(&digest, series->tolerance);
	site_digest_size(&digest, report->commit_count);
	site_digest_changes(&digest, series, 0, line->point_count);
	site_digest_hex(&digest, key);
}

enum err
site_chart(struct site_job *job, size_t series)
{
	const struct site_writer *writer = job->writer;
	const struct trend_series *of = job->series[series].of;
	struct chart_drawing drawing = {.script = BUF_INIT};
	struct buf path = BUF_INIT;
	char key[SITE_DIGEST_SIZE];
	enum err err;

	site_chart_path(&path, &job->series[series]);
	chart_key(job, of, key);
	err = buf_err(&path);
	if (!err && writer->wants(writer->ctx, buf_text(&path), key))
		err = put_drawing(job, buf_text(&path), key, &drawing,
		    trend_chart_series(job->site->report, of, &drawing));
	buf_release(&path);
	return err;
}

/* ---- all series ---- */

bool
site_heat(struct site_job *job, enum err *err)
{
	struct chart_drawing drawing = {.script = BUF_INIT};
	enum err made = trend_chart_heat(job->site->report, &drawing);

	if (!made)
		*err = site_picture(
		    job, HEAT_PATH, &drawing.script, drawing.height);
	else if (made != ERR_UNJUDGED)
		*err = made;
	chart_drawing_release(&drawing);
	return !made;
}
