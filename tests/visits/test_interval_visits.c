/* Complexity, counted in visited nodes instead of nanoseconds: the library is
 * built with INTERVAL_COUNT_VISITS for this program. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/interval/manager.h"
#include "tests/support/interval_sets.h"

/* ---- a set and random places in it ---- */

struct subject {
	struct interval_set *set;
	int64_t offsets; /* all lies in [0, offsets) */
	bool indexed; /* there is to be an index of lengths all the time */
	struct rng rng;
};

static int64_t
below(struct subject *subject, int64_t bound)
{
	return (int64_t)rng_below(&subject->rng, (uint64_t)bound);
}

/* 1 to 4 offsets. */
static struct interval
place(struct subject *subject)
{
	int64_t start = below(subject, subject->offsets - 4);

	return sets_range(start, start + 1 + below(subject, 4));
}

static uint64_t
draw(void *ctx)
{
	return rng_next(ctx);
}

/* n intervals: [8 k, 8 k + 1 to 7). */
static void
load(struct subject *subject, int64_t n)
{
	struct interval *ivs = calloc((size_t)n, sizeof *ivs);

	cr_assert(ne(ptr, ivs, NULL));
	for (int64_t k = 0; k < n; k++)
		ivs[k] = sets_range(8 * k, 8 * k + 1 + below(subject, 7));
	cr_assert(eq(
	    int, interval_set_load(subject->set, ivs, (size_t)n), INTERVAL_OK));
	free(ivs);
}

/* ---- operations ---- */

static void
do_find(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_find(subject->set, below(subject, subject->offsets),
	    1 + below(subject, 8), &iv);
}

/* None is as long, so that every interval behind would have to be passed. */
static void
do_find_none(struct subject *subject)
{
	struct interval iv;

	cr_assert(
	    interval_set_find(subject->set, below(subject, subject->offsets),
		subject->offsets, &iv) == INTERVAL_NOTFOUND);
}

static void
do_find_best(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_find_best(subject->set, 1 + below(subject, 8), &iv);
}

static void
do_find_largest(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_find_largest(subject->set, &iv);
}

static void
do_containing(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_containing(
	    subject->set, below(subject, subject->offsets), &iv);
}

static void
do_rank(struct subject *subject)
{
	(void)interval_set_rank(subject->set, below(subject, subject->offsets));
}

static void
do_kth(struct subject *subject)
{
	int64_t n = (int64_t)interval_set_count(subject->set);
	struct interval iv;

	(void)interval_set_kth(subject->set, (size_t)below(subject, n), &iv);
}

static void
do_sample(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_sample(subject->set, draw, &subject->rng, &iv);
}

static void
do_bounds(struct subject *subject)
{
	struct interval iv;

	(void)interval_set_bounds(subject->set, &iv);
}

static void
do_summary(struct subject *subject)
{
	struct interval_summary summary;

	interval_set_summary(subject->set, &summary);
}

/* As many as a cursor reads at a time. */
static void
do_cursor(struct subject *subject)
{
	struct interval_cursor cursor =
	    interval_cursor_at(subject->set, below(subject, subject->offsets));
	struct interval iv;

	for (int i = 0; i < INTERVAL_CURSOR_AHEAD; i++)
		(void)interval_cursor_next(&cursor, &iv);
}

static void
do_release(struct subject *subject)
{
	(void)interval_set_release(subject->set, place(subject));
}

static void
do_reserve(struct subject *subject)
{
	(void)interval_set_reserve(subject->set, place(subject), NULL);
}

static void
do_require(struct subject *subject)
{
	(void)interval_set_require(subject->set, place(subject));
}

struct operation {
	const char *name;
	void (*run)(struct subject *subject);
	/** At most so many visited nodes for each doubling of n. */
	double factor;
};

/* ---- counting ---- */

#define CALLS 500
#define SEED 20240607

/* The first best fit makes the index, and one in a while keeps it: one offset
 * fits everywhere. */
static void
keep_index(struct subject *subject)
{
	struct interval iv;

	if (subject->indexed)
		cr_assert(interval_set_find_best(subject->set, 1, &iv) ==
			  INTERVAL_OK);
}

static uint64_t
most_visits(struct subject *subject, const struct operation *operation)
{
	uint64_t most = 0;

	for (int i = 0; i < CALLS; i++) {
		uint64_t before;

		keep_index(subject);
		before = interval_visits;
		operation->run(subject);
		if (interval_visits - before > most)
			most = interval_visits - before;
	}
	return most;
}

static void
expect_few_visits(struct subject *subject, const struct operation *operations)
{
	for (; operations->name; operations++) {
		uint64_t most = most_visits(subject, operations);
		double levels = log2((double)interval_set_count(subject->set));

		cr_expect(le(dbl, (double)most, operations->factor * levels),
		    "%s: %s of %.0f intervals", subject->set->name,
		    operations->name, exp2(levels));
	}
}

static void
change_often(struct subject *subject, size_t changes)
{
	for (size_t i = 0; i < changes; i += 2) {
		if (i % 64 == 0)
			keep_index(subject);
		do_release(subject);
		do_reserve(subject);
	}
}

/* On fresh sets and after many changes, of 2^7 to 2^17 intervals. */
static void
expect_logarithmic(
    const char *manager, bool indexed, const struct operation *operations)
{
	for (int power = 7; power <= 17; power += 2) {
		int64_t n = INT64_C(1) << power;
		struct subject subject = {.set = sets_named(manager),
		    .offsets = 8 * n,
		    .indexed = indexed};

		rng_seed(&subject.rng, SEED);
		load(&subject, n);
		expect_few_visits(&subject, operations);
		change_often(&subject, sets_model_ops(100000));
		expect_few_visits(&subject, operations);
		sets_done(subject.set);
	}
}

Test(interval_visits, are_counted)
{
	struct subject subject = {
	    .set = sets_named("summary"), .offsets = 80000};

	rng_seed(&subject.rng, 1);
	load(&subject, 10000);
	interval_visits = 0;
	do_containing(&subject);
	/* A leaf, its parent, the root: 10^4 are too many for two levels. */
	cr_expect(ge(u64, interval_visits, 3));
	sets_done(subject.set);
}

/* A tree of nodes with 8 children or more has at most log2(n) / 3 levels and
 * the root; some operations go down twice. What takes O(1) visits one node at
 * 128 intervals and at most three at 2^17. */
Test(interval_visits, of_summary_grow_by_a_few_for_each_doubling)
{
	static const struct operation operations[] = {
	    {"find", do_find, 1.5},
	    {"find without a fit", do_find_none, 1.5},
	    {"largest", do_find_largest, 0.2},
	    {"containing", do_containing, 1},
	    {"rank", do_rank, 0.5},
	    {"k-th", do_kth, 0.5},
	    {"sample", do_sample, 0.5},
	    {"bounds", do_bounds, 0.2},
	    {"summary", do_summary, 0.2},
	    {"cursor", do_cursor, 1.5},
	    {"release", do_release, 2.5},
	    {"reserve", do_reserve, 2.5},
	    {"require", do_require, 2.5},
	    {NULL, NULL, 0},
	};

	expect_logarithmic("summary", false, operations);
}

/* A change takes up to two lengths out of the index and puts two in, each a
 * walk down a treap, of up to 3 log2(n) nodes. */
Test(interval_visits, of_summary_with_an_index_of_lengths_do_too)
{
	static const struct operation operations[] = {
	    {"best fit", do_find_best, 3},
	    {"release", do_release, 12},
	    {"reserve", do_reserve, 12},
	    {"require", do_require, 12},
	    {"find", do_find, 1.5},
	    {"best fit", do_find_best, 3},
	    {NULL, NULL, 0},
	};

	expect_logarithmic("summary", true, operations);
}

/* More than n changes without a question, and they cost what they cost before
 * the first one. */
Test(interval_visits, of_summary_are_few_again_when_nobody_asks_by_length)
{
	static const struct operation operations[] = {
	    {"release", do_release, 2.5},
	    {"reserve", do_reserve, 2.5},
	    {NULL, NULL, 0},
	};
	const int64_t n = 4096;
	struct subject subject = {
	    .set = sets_named("summary"), .offsets = 8 * n, .indexed = true};

	rng_seed(&subject.rng, SEED);
	load(&subject, n);
	keep_index(&subject);
	subject.indexed = false;
	change_often(&subject, 4 * (size_t)n);
	expect_few_visits(&subject, operations);
	sets_done(subject.set);
}

Test(interval_visits, of_boundary_grow_by_a_few_for_each_doubling)
{
	static const struct operation operations[] = {
	    {"containing", do_containing, 1},
	    {"cursor", do_cursor, 1.5},
	    {"release", do_release, 2.5},
	    {"reserve", do_reserve, 2.5},
	    {"require", do_require, 2},
	    {NULL, NULL, 0},
	};

	expect_logarithmic("boundary", false, operations);
}

/* A search goes down once, a change once more to insert or delete. */
Test(interval_visits, of_treap_grow_by_a_few_for_each_doubling)
{
	static const struct operation operations[] = {
	    {"containing", do_containing, 3},
	    {"rank", do_rank, 3},
	    {"k-th", do_kth, 3},
	    {"sample", do_sample, 3},
	    {"bounds", do_bounds, 3},
	    {"cursor", do_cursor, 6},
	    {"release", do_release, 9},
	    {"reserve", do_reserve, 9},
	    {"require", do_require, 9},
	    {NULL, NULL, 0},
	};

	expect_logarithmic("treap", false, operations);
}
