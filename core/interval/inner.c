#include "core/interval/inner.h"

static struct interval_set *
inner_of(const struct interval_set *set)
{
	return ((const struct interval_outer *)set)->inner;
}

static void
sync(struct interval_set *set)
{
	const struct interval_set *inner = inner_of(set);

	set->count = inner->count;
	set->total = inner->total;
}

enum interval_status
interval_inner_init(struct interval_set *set)
{
	struct interval_outer *outer = (struct interval_outer *)set;

	return interval_set_new(&outer->inner, "boundary",
	    set->bounded ? &set->domain : NULL, &set->allocator);
}

void
interval_inner_destroy(struct interval_set *set)
{
	interval_set_free(inner_of(set));
}

void
interval_inner_clear(struct interval_set *set)
{
	interval_set_clear(inner_of(set));
	sync(set);
}

/* ---- questions ---- */

enum interval_status
interval_inner_find(const struct interval_set *set, int64_t start,
    int64_t length, struct interval *out)
{
	const struct interval_set *inner = inner_of(set);

	return inner->manager->find(inner, start, length, out);
}

size_t
interval_inner_read(const struct interval_set *set, int64_t offset,
    struct interval *out, size_t max)
{
	const struct interval_set *inner = inner_of(set);

	return inner->manager->read(inner, offset, out, max);
}

size_t
interval_inner_rank(const struct interval_set *set, int64_t offset)
{
	return interval_set_rank(inner_of(set), offset);
}

void
interval_inner_kth(
    const struct interval_set *set, size_t k, struct interval *out)
{
	(void)interval_set_kth(inner_of(set), k, out);
}

void
interval_inner_bounds(const struct interval_set *set, struct interval *out)
{
	(void)interval_set_bounds(inner_of(set), out);
}

bool
interval_inner_valid(const struct interval_set *set)
{
	const struct interval_set *inner = inner_of(set);

	return inner->manager->valid(inner) && inner->count == set->count &&
	       inner->total == set->total;
}

void
interval_inner_add(const struct interval_set *inner, struct interval_stats *out)
{
	struct interval_stats stats;

	interval_set_stats(inner, &stats);
	out->bytes += stats.bytes;
	out->allocations += stats.allocations;
}

void
interval_inner_stats(const struct interval_set *set, struct interval_stats *out)
{
	interval_inner_add(inner_of(set), out);
}

size_t
interval_inner_height(const struct interval_set *set)
{
	const struct interval_set *inner = inner_of(set);

	return inner->manager->height ? inner->manager->height(inner) : 0;
}

/* ---- changes ---- */

enum interval_status
interval_inner_load(
    struct interval_set *set, const struct interval *ivs, size_t n)
{
	enum interval_status status = interval_set_load(inner_of(set), ivs, n);

	sync(set);
	return status;
}

enum interval_status
interval_inner_release(
    struct interval_set *set, struct interval iv, bool *changed)
{
	struct interval_set *inner = inner_of(set);
	enum interval_status status = inner->manager->release(inner, iv);

	/* A union that adds no offset is the set itself. */
	*changed = inner->total != set->total;
	sync(set);
	return status;
}

enum interval_status
interval_inner_reserve(
    struct interval_set *set, struct interval iv, uint64_t *removed)
{
	struct interval_set *inner = inner_of(set);
	enum interval_status status =
	    inner->manager->reserve(inner, iv, removed);

	sync(set);
	return status;
}

enum interval_status
interval_inner_apply(struct interval_set *set, struct interval_op *ops,
    size_t n, size_t *done, bool *changed)
{
	struct interval_set *inner = inner_of(set);
	enum interval_status status = interval_set_apply(inner, ops, n, done);

	/* Where no reserve took anything, the total can only have grown. */
	*changed = inner->total != set->total;
	for (size_t i = 0; i < *done && !*changed; i++)
		*changed = ops[i].changed > 0;
	sync(set);
	return status;
}
