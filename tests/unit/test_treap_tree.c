/* The tree against a sorted array of what must be in it. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/base/rng.h"
#include "core/interval/treap_tree.h"
#include "tests/support/counted_set.h"

#define SEED UINT64_C(20240914)

#define SHADOW_MAX 400

struct shadow {
	struct failing_allocator memory;
	struct interval_set *owner;
	struct treap_tree tree;
	struct interval ivs[SHADOW_MAX];
	size_t n;
	struct rng rng;
};

static void
shadow_init(struct shadow *shadow, enum treap_order order)
{
	memset(shadow, 0, sizeof *shadow);
	shadow->owner = counted_set_new("treap", &shadow->memory);
	shadow->tree.order = order;
	rng_seed(&shadow->rng, SEED);
}

static void
shadow_release(struct shadow *shadow)
{
	treap_tree_clear(&shadow->tree, shadow->owner);
	cr_expect(eq(sz, treap_tree_count(&shadow->tree), 0));
	counted_set_free(shadow->owner, &shadow->memory);
}

/* Whether the key of `a` is less, in words of this file. */
static bool
is_less(enum treap_order order, struct interval a, struct interval b)
{
	int64_t length_a = a.end - a.start, length_b = b.end - b.start;

	if (order == TREAP_BY_START || length_a == length_b)
		return a.start < b.start;
	return length_a < length_b;
}

static size_t
shadow_rank(const struct shadow *shadow, struct interval iv)
{
	size_t rank = 0;

	while (rank < shadow->n &&
	       is_less(shadow->tree.order, shadow->ivs[rank], iv))
		rank++;
	return rank;
}

static bool
shadow_has(const struct shadow *shadow, struct interval iv, size_t rank)
{
	return rank < shadow->n &&
	       !is_less(shadow->tree.order, iv, shadow->ivs[rank]);
}

/* Few starts and lengths, so that keys meet often; no overflow. */
static struct interval
shadow_random(struct shadow *shadow)
{
	int64_t start = (int64_t)rng_below(&shadow->rng, 200);
	int64_t length = 1 + (int64_t)rng_below(&shadow->rng, 5);

	return (struct interval){start, start + length};
}

static void
shadow_insert(struct shadow *shadow)
{
	struct interval iv = shadow_random(shadow);
	size_t at = shadow_rank(shadow, iv);

	if (shadow->n == SHADOW_MAX || shadow_has(shadow, iv, at))
		return;
	cr_assert(eq(int, treap_tree_insert(&shadow->tree, shadow->owner, iv),
	    INTERVAL_OK));
	memmove(shadow->ivs + at + 1, shadow->ivs + at,
	    (shadow->n - at) * sizeof iv);
	shadow->ivs[at] = iv;
	shadow->n++;
}

static void
shadow_remove(struct shadow *shadow, size_t at, size_t n)
{
	shadow->n -= n;
	memmove(shadow->ivs + at, shadow->ivs + at + n,
	    (shadow->n - at) * sizeof shadow->ivs[0]);
}

static void
shadow_erase(struct shadow *shadow)
{
	size_t at;

	if (shadow->n == 0)
		return;
	at = (size_t)rng_below(&shadow->rng, shadow->n);
	treap_tree_erase(&shadow->tree, shadow->owner, shadow->ivs[at]);
	shadow_remove(shadow, at, 1);
}

/* The n > 0 intervals from ivs[at] on. */
static void
shadow_cut(struct shadow *shadow, size_t at, size_t n)
{
	struct treap_node *first = treap_tree_kth(&shadow->tree, at);
	struct treap_node *past = NULL;

	if (at + n < shadow->n)
		past = treap_tree_kth(&shadow->tree, at + n);
	treap_tree_cut(&shadow->tree, shadow->owner, first, past, n);
	shadow_remove(shadow, at, n);
}

static void
shadow_cut_random(struct shadow *shadow)
{
	size_t at, n;

	if (shadow->n == 0)
		return;
	at = (size_t)rng_below(&shadow->rng, shadow->n);
	n = 1 + (size_t)rng_below(&shadow->rng, shadow->n - at);
	shadow_cut(shadow, at, n);
}

static void
shadow_compare(struct shadow *shadow)
{
	const struct treap_tree *tree = &shadow->tree;
	const struct treap_node *node = tree->first;
	struct interval iv = shadow_random(shadow);
	size_t rank = shadow_rank(shadow, iv);

	cr_assert(treap_tree_valid(tree));
	cr_assert(treap_tree_count(tree) == shadow->n);
	for (size_t i = 0; i < shadow->n; i++, node = node->next) {
		cr_assert(node->iv.start == shadow->ivs[i].start);
		cr_assert(node->iv.end == shadow->ivs[i].end);
		cr_assert(treap_tree_kth(tree, i) == node);
		cr_assert(treap_tree_rank(tree, node->iv) == i);
		cr_assert(treap_tree_lower_bound(tree, node->iv) == node);
	}
	cr_assert(treap_tree_rank(tree, iv) == rank);
	cr_assert(treap_tree_lower_bound(tree, iv) ==
		  (rank < shadow->n ? treap_tree_kth(tree, rank) : NULL));
}

static void
compare_with_sorted_array(enum treap_order order)
{
	struct shadow shadow;
	size_t most = 0;

	shadow_init(&shadow, order);
	for (int op = 0; op < 5000; op++) {
		uint64_t draw = rng_below(&shadow.rng, 100);

		if (draw < 75)
			shadow_insert(&shadow);
		else if (draw < 99)
			shadow_erase(&shadow);
		else
			shadow_cut_random(&shadow);
		shadow_compare(&shadow);
		most = shadow.n > most ? shadow.n : most;
	}
	cr_expect(lt(sz, 100, most));
	shadow_release(&shadow);
}

Test(treap_tree, agrees_with_a_sorted_array_by_start)
{
	compare_with_sorted_array(TREAP_BY_START);
}

Test(treap_tree, agrees_with_a_sorted_array_by_length_and_start)
{
	compare_with_sorted_array(TREAP_BY_LENGTH);
}

/* [0, 2), [5, 7), ... */
static void
fill_comb(struct interval *ivs, size_t n)
{
	for (size_t i = 0; i < n; i++)
		ivs[i] = (struct interval){5 * (int64_t)i, 5 * (int64_t)i + 2};
}

static void
shadow_load(struct shadow *shadow, size_t n)
{
	fill_comb(shadow->ivs, n);
	shadow->n = n;
	cr_assert(eq(int,
	    treap_tree_load(&shadow->tree, shadow->owner, shadow->ivs, n),
	    INTERVAL_OK));
}

Test(treap_tree, a_loaded_tree_is_the_array)
{
	for (size_t n = 0; n <= 70; n++) {
		struct shadow shadow;

		shadow_init(&shadow, TREAP_BY_START);
		shadow_load(&shadow, n);
		shadow_compare(&shadow);
		shadow_insert(&shadow);
		shadow_erase(&shadow);
		shadow_compare(&shadow);
		shadow_release(&shadow);
	}
}

Test(treap_tree, every_run_can_be_cut)
{
	enum { N = 24 };

	for (size_t at = 0; at < N; at++) {
		for (size_t n = 1; at + n <= N; n++) {
			struct shadow shadow;

			shadow_init(&shadow, TREAP_BY_START);
			shadow_load(&shadow, N);
			shadow_cut(&shadow, at, n);
			shadow_compare(&shadow);
			/* The set itself and a node each. */
			cr_assert(eq(sz, shadow.memory.live, 1 + shadow.n));
			shadow_release(&shadow);
		}
	}
}

static void
swap_priorities(struct treap_node *a, struct treap_node *b)
{
	uint64_t priority = a->priority;

	a->priority = b->priority;
	b->priority = priority;
}

Test(treap_tree, valid_sees_a_wrong_size)
{
	struct shadow shadow;

	shadow_init(&shadow, TREAP_BY_START);
	shadow_load(&shadow, 7);
	shadow.tree.root->size++;
	cr_expect(not(treap_tree_valid(&shadow.tree)));
	shadow.tree.root->size--;
	cr_expect(treap_tree_valid(&shadow.tree));
	shadow_release(&shadow);
}

/* Of two neighbours in order one lies above the other. */
Test(treap_tree, valid_sees_a_priority_above_its_parents)
{
	struct shadow shadow;
	struct treap_node *node;

	shadow_init(&shadow, TREAP_BY_START);
	shadow_load(&shadow, 30);
	for (node = shadow.tree.first; node->next; node = node->next) {
		swap_priorities(node, node->next);
		cr_expect(not(treap_tree_valid(&shadow.tree)));
		swap_priorities(node, node->next);
		cr_expect(treap_tree_valid(&shadow.tree));
	}
	shadow_release(&shadow);
}

Test(treap_tree, valid_sees_keys_out_of_order)
{
	struct shadow shadow;
	struct treap_node *first;

	shadow_init(&shadow, TREAP_BY_START);
	shadow_load(&shadow, 7);
	first = shadow.tree.first;
	first->iv.start = first->next->iv.start;
	cr_expect(not(treap_tree_valid(&shadow.tree)));
	first->iv.start--;
	cr_expect(treap_tree_valid(&shadow.tree));
	shadow_release(&shadow);
}

Test(treap_tree, valid_sees_a_chain_that_is_not_the_tree)
{
	struct shadow shadow;
	struct treap_node *second, *last;
	struct treap_node stray = {.iv = {1000, 1001}, .size = 1};

	shadow_init(&shadow, TREAP_BY_START);
	shadow_load(&shadow, 7);
	second = shadow.tree.first->next;
	last = treap_tree_kth(&shadow.tree, 6);
	shadow.tree.first->next = second->next; /* too short */
	cr_expect(not(treap_tree_valid(&shadow.tree)));
	shadow.tree.first->next = second;
	last->next = &stray; /* too long */
	cr_expect(not(treap_tree_valid(&shadow.tree)));
	last->next = NULL;
	cr_expect(treap_tree_valid(&shadow.tree));
	shadow_release(&shadow);
}

Test(treap_tree, a_load_without_memory_leaves_the_tree_empty)
{
	enum { N = 10 };

	for (size_t nth = 1; nth <= N; nth++) {
		struct shadow shadow;
		const struct interval iv = {0, 1};
		struct interval ivs[N];

		shadow_init(&shadow, TREAP_BY_START);
		fill_comb(ivs, N);
		shadow.memory.fail_at = shadow.memory.calls + nth;
		cr_assert(
		    eq(int, treap_tree_load(&shadow.tree, shadow.owner, ivs, N),
			INTERVAL_NOMEM));
		shadow_compare(&shadow);
		cr_assert(eq(sz, shadow.memory.live, 1)); /* the set */
		cr_assert(
		    eq(int, treap_tree_insert(&shadow.tree, shadow.owner, iv),
			INTERVAL_OK));
		shadow_release(&shadow);
	}
}

Test(treap_tree, an_insertion_without_memory_changes_nothing)
{
	struct shadow shadow;
	const struct interval iv = {7, 8};

	shadow_init(&shadow, TREAP_BY_START);
	shadow_load(&shadow, 10);
	shadow.memory.fail_at = shadow.memory.calls + 1;
	cr_expect(eq(int, treap_tree_insert(&shadow.tree, shadow.owner, iv),
	    INTERVAL_NOMEM));
	shadow_compare(&shadow);
	shadow_release(&shadow);
}
