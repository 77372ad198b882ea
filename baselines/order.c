#include "baselines/order.h"

#include <assert.h>
#include <stdint.h>

#define FEW 16

static void
swap(double *a, double *b)
{
	double kept = *a;

	*a = *b;
	*b = kept;
}

/* Marsaglia's xorshift: pivots that no input can foresee by its order. */
static size_t
pivot_in(uint64_t *state, size_t n)
{
	*state ^= *state << 13;
	*state ^= *state >> 7;
	*state ^= *state << 17;
	return (size_t)(*state % n);
}

void
order_few(double *values, size_t n)
{
	for (size_t i = 1; i < n; i++) {
		double value = values[i];
		size_t j = i;

		for (; j > 0 && values[j - 1] > value; j--)
			values[j] = values[j - 1];
		values[j] = value;
	}
}

/* Both scans stop at values equal to the pivot, so that many equal ones are
 * halved as well as others. */
double
order_kth(double *values, size_t n, size_t k)
{
	uint64_t state = 0x9e3779b97f4a7c15;
	size_t low = 0, high = n;

	assert(k < n);
	while (high - low > FEW) {
		double pivot = values[low + pivot_in(&state, high - low)];
		size_t i = low, j = high - 1;

		for (;;) {
			while (values[i] < pivot)
				i++;
			while (values[j] > pivot)
				j--;
			if (i >= j)
				break;
			swap(&values[i++], &values[j--]);
		}
		/* values[low..j] <= pivot <= values[j + 1..high); where the
		 * scans met, values[j] is a pivot in its place. */
		if (i == j && k == j)
			return values[k];
		if (k > j)
			low = j + 1;
		else
			high = i == j ? j : j + 1;
	}
	order_few(values + low, high - low);
	return values[k];
}

/* After the upper middle is placed, the lower one is the largest before it. */
double
order_median(double *values, size_t n)
{
	double upper = order_kth(values, n, n / 2);
	double lower;

	if (n % 2 == 1)
		return upper;
	lower = values[0];
	for (size_t i = 1; i < n / 2; i++)
		lower = values[i] > lower ? values[i] : lower;
	return lower + (upper - lower) / 2;
}
