#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "ci/github_parts.h"
#include "core/base/path.h"

/* A pull request of more comments has nobody who reads them. */
#define PAGES_MAX 100

struct comment {
	struct buf marker; /* the first line */
	struct buf text; /* all of it */
	char *login; /* ours; NULL: an app's, and not known */
	uint64_t *ids; /* of ours, the oldest first */
	size_t count;
};

/* ---- whose it is ---- */

/* The token of a job is an app's, which may not ask who it is. */
static enum err
ask_login(struct github *github, struct comment *comment)
{
	struct json *json = NULL;
	const char *login;
	char *url;
	enum err err = path_format(&url, "%s/user", github->to->api);

	if (err)
		return err;
	err = github_send_to(github, "GET", url, NULL, true);
	free(url);
	if (err && github->answer.status == 403)
		return ERR_OK;
	if (!err)
		err = github_parse(github, &json);
	if (err)
		return err;
	login = json_get_text(json, "login");
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
	const struct json *user = json_get(row, "user");
	const char *login = json_get_text(user, "login");
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
		uint64_t id = github_number(row, "id");
		uint64_t *ids;

		if (!id || !is_ours(comment, row))
			continue;
		ids = realloc(comment->ids, (comment->count + 1) * sizeof *ids);
		if (!ids)
			return err_fail(ERR_NOMEM, "out of memory");
		comment->ids = ids;
		ids[comment->count++] = id;
	}
	return ERR_OK;
}

static enum err
find(struct github *github, void *ctx, uint64_t *id)
{
	struct comment *comment = ctx;
	char *url;
	enum err err = path_format(&url,
	    "%s/repos/%s/issues/%" PRIu64 "/comments?per_page=100",
	    github->to->api, github->to->repository, github->to->request);

	comment->count = 0;
	for (int pages = 0; !err && url && pages < PAGES_MAX; pages++) {
		struct json *page = NULL;

		err = github_send_to(github, "GET", url, NULL, true);
		if (!err)
			err = github_parse(github, &page);
		if (!err)
			err = take_page(comment, page);
		json_free(page);
		free(url);
		url = NULL;
		if (!err && github->answer.next.len)
			err = path_format(
			    &url, "%s", buf_text(&github->answer.next));
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
write_comment(const struct github *github, struct json_writer *json, void *ctx)
{
	const struct comment *comment = ctx;

	(void)github;
	json_member_text(json, "body", buf_text(&comment->text));
}

static enum err
send_comment(struct github *github, const struct comment *comment,
    const char *method, const char *path, bool repeatable)
{
	char *body = NULL;
	enum err err =
	    github_body(github, write_comment, (void *)comment, &body);

	if (!err)
		err = github_send(github, method, path, body, repeatable);
	free(body);
	return err;
}

static enum err
create(struct github *github, void *ctx)
{
	char *path;
	enum err err = path_format(
	    &path, "/issues/%" PRIu64 "/comments", github->to->request);

	if (err)
		return err;
	err = send_comment(github, ctx, "POST", path, false);
	free(path);
	return err;
}

/* Another job may have written one at the same time, or one whose answer was
 * lost: the oldest stays. */
static enum err
remove_others(struct github *github, const struct comment *comment)
{
	enum err err = ERR_OK;

	for (size_t i = 1; !err && i < comment->count; i++) {
		char *path;

		err = path_format(
		    &path, "/issues/comments/%" PRIu64, comment->ids[i]);
		if (err)
			break;
		err = github_send(github, "DELETE", path, NULL, true);
		if (err && github->answer.status == 404)
			err = ERR_OK; /* it is gone */
		free(path);
	}
	return err;
}

static enum err
update(struct github *github, void *ctx, uint64_t id)
{
	char *path;
	enum err err = path_format(&path, "/issues/comments/%" PRIu64, id);

	if (err)
		return err;
	err = send_comment(github, ctx, "PATCH", path, true);
	free(path);
	return err ? err : remove_others(github, ctx);
}

/* Within a comment of HTML: no "-->", no line break. */
static enum err
draw_up(struct github *github, struct comment *comment)
{
	buf_puts(&comment->marker, "<!-- tidemark:");
	http_escape(&comment->marker, github->what->context);
	buf_puts(&comment->marker, " -->\n");
	buf_puts(&comment->text, buf_text(&comment->marker));
	if (comment->marker.failed)
		return err_fail(ERR_NOMEM, "out of memory");
	return publication_markdown(&comment->text, github->what,
	    GITHUB_COMMENT_MAX - comment->marker.len);
}

enum err
github_put_comment(struct github *github)
{
	static const struct github_thing thing = {find, create, update};
	struct comment comment = {.count = 0};
	enum err err = draw_up(github, &comment);

	if (!err)
		err = ask_login(github, &comment);
	if (!err)
		err = github_put(github, &thing, &comment);
	buf_release(&comment.marker);
	buf_release(&comment.text);
	free(comment.login);
	free(comment.ids);
	return err;
}
