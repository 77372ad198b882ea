#include "runner/app.h"

#include <inttypes.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "core/base/path.h"
#include "core/base/rng.h"

const struct option app_option_table[] = {
    {"directory", 'C', OPTION_TEXT, offsetof(struct app_options, folder), "DIR",
	"work as if started in DIR"},
    {"config", 0, OPTION_TEXT, offsetof(struct app_options, config), "FILE",
	"use this config instead of any commit's"},
    {"store", 0, OPTION_TEXT, offsetof(struct app_options, store), "FILE",
	"keep samples there, not in the git folder"},
    {"color", 0, OPTION_TEXT, offsetof(struct app_options, color), "WHEN",
	"auto (default), always or never"},
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
	enum err err = repo_open(&app->repo, ".");

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
	return store_open(&app->store, app->places.store, STORE_READ_WRITE);
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
