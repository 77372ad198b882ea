#include <math.h>
#include <stdio.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/stored_noise.h"
#include "tests/unit/shelf.h"

TestSuite(stored_noise, .init = shelf_setup, .fini = shelf_teardown);

/* A finished run of three rounds whose control takes `ratio` of the base's. */
static void
put_run(int number, const char *benchmark, double ratio)
{
	char uid[33];

	snprintf(uid, sizeof uid, "%032d", number);
	shelf_begin(uid);
	for (size_t round = 0; round < 3; round++) {
		shelf_put(uid, round, benchmark, SIDE_BASE, 100);
		shelf_put(uid, round, benchmark, SIDE_HEAD, 100);
		shelf_put(uid, round, benchmark, SIDE_CONTROL, 100 * ratio);
	}
	/* A round that was cut off counts for nothing. */
	shelf_put(uid, 3, benchmark, SIDE_CONTROL, 900);
	shelf_finish(uid, STORE_RUN_COMPLETE);
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

/* Rounds that are all alike have no error, and every |ln ratio| counts:
 * of 1.01, .99, 1.02, 1, 1.03, 1.01, .99 and 1.02 these are .00995 twice,
 * .01005 twice, .0198 twice, 0 and .02956; the median is (.01005 + .01005) / 2.
 */
Test(stored_noise, is_the_spread_of_the_controls_of_earlier_runs)
{
	static const double ratios[] = {
	    1.01, .99, 1.02, 1, 1.03, 1.01, .99, 1.02};

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

Test(stored_noise, of_a_run_that_is_open_is_left_out)
{
	for (int i = 0; i < 7; i++)
		put_run(i, "parse", 1.01);
	shelf_begin(UID_A);
	for (size_t round = 0; round < 3; round++) {
		shelf_put(UID_A, round, "parse", SIDE_BASE, 100);
		shelf_put(UID_A, round, "parse", SIDE_CONTROL, 101);
	}
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(epsilon_eq(
	    dbl, spread(MACHINE, SETUP, "parse"), 1.4826 * log(1.01), 1e-12));
}

/* Twelve runs count, of equal start those first by name. */
Test(stored_noise, only_the_latest_runs_count)
{
	for (int i = 0; i < 12; i++)
		put_run(i, "parse", i < 6 ? 1.02 : 1.01);
	for (int i = 90; i < 94; i++)
		put_run(i, "parse", 1.5);
	cr_expect(epsilon_eq(dbl, spread(MACHINE, SETUP, "parse"),
	    1.4826 * (log(1.02) + log(1.01)) / 2, 1e-12));
}

Test(stored_noise, of_an_empty_store_is_not_known)
{
	cr_expect(eq(dbl, spread(MACHINE, SETUP, "parse"), 0));
	cr_expect(eq(dbl,
	    stored_noise_spread(
		NULL, SETUP, &(struct series_name){"a", "b", "", 0}),
	    0));
}
