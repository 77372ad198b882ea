#include "ci/github.h"

#include <inttypes.h>
#include <stdlib.h>

#include "ci/github_check.h"
#include "ci/sticky.h"
#include "core/base/path.h"

/* ---- the status ---- */

static void
write_status(const struct forge *forge, struct json_writer *json, void *ctx)
{
	static const char *const states[] = {
	    [PUBLICATION_PENDING] = "pending",
	    [PUBLICATION_SUCCESS] = "success",
	    [PUBLICATION_FAILURE] = "failure",
	    [PUBLICATION_ERROR] = "error",
	};
	const struct buf *line = ctx;

	json_member_text(json, "state", states[forge->what->state]);
	json_member_text(json, "context", forge->what->context);
	json_member_text(json, "description", buf_text(line));
	if (forge->what->link)
		json_member_text(json, "target_url", forge->what->link);
}

/* The newest of a context counts, so the same one again changes nothing. */
static enum err
put_status(struct forge *forge)
{
	return forge_post_status(forge, GITHUB_DESCRIPTION_MAX, write_status);
}

/* ---- the comment ---- */

static enum err
put_comment(struct forge *forge)
{
	static const struct sticky_shape shape = {
	    .list = "/issues/",
	    .list_end = "/comments",
	    .item = "/issues/comments/",
	    .author = "user",
	    .login = "login",
	    .edit = "PATCH",
	    .max_bytes = GITHUB_COMMENT_MAX,
	};

	return sticky_put(forge, &shape);
}

/* ---- all of it ---- */

static enum err
publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to, const char *name, bool has_check_runs)
{
	struct forge forge = {
	    .name = name, .outbox = outbox, .what = what, .to = to};
	const struct forge_part parts[] = {
	    {"status", to->status, put_status},
	    {"check run", to->check_run && has_check_runs,
		github_put_check_run},
	    /* What is told there is a result. */
	    {"comment",
		to->comment && to->request &&
		    what->state != PUBLICATION_PENDING,
		put_comment},
	};
	enum err err =
	    path_format(&forge.root, "%s/repos/%s", to->api, to->repository);

	return err ? err
		   : forge_publish(&forge, parts, sizeof parts / sizeof *parts);
}

enum err
github_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to)
{
	return publish(outbox, what, to, "github", true);
}

enum err
gitea_publish(struct outbox *outbox, const struct publication *what,
    const struct destination *to)
{
	return publish(outbox, what, to, "gitea", false);
}
