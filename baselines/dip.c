#include "baselines/dip.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

/* The greatest convex minorant and the least concave majorant of the points
 * (x[i], i) between two indices, as values at each index and as flags of those
 * that they touch. */
struct hulls {
	double below[DIP_MAX];
	double above[DIP_MAX];
	bool touches_below[DIP_MAX];
	bool touches_above[DIP_MAX];
};

static int
compare(const void *a, const void *b)
{
	double x = *(const double *)a;
	double y = *(const double *)b;

	return (x > y) - (x < y);
}

/* Height at i of the line from index a to index b. Where x is the same there is
 * no line, and each point is on the hull. */
static double
height(const double *x, size_t a, size_t b, size_t i)
{
	if (x[a] == x[b])
		return (double)i;
	return (double)a + (x[i] - x[a]) * (double)(b - a) / (x[b] - x[a]);
}

/* Make one hull by Andrew's scan: `sign` 1 keeps slopes rising, -1 falling. */
static void
make_hull(const double *x, size_t low, size_t high, int sign, double *values,
    bool *touches)
{
	size_t kept[DIP_MAX];
	size_t count = 0;

	for (size_t i = low; i <= high; i++) {
		while (count > 1) {
			size_t a = kept[count - 2];
			size_t b = kept[count - 1];
			double turn = (x[b] - x[a]) * (double)(i - b) -
				      (x[i] - x[b]) * (double)(b - a);

			if (sign * turn > 0)
				break;
			count--;
		}
		kept[count++] = i;
	}
	for (size_t i = low; i <= high; i++)
		touches[i] = false;
	for (size_t k = 0; k < count; k++) {
		size_t to = k + 1 < count ? kept[k + 1] : kept[k];

		touches[kept[k]] = true;
		for (size_t i = kept[k]; i <= to; i++)
			values[i] = to > kept[k] ? height(x, kept[k], to, i)
						 : (double)i;
	}
}

/* The widest gap between the hulls, at a point that one of them touches; *left
 * and *right become the ends of the modal interval that it leaves. A step of
 * the distribution function is 1 high, hence the 1. */
static double
widest_gap(const struct hulls *hulls, size_t low, size_t high, size_t *left,
    size_t *right)
{
	double widest = 0;
	size_t at = low;

	for (size_t i = low; i <= high; i++) {
		double gap = hulls->above[i] - hulls->below[i] + 1;

		if ((hulls->touches_below[i] || hulls->touches_above[i]) &&
		    gap >= widest) {
			widest = gap;
			at = i;
		}
	}
	*left = at;
	*right = at;
	while (!hulls->touches_below[*left])
		(*left)--;
	while (!hulls->touches_above[*right])
		(*right)++;
	return widest;
}

/* The worst misfit of a convex left and a concave right of the mode. */
static double
misfit(const struct hulls *hulls, size_t low, size_t left, size_t right,
    size_t high)
{
	double worst = 1;

	for (size_t i = low; i <= left; i++)
		worst = fmax(worst, (double)i + 1 - hulls->below[i]);
	for (size_t i = right; i <= high; i++)
		worst = fmax(worst, hulls->above[i] - (double)i + 1);
	return worst;
}

/* Heights are counts; the modal interval shrinks until what is inside of it is
 * closer to one mode than what was found outside. */
double
dip(const double *values, size_t n)
{
	struct hulls hulls = {0};
	double x[DIP_MAX];
	double worst = 1;
	size_t low = 0;
	size_t high = n - 1;

	assert(n > 0 && n <= DIP_MAX);
	memcpy(x, values, n * sizeof *x);
	qsort(x, n, sizeof *x, compare);
	while (low < high) {
		size_t left;
		size_t right;

		make_hull(x, low, high, 1, hulls.below, hulls.touches_below);
		make_hull(x, low, high, -1, hulls.above, hulls.touches_above);
		if (widest_gap(&hulls, low, high, &left, &right) < worst)
			break;
		worst = fmax(worst, misfit(&hulls, low, left, right, high));
		if (left == low && right == high)
			break;
		low = left;
		high = right;
	}
	return worst / (2 * (double)n);
}

/* sqrt(n) times the 99 % quantile of the dip of n uniform values, from 400,000
 * samples each of dip() itself (standard error below .001). */
static const struct bound {
	size_t n;
	double scaled;
} bounds[] = {
    {8, .4895},
    {10, .5048},
    {13, .5183},
    {16, .5294},
    {20, .5394},
    {25, .5481},
    {30, .5549},
    {40, .5673},
    {50, .5716},
    {60, .5787},
};

bool
dip_refutes_one_mode(double dip, size_t n)
{
	const struct bound *low = bounds;
	const struct bound *high;
	double share;
	double scaled;

	assert(n >= DIP_MIN && n <= DIP_MAX);
	while (low[1].n < n)
		low++;
	high = low + 1;
	share = (double)(n - low->n) / (double)(high->n - low->n);
	scaled = low->scaled + share * (high->scaled - low->scaled);
	return dip * sqrt((double)n) > scaled;
}
