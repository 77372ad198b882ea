#include "core/bench/command.h"
#include "core/bench/contest.h"
#include "core/bench/contest_report.h"
#include "core/bench/table.h"

/* Of each manager's contestants, the first makes single calls. */
static const size_t sizes[] = {0, 1, 8, 64, 512, 4096};

#define SIZES (sizeof sizes / sizeof sizes[0])

/* ---- the table ---- */

static void
add_line(struct table *table, const struct contest *contest,
    const struct contestant *one, const struct contestant *single)
{
	struct ratio ratio;

	table_text(table, one->manager);
	if (one->batch == 0) {
		table_text(table, "single calls");
		table_ns(table, contest_median_ns(contest, one), 1);
		table_text(table, "");
		table_text(table, "");
		return;
	}
	table_count(table, one->batch);
	table_ns(table, contest_median_ns(contest, one), 1);
	if (contest_is_short(contest, one) ||
	    contest_is_short(contest, single)) {
		table_text(table, "-");
		table_text(table, "too short a run");
		return;
	}
	ratio = contest_ratio(contest, one, single);
	table_ratio(table, ratio.median);
	table_printf(table, "%.2f to %.2f", ratio.low, ratio.high);
}

static enum err
print_table(const struct contest *contest, FILE *file)
{
	static const char *const titles[] = {
	    "manager", "batch", "median", "speed-up", "99% interval", NULL};
	struct table table;
	enum err err;

	contest_print_heading(contest, "batch", file);
	table_init(&table, titles);
	for (size_t i = 0; i < contest->n; i++)
		add_line(&table, contest, &contest->items[i],
		    &contest->items[i - i % SIZES]);
	err = table_write(&table, file);
	table_release(&table);
	if (err)
		return err;
	fputs("\nCPU time of an operation. Writing a batch down and reading "
	      "what it found are part\nof its time; the speed-up is the median "
	      "of the rounds' ratios.\n",
	    file);
	return table_finish(file);
}

/* ---- the command ---- */

static enum err
measure(const struct bench_call *call, const struct stream *stream)
{
	const struct contest_own *own = call->own;
	const char *managers[BENCH_MANAGERS_MAX];
	size_t n = 0;
	struct contest contest = {.n = 0};
	enum err err = contest_choose(call, stream, managers, &n);

	if (!err)
		err = contest_init(&contest, stream, call->options->warmup,
		    (unsigned)own->rounds, n * SIZES);
	if (err)
		return err;
	for (size_t i = 0; i < n * SIZES; i++) {
		contest.items[i].manager = managers[i / SIZES];
		contest.items[i].batch = sizes[i % SIZES];
	}
	err = contest_run_shown(&contest);
	if (!err && call->options->format == BENCH_TABLE)
		err = print_table(&contest, stdout);
	else if (!err)
		err = contest_write_rows(call, &contest, "batch");
	contest_release(&contest);
	return err;
}

static enum err
run_batch(const struct bench_call *call)
{
	struct stream stream = STREAM_INIT;
	enum err err = bench_options_stream(call->options, &stream);

	if (!err)
		err = measure(call, &stream);
	stream_release(&stream);
	return err;
}

const struct bench_command bench_command_batch = {
    .name = "batch",
    .usage = "[options]",
    .summary = "what many operations in one call gain",
    .shared = BENCH_STREAM | BENCH_MANAGER | BENCH_WARMUP | BENCH_FORMAT,
    .options = contest_own_options,
    .defaults = &contest_own_defaults,
    .own_size = sizeof(struct contest_own),
    .run = run_batch,
};
