#include <inttypes.h>
#include <stdlib.h>

#include "core/base/number.h"
#include "core/bench/command.h"
#include "core/bench/context.h"
#include "core/bench/memory.h"
#include "core/bench/oracle.h"
#include "core/bench/pass.h"
#include "core/bench/table.h"
#include "core/bench/ticker.h"

#define LIVE_MIN 100 /* of which 1 % is one interval */

struct own {
	struct option_list live;
};

static const struct option own_options[] = {
    {"live", 0, OPTION_LIST, offsetof(struct own, live), "N",
	"live intervals, may be given again (default 10^3 to 10^6)"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

static const struct option_list live_default = {
    {"1000", "10000", "100000", "1000000"}, 4};

/* ---- measuring ---- */

struct results {
	struct memory *items;
	size_t n;
	struct ticker ticker;
	char *cache; /* folder of known outcomes, or NULL */
};

static enum err
measure_managers(const struct bench_call *call, const struct stream *stream,
    struct results *results)
{
	const char *const *managers = call->options->managers;
	struct outcome expected;
	enum err err =
	    oracle_expect(stream, results->cache, &expected, NULL, NULL);

	for (size_t i = 0; managers[i] && !err; i++) {
		ticker_show(&results->ticker, "memory: %s, %" PRIu64 " live",
		    managers[i], stream->plan.live);
		if (!pass_fits(managers[i], stream->space)) {
			fprintf(stderr,
			    "Left out: %s with %" PRIu64 " live, for which "
			    "the space is too large.\n",
			    managers[i], stream->plan.live);
			continue;
		}
		err = memory_measure(managers[i], stream, &expected,
		    stream->plan.seed, &results->items[results->n]);
		results->n += !err;
	}
	return err;
}

static enum err
measure_live(
    const struct bench_call *call, const char *text, struct results *results)
{
	struct stream stream = STREAM_INIT;
	struct stream_plan plan;
	uint64_t live;
	enum err err;

	if (number_parse_whole(text, LIVE_MIN, STREAM_LIVE_MAX, &live))
		return err_fail(ERR_USAGE,
		    "--live %s: a whole number from %d to %d was expected",
		    text, LIVE_MIN, STREAM_LIVE_MAX);
	plan = memory_plan(live, call->options->stream.seed);
	err = stream_init(&stream, &plan);
	if (!err)
		err = measure_managers(call, &stream, results);
	stream_release(&stream);
	return err;
}

/* ---- what is said ---- */

static void
add_line(
    struct table *table, const struct memory *memory, enum memory_phase phase)
{
	const struct memory_state *state = &memory->states[phase];

	table_printf(table, "%s/%s", memory->manager, memory_phase_name(phase));
	table_count(table, memory->live);
	table_count(table, state->intervals);
	table_bytes(table, (double)state->bytes);
	table_count(table, state->allocations);
	table_printf(
	    table, "%.1f", (double)state->bytes / (double)state->intervals);
	table_ratio(table, memory_overhead(state));
}

static enum err
print_table(const struct results *results, uint64_t seed, FILE *file)
{
	static const char *const titles[] = {"manager", "live", "intervals",
	    "memory", "allocations", "bytes/interval", "held/needed", NULL};
	struct table table;
	enum err err;

	fprintf(file, "memory: mix fragmented, seed %" PRIu64 "\n\n", seed);
	table_init(&table, titles);
	for (size_t i = 0; i < results->n; i++) {
		for (enum memory_phase k = 0; k < MEMORY_PHASES; k++)
			add_line(&table, &results->items[i], k);
	}
	err = table_write(&table, file);
	table_release(&table);
	if (err)
		return err;
	fputs("\nloaded: the intervals were loaded; churned: twice as many "
	      "operations, at least\n100,000, were done; drained: 99 of 100 "
	      "intervals were reserved, in random order.\nheld/needed is the "
	      "memory by that of a new set with the same intervals. The\nset's "
	      "own account and its allocator's agreed in every state.\n",
	    file);
	return table_finish(file);
}

static enum err
write_rows(const struct bench_call *call, const struct results *results)
{
	struct context context = {.n = 0};
	struct rows rows = ROWS_INIT;
	enum err err = ERR_OK;

	context_text(&context, "mix", "fragmented");
	context_number(&context, "seed", call->options->stream.seed);
	for (size_t i = 0; i < results->n && !err; i++)
		err = memory_rows(&results->items[i], i, &rows);
	if (!err)
		err = bench_write_rows(call, &rows, context.pairs);
	rows_release(&rows);
	return err;
}

static enum err
run_memory(const struct bench_call *call)
{
	const struct own *own = call->own;
	const struct option_list *live =
	    own->live.count > 0 ? &own->live : &live_default;
	struct results results = {.n = 0};
	enum err err;

	results.items =
	    calloc(live->count * BENCH_MANAGERS_MAX, sizeof *results.items);
	if (!results.items)
		return err_fail(ERR_NOMEM, "no memory for the results");
	ticker_init(&results.ticker, stderr);
	err = oracle_cache_folder(&results.cache);
	for (size_t i = 0; i < live->count && !err; i++)
		err = measure_live(call, live->items[i], &results);
	ticker_end(&results.ticker);
	if (!err && call->options->format == BENCH_TABLE)
		err = print_table(&results, call->options->stream.seed, stdout);
	else if (!err)
		err = write_rows(call, &results);
	free(results.cache);
	free(results.items);
	return err;
}

const struct bench_command bench_command_memory = {
    .name = "memory",
    .usage = "[options]",
    .summary = "bytes an interval, before and after random changes",
    .shared = BENCH_SEED | BENCH_MANAGER | BENCH_FORMAT,
    .options = own_options,
    .own_size = sizeof(struct own),
    .run = run_memory,
};
