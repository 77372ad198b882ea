/* Manager "boundary_summary": an inner "boundary", and its longest and shortest
 * interval from the first question on. A change keeps the two exact where one
 * look at what it left behind is enough, and else drops them: then the next
 * question reads all intervals. */
#include "core/interval/inner.h"

struct boundary_summary {
	struct interval_outer outer;
	/* Only where `known`, and then the earliest of their length. */
	struct interval largest;
	struct interval smallest;
	bool known;
};

static bool
overlap(struct interval a, struct interval b)
{
	return a.start < b.end && b.start < a.end;
}

/* Of two as long, the earlier counts as the shorter, and as the longer. */
static bool
shorter(struct interval iv, struct interval than)
{
	uint64_t length = interval_length(iv);
	uint64_t other = interval_length(than);

	return length < other || (length == other && iv.start < than.start);
}

static bool
longer(struct interval iv, struct interval than)
{
	uint64_t length = interval_length(iv);
	uint64_t other = interval_length(than);

	return length > other || (length == other && iv.start < than.start);
}

/* Any interval of the set may be offered: it is taken only where it is better
 * than what is kept. */
static void
offer(struct boundary_summary *b, struct interval iv)
{
	if (longer(iv, b->largest))
		b->largest = iv;
	if (shorter(iv, b->smallest))
		b->smallest = iv;
}

/* All that `iv` was merged with is now one interval, longer than each was. If
 * the longest is in it, it is the longest now. If the shortest is, some other
 * may be the shortest. */
static void
keep_released(struct boundary_summary *b, struct interval iv)
{
	struct interval merged;

	(void)interval_inner_read(&b->outer.set, iv.start, &merged, 1);
	if (overlap(merged, b->smallest))
		b->known = false;
	else
		offer(b, merged);
}

/* No interval grew. Unless the longest or the shortest was cut, the only ones
 * that are new are what is left of those that `iv` cut: one that ends where
 * `iv` starts and one that starts where it ends. Of the intervals that end at
 * iv.start or later these are among the first two. */
static void
keep_reserved(struct boundary_summary *b, struct interval iv)
{
	struct interval rest[2];
	int64_t before = iv.start > INT64_MIN ? iv.start - 1 : INT64_MIN;
	size_t n;

	if (overlap(iv, b->largest) || overlap(iv, b->smallest)) {
		b->known = false;
		return;
	}
	n = interval_inner_read(&b->outer.set, before, rest, 2);
	for (size_t i = 0; i < n; i++)
		offer(b, rest[i]);
}

static enum interval_status
boundary_summary_release(struct interval_set *set, struct interval iv)
{
	struct boundary_summary *b = (struct boundary_summary *)set;
	bool changed;
	enum interval_status status = interval_inner_release(set, iv, &changed);

	if (changed && b->known)
		keep_released(b, iv);
	return status;
}

static enum interval_status
boundary_summary_reserve(
    struct interval_set *set, struct interval iv, uint64_t *removed)
{
	struct boundary_summary *b = (struct boundary_summary *)set;
	enum interval_status status = interval_inner_reserve(set, iv, removed);

	if (status == INTERVAL_OK && *removed > 0 && b->known)
		keep_reserved(b, iv);
	return status;
}

/* A batch is the inner set's business as a whole, so there is no state after
 * each of its changes to look at. */
static enum interval_status
boundary_summary_apply(
    struct interval_set *set, struct interval_op *ops, size_t n, size_t *done)
{
	struct boundary_summary *b = (struct boundary_summary *)set;
	bool changed;
	enum interval_status status =
	    interval_inner_apply(set, ops, n, done, &changed);

	if (changed)
		b->known = false;
	return status;
}

static void
boundary_summary_clear(struct interval_set *set)
{
	((struct boundary_summary *)set)->known = false;
	interval_inner_clear(set);
}

static bool
boundary_summary_extremes(struct interval_set *set, struct interval *largest,
    struct interval *smallest)
{
	struct boundary_summary *b = (struct boundary_summary *)set;
	bool kept = b->known;

	if (!kept) {
		struct interval_summary figures;

		interval_set_summary(b->outer.inner, &figures);
		b->largest = figures.largest;
		b->smallest = figures.smallest;
		b->known = true;
	}
	*largest = b->largest;
	*smallest = b->smallest;
	return kept;
}

static bool
boundary_summary_valid(const struct interval_set *set)
{
	const struct boundary_summary *b = (const struct boundary_summary *)set;
	struct interval_summary figures;

	if (!interval_inner_valid(set))
		return false;
	if (!b->known)
		return true;
	interval_set_summary(b->outer.inner, &figures);
	return b->largest.start == figures.largest.start &&
	       b->largest.end == figures.largest.end &&
	       b->smallest.start == figures.smallest.start &&
	       b->smallest.end == figures.smallest.end;
}

const struct interval_manager interval_manager_boundary_summary = {
    .size = sizeof(struct boundary_summary),
    .init = interval_inner_init,
    .destroy = interval_inner_destroy,
    .clear = boundary_summary_clear,
    .release = boundary_summary_release,
    .reserve = boundary_summary_reserve,
    .find = interval_inner_find,
    .read = interval_inner_read,
    .load = interval_inner_load,
    .apply = boundary_summary_apply,
    .rank = interval_inner_rank,
    .kth = interval_inner_kth,
    .bounds = interval_inner_bounds,
    .extremes = boundary_summary_extremes,
    .valid = boundary_summary_valid,
    .stats = interval_inner_stats,
    .height = interval_inner_height,
};
