#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/interval/interval.h"
#include "tests/support/interval_sets.h"

static struct interval_op
op(enum interval_op_code code, int64_t start, int64_t end)
{
	return (struct interval_op){.iv = {start, end},
	    .code = code,
	    .status = INTERVAL_UNSUPPORTED,
	    .found = -1,
	    .changed = 99};
}

static void
expect_outcome(const struct interval_op *got, enum interval_status status,
    int64_t found, uint64_t changed)
{
	cr_expect(eq(int, got->status, status));
	cr_expect(eq(i64, got->found, found));
	cr_expect(eq(u64, got->changed, changed));
}

Test(interval_batch, operations_are_done_in_their_order)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_op ops[] = {
		    op(INTERVAL_OP_FIND, 0, 5), /* nothing yet */
		    op(INTERVAL_OP_RELEASE, 0, 100),
		    op(INTERVAL_OP_FIND, 0, 5), /* 0 */
		    op(INTERVAL_OP_RESERVE, 2, 50), /* 0-2 50-100 */
		    op(INTERVAL_OP_FIND, 0, 5), /* 50 */
		    op(INTERVAL_OP_RESERVE, 40, 60), /* 0-2 60-100 */
		    op(INTERVAL_OP_RESERVE, 40, 60), /* nothing is left */
		    op(INTERVAL_OP_FIND, 61, 71), /* straddles */
		    op(INTERVAL_OP_RELEASE, 2, 60), /* 0-100 */
		    op(INTERVAL_OP_FIND, 1, 101), /* 100 from 1 on: none */
		};
		size_t done = 0;

		cr_assert(eq(
		    int, interval_set_apply(set, ops, 10, &done), INTERVAL_OK));
		cr_expect(eq(sz, done, 10), "%s", interval_set_manager(set));
		expect_outcome(&ops[0], INTERVAL_NOTFOUND, 0, 0);
		expect_outcome(&ops[1], INTERVAL_OK, 0, 0);
		expect_outcome(&ops[2], INTERVAL_OK, 0, 0);
		expect_outcome(&ops[3], INTERVAL_OK, 0, 48);
		expect_outcome(&ops[4], INTERVAL_OK, 50, 0);
		expect_outcome(&ops[5], INTERVAL_OK, 0, 10);
		expect_outcome(&ops[6], INTERVAL_OK, 0, 0);
		expect_outcome(&ops[7], INTERVAL_OK, 61, 0);
		expect_outcome(&ops[8], INTERVAL_OK, 0, 0);
		expect_outcome(&ops[9], INTERVAL_NOTFOUND, 0, 0);
		sets_expect(set, "0-100");
		sets_done(set);
	}
}

Test(interval_batch, what_is_asked_for_stays_as_it_was)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_op ops[] = {op(INTERVAL_OP_RELEASE, 0, 100),
		    op(INTERVAL_OP_RESERVE, 2, 50), op(INTERVAL_OP_FIND, 3, 5)};

		cr_assert(eq(
		    int, interval_set_apply(set, ops, 3, NULL), INTERVAL_OK));
		cr_expect(eq(int, ops[0].code, INTERVAL_OP_RELEASE));
		sets_expect_range("release", ops[0].iv, 0, 100);
		cr_expect(eq(int, ops[1].code, INTERVAL_OP_RESERVE));
		sets_expect_range("reserve", ops[1].iv, 2, 50);
		cr_expect(eq(int, ops[2].code, INTERVAL_OP_FIND));
		sets_expect_range("find", ops[2].iv, 3, 5);
		sets_done(set);
	}
}

Test(interval_batch, no_operations_are_fine)
{
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		struct interval_op none;
		size_t done = 99;

		cr_expect(eq(int, interval_set_apply(set, &none, 0, &done),
		    INTERVAL_OK));
		cr_expect(eq(sz, done, 0));
		sets_done(set);
	}
}

/* A bad operation at each of five places: nothing at all is done. */
Test(interval_batch, an_invalid_operation_anywhere_refuses_all)
{
	const struct interval_op bad[] = {
	    op(INTERVAL_OP_RELEASE, 5, 5),
	    op(INTERVAL_OP_RESERVE, 5, 4),
	    op(INTERVAL_OP_FIND, 5, 5),
	    op(INTERVAL_OP_FIND, INT64_MAX, INT64_MIN),
	    /* 2^63 offsets: more than a find can ask for. */
	    op(INTERVAL_OP_FIND, INT64_MIN, 0),
	    op((enum interval_op_code)3, 5, 6),
	};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 10);
		for (size_t i = 0; i < 5 * sizeof bad / sizeof bad[0]; i++) {
			struct interval_op ops[5];
			size_t done = 99;

			for (size_t k = 0; k < 5; k++)
				ops[k] = op(INTERVAL_OP_RESERVE, 0, 10);
			ops[i % 5] = bad[i / 5];
			cr_expect(
			    eq(int, interval_set_apply(set, ops, 5, &done),
				INTERVAL_INVALID));
			cr_expect(eq(sz, done, 0));
		}
		sets_expect(set, "0-10");
		sets_done(set);
	}
}

Test(interval_batch, finds_may_look_beyond_the_domain)
{
	const struct interval domain = {0, 100};
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next_in(&m, domain));) {
		struct interval_op ops[] = {op(INTERVAL_OP_RELEASE, 0, 100),
		    op(INTERVAL_OP_FIND, INT64_MIN, INT64_MIN + 100),
		    op(INTERVAL_OP_FIND, 100, 101),
		    op(INTERVAL_OP_FIND, 0, INT64_MAX)};

		cr_assert(eq(
		    int, interval_set_apply(set, ops, 4, NULL), INTERVAL_OK));
		expect_outcome(&ops[1], INTERVAL_OK, 0, 0);
		expect_outcome(&ops[2], INTERVAL_NOTFOUND, 0, 0);
		expect_outcome(&ops[3], INTERVAL_NOTFOUND, 0, 0);
		sets_done(set);
	}
}

#define COMB 3000

/* One batch makes a comb out of one interval, the next one fills its gaps from
 * the right: every manager grows and shrinks within a batch. */
Test(interval_batch, one_batch_may_make_thousands_of_intervals)
{
	static struct interval_op ops[COMB];
	struct interval_set *set;

	for (size_t m = 0; (set = sets_next(&m));) {
		sets_release(set, 0, 3 * COMB);
		for (int64_t k = 0; k < COMB; k++)
			ops[k] = op(INTERVAL_OP_RESERVE, 3 * k + 1, 3 * k + 2);
		cr_assert(eq(int, interval_set_apply(set, ops, COMB, NULL),
		    INTERVAL_OK));
		for (size_t k = 0; k < COMB; k++)
			cr_assert(ops[k].changed == 1);
		cr_expect(eq(sz, interval_set_count(set), COMB + 1));
		for (int64_t k = 0; k < COMB; k++) {
			int64_t start = 3 * (COMB - 1 - k) + 1;

			ops[k] = op(INTERVAL_OP_RELEASE, start, start + 1);
		}
		cr_assert(eq(int, interval_set_apply(set, ops, COMB, NULL),
		    INTERVAL_OK));
		sets_expect(set, "0-9000");
		sets_done(set);
	}
}
