#include "core/bench/scaling_op.h"

#include <string.h>

#include "core/base/rng.h"

#define OVERLAPPED 16 /* intervals that `overlap` reads */
#define OPS_MAX 1024 /* operations of a batch */

/* What a round's calls came to. */
static enum err
verdict(enum interval_status status, bool right)
{
	if (status == INTERVAL_NOMEM)
		return ERR_NOMEM;
	return status == INTERVAL_OK && right ? ERR_OK : ERR_MISMATCH;
}

/* ---- changes: each comes with one that takes it back ---- */

static enum err
release_gaps(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < k && !status; i++)
		status = interval_set_release(comb->set, comb_gap(picks[i]));
	return verdict(status, interval_set_count(comb->set) == comb->n - k);
}

static enum err
reserve_gaps(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < k && !status; i++)
		status =
		    interval_set_reserve(comb->set, comb_gap(picks[i]), NULL);
	return verdict(status, comb_intact(comb));
}

static enum err
reserve_pieces(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < k && !status; i++)
		status =
		    interval_set_reserve(comb->set, comb_piece(picks[i]), NULL);
	return verdict(status, interval_set_count(comb->set) == comb->n + k);
}

static enum err
require_pieces(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < k && !status; i++)
		status = interval_set_require(comb->set, comb_piece(picks[i]));
	return verdict(status, interval_set_count(comb->set) == comb->n + k);
}

static enum err
release_pieces(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < k && !status; i++)
		status = interval_set_release(comb->set, comb_piece(picks[i]));
	return verdict(status, comb_intact(comb));
}

static enum err
apply_pieces(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval_op ops[OPS_MAX];
	enum interval_status status = INTERVAL_OK;

	for (size_t done = 0; done < k && !status; done += OPS_MAX) {
		size_t n = k - done < OPS_MAX ? k - done : OPS_MAX;

		for (size_t i = 0; i < n; i++)
			ops[i] = (struct interval_op){
			    .iv = comb_piece(picks[done + i]),
			    .code = INTERVAL_OP_RESERVE};
		status = interval_set_apply(comb->set, ops, n, NULL);
	}
	return verdict(status, interval_set_count(comb->set) == comb->n + k);
}

static enum err
load_all(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;

	(void)picks;
	for (size_t i = 0; i < k && !status; i++)
		status = interval_set_load(comb->set, comb->ivs, comb->n);
	return verdict(status, comb_intact(comb));
}

static enum err
clone_all(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k && !status; i++) {
		struct interval_set *clone = NULL;

		status = interval_set_clone(&clone, comb->set, NULL);
		if (status)
			break;
		right &= interval_set_total(clone) == comb->total;
		interval_set_free(clone);
	}
	return verdict(status, right);
}

/* ---- questions ---- */

/* The shortest length is found in the very interval that is asked about. */
static enum err
find_here(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		int64_t start = (int64_t)picks[i] * COMB_PITCH;

		right &= interval_set_find(comb->set, start, COMB_SHORTEST,
			     &found) == INTERVAL_OK;
		right &= found.start == start;
	}
	return verdict(INTERVAL_OK, right);
}

/* Only the last interval is long enough. */
static enum err
find_last(struct comb *comb, const size_t *picks, size_t k)
{
	const int64_t last = (int64_t)(comb->n - 1) * COMB_PITCH;
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		int64_t start = (int64_t)picks[i] * COMB_PITCH;

		right &= interval_set_find(comb->set, start, COMB_LONGEST,
			     &found) == INTERVAL_OK;
		right &= found.start == last;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
find_none(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		int64_t start = (int64_t)picks[i] * COMB_PITCH;

		right &= interval_set_find(comb->set, start, COMB_LONGEST + 1,
			     &found) == INTERVAL_NOTFOUND;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
find_best(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k && !status; i++) {
		size_t length =
		    COMB_SHORTEST + 1 + 2 * (picks[i] % COMB_LENGTHS);

		status =
		    interval_set_find_best(comb->set, (int64_t)length, &found);
		right &= found.start == comb->best[length];
	}
	return verdict(status, right);
}

static enum err
find_largest(struct comb *comb, const size_t *picks, size_t k)
{
	const int64_t last = (int64_t)(comb->n - 1) * COMB_PITCH;
	struct interval found = {0, 0};
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k; i++) {
		right &=
		    interval_set_find_largest(comb->set, &found) == INTERVAL_OK;
		right &= found.start == last;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
containing(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		int64_t start = (int64_t)picks[i] * COMB_PITCH;

		right &= interval_set_containing(
			     comb->set, start + 1, &found) == INTERVAL_OK;
		right &= found.start == start;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
overlap(struct comb *comb, const size_t *picks, size_t k)
{
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		int64_t start = (int64_t)picks[i] * COMB_PITCH;
		struct interval over = {start, start + OVERLAPPED * COMB_PITCH};
		struct interval_cursor cursor =
		    interval_cursor_over(comb->set, over);
		size_t left = comb->n - picks[i];
		size_t n = 0;

		while (interval_cursor_next(&cursor, &over))
			n++;
		right &= n == (left < OVERLAPPED ? left : OVERLAPPED);
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
rank(struct comb *comb, const size_t *picks, size_t k)
{
	bool right = true;

	for (size_t i = 0; i < k; i++)
		right &= interval_set_rank(comb->set,
			     (int64_t)picks[i] * COMB_PITCH) == picks[i];
	return verdict(INTERVAL_OK, right);
}

static enum err
kth(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval found = {0, 0};
	bool right = true;

	for (size_t i = 0; i < k; i++) {
		right &= interval_set_kth(comb->set, picks[i], &found) ==
			 INTERVAL_OK;
		right &= found.start == (int64_t)picks[i] * COMB_PITCH;
	}
	return verdict(INTERVAL_OK, right);
}

static uint64_t
random_bits(void *ctx)
{
	return rng_next(ctx);
}

static enum err
sample(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval found = {0, 0};
	struct rng rng;
	bool right = true;

	rng_seed(&rng, picks[0]);
	for (size_t i = 0; i < k; i++) {
		right &= interval_set_sample(comb->set, random_bits, &rng,
			     &found) == INTERVAL_OK;
		right &= found.start % COMB_PITCH == 0;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
bounds(struct comb *comb, const size_t *picks, size_t k)
{
	const int64_t last = (int64_t)(comb->n - 1) * COMB_PITCH;
	struct interval found = {0, 0};
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k; i++) {
		right &= interval_set_bounds(comb->set, &found) == INTERVAL_OK;
		right &= found.start == 0 && found.end == last + COMB_LONGEST;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
iterate(struct comb *comb, const size_t *picks, size_t k)
{
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k; i++) {
		struct interval_cursor cursor =
		    interval_cursor_at(comb->set, INT64_MIN);
		struct interval iv;
		uint64_t total = 0;

		while (interval_cursor_next(&cursor, &iv))
			total += (uint64_t)(iv.end - iv.start);
		right &= total == comb->total;
	}
	return verdict(INTERVAL_OK, right);
}

static enum err
equal(struct comb *comb, const size_t *picks, size_t k)
{
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k; i++)
		right &= interval_set_equal(comb->set, comb->twin);
	return verdict(INTERVAL_OK, right);
}

/* ---- figures ---- */

static enum err
summary(struct comb *comb, const size_t *picks, size_t k)
{
	struct interval_summary s;
	bool right = true;

	(void)picks;
	for (size_t i = 0; i < k; i++) {
		interval_set_summary(comb->set, &s);
		right &= s.chunks == comb->n && s.free_total == comb->total;
		right &= s.largest.end - s.largest.start == COMB_LONGEST;
	}
	return verdict(INTERVAL_OK, right);
}

/* A change and its reverse, so that neither order nor number of calls decides
 * what a manager can keep from one to the next. */
static enum err
change_and_summary(struct comb *comb, const size_t *picks, size_t k)
{
	enum interval_status status = INTERVAL_OK;
	struct interval_summary s;
	bool right = true;

	for (size_t i = 0; i < k && !status; i++) {
		const struct interval gap = comb_gap(picks[i]);

		status = interval_set_release(comb->set, gap);
		interval_set_summary(comb->set, &s);
		right &= s.chunks == comb->n - 1;
		right &= s.largest.end - s.largest.start >= COMB_PITCH;
		if (!status)
			status = interval_set_reserve(comb->set, gap, NULL);
		interval_set_summary(comb->set, &s);
		right &= s.chunks == comb->n;
		right &= s.largest.end - s.largest.start == COMB_LONGEST;
	}
	return verdict(status, right);
}

/* ---- the table ---- */

#define CONSTANT GROWTH_CONSTANT
#define LOG GROWTH_LOG
#define LINEAR GROWTH_LINEAR

/* What interval.h promises, for all managers and then for those that do
 * better. A bitmap's domain grows with n here, so words are intervals. */
static const struct scaling_op ops[] = {
    {"release", "make a gap between two intervals free", LOG,
	.run = release_gaps, .undo = reserve_gaps},
    {"reserve", "split an interval", LOG, .run = reserve_pieces,
	.undo = release_pieces},
    {"require", "split an interval, which must be there", LOG,
	.run = require_pieces, .undo = release_pieces},
    {"apply", "split an interval, in batches of up to 1024", LOG,
	.run = apply_pieces, .undo = release_pieces},
    {"load", "fill the set with n intervals", LINEAR, .run = load_all},
    {"clone", "copy the set and free the copy", LINEAR, .run = clone_all},
    {"find", "earliest fit, found where it is asked for", LOG,
	.run = find_here},
    {"find_last", "earliest fit, found in the last interval alone", LINEAR,
	{{"summary", LOG}}, .run = find_last},
    {"find_none", "earliest fit of a length that is nowhere free", LINEAR,
	{{"summary", LOG}}, .run = find_none},
    {"find_best", "best fit", LINEAR, {{"summary", LOG}, {"hybrid", LOG}},
	.run = find_best},
    {"find_largest", "the longest interval", LINEAR,
	{{"summary", CONSTANT}, {"boundary_summary", CONSTANT},
	    {"hybrid", LOG}},
	.run = find_largest},
    {"containing", "the interval that holds an offset", LOG, .run = containing},
    {"overlap", "read 16 neighbours", LOG, .run = overlap},
    {"rank", "how many intervals start before an offset", LINEAR,
	{{"summary", LOG}, {"treap", LOG}}, .run = rank},
    {"kth", "the interval that has k before it", LINEAR,
	{{"summary", LOG}, {"treap", LOG}}, .run = kth},
    {"sample", "an interval, each with the same chance", LINEAR,
	{{"summary", LOG}, {"treap", LOG}}, .run = sample},
    {"bounds", "first start to last end", LOG, .run = bounds},
    {"iterate", "read all intervals in order", LINEAR, .run = iterate},
    {"equal", "compare with an equal set", LINEAR, .run = equal},
    {"summary", "all figures, nothing changed since the last time", LINEAR,
	{{"summary", CONSTANT}, {"boundary_summary", CONSTANT},
	    {"hybrid", LOG}},
	.run = summary},
    {"change_summary", "a change and its reverse, all figures after each",
	LINEAR, {{"summary", LOG}, {"hybrid", LOG}}, .run = change_and_summary},
};

const struct scaling_op *
scaling_ops(size_t *n)
{
	*n = sizeof ops / sizeof ops[0];
	return ops;
}

enum growth
scaling_promise(const struct scaling_op *op, const char *manager)
{
	for (size_t i = 0; i < SCALING_EXCEPTIONS_MAX; i++) {
		const struct scaling_exception *row = &op->exceptions[i];

		if (row->manager && strcmp(row->manager, manager) == 0)
			return row->promised;
	}
	return op->promised;
}
