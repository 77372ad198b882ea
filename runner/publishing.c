#include "runner/publishing.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/publishing_place.h"
#include "runner/repo/remote.h"

struct publishing {
	struct app *app;
	const struct publishing_options *options;
	struct event event;
	char *remote;
	struct buf link;
	struct place *places;
	size_t count;
};

static bool
is_true(const char *variable)
{
	const char *value = getenv(variable);

	return value && strcmp(value, "true") == 0;
}

/* The publisher of the CI service that runs us; NULL elsewhere. Gitea's runner
 * says that it is GitHub's, too. */
static const char *
own_publisher(void)
{
	if (is_true("GITEA_ACTIONS") || is_true("FORGEJO_ACTIONS"))
		return "gitea";
	if (is_true("GITHUB_ACTIONS"))
		return "github";
	return is_true("GITLAB_CI") ? "gitlab" : NULL;
}

/* ---- which places ---- */

/* What the config says of a place that an option names. */
static struct config_publish
row_for(const struct source *source, const char *name)
{
	if (source)
		for (size_t i = 0; i < source->config->publish_count; i++)
			if (strcmp(source->config->publish[i].to, name) == 0)
				return source->config->publish[i];
	return (struct config_publish){
	    .to = name, .status = true, .check_run = true, .comment = true};
}

static enum err
add_place(struct publishing *p, const struct config_publish *row)
{
	const struct place_clues clues = {p->options, &p->event, p->remote};
	enum err err = place_open(&p->places[p->count], &clues, row);

	p->count++; /* what it has by now is to be freed */
	return err;
}

static enum err
add_places(struct publishing *p, const struct source *source)
{
	const struct option_list *names = &p->options->to;
	size_t listed = source ? source->config->publish_count : 0;
	enum err err = ERR_OK;

	p->places = calloc(names->count + listed + 1, sizeof *p->places);
	if (!p->places)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; !err && i < names->count; i++) {
		struct config_publish row = row_for(source, names->items[i]);

		err = add_place(p, &row);
	}
	if (err || names->count)
		return err;
	for (size_t i = 0; !err && i < listed; i++)
		err = add_place(p, &source->config->publish[i]);
	if (!err && !listed && own_publisher()) {
		struct config_publish row = row_for(NULL, own_publisher());

		err = add_place(p, &row);
	}
	if (!err && !p->count)
		err = err_fail(ERR_USAGE,
		    "publish: no place is named: `publish:` in the config, or "
		    "--to");
	return err;
}

/* ---- where there is more to see ---- */

static void
find_link(struct publishing *p)
{
	const char *server = getenv("GITHUB_SERVER_URL");
	const char *repository = getenv("GITHUB_REPOSITORY");
	const char *run = getenv("GITHUB_RUN_ID");
	const char *job = getenv("CI_JOB_URL"); /* GitLab's */

	if (p->options->link)
		buf_puts(&p->link, p->options->link);
	else if (server && repository && run)
		buf_printf(
		    &p->link, "%s/%s/actions/runs/%s", server, repository, run);
	else if (job)
		buf_puts(&p->link, job);
}

static enum err
find_remote(struct publishing *p)
{
	enum err err = repo_remote_url(p->app->repo, "origin", &p->remote);

	return err == ERR_NOTFOUND ? ERR_OK : err;
}

enum err
publishing_new(struct publishing **out, struct app *app,
    const struct publishing_options *options, const struct source *source)
{
	struct publishing *p = calloc(1, sizeof *p);
	enum err err;

	if (!p)
		return err_fail(ERR_NOMEM, "out of memory");
	p->app = app;
	p->options = options;
	if (source && source->config->publish_count && !source->trusted) {
		progress_warn(&app->progress,
		    "publish: the list in %s is not taken: the commit that is "
		    "checked may have written it",
		    source->from);
		source = NULL;
	}
	find_link(p);
	err = buf_err(&p->link);
	if (!err)
		err = event_read(&p->event);
	if (!err)
		err = find_remote(p);
	if (!err)
		err = add_places(p, source);
	if (err) {
		publishing_free(p);
		return err;
	}
	*out = p;
	return ERR_OK;
}

void
publishing_free(struct publishing *publishing)
{
	if (!publishing)
		return;
	for (size_t i = 0; i < publishing->count; i++)
		place_close(&publishing->places[i]);
	free(publishing->places);
	free(publishing->remote);
	buf_release(&publishing->link);
	free(publishing);
}

/* ---- sending ---- */

static void
tell(void *ctx, const char *text)
{
	struct app *app = ctx;

	progress_warn(&app->progress, "publish: %s", text);
}

static enum err
send_to(struct publishing *p, const struct place *place,
    const struct publication *what)
{
	struct outbox outbox = {
	    .http = place->http,
	    .show = stdout,
	    .tell = tell,
	    .ctx = p->app,
	};
	struct publication labelled = *what;

	if (place->http)
		http_refill(place->http);
	labelled.context = place->context;
	labelled.untrusted = p->options->untrusted;
	if (p->link.len)
		labelled.link = buf_text(&p->link);
	return place->publisher->publish(&outbox, &labelled, &place->to);
}

enum err
publishing_send(struct publishing *publishing, const struct publication *what)
{
	enum err first = ERR_OK;
	char why[512] = "";

	for (size_t i = 0; i < publishing->count; i++) {
		enum err err =
		    send_to(publishing, &publishing->places[i], what);

		if (err == ERR_INTERRUPTED)
			return err;
		if (err && !first) {
			first = err;
			snprintf(why, sizeof why, "%s", err_text());
		}
	}
	return first ? err_fail(first, "%s", why) : ERR_OK;
}

enum err
publishing_event_commit(char out[EVENT_NAME_SIZE])
{
	const char *pushed = getenv("GITHUB_SHA");
	const char *name = getenv("GITHUB_EVENT_NAME");
	struct event event;
	enum err err = event_read(&event);

	*out = '\0';
	if (err)
		return err;
	if (event.pull_request)
		snprintf(out, EVENT_NAME_SIZE, "%s", event.head_sha);
	else if (is_true("GITLAB_CI") && getenv("CI_COMMIT_SHA"))
		snprintf(out, EVENT_NAME_SIZE, "%s", getenv("CI_COMMIT_SHA"));
	else if (pushed && name && strcmp(name, "push") == 0)
		snprintf(out, EVENT_NAME_SIZE, "%s", pushed);
	return ERR_OK;
}
