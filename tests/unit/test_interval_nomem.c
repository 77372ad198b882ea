#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>

#include "core/interval/interval.h"
#include "core/interval/manager.h"

/* An allocator whose fail_at-th call gives nothing. */
struct failing {
	size_t calls;
	size_t fail_at; /* 0: never */
	size_t live;
};

static void *
failing_alloc(void *ctx, size_t size)
{
	struct failing *failing = ctx;

	if (++failing->calls == failing->fail_at)
		return NULL;
	failing->live++;
	return malloc(size);
}

static void
failing_free(void *ctx, void *memory)
{
	struct failing *failing = ctx;

	cr_assert(ne(ptr, memory, NULL));
	failing->live--;
	free(memory);
}

static enum interval_status
change(struct interval_set *set, bool release, struct interval iv,
    uint64_t *changed)
{
	if (release)
		return interval_set_release(set, iv);
	return interval_set_reserve(set, iv, changed);
}

/* Apply one change to `set`. Where memory fails, `set` must still equal its
 * twin, which has all changes but this one; then the same change must work. */
static void
change_both(struct interval_set *set, struct interval_set *twin, bool release,
    struct interval iv)
{
	uint64_t changed = 99;
	enum interval_status status = change(set, release, iv, &changed);

	if (status != INTERVAL_OK) {
		cr_assert(eq(int, status, INTERVAL_NOMEM));
		cr_assert(eq(u64, changed, 99));
		cr_assert(set->manager->valid(set));
		cr_assert(interval_set_equal(set, twin));
		status = change(set, release, iv, &changed);
	}
	cr_assert(eq(int, status, INTERVAL_OK));
	cr_assert(eq(int, change(twin, release, iv, NULL), INTERVAL_OK));
	cr_assert(set->manager->valid(set));
	cr_assert(interval_set_equal(set, twin));
}

/* Splits, inserts, merges and deletes; 80 intervals at the most, so that the
 * boundary map grows three times. @return whether the failure came up. */
static bool
scenario(const char *manager, size_t fail_at)
{
	struct failing failing = {.fail_at = fail_at};
	struct interval_allocator allocator = {
	    failing_alloc, failing_free, &failing};
	struct interval_set *set = NULL, *twin = NULL;

	if (interval_set_new(&set, manager, NULL, &allocator) != INTERVAL_OK) {
		cr_assert(eq(ptr, set, NULL));
		cr_assert(eq(sz, failing.live, 0));
		return true;
	}
	cr_assert(
	    eq(int, interval_set_new(&twin, manager, NULL, NULL), INTERVAL_OK));
	change_both(set, twin, true, (struct interval){0, 1000});
	for (int64_t at = 10; at < 800; at += 20)
		change_both(set, twin, false, (struct interval){at, at + 5});
	for (int64_t at = 1010; at < 1800; at += 20)
		change_both(set, twin, true, (struct interval){at, at + 5});
	change_both(set, twin, true, (struct interval){100, 300});
	change_both(set, twin, false, (struct interval){50, 700});
	change_both(set, twin, true, (struct interval){60, 70});
	interval_set_free(twin);
	interval_set_free(set);
	cr_assert(eq(sz, failing.live, 0));
	return failing.calls >= fail_at;
}

Test(interval_nomem, a_change_without_memory_leaves_the_set_as_it_was)
{
	const char *const *managers = interval_managers();

	for (size_t m = 0; managers[m]; m++) {
		size_t fail_at = 1;

		while (scenario(managers[m], fail_at))
			fail_at++;
		/* At least the set, its first memory and one growth failed. */
		cr_expect(gt(sz, fail_at, 3));
	}
}

Test(interval_nomem, require_without_memory_leaves_the_set_as_it_was)
{
	struct failing failing = {.fail_at = 0};
	struct interval_allocator allocator = {
	    failing_alloc, failing_free, &failing};
	struct interval_set *set = NULL;

	cr_assert(eq(int, interval_set_new(&set, "treap", NULL, &allocator),
	    INTERVAL_OK));
	cr_assert(eq(int, interval_set_release(set, (struct interval){0, 10}),
	    INTERVAL_OK));
	failing.fail_at = failing.calls + 1;
	cr_expect(eq(int, interval_set_require(set, (struct interval){4, 5}),
	    INTERVAL_NOMEM));
	cr_expect(eq(u64, interval_set_total(set), 10));
	/* A trim needs no memory. */
	failing.fail_at = failing.calls + 1;
	cr_expect(eq(int, interval_set_require(set, (struct interval){0, 5}),
	    INTERVAL_OK));
	interval_set_free(set);
	cr_expect(eq(sz, failing.live, 0));
}
