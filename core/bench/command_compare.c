#include <inttypes.h>

#include "core/bench/command.h"
#include "core/bench/contest.h"
#include "core/bench/contest_report.h"
#include "core/bench/pass.h"
#include "core/bench/table.h"

/* The faster one first: 1.3 times as fast is easier to read than 0.77. */
static void
print_ratio(const struct contest *contest, FILE *file)
{
	const struct contestant *a = &contest->items[0];
	const struct contestant *b = &contest->items[1];
	struct ratio ratio = contest_ratio(contest, a, b);

	if (contest_is_short(contest, a) || contest_is_short(contest, b)) {
		fprintf(file,
		    "\n%s and %s: too short a run to tell them apart.\n",
		    a->manager, b->manager);
		return;
	}
	if (ratio.median < 1) {
		a = &contest->items[1];
		b = &contest->items[0];
		ratio = contest_ratio(contest, a, b);
	}
	if (ratio_shows_difference(&ratio))
		fprintf(file,
		    "\n%s is %.2f times as fast as %s (99%% interval %.2f to "
		    "%.2f).\n",
		    a->manager, ratio.median, b->manager, ratio.low,
		    ratio.high);
	else
		fprintf(file,
		    "\nNo difference shown between %s and %s: ratio %.2f (99%% "
		    "interval %.2f to %.2f).\n",
		    a->manager, b->manager, ratio.median, ratio.low,
		    ratio.high);
}

static enum err
print_table(const struct contest *contest, FILE *file)
{
	enum err err;

	contest_print_heading(contest, "compare", file);
	err = contest_print_table(contest, file);
	if (err)
		return err;
	print_ratio(contest, file);
	fputs("CPU time of an operation; both managers run in each round, in "
	      "random order, and\nthe ratio is the median of the rounds' "
	      "ratios with its exact interval.\n",
	    file);
	return table_finish(file);
}

static enum err
check_fits(const struct stream *stream, const char *manager)
{
	if (pass_fits(manager, stream->space))
		return ERR_OK;
	return err_fail(ERR_USAGE,
	    "manager %s: the space of the stream is larger than what it is "
	    "run with, at most %" PRIu64 " offsets",
	    manager, PASS_BOUNDED_MAX);
}

static enum err
compare(const struct bench_call *call, const struct stream *stream,
    const char *a, const char *b)
{
	const struct contest_own *own = call->own;
	struct contest contest = {.n = 0};
	enum err err;

	err = check_fits(stream, a);
	if (!err)
		err = check_fits(stream, b);
	if (!err)
		err = contest_init(&contest, stream, call->options->warmup,
		    (unsigned)own->rounds, 2);
	if (err)
		return err;
	contest.items[0].manager = a;
	contest.items[1].manager = b;
	err = contest_run_shown(&contest);
	if (!err && call->options->format == BENCH_TABLE)
		err = print_table(&contest, stdout);
	else if (!err)
		err = contest_write_rows(call, &contest, "compare");
	contest_release(&contest);
	return err;
}

static enum err
run_compare(const struct bench_call *call)
{
	struct stream stream = STREAM_INIT;
	const char *a, *b;
	enum err err;

	err = bench_manager_named(&a, call->argv[0]);
	if (!err)
		err = bench_manager_named(&b, call->argv[1]);
	if (!err && a == b)
		err = err_fail(ERR_USAGE,
		    "compare %s %s: two different managers were expected", a,
		    b);
	if (!err)
		err = bench_options_stream(call->options, &stream);
	if (!err)
		err = compare(call, &stream, a, b);
	stream_release(&stream);
	return err;
}

const struct bench_command bench_command_compare = {
    .name = "compare",
    .usage = "MANAGER MANAGER [options]",
    .summary = "how many times as fast one manager is as another",
    .shared = BENCH_STREAM | BENCH_WARMUP | BENCH_FORMAT,
    .options = contest_own_options,
    .defaults = &contest_own_defaults,
    .own_size = sizeof(struct contest_own),
    .operands_min = 2,
    .operands_max = 2,
    .run = run_compare,
};
