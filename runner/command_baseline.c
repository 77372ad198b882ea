#include <limits.h>
#include <stddef.h>
#include <string.h>

#include "runner/baseline.h"
#include "runner/command.h"

#define FIELD(name) offsetof(struct baseline_options, name)

static const struct option option_table[] = {
    {"json", 0, OPTION_TEXT, FIELD(json), "FILE",
	"list, show: write the report as JSON, too"},
    {"archive", 0, OPTION_FLAG, FIELD(archive), NULL,
	"show: the best and the latest of all series"},
    {"force", 0, OPTION_FLAG, FIELD(force), NULL,
	"pin: move a name that is another commit's"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* Which options a subcommand takes. */
enum { TAKES_JSON = 1, TAKES_ARCHIVE = 2, TAKES_FORCE = 4, TAKES_ACCEPT = 8 };

static enum err
run_accept(struct app *app, const struct baseline_options *options, int argc,
    char **argv)
{
	return baseline_accept(app, &options->accept, argc, argv);
}

static const struct subcommand {
	const char *name;
	const char *operands; /* for messages */
	int operands_min;
	int operands_max;
	unsigned takes;
	enum err (*run)(struct app *app, const struct baseline_options *options,
	    int argc, char **argv);
} subcommands[] = {
    {"list", "", 0, 0, TAKES_JSON, baseline_list},
    {"show", " [NAME|REV]", 0, 1, TAKES_JSON | TAKES_ARCHIVE, baseline_show},
    {"pin", " NAME REV", 2, 2, TAKES_FORCE, baseline_pin},
    {"unpin", " NAME", 1, 1, 0, baseline_unpin},
    {"accept", " [SERIES]...", 0, INT_MAX, TAKES_ACCEPT, run_accept},
};

#define SUBCOMMAND_COUNT (sizeof subcommands / sizeof *subcommands)

bool
baseline_shows_text(const struct baseline_options *options)
{
	return !options->json || strcmp(options->json, "-") != 0;
}

static enum err
find_subcommand(const char *name, const struct subcommand **out)
{
	char known[128] = "";
	size_t len = 0;

	for (size_t i = 0; i < SUBCOMMAND_COUNT; i++) {
		if (strcmp(subcommands[i].name, name) == 0) {
			*out = &subcommands[i];
			return ERR_OK;
		}
		len += (size_t)snprintf(known + len, sizeof known - len, "%s%s",
		    i ? ", " : "", subcommands[i].name);
	}
	return err_fail(
	    ERR_USAGE, "baseline %s: one of %s was expected", name, known);
}

static enum err
check_use(const struct subcommand *subcommand,
    const struct baseline_options *options, int operands)
{
	const struct {
		bool given;
		unsigned bit;
		const char *name;
	} rows[] = {
	    {options->json, TAKES_JSON, "--json"},
	    {options->archive, TAKES_ARCHIVE, "--archive"},
	    {options->force, TAKES_FORCE, "--force"},
	    {options->accept.reason, TAKES_ACCEPT, "--reason"},
	    {options->accept.from, TAKES_ACCEPT, "--from"},
	    {options->accept.factor, TAKES_ACCEPT, "--factor"},
	    {options->accept.level, TAKES_ACCEPT, "--level"},
	    {options->accept.commits, TAKES_ACCEPT, "--commits"},
	    {options->accept.expires, TAKES_ACCEPT, "--expires"},
	    {options->accept.author, TAKES_ACCEPT, "--author"},
	};

	for (size_t i = 0; i < sizeof rows / sizeof *rows; i++)
		if (rows[i].given && !(subcommand->takes & rows[i].bit))
			return err_fail(ERR_USAGE,
			    "%s does not go with baseline %s", rows[i].name,
			    subcommand->name);
	if (operands < subcommand->operands_min ||
	    operands > subcommand->operands_max)
		return err_fail(ERR_USAGE, "usage: tidemark baseline %s%s",
		    subcommand->name, subcommand->operands);
	return ERR_OK;
}

static enum err
run_baseline(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct baseline_options *options = values;
	const struct subcommand *subcommand = NULL;
	enum err err = find_subcommand(argv[0], &subcommand);

	(void)code;
	if (!err)
		err = check_use(subcommand, options, argc - 1);
	if (!err)
		err = app_open_repo(app);
	return err ? err : subcommand->run(app, options, argc - 1, argv + 1);
}

const struct command command_baseline = {
    .name = "baseline",
    .usage = "[options] list|show|pin|unpin|accept [NAME] [REV] [SERIES]...",
    .summary = "show what commits took, and give commits names",
    .details =
	"list               the names that commits have: pins\n"
	"show [NAME|REV]    what a commit took on this machine (default: the "
	"newest of\n"
	"                   the default branch that was measured)\n"
	"show --archive     best and latest of all series, on all machines\n"
	"pin NAME REV       give a commit a name\n"
	"unpin NAME         take it away\n"
	"accept [SERIES]...  accept slowdowns: add them to "
	".tidemark-accept.yml\n",
    .options = option_table,
    .more_options = baseline_accept_option_table,
    .operands_min = 1,
    .operands_max = -1,
    .run = run_baseline,
};
