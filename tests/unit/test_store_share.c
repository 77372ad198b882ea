/* Samples of one commit that count for another one of the same build. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "baselines/store_bisect.h"
#include "baselines/store_history.h"
#include "baselines/store_share.h"
#include "tests/unit/shelf.h"

TestSuite(store_share, .init = shelf_setup, .fini = shelf_teardown);

#define OID_DOCS "3333333333333333333333333333333333333333"
#define UID_SHARED "cccccccccccccccccccccccccccccccc"
#define KEY "key of head"
#define SAYS(part) ne(ptr, strstr(err_text(), part), NULL)

static const char *const setups[] = {SETUP, "another"};
static const struct store_wanted wanted = {KEY, MACHINE, setups, 1};
static const struct store_wanted both = {KEY, MACHINE, setups, 2};
static const struct store_arm docs = {.side = SIDE_HEAD,
    .oid = OID_DOCS,
    .subject = "docs",
    .time_s = 5,
    .build_key = KEY};

/* A run of the base and of a head that is built from KEY. */
static void
measure_kind(const char *uid, const char *kind, int64_t started_s,
    enum store_run_status status)
{
	struct store_arm arms[] = {
	    {SIDE_BASE, OID_BASE, "base", 1, "key of base"},
	    {SIDE_CONTROL, OID_BASE, "base", 1, "key of control"},
	    {SIDE_HEAD, OID_HEAD, "head", 2, KEY},
	};
	struct store_run run = shelf_run(uid);

	run.kind = kind;
	run.started_s = started_s;
	run.arms = arms;
	run.arm_count = 3;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	for (size_t i = 0; i < 3; i++) {
		shelf_put(uid, i, "parse", SIDE_BASE, 7);
		shelf_put(uid, i, "parse", SIDE_CONTROL, 8);
		shelf_put(uid, i, "parse", SIDE_HEAD, (double)(i + 1));
	}
	if (status != STORE_RUN_OPEN)
		shelf_finish(uid, status);
}

static void
measure(const char *uid, int64_t started_s, enum store_run_status status)
{
	measure_kind(uid, "check", started_s, status);
}

static enum err
find(const struct store_wanted *what, const char *oid,
    struct store_origin *origin)
{
	return store_origin_find(shelf_store, what, oid, origin);
}

static struct store_origin
expect_origin(const char *uid)
{
	struct store_origin origin = {0};

	cr_assert(eq(int, find(&wanted, OID_DOCS, &origin), ERR_OK), "%s",
	    err_text());
	cr_expect(eq(str, origin.run_uid, (char *)uid));
	cr_expect(eq(str, origin.oid, OID_HEAD));
	cr_expect(eq(int, origin.side, SIDE_HEAD));
	return origin;
}

static void
expect_none(const struct store_wanted *what, const char *oid)
{
	struct store_origin origin;

	cr_expect(eq(int, find(what, oid, &origin), ERR_NOTFOUND));
}

/* ---- finding ---- */

Test(store_share, the_latest_complete_run_of_the_build_is_found)
{
	expect_none(&wanted, OID_DOCS);
	measure(UID_A, 20, STORE_RUN_COMPLETE);
	measure(UID_B, 10, STORE_RUN_COMPLETE);
	expect_origin(UID_A);
}

Test(store_share, only_complete_runs_count)
{
	measure(UID_A, 10, STORE_RUN_OPEN);
	measure(UID_B, 10, STORE_RUN_INTERRUPTED);
	expect_none(&wanted, OID_DOCS);
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	expect_origin(UID_A);
}

Test(store_share, other_builds_machines_setups_do_not_count)
{
	struct store_wanted other = wanted;

	measure(UID_A, 10, STORE_RUN_COMPLETE);
	other.build_key = "no such key";
	expect_none(&other, OID_DOCS);
	other.build_key = "key of control"; /* whose samples are the base's */
	expect_none(&other, OID_DOCS);
	other = wanted;
	other.machine_key = "another machine";
	expect_none(&other, OID_DOCS);
	expect_none(&both, OID_DOCS);
}

Test(store_share, a_commit_is_no_origin_of_itself)
{
	measure(UID_A, 10, STORE_RUN_COMPLETE);
	expect_none(&wanted, OID_HEAD);
}

Test(store_share, a_bisections_run_is_nobodys_origin)
{
	measure_kind(UID_A, STORE_KIND_BISECT, 10, STORE_RUN_COMPLETE);
	expect_none(&wanted, OID_DOCS);
	measure(UID_B, 5, STORE_RUN_COMPLETE);
	expect_origin(UID_B);
}

/* ---- sharing ---- */

static enum err
share(const char *uid, const struct store_arm *arm,
    const struct store_wanted *what)
{
	const struct store_origin origin = {UID_A, SIDE_HEAD, OID_HEAD};

	return store_share(shelf_store, uid, arm, &origin, what);
}

static bool
has(const char *oid)
{
	bool has = false;

	cr_assert(
	    eq(int, store_has(shelf_store, oid, MACHINE, SETUP, &has), ERR_OK));
	return has;
}

Test(store_share, a_shared_commit_has_samples_and_none_is_there_twice)
{
	measure(UID_A, 10, STORE_RUN_COMPLETE);
	cr_expect(not(has(OID_DOCS)));
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK), "%s",
	    err_text());
	cr_expect(has(OID_DOCS));
	shelf_expect_counts(2, 4, 1, 9);
	shelf_expect_sessions(
	    OID_DOCS, "parse real_time ns smaller " SETUP " c: 1 2 3\n");
}

Test(store_share, a_shared_commit_has_a_point_of_its_own)
{
	const char *oid = OID_DOCS;
	const struct store_history_query query = {.oids = &oid, .oid_count = 1};
	struct store_history *history = NULL;

	measure(UID_A, 10, STORE_RUN_COMPLETE);
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	cr_assert(
	    eq(int, store_history_read(shelf_store, &query, &history), ERR_OK));
	cr_assert(eq(sz, history->point_count, 1));
	cr_expect(eq(dbl, history->points[0].value, 2)); /* of 1, 2, 3 */
	cr_expect(eq(int, history->points[0].samples, 3));
	cr_expect(eq(i64, history->points[0].started_s, 10));
	cr_expect(eq(str, (char *)history->commits[0].subject, "docs"));
	store_history_free(history);
}

Test(store_share, only_the_setups_that_are_wanted_are_shared)
{
	struct sample sample = shelf_sample("lex", SIDE_HEAD, 4);

	measure(UID_A, 10, STORE_RUN_OPEN);
	cr_assert(eq(int,
	    store_round_put(shelf_store, UID_A, 0, "another", &sample, 1),
	    ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	shelf_expect_sessions(
	    OID_DOCS, "parse real_time ns smaller " SETUP " c: 1 2 3\n");
	cr_expect(eq(int, share(UID_B, &docs, &both), ERR_OK));
}

Test(store_share, what_is_shared_is_no_origin)
{
	measure(UID_A, 10, STORE_RUN_COMPLETE);
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	expect_none(&wanted, OID_HEAD);
	expect_origin(UID_A);
}

Test(store_share, the_same_sharing_twice_is_one)
{
	measure(UID_A, 10, STORE_RUN_COMPLETE);
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	shelf_expect_counts(2, 4, 1, 9);
}

static void
expect_conflict(const struct store_arm *arm, const struct store_wanted *what)
{
	cr_expect(eq(int, share(UID_SHARED, arm, what), ERR_CONFLICT));
	cr_expect(SAYS(UID_SHARED));
	shelf_expect_counts(2, 4, 2, 10);
}

Test(store_share, the_same_uid_with_other_content_is_a_conflict)
{
	struct sample sample = shelf_sample("lex", SIDE_HEAD, 4);
	struct store_arm other = docs;

	measure(UID_A, 10, STORE_RUN_OPEN);
	cr_assert(eq(int,
	    store_round_put(shelf_store, UID_A, 0, "another", &sample, 1),
	    ERR_OK));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_assert(eq(int, share(UID_SHARED, &docs, &wanted), ERR_OK));
	other.oid = OID_BASE;
	expect_conflict(&other, &wanted);
	other = docs;
	other.build_key = "another key";
	expect_conflict(&other, &wanted);
	other = docs;
	other.side = SIDE_BASE;
	expect_conflict(&other, &wanted);
	expect_conflict(&docs, &both);
	cr_expect(eq(int, share(UID_A, &docs, &wanted), ERR_CONFLICT));
}

Test(store_share, an_origin_that_is_not_there_changes_nothing)
{
	const struct store_origin nobody = {UID_B, SIDE_HEAD, OID_HEAD};
	const struct store_origin control = {UID_A, SIDE_CONTROL, OID_BASE};

	measure(UID_A, 10, STORE_RUN_OPEN);
	cr_expect(eq(int, share(UID_SHARED, &docs, &wanted), ERR_NOTFOUND));
	shelf_finish(UID_A, STORE_RUN_COMPLETE);
	cr_expect(eq(int, share(UID_SHARED, &docs, &both), ERR_NOTFOUND));
	cr_expect(eq(int,
	    store_share(shelf_store, UID_SHARED, &docs, &nobody, &wanted),
	    ERR_NOTFOUND));
	cr_expect(SAYS(UID_B));
	cr_expect(eq(int,
	    store_share(shelf_store, UID_SHARED, &docs, &control, &wanted),
	    ERR_NOTFOUND));
	shelf_expect_counts(1, 3, 1, 9);
}

Test(store_share, a_bisections_run_has_nothing_to_be_shared)
{
	measure_kind(UID_A, STORE_KIND_BISECT, 10, STORE_RUN_COMPLETE);
	cr_expect(eq(int, share(UID_SHARED, &docs, &wanted), ERR_NOTFOUND));
	shelf_expect_counts(1, 3, 1, 9);
}
