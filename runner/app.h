/** What every command has around it: global options, repository, places. */
#ifndef RUNNER_APP_H
#define RUNNER_APP_H

#include <stdbool.h>

#include "baselines/store.h"
#include "core/base/err.h"
#include "runner/lock.h"
#include "core/base/options.h"
#include "runner/places.h"
#include "runner/progress.h"
#include "runner/repo/repo.h"
#include "runner/sandbox.h"
#include "runner/source.h"

/** Values of the global options. */
struct app_options {
	const char *folder; /**< -C */
	const char *config;
	const char *store;
	const char *color; /**< "auto", "always", "never" */
	const char *sandbox; /**< "auto", "bwrap", "none" */
	const char *allow_network; /**< "build" */
	bool verbose;
	bool quiet;
	bool help;
	bool version;
};

struct app {
	struct app_options options;
	struct progress progress;
	struct repo *repo; /**< NULL until app_open_repo() */
	struct places places;
	struct store *store; /**< NULL until app_open_store() */
};

extern const struct option app_option_table[];

/** Open the repository and name its places. @return ERR_USAGE */
enum err app_open_repo(struct app *app);

/** Open the store, making it where needed; one that is open is closed. */
enum err app_open_store(struct app *app);

/** Open the store for reading; one that is open is closed. @return also
 * ERR_UNJUDGED where there is none, naming the command that fills it */
enum err app_read_store(struct app *app);

/**
 * Take the machine's measuring lock for a command, saying who holds it where
 * that is somebody else.
 */
enum err app_lock(struct app *app, const char *command, struct lock *lock);

/**
 * Find out whether the children that a config leads to are shut in, and note it
 * in the config's conditions. Says so where they are not, though that was not
 * asked for.
 * @return sandbox_new()'s, event_read()'s errors
 */
enum err app_sandbox(
    struct app *app, struct source *source, struct sandbox **out);

/** Release everything. */
void app_release(struct app *app);

/** Whether standard output is to be coloured. */
bool app_colour(const struct app *app);

/** Columns of the terminal on standard output, 0 where it is none. */
int app_width(void);

#define APP_RUN_UID_SIZE 33 /**< 32 hex digits and the NUL */

/** A new run's identifier. */
void app_run_uid(char out[APP_RUN_UID_SIZE]);

#endif
