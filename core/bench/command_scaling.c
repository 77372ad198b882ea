#include <inttypes.h>
#include <stdlib.h>

#include "core/base/buf.h"
#include "core/base/clock.h"
#include "core/base/rng.h"
#include "core/bench/command.h"
#include "core/bench/scaling.h"
#include "core/bench/table.h"
#include "core/bench/ticker.h"

struct own {
	uint64_t min;
	uint64_t max;
	int64_t min_time_ns;
	bool strict;
};

static const struct own defaults = {
    .min = 1 << 7,
    .max = 1 << 20,
    .min_time_ns = 2 * CLOCK_NS_PER_MS,
};

static const struct option own_options[] = {
    {"min", 0, OPTION_NUMBER, offsetof(struct own, min), "N",
	"intervals in the smallest set (default 128)", COMB_MIN, COMB_MAX},
    {"max", 0, OPTION_NUMBER, offsetof(struct own, max), "N",
	"sizes double up to here (default 1048576)", COMB_MIN, COMB_MAX},
    {"min-time", 0, OPTION_DURATION, offsetof(struct own, min_time_ns),
	"DURATION", "that a measurement takes at least (default 2ms)"},
    {"strict", 0, OPTION_FLAG, offsetof(struct own, strict), NULL,
	"exit 1 where an operation is worse than promised"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* ---- the table ---- */

static void
add_line(struct table *table, const struct scaling_result *result,
    const struct scaling_family *family)
{
	const struct fit *fit = &family->fit;

	table_text(table, family->name);
	table_ns(table, scaling_median_ns(result, family, 0), 1);
	table_ns(
	    table, scaling_median_ns(result, family, family->sizes - 1), 1);
	if (!family->fitted) {
		for (int i = 0; i < 7; i++)
			table_text(table, "-");
		return;
	}
	table_text(table, growth_name(fit->growth));
	table_printf(table, "%.0f%%", fit->support * 100);
	table_printf(table, "%.2f", fit->exponent);
	table_printf(
	    table, "%.2f to %.2f", fit->exponent_low, fit->exponent_high);
	table_text(table, growth_name(family->promised));
	table_printf(
	    table, "%.2f to %.2f", family->range.low, family->range.high);
	table_text(table, fit_verdict_text(family->verdict));
}

static enum err
print_families(const struct scaling_result *result, FILE *file)
{
	static const char *const titles[] = {"benchmark", "smallest", "largest",
	    "fit", "support", "exponent", "99% interval", "promised",
	    "may show", "verdict", NULL};
	struct table table;
	enum err err;

	table_init(&table, titles);
	for (size_t i = 0; i < result->n; i++) {
		if (result->families[i].sizes > 0)
			add_line(&table, result, &result->families[i]);
	}
	err = table_write(&table, file);
	table_release(&table);
	return err;
}

static void
add_stream_line(struct table *table, const struct scaling_result *result,
    const struct scaling_family *const *streams, size_t n, size_t ops)
{
	table_count(table, ops);
	for (size_t i = 0; i < n; i++) {
		size_t size = scaling_size(streams[i], ops);

		if (size < streams[i]->sizes)
			table_printf(table, "%.2f",
			    scaling_efficiency(result, streams[i], size));
		else
			table_text(table, "-");
	}
}

/* A column for each manager, a line for each size. */
static enum err
print_streams(
    const struct scaling_result *result, const struct own *own, FILE *file)
{
	const char *titles[BENCH_MANAGERS_MAX + 2] = {"operations"};
	const struct scaling_family *streams[BENCH_MANAGERS_MAX];
	struct table table;
	size_t n = 0;
	enum err err;

	for (size_t i = 0; i < result->n; i++) {
		const struct scaling_family *family = &result->families[i];

		if (family->op || family->sizes == 0)
			continue;
		streams[n++] = family;
		titles[n] = family->manager;
	}
	if (n == 0)
		return ERR_OK;
	fputs("\nA whole stream of n operations, n intervals live: time(n) / "
	      "(n log2 n),\nin units of that at the smallest n:\n\n",
	    file);
	table_init(&table, titles);
	for (uint64_t ops = own->min; ops <= own->max; ops *= 2)
		add_stream_line(&table, result, streams, n, (size_t)ops);
	err = table_write(&table, file);
	table_release(&table);
	return err;
}

static void
print_verdicts(const struct scaling_result *result, FILE *file)
{
	const struct latency *latency = &result->latency;
	size_t counts[FIT_UNCLEAR + 1] = {0};
	size_t fitted = 0;

	for (size_t i = 0; i < result->n; i++) {
		if (!result->families[i].fitted)
			continue;
		fitted++;
		counts[result->families[i].verdict]++;
	}
	fprintf(file,
	    "\n%zu fitted: %zu as promised, %zu better, %zu worse than "
	    "promised, %zu unclear.\n"
	    "CPU time of one call, median of %u repetitions. The promised "
	    "class may show\nexponents between its formula without memory, "
	    "less %.2f for fixed costs, and with\nit, plus %.2f: a step "
	    "costs what a random load costs in as much memory as the\nset "
	    "takes, which was measured to be %.1f ns in 4 KiB and %.1f ns in "
	    "the largest.\n",
	    fitted, counts[FIT_AS_PROMISED], counts[FIT_BETTER],
	    counts[FIT_WORSE], counts[FIT_UNCLEAR], result->repetitions,
	    FIT_ALLOWANCE_BELOW, FIT_ALLOWANCE_ABOVE, latency->ns[0],
	    latency->ns[latency->n - 1]);
}

static enum err
print_table(
    const struct scaling_result *result, const struct own *own, FILE *file)
{
	enum err err;

	fprintf(file,
	    "scaling: sets of %" PRIu64 " to %" PRIu64 " intervals\n\n",
	    own->min, own->max);
	err = print_families(result, file);
	if (!err)
		err = print_streams(result, own, file);
	if (err)
		return err;
	print_verdicts(result, file);
	return table_finish(file);
}

/* ---- rows ---- */

/* What was fitted, as the context of JSON's rows; CSV would repeat it in each
 * of its lines. */
static enum err
write_rows(const struct bench_call *call, const struct scaling_result *result)
{
	struct row_context *pairs = calloc(result->n + 1, sizeof *pairs);
	struct buf *texts = calloc(result->n + 1, sizeof *texts);
	struct rows rows = ROWS_INIT;
	size_t n = 0;
	enum err err = ERR_OK;

	if (!pairs || !texts)
		err = err_fail(ERR_NOMEM, "no memory for the fits");
	for (size_t i = 0; i < result->n && !err; i++) {
		const struct scaling_family *family = &result->families[i];

		if (!family->fitted || call->options->format != BENCH_JSON)
			continue;
		buf_printf(&texts[n], "%s, promised %s: %s",
		    growth_name(family->fit.growth),
		    growth_name(family->promised),
		    fit_verdict_text(family->verdict));
		err = buf_err(&texts[n]);
		pairs[n] =
		    (struct row_context){family->name, buf_text(&texts[n])};
		n++;
	}
	if (!err)
		err = scaling_rows(result, &rows);
	if (!err)
		err = bench_write_rows(call, &rows, pairs);
	rows_release(&rows);
	while (n > 0)
		buf_release(&texts[--n]);
	free(texts);
	free(pairs);
	return err;
}

/* ---- the command ---- */

static enum err
check_own(const struct own *own, const struct bench_options *options)
{
	if (own->max / own->min < 1 << (FIT_SIZES_MIN - 1))
		return err_fail(ERR_USAGE,
		    "--min %" PRIu64 " --max %" PRIu64
		    ": a fit takes at least %d sizes, each twice the one "
		    "before",
		    own->min, own->max, FIT_SIZES_MIN);
	if (options->repetitions > FIT_REPETITIONS_MAX)
		return err_fail(ERR_USAGE,
		    "--repetitions %u: at most %d were expected",
		    options->repetitions, FIT_REPETITIONS_MAX);
	return ERR_OK;
}

/* What --strict asks; nothing fitted is nothing proven. */
static enum err
check_promises(const struct scaling_result *result)
{
	size_t fitted = 0;

	for (size_t i = 0; i < result->n; i++) {
		const struct scaling_family *family = &result->families[i];

		fitted += family->fitted;
		if (family->fitted && family->verdict == FIT_WORSE)
			return err_fail(ERR_MISMATCH,
			    "%s is worse than promised: exponent %.2f (%.2f to "
			    "%.2f), expected %s",
			    family->name, family->fit.exponent,
			    family->fit.exponent_low, family->fit.exponent_high,
			    growth_name(family->promised));
	}
	if (fitted > 0)
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "--strict: nothing was fitted: expected a --filter that leaves %d "
	    "sizes of a benchmark",
	    FIT_SIZES_MIN);
}

static enum err
run_scaling(const struct bench_call *call)
{
	const struct own *own = call->own;
	struct ticker ticker;
	const struct scaling_plan plan = {
	    .managers = call->options->managers,
	    .min = (size_t)own->min,
	    .max = (size_t)own->max,
	    .repetitions = call->options->repetitions,
	    .target_ns = own->min_time_ns,
	    .filter = call->options->filter,
	    .seed = rng_entropy(),
	    .ticker = &ticker,
	};
	struct scaling_result result;
	enum err err = check_own(own, call->options);

	if (err)
		return err;
	ticker_init(&ticker, stderr);
	err = scaling_measure(&plan, &result);
	ticker_end(&ticker);
	if (err)
		return err;
	if (call->options->format == BENCH_TABLE)
		err = print_table(&result, own, stdout);
	else
		err = write_rows(call, &result);
	if (!err && own->strict)
		err = check_promises(&result);
	scaling_result_release(&result);
	return err;
}

const struct bench_command bench_command_scaling = {
    .name = "scaling",
    .usage = "[options]",
    .summary = "how operations grow, against what is promised",
    .shared = BENCH_MANAGER | BENCH_REPETITIONS | BENCH_FORMAT | BENCH_FILTER,
    .options = own_options,
    .defaults = &defaults,
    .own_size = sizeof(struct own),
    .run = run_scaling,
};
