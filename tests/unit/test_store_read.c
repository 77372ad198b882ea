#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "tests/unit/shelf.h"

TestSuite(store_read, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

Test(store_read, the_controls_samples_are_not_given)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_put(UID_A, 0, "parse", SIDE_CONTROL, 2);
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 3);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1\n");
	shelf_expect_sessions(
	    OID_HEAD, "parse real_time ns smaller " SETUP " a: 3\n");
}

Test(store_read, values_come_in_the_order_of_rounds)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 10, "parse", SIDE_BASE, 3);
	shelf_put(UID_A, 2, "parse", SIDE_BASE, 2);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_put(UID_A, 300, "parse", SIDE_BASE, 4);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " a: 1 2 3 4\n");
}

Test(store_read, runs_that_are_open_are_left_out)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_begin(UID_B);
	shelf_put(UID_B, 0, "parse", SIDE_BASE, 2);
	shelf_expect_sessions(OID_BASE, "");
	shelf_finish(UID_B, STORE_RUN_INTERRUPTED);
	shelf_expect_sessions(
	    OID_BASE, "parse real_time ns smaller " SETUP " b: 2\n");
}

Test(store_read, another_machines_samples_are_left_out)
{
	struct store_run run = shelf_run(UID_B);

	run.machine_key = "another";
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_put(UID_B, 0, "parse", SIDE_BASE, 2);
	shelf_finish(UID_B, STORE_RUN_COMPLETE);
	shelf_expect_sessions(OID_BASE, "");
}

Test(store_read, sessions_of_a_series_come_by_their_start)
{
	struct store_run late = shelf_run(UID_A);
	struct store_run early = shelf_run(UID_B);

	late.started_s = 2000;
	early.started_s = 1000;
	cr_assert(eq(int, store_run_begin(shelf_store, &late), ERR_OK));
	cr_assert(eq(int, store_run_begin(shelf_store, &early), ERR_OK));
	for (int i = 0; i < 2; i++) {
		shelf_put(UID_A, i, "parse", SIDE_BASE, 10 + i);
		shelf_put(UID_B, i, "parse", SIDE_BASE, 20 + i);
	}
	shelf_put(UID_A, 0, "lex", SIDE_BASE, 30);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_finish(UID_B, STORE_RUN_FAILED);
	shelf_expect_sessions(OID_BASE,
	    "lex real_time ns smaller " SETUP " a: 30\n"
	    "parse real_time ns smaller " SETUP " b: 20 21\n"
	    "parse real_time ns smaller " SETUP " a: 10 11\n");
}

Test(store_read, series_differ_by_each_part_of_their_name)
{
	/* In the order that is expected: benchmark, metric, setup, unit,
	 * direction. */
	static const struct {
		struct series_name name;
		const char *setup;
	} series[] = {
	    {{"B", "m", "ns", DIRECTION_SMALLER}, "s"},
	    {{"a", "m", "ns", DIRECTION_SMALLER}, "r"},
	    {{"a", "m", "", DIRECTION_SMALLER}, "s"},
	    {{"a", "m", "ns", DIRECTION_SMALLER}, "s"},
	    {{"a", "m", "ns", DIRECTION_BIGGER}, "s"},
	    {{"a", "n", "ns", DIRECTION_SMALLER}, "r"},
	    {{"a/1", "m", "ns", DIRECTION_SMALLER}, "r"},
	};
	size_t n = sizeof series / sizeof *series;

	shelf_begin(UID_A);
	for (size_t i = n; i-- > 0;) {
		struct sample s = {.series = series[i].name, SIDE_BASE, i + 1};

		cr_assert(eq(int,
		    store_round_put(
			shelf_store, UID_A, 0, series[i].setup, &s, 1),
		    ERR_OK));
	}
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_counts(1, 3, n, n);
	shelf_expect_sessions(OID_BASE, "B m ns smaller s a: 1\n"
					"a m ns smaller r a: 2\n"
					"a m  smaller s a: 3\n"
					"a m ns smaller s a: 4\n"
					"a m ns bigger s a: 5\n"
					"a n ns smaller r a: 6\n"
					"a/1 m ns smaller r a: 7\n");
}

Test(store_read, a_run_of_a_commit_against_itself_gives_both_sides)
{
	struct store_run run = shelf_run(UID_A);
	struct store_arm arms[] = {run.arms[2], run.arms[0]};

	arms[0].oid = OID_BASE;
	run.arms = arms;
	run.arm_count = 2;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 2);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	shelf_expect_sessions(OID_BASE,
	    "parse real_time ns smaller " SETUP " a: 1\n"
	    "parse real_time ns smaller " SETUP " a: 2\n");
}

static enum err
stop_at_once(void *ctx, const struct store_session *session)
{
	(void)session;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_read, the_callers_error_ends_the_calls)
{
	int calls = 0;

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "a", SIDE_BASE, 1);
	shelf_put(UID_A, 0, "b", SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(int,
	    store_sessions(
		shelf_store, OID_BASE, MACHINE, stop_at_once, &calls),
	    ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
	cr_expect(SAYS("enough"));
}

static enum err
write_while_reading(void *ctx, const struct store_session *session)
{
	(void)ctx;
	(void)session;
	shelf_begin(UID_B);
	return ERR_OK;
}

Test(store_read, the_callback_may_use_the_store)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "a", SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(int,
	    store_sessions(
		shelf_store, OID_BASE, MACHINE, write_while_reading, NULL),
	    ERR_OK));
	shelf_expect_counts(2, 6, 1, 1);
}

static bool
has(const char *oid, const char *machine, const char *setup)
{
	bool out = false;

	cr_assert(
	    eq(int, store_has(shelf_store, oid, machine, setup, &out), ERR_OK));
	return out;
}

Test(store_read, has_wants_a_complete_run_of_commit_machine_and_setup)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 1);
	shelf_put(UID_A, 0, "parse", SIDE_CONTROL, 1);
	cr_expect(not(has(OID_HEAD, MACHINE, SETUP)));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(has(OID_HEAD, MACHINE, SETUP));
	cr_expect(not(has(OID_HEAD, MACHINE, "another")));
	cr_expect(not(has(OID_HEAD, "another", SETUP)));
	cr_expect(not(has(OID_BASE, MACHINE, SETUP)), "control alone");
}

Test(store_read, has_does_not_count_an_interrupted_run)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 1);
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(not(has(OID_HEAD, MACHINE, SETUP)));
}

/* ---- builds ---- */

Test(store_read, the_latest_build_of_a_key_counts)
{
	const struct store_build builds[] = {
	    {"k", OID_HEAD, 2000, 7 * INT64_C(1000000000), true},
	    {"k", OID_HEAD, 1000, 5, false},
	    {"other", OID_HEAD, 3000, 9, false},
	    {"k", OID_HEAD, 2000, 7 * INT64_C(1000000000), true},
	};
	int64_t duration_ns = 0;
	bool succeeded = false;

	for (size_t i = 0; i < 4; i++)
		cr_assert(
		    eq(int, store_build_put(shelf_store, &builds[i]), ERR_OK));
	cr_expect(eq(int,
	    store_build_latest(shelf_store, "k", &duration_ns, &succeeded),
	    ERR_OK));
	cr_expect(eq(i64, duration_ns, 7 * INT64_C(1000000000)));
	cr_expect(succeeded);
	cr_expect(eq(int,
	    store_build_latest(shelf_store, "z", &duration_ns, &succeeded),
	    ERR_NOTFOUND));
	/* Three rows: the last is the first again. */
	shelf_sql("CREATE TEMP TABLE t (ok CHECK (ok));"
		  "INSERT INTO t SELECT count(*) = 3 FROM build");
}

Test(store_read, the_last_builds_that_succeeded_give_their_times)
{
	static const struct store_build builds[] = {
	    {"a", OID_BASE, 10, 100, true},
	    {"b", OID_BASE, 30, 300, true},
	    {"c", OID_BASE, 20, 200, true},
	    {"d", OID_BASE, 40, 400, false},
	};
	int64_t ns[2] = {0};
	size_t count = 9;

	cr_assert(eq(int, store_build_times(shelf_store, ns, 2, &count), 0));
	cr_expect(eq(sz, count, 0));
	for (size_t i = 0; i < 4; i++)
		cr_assert(
		    eq(int, store_build_put(shelf_store, &builds[i]), ERR_OK));
	cr_assert(eq(int, store_build_times(shelf_store, ns, 2, &count), 0));
	cr_assert(eq(sz, count, 2));
	cr_expect(eq(i64, ns[0], 300));
	cr_expect(eq(i64, ns[1], 200));
}
