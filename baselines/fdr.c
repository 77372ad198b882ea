#include "baselines/fdr.h"

#include <math.h>
#include <stdlib.h>

struct ranked {
	double p;
	size_t index;
};

static int
compare(const void *left, const void *right)
{
	const struct ranked *a = left;
	const struct ranked *b = right;

	return (a->p > b->p) - (a->p < b->p);
}

/* p .01 .02 .03 .5 of four: 4/4 x .5 = .5, then 4/3 x .03, 4/2 x .02 and 4/1 x
 * .01, all .04. */
enum err
fdr_adjust(const double *p, size_t n, double *q)
{
	struct ranked *ranked = calloc(n + 1, sizeof *ranked);
	double least = 1;

	if (!ranked)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < n; i++)
		ranked[i] = (struct ranked){p[i], i};
	qsort(ranked, n, sizeof *ranked, compare);
	for (size_t rank = n; rank > 0; rank--) {
		const struct ranked *r = &ranked[rank - 1];

		least = fmin(least, r->p * (double)n / (double)rank);
		q[r->index] = least;
	}
	free(ranked);
	return ERR_OK;
}
