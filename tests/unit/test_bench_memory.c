#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/counting.h"
#include "core/bench/memory.h"
#include "core/bench/oracle.h"
#include "core/interval/manager.h"

#define SEED 42

/* ---- the allocator ---- */

Test(counting, bytes_and_blocks_are_those_that_are_held)
{
	struct counting counting = {.bytes = 0};
	struct interval_allocator a = counting_allocator(&counting);
	void *first = a.alloc(a.ctx, 100);
	void *second = a.alloc(a.ctx, 7);

	cr_assert(first && second);
	memset(first, 1, 100); /* the account lies elsewhere */
	memset(second, 2, 7);
	cr_expect(eq(sz, counting.bytes, 107));
	cr_expect(eq(sz, counting.allocations, 2));
	a.free(a.ctx, first);
	cr_expect(eq(sz, counting.bytes, 7));
	a.free(a.ctx, second);
	cr_expect(eq(sz, counting.bytes, 0));
	cr_expect(eq(sz, counting.allocations, 0));
}

Test(counting, what_cannot_be_had_is_not_counted)
{
	struct counting counting = {.bytes = 0};
	struct interval_allocator a = counting_allocator(&counting);

	cr_expect(eq(ptr, a.alloc(a.ctx, SIZE_MAX), NULL));
	cr_expect(eq(sz, counting.bytes, 0));
	cr_expect(eq(sz, counting.allocations, 0));
}

/* ---- the two accounts ---- */

Test(memory, accounts_that_disagree_are_an_error)
{
	struct counting counting = {.bytes = 0};
	struct interval_allocator a = counting_allocator(&counting);
	struct interval_set *set = NULL;

	cr_assert(
	    eq(int, interval_set_new(&set, "treap", NULL, &a), INTERVAL_OK));
	cr_expect(eq(int, memory_check_account("x", set, &counting), ERR_OK));
	set->stats.bytes++;
	cr_expect(
	    eq(int, memory_check_account("x", set, &counting), ERR_MISMATCH));
	set->stats.bytes--;
	set->stats.allocations++;
	cr_expect(
	    eq(int, memory_check_account("x", set, &counting), ERR_MISMATCH));
	set->stats.allocations--;
	interval_set_free(set);
}

/* ---- the phases ---- */

/* 300 live; the outcome from the naive model. */
static struct stream
small_stream(struct outcome *expected)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named("fragmented"),
	    .seed = SEED,
	    .ops = 2000,
	    .live = 300,
	};
	struct stream stream = STREAM_INIT;

	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
	cr_assert(eq(
	    int, oracle_expect(&stream, NULL, expected, NULL, NULL), ERR_OK));
	return stream;
}

Test(memory, each_phase_has_its_intervals_and_bytes)
{
	const char *const *managers = interval_managers();
	struct outcome expected;
	struct stream stream = small_stream(&expected);

	for (size_t i = 0; managers[i]; i++) {
		struct memory memory;

		cr_assert(eq(int,
			      memory_measure(managers[i], &stream, &expected,
				  SEED, &memory),
			      ERR_OK),
		    "%s", managers[i]);
		cr_expect(eq(sz, memory.states[MEMORY_LOADED].intervals,
		    stream.initial_n));
		cr_expect(eq(sz, memory.states[MEMORY_CHURNED].intervals,
		    expected.intervals));
		/* One of each hundred that were begun. */
		cr_expect(eq(sz, memory.states[MEMORY_DRAINED].intervals,
		    (expected.intervals + 99) / 100));
		cr_expect(memory_overhead(&memory.states[MEMORY_LOADED]) > 0);
		for (size_t k = 0; k < MEMORY_PHASES; k++)
			cr_expect(lt(sz, 0, memory.states[k].bytes));
	}
	stream_release(&stream);
}

Test(memory, a_wrong_outcome_is_an_error)
{
	struct outcome expected;
	struct stream stream = small_stream(&expected);
	struct memory memory;

	expected.free_total++;
	cr_expect(eq(int,
	    memory_measure("boundary", &stream, &expected, SEED, &memory),
	    ERR_MISMATCH));
	stream_release(&stream);
}

Test(memory, an_unknown_manager_is_an_error)
{
	struct outcome expected;
	struct stream stream = small_stream(&expected);
	struct memory memory;

	cr_expect(
	    eq(int, memory_measure("other", &stream, &expected, SEED, &memory),
		ERR_USAGE));
	stream_release(&stream);
}

Test(memory, few_live_intervals_get_many_operations)
{
	cr_expect(eq(sz, memory_plan(1000, 1).ops, 100000));
	cr_expect(eq(sz, memory_plan(1000000, 1).ops, 2000000));
	cr_expect(eq(u64, memory_plan(1000, 1).live, 1000));
}

Test(memory, rows_have_a_phase_and_bytes_an_interval)
{
	const struct memory memory = {.manager = "boundary",
	    .live = 1000,
	    .states = {{.intervals = 10,
		.bytes = 300,
		.allocations = 2,
		.fresh_bytes = 200,
		.changes = 5}}};
	struct rows rows = ROWS_INIT;
	const struct row *row;

	cr_expect(memory_overhead(&memory.states[0]) == 1.5);
	cr_assert(eq(int, memory_rows(&memory, 0, &rows), ERR_OK));
	cr_assert(eq(sz, rows.n, MEMORY_PHASES));
	row = &rows.items[0];
	cr_expect(
	    eq(str, (char *)row->name, (char *)"memory/boundary/loaded/1000"));
	cr_expect(eq(
	    str, (char *)row->counters[3].name, (char *)"bytes_per_interval"));
	cr_expect(row->counters[3].value == 30);
	rows_release(&rows);
}
