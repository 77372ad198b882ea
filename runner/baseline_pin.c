#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_history.h"
#include "baselines/store_pin.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "reports/baseline_report.h"
#include "reports/place.h"
#include "runner/baseline.h"
#include "runner/machine.h"

bool
pin_name_is_sound(const char *name)
{
	static const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._/-";
	static const char *const taken[] = {
	    "HEAD", "history", "merge-base"}; /* mean something to --base */
	size_t len = strlen(name);

	for (size_t i = 0; i < sizeof taken / sizeof *taken; i++)
		if (strcmp(name, taken[i]) == 0)
			return false;
	if (!len || len > STORE_PIN_NAME_MAX || *name == '-' ||
	    strspn(name, allowed) != len || strstr(name, ".."))
		return false;
	return len != OID_SIZE - 1 ||
	       strspn(name, "0123456789abcdefABCDEF") != len;
}

enum err
pin_find(struct app *app, const char *name, struct oid *out)
{
	struct store *own = NULL;
	enum err err;

	if (!pin_name_is_sound(name) ||
	    (!app->store && !path_exists(app->places.store)))
		return err_fail(ERR_NOTFOUND, "no pin %s", name);
	if (!app->store) {
		err = store_open(&own, app->places.store, STORE_READ);
		if (err)
			return err;
	}
	err = store_pin_get(own ? own : app->store, name, out->hex);
	store_close(own);
	return err;
}

/* ---- list ---- */

/* Pins with what is known of their commits; texts are owned. */
struct listing {
	struct pin_row *pins;
	size_t count;
};

static void
listing_release(struct listing *listing)
{
	for (size_t i = 0; i < listing->count; i++) {
		free((char *)listing->pins[i].name);
		free((char *)listing->pins[i].oid);
		free((char *)listing->pins[i].subject);
	}
	free(listing->pins);
}

static enum err
take_pin(void *ctx, const struct store_pin *pin)
{
	struct listing *listing = ctx;
	struct pin_row *pins =
	    reallocarray(listing->pins, listing->count + 1, sizeof *pins);
	struct pin_row *row;

	if (!pins)
		return err_fail(ERR_NOMEM, "out of memory");
	listing->pins = pins;
	row = &pins[listing->count++];
	*row = (struct pin_row){
	    .name = strdup(pin->name), .oid = strdup(pin->oid)};
	if (!row->name || !row->oid)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

/* Of a commit that the clone has not got the store may have a subject. */
static enum err
describe_stored(struct app *app, struct pin_row *row)
{
	const char *oids[] = {row->oid};
	const struct store_history_query query = {.oids = oids, .oid_count = 1};
	struct store_history *history = NULL;
	enum err err = store_history_read(app->store, &query, &history);

	if (err || !history->commit_count)
		goto out;
	row->time_s = history->commits[0].time_s;
	row->subject = strdup(history->commits[0].subject);
	if (!row->subject)
		err = err_fail(ERR_NOMEM, "out of memory");
out:
	store_history_free(history);
	return err;
}

static enum err
describe(struct app *app, const char *machine_key, struct pin_row *row)
{
	struct commit commit;
	enum err err = store_history_sessions(
	    app->store, row->oid, machine_key, &row->sessions);

	if (err)
		return err;
	if (repo_commit(app->repo, row->oid, &commit))
		return describe_stored(app, row);
	row->in_clone = true;
	row->time_s = commit.time_s;
	row->subject = strdup(commit.subject);
	return row->subject ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

static enum err
write_json(void *ctx, FILE *file)
{
	return pin_report_json(ctx, file);
}

enum err
baseline_list(struct app *app, const struct baseline_options *options, int argc,
    char **argv)
{
	struct listing listing = {NULL, 0};
	struct machine machine;
	struct pin_report report;
	enum err err;

	(void)argc;
	(void)argv;
	machine_probe(&machine);
	err = app_read_store(app);
	if (!err)
		err = store_pins(app->store, take_pin, &listing);
	for (size_t i = 0; !err && i < listing.count; i++)
		err = describe(app, machine.key, &listing.pins[i]);
	report = (struct pin_report){machine.key, listing.pins, listing.count};
	if (!err && options->json)
		err = place_write(options->json, write_json, &report);
	if (!err && baseline_shows_text(options))
		err = pin_report_text(&report, stdout);
	listing_release(&listing);
	return err;
}

/* ---- pin, unpin ---- */

static enum err
check_name(const char *name)
{
	if (pin_name_is_sound(name))
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "pin %s: 1 to %d letters, digits and . _ / - were expected, no "
	    "\"..\", no commit id",
	    name, STORE_PIN_NAME_MAX);
}

static enum err
say_taken(struct app *app, const char *name)
{
	struct oid oid = {""};
	enum err err = pin_find(app, name, &oid);

	if (err)
		return err;
	return err_fail(ERR_USAGE,
	    "pin %s: it is commit %.10s already; --force moves it", name,
	    oid.hex);
}

static enum err
warn_unmeasured(struct app *app, const char *revision, const struct oid *oid)
{
	struct machine machine;
	size_t sessions = 0;
	enum err err;

	machine_probe(&machine);
	err = store_history_sessions(
	    app->store, oid->hex, machine.key, &sessions);
	if (!err && !sessions)
		progress_warn(&app->progress,
		    "%.10s has no samples on this machine yet; tidemark run %s "
		    "measures it",
		    oid->hex, revision);
	return err;
}

enum err
baseline_pin(struct app *app, const struct baseline_options *options, int argc,
    char **argv)
{
	const char *name = argv[0], *revision = argv[1];
	struct store_pin pin = {.name = name, .pinned_s = clock_wall_s()};
	struct commit commit;
	enum err err = check_name(name);

	(void)argc;
	if (!err)
		err = repo_commit(app->repo, revision, &commit);
	if (!err)
		err = app_open_store(app);
	if (err)
		return err;
	pin.oid = commit.oid.hex;
	err = options->force ? store_pin_move(app->store, &pin)
			     : store_pin_put(app->store, &pin);
	if (err == ERR_CONFLICT)
		return say_taken(app, name);
	if (!err)
		err = warn_unmeasured(app, revision, &commit.oid);
	if (!err)
		printf(
		    "%s is %.10s %s\n", name, commit.oid.hex, commit.subject);
	return err;
}

enum err
baseline_unpin(struct app *app, const struct baseline_options *options,
    int argc, char **argv)
{
	struct oid oid = {""};
	enum err err = ERR_OK;

	(void)options;
	(void)argc;
	/* A store is not made to find nothing in it. */
	if (path_exists(app->places.store))
		err = app_open_store(app);
	if (!err)
		err = pin_find(app, argv[0], &oid);
	if (!err)
		err = store_pin_delete(app->store, argv[0]);
	if (!err)
		printf("%s was %.10s\n", argv[0], oid.hex);
	return err;
}
