#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "baselines/store_history.h"
#include "tests/unit/shelf.h"

TestSuite(store_history, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

/* "benchmark machine subject started: samples value spread". */
static void
show(struct buf *out, const struct store_history *history)
{
	for (size_t i = 0; i < history->point_count; i++) {
		const struct store_point *p = &history->points[i];

		buf_printf(out, "%s %s %s %d: %d %g %.4f\n",
		    history->series[p->series].name.benchmark,
		    history->machines[p->machine],
		    history->commits[p->commit].subject, (int)p->started_s,
		    (int)p->samples, p->value, p->spread);
	}
}

static void
expect_history(const struct store_history_query *query, const char *lines)
{
	struct store_history *history = NULL;
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_history_read(shelf_store, query, &history), ERR_OK),
	    "%s", err_text());
	show(&shown, history);
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
	store_history_free(history);
}

static void
expect_all(const char *lines)
{
	expect_history(&(struct store_history_query){0}, lines);
}

/* One run of one commit, with one sample. */
struct measured {
	const char *uid;
	const char *machine;
	const char *subject; /* a letter; its id is made of it */
	int64_t time_s;
	int64_t started_s;
	const char *benchmark;
	double value;
};

static void
put_run(const struct measured *m)
{
	char oid[41];
	struct store_arm arm = {SIDE_HEAD, oid, m->subject, m->time_s, "key"};
	struct store_run run = shelf_run(m->uid);

	memset(oid, m->subject[0], 40);
	oid[40] = '\0';
	run.machine_key = m->machine;
	run.started_s = m->started_s;
	run.arms = &arm;
	run.arm_count = 1;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_put(m->uid, 0, m->benchmark, SIDE_HEAD, m->value);
	shelf_finish(m->uid, STORE_RUN_COMPLETE);
}

static const struct measured runs[] = {
    {"1", "m2", "b", 200, 9000, "parse", 1},
    {"2", "m1", "b", 200, 9001, "parse", 2},
    {"3", "m1", "b", 200, 8000, "parse", 3},
    {"4", "m1", "a", 300, 8500, "parse", 4},
    {"5", "m1", "a", 300, 8600, "lex", 5},
    {"6", "m1", "c", 200, 8700, "parse", 6},
};

static void
put_runs(void)
{
	for (size_t i = 0; i < sizeof runs / sizeof *runs; i++)
		put_run(&runs[i]);
}

Test(store_history, of_an_empty_store_is_empty)
{
	expect_all("");
}

/* Commits come by date, and of one date by id. */
Test(store_history, comes_by_series_machine_commit_and_start)
{
	put_runs();
	expect_all("lex m1 a 8600: 1 5 0.0000\n"
		   "parse m1 b 8000: 1 3 0.0000\n"
		   "parse m1 b 9001: 1 2 0.0000\n"
		   "parse m1 c 8700: 1 6 0.0000\n"
		   "parse m1 a 8500: 1 4 0.0000\n"
		   "parse m2 b 9000: 1 1 0.0000\n");
}

/* 8, 9, 10, 14, 90: the median is 10; deviations of 2, 1, 0, 4, 80 have the
 * median 2: 1.4826 * 2 / 10. */
Test(store_history, says_the_median_and_its_spread)
{
	static const double values[] = {90, 8, 14, 10, 9};

	shelf_begin(UID_A);
	for (size_t i = 0; i < 5; i++)
		shelf_put(UID_A, i, "parse", SIDE_BASE, values[i]);
	shelf_put(UID_A, 0, "parse", SIDE_CONTROL, 500);
	shelf_put(UID_A, 7, "parse", SIDE_HEAD, 3);
	shelf_put(UID_A, 9, "parse", SIDE_HEAD, 4);
	expect_all(""); /* the run is open */
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	/* 3 and 4: 3.5, deviations of .5: 1.4826 / 7. */
	expect_all(
	    "parse " MACHINE " parse faster 1700001000: 5 10 0.2965\n"
	    "parse " MACHINE " it's \"done\" 1700001000: 2 3.5 0.2118\n");
}

Test(store_history, the_wildest_values_have_a_finite_spread)
{
	static const double values[] = {1e-308, 1e308, 1e-300, 1e300};

	shelf_begin(UID_A);
	for (size_t i = 0; i < 4; i++)
		shelf_put(UID_A, i, "parse", SIDE_BASE, values[i]);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	/* The median is half of 1e300, two values lie .5e300 below it, one as
	 * far above it. */
	expect_all(
	    "parse " MACHINE " parse faster 1700001000: 4 5e+299 1.4826\n");
}

Test(store_history, of_one_machine_has_only_what_belongs_to_it)
{
	struct store_history_query query = {.machine_key = "m2"};
	struct store_history *history = NULL;

	put_runs();
	expect_history(&query, "parse m2 b 9000: 1 1 0.0000\n");
	cr_assert(
	    eq(int, store_history_read(shelf_store, &query, &history), ERR_OK));
	cr_expect(eq(sz, history->series_count, 1));
	cr_expect(eq(sz, history->commit_count, 1));
	cr_expect(eq(sz, history->machine_count, 1));
	store_history_free(history);
	query.machine_key = "m3";
	expect_history(&query, "");
}

Test(store_history, of_some_commits_has_each_of_them_once)
{
	static const char *const oids[] = {
	    "cccccccccccccccccccccccccccccccccccccccc",
	    "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa",
	    "dddddddddddddddddddddddddddddddddddddddd",
	    "cccccccccccccccccccccccccccccccccccccccc",
	};
	struct store_history_query query = {.oids = oids, .oid_count = 4};

	put_runs();
	expect_history(&query, "lex m1 a 8600: 1 5 0.0000\n"
			       "parse m1 c 8700: 1 6 0.0000\n"
			       "parse m1 a 8500: 1 4 0.0000\n");
	query.oid_count = 1;
	query.machine_key = "m2";
	expect_history(&query, "");
}

Test(store_history, series_of_different_setups_are_different)
{
	struct store_history *history = NULL;
	struct sample sample = shelf_sample("parse", SIDE_BASE, 2);

	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	cr_assert(
	    eq(int, store_round_put(shelf_store, UID_A, 0, "0ther", &sample, 1),
		ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_assert(eq(int,
	    store_history_read(
		shelf_store, &(struct store_history_query){0}, &history),
	    ERR_OK));
	cr_assert(eq(sz, history->series_count, 2));
	cr_expect(eq(str, (char *)history->series[0].setup, "0ther"));
	cr_expect(eq(str, (char *)history->series[1].setup, SETUP));
	cr_expect(eq(dbl, history->points[0].value, 2));
	store_history_free(history);
}

Test(store_history, a_run_of_a_commit_against_itself_gives_two_points)
{
	struct store_run run = shelf_run(UID_A);
	struct store_arm arms[] = {run.arms[0], run.arms[0]};

	arms[1].side = SIDE_HEAD;
	run.arms = arms;
	run.arm_count = 2;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 2);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	expect_all("parse " MACHINE " parse faster 1700001000: 1 1 0.0000\n"
		   "parse " MACHINE " parse faster 1700001000: 1 2 0.0000\n");
}

Test(store_history, finishing_twice_makes_its_points_once)
{
	put_runs();
	shelf_finish("1", STORE_RUN_COMPLETE);
	expect_history(&(struct store_history_query){.machine_key = "m2"},
	    "parse m2 b 9000: 1 1 0.0000\n");
}

/* The points are in the same transaction as the status. */
Test(store_history, a_run_that_cannot_be_finished_has_no_points)
{
	shelf_begin(UID_A);
	shelf_put(UID_A, 0, "lex", SIDE_BASE, 1);
	shelf_put(UID_A, 0, "parse", SIDE_HEAD, 1);
	shelf_sql("UPDATE sample SET value = 9e999 WHERE series_id = 2");
	cr_expect(eq(int,
	    store_run_finish(shelf_store, UID_A, STORE_RUN_COMPLETE), ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	expect_all("");
	shelf_sql("UPDATE sample SET value = 1 WHERE series_id = 2");
	shelf_finish(UID_A, STORE_RUN_FAILED);
	expect_all("lex " MACHINE " parse faster 1700001000: 1 1 0.0000\n"
		   "parse " MACHINE " it's \"done\" 1700001000: 1 1 0.0000\n");
}

Test(store_history, a_killed_writers_run_has_no_points)
{
	shelf_close();
	shelf_kill_writer_after(2);
	shelf_reopen(STORE_READ_WRITE);
	expect_all("");
	shelf_finish(UID_A, STORE_RUN_INTERRUPTED);
	cr_expect(lt(sz, 1, shelf_expect_whole_rounds()));
}

static void
expect_damage(const char *sql)
{
	struct store_history *history = NULL;

	shelf_sql(sql);
	cr_expect(eq(int,
		      store_history_read(shelf_store,
			  &(struct store_history_query){0}, &history),
		      ERR_IO),
	    "%s", sql);
	cr_expect(eq(ptr, history, NULL));
	cr_expect(SAYS("damaged"), "%s: %s", sql, err_text());
}

Test(store_history, a_point_that_is_no_number_is_damage)
{
	put_runs();
	expect_damage("UPDATE point SET value = 9e999");
	expect_damage("UPDATE point SET value = -1");
	expect_damage("UPDATE point SET value = 1, samples = 0");
	expect_damage("UPDATE point SET samples = 1, spread = -1");
	expect_damage("UPDATE point SET spread = 9e999");
	expect_damage("UPDATE point SET spread = 0, series_id = 77");
}

static size_t
sessions(const char *letter, const char *machine)
{
	size_t count = 99;
	char oid[41];

	memset(oid, letter[0], 40);
	oid[40] = '\0';
	cr_assert(eq(int,
	    store_history_sessions(shelf_store, oid, machine, &count), ERR_OK));
	return count;
}

Test(store_history, counts_the_sessions_of_a_commit_that_have_points)
{
	put_runs();
	cr_expect(eq(sz, sessions("b", "m1"), 2));
	cr_expect(eq(sz, sessions("b", "m2"), 1));
	cr_expect(eq(sz, sessions("a", "m2"), 0));
	cr_expect(eq(sz, sessions("d", "m1"), 0));
	shelf_begin(UID_A);
	shelf_finish(UID_A, STORE_RUN_FAILED); /* before its first round */
	cr_expect(eq(sz, sessions("1", MACHINE), 0));
}
