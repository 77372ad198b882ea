/* Lengths: best fit, the longest and the shortest, and the figures of a set. */
#include "core/interval/manager.h"

struct extremes {
	struct interval largest;
	struct interval smallest;
};

static bool
visit_extremes(void *ctx, const struct interval *ivs, size_t n)
{
	struct extremes *e = ctx;

	if (interval_length(e->smallest) == 0)
		e->smallest = ivs[0];
	for (size_t i = 0; i < n; i++) {
		uint64_t length = interval_length(ivs[i]);

		if (length > interval_length(e->largest))
			e->largest = ivs[i];
		if (length < interval_length(e->smallest))
			e->smallest = ivs[i];
	}
	return true;
}

/* Both are empty for an empty set. @return whether they were known before. */
static bool
find_extremes(struct interval_set *set, struct extremes *e)
{
	*e = (struct extremes){{0, 0}, {0, 0}};
	if (set->count > 0 && set->manager->extremes)
		return set->manager->extremes(set, &e->largest, &e->smallest);
	interval_each(set, visit_extremes, e);
	return false;
}

enum interval_status
interval_set_find_largest(struct interval_set *set, struct interval *out)
{
	struct extremes e;

	if (set->count == 0)
		return INTERVAL_NOTFOUND;
	if (set->manager->find_largest) {
		set->manager->find_largest(set, out);
		return INTERVAL_OK;
	}
	(void)find_extremes(set, &e);
	*out = e.largest;
	return INTERVAL_OK;
}

/* The shortest so far of those that are long enough. */
struct best {
	uint64_t length;
	struct interval found;
};

static bool
visit_best(void *ctx, const struct interval *ivs, size_t n)
{
	struct best *best = ctx;

	for (size_t i = 0; i < n; i++) {
		uint64_t length = interval_length(ivs[i]);

		if (length < best->length)
			continue;
		if (interval_length(best->found) == 0 ||
		    length < interval_length(best->found))
			best->found = ivs[i];
	}
	/* None is shorter than what was asked for. */
	return interval_length(best->found) != best->length;
}

enum interval_status
interval_scan_best(
    const struct interval_set *set, int64_t length, struct interval *out)
{
	struct best best = {(uint64_t)length, {0, 0}};

	interval_each(set, visit_best, &best);
	if (interval_length(best.found) == 0)
		return INTERVAL_NOTFOUND;
	*out = (struct interval){best.found.start, best.found.start + length};
	return INTERVAL_OK;
}

enum interval_status
interval_set_find_best(
    struct interval_set *set, int64_t length, struct interval *out)
{
	if (length <= 0)
		return INTERVAL_INVALID;
	if (set->manager->find_best)
		return set->manager->find_best(set, length, out);
	return interval_scan_best(set, length, out);
}

static double
ratio(uint64_t part, uint64_t whole)
{
	return whole > 0 ? (double)part / (double)whole : 0;
}

void
interval_set_summary(struct interval_set *set, struct interval_summary *out)
{
	struct interval_summary s = {.chunks = set->count};
	struct extremes e;

	set->stats.queries++;
	if (find_extremes(set, &e))
		set->stats.hits++;
	s.space = set->bounded ? set->domain : set->span;
	s.space_total = interval_length(s.space);
	s.free_total = set->total;
	s.occupied_total = s.space_total - s.free_total;
	s.largest = e.largest;
	s.smallest = e.smallest;
	(void)interval_set_bounds(set, &s.bounds); /* (0, 0) where empty */
	s.gaps = s.chunks > 0 ? s.chunks - 1 : 0;
	s.gaps_total = interval_length(s.bounds) - s.free_total;
	s.utilization = ratio(s.occupied_total, s.space_total);
	s.free_density = ratio(s.free_total, s.space_total);
	if (s.free_total > 0)
		s.fragmentation =
		    1 - ratio(interval_length(s.largest), s.free_total);
	s.chunk_average = ratio(s.free_total, s.chunks);
	s.gap_average = ratio(s.gaps_total, s.gaps);
	*out = s;
}

void
interval_set_stats(const struct interval_set *set, struct interval_stats *out)
{
	struct interval_stats stats = set->stats;

	stats.misses = stats.queries - stats.hits;
	stats.hit_rate = ratio(stats.hits, stats.queries);
	stats.height = set->manager->height ? set->manager->height(set) : 0;
	if (set->manager->stats)
		set->manager->stats(set, &stats);
	*out = stats;
}
