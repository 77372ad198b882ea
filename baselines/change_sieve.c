#include "baselines/change_sieve.h"

#include <assert.h>
#include <math.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MEMOS_MIN 64
#define NONE SIZE_MAX

/* The strength of a change with so many points a side. */
struct memo {
	size_t index; /* 0: none; no change is at 0 */
	size_t before_count;
	size_t after_count;
	double strength;
};

/* A change in the list of those that are left. `turn` counts its strengths:
 * the heap may hold older ones. */
struct node {
	size_t index;
	size_t previous;
	size_t next;
	unsigned turn;
	bool dropped;
};

struct entry {
	double strength;
	size_t node;
	unsigned turn;
};

struct change_sieve {
	struct memo *memos;
	size_t memo_count; /* a power of 2 */
	struct node *nodes;
	struct entry *heap;
	size_t cap; /* of nodes */
	size_t node_count;
	size_t heap_count;
};

/* What one run works on. */
struct job {
	const struct change_bounds *bounds;
	const double *values;
	size_t n;
	size_t settled;
};

struct change_sieve *
change_sieve_new(void)
{
	return calloc(1, sizeof(struct change_sieve));
}

void
change_sieve_free(struct change_sieve *sieve)
{
	if (!sieve)
		return;
	free(sieve->memos);
	free(sieve->nodes);
	free(sieve->heap);
	free(sieve);
}

void
change_sieve_reset(struct change_sieve *sieve)
{
	if (sieve->memo_count > 0)
		memset(
		    sieve->memos, 0, sieve->memo_count * sizeof *sieve->memos);
}

struct shift_sides
change_sides(const double *values, size_t before, size_t index, size_t after,
    size_t neighbours)
{
	size_t left = index - before, right = after - index;

	left = left < neighbours ? left : neighbours;
	right = right < neighbours ? right : neighbours;
	return (struct shift_sides){.before = values + index - left,
	    .before_count = left,
	    .after = values + index,
	    .after_count = right};
}

/* A change enters the heap once, and twice more for each that is dropped. */
static enum err
reserve(struct change_sieve *sieve, size_t count)
{
	size_t memos = MEMOS_MIN;
	struct node *nodes;
	struct entry *heap;
	struct memo *memo;

	if (count <= sieve->cap)
		return ERR_OK;
	count += count / 2;
	while (memos < 4 * count)
		memos *= 2;
	nodes = realloc(sieve->nodes, count * sizeof *nodes);
	sieve->nodes = nodes ? nodes : sieve->nodes;
	heap = realloc(sieve->heap, 3 * count * sizeof *heap);
	sieve->heap = heap ? heap : sieve->heap;
	memo = nodes && heap ? calloc(memos, sizeof *memo) : NULL;
	if (!memo)
		return err_fail(ERR_NOMEM, "out of memory");
	free(sieve->memos);
	sieve->memos = memo;
	sieve->memo_count = memos;
	sieve->cap = count;
	return ERR_OK;
}

/* ---- strength: 1 is just firm ---- */

static double
strength_of(const struct change_bounds *bounds, const struct shift_sides *sides)
{
	double t = fabs(shift_t(sides, bounds->noise));
	double shift = fabs(shift_of_medians(sides));

	if (bounds->shift_least <= 0)
		return t / bounds->t_least;
	return fmin(t / bounds->t_least, shift / bounds->shift_least);
}

static struct memo *
memo_of(const struct change_sieve *sieve, const struct memo *key)
{
	uint64_t hash = (uint64_t)key->index * 0x9e3779b97f4a7c15;

	hash += (uint64_t)key->before_count * SHIFT_SIDE_MAX + key->after_count;
	hash *= 0xbf58476d1ce4e5b9;
	return &sieve->memos[(hash >> 32) & (sieve->memo_count - 1)];
}

/* What reaches into the unsettled points is not kept. */
static double
strength(const struct change_sieve *sieve, const struct job *job, size_t at)
{
	const struct node *node = &sieve->nodes[at];
	size_t before =
	    node->previous == NONE ? 0 : sieve->nodes[node->previous].index;
	size_t after =
	    node->next == NONE ? job->n : sieve->nodes[node->next].index;
	struct shift_sides sides = change_sides(
	    job->values, before, node->index, after, job->bounds->neighbours);
	struct memo key = {
	    node->index, sides.before_count, sides.after_count, 0};
	struct memo *memo = memo_of(sieve, &key);

	if (node->index + sides.after_count > job->settled)
		return strength_of(job->bounds, &sides);
	if (memo->index == key.index &&
	    memo->before_count == key.before_count &&
	    memo->after_count == key.after_count)
		return memo->strength;
	key.strength = strength_of(job->bounds, &sides);
	*memo = key;
	return key.strength;
}

/* ---- the heap: the weakest, and of equal ones the first, on top ---- */

static bool
is_weaker(const struct entry *a, const struct entry *b)
{
	if (a->strength != b->strength)
		return a->strength < b->strength;
	return a->node < b->node;
}

static void
push(struct change_sieve *sieve, struct entry entry)
{
	size_t at = sieve->heap_count++;

	while (at > 0 && is_weaker(&entry, &sieve->heap[(at - 1) / 2])) {
		sieve->heap[at] = sieve->heap[(at - 1) / 2];
		at = (at - 1) / 2;
	}
	sieve->heap[at] = entry;
}

static struct entry
pop(struct change_sieve *sieve)
{
	struct entry top = sieve->heap[0];
	struct entry last = sieve->heap[--sieve->heap_count];
	size_t at = 0;

	for (size_t child; (child = 2 * at + 1) < sieve->heap_count;
	     at = child) {
		if (child + 1 < sieve->heap_count &&
		    is_weaker(&sieve->heap[child + 1], &sieve->heap[child]))
			child++;
		if (!is_weaker(&sieve->heap[child], &last))
			break;
		sieve->heap[at] = sieve->heap[child];
	}
	sieve->heap[at] = last;
	return top;
}

/* ---- the sieve ---- */

static void
weigh(struct change_sieve *sieve, const struct job *job, size_t at)
{
	if (at == NONE)
		return;
	sieve->nodes[at].turn++;
	push(sieve, (struct entry){
			strength(sieve, job, at), at, sieve->nodes[at].turn});
}

static void
drop(struct change_sieve *sieve, const struct job *job, size_t at)
{
	struct node *node = &sieve->nodes[at];

	node->dropped = true;
	if (node->previous != NONE)
		sieve->nodes[node->previous].next = node->next;
	if (node->next != NONE)
		sieve->nodes[node->next].previous = node->previous;
	weigh(sieve, job, node->previous);
	weigh(sieve, job, node->next);
}

static void
fill(struct change_sieve *sieve, const size_t *changes, size_t count)
{
	sieve->heap_count = 0;
	sieve->node_count = count;
	for (size_t i = 0; i < count; i++)
		sieve->nodes[i] = (struct node){.index = changes[i],
		    .previous = i > 0 ? i - 1 : NONE,
		    .next = i + 1 < count ? i + 1 : NONE};
}

enum err
change_sieve_run(struct change_sieve *sieve, const struct change_bounds *bounds,
    const double *values, size_t n, size_t settled, size_t *changes,
    size_t *count)
{
	struct job job = {bounds, values, n, settled};
	size_t kept = 0;
	enum err err = reserve(sieve, *count);

	assert(bounds->neighbours <= SHIFT_SIDE_MAX && bounds->t_least > 0);
	if (err)
		return err;
	fill(sieve, changes, *count);
	for (size_t i = 0; i < *count; i++)
		weigh(sieve, &job, i);
	while (sieve->heap_count > 0) {
		struct entry weakest = pop(sieve);
		const struct node *node = &sieve->nodes[weakest.node];

		if (node->dropped || node->turn != weakest.turn)
			continue;
		if (weakest.strength >= 1)
			break;
		drop(sieve, &job, weakest.node);
	}
	for (size_t i = 0; i < *count; i++)
		if (!sieve->nodes[i].dropped)
			changes[kept++] = sieve->nodes[i].index;
	*count = kept;
	return ERR_OK;
}
