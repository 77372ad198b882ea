#include <stddef.h>
#include <stdio.h>

#include "runner/base.h"
#include "runner/command.h"
#include "runner/comparison.h"
#include "runner/output.h"

struct compare_options {
	struct comparison_options comparison; /* first: see its table */
	bool sensitive;
};

static const struct option option_table[] = {
    {"sensitive", 0, OPTION_FLAG, offsetof(struct compare_options, sensitive),
	NULL, "look for changes beyond 1 %, not 2 %"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* Both revisions are taken literally. */
static enum err
find_pair(struct repo *repo, int argc, char **argv, struct base_pair *out)
{
	enum err err = repo_commit(repo, argv[0], &out->base);

	if (!err)
		err =
		    repo_commit(repo, argc > 1 ? argv[1] : "HEAD", &out->head);
	out->config_commit = out->base.oid;
	snprintf(out->base_from, sizeof out->base_from, "%.200s", argv[0]);
	return err;
}

static enum err
run_compare(struct app *app, const void *values, int argc, char **argv,
    enum exit_code *code)
{
	const struct compare_options *own = values;
	struct comparison_options options = own->comparison;
	struct base_pair pair = {0};
	enum err err = output_check(&options);

	options.detector =
	    own->sensitive ? &detector_sensitive : &detector_default;
	if (!err && own->sensitive && options.tolerance > 0)
		err = err_fail(ERR_USAGE,
		    "--sensitive is for the detector, which is not asked where "
		    "there is a --tolerance");

	if (!err)
		err = app_open_repo(app);
	if (!err)
		err = find_pair(app->repo, argc, argv, &pair);
	if (err)
		return err;
	return output_comparisons(app, "compare",
	    &(const struct output_job){
		.compare = comparison_run, .pair = &pair},
	    1, &options, code);
}

const struct command command_compare = {
    .name = "compare",
    .usage = "[options] BASE [HEAD]",
    .summary = "say which benchmarks differ between two commits",
    .details = "As check, but with exactly these two commits, whatever their "
	       "place in the\nhistory. HEAD is the commit checked out where it "
	       "is not given. Without\n--tolerance it asks for any change "
	       "beyond 2 %, slower or faster.\n",
    .options = option_table,
    .more_options = comparison_option_table,
    .operands_min = 1,
    .operands_max = 2,
    .run = run_compare,
};
