#include "core/bench/contest_report.h"

#include <inttypes.h>

#include "core/base/rng.h"
#include "core/bench/context.h"
#include "core/bench/humane.h"
#include "core/bench/pass.h"
#include "core/bench/table.h"

#define NS_PER_S 1e9

const struct contest_own contest_own_defaults = {.rounds = 15};

const struct option contest_own_options[] = {
    {"rounds", 0, OPTION_NUMBER, offsetof(struct contest_own, rounds), "N",
	"rounds that count (default 15)", RATIO_ROUNDS_MIN, RATIO_ROUNDS_MAX},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

enum err
contest_choose(const struct bench_call *call, const struct stream *stream,
    const char **chosen, size_t *n)
{
	const char *const *managers = call->options->managers;
	size_t count = 0;

	for (size_t i = 0; managers[i]; i++) {
		if (pass_fits(managers[i], stream->space))
			chosen[count++] = managers[i];
		else
			fprintf(stderr,
			    "Left out: %s, for which the space is too "
			    "large.\n",
			    managers[i]);
	}
	*n = count;
	if (count > 0)
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "no manager of those that were asked for takes a space as large "
	    "as the stream's");
}

enum err
contest_run_shown(struct contest *contest)
{
	struct ticker ticker;
	enum err err;

	ticker_init(&ticker, stderr);
	contest->ticker = &ticker;
	err = contest_run(contest, rng_entropy());
	contest->ticker = NULL;
	ticker_end(&ticker);
	return err;
}

void
contest_print_heading(
    const struct contest *contest, const char *command, FILE *file)
{
	const struct stream_plan *plan = &contest->stream->plan;
	char ops[HUMANE_SIZE];
	char live[STREAM_LIVE_SIZE];

	humane_count(ops, contest->stream->n);
	fprintf(file, "%s: %s operation%s", command, ops,
	    contest->stream->n == 1 ? "" : "s");
	if (plan->mix)
		fprintf(file, ", mix %s, seed %" PRIu64, plan->mix->name,
		    plan->seed);
	if (plan->mix && plan->live) {
		stream_live_text(live, plan);
		fprintf(file, ", %s", live);
	}
	fprintf(file, "; %u rounds after %u warm-up%s\n\n", contest->rounds,
	    contest->warmup, contest->warmup == 1 ? "" : "s");
}

static void
add_line(struct table *table, const struct contest *contest,
    const struct contestant *one, const struct contestant *fastest)
{
	double median_ns = contest_median_ns(contest, one);
	double least_ns = one->cpu_ns[0];
	double most_ns = one->cpu_ns[0];

	for (unsigned k = 1; k < contest->rounds; k++) {
		if (one->cpu_ns[k] < least_ns)
			least_ns = one->cpu_ns[k];
		if (one->cpu_ns[k] > most_ns)
			most_ns = one->cpu_ns[k];
	}
	table_text(table, one->manager);
	table_ns(table, median_ns, 1);
	table_ns(table, least_ns, 1);
	table_ns(table, most_ns, 1);
	table_count(table, (uint64_t)(NS_PER_S / median_ns));
	table_ratio(table, median_ns / contest_median_ns(contest, fastest));
}

enum err
contest_print_table(const struct contest *contest, FILE *file)
{
	static const char *const titles[] = {
	    "manager", "median", "least", "most", "ops/s", "relative", NULL};
	const struct contestant *fastest = contest_fastest(contest);
	struct table table;
	enum err err;

	table_init(&table, titles);
	for (size_t i = 0; i < contest->n; i++)
		add_line(&table, contest, &contest->items[i], fastest);
	err = table_write(&table, file);
	table_release(&table);
	return err;
}

enum err
contest_write_rows(const struct bench_call *call, const struct contest *contest,
    const char *prefix)
{
	struct context context = {.n = 0};
	struct rows rows = ROWS_INIT;
	enum err err = contest_rows(contest, prefix, &rows);

	context_stream(&context, contest->stream);
	if (!err)
		err = bench_write_rows(call, &rows, context.pairs);
	rows_release(&rows);
	return err;
}
