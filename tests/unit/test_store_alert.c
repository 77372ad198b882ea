#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <string.h>

#include "baselines/store_alert.h"
#include "tests/unit/shelf.h"

TestSuite(store_alert, .init = shelf_setup, .fini = shelf_teardown);

#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)
#define ID_A "00000000000000aa"
#define ID_B "00000000000000bb"

static struct store_alert
make(const char *id, const char *benchmark, double ratio)
{
	return (struct store_alert){
	    .id = id,
	    .branch = "main",
	    .benchmark = benchmark,
	    .metric = "real_time",
	    .machine_key = MACHINE,
	    .oid = OID_HEAD,
	    .ratio = ratio,
	    .found_s = 100,
	};
}

static enum err
show(void *ctx, const struct store_alert *a)
{
	buf_printf(ctx, "%s %s %s %s %s %.4s %g %d %d\n", a->id, a->branch,
	    a->benchmark, a->metric,
	    strcmp(a->machine_key, MACHINE) == 0 ? "here" : a->machine_key,
	    a->oid, a->ratio, (int)a->found_s, (int)a->resolved_s);
	return ERR_OK;
}

static void
expect_alerts(const char *branch, const char *lines)
{
	struct buf shown = BUF_INIT;

	cr_assert(
	    eq(int, store_alerts(shelf_store, branch, show, &shown), ERR_OK),
	    "%s", err_text());
	cr_expect(eq(str, (char *)buf_text(&shown), (char *)lines));
	buf_release(&shown);
}

Test(store_alert, alerts_of_a_branch_come_by_series_machine_and_time)
{
	struct store_alert alerts[] = {
	    make("0000000000000001", "parse", 1.5),
	    make("0000000000000002", "lex", 1.25),
	    make("0000000000000003", "lex", 2),
	    make("0000000000000004", "lex", 3),
	};

	alerts[1].found_s = 200;
	alerts[3].branch = "release";
	cr_assert(eq(int, store_alerts_put(shelf_store, alerts, 4), ERR_OK));
	shelf_reopen(STORE_READ);
	expect_alerts("main",
	    "0000000000000003 main lex real_time here 2222 2 100 0\n"
	    "0000000000000002 main lex real_time here 2222 1.25 200 0\n"
	    "0000000000000001 main parse real_time here 2222 1.5 100 0\n");
	expect_alerts("nothing", "");
}

Test(store_alert, of_the_same_id_is_changed_and_keeps_when_it_was_found)
{
	struct store_alert alert = make(ID_A, "parse", 1.5);

	cr_assert(eq(int, store_alerts_put(shelf_store, &alert, 1), ERR_OK));
	alert.ratio = 1.25;
	alert.oid = OID_BASE;
	alert.found_s = 500;
	alert.resolved_s = 600;
	cr_assert(eq(int, store_alerts_put(shelf_store, &alert, 1), ERR_OK));
	expect_alerts(
	    "main", ID_A " main parse real_time here 1111 1.25 100 600\n");
}

Test(store_alert, all_or_none_are_put)
{
	struct store_alert alerts[] = {
	    make(ID_A, "parse", 1.5), make(ID_B, "lex", NAN)};

	cr_expect(eq(int, store_alerts_put(shelf_store, alerts, 2), ERR_PARSE));
	cr_expect(SAYS(ID_B), "%s", err_text());
	expect_alerts("main", "");
	alerts[1] = make("short", "lex", 2);
	cr_expect(eq(int, store_alerts_put(shelf_store, alerts, 2), ERR_PARSE));
	expect_alerts("main", "");
	cr_expect(eq(int, store_alerts_put(shelf_store, alerts, 0), ERR_OK));
}

Test(store_alert, whose_ratio_is_no_number_is_damage)
{
	struct store_alert alert = make(ID_A, "parse", 1.5);
	struct buf shown = BUF_INIT;

	cr_assert(eq(int, store_alerts_put(shelf_store, &alert, 1), ERR_OK));
	shelf_sql("UPDATE alert SET ratio = 9e999");
	cr_expect(
	    eq(int, store_alerts(shelf_store, "main", show, &shown), ERR_IO));
	cr_expect(SAYS("damaged"), "%s", err_text());
	buf_release(&shown);
}

static enum err
refuse(void *ctx, const struct store_alert *alert)
{
	(void)alert;
	++*(int *)ctx;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_alert, the_callers_error_ends_the_calls)
{
	struct store_alert alerts[] = {
	    make(ID_A, "parse", 1.5), make(ID_B, "lex", 2)};
	int calls = 0;

	cr_assert(eq(int, store_alerts_put(shelf_store, alerts, 2), ERR_OK));
	cr_expect(eq(
	    int, store_alerts(shelf_store, "main", refuse, &calls), ERR_LIMIT));
	cr_expect(eq(int, calls, 1));
}
