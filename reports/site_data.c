/* Files that are read by programs. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "core/base/numeral.h"
#include "reports/site_parts.h"
#include "reports/trend_rows.h"

/* Of values in data files: counts below 10^15 are exact, and no clock has as
 * many. */
#define VALUE_DIGITS 15

/* ---- in the formats of `trend` ---- */

struct rendering {
	const struct trend_report *report;
	const struct trend_renderer *renderer;
};

static void
make_rendering(struct site_job *job, const void *what)
{
	const struct rendering *rendering = what;
	const struct render_options options = {0};
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err = file ? rendering->renderer->render(
				  rendering->report, &options, file)
			    : ERR_NOMEM;

	if (file && fclose(file) == EOF)
		err = ERR_NOMEM;
	if (!err)
		buf_append(&job->out, text, len);
	job->out.failed |= err != ERR_OK;
	free(text);
}

const struct site_format site_formats[] = {
    {"atom", "feed.atom", "feed"},
    {"openmetrics", "metrics.txt", "metrics"},
    {"badge", "badge.svg", "badge"},
    {NULL, NULL, NULL},
};

static enum err
put_formats(struct site_job *job)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && site_formats[i].name; i++) {
		const struct rendering rendering = {job->site->report,
		    trend_renderer_find(site_formats[i].name)};

		err = site_page(
		    job, site_formats[i].path, "", make_rendering, &rendering);
	}
	return err;
}

/* ---- series and commits ---- */

/* What JSON writers make, in job->out. */
static void
put_json(struct site_job *job,
    void (*write)(
	struct json_writer *json, const struct site_job *job, const void *what),
    const void *what)
{
	struct json_writer json;
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err = ERR_NOMEM;

	if (file) {
		json_writer_init(&json, file);
		write(&json, job, what);
		err = json_writer_end(&json);
		if (fclose(file) == EOF)
			err = ERR_NOMEM;
	}
	if (!err)
		buf_append(&job->out, text, len);
	job->out.failed |= err != ERR_OK;
	free(text);
}

static void
put_text(struct json_writer *json, const char *key, const char *text)
{
	json_key(json, key);
	json_put_text(json, text);
}

static void
write_commits(
    struct json_writer *json, const struct site_job *job, const void *what)
{
	const struct trend_report *report = job->site->report;

	(void)what;
	json_object_begin(json);
	put_text(json, "schema", "tidemark.site.commits/1");
	json_key(json, "commits");
	json_array_begin(json);
	for (size_t i = 0; i < report->commit_count; i++) {
		json_object_begin(json);
		put_text(json, "oid", report->commits[i].oid);
		put_text(json, "subject", report->commits[i].subject);
		json_key(json, "time");
		json_put_int(json, report->commits[i].time_s);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

static void
make_commits(struct site_job *job, const void *what)
{
	put_json(job, write_commits, what);
}

static void
write_head(
    struct json_writer *json, const struct site_job *job, const void *what)
{
	const struct site_series *series = what;
	const struct history_line *line = series->of->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];

	(void)job;
	json_object_begin(json);
	put_text(json, "schema", "tidemark.site.series/1");
	put_text(json, "benchmark", line->benchmark);
	put_text(json, "metric", line->metric);
	put_text(json, "unit", last->name.unit);
	put_text(json, "direction", direction_name(last->name.direction));
	put_text(json, "machine", last->machine_key);
	put_text(json, "state", series->state.word);
	json_key(json, "level");
	json_put_number(json, series->of->trend->level);
	json_key(json, "epochs");
	json_array_begin_flat(json);
	for (size_t i = 0; i < line->epoch_count; i++)
		json_put_int(json, (int64_t)line->epochs[i].first);
	json_array_end(json);
	json_object_end(json);
}

/* A site has millions of points, so they are written by hand: [commit, value,
 * sessions]. */
static void
make_series(struct site_job *job, const void *what)
{
	const struct site_series *series = what;
	const struct history_line *line = series->of->line;

	put_json(job, write_head, what);
	while (job->out.len && job->out.data[job->out.len - 1] != '}')
		buf_truncate(&job->out, job->out.len - 1);
	buf_truncate(&job->out, job->out.len - 2); /* "\n}" */
	buf_puts(&job->out, ",\n  \"points\": [");
	for (size_t i = 0; i < line->point_count; i++) {
		const struct history_point *point = &line->points[i];

		buf_puts(&job->out, i ? ", [" : "[");
		numeral_put_count(&job->out, point->commit);
		buf_puts(&job->out, ", ");
		numeral_put(&job->out, point->value, VALUE_DIGITS);
		buf_puts(&job->out, ", ");
		numeral_put_count(&job->out, point->sessions);
		buf_putc(&job->out, ']');
	}
	buf_puts(&job->out, "]\n}\n");
}

static void
series_key(const struct site_job *job, const struct site_series *series,
    char key[SITE_DIGEST_SIZE])
{
	const struct history_line *line = series->of->line;
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	struct site_digest digest = site_digest_begin(job);

	site_digest_text(&digest, last->machine_key);
	site_digest_text(&digest, series->state.word);
	site_digest_number(&digest, series->of->trend->level);
	site_digest_epochs(&digest, line, line->point_count);
	for (size_t i = 0; i < line->point_count; i++) {
		site_digest_size(&digest, line->points[i].commit);
		site_digest_number(&digest, line->points[i].value);
		site_digest_size(&digest, line->points[i].sessions);
	}
	site_digest_hex(&digest, key);
}

static enum err
put_series_files(struct site_job *job)
{
	struct buf path = BUF_INIT;
	char key[SITE_DIGEST_SIZE];
	enum err err =
	    site_page(job, "data/commits.json", "", make_commits, NULL);

	for (size_t i = 0; !err && i < job->site->report->series_count; i++) {
		const struct site_series *series = &job->series[i];

		buf_reset(&path);
		buf_puts(&path, "data/");
		site_slug(&path, series->of->line->benchmark, series->id);
		buf_puts(&path, ".json");
		series_key(job, series, key);
		err = buf_err(&path);
		if (!err)
			err = site_page(
			    job, buf_text(&path), key, make_series, series);
	}
	buf_release(&path);
	return err;
}

/* ---- what the search looks through ---- */

/* [name, address, state] of each series, the worst first. */
static void
write_index(
    struct json_writer *json, const struct site_job *job, const void *what)
{
	struct buf text = BUF_INIT;

	(void)what;
	json_array_begin(json);
	for (size_t i = 0; i < job->site->report->series_count; i++) {
		const struct site_series *series =
		    &job->series[job->by_state[i]];

		json_array_begin_flat(json);
		buf_reset(&text);
		trend_name(&text, series->of->line);
		json_put_text(json, buf_text(&text));
		buf_reset(&text);
		buf_printf(&text, "%s#%s", series->page, series->id);
		json_put_text(json, buf_text(&text));
		json_put_text(json, series->state.word);
		json_array_end(json);
	}
	json_array_end(json);
	if (text.failed)
		json->err = ERR_NOMEM;
	buf_release(&text);
}

/* JSON is a script but for two line separators, at which old browsers end a
 * string. */
static void
make_index(struct site_job *job, const void *what)
{
	char *json;

	put_json(job, write_index, what);
	if (job->out.failed || buf_steal(&job->out, &json) != ERR_OK)
		return;
	buf_puts(&job->out, "window.tidemarkSeries = ");
	for (const char *c = json; *c; c++) {
		if (strncmp(c, "\u2028", 3) == 0 ||
		    strncmp(c, "\u2029", 3) == 0) {
			buf_puts(
			    &job->out, c[2] == '\xa8' ? "\\u2028" : "\\u2029");
			c += 2;
		} else {
			buf_putc(&job->out, *c);
		}
	}
	buf_puts(&job->out, ";\n");
	free(json);
}

enum err
site_data(struct site_job *job)
{
	enum err err = site_page(job, "data/series.js", "", make_index, NULL);

	if (!err)
		err = put_series_files(job);
	return err ? err : put_formats(job);
}
