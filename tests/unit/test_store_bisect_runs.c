/* What the store makes of the runs of bisections. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/store_bisect.h"
#include "baselines/store_history.h"
#include "tests/unit/shelf.h"

TestSuite(store_bisect_runs, .init = shelf_setup, .fini = shelf_teardown);

static void
measure(const char *uid, const char *kind, double value)
{
	shelf_begin_kind(uid, kind);
	shelf_put(uid, 0, "parse", SIDE_BASE, value);
	shelf_put(uid, 0, "parse", SIDE_CONTROL, value);
	shelf_put(uid, 0, "parse", SIDE_HEAD, value);
	shelf_finish(uid, STORE_RUN_COMPLETE);
}

Test(store_bisect_runs, one_is_no_point_of_the_history)
{
	struct store_history *history = NULL;
	size_t sessions = 9;

	measure(UID_A, STORE_KIND_BISECT, 7);
	measure(UID_B, "check", 8);
	cr_assert(eq(int,
	    store_history_read(
		shelf_store, &(struct store_history_query){0}, &history),
	    ERR_OK));
	cr_assert(eq(sz, history->point_count, 2)); /* base and head */
	cr_expect(eq(dbl, history->points[0].value, 8));
	cr_expect(eq(dbl, history->points[1].value, 8));
	store_history_free(history);
	cr_assert(eq(int,
	    store_history_sessions(shelf_store, OID_HEAD, MACHINE, &sessions),
	    ERR_OK));
	cr_expect(eq(sz, sessions, 1));
}

Test(store_bisect_runs, one_measures_no_commit)
{
	bool has = true;

	measure(UID_A, STORE_KIND_BISECT, 7);
	cr_assert(eq(int,
	    store_has(shelf_store, OID_HEAD, MACHINE, SETUP, &has), ERR_OK));
	cr_expect(not(has));
	measure(UID_B, "run", 7);
	cr_assert(eq(int,
	    store_has(shelf_store, OID_HEAD, MACHINE, SETUP, &has), ERR_OK));
	cr_expect(has);
}

Test(store_bisect_runs, one_has_sessions)
{
	measure(UID_A, STORE_KIND_BISECT, 7);
	shelf_expect_sessions(
	    OID_HEAD, "parse real_time ns smaller " SETUP " a: 7\n");
}
