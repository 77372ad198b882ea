/* budget: which parts get the rounds that are left. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/budget.h"

#define NEEDS_MAX 16

static struct budget_part parts[4];
static struct budget_need needs[4][NEEDS_MAX];
static size_t part_count;

/* A part whose round takes `ns`. */
static struct budget_part *
part(int64_t ns)
{
	struct budget_part *new = &parts[part_count];

	*new = (struct budget_part){
	    .round_ns = ns, .needs = needs[part_count], .rounds = 99};
	part_count++;
	return new;
}

static void
need(struct budget_part *of, size_t rounds, size_t next_look, bool candidate)
{
	needs[of - parts][of->need_count++] =
	    (struct budget_need){rounds, next_look, candidate};
}

static void
plan(int64_t left_ns)
{
	cr_assert(eq(int, budget_plan(parts, part_count, left_ns), ERR_OK));
}

Test(budget, all_get_rounds_while_the_time_suffices)
{
	struct budget_part *a = part(10);
	struct budget_part *b = part(20);
	struct budget_part *c = part(30);

	need(a, 2, 2, false);
	need(b, 6, 3, true);
	need(c, 0, 5, false);
	plan(10 * 2 + 20 * 6 + 30 * 5);
	cr_expect(eq(sz, a->rounds, 2));
	cr_expect(eq(sz, b->rounds, 6));
	cr_expect(eq(sz, c->rounds, 5));
}

/* a would be decided for 20, b for 60, but only b awaits its confirmation. */
Test(budget, a_candidate_comes_first)
{
	struct budget_part *a = part(10);
	struct budget_part *b = part(10);

	need(a, 2, 2, false);
	need(b, 6, 2, true);
	plan(60);
	cr_expect(eq(sz, a->rounds, 0));
	cr_expect(eq(sz, b->rounds, 6));
}

/* 1 / 50 a nanosecond against 2 / 60. */
Test(budget, what_decides_more_a_second_comes_first)
{
	struct budget_part *a = part(10);
	struct budget_part *b = part(20);

	need(a, 5, 5, false);
	need(b, 3, 3, false);
	need(b, 3, 3, false);
	plan(100);
	cr_expect(eq(sz, a->rounds, 0));
	cr_expect(eq(sz, b->rounds, 3));
	plan(110);
	cr_expect(eq(sz, a->rounds, 5));
	cr_expect(eq(sz, b->rounds, 3));
}

/* 10 series at 8 rounds are 1.25 a round, 12 at 16 are .75. Once the ten are
 * decided, the two others are the aim. */
Test(budget, a_part_aims_at_most_decisions_a_round)
{
	struct budget_part *a = part(1);

	need(a, 16, 2, false);
	need(a, 16, 2, false);
	for (int i = 0; i < 10; i++)
		need(a, 8, 2, false);
	plan(100);
	cr_expect(eq(sz, a->rounds, 8));
	a->need_count = 2;
	plan(100);
	cr_expect(eq(sz, a->rounds, 16));
}

/* b needs 40 rounds of 10, and there is time for 39: a gets its rounds, though
 * b decides four times as many. */
Test(budget, what_cannot_be_paid_for_gets_none)
{
	struct budget_part *a = part(10);
	struct budget_part *b = part(10);

	need(a, 39, 39, false);
	for (int i = 0; i < 4; i++)
		need(b, 40, 40, false);
	plan(390);
	cr_expect(eq(sz, a->rounds, 39));
	cr_expect(eq(sz, b->rounds, 0));
}

/* Nothing will likely be decided: the cheapest look might yet. */
Test(budget, what_is_left_goes_to_the_cheapest_look)
{
	struct budget_part *a = part(10);
	struct budget_part *b = part(10);

	need(a, 0, 10, false);
	need(b, 30, 5, false);
	plan(99);
	cr_expect(eq(sz, a->rounds, 0));
	cr_expect(eq(sz, b->rounds, 5));
}

Test(budget, nothing_is_given_that_is_not_there)
{
	struct budget_part *a = part(10);

	need(a, 2, 1, true);
	plan(9);
	cr_expect(eq(sz, a->rounds, 0));
	plan(-5);
	cr_expect(eq(sz, a->rounds, 0));
	plan(10);
	cr_expect(eq(sz, a->rounds, 1));
}

Test(budget, a_part_without_needs_gets_none)
{
	struct budget_part *a = part(0);

	plan(100);
	cr_expect(eq(sz, a->rounds, 0));
	part_count = 0;
	plan(100);
}
