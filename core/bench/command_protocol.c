#include <stdio.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/bench/command.h"
#include "core/bench/oracle.h"
#include "core/bench/protocol.h"
#include "core/bench/report.h"

static enum err
print_result(const struct bench_call *call, struct protocol_result *result)
{
	struct context context = {.n = 0};
	struct rows rows = ROWS_INIT;
	enum err err;

	if (call->options->format == BENCH_TABLE)
		return report_table(result, stdout);
	/* Beside rows there is no place for sentences. */
	fputs(buf_text(&result->notes), stderr);
	report_context(result, &context);
	err = report_rows(result, &rows);
	if (!err)
		err = bench_write_rows(call, &rows, context.pairs);
	rows_release(&rows);
	return err;
}

static enum err
measure(const struct bench_call *call, const struct bench_options *options,
    const struct stream *stream)
{
	struct protocol_plan plan = {
	    .stream = stream,
	    .managers = options->managers,
	    .filter = options->filter,
	    .warmup = options->warmup,
	    .repetitions = options->repetitions,
	    .order_seed = rng_entropy(),
	};
	struct protocol_result result;
	char *cache = NULL;
	enum err err = oracle_cache_folder(&cache);

	plan.cache = cache;
	if (!err)
		err = protocol_measure(&plan, &result);
	if (!err) {
		err = print_result(call, &result);
		protocol_result_release(&result);
	}
	free(cache);
	return err;
}

static enum err
run_protocol(const struct bench_call *call)
{
	struct bench_options options = *call->options;
	struct stream stream = STREAM_INIT;
	enum err err = ERR_OK;

	if (call->argc > 0 && options.managers_named)
		err = err_fail(ERR_USAGE,
		    "protocol: expected a MANAGER or --manager, not both");
	else if (call->argc > 0)
		err = bench_managers_choose(
		    &options, &(struct option_list){{call->argv[0]}, 1});
	if (!err)
		err = bench_options_stream(&options, &stream);
	if (!err)
		err = measure(call, &options, &stream);
	stream_release(&stream);
	return err;
}

const struct bench_command bench_command_protocol = {
    .name = "protocol",
    .usage = "[MANAGER|all] [options]",
    .summary = "time managers over one stream of operations",
    .details =
	"Total, ops/s and average are of a batch, P50, P95 and P99 of single "
	"operations.\nAfter each pass the result is compared with a published "
	"one, or with a naive\nmodel's.\n",
    .shared = BENCH_STREAM | BENCH_MANAGER | BENCH_WARMUP | BENCH_REPETITIONS |
	      BENCH_FORMAT | BENCH_FILTER,
    .operands_max = 1,
    .run = run_protocol,
};
