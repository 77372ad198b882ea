#include "core/bench/profile.h"

#include <stdbool.h>

#include "core/bench/pass.h"

/* Counts ranks in O(log n). */
#define MANAGER "treap"

struct counts {
	size_t queries;
	size_t analytics;
	size_t near;
};

/* How many intervals that begin after `start` a find looked at in vain. */
static size_t
passed(const struct interval_set *set, int64_t start, bool found,
    const struct interval *at)
{
	size_t before = interval_set_rank(set, start + 1);

	if (!found)
		return interval_set_count(set) - before;
	/* What straddles the start was found without passing any. */
	return at->start > start ? interval_set_rank(set, at->start) - before
				 : 0;
}

static void
do_find(const struct interval_set *set, const struct stream_op *op,
    struct counts *counts)
{
	struct interval at = {0, 0};
	bool found =
	    interval_set_find(set, op->start, op->length, &at) == INTERVAL_OK;

	if (passed(set, op->start, found, &at) > PROFILE_PASSED_MANY)
		counts->analytics++;
	else
		counts->queries++;
}

static enum interval_status
do_op(
    struct interval_set *set, const struct stream_op *op, struct counts *counts)
{
	struct interval iv = {op->start, op->start + op->length};

	if (op->code == STREAM_RESERVE)
		return interval_set_reserve(set, iv, NULL);
	if (op->code == STREAM_RELEASE)
		return interval_set_release(set, iv);
	do_find(set, op, counts);
	return INTERVAL_OK;
}

static bool
is_near(
    const struct stream_op *op, const struct stream_op *before, uint64_t domain)
{
	uint64_t apart = op->start > before->start
			     ? (uint64_t)op->start - (uint64_t)before->start
			     : (uint64_t)before->start - (uint64_t)op->start;

	return (double)apart <= (double)domain * PROFILE_NEAR;
}

static enum interval_status
do_all(struct interval_set *set, const struct stream *stream,
    struct counts *counts, struct profile *profile)
{
	profile->live_peak = interval_set_count(set);
	for (size_t i = 0; i < stream->n; i++) {
		const struct stream_op *op = &stream->ops[i];
		enum interval_status status = do_op(set, op, counts);

		if (status)
			return status;
		if (i > 0 && is_near(op, op - 1, profile->domain))
			counts->near++;
		if (interval_set_count(set) > profile->live_peak)
			profile->live_peak = interval_set_count(set);
	}
	profile->live_end = interval_set_count(set);
	return INTERVAL_OK;
}

static double
share(size_t part, size_t whole)
{
	return whole > 0 ? (double)part / (double)whole : 0;
}

enum err
profile_stream(const struct stream *stream, struct profile *out)
{
	struct profile profile = {.ops = stream->n};
	struct counts counts = {.queries = 0};
	struct interval_set *set = NULL;
	enum err err = pass_open(&set, stream, MANAGER);

	if (err)
		return err;
	profile.domain =
	    (uint64_t)stream->space.end - (uint64_t)stream->space.start;
	err = pass_err(do_all(set, stream, &counts, &profile), MANAGER);
	interval_set_free(set);
	if (err)
		return err;
	profile.query_share = share(counts.queries, stream->n);
	profile.analytics_share = share(counts.analytics, stream->n);
	profile.near_share = share(counts.near, stream->n - (stream->n > 0));
	*out = profile;
	return ERR_OK;
}

struct interval_workload
profile_workload(const struct profile *profile)
{
	return (struct interval_workload){
	    .query_share = profile->query_share,
	    .analytics_share = profile->analytics_share,
	    .ordered_share = profile->ordered_share,
	    .live = profile->live_peak,
	    .domain = profile->domain,
	    .random_access = profile->near_share < .5,
	};
}
