#include "tests/bench/history/score.h"

#include <math.h>

static double
distance(size_t a, size_t b)
{
	return fabs((double)a - (double)b);
}

/* Both ascend, so the first found one that is near enough is the best choice:
 * what comes later may be needed by the next true one. */
static size_t
matches(struct changes truth, struct changes found)
{
	size_t hits = 0, next = 0;

	for (size_t i = 0; i < truth.count; i++) {
		while (
		    next < found.count && found.items[next] < truth.items[i] &&
		    distance(found.items[next], truth.items[i]) > SCORE_MARGIN)
			next++;
		if (next < found.count && distance(found.items[next],
					      truth.items[i]) <= SCORE_MARGIN) {
			hits++;
			next++;
		}
	}
	return hits;
}

double
score_f1(struct changes truth, struct changes found)
{
	double hits = (double)matches(truth, found) + 1;
	double precision = hits / ((double)found.count + 1);
	double recall = hits / ((double)truth.count + 1);

	return 2 * precision * recall / (precision + recall);
}

static size_t
start_of(struct changes changes, size_t segment)
{
	return segment == 0 ? 0 : changes.items[segment - 1];
}

static size_t
end_of(struct changes changes, size_t segment, size_t n)
{
	return segment == changes.count ? n : changes.items[segment];
}

static double
overlap(size_t a, size_t b, size_t c, size_t d)
{
	size_t low = a > c ? a : c, high = b < d ? b : d;
	size_t first = a < c ? a : c, last = b > d ? b : d;

	return high > low ? (double)(high - low) / (double)(last - first) : 0;
}

double
score_cover(struct changes truth, struct changes found, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i <= truth.count; i++) {
		size_t start = start_of(truth, i), end = end_of(truth, i, n);
		double best = 0;

		for (size_t j = 0; j <= found.count; j++)
			best =
			    fmax(best, overlap(start, end, start_of(found, j),
					   end_of(found, j, n)));
		sum += best * (double)(end - start);
	}
	return sum / (double)n;
}
