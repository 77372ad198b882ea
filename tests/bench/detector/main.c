/*
 * detector: how often rules are wrong, and what they cost.
 * scripts/bench-detector runs it; without arguments it says what it takes. See
 * docs/detector.md.
 */
#include <errno.h>
#include <inttypes.h>
#include <math.h>
#include <stdio.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "core/base/child.h"
#include "core/base/json.h"
#include "core/base/number.h"
#include "core/base/options.h"
#include "tests/bench/detector/campaign.h"

#define SEED 42
#define TRIALS_MAX UINT64_C(1000000000)
#define CHANGE_MIN (-.9)
#define CHANGE_MAX 10.

struct request {
	uint64_t seed;
	uint64_t runs;
	uint64_t threads;
	const char *figure;
	bool coverage;
};

static const struct option options[] = {
    {"seed", 's', OPTION_NUMBER, offsetof(struct request, seed), "N",
	"another seed than 42", 0, UINT64_MAX},
    {"runs", 'n', OPTION_NUMBER, offsetof(struct request, runs), "N",
	"runs a side, of a rule that does not choose", 1, RIVAL_RUNS_MAX},
    {"threads", 'j', OPTION_NUMBER, offsetof(struct request, threads), "N",
	"do not change the result (2)", 1, CAMPAIGN_THREADS_MAX},
    {"figure", 0, OPTION_TEXT, offsetof(struct request, figure), "NAME",
	"of a recorded or live process: min, median, mean", 0, 0},
    {"coverage", 0, OPTION_FLAG, offsetof(struct request, coverage), NULL,
	"count how often the interval holds the true change", 0, 0},
    {0},
};

static const char *const figures[RECORDED_FIGURES] = {
    [RECORDED_MIN] = "min",
    [RECORDED_MEDIAN] = "median",
    [RECORDED_MEAN] = "mean",
};

static enum err
read_figure(const char *name, enum recorded_figure *out)
{
	for (size_t i = 0; i < RECORDED_FIGURES; i++) {
		if (strcmp(figures[i], name) == 0) {
			*out = (enum recorded_figure)i;
			return ERR_OK;
		}
	}
	return err_fail(
	    ERR_USAGE, "--figure: \"%s\" is not min, median or mean", name);
}

/* ---- what is asked for ---- */

static enum err
read_rule(
    const char *name, const struct request *request, struct trial_plan *plan)
{
	plan->method = method_named(name);
	plan->rival = rival_named(name);
	plan->runs = (size_t)request->runs;
	plan->coverage = request->coverage;
	if (!plan->method && !plan->rival)
		return err_fail(ERR_USAGE,
		    "rule \"%s\" is not known: expected a line of rules", name);
	if (plan->runs == 0 &&
	    (plan->rival || !method_is_sequential(plan->method)))
		return err_fail(ERR_USAGE,
		    "rule %s: expected --runs, since it does not choose", name);
	if (plan->method && plan->runs > RULE_ROUNDS_MAX)
		return err_fail(ERR_USAGE, "rule %s: expected --runs up to %d",
		    name, RULE_ROUNDS_MAX);
	return ERR_OK;
}

static enum err
read_change(const char *text, double *out)
{
	char *end;
	double change = strtod(text, &end);

	if (end == text || *end || !(change >= CHANGE_MIN) ||
	    !(change <= CHANGE_MAX))
		return err_fail(ERR_USAGE,
		    "change \"%s\": expected a fraction such as .05 from %g to "
		    "%g",
		    text, CHANGE_MIN, CHANGE_MAX);
	*out = change;
	return ERR_OK;
}

/* ---- what is answered ---- */

static void
put_number(struct json_writer *writer, const char *key, double number)
{
	json_key(writer, key);
	json_put_number(writer, number);
}

static void
put_count(struct json_writer *writer, const char *key, uint64_t number)
{
	json_key(writer, key);
	json_put_int(writer, (int64_t)number);
}

static enum err
print_tally(const struct tally *tally)
{
	struct json_writer writer;
	double trials = (double)tally->trials;

	json_writer_init(&writer, stdout);
	json_object_begin(&writer);
	put_count(&writer, "trials", tally->trials);
	put_count(&writer, "flagged", tally->found[FOUND_SLOWER]);
	put_count(&writer, "improved", tally->found[FOUND_FASTER]);
	put_count(&writer, "passed", tally->found[FOUND_NOTHING]);
	put_count(&writer, "inconclusive", tally->found[FOUND_INCONCLUSIVE]);
	put_count(&writer, "covered", tally->covered);
	put_count(&writer, "processes", tally->processes);
	put_number(
	    &writer, "mean_processes", (double)tally->processes / trials);
	put_number(&writer, "mean_rounds", tally_mean_rounds(tally));
	put_count(&writer, "rounds_p50", tally_rounds_quantile(tally, .5));
	put_count(&writer, "rounds_p90", tally_rounds_quantile(tally, .9));
	put_count(&writer, "rounds_p99", tally_rounds_quantile(tally, .99));
	json_object_end(&writer);
	return json_writer_end(&writer);
}

/* RULE, what fills `source`, CHANGE and TRIALS. */
static enum err
run_campaign(char **words, const struct request *request,
    struct source_plan *source, size_t threads)
{
	struct trial_plan plan = {.source = source};
	struct tally tally;
	uint64_t trials;
	enum err err = read_rule(words[0], request, &plan);

	source->seed = request->seed;
	if (!err)
		err = read_change(words[2], &source->change);
	if (!err && number_parse_whole(words[3], 1, TRIALS_MAX, &trials))
		err = err_fail(ERR_USAGE,
		    "trials \"%s\": expected a number from 1 to %" PRIu64,
		    words[3], TRIALS_MAX);
	if (!err)
		err = campaign_run(&plan, trials, threads, &tally);
	return err ? err : print_tally(&tally);
}

/* ---- commands ---- */

static enum err
run_rules(char **words, const struct request *request)
{
	static const char *const orders[] = {
	    [RIVAL_BLOCK] = "block",
	    [RIVAL_PAIRED] = "paired",
	    [RIVAL_HISTORY] = "history",
	};

	(void)words;
	(void)request;
	for (const struct method *row = methods; row->name; row++)
		printf("%s\town\t%s\n", row->name, row->rule);
	for (const struct rival *row = rivals; row->name; row++)
		printf(
		    "%s\t%s\t%s\n", row->name, orders[row->order], row->rule);
	return ERR_OK;
}

static enum err
run_noises(char **words, const struct request *request)
{
	(void)words;
	(void)request;
	simulated_print_models(stdout);
	return ERR_OK;
}

static enum err
run_simulate(char **words, const struct request *request)
{
	struct simulated_model model;
	struct source_plan source = {.noise = &model};
	enum err err = simulated_parse(&model, words[1]);

	return err ? err
		   : run_campaign(
			 words, request, &source, (size_t)request->threads);
}

static enum err
run_series(char **words, const struct request *request)
{
	enum recorded_figure figure;
	struct recorded *recorded = NULL;
	struct source_plan source = {0};
	enum err err = read_figure(request->figure, &figure);

	if (!err)
		err = recorded_read(&recorded, words[1], figure);
	source.recorded = recorded;
	if (!err)
		err = run_campaign(
		    words, request, &source, (size_t)request->threads);
	recorded_free(recorded);
	return err;
}

/* FOLDER/base, FOLDER/ctrl and FOLDER/head: copies of the workload program,
 * whose paths are equally long, so that no environment differs in length. */
static enum err
read_live(struct buf programs[SIDE_COUNT], const char *folder,
    const char *workload, struct live *live)
{
	static const char *const names[SIDE_COUNT] = {[SIDE_BASE] = "base",
	    [SIDE_CONTROL] = "ctrl",
	    [SIDE_HEAD] = "head"};
	enum err err = child_init();

	for (size_t i = 0; i < SIDE_COUNT && !err; i++) {
		buf_printf(&programs[i], "%s/%s", folder, names[i]);
		err = buf_err(&programs[i]);
		live->programs[i] = buf_text(&programs[i]);
		if (!err && access(live->programs[i], X_OK) != 0)
			err = err_fail(ERR_USAGE,
			    "%s: expected a copy of the workload program: %s",
			    live->programs[i], strerror(errno));
	}
	live->workload = workload;
	return err;
}

static void
release_programs(struct buf programs[SIDE_COUNT])
{
	for (size_t i = 0; i < SIDE_COUNT; i++)
		buf_release(&programs[i]);
}

/* "FOLDER:WORKLOAD" takes the place of the noise. */
static enum err
run_live(char **words, const struct request *request)
{
	struct buf programs[SIDE_COUNT] = {BUF_INIT, BUF_INIT, BUF_INIT};
	struct live live = {.workload = NULL};
	struct source_plan source = {.live = &live};
	char *workload = strrchr(words[1], ':');
	enum err err = read_figure(request->figure, &live.figure);

	if (!err && !workload)
		err = err_fail(
		    ERR_USAGE, "\"%s\": expected FOLDER:WORKLOAD", words[1]);
	if (!err) {
		*workload++ = '\0';
		err = read_live(programs, words[1], workload, &live);
	}
	if (!err)
		err = run_campaign(words, request, &source, 1);
	release_programs(programs);
	return err;
}

/* A line for recorded_read(): the sides in the order in which they ran. */
static enum err
record_round(const struct live *live, struct rng *rng)
{
	size_t sides[SIDE_COUNT] = {SIDE_BASE, SIDE_CONTROL, SIDE_HEAD};
	size_t padding = live_padding(rng);
	enum err err = ERR_OK;

	rng_shuffle(rng, sides, SIDE_COUNT);
	for (size_t i = 0; i < SIDE_COUNT && !err; i++) {
		struct live_times times;

		err = live_run(live, (enum side)sides[i], 0, padding, &times);
		if (!err)
			printf("%s%" PRId64 ",%" PRId64 ",%" PRId64,
			    i > 0 ? "," : "", times.figures[RECORDED_MIN],
			    times.figures[RECORDED_MEDIAN],
			    times.figures[RECORDED_MEAN]);
	}
	putchar('\n');
	return err;
}

static enum err
run_record(char **words, const struct request *request)
{
	struct buf programs[SIDE_COUNT] = {BUF_INIT, BUF_INIT, BUF_INIT};
	struct live live = {.workload = NULL};
	struct rng rng;
	uint64_t rounds;
	enum err err = ERR_OK;

	if (number_parse_whole(words[2], 1, 1000000, &rounds))
		err = err_fail(ERR_USAGE,
		    "rounds \"%s\": expected a number from 1 to 1000000",
		    words[2]);
	if (!err)
		err = read_live(programs, words[0], words[1], &live);
	rng_seed(&rng, request->seed);
	if (!err)
		printf("first_min,first_median,first_mean,second_min,"
		       "second_median,second_mean,third_min,third_median,"
		       "third_mean\n");
	for (uint64_t i = 0; i < rounds && !err; i++)
		err = record_round(&live, &rng);
	release_programs(programs);
	return err;
}

static const struct command {
	const char *name;
	int words;
	const char *usage;
	enum err (*run)(char **words, const struct request *request);
} commands[] = {
    {"rules", 0, "", run_rules},
    {"noises", 0, "", run_noises},
    {"simulate", 4, "RULE NOISE CHANGE TRIALS", run_simulate},
    {"series", 4, "RULE FILE CHANGE TRIALS", run_series},
    {"live", 4, "RULE FOLDER:WORKLOAD CHANGE TRIALS", run_live},
    {"record", 3, "FOLDER WORKLOAD ROUNDS", run_record},
};

#define COMMANDS (sizeof commands / sizeof commands[0])

static int
usage(void)
{
	for (size_t i = 0; i < COMMANDS; i++)
		fprintf(stderr, "detector %s %s\n", commands[i].name,
		    commands[i].usage);
	options_help(options, stderr);
	return 2;
}

int
main(int argc, char **argv)
{
	struct request request = {.seed = SEED, .threads = 2, .figure = "min"};
	const struct option_set sets[] = {{options, &request}};
	int count = argc - 1;
	enum err err = options_parse(sets, 1, false, &count, argv + 1);

	for (size_t i = 0; i < COMMANDS && !err && count > 0; i++) {
		if (strcmp(argv[1], commands[i].name) != 0 ||
		    count - 1 != commands[i].words)
			continue;
		err = commands[i].run(argv + 2, &request);
		if (!err && fflush(stdout) != 0)
			err = err_fail(
			    ERR_IO, "standard output: %s", strerror(errno));
		if (err)
			fprintf(stderr, "detector: %s\n", err_text());
		return err != ERR_OK;
	}
	if (err)
		fprintf(stderr, "detector: %s\n", err_text());
	return usage();
}
