#include <stddef.h>

#include "runner/against.h"
#include "runner/command.h"
#include "runner/comparison.h"
#include "runner/exit_status.h"
#include "runner/output.h"
#include "runner/telling.h"

struct check_options {
	struct comparison_options comparison; /* first: see its table */
	struct option_list bases;
	bool stored_only;
	bool allow_new_accepts;
	bool bisect_run;
	bool publish;
};

static const struct option option_table[] = {
    {"base", 0, OPTION_LIST, offsetof(struct check_options, bases), "REV",
	"merge-base with REV; =REV: REV; pin:NAME; history"},
    {"stored-only", 0, OPTION_FLAG, offsetof(struct check_options, stored_only),
	NULL, "judge stored samples; build and measure nothing"},
    {"allow-new-accepts", 0, OPTION_FLAG,
	offsetof(struct check_options, allow_new_accepts), NULL,
	"count what HEAD adds to .tidemark-accept.yml"},
    {"publish", 0, OPTION_FLAG, offsetof(struct check_options, publish), NULL,
	"tell the places of `publish:` before and after"},
    {EXIT_STATUS_BISECT_RUN, 0, OPTION_FLAG,
	offsetof(struct check_options, bisect_run), NULL,
	"exit as git bisect run wants it: 125 where unproven"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* Stored samples of both commits, the history, or pairs. */
static output_compare_fn *
way_of(const struct check_options *options, const struct against *against)
{
	if (options->stored_only)
		return comparison_of_stored;
	return against->history ? comparison_of_history : comparison_run;
}

/* git would take what is undecided for good or bad. */
static enum err
check_bisect_run(const struct check_options *options)
{
	if (options->bisect_run && options->comparison.inconclusive)
		return err_fail(ERR_USAGE,
		    "--bisect-run skips what is inconclusive: --inconclusive "
		    "is not for it");
	return ERR_OK;
}

static enum err
run_check(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct check_options *own = values;
	struct comparison_options options = own->comparison;
	struct against against[CONFIG_BASELINES_MAX];
	struct output_job jobs[CONFIG_BASELINES_MAX];
	struct telling telling;
	size_t count = 0;
	enum err err = output_check(&options);

	options.accepts = true;
	options.allow_new_accepts = own->allow_new_accepts;
	if (!err)
		err = check_bisect_run(own);
	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = against_find(
		    app, argc ? argv[0] : NULL, &own->bases, against, &count);
	if (err)
		return err;
	for (size_t i = 0; i < count; i++) {
		if (own->stored_only && against[i].history)
			return err_fail(ERR_USAGE,
			    "--stored-only compares the stored samples of two "
			    "commits: history is none (--base names one)");
		jobs[i] = (struct output_job){way_of(own, &against[i]),
		    &against[i].pair, against[i].err, against[i].why};
	}
	if (own->publish) {
		options.reported = telling_report;
		options.reported_ctx = &telling;
		telling_begin(&telling, app, jobs, count);
	}
	err = output_comparisons(app, "check", jobs, count, &options, code);
	if (own->publish)
		telling_end(&telling, err);
	return err;
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
