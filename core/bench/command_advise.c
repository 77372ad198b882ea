#include "core/bench/advice.h"
#include "core/bench/command.h"
#include "core/bench/contest.h"
#include "core/bench/contest_report.h"
#include "core/bench/context.h"
#include "core/bench/humane.h"
#include "core/bench/table.h"
#include "core/bench/trace.h"

/* ---- the report ---- */

static void
print_share(const char *name, double share, const char *what, FILE *file)
{
	fprintf(file, "  %-16s%9.1f%%  %s\n", name, share * 100, what);
}

static void
print_number(const char *name, uint64_t number, const char *what, FILE *file)
{
	char text[HUMANE_SIZE];

	humane_count(text, number);
	fprintf(file, "  %-16s%10s  %s\n", name, text, what);
}

static void
print_profile(const struct profile *profile, FILE *file)
{
	const struct interval_workload workload = profile_workload(profile);
	char passing[64];

	(void)snprintf(passing, sizeof passing,
	    "finds that pass more than %d intervals", PROFILE_PASSED_MANY);
	fputs("What the trace asks for:\n", file);
	print_number("operations", profile->ops, "in the trace", file);
	print_share("queries", profile->query_share, "finds", file);
	print_share("analytics", profile->analytics_share, passing, file);
	print_share("ordered", profile->ordered_share,
	    "rank, k-th, sample: a trace has none", file);
	print_number("live, peak", profile->live_peak, "intervals", file);
	print_number("live, at the end", profile->live_end, "intervals", file);
	print_number("domain", profile->domain, "offsets", file);
	print_share("near", profile->near_share,
	    workload.random_access ? "start near the one before: random access"
				   : "start near the one before: in order",
	    file);
}

static enum err
print_table(const struct contest *contest, const struct advice *advice,
    const char *verdict, FILE *file)
{
	enum err err;

	print_profile(&advice->profile, file);
	fprintf(file, "\nAdvice: %s. %s\n\n", advice->manager, advice->reason);
	contest_print_heading(contest, "measured", file);
	err = contest_print_table(contest, file);
	if (err)
		return err;
	fprintf(file, "\n%c%s.\n", verdict[0] - 'a' + 'A', verdict + 1);
	return table_finish(file);
}

static enum err
write_rows(const struct bench_call *call, const struct contest *contest,
    const struct advice *advice, const char *verdict)
{
	struct context context = {.n = 0};
	struct rows rows = ROWS_INIT;
	enum err err = contest_rows(contest, "advise", &rows);

	context_stream(&context, contest->stream);
	context_text(&context, "advice", advice->manager);
	context_text(&context, "reason", advice->reason);
	context_text(&context, "verdict", verdict);
	if (!err)
		err = bench_write_rows(call, &rows, context.pairs);
	rows_release(&rows);
	return err;
}

/* ---- the command ---- */

static enum err
measure(const struct bench_call *call, const struct stream *stream,
    struct contest *contest)
{
	const struct contest_own *own = call->own;
	const char *managers[BENCH_MANAGERS_MAX];
	size_t n = 0;
	enum err err = contest_choose(call, stream, managers, &n);

	if (!err)
		err = contest_init(contest, stream, call->options->warmup,
		    (unsigned)own->rounds, n);
	if (err)
		return err;
	for (size_t i = 0; i < n; i++)
		contest->items[i].manager = managers[i];
	return contest_run_shown(contest);
}

static enum err
run_advise(const struct bench_call *call)
{
	struct stream stream = STREAM_INIT;
	struct contest contest = {.n = 0};
	struct advice advice;
	char verdict[ADVICE_VERDICT_SIZE];
	enum err err = trace_read(call->argv[0], &stream);

	if (!err)
		err = profile_stream(&stream, &advice.profile);
	if (err)
		goto out;
	advice_take(&advice);
	err = measure(call, &stream, &contest);
	if (err)
		goto out;
	advice_verdict(verdict, &advice, &contest);
	if (call->options->format == BENCH_TABLE)
		err = print_table(&contest, &advice, verdict, stdout);
	else
		err = write_rows(call, &contest, &advice, verdict);
out:
	contest_release(&contest);
	stream_release(&stream);
	return err;
}

const struct bench_command bench_command_advise = {
    .name = "advise",
    .usage = "TRACE [options]",
    .summary = "which manager suits a trace, and whether that is so",
    .shared = BENCH_MANAGER | BENCH_WARMUP | BENCH_FORMAT,
    .options = contest_own_options,
    .defaults = &contest_own_defaults,
    .own_size = sizeof(struct contest_own),
    .operands_min = 1,
    .operands_max = 1,
    .run = run_advise,
};
