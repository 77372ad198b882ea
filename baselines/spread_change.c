#include "baselines/spread_change.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/order.h"

/* The supremum of a Brownian bridge exceeds 1.7 with probability 2 exp(-2 x
 * 1.7^2) = .0062, and the sum of few scores does so less often. */
#define BOUND 1.7
#define RATIO_LEAST 1.5
/* The distances from the median of fewer values are too small. */
#define SEGMENT_MIN 8

struct distance {
	double size;
	size_t index; /* in the series */
	double score;
};

/* A distance's size, and which one it is. */
struct sized {
	double size;
	size_t place;
};

static bool
has_logs(const double *values, size_t n)
{
	for (size_t i = 0; i < n; i++)
		if (isfinite(values[i]) && values[i] <= 0)
			return false;
	return true;
}

/* Distances of one segment from its median; `work` is for as many values. */
static size_t
add_segment(const double *values, size_t start, size_t end, bool logs,
    double *work, struct distance *out)
{
	size_t count = 0;
	double level;

	for (size_t i = start; i < end; i++) {
		if (!isfinite(values[i]))
			continue;
		work[count] = logs ? log(values[i]) : values[i];
		out[count] = (struct distance){work[count], i, 0};
		count++;
	}
	if (count < SEGMENT_MIN)
		return 0;
	level = order_median(work, count);
	for (size_t i = 0; i < count; i++)
		out[i].size = fabs(out[i].size - level);
	return count;
}

static size_t
distances_of(const double *values, size_t n, const size_t *changes,
    size_t change_count, double *work, struct distance *out)
{
	bool logs = has_logs(values, n);
	size_t count = 0, start = 0;

	for (size_t i = 0; i <= change_count; i++) {
		size_t end = i < change_count ? changes[i] : n;

		count +=
		    add_segment(values, start, end, logs, work, out + count);
		start = end;
	}
	return count;
}

/* ---- scores ---- */

static int
by_size(const void *left, const void *right)
{
	const struct sized *a = left, *b = right;

	return (a->size > b->size) - (a->size < b->size);
}

/* Savage's score of rank r of n is about -ln(1 - r / (n + 1)), the size that
 * the r-th of n exponential values has; equal sizes share their middle rank.
 * `sorted` is for as many.
 * @return the most values that are equal */
static size_t
give_scores(struct distance *d, size_t n, struct sized *sorted)
{
	size_t equal_most = 0;

	for (size_t i = 0; i < n; i++)
		sorted[i] = (struct sized){d[i].size, i};
	qsort(sorted, n, sizeof *sorted, by_size);
	for (size_t i = 0, end; i < n; i = end) {
		double rank;

		for (end = i + 1;
		     end < n && !(sorted[end].size > sorted[i].size);)
			end++;
		rank = (double)(i + 1 + end) / 2;
		for (size_t j = i; j < end; j++)
			d[sorted[j].place].score =
			    -log1p(-rank / (double)(n + 1));
		equal_most = end - i > equal_most ? end - i : equal_most;
	}
	return equal_most;
}

/* ---- the change ---- */

/* Place of the largest |centred cumulative sum|, which is that of a Brownian
 * bridge where nothing changes. */
static size_t
largest_sum(const struct distance *d, size_t n, double *out)
{
	double mean = 0, squares = 0, sum = 0, largest = 0;
	size_t at = SPREAD_SIDE_MIN;

	for (size_t i = 0; i < n; i++)
		mean += d[i].score / (double)n;
	for (size_t i = 0; i < n; i++)
		squares += (d[i].score - mean) * (d[i].score - mean);
	for (size_t i = 0; i < n; i++) {
		sum += d[i].score - mean;
		if (i + 1 < SPREAD_SIDE_MIN || i + 1 > n - SPREAD_SIDE_MIN)
			continue;
		if (fabs(sum) > largest) {
			largest = fabs(sum);
			at = i + 1;
		}
	}
	*out = squares > 0 ? largest / sqrt(squares) : 0;
	return at;
}

static double
median_size(const struct distance *d, size_t start, size_t end, double *work)
{
	for (size_t i = start; i < end; i++)
		work[i - start] = d[i].size;
	return order_median(work, end - start);
}

static struct spread_change
judge(struct distance *d, size_t n, struct sized *sorted, double *work)
{
	struct spread_change out = {.ratio = NAN};
	double before, after, sum;
	size_t at;

	if (n < SPREAD_POINTS_MIN || give_scores(d, n, sorted) > n / 2)
		return out;
	at = largest_sum(d, n, &sum);
	before = median_size(d, 0, at, work);
	after = median_size(d, at, n, work);
	out.index = d[at].index;
	out.strength = sum / BOUND;
	if (!(before > 0) || !(after > 0))
		return out;
	out.ratio = after / before;
	out.found =
	    out.strength > 1 && fabs(log(out.ratio)) >= log(RATIO_LEAST);
	return out;
}

enum err
spread_change_find(const double *values, size_t n, const size_t *changes,
    size_t change_count, struct spread_change *out)
{
	struct distance *distances = calloc(n + 1, sizeof *distances);
	struct sized *sorted = calloc(n + 1, sizeof *sorted);
	double *work = calloc(n + 1, sizeof *work);
	enum err err = ERR_OK;
	size_t count;

	if (!distances || !sorted || !work) {
		err = err_fail(ERR_NOMEM, "out of memory");
		goto out;
	}
	count = distances_of(values, n, changes, change_count, work, distances);
	*out = judge(distances, count, sorted, work);
out:
	free(work);
	free(sorted);
	free(distances);
	return err;
}
