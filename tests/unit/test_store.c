#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/unit/shelf.h"

TestSuite(store, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

/* ---- runs ---- */

Test(store, the_same_run_twice_is_one_run)
{
	shelf_begin(UID_A);
	shelf_begin(UID_A);
	shelf_expect_counts(1, 3, 0, 0);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_begin(UID_A);
	shelf_expect_counts(1, 3, 0, 0);
}

static void
expect_conflict(const struct store_run *run)
{
	cr_expect(eq(int, store_run_begin(shelf_store, run), ERR_CONFLICT));
	cr_expect(SAYS(UID_A));
	shelf_expect_counts(1, 3, 0, 0);
}

Test(store, a_run_with_the_same_uid_and_other_content_is_a_conflict)
{
	struct store_run run;

	shelf_begin(UID_A);
	run = shelf_run(UID_A);
	run.kind = "compare";
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.machine_key = "another";
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.provenance = "{}";
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.config_from = "";
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.version = "0.2.0";
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.started_s++;
	expect_conflict(&run);
	run = shelf_run(UID_A);
	run.seed++;
	expect_conflict(&run);
}

Test(store, a_run_with_the_same_uid_and_other_arms_is_a_conflict)
{
	struct store_run run = shelf_run(UID_A);
	struct store_arm arms[3];

	shelf_begin(UID_A);
	memcpy(arms, run.arms, sizeof arms);
	run.arms = arms;
	cr_expect(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	arms[2].oid = OID_BASE;
	expect_conflict(&run);
	arms[2].oid = OID_HEAD;
	arms[2].build_key = "h2";
	expect_conflict(&run);
	arms[2].build_key = "h1";
	run.arm_count = 2;
	expect_conflict(&run);
	run.arms++;
	expect_conflict(&run);
}

Test(store, the_order_of_arms_says_nothing)
{
	struct store_run run = shelf_run(UID_A);
	struct store_arm arms[] = {run.arms[2], run.arms[0], run.arms[1]};

	shelf_begin(UID_A);
	run.arms = arms;
	cr_expect(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_expect_counts(1, 3, 0, 0);
}

Test(store, a_finished_status_can_only_be_repeated)
{
	shelf_begin(UID_A);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(
	    eq(int, store_run_finish(shelf_store, UID_A, STORE_RUN_COMPLETE),
		ERR_CONFLICT));
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
}

Test(store, an_unknown_run_is_not_found)
{
	struct sample sample = shelf_sample("parse", SIDE_BASE, 1);

	cr_expect(
	    eq(int, store_run_finish(shelf_store, UID_B, STORE_RUN_COMPLETE),
		ERR_NOTFOUND));
	cr_expect(SAYS(UID_B));
	cr_expect(
	    eq(int, store_round_put(shelf_store, UID_B, 0, SETUP, &sample, 1),
		ERR_NOTFOUND));
	shelf_expect_counts(0, 0, 0, 0);
}

/* ---- rounds ---- */

static enum err
put(size_t round, const struct sample *samples, size_t count)
{
	return store_round_put(
	    shelf_store, UID_A, round, SETUP, samples, count);
}

Test(store, the_same_round_twice_is_one_round)
{
	struct sample samples[] = {
	    shelf_sample("parse", SIDE_BASE, 0.1),
	    shelf_sample("parse", SIDE_CONTROL, 0.2),
	    shelf_sample("parse", SIDE_HEAD, 1e300),
	};

	shelf_begin(UID_A);
	cr_expect(eq(int, put(0, samples, 3), ERR_OK));
	cr_expect(eq(int, put(0, samples, 3), ERR_OK));
	shelf_expect_counts(1, 3, 1, 3);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(int, put(0, samples, 3), ERR_OK));
	shelf_expect_counts(1, 3, 1, 3);
}

Test(store, another_value_is_a_conflict_and_changes_nothing)
{
	struct sample samples[] = {
	    shelf_sample("other", SIDE_BASE, 5),
	    shelf_sample("parse", SIDE_BASE, nextafter(1, 2)),
	};

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	cr_expect(eq(int, put(0, samples, 2), ERR_CONFLICT));
	cr_expect(SAYS("base of parse real_time"), "%s", err_text());
	cr_expect(SAYS("round 0"), "%s", err_text());
	shelf_expect_counts(1, 3, 1, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1\n");
}

Test(store, a_series_of_a_refused_round_can_come_again)
{
	struct sample samples[] = {
	    shelf_sample("fresh", SIDE_BASE, 5),
	    shelf_sample("parse", SIDE_BASE, 2),
	};

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	cr_expect(eq(int, put(0, samples, 2), ERR_CONFLICT));
	shelf_put(UID_A, 0, "another", SIDE_BASE, 6);
	shelf_put(UID_A, 0, "fresh", SIDE_BASE, 7);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_sessions(OID_BASE,
	    "another real_time ns smaller " SETUP " a: 6\n"
	    "fresh real_time ns smaller " SETUP " a: 7\n"
	    "parse real_time ns smaller " SETUP " a: 1\n");
}

Test(store, two_values_of_one_sample_in_a_round_are_a_conflict)
{
	struct sample samples[] = {
	    shelf_sample("parse", SIDE_BASE, 1),
	    shelf_sample("parse", SIDE_BASE, 2),
	};

	shelf_begin(UID_A);
	cr_expect(eq(int, put(0, samples, 2), ERR_CONFLICT));
	shelf_expect_counts(1, 3, 0, 0);
}

Test(store, a_finished_run_takes_no_new_sample)
{
	struct sample fresh = shelf_sample("parse", SIDE_BASE, 2);
	struct sample other = shelf_sample("other", SIDE_BASE, 2);

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(eq(int, put(1, &fresh, 1), ERR_CONFLICT));
	cr_expect(SAYS("after the run was finished"), "%s", err_text());
	cr_expect(eq(int, put(0, &other, 1), ERR_CONFLICT));
	shelf_expect_counts(1, 3, 1, 1);
}

Test(store, a_value_must_be_finite_and_above_zero)
{
	static const double bad[] = {0, -1, NAN, INFINITY, -INFINITY, -0.0};

	shelf_begin(UID_A);
	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		struct sample samples[] = {
		    shelf_sample("good", SIDE_BASE, 1),
		    shelf_sample("parse", SIDE_BASE, bad[i]),
		};

		cr_expect(eq(int, put(0, samples, 2), ERR_PARSE));
		cr_expect(SAYS("base of parse real_time"), "%s", err_text());
	}
	shelf_expect_counts(1, 3, 0, 0);
}

Test(store, a_value_comes_back_as_it_was)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "tiny", SIDE_BASE, 5e-324);
	shelf_put(UID_A, 0, "huge", SIDE_BASE, 1.7976931348623157e308);
	shelf_put(UID_A, 0, "whole", SIDE_BASE, 9007199254740993.0);
	shelf_reopen(STORE_READ_WRITE);
	/* To put them again is ERR_OK only where they are equal. */
	shelf_put(UID_A, 0, "tiny", SIDE_BASE, 5e-324);
	shelf_put(UID_A, 0, "huge", SIDE_BASE, 1.7976931348623157e308);
	shelf_put(UID_A, 0, "whole", SIDE_BASE, 9007199254740993.0);
}

Test(store, a_side_that_the_run_has_not_got_is_not_found)
{
	struct store_run run = shelf_run(UID_A);
	struct sample sample = shelf_sample("parse", SIDE_HEAD, 1);

	run.arm_count = 2; /* base and control */
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	cr_expect(eq(int, put(0, &sample, 1), ERR_NOTFOUND));
	cr_expect(SAYS("no side head"), "%s", err_text());
}

Test(store, a_round_of_no_samples_is_fine)
{
	shelf_begin(UID_A);
	cr_expect(eq(int, put(0, NULL, 0), ERR_OK));
}

Test(store, ten_thousand_series_make_a_round)
{
	enum { SERIES = 10000 };
	struct sample *samples = calloc(3 * SERIES, sizeof *samples);
	char(*names)[16] = calloc(SERIES, sizeof *names);

	shelf_begin(UID_A);
	for (int i = 0; i < SERIES; i++)
		snprintf(names[i], sizeof names[i], "b%d", i);
	for (int i = 0; i < 3 * SERIES; i++)
		samples[i] = shelf_sample(
		    names[i % SERIES], (enum side)(i / SERIES), i + 1);
	for (size_t round = 0; round < 2; round++)
		cr_expect(eq(int, put(round, samples, 3 * SERIES), ERR_OK));
	shelf_expect_counts(1, 3, SERIES, 6 * SERIES);
	free(samples);
	free(names);
}

/* ---- names ---- */

static enum err
keep_name(void *ctx, const struct store_session *session)
{
	buf_puts(ctx, session->series.benchmark);
	return ERR_OK;
}

static void
expect_name_kept(const char *uid, const char *name)
{
	struct buf got = BUF_INIT;

	shelf_begin(uid);
	shelf_put(uid, 0, name, SIDE_HEAD, 1);
	shelf_finish(uid, STORE_RUN_COMPLETE);
	cr_assert(eq(int,
	    store_sessions(shelf_store, OID_HEAD, MACHINE, keep_name, &got),
	    ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&got), (char *)name));
	buf_release(&got);
}

Test(store, a_name_with_quotes_stays_itself)
{
	expect_name_kept(UID_A, "it's \"`quoted`\" [x]");
}

Test(store, a_name_that_is_sql_stays_a_name)
{
	expect_name_kept(UID_A, "x'); DROP TABLE sample; --");
	shelf_expect_counts(1, 3, 1, 1);
}

Test(store, a_name_with_newlines_and_percents_stays_itself)
{
	expect_name_kept(UID_A, "a\nb\tc\r%s%n?1:x@y$z");
}

Test(store, a_name_that_is_no_utf8_stays_itself)
{
	expect_name_kept(UID_A, "\xff\xfe\x80 caf\xe9 \xf0\x9f");
}

Test(store, a_name_of_the_largest_length_stays_itself)
{
	char name[BENCHMARK_NAME_MAX + 1];

	memset(name, 'n', BENCHMARK_NAME_MAX);
	name[BENCHMARK_NAME_MAX] = '\0';
	expect_name_kept(UID_A, name);
}

Test(store, a_longer_name_is_refused)
{
	char name[BENCHMARK_NAME_MAX + 2];
	struct sample sample;

	memset(name, 'n', BENCHMARK_NAME_MAX + 1);
	name[BENCHMARK_NAME_MAX + 1] = '\0';
	sample = shelf_sample(name, SIDE_BASE, 1);
	shelf_begin(UID_A);
	cr_expect(eq(int, put(0, &sample, 1), ERR_LIMIT));
	shelf_expect_counts(1, 3, 0, 0);
}

Test(store, names_that_only_join_alike_are_two_series)
{
	struct sample samples[] = {
	    shelf_sample("ab", SIDE_BASE, 1),
	    shelf_sample("a", SIDE_BASE, 2),
	};

	samples[0].series.metric = "c";
	samples[1].series.metric = "bc";
	shelf_begin(UID_A);
	cr_expect(eq(int, put(0, samples, 2), ERR_OK));
	shelf_expect_counts(1, 3, 2, 2);
}
