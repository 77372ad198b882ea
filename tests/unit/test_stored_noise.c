#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/stored_noise.h"
#include "tests/unit/shelf.h"

TestSuite(stored_noise, .init = shelf_setup, .fini = shelf_teardown);

/* A finished run of eight rounds on a base commit of its own, whose control
 * takes `ratio` of the base's. */
static void
put_run_of(
    int number, int commit, size_t rounds, const char *benchmark, double ratio)
{
	char uid[33], oid[41];
	struct store_run run;
	struct store_arm arms[3];

	snprintf(uid, sizeof uid, "%032d", number);
	snprintf(oid, sizeof oid, "%040d", commit);
	run = shelf_run(uid);
	memcpy(arms, run.arms, sizeof arms);
	arms[SIDE_BASE].oid = arms[SIDE_CONTROL].oid = oid;
	run.arms = arms;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	for (size_t round = 0; round < rounds; round++) {
		shelf_put(uid, round, benchmark, SIDE_BASE, 100);
		shelf_put(uid, round, benchmark, SIDE_HEAD, 100);
		shelf_put(uid, round, benchmark, SIDE_CONTROL, 100 * ratio);
	}
	/* A round that was cut off counts for nothing. */
	shelf_put(uid, rounds, benchmark, SIDE_CONTROL, 900);
	shelf_finish(uid, STORE_RUN_COMPLETE);
}

static void
put_run(int number, const char *benchmark, double ratio)
{
	put_run_of(number, number, 8, benchmark, ratio);
}

static double
spread(const char *machine, const char *setup, const char *benchmark)
{
	const struct series_name name = {
	    benchmark, "real_time", "ns", DIRECTION_SMALLER};
	struct stored_noise *noise;
	double found;

	cr_assert(
	    eq(int, stored_noise_read(&noise, shelf_store, machine), ERR_OK),
	    "%s", err_text());
	found = stored_noise_spread(noise, setup, &name);
	stored_noise_free(noise);
	return found;
}

/* Rounds that are all alike have no error, and every |ln ratio| counts: of
 * 1.01, .99, 1.02, 1, 1.015, 1.01, .99 and 1.02 these are .00995 twice, .01005
 * twice, .0198 twice, 0 and .01489; the median is (.01005 + .01005) / 2. */
Test(stored_noise, is_the_spread_of_the_controls_of_earlier_runs)
{
	static const double ratios[] = {
	    1.01, .99, 1.02, 1, 1.015, 1.01, .99, 1.02};

	for (int i = 0; i < 8; i++)
		put_run(i, "parse", ratios[i]);
	for (int i = 0; i < 4; i++)
		put_run(10 + i, "lex", 1.5);
	cr_expect(epsilon_eq(
	    dbl, spread(MACHINE, SETUP, "parse"), 1.4826 * -log(.99), 1e-12));
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "lex"), 0)); /* too few */
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "link"), 0));
	cr_expect(eq(dbl, spread(MACHINE, "other", "parse"), 0));
	cr_expect(eq(dbl, spread("another machine", SETUP, "parse"), 0));
}

/* The builds of one base commit are the same each time. */
Test(stored_noise, of_one_base_commit_is_one_session)
{
	for (int i = 0; i < 12; i++)
		put_run_of(i, 1, 8, "parse", 1.015);
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	for (int i = 20; i < 27; i++)
		put_run(i, "parse", 1.015);
	cr_expect(epsilon_eq(
	    dbl, spread(MACHINE, SETUP, "parse"), 1.4826 * log(1.015), 1e-12));
}

Test(stored_noise, of_short_and_of_voided_sessions_is_none)
{
	for (int i = 0; i < 10; i++)
		put_run_of(i, i, 7, "parse", 1.015);
	for (int i = 0; i < 10; i++)
		put_run(20 + i, "lex", 1.5);
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "lex"), 0));
}

Test(stored_noise, of_a_run_that_is_not_complete_is_left_out)
{
	for (int i = 0; i < 7; i++)
		put_run(i, "parse", 1.01);
	shelf_begin(UID_A);
	for (size_t round = 0; round < 8; round++) {
		shelf_put(UID_A, round, "parse", SIDE_BASE, 100);
		shelf_put(UID_A, round, "parse", SIDE_CONTROL, 101);
	}
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	shelf_finish(UID_A, STORE_RUN_FAILED);
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	put_run(7, "parse", 1.01);
	cr_expect(epsilon_eq(
	    dbl, spread(MACHINE, SETUP, "parse"), 1.4826 * log(1.01), 1e-12));
}

/* Of sixteen base commits the last twelve count. */
Test(stored_noise, only_the_latest_runs_count)
{
	for (int i = 0; i < 4; i++)
		put_run(i, "parse", 1.019);
	for (int i = 4; i < 16; i++)
		put_run(i, "parse", i < 10 ? 1.015 : 1.01);
	cr_expect(epsilon_eq(dbl, spread(MACHINE, SETUP, "parse"),
	    1.4826 * (log(1.015) + log(1.01)) / 2, 1e-12));
}

Test(stored_noise, of_an_empty_store_is_not_known)
{
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	cr_expect(eq(dbl,
	    stored_noise_spread(
		NULL, SETUP, &(struct series_name){"a", "b", "", 0}),
	    0));
}
