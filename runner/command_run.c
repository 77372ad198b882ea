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
	bool is_new;
	bool gaps;
	/* repo_walk counts in size_t, options in uint64_t */
	uint64_t last;
	uint64_t every;
};

#define FIELD(name) offsetof(struct run_options, name)

static const struct option option_table[] = {
    {"last", 0, OPTION_NUMBER, FIELD(last), "N",
	"the N newest commits of the history", 1, 1000000},
    {"since", 0, OPTION_TEXT, FIELD(since), "DATE",
	"commits since 2026-01-31, or 14d for 14 days ago"},
    {"every", 0, OPTION_NUMBER, FIELD(every), "N", "only each N-th commit", 1,
	1000000},
    {"new", 0, OPTION_FLAG, FIELD(is_new), NULL,
	"commits newer than the newest measured one"},
    {"gaps", 0, OPTION_FLAG, FIELD(gaps), NULL,
	"where the history changed between measured commits"},
    {"commits", 0, OPTION_NUMBER, FIELD(collect.commits), "N",
	"measure at most N commits", 1, 1000000},
    {"time", 0, OPTION_DURATION, FIELD(collect.time_ns), "TIME",
	"time for all, builds too; the rest is left"},
    {"rounds", 0, OPTION_NUMBER, FIELD(collect.rounds), "N",
	"rounds a commit (default 10)", 1, 1000},
    {"budget", 0, OPTION_DURATION, FIELD(collect.budget_ns), "TIME",
	"time for measuring a commit"},
    {"skip-existing", 0, OPTION_FLAG, FIELD(collect.skip_existing), NULL,
	"leave out what this machine has measured"},
    {"keep-going", 'k', OPTION_FLAG, FIELD(collect.keep_going), NULL,
	"go on where a commit does not build or run"},
    {"json", 0, OPTION_TEXT, FIELD(collect.json), "FILE",
	"what became of each commit, as JSON"},
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

/* A choice is made from one history. */
static enum err
check_choice(const struct run_options *options, int argc)
{
	const char *name = options->gaps ? "--gaps" : "--new";

	if (options->gaps && options->is_new)
		return err_fail(ERR_USAGE, "--new and --gaps: one of them");
	if (options->every && !options->is_new && !options->gaps && !argc &&
	    !options->last && !options->since)
		return err_fail(ERR_USAGE,
		    "--every thins out a history: a range, --last or --since "
		    "was expected");
	if (!options->gaps && !options->is_new)
		return ERR_OK;
	if (options->every)
		return err_fail(ERR_USAGE,
		    "%s chooses the commits itself: --every does not go with "
		    "it",
		    name);
	if (argc > 1)
		return err_fail(ERR_USAGE,
		    "%s: one revision or range was expected, not %d", name,
		    argc);
	return ERR_OK;
}

static enum err
run_run(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct run_options *options = values;
	struct collect_options collecting = options->collect;
	enum err err = check_choice(options, argc);

	collecting.specs = (const char *const *)argv;
	collecting.spec_count = (size_t)argc;
	collecting.walk.last = options->last;
	collecting.walk.every = options->every;
	if (options->is_new)
		collecting.choice = COLLECT_NEW;
	else if (options->gaps)
		collecting.choice = COLLECT_GAPS;
	if (!err && options->since)
		err = parse_since(options->since, &collecting.walk.since_s);
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = collect(app, &collecting, code);
	return err;
}

const struct command command_run = {
    .name = "run",
    .usage = "[options] [REV|A..B]...",
    .summary = "check out, build, measure and store commits",
    .details =
	"Measures each commit on its own, newest first (default: HEAD). The "
	"config is\nthe work tree's. Samples of different sessions are weaker "
	"evidence than the\npairs of check. A commit of the same build as a "
	"measured one shares its samples.\n",
    .options = option_table,
    .operands_min = 0,
    .operands_max = -1,
    .run = run_run,
};
