#include "ci/forge.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

#define TRIES_MAX 4

static enum err
write_body(
    const struct forge *forge, forge_write_fn *write, void *ctx, char **out)
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
	write(forge, &json, ctx);
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

	if (!message)
		message = json_get_text(answer, "error"); /* GitLab's */
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
fail_answer(struct forge *forge, const char *method, const char *url)
{
	const struct http_answer *answer = &forge->answer;
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

static enum err
send_to(struct forge *forge, const char *method, const char *url,
    const char *body, bool repeatable)
{
	const struct http_request request = {method, url, body, repeatable};
	enum err err = outbox_send(forge->outbox, &request, &forge->answer);

	if (err)
		return err;
	if (forge->answer.status / 100 != 2)
		return fail_answer(forge, method, url);
	return ERR_OK;
}

enum err
forge_get(struct forge *forge, const char *url)
{
	return send_to(forge, "GET", url, NULL, true);
}

enum err
forge_send(struct forge *forge, const char *method, const char *path,
    forge_write_fn *write, void *ctx, bool repeatable)
{
	char *body = NULL;
	char *url = NULL;
	enum err err = path_format(&url, "%s%s", forge->root, path);

	if (!err && write)
		err = write_body(forge, write, ctx, &body);
	if (!err)
		err = send_to(forge, method, url, body, repeatable);
	free(body);
	free(url);
	return err;
}

enum err
forge_parse(const struct forge *forge, struct json **out)
{
	const struct buf *body = &forge->answer.body;
	enum err err =
	    json_parse(out, buf_text(body), body->len, "the forge's answer");

	return err && err != ERR_NOMEM ? err_fail(ERR_IO, "%s", err_text())
				       : err;
}

uint64_t
forge_number(const struct json *object, const char *key)
{
	double number;

	if (!json_get_number(object, key, &number) || !(number >= 1) ||
	    number > 9007199254740992.0 || number != floor(number))
		return 0;
	return (uint64_t)number;
}

enum err
forge_post_status(struct forge *forge, size_t max_bytes, forge_write_fn *write)
{
	struct buf line = BUF_INIT;
	char *path = NULL;
	enum err err;

	publication_line(&line, forge->what, max_bytes);
	err = buf_err(&line);
	if (!err)
		err = path_format(&path, "/statuses/%s", forge->what->oid);
	if (!err)
		err = forge_send(forge, "POST", path, write, &line, true);
	free(path);
	buf_release(&line);
	return err;
}

/* ---- one of each ---- */

enum err
forge_put(struct forge *forge, const struct forge_thing *thing, void *ctx)
{
	enum err err = ERR_OK;

	for (int tries = 0; tries < TRIES_MAX; tries++) {
		uint64_t id = 0;

		err = thing->find(forge, ctx, &id);
		if (err)
			return err;
		forge->answer.uncertain = false;
		err = id ? thing->update(forge, ctx, id)
			 : thing->create(forge, ctx);
		if (!err || err == ERR_INTERRUPTED || !forge->answer.uncertain)
			return err;
	}
	return err;
}

/* ---- all of it ---- */

enum err
forge_publish(struct forge *forge, const struct forge_part *parts, size_t count)
{
	struct outbox *outbox = forge->outbox;
	size_t failed = 0;
	enum err err = ERR_OK;

	for (size_t i = 0; i < count && err != ERR_INTERRUPTED; i++) {
		char text[2048];

		if (!parts[i].wanted)
			continue;
		err = parts[i].put(forge);
		if (!err || err == ERR_INTERRUPTED)
			continue;
		failed++;
		snprintf(
		    text, sizeof text, "%s: %s", parts[i].name, err_text());
		outbox->tell(outbox->ctx, text);
	}
	http_answer_release(&forge->answer);
	free(forge->root);
	if (err == ERR_INTERRUPTED)
		return err;
	return failed
		   ? err_fail(ERR_IO, "%s: %zu part%s could not be published",
			 forge->name, failed, failed == 1 ? "" : "s")
		   : ERR_OK;
}
