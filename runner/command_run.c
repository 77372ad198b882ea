#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "core/base/clock.h"
#include "runner/collect.h"
#include "runner/command.h"

struct run_options {
	struct collect_options collect;
	const char *since;
	uint64_t last;
	uint64_t every;
};

static const struct option option_table[] = {
    {"last", 0, OPTION_NUMBER, offsetof(struct run_options, last), "N",
	"the N newest commits of the history", 1, 1000000},
    {"since", 0, OPTION_TEXT, offsetof(struct run_options, since), "DATE",
	"commits since 2026-01-31, or 14d for 14 days ago"},
    {"every", 0, OPTION_NUMBER, offsetof(struct run_options, every), "N",
	"only each N-th commit", 1, 1000000},
    {"rounds", 0, OPTION_NUMBER, offsetof(struct run_options, collect.rounds),
	"N", "rounds a commit (default 10)", 1, 1000},
    {"budget", 0, OPTION_DURATION,
	offsetof(struct run_options, collect.budget_ns), "TIME",
	"time for measuring a commit"},
    {"skip-existing", 0, OPTION_FLAG,
	offsetof(struct run_options, collect.skip_existing), NULL,
	"leave out what this machine has measured"},
    {"keep-going", 'k', OPTION_FLAG,
	offsetof(struct run_options, collect.keep_going), NULL,
	"go on where a commit does not build or run"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* A day, or how long ago. */
static enum err
parse_since(const char *text, int64_t *out)
{
	struct tm day = {0};
	int64_t ago_ns;
	const char *end;

	if (clock_parse_duration(text, &ago_ns) == ERR_OK) {
		*out = clock_wall_s() - ago_ns / CLOCK_NS_PER_S;
		return ERR_OK;
	}
	end = strptime(text, "%Y-%m-%d", &day);
	if (!end || *end || strlen(text) != strlen("2026-01-31"))
		return err_fail(ERR_USAGE,
		    "--since %s: a day such as 2026-01-31 or an age such as "
		    "14d was expected",
		    text);
	*out = (int64_t)timegm(&day);
	return ERR_OK;
}

static enum err
run_run(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct run_options *options = values;
	struct repo_walk walk = {
	    .last = options->last, .every = options->every};
	struct commit *commits = NULL;
	size_t count = 0;
	enum err err = ERR_OK;

	if (options->since)
		err = parse_since(options->since, &walk.since_s);
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = repo_list(app->repo, (const char *const *)argv,
		    (size_t)argc, &walk, &commits, &count);
	if (!err && !count)
		err = err_fail(ERR_USAGE, "no commit is in that range");
	if (!err)
		err = collect(app, commits, count, &options->collect, code);
	free(commits);
	return err;
}

const struct command command_run = {
    .name = "run",
    .usage = "[options] [REV|A..B]...",
    .summary = "check out, build, measure and store commits",
    .details =
	"Measures each commit on its own, newest first (default: HEAD). The "
	"config is\nthe work tree's. Samples of different sessions are weaker "
	"evidence than the\npairs of check.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = -1,
    .run = run_run,
};
