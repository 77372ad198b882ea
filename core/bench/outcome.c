#include "core/bench/outcome.h"

#include <inttypes.h>

bool
outcome_equal(const struct outcome *a, const struct outcome *b)
{
	return a->intervals == b->intervals && a->free_total == b->free_total &&
	       a->finds_hash == b->finds_hash;
}

enum err
outcome_check(
    const char *who, const struct outcome *wanted, const struct outcome *got)
{
	if (outcome_equal(wanted, got))
		return ERR_OK;
	return err_fail(ERR_MISMATCH,
	    "%s: wrong result: %zu intervals, %" PRIu64
	    " free, finds %016" PRIx64 "; expected %zu, %" PRIu64
	    ", %016" PRIx64,
	    who, got->intervals, got->free_total, got->finds_hash,
	    wanted->intervals, wanted->free_total, wanted->finds_hash);
}
