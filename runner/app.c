#include "runner/app.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/path.h"
#include "core/base/rng.h"
#include "runner/event.h"

const struct option app_option_table[] = {
    {"directory", 'C', OPTION_TEXT, offsetof(struct app_options, folder), "DIR",
	"work as if started in DIR"},
    {"config", 0, OPTION_TEXT, offsetof(struct app_options, config), "FILE",
	"use this config instead of any commit's"},
    {"store", 0, OPTION_TEXT, offsetof(struct app_options, store), "FILE",
	"keep samples there, not in the git folder"},
    {"color", 0, OPTION_TEXT, offsetof(struct app_options, color), "WHEN",
	"auto (default), always or never"},
    {"sandbox", 0, OPTION_TEXT, offsetof(struct app_options, sandbox), "MODE",
	"auto, bwrap or none; outweighs the config"},
    {"allow-network", 0, OPTION_TEXT,
	offsetof(struct app_options, allow_network), "WHAT",
	"build: builds may use the network in the sandbox"},
    {"verbose", 'v', OPTION_FLAG, offsetof(struct app_options, verbose), NULL,
	"show every series"},
    {"quiet", 'q', OPTION_FLAG, offsetof(struct app_options, quiet), NULL,
	"no progress on standard error"},
    {"help", 'h', OPTION_FLAG, offsetof(struct app_options, help), NULL,
	"show help and exit"},
    {"version", 0, OPTION_FLAG, offsetof(struct app_options, version), NULL,
	"show the version and exit"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

enum err
app_open_repo(struct app *app)
{
	/* Whoever measures starts here, while this process is small: see
	 * child.h. */
	enum err err = child_init();

	if (!err)
		err = repo_open(&app->repo, ".");
	if (err)
		return err;
	return places_init(&app->places, app->repo, app->options.store);
}

static void
close_store(struct app *app)
{
	store_close(app->store);
	app->store = NULL;
}

enum err
app_open_store(struct app *app)
{
	enum err err = places_make_state(&app->places);

	if (err)
		return err;
	close_store(app);
	err = store_open(&app->store, app->places.store, STORE_READ_WRITE);
	return err == ERR_IO ? places_suggest_store(err) : err;
}

enum err
app_read_store(struct app *app)
{
	if (!path_exists(app->places.store))
		return err_fail(ERR_UNJUDGED,
		    "%s: no samples are stored yet; tidemark run measures a "
		    "commit and keeps them",
		    app->places.store);
	close_store(app);
	return store_open(&app->store, app->places.store, STORE_READ);
}

static void
say_holder(void *ctx, const char *holder)
{
	progress_phase(ctx,
	    "waiting: another tidemark is building or measuring, %s", holder);
}

enum err
app_lock(struct app *app, const char *command, struct lock *lock)
{
	char purpose[256];

	snprintf(purpose, sizeof purpose, "%s in %s", command,
	    repo_common_dir(app->repo));
	return lock_take(lock, purpose, say_holder, &app->progress);
}

/* What the caller says of the mode, for this run or, by its environment, for
 * all. */
static enum err
given_mode(const struct app *app, enum sandbox_mode *mode, bool *given)
{
	const char *variable = getenv("TIDEMARK_SANDBOX");
	const char *what = "TIDEMARK_SANDBOX";
	const char *text = variable && *variable ? variable : NULL;

	if (app->options.sandbox) {
		text = app->options.sandbox;
		what = "--sandbox";
	}
	*given = text != NULL;
	if (text && !sandbox_mode_parse(text, mode))
		return err_fail(ERR_USAGE,
		    "%s %s: auto, bwrap or none was expected", what, text);
	text = app->options.allow_network;
	if (text && strcmp(text, "build") != 0)
		return err_fail(
		    ERR_USAGE, "--allow-network %s: build was expected", text);
	return ERR_OK;
}

enum err
app_sandbox(struct app *app, struct source *source, struct sandbox **out)
{
	enum sandbox_mode mode;
	struct sandbox_order order = {
	    .config = &source->config->sandbox,
	    .build_network = app->options.allow_network != NULL,
	    .config_foreign = !source->trusted,
	    .disk = app->places.cache,
	};
	char *objects = NULL;
	struct event event;
	bool given;
	enum err err = given_mode(app, &mode, &given);

	if (!err)
		err = event_read(&event);
	if (!err)
		err =
		    path_join(&objects, repo_common_dir(app->repo), "objects");
	if (!err) {
		order.mode = given ? &mode : NULL;
		order.foreign = event.foreign;
		order.objects = objects;
		err = sandbox_new(out, &order);
	}
	free(objects);
	if (err)
		return err;
	source->config->measure.conditions.shut_in = sandbox_is_shut(*out);
	if (sandbox_why_not(*out))
		progress_warn(&app->progress,
		    "builds and benchmarks are not shut in: %s",
		    sandbox_why_not(*out));
	return ERR_OK;
}

void
app_release(struct app *app)
{
	progress_clear(&app->progress);
	close_store(app);
	places_release(&app->places);
	repo_free(app->repo);
	app->repo = NULL;
}

bool
app_colour(const struct app *app)
{
	const char *when = app->options.color;
	const char *no_color = getenv("NO_COLOR");

	if (when && strcmp(when, "auto") != 0)
		return strcmp(when, "always") == 0;
	return isatty(STDOUT_FILENO) == 1 && !(no_color && *no_color);
}

int
app_width(void)
{
	struct winsize size;

	if (isatty(STDOUT_FILENO) == 1 &&
	    ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0)
		return size.ws_col;
	return 0;
}

void
app_run_uid(char out[APP_RUN_UID_SIZE])
{
	snprintf(out, APP_RUN_UID_SIZE, "%016" PRIx64 "%016" PRIx64,
	    rng_entropy(), rng_entropy());
}
