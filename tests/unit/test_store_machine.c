#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/store_machine.h"
#include "tests/unit/shelf.h"

TestSuite(store_machine, .init = shelf_setup, .fini = shelf_teardown);

static void
add(const char *uid, const char *machine_key, const char *provenance,
    int64_t started_s, bool finished)
{
	struct store_run run = shelf_run(uid);

	run.machine_key = machine_key;
	run.provenance = provenance;
	run.started_s = started_s;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	if (finished)
		shelf_finish(uid, STORE_RUN_COMPLETE);
}

static enum err
show(void *ctx, const struct store_machine_run *run)
{
	buf_printf(ctx, "%s %s %d\n", run->machine_key, run->provenance,
	    (int)run->started_s);
	return ERR_OK;
}

static enum err
refuse(void *ctx, const struct store_machine_run *run)
{
	(void)ctx;
	(void)run;
	return err_fail(ERR_LIMIT, "enough");
}

Test(store_machine, runs_come_by_machine_and_start)
{
	struct buf shown = BUF_INIT;

	add(UID_A, "z", "{\"a\": \"2\"}", 200, true);
	add(UID_B, "z", "{\"a\": \"1\"}", 100, true);
	add("cccccccccccccccccccccccccccccccc", "b", "{}", 300, true);
	add("dddddddddddddddddddddddddddddddd", "b", "{}", 50, false);
	cr_assert(
	    eq(int, store_machine_runs(shelf_store, show, &shown), ERR_OK));
	cr_expect(eq(str, (char *)buf_text(&shown),
	    "b {} 300\nz {\"a\": \"1\"} 100\nz {\"a\": \"2\"} 200\n"));
	buf_release(&shown);
}

Test(store_machine, an_error_ends_the_calls)
{
	add(UID_A, "z", "{}", 1, true);
	cr_expect(
	    eq(int, store_machine_runs(shelf_store, refuse, NULL), ERR_LIMIT));
}
