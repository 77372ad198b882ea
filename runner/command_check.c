#include <stddef.h>

#include "runner/base.h"
#include "runner/command.h"
#include "runner/comparison.h"
#include "runner/output.h"

struct check_options {
	struct comparison_options comparison; /* first: see its table */
	const char *base;
	bool stored_only;
	bool allow_new_accepts;
};

static const struct option option_table[] = {
    {"base", 0, OPTION_TEXT, offsetof(struct check_options, base), "REV",
	"compare with the merge-base with REV; =REV: REV"},
    {"stored-only", 0, OPTION_FLAG, offsetof(struct check_options, stored_only),
	NULL, "judge stored samples; build and measure nothing"},
    {"allow-new-accepts", 0, OPTION_FLAG,
	offsetof(struct check_options, allow_new_accepts), NULL,
	"count what HEAD adds to .tidemark-accept.yml"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static enum err
run_check(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct check_options *own = values;
	struct comparison_options options = own->comparison;
	struct base_pair pair;
	enum err err = output_check(&options);

	options.accepts = true;
	options.allow_new_accepts = own->allow_new_accepts;

	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = base_find(
		    app->repo, argc ? argv[0] : NULL, own->base, &pair);
	if (err)
		return err;
	return output_comparison(app, "check",
	    own->stored_only ? comparison_of_stored : comparison_run, &pair,
	    &options, code);
}

const struct command command_check = {
    .name = "check",
    .usage = "[options] [HEAD]",
    .summary = "the gate: fail where HEAD is slower than its base",
    .details =
	"Builds the merge-base and HEAD (default: the commit checked out, in a "
	"pull\nrequest its head commit), measures both and the base a second "
	"time in\ninterleaved rounds, and judges each series against its "
	"tolerance.\n",
    .options = option_table,
    .more_options = comparison_option_table,
    .operands_min = 0,
    .operands_max = 1,
    .run = run_check,
};
