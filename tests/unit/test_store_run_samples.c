/* store_run_samples: the samples of one run, as they were put. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/store_bisect.h"
#include "baselines/store_share.h"
#include "tests/unit/shelf.h"

TestSuite(store_run_samples, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

static enum err
show(void *ctx, const struct store_run_sample *s)
{
	buf_printf(ctx, "%s %s %s %s %s %zu %s %g\n", s->setup,
	    s->series.benchmark, s->series.metric, s->series.unit,
	    direction_name(s->series.direction), s->round, side_name(s->side),
	    s->value);
	return ERR_OK;
}

static void
expect_samples(const char *uid, const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_run_samples(shelf_store, uid, show, &shown), ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

static void
put(const char *setup, const struct series_name *series, size_t round,
    enum side side, double value)
{
	const struct sample sample = {
	    .series = *series, .side = side, .value = value};

	cr_assert(
	    eq(int,
		store_round_put(shelf_store, UID_A, round, setup, &sample, 1),
		ERR_OK),
	    "%s", err_text());
}

/* Put in the opposite of the order in which they come. */
Test(store_run_samples, come_by_setup_series_round_and_side)
{
	static const struct series_name names[] = {
	    {"b", "m", "u", DIRECTION_BIGGER},
	    {"b", "m", "u", DIRECTION_SMALLER},
	    {"b", "m", "s", DIRECTION_SMALLER},
	    {"b", "k", "u", DIRECTION_SMALLER},
	    {"a", "m", "u", DIRECTION_SMALLER},
	};

	shelf_begin(UID_A);
	put("t", &names[4], 0, SIDE_BASE, 8);
	for (size_t i = 0; i < 5; i++)
		put("s", &names[i], 10, SIDE_HEAD, (double)(7 - i));
	put("s", &names[4], 9, SIDE_HEAD, 2);
	put("s", &names[4], 9, SIDE_CONTROL, 1.5);
	put("s", &names[4], 9, SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_reopen(STORE_READ);
	expect_samples(UID_A, "s a m u smaller 9 base 1\n"
			      "s a m u smaller 9 control 1.5\n"
			      "s a m u smaller 9 head 2\n"
			      "s a m u smaller 10 head 3\n"
			      "s b k u smaller 10 head 4\n"
			      "s b m s smaller 10 head 5\n"
			      "s b m u smaller 10 head 6\n"
			      "s b m u bigger 10 head 7\n"
			      "t a m u smaller 0 base 8\n");
}

Test(store_run_samples, of_an_open_run_are_those_that_were_put)
{
	shelf_begin_kind(UID_A, STORE_KIND_BISECT);
	expect_samples(UID_A, "");
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1.25);
	expect_samples(
	    UID_A, SETUP " parse real_time ns smaller 0 base 1.25\n");
}

Test(store_run_samples, are_of_that_run_alone)
{
	shelf_begin(UID_A);
	shelf_begin(UID_B);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_put(UID_B, 0, "parse", SIDE_BASE, 2);
	expect_samples(UID_B, SETUP " parse real_time ns smaller 0 base 2\n");
}

Test(store_run_samples, a_shared_run_has_none_of_its_own)
{
	static const char *const setups[] = {SETUP};
	const struct store_wanted wanted = {"h1", MACHINE, setups, 1};
	const struct store_origin origin = {UID_A, SIDE_HEAD, OID_HEAD};
	const struct store_arm arm = {SIDE_HEAD,
	    "3333333333333333333333333333333333333333", "docs", 5, "h1"};

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_assert(
	    eq(int, store_share(shelf_store, UID_B, &arm, &origin, &wanted),
		ERR_OK),
	    "%s", err_text());
	expect_samples(UID_B, "");
}

static enum err
refuse(void *ctx, const struct store_run_sample *sample)
{
	(void)sample;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_run_samples, of_an_unknown_run_are_not_found)
{
	int calls = 0;

	cr_expect(eq(int, store_run_samples(shelf_store, UID_A, refuse, &calls),
	    ERR_NOTFOUND));
	cr_expect(SAYS("no run " UID_A), "%s", err_text());
	cr_expect(eq(int, calls, 0));
}

Test(store_run_samples, the_callers_error_ends_the_calls)
{
	int calls = 0;

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_put(UID_A, 1, "parse", SIDE_BASE, 2);
	cr_expect(eq(int, store_run_samples(shelf_store, UID_A, refuse, &calls),
	    ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
}

/* The callback adds a round, which the calls under way do not see. */
static enum err
add_another(void *ctx, const struct store_run_sample *sample)
{
	++*(int *)ctx;
	shelf_put(UID_A, sample->round + 1, "parse", SIDE_BASE, 2);
	return ERR_OK;
}

Test(store_run_samples, a_callback_may_use_the_store)
{
	int calls = 0;

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	cr_expect(
	    eq(int, store_run_samples(shelf_store, UID_A, add_another, &calls),
		ERR_OK));
	cr_expect(eq(int, calls, 1));
	shelf_expect_counts(1, 3, 1, 2);
}

Test(store_run_samples, what_no_run_can_hold_is_damage)
{
	static const char *const damages[] = {
	    "UPDATE sample SET value = 9e999",
	    "UPDATE sample SET value = 1, round = -1",
	    "UPDATE sample SET round = 0, series_id = 77",
	    "UPDATE sample SET series_id = 1; UPDATE arm SET side = side + 3",
	};
	int calls = 0;

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	for (size_t i = 0; i < sizeof damages / sizeof *damages; i++) {
		shelf_sql(damages[i]);
		cr_expect(
		    eq(int,
			store_run_samples(shelf_store, UID_A, refuse, &calls),
			ERR_IO),
		    "%s", damages[i]);
		cr_expect(SAYS("damaged"), "%s", err_text());
	}
	cr_expect(eq(int, calls, 0));
}
