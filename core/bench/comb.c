#include "core/bench/comb.h"

#include <assert.h>
#include <stdlib.h>

/* Going backwards, an earlier interval takes a later one's place. */
static void
find_best_starts(struct comb *comb)
{
	int64_t earliest[COMB_LONGEST + 1]; /* of exactly that length, or -1 */
	int64_t best = -1;

	for (size_t length = 0; length <= COMB_LONGEST; length++)
		earliest[length] = -1;
	for (size_t i = comb->n; i-- > 0;)
		earliest[comb->ivs[i].end - comb->ivs[i].start] =
		    comb->ivs[i].start;
	for (size_t length = COMB_LONGEST + 1; length-- > 0;) {
		if (earliest[length] >= 0)
			best = earliest[length];
		comb->best[length] = best;
	}
}

static enum err
fill(struct comb *comb, const char *manager)
{
	const struct interval domain = {0, (int64_t)comb->n * COMB_PITCH};
	enum interval_status status;

	status = interval_set_new(&comb->set, manager, &domain, NULL);
	if (status == INTERVAL_OK)
		status = interval_set_load(comb->set, comb->ivs, comb->n);
	if (status == INTERVAL_OK)
		status = interval_set_clone(&comb->twin, comb->set, NULL);
	if (status == INTERVAL_NOMEM)
		return err_fail(ERR_NOMEM,
		    "manager %s: no memory for %zu intervals", manager,
		    comb->n);
	if (status)
		return err_fail(ERR_USAGE, "manager %s: %zu intervals: %s",
		    manager, comb->n, interval_status_text(status));
	if (comb_intact(comb))
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "manager %s: %zu intervals were loaded, %zu are there", manager,
	    comb->n, interval_set_count(comb->set));
}

enum err
comb_init(struct comb *comb, const char *manager, size_t n)
{
	struct comb made = {.n = n};
	enum err err;

	assert(n >= COMB_MIN && n <= COMB_MAX);
	made.ivs = malloc(n * sizeof *made.ivs);
	if (!made.ivs)
		return err_fail(ERR_NOMEM, "no memory for %zu intervals", n);
	for (size_t i = 0; i < n; i++) {
		made.ivs[i] = comb_interval(i);
		if (i == n - 1)
			made.ivs[i].end = made.ivs[i].start + COMB_LONGEST;
		made.total += (uint64_t)(made.ivs[i].end - made.ivs[i].start);
	}
	find_best_starts(&made);
	err = fill(&made, manager);
	if (err)
		comb_release(&made);
	else
		*comb = made;
	return err;
}

void
comb_release(struct comb *comb)
{
	interval_set_free(comb->set);
	interval_set_free(comb->twin);
	free(comb->ivs);
	comb->set = NULL;
	comb->twin = NULL;
	comb->ivs = NULL;
}

bool
comb_intact(const struct comb *comb)
{
	return interval_set_count(comb->set) == comb->n &&
	       interval_set_total(comb->set) == comb->total;
}
