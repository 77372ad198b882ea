#include "ci/sticky.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/path.h"

/* A pull request of more comments has nobody who reads them. */
#define PAGES_MAX 100

struct comment {
	const struct sticky_shape *shape;
	char *list; /* path of the comments */
	struct buf marker; /* the first line */
	struct buf text; /* all of it */
	char *login; /* ours; NULL: an app's, and not known */
	uint64_t *ids; /* of ours; the first is the oldest's */
	size_t count;
};

/* ---- whose it is ---- */

/* The token of a job is an app's, which may not ask who it is. */
static enum err
ask_login(struct forge *forge, struct comment *comment)
{
	struct json *json = NULL;
	const char *login;
	char *url;
	enum err err = path_format(&url, "%s/user", forge->to->api);

	if (err)
		return err;
	err = forge_get(forge, url);
	free(url);
	if (err && forge->answer.status == 403)
		return ERR_OK;
	if (!err)
		err = forge_parse(forge, &json);
	if (err)
		return err;
	login = json_get_text(json, comment->shape->login);
	if (login) {
		comment->login = strdup(login);
		if (!comment->login)
			err = err_fail(ERR_NOMEM, "out of memory");
	}
	json_free(json);
	return err;
}

/* Anybody can write our marker, and edit what we would write there. */
static bool
is_ours(const struct comment *comment, const struct json *row)
{
	const struct json *user = json_get(row, comment->shape->author);
	const char *login = json_get_text(user, comment->shape->login);
	const char *type = json_get_text(user, "type");
	const char *body = json_get_text(row, "body");

	if (!body ||
	    strncmp(body, buf_text(&comment->marker), comment->marker.len) != 0)
		return false;
	if (comment->login)
		return login && strcmp(login, comment->login) == 0;
	return type && strcmp(type, "Bot") == 0;
}

static enum err
take_page(struct comment *comment, const struct json *page)
{
	for (size_t i = 0; i < json_count(page); i++) {
		const struct json *row = json_at(page, i);
		uint64_t id = forge_number(row, "id");
		uint64_t *ids;

		if (!id || !is_ours(comment, row))
			continue;
		ids = realloc(comment->ids, (comment->count + 1) * sizeof *ids);
		if (!ids)
			return err_fail(ERR_NOMEM, "out of memory");
		comment->ids = ids;
		ids[comment->count++] = id;
		/* GitLab lists the newest first. */
		if (id < ids[0]) {
			ids[comment->count - 1] = ids[0];
			ids[0] = id;
		}
	}
	return ERR_OK;
}

static enum err
find(struct forge *forge, void *ctx, uint64_t *id)
{
	struct comment *comment = ctx;
	char *url = NULL;
	enum err err =
	    path_format(&url, "%s%s?per_page=100", forge->root, comment->list);

	comment->count = 0;
	for (int pages = 0; !err && url && pages < PAGES_MAX; pages++) {
		struct json *page = NULL;

		err = forge_get(forge, url);
		if (!err)
			err = forge_parse(forge, &page);
		if (!err)
			err = take_page(comment, page);
		json_free(page);
		free(url);
		url = NULL;
		if (!err && forge->answer.next.len)
			err = path_format(
			    &url, "%s", buf_text(&forge->answer.next));
	}
	if (!err && url)
		err = err_fail(
		    ERR_LIMIT, "more than %d pages of comments", PAGES_MAX);
	free(url);
	*id = !err && comment->count ? comment->ids[0] : 0;
	return err;
}

/* ---- what is sent ---- */

static void
write_comment(const struct forge *forge, struct json_writer *json, void *ctx)
{
	const struct comment *comment = ctx;

	(void)forge;
	json_member_text(json, "body", buf_text(&comment->text));
}

static enum err
create(struct forge *forge, void *ctx)
{
	struct comment *comment = ctx;

	return forge_send(
	    forge, "POST", comment->list, write_comment, comment, false);
}

static enum err
format_item(char **out, const struct comment *comment, uint64_t id)
{
	if (comment->shape->item)
		return path_format(out, "%s%" PRIu64, comment->shape->item, id);
	return path_format(out, "%s/%" PRIu64, comment->list, id);
}

/* Another job may have written one at the same time, or one whose answer was
 * lost: the oldest stays. */
static enum err
remove_others(struct forge *forge, const struct comment *comment)
{
	enum err err = ERR_OK;

	for (size_t i = 1; !err && i < comment->count; i++) {
		char *path;

		err = format_item(&path, comment, comment->ids[i]);
		if (err)
			break;
		err = forge_send(forge, "DELETE", path, NULL, NULL, true);
		if (err && forge->answer.status == 404)
			err = ERR_OK; /* it is gone */
		free(path);
	}
	return err;
}

static enum err
update(struct forge *forge, void *ctx, uint64_t id)
{
	struct comment *comment = ctx;
	char *path;
	enum err err = format_item(&path, comment, id);

	if (err)
		return err;
	err = forge_send(
	    forge, comment->shape->edit, path, write_comment, comment, true);
	free(path);
	return err ? err : remove_others(forge, comment);
}

/* Within a comment of HTML: no "-->", no line break. */
static enum err
draw_up(struct forge *forge, struct comment *comment)
{
	buf_puts(&comment->marker, "<!-- tidemark:");
	http_escape(&comment->marker, forge->what->context);
	buf_puts(&comment->marker, " -->\n");
	buf_puts(&comment->text, buf_text(&comment->marker));
	if (comment->marker.failed)
		return err_fail(ERR_NOMEM, "out of memory");
	return publication_markdown(&comment->text, forge->what,
	    comment->shape->max_bytes - comment->marker.len);
}

enum err
sticky_put(struct forge *forge, const struct sticky_shape *shape)
{
	static const struct forge_thing thing = {find, create, update};
	struct comment comment = {.shape = shape};
	enum err err = path_format(&comment.list, "%s%" PRIu64 "%s",
	    shape->list, forge->to->request, shape->list_end);

	if (!err)
		err = draw_up(forge, &comment);
	if (!err)
		err = ask_login(forge, &comment);
	if (!err)
		err = forge_put(forge, &thing, &comment);
	buf_release(&comment.marker);
	buf_release(&comment.text);
	free(comment.list);
	free(comment.login);
	free(comment.ids);
	return err;
}
