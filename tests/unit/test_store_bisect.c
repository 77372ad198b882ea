/* Bisections and their steps. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_bisect.h"
#include "tests/unit/shelf.h"

TestSuite(store_bisect, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

static const struct store_bisect search = {
    .key = "key",
    .good = OID_BASE,
    .bad = OID_HEAD,
    .machine_key = MACHINE,
    .command = "tidemark bisect v1 main",
    .started_s = 100,
};

static enum err
begin(const struct store_bisect *bisect)
{
	return store_bisect_begin(shelf_store, bisect);
}

static enum err
put(size_t number, const char *kind, const char *text)
{
	const struct store_step step = {number, kind, text, 200};

	return store_bisect_step(shelf_store, "key", &step);
}

static enum err
show_bisect(void *ctx, const struct store_bisect *b)
{
	buf_printf(ctx, "%s %.2s..%.2s %s: %s %d\n", b->key, b->good, b->bad,
	    b->machine_key, b->command, (int)b->started_s);
	return ERR_OK;
}

static void
expect_bisects(const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_bisects(shelf_store, show_bisect, &shown), ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

static enum err
show_step(void *ctx, const struct store_step *step)
{
	buf_printf(ctx, "%zu %s %s %d\n", step->number, step->kind, step->text,
	    (int)step->time_s);
	return ERR_OK;
}

static void
expect_steps(const char *key, const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_bisect_steps(shelf_store, key, show_step, &shown),
		ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

/* ---- bisections ---- */

Test(store_bisect, bisections_come_by_start_the_latest_first)
{
	struct store_bisect other = search;

	expect_bisects("");
	cr_assert(eq(int, begin(&search), ERR_OK), "%s", err_text());
	other.key = "earlier";
	other.started_s = 99;
	cr_assert(eq(int, begin(&other), ERR_OK));
	other.key = "as late, begun last";
	other.started_s = 100;
	other.good = OID_HEAD;
	other.bad = OID_BASE;
	cr_assert(eq(int, begin(&other), ERR_OK));
	shelf_reopen(STORE_READ);
	expect_bisects(
	    "as late, begun last 22..11 " MACHINE
	    ": tidemark bisect v1 main 100\n"
	    "key 11..22 " MACHINE ": tidemark bisect v1 main 100\n"
	    "earlier 11..22 " MACHINE ": tidemark bisect v1 main 99\n");
}

Test(store_bisect, the_same_twice_is_one_and_keeps_start_and_command)
{
	struct store_bisect again = search;

	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	again.started_s = 999;
	again.command = "tidemark bisect --resume";
	cr_expect(eq(int, begin(&again), ERR_OK));
	expect_bisects("key 11..22 " MACHINE ": tidemark bisect v1 main 100\n");
	expect_steps("key", "0 session {} 200\n");
}

Test(store_bisect, a_key_is_that_of_its_ends_and_machine)
{
	struct store_bisect others[] = {search, search, search};

	others[0].good = OID_HEAD;
	others[1].bad = OID_BASE;
	others[2].machine_key = "another machine";
	cr_assert(eq(int, begin(&search), ERR_OK));
	for (size_t i = 0; i < 3; i++) {
		cr_expect(eq(int, begin(&others[i]), ERR_CONFLICT));
		cr_expect(
		    SAYS("bisection key is there already"), "%s", err_text());
	}
	expect_bisects("key 11..22 " MACHINE ": tidemark bisect v1 main 100\n");
}

Test(store_bisect, its_ends_are_commit_ids)
{
	struct store_bisect wrong = search;

	wrong.good = "1111";
	cr_expect(eq(int, begin(&wrong), ERR_PARSE));
	wrong.good = OID_BASE;
	wrong.bad = "222222222222222222222222222222222222222G";
	cr_expect(eq(int, begin(&wrong), ERR_PARSE));
	cr_expect(
	    SAYS("222G is not a commit id of 40 hex digits"), "%s", err_text());
	expect_bisects("");
}

Test(store_bisect, can_be_forgotten_with_its_steps_alone)
{
	struct store_bisect other = search;
	const struct store_step step = {0, "broken", "{}", 7};

	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	other.key = "other";
	cr_assert(eq(int, begin(&other), ERR_OK));
	cr_assert(
	    eq(int, store_bisect_step(shelf_store, "other", &step), ERR_OK));
	shelf_begin_kind(UID_A, STORE_KIND_BISECT);
	shelf_put(UID_A, 0, "parse", SIDE_BASE, 1);

	cr_assert(eq(int, store_bisect_delete(shelf_store, "key"), ERR_OK));
	expect_bisects(
	    "other 11..22 " MACHINE ": tidemark bisect v1 main 100\n");
	expect_steps("other", "0 broken {} 7\n");
	shelf_expect_counts(1, 3, 1, 1);
	/* A new one of that key begins with nothing. */
	cr_assert(eq(int, begin(&search), ERR_OK));
	expect_steps("key", "");
}

Test(store_bisect, an_unknown_key_is_not_found)
{
	struct buf shown = BUF_INIT;

	cr_expect(eq(int, put(0, "session", "{}"), ERR_NOTFOUND));
	cr_expect(SAYS("no bisection key"), "%s", err_text());
	cr_expect(
	    eq(int, store_bisect_delete(shelf_store, "key"), ERR_NOTFOUND));
	cr_expect(SAYS(shelf_path), "%s", err_text());
	cr_expect(
	    eq(int, store_bisect_steps(shelf_store, "key", show_step, &shown),
		ERR_NOTFOUND));
	cr_expect(eq(sz, shown.len, 0));
	buf_release(&shown);
}

/* ---- steps ---- */

Test(store_bisect, steps_come_in_their_order)
{
	cr_assert(eq(int, begin(&search), ERR_OK));
	expect_steps("key", "");
	cr_assert(eq(int, put(0, "session", "{\"a\": 1}"), ERR_OK));
	cr_assert(eq(int, put(1, "broken", "{}"), ERR_OK));
	cr_assert(eq(int, put(2, "", ""), ERR_OK));
	shelf_reopen(STORE_READ);
	expect_steps(
	    "key", "0 session {\"a\": 1} 200\n1 broken {} 200\n2   200\n");
}

Test(store_bisect, the_same_step_twice_is_one_and_keeps_its_time)
{
	const struct store_step again = {0, "session", "{}", 999};

	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	cr_assert(eq(int, put(1, "session", "{}"), ERR_OK));
	cr_expect(
	    eq(int, store_bisect_step(shelf_store, "key", &again), ERR_OK));
	expect_steps("key", "0 session {} 200\n1 session {} 200\n");
}

Test(store_bisect, a_number_with_other_content_is_a_conflict)
{
	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	cr_expect(eq(int, put(0, "broken", "{}"), ERR_CONFLICT));
	cr_expect(eq(int, put(0, "session", "{ }"), ERR_CONFLICT));
	cr_expect(
	    SAYS("bisection key: step 0 is there already"), "%s", err_text());
	expect_steps("key", "0 session {} 200\n");
}

Test(store_bisect, a_step_that_is_not_the_next_one_is_a_conflict)
{
	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_expect(eq(int, put(1, "session", "{}"), ERR_CONFLICT));
	cr_expect(SAYS("step 1, where 0 is the next one"), "%s", err_text());
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	cr_expect(eq(int, put(2, "session", "{}"), ERR_CONFLICT));
	expect_steps("key", "0 session {} 200\n");
}

/* The callback adds a step, which the calls under way do not see. */
static enum err
add_another(void *ctx, const struct store_step *step)
{
	size_t *calls = ctx;

	(*calls)++;
	return put(step->number + 2, "session", "{}");
}

Test(store_bisect, a_callback_may_use_the_store)
{
	size_t calls = 0;

	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	cr_assert(eq(int, put(1, "session", "{}"), ERR_OK));
	cr_expect(
	    eq(int, store_bisect_steps(shelf_store, "key", add_another, &calls),
		ERR_OK),
	    "%s", err_text());
	cr_expect(eq(sz, calls, 2));
	expect_steps("key", "0 session {} 200\n1 session {} 200\n"
			    "2 session {} 200\n3 session {} 200\n");
}

static enum err
refuse_step(void *ctx, const struct store_step *step)
{
	(void)step;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

static enum err
refuse_bisect(void *ctx, const struct store_bisect *bisect)
{
	(void)bisect;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_bisect, the_callers_error_ends_the_calls)
{
	struct store_bisect other = search;
	int calls = 0;

	other.key = "other";
	cr_assert(eq(int, begin(&search), ERR_OK));
	cr_assert(eq(int, begin(&other), ERR_OK));
	cr_assert(eq(int, put(0, "session", "{}"), ERR_OK));
	cr_assert(eq(int, put(1, "session", "{}"), ERR_OK));
	cr_expect(
	    eq(int, store_bisect_steps(shelf_store, "key", refuse_step, &calls),
		ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
	cr_expect(eq(
	    int, store_bisects(shelf_store, refuse_bisect, &calls), ERR_LIMIT));
	cr_expect(eq(int, calls, 2));
}

/* ---- from outside ---- */

static enum err
same_bisect(void *ctx, const struct store_bisect *b)
{
	const struct store_bisect *want = ctx;

	cr_expect(eq(int, strcmp(b->key, want->key), 0));
	cr_expect(eq(int, strcmp(b->machine_key, want->machine_key), 0));
	cr_expect(eq(int, strcmp(b->command, want->command), 0));
	return ERR_OK;
}

static enum err
same_step(void *ctx, const struct store_step *step)
{
	const struct store_step *want = ctx;

	cr_expect(eq(int, strcmp(step->kind, want->kind), 0));
	cr_expect(eq(int, strcmp(step->text, want->text), 0));
	return ERR_OK;
}

Test(store_bisect, texts_come_back_byte_for_byte)
{
	static const char hostile[] =
	    "'); DROP TABLE run; -- \"%s\"\n\t\x1b[2J \xff\xfe \xed\xa0\x80";
	const struct store_bisect bisect = {
	    hostile, OID_BASE, OID_HEAD, hostile, hostile, INT64_MIN};
	char *large = malloc((1 << 20) + 1);
	struct store_step step = {0, hostile, large, INT64_MAX};

	cr_assert(ne(ptr, large, NULL));
	memset(large, '\'', 1 << 20);
	large[1 << 20] = '\0';
	cr_assert(eq(int, begin(&bisect), ERR_OK), "%s", err_text());
	cr_assert(
	    eq(int, store_bisect_step(shelf_store, hostile, &step), ERR_OK));
	cr_expect(eq(int,
	    store_bisects(shelf_store, same_bisect, (void *)&bisect), ERR_OK));
	cr_expect(
	    eq(int, store_bisect_steps(shelf_store, hostile, same_step, &step),
		ERR_OK));
	step.number = 2;
	cr_expect(eq(
	    int, store_bisect_step(shelf_store, hostile, &step), ERR_CONFLICT));
	cr_expect(eq(ptr, strchr(err_text(), '\x1b'), NULL));
	free(large);
}

Test(store_bisect, a_missing_step_is_damage)
{
	int calls = 0;

	cr_assert(eq(int, begin(&search), ERR_OK));
	for (size_t i = 0; i < 3; i++)
		cr_assert(eq(int, put(i, "session", "{}"), ERR_OK));
	shelf_sql("DELETE FROM step WHERE number = 1");
	cr_expect(
	    eq(int, store_bisect_steps(shelf_store, "key", refuse_step, &calls),
		ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	cr_expect(eq(int, calls, 0));
}

Test(store_bisect, of_no_commits_is_damage)
{
	int calls = 0;

	cr_assert(eq(int, begin(&search), ERR_OK));
	shelf_sql("UPDATE bisect SET bad = printf('%.*c', 5000, 'a')");
	cr_expect(
	    eq(int, store_bisects(shelf_store, refuse_bisect, &calls), ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	shelf_sql("UPDATE bisect SET bad = good, good = ''");
	cr_expect(
	    eq(int, store_bisects(shelf_store, refuse_bisect, &calls), ERR_IO));
	cr_expect(eq(int, calls, 0));
}

/* ---- faults ---- */

Test(store_bisect, a_store_opened_for_reading_takes_none)
{
	struct store_bisect other = search;

	cr_assert(eq(int, begin(&search), ERR_OK));
	shelf_reopen(STORE_READ);
	other.key = "other";
	cr_expect(eq(int, begin(&other), ERR_IO));
	cr_expect(eq(int, put(0, "session", "{}"), ERR_IO));
	cr_expect(SAYS(shelf_path), "%s", err_text());
	cr_expect(eq(int, store_bisect_delete(shelf_store, "key"), ERR_IO));
	expect_bisects("key 11..22 " MACHINE ": tidemark bisect v1 main 100\n");
}

static enum err
put_one(struct store *store, size_t number)
{
	const struct store_step step = {number, "session", "{}", 200};
	enum err err = number ? ERR_OK : store_bisect_begin(store, &search);

	return err ? err : store_bisect_step(store, "key", &step);
}

static enum err
count_steps(void *ctx, const struct store_step *step)
{
	size_t *count = ctx;

	cr_expect(eq(sz, step->number, *count));
	cr_expect(eq(str, (char *)step->kind, "session"));
	cr_expect(eq(str, (char *)step->text, "{}"));
	(*count)++;
	return ERR_OK;
}

/* Killed some time after its 20th step, it has whole steps, at least 20, and
 * the next one goes on behind them. */
Test(store_bisect, one_killed_between_steps_goes_on_where_it_was)
{
	size_t count = 0;

	shelf_close();
	shelf_kill_after(20, put_one);
	shelf_reopen(STORE_READ_WRITE);
	cr_expect(eq(str, (char *)shelf_integrity(), "ok"));
	cr_assert(
	    eq(int, store_bisect_steps(shelf_store, "key", count_steps, &count),
		ERR_OK));
	cr_expect(ge(sz, count, 20));
	cr_expect(eq(int, put(count - 1, "session", "{}"), ERR_OK));
	cr_expect(eq(int, put(count + 1, "session", "{}"), ERR_CONFLICT));
	cr_expect(eq(int, put(count, "session", "{}"), ERR_OK));
}

Test(store_bisect, a_step_that_the_system_refuses_is_none)
{
	static char text[64 << 10];
	size_t steps = 0, count = 0;
	struct store_step step = {0, "session", text, 200};
	enum err err;

	memset(text, 'x', sizeof text - 1);
	cr_assert(eq(int, begin(&search), ERR_OK));
	shelf_limit_files(1 << 20);
	for (; !(err = store_bisect_step(shelf_store, "key", &step)); steps++) {
		cr_assert(lt(sz, steps, 1000), "it never fills");
		step.number++;
	}
	cr_expect(eq(int, err, ERR_IO));
	cr_expect(SAYS("File too large"), "%s", err_text());
	cr_expect(lt(sz, 0, steps));
	shelf_limit_files(RLIM_INFINITY);

	/* The step is not there half: with another content it is put. */
	cr_expect(
	    eq(int, put(steps, "session", "{}"), ERR_OK), "%s", err_text());
	shelf_sql("UPDATE step SET text = '{}'");
	cr_assert(
	    eq(int, store_bisect_steps(shelf_store, "key", count_steps, &count),
		ERR_OK));
	cr_expect(eq(sz, count, steps + 1));
	cr_expect(eq(str, (char *)shelf_integrity(), "ok"));
}
