#include "core/bench/contest.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/bench/batch.h"
#include "core/bench/oracle.h"
#include "core/bench/pass.h"
#include "core/bench/timing.h"

enum err
contest_init(struct contest *contest, const struct stream *stream,
    unsigned warmup, unsigned rounds, size_t n)
{
	struct contest made = {
	    .stream = stream, .warmup = warmup, .rounds = rounds, .n = n};
	bool failed;

	assert(rounds >= RATIO_ROUNDS_MIN && rounds <= RATIO_ROUNDS_MAX);
	made.items = calloc(n + 1, sizeof *made.items);
	failed = !made.items;
	for (size_t i = 0; i < n && !failed; i++) {
		struct contestant *one = &made.items[i];

		one->real_ns = calloc(rounds, sizeof *one->real_ns);
		one->cpu_ns = calloc(rounds, sizeof *one->cpu_ns);
		failed = !one->real_ns || !one->cpu_ns;
	}
	if (failed) {
		contest_release(&made);
		return err_fail(ERR_NOMEM,
		    "no memory for %u rounds of %zu contestants", rounds, n);
	}
	*contest = made;
	return ERR_OK;
}

void
contest_release(struct contest *contest)
{
	for (size_t i = 0; contest->items && i < contest->n; i++) {
		free(contest->items[i].real_ns);
		free(contest->items[i].cpu_ns);
	}
	free(contest->items);
	contest->items = NULL;
	contest->n = 0;
}

/* A round before those that count leaves nothing. */
static enum err
visit(const struct contest *contest, struct contestant *one,
    const struct outcome *expected, unsigned round)
{
	const struct stream *stream = contest->stream;
	struct outcome got = {.intervals = 0};
	struct pass pass = {.wall_ns = 0};
	enum err err;

	if (one->batch > 0)
		err = batch_run(stream, one->manager, one->batch, &pass, &got);
	else
		err = pass_run(stream, one->manager, &pass, &got);
	if (!err)
		err = outcome_check(one->manager, expected, &got);
	if (err || round < contest->warmup)
		return err;
	round -= contest->warmup;
	/* A ratio wants times above nothing, and clocks may be coarse. */
	one->real_ns[round] =
	    (double)(pass.wall_ns > 0 ? pass.wall_ns : 1) / (double)stream->n;
	one->cpu_ns[round] =
	    (double)(pass.cpu_ns > 0 ? pass.cpu_ns : 1) / (double)stream->n;
	return ERR_OK;
}

static enum err
run_rounds(struct contest *contest, const struct outcome *expected,
    struct rng *rng, size_t *order)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < contest->n; i++)
		order[i] = i;
	for (unsigned k = 0; k < contest->warmup + contest->rounds; k++) {
		if (contest->ticker)
			ticker_show(contest->ticker, "round %u of %u", k + 1,
			    contest->warmup + contest->rounds);
		rng_shuffle(rng, order, contest->n);
		for (size_t i = 0; i < contest->n && !err; i++)
			err = visit(
			    contest, &contest->items[order[i]], expected, k);
	}
	return err;
}

enum err
contest_run(struct contest *contest, uint64_t order_seed)
{
	struct outcome expected;
	struct rng rng;
	char *cache = NULL;
	size_t *order = calloc(contest->n + 1, sizeof *order);
	enum err err;

	if (!order)
		return err_fail(
		    ERR_NOMEM, "no memory for %zu contestants", contest->n);
	rng_seed(&rng, order_seed);
	err = oracle_cache_folder(&cache);
	if (!err)
		err = oracle_expect(
		    contest->stream, cache, &expected, NULL, NULL);
	if (!err)
		err = run_rounds(contest, &expected, &rng, order);
	free(cache);
	free(order);
	return err;
}

double
contest_median_ns(
    const struct contest *contest, const struct contestant *contestant)
{
	double ns[RATIO_ROUNDS_MAX];

	memcpy(ns, contestant->cpu_ns, contest->rounds * sizeof *ns);
	return timing_median(ns, contest->rounds);
}

bool
contest_is_short(
    const struct contest *contest, const struct contestant *contestant)
{
	return contest_median_ns(contest, contestant) *
		   (double)contest->stream->n <
	       TIMING_BATCH_SHOWN_NS;
}

/* Times of b to times of a: twice as fast needs half of the time. */
struct ratio
contest_ratio(const struct contest *contest, const struct contestant *a,
    const struct contestant *b)
{
	return ratio_of_pairs(b->cpu_ns, a->cpu_ns, contest->rounds);
}

const struct contestant *
contest_fastest(const struct contest *contest)
{
	const struct contestant *best = &contest->items[0];

	for (size_t i = 1; i < contest->n; i++) {
		if (contest_median_ns(contest, &contest->items[i]) <
		    contest_median_ns(contest, best))
			best = &contest->items[i];
	}
	return best;
}

static void
write_name(char *out, const char *prefix, const struct stream *stream,
    const struct contestant *one)
{
	int len = snprintf(out, ROW_NAME_SIZE, "%s/%s%s%s/%zu", prefix,
	    one->manager, *stream->name ? "/" : "", stream->name, stream->n);

	if (one->batch > 0 && len >= 0 && len < ROW_NAME_SIZE)
		(void)snprintf(
		    out + len, ROW_NAME_SIZE - (size_t)len, "/%zu", one->batch);
}

enum err
contest_rows(
    const struct contest *contest, const char *prefix, struct rows *rows)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < contest->n; i++) {
		const struct contestant *one = &contest->items[i];
		struct row row = {
		    .family = i,
		    .repetitions = contest->rounds,
		    .iterations = contest->stream->n,
		};

		write_name(row.name, prefix, contest->stream, one);
		for (unsigned k = 0; k < contest->rounds && !err; k++) {
			row.repetition = k;
			row.real_ns = one->real_ns[k];
			row.cpu_ns = one->cpu_ns[k];
			err = rows_add(rows, &row);
		}
	}
	return err;
}
