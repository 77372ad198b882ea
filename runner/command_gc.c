#include <stddef.h>
#include <stdio.h>

#include "core/base/path.h"
#include "runner/build.h"
#include "runner/command.h"
#include "runner/source.h"
#include "runner/valgrind.h"

struct gc_options {
	bool all;
};

static const struct option option_table[] = {
    {"all", 0, OPTION_FLAG, offsetof(struct gc_options, all), NULL,
	"drop every build and log, not only old ones"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

#define LOG_DAYS 30

/* The config's; a repository without a sound one has the default's. */
static int64_t
cache_bytes(const struct app *app)
{
	int64_t bytes = CONFIG_CACHE_BYTES;
	struct source source;

	if (source_for_range(&source, app->repo, app->options.config) == ERR_OK)
		bytes = source.config->cache_bytes;
	source_release(&source);
	return bytes;
}

/* Logs, and what counting left that was killed. */
static enum err
prune_logs(const char *logs, int64_t age_s, int64_t *out_bytes)
{
	int64_t folders = 0;
	enum err err = path_prune(logs, age_s, out_bytes);

	if (!err)
		err = path_prune_folders(
		    logs, VALGRIND_FOLDER_PREFIX, age_s, &folders);
	*out_bytes += folders;
	return err;
}

static enum err
run_gc(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct gc_options *options = values;
	struct lock lock = LOCK_INIT;
	struct builder builder = {0};
	int64_t builds = 0;
	int64_t logs = 0;
	enum err err = app_open_repo(app);

	(void)argc;
	(void)argv;
	(void)code;
	if (!err)
		err = app_lock(app, "gc", &lock);
	if (err)
		return err;
	builder.places = &app->places;
	err = build_trim(
	    &builder, options->all ? 0 : cache_bytes(app), NULL, &builds);
	if (!err)
		err = prune_logs(app->places.logs,
		    options->all ? 0 : LOG_DAYS * 86400, &logs);
	lock_release(&lock);
	if (!err)
		printf("dropped %.1f MiB of builds and %.1f MiB of logs; the "
		       "samples stay\n",
		    (double)builds / 0x1p20, (double)logs / 0x1p20);
	return err;
}

const struct command command_gc = {
    .name = "gc",
    .usage = "[options]",
    .summary = "drop old checkouts, builds and logs",
    .details = "Stored samples are never dropped.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = 0,
    .run = run_gc,
};
