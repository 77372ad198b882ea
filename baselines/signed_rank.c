#include "baselines/signed_rank.h"

#include <assert.h>
#include <math.h>

/* Sum of the ranks 1..n, and the number of Walsh averages: n = 200 has 20100.
 */
#define TRIANGLE(n) ((n) * ((n) + 1) / 2)
#define WALSH_MAX TRIANGLE((size_t)SIGNED_RANK_MAX)
#define SUM_MAX TRIANGLE((size_t)SIGNED_RANK_EXACT)

/* Twice the mid-rank of each size, an integer. With `below` smaller sizes and
 * `equal` of the same one (itself included), the tied ranks below+1 ..
 * below+equal average to below + (equal + 1) / 2. Sizes 3, 1, 3, 7 have the
 * ranks 2.5, 1, 2.5, 4 and give 5, 2, 5, 8. The sum is n(n+1) with ties or
 * without. */
static void
rank_doubled(const double *size, size_t n, size_t *rank)
{
	for (size_t i = 0; i < n; i++) {
		size_t below = 0, equal = 0;

		for (size_t j = 0; j < n; j++) {
			below += size[j] < size[i];
			equal += size[j] == size[i];
		}
		rank[i] = 2 * below + equal + 1;
	}
}

/* Fill p[0..most] with P(T = t), T the sum of the ranks whose fair coin shows
 * heads. Each of the 2^n outcomes weighs 2^-n; one rank after the other, a sum
 * t is reached without it or from t - rank with it. For ranks 1, 2, 3 the
 * counts of t = 0.. grow as
 *	1 | 1 1 | 1 1 1 1 | 1 1 1 2 1 1 1	(each / 8)
 * Sums beyond `most` lead nowhere that is asked for, so a small tail is cheap.
 * Every weight is a count times 2^-n: exact while counts fit in 53 bits, which
 * n <= 53 ensures, and only sums of positive terms beyond. */
static void
null_weights(const size_t *rank, size_t n, size_t most, double *p)
{
	size_t reached = 0;

	p[0] = ldexp(1, -(int)n);
	for (size_t t = 1; t <= most; t++)
		p[t] = 0;
	for (size_t i = 0; i < n; i++) {
		reached += rank[i];
		if (reached > most)
			reached = most;
		/* Downwards, so that p[t - rank] is still without this rank. */
		for (size_t t = reached + 1; t-- > rank[i];)
			p[t] += p[t - rank[i]];
	}
}

/* P(T <= others), small terms first. */
static double
exact_tail(const size_t *rank, size_t n, size_t others)
{
	double p[2 * SUM_MAX + 1];
	double sum = 0;

	null_weights(rank, n, others, p);
	for (size_t t = 0; t <= others; t++)
		sum += p[t];
	return fmin(sum, 1);
}

/* P(Z <= z). */
static double
normal_below(double z)
{
	return erfc(-z / sqrt(2)) / 2;
}

/* Each rank is in T or not: mean half the sum, variance a quarter of the sum of
 * squares. Ranks are doubled, so half a rank is 1. */
static double
normal_tail(const size_t *rank, size_t n, size_t others)
{
	double sum = 0, squares = 0;

	for (size_t i = 0; i < n; i++) {
		sum += (double)rank[i];
		squares += (double)rank[i] * (double)rank[i];
	}
	return normal_below(((double)others + 1 - sum / 2) / sqrt(squares / 4));
}

/* P(T >= W) is wanted, W the rank sum of the differences that speak for the
 * alternative. Under the null T and total - T are alike, so it is
 * P(T <= total - W), and total - W is the rank sum of all others. Zeros are
 * among these. Worked: d = 1, 2, -3, 4 against 0, greater: the others have rank
 * 3; of the subsets of {1, 2, 3, 4}, {} {1} {2} {3} {1,2} sum to at most 3, so
 * p = 5/16. */
double
signed_rank_p(
    const double *d, size_t n, double shift, enum alternative alternative)
{
	double size[SIGNED_RANK_MAX];
	size_t rank[SIGNED_RANK_MAX];
	size_t others = 0;

	assert(n <= SIGNED_RANK_MAX);
	for (size_t i = 0; i < n; i++)
		size[i] = fabs(d[i] - shift);
	rank_doubled(size, n, rank);
	for (size_t i = 0; i < n; i++) {
		if (alternative == ALTERNATIVE_LESS ? d[i] < shift
						    : d[i] > shift)
			continue;
		others += rank[i];
	}
	return n <= SIGNED_RANK_EXACT ? exact_tail(rank, n, others)
				      : normal_tail(rank, n, others);
}

/* Let a[root] sink until no child is above it (a heap with the largest at 0).
 */
static void
sink(double *a, size_t root, size_t n)
{
	for (;;) {
		size_t child = 2 * root + 1;
		double value = a[root];

		if (child + 1 < n && a[child + 1] > a[child])
			child++;
		if (child >= n || a[child] <= value)
			return;
		a[root] = a[child];
		a[child] = value;
		root = child;
	}
}

/* Heapsort: in place, where the C library's qsort may take memory. */
static void
sort_ascending(double *a, size_t n)
{
	for (size_t root = n / 2; root-- > 0;)
		sink(a, root, n);
	for (size_t end = n; end-- > 1;) {
		double largest = a[0];

		a[0] = a[end];
		a[end] = largest;
		sink(a, 0, end);
	}
}

/* All (d[i] + d[j]) / 2 with i <= j, ascending. 1, 2, 6 gives 1, 1.5, 2, 3.5,
 * 4, 6. Halved before they are added, so that no pair overflows. */
static size_t
walsh_averages(const double *d, size_t n, double *walsh)
{
	size_t count = 0;

	for (size_t i = 0; i < n; i++)
		for (size_t j = i; j < n; j++)
			walsh[count++] = d[i] / 2 + d[j] / 2;
	sort_ascending(walsh, count);
	return count;
}

double
hodges_lehmann(const double *d, size_t n)
{
	double walsh[WALSH_MAX];
	size_t count;

	assert(n > 0 && n <= SIGNED_RANK_MAX);
	count = walsh_averages(d, n, walsh);
	/* The two middle ones; for an odd count they are the same. */
	return walsh[(count - 1) / 2] / 2 + walsh[count / 2] / 2;
}

/* The largest k with P(W < k) <= tail; 0 says that no interval reaches that
 * far. n = 8: P(W < 1) = 1/256 = .0039, P(W < 2) = 2/256 = .0078, so that a
 * tail of .005 gives k = 1; for n = 7 already P(W < 1) = 1/128 is above it.
 * The loop ends below the top sum, since there P = 1 and tail <= .5. */
static size_t
exact_order(size_t n, double tail)
{
	size_t rank[SIGNED_RANK_EXACT];
	double p[SUM_MAX + 1] = {0};
	double below;
	size_t k = 0;

	for (size_t i = 0; i < n; i++)
		rank[i] = i + 1;
	null_weights(rank, n, TRIANGLE(n), p);
	below = p[0];
	while (below <= tail) {
		k++;
		below += p[k];
	}
	return k;
}

/* P(W < k + 1) is the normal one up to k + 1/2; the variance is
 * n(n+1)(2n+1)/24. */
static size_t
normal_order(size_t n, double tail)
{
	double top = (double)n * ((double)n + 1) / 2;
	double mean = top / 2;
	double sd = sqrt(top * (2 * (double)n + 1) / 12);
	size_t k = 0;

	while (normal_below(((double)k + .5 - mean) / sd) <= tail)
		k++;
	return k;
}

/* W at a shift is the number of Walsh averages above it. The test against
 * "above" rejects at `tail` while fewer than k averages lie at or below the
 * shift, that is for every shift under the k-th smallest. Likewise from the
 * other end: with count averages the k-th largest has index count - k. */
int
signed_rank_interval(
    const double *d, size_t n, double confidence, struct interval_estimate *out)
{
	double walsh[WALSH_MAX];
	size_t count, k;

	assert(n <= SIGNED_RANK_MAX);
	assert(confidence > 0 && confidence < 1);
	k = n <= SIGNED_RANK_EXACT ? exact_order(n, (1 - confidence) / 2)
				   : normal_order(n, (1 - confidence) / 2);
	if (k == 0)
		return -1;
	count = walsh_averages(d, n, walsh);
	assert(k <= count);
	out->low = walsh[k - 1];
	out->high = walsh[count - k];
	return 0;
}
