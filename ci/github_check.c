#include "ci/github_check.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ci/github.h"
#include "core/base/path.h"
#include "reports/escape.h"
#include "reports/phrases.h"
#include "reports/ranking.h"

/* A check run is drawn up anew in each request that puts it. */
struct check_run {
	struct buf external_id;
	struct buf title;
	struct buf summary;
	struct ranking ranking; /* of the report; none while pending */
	size_t annotations; /* in all */
	size_t first; /* of those of a request */
	bool whole; /* the request says all, not only further annotations */
};

static const char *
conclusion_of(const struct publication *what)
{
	/* "neutral" would let a required check pass. */
	return what->state == PUBLICATION_SUCCESS ? "success" : "failure";
}

/* ---- what is sent ---- */

static void
write_annotation(struct json_writer *json, const struct report_series *series)
{
	struct buf raw = BUF_INIT;
	struct buf text = BUF_INIT;

	json_object_begin(json);
	json_member_text(json, "path", "tidemark.yml");
	json_member_int(json, "start_line", 1);
	json_member_int(json, "end_line", 1);
	json_member_text(json, "annotation_level", "failure");
	phrase_name(&raw, series->name.benchmark, series->name.metric);
	term_text(&text, buf_text(&raw), GITHUB_TITLE_MAX);
	json_member_text(json, "title", buf_text(&text));
	buf_reset(&raw);
	buf_reset(&text);
	phrase_worst(&raw, series);
	term_text(&text, buf_text(&raw), ESCAPE_WHOLE);
	json_member_text(json, "message", buf_text(&text));
	json_object_end(json);
	if (raw.failed || text.failed)
		json->err = ERR_NOMEM;
	buf_release(&raw);
	buf_release(&text);
}

static void
write_output(struct json_writer *json, const struct check_run *run)
{
	size_t end = run->first + GITHUB_ANNOTATIONS_A_REQUEST;

	json_key(json, "output");
	json_object_begin(json);
	json_member_text(json, "title", buf_text(&run->title));
	json_member_text(json, "summary", buf_text(&run->summary));
	if (run->first < run->annotations) {
		json_key(json, "annotations");
		json_array_begin(json);
		for (size_t i = run->first; i < end && i < run->annotations;
		     i++)
			write_annotation(json, run->ranking.rows[i]);
		json_array_end(json);
	}
	json_object_end(json);
}

static void
write_run(const struct forge *forge, struct json_writer *json, void *ctx)
{
	const struct publication *what = forge->what;
	const struct check_run *run = ctx;

	if (run->whole) {
		json_member_text(json, "name", what->context);
		json_member_text(json, "head_sha", what->oid);
		json_member_text(
		    json, "external_id", buf_text(&run->external_id));
		if (what->link)
			json_member_text(json, "details_url", what->link);
	}
	if (what->state == PUBLICATION_PENDING) {
		json_member_text(json, "status", "in_progress");
	} else {
		json_member_text(json, "status", "completed");
		json_member_text(json, "conclusion", conclusion_of(what));
	}
	write_output(json, run);
}

/* GitHub adds the annotations of a later request to those it has: a lost answer
 * is followed by a look at how many that are. */
static enum err
update(struct forge *forge, void *ctx, uint64_t id)
{
	struct check_run *run = ctx;
	char *path;
	enum err err = path_format(&path, "/check-runs/%" PRIu64, id);

	if (err)
		return err;
	do {
		bool adds = run->first < run->annotations;

		err = forge_send(forge, "PATCH", path, write_run, run, !adds);
		run->first += GITHUB_ANNOTATIONS_A_REQUEST;
	} while (!err && run->first < run->annotations);
	free(path);
	return err;
}

static enum err
create(struct forge *forge, void *ctx)
{
	struct check_run *run = ctx;
	struct json *json = NULL;
	uint64_t id;
	enum err err =
	    forge_send(forge, "POST", "/check-runs", write_run, run, false);

	run->first += GITHUB_ANNOTATIONS_A_REQUEST;
	if (err || run->first >= run->annotations)
		return err;
	err = forge_parse(forge, &json);
	if (err)
		return err;
	id = forge_number(json, "id");
	json_free(json);
	return id ? update(forge, ctx, id) : ERR_OK;
}

/* ---- what is there ---- */

static const struct json *
find_ours(const struct json *answer, const struct check_run *run)
{
	const struct json *runs = json_get(answer, "check_runs");

	for (size_t i = 0; i < json_count(runs); i++) {
		const struct json *row = json_at(runs, i);
		const char *id = json_get_text(row, "external_id");

		if (id && strcmp(id, buf_text(&run->external_id)) == 0)
			return row;
	}
	return NULL;
}

static enum err
find(struct forge *forge, void *ctx, uint64_t *id)
{
	struct check_run *run = ctx;
	struct buf path = BUF_INIT;
	const struct json *ours;
	struct json *json = NULL;
	enum err err;

	buf_printf(&path, "/commits/%s/check-runs?per_page=100&check_name=",
	    forge->what->oid);
	http_escape(&path, forge->what->context);
	err = buf_err(&path);
	if (!err)
		err =
		    forge_send(forge, "GET", buf_text(&path), NULL, NULL, true);
	if (!err)
		err = forge_parse(forge, &json);
	buf_release(&path);
	if (err)
		return err;
	ours = find_ours(json, run);
	*id = ours ? forge_number(ours, "id") : 0;
	run->first =
	    (size_t)forge_number(json_get(ours, "output"), "annotations_count");
	json_free(json);
	return ERR_OK;
}

static enum err
draw_up(struct forge *forge, struct check_run *run)
{
	const struct publication *what = forge->what;
	enum err err;

	run->whole = true;
	buf_printf(&run->external_id, "tidemark/%s", what->context);
	publication_line(&run->title, what, GITHUB_TITLE_MAX);
	err = publication_markdown(&run->summary, what, GITHUB_SUMMARY_MAX);
	if (!err && what->report)
		err = ranking_init(&run->ranking, what->report);
	if (err)
		return err;
	while (
	    run->annotations < run->ranking.judged &&
	    run->annotations < GITHUB_ANNOTATIONS_MAX &&
	    run->ranking.rows[run->annotations]->verdict == VERDICT_REGRESSED)
		run->annotations++;
	if (run->external_id.failed || run->title.failed)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

enum err
github_put_check_run(struct forge *forge)
{
	static const struct forge_thing thing = {find, create, update};
	struct check_run run = {.annotations = 0};
	enum err err = draw_up(forge, &run);

	if (!err)
		err = forge_put(forge, &thing, &run);
	buf_release(&run.external_id);
	buf_release(&run.title);
	buf_release(&run.summary);
	ranking_release(&run.ranking);
	return err;
}
