#include "runner/session.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"
#include "core/base/clock.h"

static size_t
list_arms(const struct session *session, struct store_arm *arms)
{
	size_t count = 0;

	for (int side = 0; side < SIDE_COUNT; side++) {
		const struct commit *commit = session->commits[side];
		const struct build *build = session->builds[side];

		if (!build || !build->tree)
			continue;
		arms[count++] = (struct store_arm){
		    .side = (enum side)side,
		    .oid = commit->oid.hex,
		    .subject = commit->subject,
		    .time_s = commit->time_s,
		    .build_key = build->key,
		};
	}
	return count;
}

static enum err
begin(struct app *app, const struct session *session, const char *uid,
    uint64_t seed)
{
	struct store_arm arms[SIDE_COUNT];
	struct store_run run = {
	    .uid = uid,
	    .kind = session->kind,
	    .machine_key = session->machine->key,
	    .config_from = session->config_from,
	    .version = TIDEMARK_VERSION,
	    .started_s = clock_wall_s(),
	    .seed = seed,
	    .arms = arms,
	    .arm_count = list_arms(session, arms),
	};
	struct buf provenance = BUF_INIT;
	enum err err = machine_provenance(session->machine, &provenance);

	run.provenance = buf_text(&provenance);
	if (!err)
		err = store_run_begin(app->store, &run);
	buf_release(&provenance);
	return err;
}

static enum store_run_status
status_of(enum err err, const struct measure_outcome *outcome)
{
	if (err == ERR_INTERRUPTED || (!err && outcome->budget_spent))
		return STORE_RUN_INTERRUPTED;
	return err ? STORE_RUN_FAILED : STORE_RUN_COMPLETE;
}

/* `err` and its text stay what they are. */
static enum err
finish(struct app *app, const char *uid, enum err err,
    const struct measure_outcome *outcome)
{
	char *why = err ? strdup(err_text()) : NULL;

	if (store_run_finish(app->store, uid, status_of(err, outcome)))
		progress_warn(&app->progress,
		    "the run could not be finished in the store: %s",
		    err_text());
	if (err)
		err = err_fail(err, "%s", why ? why : "out of memory");
	free(why);
	return err;
}

enum err
session_measure(struct app *app, const struct session *session,
    struct measure_plan *plan, struct measure_outcome *out)
{
	char uid[APP_RUN_UID_SIZE];
	enum err err;

	if (session->uid)
		snprintf(uid, sizeof uid, "%s", session->uid);
	else
		app_run_uid(uid);
	err = begin(app, session, uid, plan->seed);
	if (err)
		return err;
	for (int side = 0; side < SIDE_COUNT; side++)
		plan->trees[side] =
		    session->builds[side] ? session->builds[side]->tree : NULL;
	plan->progress = &app->progress;
	plan->store = app->store;
	plan->run_uid = uid;
	plan->logs = app->places.logs;
	err = measure(plan, out);
	if (!err)
		err = counting_run(plan, out);
	return finish(app, uid, err, out);
}
