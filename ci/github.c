#include "ci/github.h"

#include <inttypes.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ci/github_parts.h"
#include "core/base/path.h"

#define TRIES_MAX 4

enum err
github_body(
    const struct github *github, github_write_fn *write, void *ctx, char **out)
{
	struct json_writer json;
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err;

	if (!file)
		return err_fail(ERR_NOMEM, "out of memory");
	json_writer_init(&json, file);
	json_object_begin(&json);
	write(github, &json, ctx);
	json_object_end(&json);
	err = json_writer_end(&json);
	if (fclose(file) == EOF && !err)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (err)
		free(text);
	else
		*out = text;
	return err;
}

/* ---- answers ---- */

/* {"message": "...", "errors": [{"field": "...", "code": "..."}]}; an error can
 * be a text, too. */
static void
put_message(struct buf *out, const struct json *answer)
{
	const char *message = json_get_text(answer, "message");
	const struct json *errors = json_get(answer, "errors");

	if (message)
		buf_printf(out, ": %s", message);
	for (size_t i = 0; i < json_count(errors) && i < 3; i++) {
		const struct json *error = json_at(errors, i);
		const char *field = json_get_text(error, "field");
		const char *code = json_get_text(error, "code");
		const char *text = json_get_text(error, "message");

		if (json_text(error))
			text = json_text(error);
		buf_printf(out, "; %s%s%s", field ? field : "",
		    field ? ": " : "",
		    text   ? text
		    : code ? code
			   : "");
	}
}

static enum err
fail_answer(struct github *github, const char *method, const char *url)
{
	const struct http_answer *answer = &github->answer;
	struct json *json = NULL;
	struct buf why = BUF_INIT;
	enum err err;

	if (!json_parse(&json, buf_text(&answer->body), answer->body.len, url))
		put_message(&why, json);
	json_free(json);
	if (answer->status == 403 && answer->permissions.len)
		buf_printf(&why, "; the token needs the permission %s",
		    buf_text(&answer->permissions));
	else if (answer->status == 401)
		buf_puts(&why, "; the token is not valid");
	else if (answer->status == 404)
		buf_puts(&why, "; it is not there, or the token may not see "
			       "it");
	err = err_fail(ERR_IO, "%s %s: status %d%s", method, url,
	    answer->status, buf_text(&why));
	buf_release(&why);
	return err;
}

enum err
github_send_to(struct github *github, const char *method, const char *url,
    const char *body, bool repeatable)
{
	const struct http_request request = {method, url, body, repeatable};
	enum err err = outbox_send(github->outbox, &request, &github->answer);

	if (err)
		return err;
	if (github->answer.status / 100 != 2)
		return fail_answer(github, method, url);
	return ERR_OK;
}

enum err
github_send(struct github *github, const char *method, const char *path,
    const char *body, bool repeatable)
{
	char *url;
	enum err err = path_format(&url, "%s/repos/%s%s", github->to->api,
	    github->to->repository, path);

	if (err)
		return err;
	err = github_send_to(github, method, url, body, repeatable);
	free(url);
	return err;
}

enum err
github_parse(const struct github *github, struct json **out)
{
	const struct buf *body = &github->answer.body;
	enum err err =
	    json_parse(out, buf_text(body), body->len, "GitHub's answer");

	return err && err != ERR_NOMEM ? err_fail(ERR_IO, "%s", err_text())
				       : err;
}

uint64_t
github_number(const struct json *object, const char *key)
{
	double number;

	if (!json_get_number(object, key, &number) || !(number >= 1) ||
	    number > 9007199254740992.0 || number != floor(number))
		return 0;
	return (uint64_t)number;
}

/* ---- one of each ---- */

enum err
github_put(struct github *github, const struct github_thing *thing, void *ctx)
{
	enum err err = ERR_OK;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		uint64_t id = 0;

		err = thing->find(github, ctx, &id);
		if (err)
			return err;
		github->answer.uncertain = false;
		err = id ? thing->update(github, ctx, id)
			 : thing->create(github, ctx);
		if (!err || err == ERR_INTERRUPTED || !github->answer.uncertain)
			return err;
	}
	return err;
}

/* ---- the status ---- */

static void
write_status(const struct github *github, struct json_writer *json, void *ctx)
{
	static const char *const states[] = {
	    [PUBLICATION_PENDING] = "pending",
	    [PUBLICATION_SUCCESS] = "success",
	    [PUBLICATION_FAILURE] = "failure",
	    [PUBLICATION_ERROR] = "error",
	};
	struct buf *line = ctx;

	publication_line(line, github->what, GITHUB_DESCRIPTION_MAX);
	json_member_text(json, "state", states[github->what->state]);
	json_member_text(json, "context", github->what->context);
	json_member_text(json, "description", buf_text(line));
	if (github->what->link)
		json_member_text(json, "target_url", github->what->link);
}

/* The newest of a context counts, so the same one again changes nothing. */
static enum err
put_status(struct github *github)
{
	struct buf line = BUF_INIT;
	char *body = NULL;
	char *path = NULL;
	enum err err = github_body(github, write_status, &line, &body);

	if (!err)
		err = buf_err(&line);
	if (!err)
		err = path_format(&path, "/statuses/%s", github->what->oid);
	if (!err)
		err = github_send(github, "POST", path, body, true);
	free(path);
	free(body);
	buf_release(&line);
	return err;
}

/* ---- all of it ---- */

enum err
github_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to)
{
	struct github github = {.outbox = outbox, .what = what, .to = to};
	const struct {
		const char *name;
		bool wanted;
		enum err (*put)(struct github *github);
	} parts[] = {
	    {"status", to->status, put_status},
	    {"check run", to->check_run, github_put_check_run},
	    /* What is told there is a result. */
	    {"comment",
		to->comment && to->request &&
		    what->state != PUBLICATION_PENDING,
		github_put_comment},
	};
	size_t failed = 0;
	enum err err = ERR_OK;

	for (size_t i = 0; i < sizeof parts / sizeof *parts; i++) {
		char text[2048];

		if (!parts[i].wanted || err == ERR_INTERRUPTED)
			continue;
		err = parts[i].put(&github);
		if (!err || err == ERR_INTERRUPTED)
			continue;
		failed++;
		snprintf(
		    text, sizeof text, "%s: %s", parts[i].name, err_text());
		outbox->tell(outbox->ctx, text);
	}
	http_answer_release(&github.answer);
	if (err == ERR_INTERRUPTED)
		return err;
	return failed ? err_fail(ERR_IO,
			    "github: %zu part%s could not be published", failed,
			    failed == 1 ? "" : "s")
		      : ERR_OK;
}
