#include "ci/gitlab.h"

#include <stdlib.h>
#include <string.h>

#include "ci/forge.h"
#include "ci/sticky.h"

/* ---- the status ---- */

static void
write_status(const struct forge *forge, struct json_writer *json, void *ctx)
{
	static const char *const states[] = {
	    [PUBLICATION_PENDING] = "running",
	    [PUBLICATION_SUCCESS] = "success",
	    [PUBLICATION_FAILURE] = "failed",
	    [PUBLICATION_ERROR] = "failed",
	};
	const struct buf *line = ctx;

	json_member_text(json, "state", states[forge->what->state]);
	json_member_text(json, "name", forge->what->context);
	json_member_text(json, "description", buf_text(line));
	if (forge->what->link)
		json_member_text(json, "target_url", forge->what->link);
}

/* The state that it has already is refused: "Cannot transition status via :run
 * from :running". Then all is as it should be. */
static bool
is_there_already(const struct forge *forge)
{
	return forge->answer.status == 400 &&
	       strstr(
		   buf_text(&forge->answer.body), "Cannot transition status");
}

static enum err
put_status(struct forge *forge)
{
	enum err err =
	    forge_post_status(forge, GITLAB_DESCRIPTION_MAX, write_status);

	return err && is_there_already(forge) ? ERR_OK : err;
}

/* ---- the note ---- */

static enum err
put_note(struct forge *forge)
{
	static const struct sticky_shape shape = {
	    .list = "/merge_requests/",
	    .list_end = "/notes",
	    .author = "author",
	    .login = "username",
	    .edit = "PUT",
	    .max_bytes = GITLAB_NOTE_MAX,
	};

	return sticky_put(forge, &shape);
}

/* ---- all of it ---- */

enum err
gitlab_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to)
{
	struct forge forge = {
	    .name = "gitlab", .outbox = outbox, .what = what, .to = to};
	const struct forge_part parts[] = {
	    {"status", to->status, put_status},
	    {"note",
		to->comment && to->request &&
		    what->state != PUBLICATION_PENDING,
		put_note},
	};
	struct buf root = BUF_INIT;
	enum err err;

	/* A project's path, or its number, in one segment. */
	buf_printf(&root, "%s/projects/", to->api);
	http_escape(&root, to->repository);
	err = buf_steal(&root, &forge.root);
	buf_release(&root);
	return err ? err
		   : forge_publish(&forge, parts, sizeof parts / sizeof *parts);
}
