/* Every function that may need memory, with none at its first call of the
 * allocator, then at its second, and so on until it succeeds: whenever it
 * fails, nothing has changed, and in the end it does what it should. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/interval/interval.h"
#include "core/interval/manager.h"
#include "tests/support/failing_allocator.h"
#include "tests/support/interval_sets.h"

#define TEETH 700
#define SPACE (8 * TEETH)

/* A set whose memory may fail, and one with the same content whose memory does
 * not. */
struct pair {
	struct failing_allocator memory;
	struct interval_set *set;
	struct interval_set *twin;
	bool without; /**< also all calls after the failing one fail */
};

static const struct interval space = {0, SPACE};

static void
pair_init(struct pair *pair, const char *manager, bool without)
{
	struct interval_allocator allocator = failing_allocator(&pair->memory);

	memset(pair, 0, sizeof *pair);
	pair->without = without;
	cr_assert(
	    eq(int, interval_set_new(&pair->set, manager, &space, &allocator),
		INTERVAL_OK));
	cr_assert(eq(int, interval_set_new(&pair->twin, manager, &space, NULL),
	    INTERVAL_OK));
}

static void
pair_release(struct pair *pair)
{
	sets_done(pair->set);
	sets_done(pair->twin);
	cr_assert(eq(sz, pair->memory.live, 0));
	cr_assert(eq(sz, pair->memory.bytes, 0));
}

/* From now on the n-th call of the allocator fails; 0: none does. */
static void
fail_in(struct pair *pair, size_t n)
{
	pair->memory.fail_on = pair->without;
	pair->memory.fail_at = n ? pair->memory.calls + n : 0;
}

static void
expect_twins(const struct pair *pair)
{
	struct interval_stats stats;

	if (!pair->set->manager->valid(pair->set))
		cr_fatal("%s is not valid", pair->set->name);
	if (!interval_set_equal(pair->set, pair->twin))
		cr_fatal("%s is not what it was", pair->set->name);
	interval_set_stats(pair->set, &stats);
	if (stats.bytes != pair->memory.bytes ||
	    stats.allocations != pair->memory.live)
		cr_fatal("%s does not know its memory", pair->set->name);
}

/* Questions that no lack of memory may keep from an answer: the n-th call of
 * the allocator fails in each. */
static void
expect_answers(struct pair *pair, size_t n)
{
	const char *name = pair->set->name;
	struct interval a = {-1, -2}, b = {-1, -2};
	struct interval_summary s, t;

	for (int64_t length = 1; length < 16; length += 4) {
		fail_in(pair, n);
		cr_assert(interval_set_find_best(pair->set, length, &a) ==
			  interval_set_find_best(pair->twin, length, &b));
		sets_expect_range(name, a, b.start, b.end);
	}
	fail_in(pair, n);
	cr_assert(interval_set_find_largest(pair->set, &a) ==
		  interval_set_find_largest(pair->twin, &b));
	sets_expect_range(name, a, b.start, b.end);
	fail_in(pair, n);
	interval_set_summary(pair->set, &s);
	interval_set_summary(pair->twin, &t);
	sets_expect_range(name, s.largest, t.largest.start, t.largest.end);
	sets_expect_range(name, s.smallest, t.smallest.start, t.smallest.end);
	fail_in(pair, 0);
	expect_twins(pair);
}

/* ---- changes ---- */

static enum interval_status
change(
    struct interval_set *set, const struct interval_op *op, uint64_t *changed)
{
	if (op->code == INTERVAL_OP_RELEASE)
		return interval_set_release(set, op->iv);
	return interval_set_reserve(set, op->iv, changed);
}

/* @return how often it failed */
static size_t
change_both(
    struct pair *pair, enum interval_op_code code, int64_t start, int64_t end)
{
	const struct interval_op op = {.iv = {start, end}, .code = code};
	uint64_t changed = 99, wanted = 99;
	size_t n = 0;
	enum interval_status status;

	do {
		fail_in(pair, ++n);
		status = change(pair->set, &op, &changed);
		if (status == INTERVAL_OK)
			break;
		cr_assert(eq(int, status, INTERVAL_NOMEM));
		cr_assert(eq(u64, changed, 99));
		expect_twins(pair);
	} while (n < 10000);
	fail_in(pair, 0);
	cr_assert(eq(int, status, INTERVAL_OK));
	cr_assert(eq(int, change(pair->twin, &op, &wanted), INTERVAL_OK));
	cr_assert(eq(u64, changed, wanted));
	expect_twins(pair);
	return n - 1;
}

/* A comb of TEETH intervals by splits and one by inserts, so that trees grow;
 * joins, cuts over many intervals, and growth again. */
static size_t
change_all(struct pair *pair)
{
	size_t failures = change_both(pair, INTERVAL_OP_RELEASE, 0, SPACE);

	for (int64_t k = 0; k < TEETH; k++)
		failures += change_both(
		    pair, INTERVAL_OP_RESERVE, 8 * k + 3, 8 * k + 5);
	expect_answers(pair, 1);
	failures += change_both(pair, INTERVAL_OP_RESERVE, 801, 3202);
	failures += change_both(pair, INTERVAL_OP_RELEASE, 4001, 4802);
	for (int64_t k = 399; k > 100; k--)
		failures += change_both(
		    pair, INTERVAL_OP_RELEASE, 8 * k, 8 * k + 1 + k % 4);
	expect_answers(pair, 1);
	failures += change_both(pair, INTERVAL_OP_RESERVE, 0, SPACE);
	failures += change_both(pair, INTERVAL_OP_RELEASE, 5, 6);
	expect_answers(pair, 1);
	return failures;
}

Test(interval_nomem, a_change_without_memory_leaves_the_set_as_it_was)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct pair pair;

		pair_init(&pair, *names, false);
		if (change_all(&pair) == 0)
			/* All that a bitmap needs it has from the start. */
			cr_expect(
			    interval_manager_bounded(*names), "%s", *names);
		pair_release(&pair);
	}
}

Test(interval_nomem, nor_does_it_where_nothing_is_to_be_had_any_more)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct pair pair;

		pair_init(&pair, *names, true);
		(void)change_all(&pair);
		pair_release(&pair);
	}
}

/* Best fit first, so that indexes of lengths must follow the changes. */
Test(interval_nomem, nor_where_an_index_of_lengths_must_follow)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct pair pair;
		struct interval iv;

		pair_init(&pair, *names, false);
		sets_release(pair.set, 0, 3);
		sets_release(pair.twin, 0, 3);
		cr_assert(eq(int, interval_set_find_best(pair.set, 1, &iv),
		    INTERVAL_OK));
		(void)change_all(&pair);
		pair_release(&pair);
	}
}

/* A change that asks nothing of the allocator cannot fail; one that does is
 * refused without it. */
Test(interval_nomem, require_without_memory_leaves_the_set_as_it_was)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct pair pair;
		size_t failures = 0;

		pair_init(&pair, *names, true);
		sets_release(pair.set, 0, SPACE);
		sets_release(pair.twin, 0, SPACE);
		for (int64_t k = 0; k < TEETH; k++) {
			struct interval iv = {8 * k + 3, 8 * k + 5};
			enum interval_status status;

			fail_in(&pair, 1);
			status = interval_set_require(pair.set, iv);
			fail_in(&pair, 0);
			if (status == INTERVAL_NOMEM) {
				failures++;
				expect_twins(&pair);
				status = interval_set_require(pair.set, iv);
			}
			cr_assert(eq(int, status, INTERVAL_OK));
			(void)sets_reserve(pair.twin, iv.start, iv.end);
		}
		expect_twins(&pair);
		cr_expect(failures > 0 || interval_manager_bounded(*names),
		    "%s", *names);
		pair_release(&pair);
	}
}

/* What a manager keeps for questions grows with the set: it has to be right or
 * given up, whichever call of the allocator fails. */
Test(interval_nomem, no_question_fails_for_want_of_memory)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		for (size_t n = 1; n < 12; n++) {
			struct pair pair;

			pair_init(&pair, *names, n % 2);
			for (int64_t k = 0; k < TEETH; k++) {
				int64_t start = 8 * k, end = start + 1 + k % 6;

				sets_release(pair.set, start, end);
				sets_release(pair.twin, start, end);
				if (k % 8 == 0)
					expect_answers(
					    &pair, k % 64 == 0 ? 0 : n);
			}
			pair_release(&pair);
		}
	}
}

/* ---- batches ---- */

/* What was done before the failure stays, the rest is as if never asked. */
static void
apply_both(struct pair *pair, struct interval_op *ops, size_t n)
{
	size_t failures = 0, at = 0;

	while (at < n) {
		size_t done = 99;
		enum interval_status status;

		fail_in(pair, 1 + failures % 3);
		status = interval_set_apply(pair->set, ops + at, n - at, &done);
		fail_in(pair, 0);
		cr_assert(status == INTERVAL_OK
			      ? done == n - at
			      : status == INTERVAL_NOMEM && done < n - at);
		for (; done > 0; done--, at++) {
			uint64_t wanted = 0;

			cr_assert(change(pair->twin, &ops[at], &wanted) ==
				  INTERVAL_OK);
			cr_assert(ops[at].status == INTERVAL_OK);
			cr_assert(ops[at].changed == wanted);
		}
		expect_twins(pair);
		if (status == INTERVAL_NOMEM && ++failures % 4 == 0) {
			/* Without a failure, so that it goes on. */
			cr_assert(eq(int,
			    interval_set_apply(pair->set, ops + at, 1, NULL),
			    INTERVAL_OK));
			(void)change(pair->twin, &ops[at++], NULL);
		}
	}
}

Test(interval_nomem, a_batch_stops_at_the_operation_that_has_no_memory)
{
	const char *const *names = interval_managers();
	struct interval_op ops[TEETH];

	for (; *names; names++) {
		struct pair pair;

		pair_init(&pair, *names, true);
		sets_release(pair.set, 0, SPACE);
		sets_release(pair.twin, 0, SPACE);
		for (int64_t k = 0; k < TEETH; k++)
			ops[k] =
			    (struct interval_op){.iv = {8 * k + 3, 8 * k + 5},
				.code = INTERVAL_OP_RESERVE};
		apply_both(&pair, ops, TEETH);
		for (int64_t k = 0; k < TEETH; k++)
			ops[k] = (struct interval_op){
			    .iv = {8 * (TEETH - k) - 6, 8 * (TEETH - k)},
			    .code = k % 3 ? INTERVAL_OP_RELEASE
					  : INTERVAL_OP_RESERVE};
		apply_both(&pair, ops, TEETH);
		pair_release(&pair);
	}
}

/* ---- sets ---- */

Test(interval_nomem, a_set_that_cannot_be_made_leaves_nothing_behind)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct failing_allocator memory = {.fail_at = 1};
		struct interval_allocator allocator =
		    failing_allocator(&memory);
		struct interval_set *set = NULL;

		while (interval_set_new(&set, *names, &space, &allocator) ==
		       INTERVAL_NOMEM) {
			cr_assert(eq(ptr, set, NULL));
			cr_assert(eq(sz, memory.live, 0));
			memory.calls = 0;
			memory.fail_at++;
		}
		cr_assert(ne(ptr, set, NULL));
		cr_expect(lt(sz, 1, memory.fail_at), "%s", *names);
		sets_done(set);
		cr_expect(eq(sz, memory.live, 0));
	}
}

static void
fill(struct pair *pair)
{
	for (int64_t k = 0; k < TEETH; k++) {
		sets_release(pair->set, 8 * k, 8 * k + 1 + k % 5);
		sets_release(pair->twin, 8 * k, 8 * k + 1 + k % 5);
	}
}

Test(interval_nomem, a_clone_that_cannot_be_made_leaves_nothing_behind)
{
	const char *const *names = interval_managers();

	for (size_t i = 0; names[i]; i++) {
		for (size_t j = 0; names[j]; j++) {
			struct interval_set *clone = NULL;
			struct pair pair;
			size_t n = 0, live;

			pair_init(&pair, names[i], false);
			fill(&pair);
			live = pair.memory.live;
			fail_in(&pair, ++n);
			while (interval_set_clone(&clone, pair.set, names[j]) ==
			       INTERVAL_NOMEM) {
				cr_assert(eq(ptr, clone, NULL));
				cr_assert(eq(sz, pair.memory.live, live));
				fail_in(&pair, ++n);
			}
			fail_in(&pair, 0);
			cr_assert(ne(ptr, clone, NULL));
			cr_expect(lt(sz, 1, n));
			cr_expect(interval_set_equal(clone, pair.twin));
			sets_done(clone);
			expect_twins(&pair);
			pair_release(&pair);
		}
	}
}

Test(interval_nomem, a_load_without_memory_keeps_what_was_there)
{
	const char *const *names = interval_managers();
	struct interval ivs[TEETH];

	for (int64_t k = 0; k < TEETH; k++)
		ivs[k] = sets_range(8 * k + 1, 8 * k + 3);
	for (; *names; names++) {
		struct pair pair;
		size_t n = 0;

		pair_init(&pair, *names, false);
		fill(&pair);
		fail_in(&pair, ++n);
		while (
		    interval_set_load(pair.set, ivs, TEETH) == INTERVAL_NOMEM) {
			expect_twins(&pair);
			fail_in(&pair, ++n);
		}
		fail_in(&pair, 0);
		cr_expect(lt(sz, 1, n), "%s", *names);
		cr_assert(eq(int, interval_set_load(pair.twin, ivs, TEETH),
		    INTERVAL_OK));
		expect_twins(&pair);
		expect_answers(&pair, 1);
		pair_release(&pair);
	}
}

/* ---- memory that fails at random ---- */

Test(interval_nomem, one_allocation_in_three_may_fail_at_random)
{
	const char *const *names = interval_managers();

	for (; *names; names++) {
		struct pair pair;
		struct rng rng;

		rng_seed(&rng, 5);
		pair_init(&pair, *names, false);
		for (int i = 0; i < 20000; i++) {
			int64_t start = (int64_t)rng_below(&rng, SPACE - 12);
			struct interval_op op = {
			    .iv = {start,
				start + 1 + (int64_t)rng_below(&rng, 12)},
			    .code = rng_below(&rng, 2) ? INTERVAL_OP_RELEASE
						       : INTERVAL_OP_RESERVE};

			fail_in(&pair, rng_below(&rng, 3) == 0);
			if (change(pair.set, &op, NULL) == INTERVAL_OK)
				(void)change(pair.twin, &op, NULL);
			if (i % 25 == 0)
				expect_answers(&pair, rng_below(&rng, 5));
		}
		fail_in(&pair, 0);
		pair_release(&pair);
	}
}
