#include "runner/counting.h"

#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/base/text.h"
#include "runner/conditions.h"
#include "runner/measure.h"
#include "runner/sandbox.h"
#include "runner/valgrind.h"

#define LOG_LINES_SHOWN 12

struct phase {
	const struct measure_plan *plan;
	struct measure_outcome *outcome;
	struct child_conditions conditions;
};

/* How a process of one side is counted, and what came of it. */
struct job {
	const struct measure_benchmark *benchmark;
	enum side side;
	struct valgrind valgrind; /* no folder: the processor's counter */
	struct child_result result;
	uint64_t count;
};

static const char *
counter_name(enum counting_source source)
{
	return source == COUNTING_CALLGRIND ? "valgrind"
					    : "the processor's counter";
}

enum err
counting_init(struct counting *counting,
    const struct config_benchmark *benchmark, const char *setup,
    enum counting_source source)
{
	struct hash *hash;

	*counting = (struct counting){.source = source};
	if (!config_counts(benchmark))
		return ERR_OK;
	hash = hash_new();
	if (!hash)
		return err_fail(ERR_NOMEM, "out of memory");
	counting->wanted = true;
	hash_add_text(hash, "instructions 1");
	hash_add_text(hash, counting_source_name(source));
	hash_add_text(hash, setup);
	hash_end(hash, counting->setup);
	hash_free(hash);
	return ERR_OK;
}

void
counting_release(struct counting *counting)
{
	free(counting->error);
	counting->error = NULL;
}

static bool
counts_any(const struct config *config)
{
	for (size_t i = 0; i < config->benchmark_count; i++)
		if (config_counts(&config->benchmarks[i]))
			return true;
	return false;
}

enum counting_source
counting_find(const struct config *config)
{
	return counts_any(config) ? counting_probe() : COUNTING_NONE;
}

void
counting_note(const struct config *config, enum counting_source source,
    struct machine *machine)
{
	if (counts_any(config))
		machine_add_fact(machine, "instructions", "%s",
		    source == COUNTING_NONE ? "not countable"
					    : counter_name(source));
}

/* ---- one process ---- */

/* `code`, whose text is `why`, with whose process it was and what it wrote. */
static enum err
blame(const struct job *job, enum err code, const char *why)
{
	struct buf text = BUF_INIT;
	struct buf last = BUF_INIT;
	enum err err = ERR_OK;

	buf_printf(&text, "%s side, counted by %s: ", side_name(job->side),
	    counter_name(job->benchmark->counting.source));
	text_quote(&text, why);
	if (job->valgrind.folder)
		err = valgrind_explain(&job->valgrind, &job->result, &text);
	if (!err)
		err = capture_text(&job->result.err, &last);
	if (!err)
		capture_quote_last(&text, buf_text(&last), LOG_LINES_SHOWN);
	if (!err)
		err = buf_err(&text);
	if (!err)
		err = err_fail(code, "%s", buf_text(&text));
	buf_release(&text);
	buf_release(&last);
	return err;
}

static enum err
take_count(struct job *job)
{
	const char *command = job->benchmark->config->command;
	struct buf how = BUF_INIT;
	enum err err;

	if (child_ok(&job->result)) {
		job->count = job->result.instructions;
		return job->valgrind.folder
			   ? valgrind_count(&job->valgrind, &job->count)
			   : ERR_OK;
	}
	child_describe(&job->result, &how);
	err = err_fail(ERR_CHILD, "%s: %s", command, buf_text(&how));
	buf_release(&how);
	return err;
}

static enum err
run_job(struct phase *phase, struct job *job)
{
	const struct measure_plan *plan = phase->plan;
	const struct config_benchmark *config = job->benchmark->config;
	bool slow = job->valgrind.folder != NULL;
	struct child_spec spec = {
	    .argv = slow ? job->valgrind.argv : NULL,
	    .shell = slow ? NULL : config->command,
	    .cwd = plan->trees[job->side],
	    .env = environment_list(plan->environment),
	    .timeout_ns =
		config->timeout_ns * (slow ? COUNTING_TIMEOUT_FACTOR : 1),
	    .conditions = phase->conditions,
	    .count_instructions = !slow,
	};
	const struct sandbox *sandbox = environment_sandbox(plan->environment);
	const struct sandbox_stay stay = {
	    .tree = plan->trees[job->side],
	    .folder = job->valgrind.folder,
	    .conditions = phase->conditions,
	};
	struct room *room;
	enum err err = sandbox_enter(sandbox, &stay, &room);

	if (err)
		return err;
	sandbox_shut_in(sandbox, room, &spec);
	err = child_run(&spec, &job->result);
	room_close(room);
	phase->outcome->processes++;
	if (!err)
		err = take_count(job);
	if (err == ERR_CHILD || err == ERR_PARSE)
		err = blame(job, err, err_text());
	return err;
}

static enum err
count_side(struct phase *phase, struct measure_benchmark *benchmark,
    enum side side, struct sample *sample)
{
	struct witness_counts *counts = &benchmark->counting.counts;
	struct job job = {.benchmark = benchmark, .side = side};
	enum err err = ERR_OK;

	if (benchmark->counting.source == COUNTING_CALLGRIND)
		err = valgrind_init(&job.valgrind, phase->plan->logs,
		    benchmark->config->command);
	if (err)
		return err;
	err = run_job(phase, &job);
	if (!err) {
		*sample = (struct sample){
		    .series = {benchmark->config->name, METRIC_INSTRUCTIONS, "",
			DIRECTION_SMALLER},
		    .side = side,
		    .value = (double)job.count};
		counts->values[side][counts->n[side]++] = sample->value;
	}
	child_result_release(&job.result);
	valgrind_release(&job.valgrind);
	return err;
}

/* ---- all sides ---- */

static enum err
count_round(
    struct phase *phase, struct measure_benchmark *benchmark, size_t round)
{
	const struct measure_plan *plan = phase->plan;
	struct sample samples[SIDE_COUNT];
	size_t count = 0;
	enum err err = ERR_OK;

	for (int side = 0; !err && side < SIDE_COUNT; side++) {
		/* That it is the base again, its first count has shown. */
		if (!plan->trees[side] || (round && side == SIDE_CONTROL))
			continue;
		err = count_side(
		    phase, benchmark, (enum side)side, &samples[count]);
		count += !err;
	}
	if (!err && plan->store)
		err = store_round_put(plan->store, plan->run_uid, round,
		    benchmark->counting.setup, samples, count);
	return err;
}

static enum err
no_source(void)
{
	return err_fail(ERR_CHILD,
	    "instructions cannot be counted here: the processor's counter "
	    "cannot be used (%s), and there is no valgrind",
	    strerror(counting_perf_errno()));
}

static enum err
count_benchmark(struct phase *phase, struct measure_benchmark *benchmark)
{
	struct counting *counting = &benchmark->counting;
	enum err err = ERR_OK;

	if (counting->source == COUNTING_NONE)
		err = no_source();
	for (size_t round = 0; !err && round < WITNESS_COUNTS; round++)
		err = count_round(phase, benchmark, round);
	if (err != ERR_CHILD && err != ERR_PARSE)
		return err;
	counting->error = strdup(err_text());
	if (!counting->error)
		return err_fail(ERR_NOMEM, "out of memory");
	return ERR_OK;
}

static bool
is_counted(const struct measure_benchmark *benchmark)
{
	return benchmark->counting.wanted && !benchmark->skip &&
	       !benchmark->error;
}

/* Containers may keep ASLR on; that counts repeat is tested anyway. */
static enum err
set_conditions(struct phase *phase)
{
	const struct config_conditions *config =
	    &phase->plan->config->measure.conditions;
	struct config_conditions still = {.no_aslr = true};
	struct rng rng;
	enum err err = conditions_check(&still);

	if (err && err != ERR_USAGE)
		return err;
	still = *config;
	still.no_aslr = config->no_aslr || !err;
	rng_seed(&rng, phase->plan->seed);
	return conditions_of_block(&still, &rng, &phase->conditions);
}

static enum err
count_all(struct phase *phase, size_t total)
{
	const struct measure_plan *plan = phase->plan;
	size_t done = 0;
	enum err err = set_conditions(phase);

	environment_pad(plan->environment, 0);
	for (size_t i = 0; !err && i < plan->config->benchmark_count; i++) {
		if (!is_counted(&plan->benchmarks[i]))
			continue;
		progress_step(plan->progress, ++done, total, "benchmark", -1);
		err = count_benchmark(phase, &plan->benchmarks[i]);
	}
	progress_clear(plan->progress);
	return err;
}

enum err
counting_run(const struct measure_plan *plan, struct measure_outcome *out)
{
	struct phase phase = {.plan = plan, .outcome = out};
	int64_t started_ns = clock_monotonic_ns();
	size_t total = 0;
	enum err err;

	for (size_t i = 0; i < plan->config->benchmark_count; i++)
		total += is_counted(&plan->benchmarks[i]);
	if (!total)
		return ERR_OK;
	progress_phase(plan->progress,
	    "counting instructions of %zu benchmark%s", total,
	    total > 1 ? "s" : "");
	err = count_all(&phase, total);
	out->counting_ns = clock_monotonic_ns() - started_ns;
	if (err) {
		tracks_free(out->tracks);
		out->tracks = NULL;
	}
	return err;
}
