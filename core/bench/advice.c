#include "core/bench/advice.h"

#include <stdio.h>
#include <string.h>

#include "core/interval/interval.h"

void
advice_take(struct advice *advice)
{
	const struct interval_workload workload =
	    profile_workload(&advice->profile);

	advice->manager = interval_advise(&workload, &advice->reason);
}

static const struct contestant *
contestant_of(const struct contest *contest, const char *manager)
{
	for (size_t i = 0; i < contest->n; i++) {
		if (strcmp(contest->items[i].manager, manager) == 0)
			return &contest->items[i];
	}
	return NULL;
}

/* Which of the others was shown to be faster than the advised one, and by the
 * most; NULL for none. */
static const struct contestant *
find_faster(const struct contest *contest, const struct contestant *advised,
    struct ratio *by)
{
	const struct contestant *faster = NULL;

	for (size_t i = 0; i < contest->n; i++) {
		const struct contestant *one = &contest->items[i];
		struct ratio ratio;

		if (one == advised)
			continue;
		ratio = contest_ratio(contest, one, advised);
		if (ratio.low <= 1 || (faster && ratio.median <= by->median))
			continue;
		faster = one;
		*by = ratio;
	}
	return faster;
}

void
advice_verdict(char out[ADVICE_VERDICT_SIZE], const struct advice *advice,
    const struct contest *contest)
{
	const struct contestant *advised =
	    contestant_of(contest, advice->manager);
	const struct contestant *faster;
	struct ratio by = {.median = 1};

	if (!advised) {
		(void)snprintf(out, ADVICE_VERDICT_SIZE,
		    "not confirmed: %s was not among the managers that were "
		    "measured",
		    advice->manager);
		return;
	}
	if (contest_is_short(contest, contest_fastest(contest))) {
		(void)snprintf(out, ADVICE_VERDICT_SIZE,
		    "not confirmed: too short a run to tell the managers "
		    "apart");
		return;
	}
	faster = find_faster(contest, advised, &by);
	if (faster)
		(void)snprintf(out, ADVICE_VERDICT_SIZE,
		    "not confirmed: %s was %.2f times as fast (99%% interval "
		    "%.2f to %.2f)",
		    faster->manager, by.median, by.low, by.high);
	else if (contest_fastest(contest) == advised)
		(void)snprintf(out, ADVICE_VERDICT_SIZE,
		    "confirmed: %s is the fastest", advice->manager);
	else
		(void)snprintf(out, ADVICE_VERDICT_SIZE,
		    "confirmed: no manager was shown to be faster than %s",
		    advice->manager);
}
