#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "baselines/store_bisect.h"
#include "tests/unit/shelf.h"

TestSuite(store_control, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

/* Begin a run whose base is the commit of that number. */
static void
begin_kind(const char *uid, int commit, const char *kind)
{
	struct store_run run = shelf_run(uid);
	struct store_arm arms[SIDE_COUNT];
	char oid[41];

	memcpy(arms, run.arms, sizeof arms);
	snprintf(oid, sizeof oid, "%040d", commit);
	arms[SIDE_BASE].oid = arms[SIDE_CONTROL].oid = oid;
	run.arms = arms;
	run.kind = kind;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
}

static void
begin(const char *uid, int commit)
{
	begin_kind(uid, commit, "check");
}

/* A complete run of one round: 100 and `control`. */
static void
put_run(const char *uid, int commit, const char *benchmark, double control)
{
	begin(uid, commit);
	shelf_put(uid, 0, benchmark, SIDE_BASE, 100);
	shelf_put(uid, 0, benchmark, SIDE_CONTROL, control);
	shelf_finish(uid, STORE_RUN_COMPLETE);
}

static enum err
show(void *ctx, const struct store_control *c)
{
	buf_printf(ctx, "%s %zu %.1f%%\n", c->series.benchmark, c->rounds,
	    100 * expm1(c->session.ratio_log));
	return ERR_OK;
}

static void
expect_controls(const char *machine, size_t runs, const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_controls(shelf_store, machine, runs, show, &shown),
		ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

Test(store_control, come_by_series_and_then_by_run)
{
	put_run("1", 1, "parse", 101);
	put_run("2", 2, "lex", 102);
	put_run("3", 3, "parse", 103);
	expect_controls(MACHINE, 9, "lex 1 2.0%\nparse 1 1.0%\nparse 1 3.0%\n");
}

Test(store_control, of_a_base_commit_only_the_latest_run_counts)
{
	put_run("1", 1, "parse", 101);
	put_run("2", 2, "parse", 102);
	put_run("3", 1, "parse", 103);
	expect_controls(MACHINE, 9, "parse 1 2.0%\nparse 1 3.0%\n");
	/* An earlier run of the same commit does not use up the limit. */
	put_run("4", 1, "parse", 104);
	expect_controls(MACHINE, 2, "parse 1 2.0%\nparse 1 4.0%\n");
}

Test(store_control, of_more_commits_than_wanted_the_latest_count)
{
	put_run("1", 1, "parse", 101);
	put_run("2", 2, "parse", 102);
	put_run("3", 3, "parse", 103);
	expect_controls(MACHINE, 2, "parse 1 2.0%\nparse 1 3.0%\n");
	expect_controls(MACHINE, 0, "");
	expect_controls("another", 9, "");
}

Test(store_control, only_rounds_with_both_sides_count)
{
	begin(UID_A, 1);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 50);
	shelf_put(UID_A, 1, "parse", SIDE_BASE, 100);
	shelf_put(UID_A, 1, "parse", SIDE_CONTROL, 102);
	shelf_put(UID_A, 2, "parse", SIDE_CONTROL, 500);
	shelf_put(UID_A, 3, "parse", SIDE_HEAD, 900);
	shelf_put(UID_A, 5, "parse", SIDE_BASE, 200);
	shelf_put(UID_A, 5, "parse", SIDE_CONTROL, 204);
	shelf_put(UID_A, 0, "base alone", SIDE_BASE, 100);
	shelf_put(UID_A, 0, "control alone", SIDE_CONTROL, 100);
	shelf_put(UID_A, 0, "never together", SIDE_BASE, 100);
	shelf_put(UID_A, 1, "never together", SIDE_CONTROL, 100);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	expect_controls(MACHINE, 9, "parse 2 2.0%\n");
}

Test(store_control, runs_that_are_not_complete_do_not_count)
{
	begin("1", 1);
	shelf_put("1", 0, "parse", SIDE_BASE, 100);
	shelf_put("1", 0, "parse", SIDE_CONTROL, 101);
	expect_controls(MACHINE, 9, "");
	shelf_finish("1", STORE_RUN_INTERRUPTED);
	expect_controls(MACHINE, 9, "");
	begin("2", 2);
	shelf_put("2", 0, "parse", SIDE_BASE, 100);
	shelf_put("2", 0, "parse", SIDE_CONTROL, 102);
	shelf_finish("2", STORE_RUN_FAILED);
	expect_controls(MACHINE, 9, "");
}

/* Nor does it stand before those of its base. */
Test(store_control, a_bisections_run_has_none)
{
	put_run("1", 1, "parse", 101);
	begin_kind("2", 1, STORE_KIND_BISECT);
	shelf_put("2", 0, "parse", SIDE_BASE, 100);
	shelf_put("2", 0, "parse", SIDE_CONTROL, 102);
	shelf_finish("2", STORE_RUN_COMPLETE);
	expect_controls(MACHINE, 1, "parse 1 1.0%\n");
}

static enum err
keep(void *ctx, const struct store_control *c)
{
	*(struct noise_session *)ctx = c->session;
	return ERR_OK;
}

/* Ratios of 1.02, 1.02, .99, 1.04: the median of their logarithms is that of
 * 1.02. Deviations from ln 1.02 = .019803: 0, 0, .029853, .019418; their median
 * is .009709, the error 1.4826 * .009709 * sqrt(pi / 8) = .0090204. */
Test(store_control, says_the_median_and_its_error)
{
	static const double controls[] = {102, 102, 99, 104};
	struct noise_session session = {0};

	begin(UID_A, 1);
	for (size_t i = 0; i < 4; i++) {
		shelf_put(UID_A, i, "parse", SIDE_BASE, 100);
		shelf_put(UID_A, i, "parse", SIDE_CONTROL, controls[i]);
	}
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_assert(eq(int,
	    store_controls(shelf_store, MACHINE, 9, keep, &session), ERR_OK));
	cr_expect(epsilon_eq(dbl, session.ratio_log, log(1.02), 1e-12));
	cr_expect(epsilon_eq(dbl, session.error, .0090204, 1e-6));
}

Test(store_control, where_bigger_is_better_the_ratio_is_inverted)
{
	struct sample samples[] = {shelf_sample("parse", SIDE_BASE, 100),
	    shelf_sample("parse", SIDE_CONTROL, 80)};

	samples[0].series.direction = DIRECTION_BIGGER;
	samples[1].series.direction = DIRECTION_BIGGER;
	begin(UID_A, 1);
	cr_assert(eq(int,
	    store_round_put(shelf_store, UID_A, 0, SETUP, samples, 2), ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	expect_controls(MACHINE, 9, "parse 1 25.0%\n"); /* 100 / 80 */
}

Test(store_control, of_a_long_run_the_first_rounds_count)
{
	begin(UID_A, 1);
	for (size_t i = 0; i < 2 * NOISE_ROUNDS_MAX; i++) {
		shelf_put(UID_A, i, "parse", SIDE_BASE, 100);
		shelf_put(UID_A, i, "parse", SIDE_CONTROL,
		    i < NOISE_ROUNDS_MAX ? 101 : 150);
	}
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	expect_controls(MACHINE, 9, "parse 200 1.0%\n");
}

static enum err
refuse(void *ctx, const struct store_control *c)
{
	(void)c;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_control, the_callers_error_ends_the_calls)
{
	int calls = 0;

	put_run("1", 1, "parse", 101);
	put_run("2", 2, "parse", 102);
	cr_expect(
	    eq(int, store_controls(shelf_store, MACHINE, 9, refuse, &calls),
		ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
}

Test(store_control, one_that_is_no_number_is_damage)
{
	put_run("1", 1, "parse", 101);
	shelf_sql("UPDATE control SET error = 9e999");
	cr_expect(eq(int, store_controls(shelf_store, MACHINE, 9, refuse, NULL),
	    ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	shelf_sql("UPDATE control SET error = 1, rounds = 0");
	cr_expect(eq(int, store_controls(shelf_store, MACHINE, 9, refuse, NULL),
	    ERR_IO));
}
