#include "runner/telling.h"

#include <stdio.h>

static void
send(struct telling *telling, struct publication *what)
{
	what->oid = telling->oid;
	if (telling->publishing && publishing_send(telling->publishing, what))
		progress_warn(&telling->app->progress, "%s", err_text());
}

static enum err
open_places(struct telling *telling, const struct base_pair *pair)
{
	struct app *app = telling->app;
	enum err err = source_for_gate(&telling->source, app->repo,
	    app->options.config, &pair->config_commit, &pair->head.oid);

	return err ? err
		   : publishing_new(&telling->publishing, app,
			 &telling->options, &telling->source);
}

void
telling_begin(struct telling *telling, struct app *app,
    const struct output_job *jobs, size_t count)
{
	struct publication what = {.state = PUBLICATION_PENDING};
	size_t i = 0;

	*telling = (struct telling){.app = app};
	while (i < count && jobs[i].err)
		i++;
	if (i == count)
		return; /* the error that comes says why */
	telling->oid = jobs[i].pair->head.oid.hex;
	if (open_places(telling, jobs[i].pair))
		progress_warn(&app->progress, "%s", err_text());
	send(telling, &what);
}

void
telling_report(void *ctx, const struct report *report, enum exit_code code)
{
	struct telling *telling = ctx;
	struct publication what = {
	    .state = publication_state(code), .report = report};

	telling->told = true;
	send(telling, &what);
}

void
telling_end(struct telling *telling, enum err err)
{
	struct publication what = {.state = PUBLICATION_ERROR};
	char text[2048];
	char why[2100];

	if (err && err != ERR_INTERRUPTED && !telling->told) {
		snprintf(text, sizeof text, "%s", err_text());
		snprintf(why, sizeof why, "no verdict: %s", text);
		what.why = why;
		send(telling, &what);
		err_set_text("%s", text);
	}
	publishing_free(telling->publishing);
	source_release(&telling->source);
}
