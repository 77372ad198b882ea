/* Many operations in one call. */
#include "core/interval/manager.h"

static enum interval_status
check_all(
    const struct interval_set *set, const struct interval_op *ops, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		if (ops[i].iv.end <= ops[i].iv.start ||
		    ops[i].code > INTERVAL_OP_FIND)
			return INTERVAL_INVALID;
		if (ops[i].code != INTERVAL_OP_FIND) {
			if (!interval_within(set, ops[i].iv))
				return INTERVAL_OUTSIDE;
			continue;
		}
		/* A length is an int64_t, as that of interval_set_find(). */
		if (interval_length(ops[i].iv) > INT64_MAX)
			return INTERVAL_INVALID;
	}
	return INTERVAL_OK;
}

static enum interval_status
apply_each(
    struct interval_set *set, struct interval_op *ops, size_t n, size_t *done)
{
	for (size_t i = 0; i < n; i++) {
		interval_op_run(set, &ops[i]);
		if (ops[i].status == INTERVAL_NOMEM) {
			*done = i;
			return INTERVAL_NOMEM;
		}
	}
	*done = n;
	return INTERVAL_OK;
}

enum interval_status
interval_set_apply(
    struct interval_set *set, struct interval_op *ops, size_t n, size_t *done)
{
	enum interval_status status = check_all(set, ops, n);
	size_t did = 0;

	if (status == INTERVAL_OK)
		status = set->manager->apply
			     ? set->manager->apply(set, ops, n, &did)
			     : apply_each(set, ops, n, &did);
	for (size_t i = 0; i < did; i++) {
		if (ops[i].code == INTERVAL_OP_RELEASE) {
			interval_span_cover(set, ops[i].iv);
			set->stats.releases++;
		} else if (ops[i].code == INTERVAL_OP_RESERVE) {
			set->stats.reserves++;
		}
	}
	set->stats.failures += status != INTERVAL_OK;
	if (done)
		*done = did;
	return status;
}
