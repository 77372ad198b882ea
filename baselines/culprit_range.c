#include <assert.h>
#include <math.h>
#include <stdlib.h>

#include "baselines/culprit.h"

enum err
culprit_range_init(
    struct culprit_range *range, const double *weights, size_t count)
{
	struct culprit_range made = {
	    .count = count,
	    .reach = calloc(count, sizeof *made.reach),
	    .broken = calloc(count, sizeof *made.broken),
	    .built = calloc(count, sizeof *made.built),
	};

	assert(count >= 2);
	if (!made.reach || !made.broken || !made.built) {
		culprit_range_release(&made);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 1; i < count; i++) {
		double weight = weights ? weights[i] : 1;

		assert(weight >= 0 && isfinite(weight));
		made.reach[i] = made.reach[i - 1] + weight;
	}
	if (!(made.reach[count - 1] > 0)) {
		culprit_range_release(&made);
		return err_fail(ERR_UNJUDGED,
		    "none of the commits changes what is built and run");
	}
	*range = made;
	return ERR_OK;
}

void
culprit_range_release(struct culprit_range *range)
{
	free(range->reach);
	free(range->broken);
	free(range->built);
	*range = (struct culprit_range){0};
}
