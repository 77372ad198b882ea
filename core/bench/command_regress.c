#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/bench/command.h"
#include "core/bench/context.h"
#include "core/bench/oracle.h"
#include "core/bench/protocol.h"
#include "core/bench/regress.h"
#include "core/bench/report.h"
#include "core/bench/table.h"

struct own {
	double rate_tolerance;
	double p99_tolerance;
};

static const struct own defaults = {
    .rate_tolerance = .1,
    .p99_tolerance = .2,
};

static const struct option own_options[] = {
    {"rate-tolerance", 0, OPTION_PERCENT, offsetof(struct own, rate_tolerance),
	"PERCENT", "ops/s of CPU may be lower by (default 10%)"},
    {"p99-tolerance", 0, OPTION_PERCENT, offsetof(struct own, p99_tolerance),
	"PERCENT", "P99 may be higher by, or by 30 ns (default 20%)"},
    {NULL, 0, OPTION_FLAG, 0, NULL, NULL},
};

/* ---- measuring ---- */

/* What one run of the command works with. */
struct session {
	const struct bench_call *call;
	struct regress regress;
	struct rows rows; /* measured now */
	char *cache; /* folder of known outcomes, or NULL */
};

/* Measure one benchmark as `protocol` does and keep its rows. */
static enum err
measure_one(struct session *session, struct regress_benchmark *benchmark)
{
	const char *managers[] = {benchmark->manager, NULL};
	struct stream stream = STREAM_INIT;
	struct protocol_plan plan = {
	    .stream = &stream,
	    .managers = managers,
	    .warmup = session->call->options->warmup,
	    .repetitions = session->call->options->repetitions,
	    .order_seed = rng_entropy(),
	    .cache = session->cache,
	};
	struct protocol_result result;
	enum err err = stream_init(&stream, &benchmark->plan);

	if (!err)
		err = protocol_measure(&plan, &result);
	if (err)
		goto out;
	err = report_rows(&result, &session->rows);
	protocol_result_release(&result);
	if (!err)
		err = regress_figures_of(
		    &session->rows, benchmark->name, &benchmark->now);
out:
	stream_release(&stream);
	return err;
}

static enum err
measure_all(struct session *session)
{
	enum err err = oracle_cache_folder(&session->cache);

	for (size_t i = 0; i < session->regress.n && !err; i++) {
		if (session->regress.items[i].known)
			err = measure_one(session, &session->regress.items[i]);
	}
	return err;
}

/* ---- what is said ---- */

static void
add_line(struct table *table, const struct regress_benchmark *benchmark,
    const struct regress_tolerances *tolerances)
{
	const struct regress_figures *then = &benchmark->baseline;
	const struct regress_figures *now = &benchmark->now;

	table_text(table, benchmark->name);
	table_count(table, (uint64_t)then->rate);
	if (benchmark->known) {
		table_count(table, (uint64_t)now->rate);
		table_printf(
		    table, "%+.1f%%", (now->rate / then->rate - 1) * 100);
	} else {
		table_text(table, "-");
		table_text(table, "-");
	}
	table_ns(table, then->p99_ns, 0);
	if (!benchmark->known)
		table_text(table, "-");
	else
		table_ns(table, now->p99_ns, 0);
	if (benchmark->known && then->p99_ns > 0)
		table_printf(
		    table, "%+.1f%%", (now->p99_ns / then->p99_ns - 1) * 100);
	else
		table_text(table, "-");
	table_text(
	    table, regress_verdict_text(regress_judge(benchmark, tolerances)));
}

static void
print_weakness(const struct regress *regress, FILE *file)
{
	struct host host;

	host_describe(&host);
	if (strcmp(regress->host, host.name) != 0)
		fprintf(file,
		    "\nThe baseline is from another machine than this "
		    "one.\n");
	if (strcmp(regress->build, host.build) != 0)
		fprintf(file,
		    "\nThe baseline is from another kind of build than this "
		    "one, which is a %s build.\n",
		    host.build);
	fprintf(file,
	    "\nOps/s are of CPU time. A P99 that is less than %d ns higher "
	    "does not fail: the\nclock's own steps are about 10 ns.\n",
	    REGRESS_P99_NS_MIN);
	fputs("\nA stored baseline is weak evidence: figures of another time "
	      "or machine differ by\n10 % and more without any change of the "
	      "code. tidemark check measures both sides\nnow, in pairs, and is "
	      "the way to decide.\n",
	    file);
}

static enum err
print_table(const struct session *session,
    const struct regress_tolerances *tolerances, FILE *file)
{
	static const char *const titles[] = {"benchmark", "baseline ops/s",
	    "now", "change", "baseline P99", "now", "change", "verdict", NULL};
	struct table table;
	enum err err;

	table_init(&table, titles);
	for (size_t i = 0; i < session->regress.n; i++)
		add_line(&table, &session->regress.items[i], tolerances);
	err = table_write(&table, file);
	table_release(&table);
	if (err)
		return err;
	print_weakness(&session->regress, file);
	return table_finish(file);
}

static enum err
conclude(const struct session *session,
    const struct regress_tolerances *tolerances, const char *path)
{
	const struct regress *regress = &session->regress;
	const struct regress_benchmark *first = NULL;
	size_t failed = 0;

	for (size_t i = 0; i < regress->n; i++) {
		if (regress_judge(&regress->items[i], tolerances) ==
		    REGRESS_FINE)
			continue;
		failed++;
		if (!first)
			first = &regress->items[i];
	}
	if (!first)
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "%s: %zu of %zu benchmarks failed, the first is %s: %s", path,
	    failed, regress->n, first->name,
	    regress_verdict_text(regress_judge(first, tolerances)));
}

static enum err
report(
    const struct session *session, const struct regress_tolerances *tolerances)
{
	static const struct row_context none[] = {{NULL, NULL}};
	const char *path = session->call->argv[0];
	enum err err;

	if (session->call->options->format == BENCH_TABLE)
		err = print_table(session, tolerances, stdout);
	else
		err = bench_write_rows(session->call, &session->rows, none);
	return err ? err : conclude(session, tolerances, path);
}

static enum err
run_regress(const struct bench_call *call)
{
	const struct own *own = call->own;
	const struct regress_tolerances tolerances = {
	    own->rate_tolerance, own->p99_tolerance};
	struct session session = {.call = call, .rows = ROWS_INIT};
	enum err err;

	if (own->rate_tolerance >= 1)
		return err_fail(ERR_USAGE,
		    "--rate-tolerance: below 100%% was expected: nothing is "
		    "slower than that");
	err = regress_read(call->argv[0], &session.regress);
	if (!err)
		err = measure_all(&session);
	if (!err)
		err = report(&session, &tolerances);
	regress_release(&session.regress);
	rows_release(&session.rows);
	free(session.cache);
	return err;
}

const struct bench_command bench_command_regress = {
    .name = "regress",
    .usage = "BASELINE [options]",
    .summary = "fail where a stored baseline was faster",
    .shared = BENCH_WARMUP | BENCH_REPETITIONS | BENCH_FORMAT,
    .options = own_options,
    .defaults = &defaults,
    .own_size = sizeof(struct own),
    .operands_min = 1,
    .operands_max = 1,
    .run = run_regress,
};
