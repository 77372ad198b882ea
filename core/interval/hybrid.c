/* Manager "hybrid": an inner "boundary" takes every change; a second set, the
 * index, answers questions of lengths. Changes reach the index in a batch, when
 * somebody asks.
 *
 * The index with the log applied to it is always the inner set; where that is
 * not to be had, for want of memory or because the log would be too long to be
 * worth it, there is neither index nor log, and the inner set answers. */
#include "core/interval/inner.h"

#define INDEX_MANAGER "summary"

/* To apply a change costs about what it costs to read 30 intervals, so a full
 * log costs about as much as an answer that reads them all. Of a small set
 * neither is much. */
#define LOG_SHARE 32
#define LOG_LEAST 16

struct hybrid {
	struct interval_outer outer;
	struct interval_set *index; /* or NULL */
	struct interval_op *log; /* `capacity` of them; NULL without index */
	size_t capacity;
	size_t changes; /* since the last question; the log's, if any */
};

static size_t
log_bound(const struct hybrid *h)
{
	return h->outer.set.count / LOG_SHARE + LOG_LEAST;
}

static void
drop_index(struct hybrid *h)
{
	interval_set_free(h->index);
	interval_dealloc(&h->outer.set, h->log, h->capacity * sizeof *h->log);
	h->index = NULL;
	h->log = NULL;
	h->capacity = 0;
}

/* Where memory fails there is no index, as before. */
static void
load_index(struct hybrid *h)
{
	size_t capacity = log_bound(h);
	struct interval_op *log =
	    interval_alloc(&h->outer.set, capacity * sizeof *log);

	if (!log)
		return;
	if (interval_set_clone(&h->index, h->outer.inner, INDEX_MANAGER)) {
		interval_dealloc(&h->outer.set, log, capacity * sizeof *log);
		return;
	}
	h->log = log;
	h->capacity = capacity;
}

/* The set that answers: the index, up to date, or the inner set. A question
 * after many changes may be one of few, so it is answered by reading the inner
 * set, which is quicker than loading an index; the next one loads it. */
static struct interval_set *
answering(struct hybrid *h)
{
	if (h->index && h->changes > 0 &&
	    interval_set_apply(h->index, h->log, h->changes, NULL))
		drop_index(h);
	if (!h->index && h->changes <= log_bound(h))
		load_index(h);
	h->changes = 0;
	return h->index ? h->index : h->outer.inner;
}

/* Note a change that was made. */
static void
note(struct hybrid *h, const struct interval_op *op)
{
	if (h->index && h->changes == h->capacity)
		drop_index(h);
	if (h->index)
		h->log[h->changes] = *op;
	h->changes++;
}

static enum interval_status
hybrid_release(struct interval_set *set, struct interval iv)
{
	const struct interval_op op = {iv, .code = INTERVAL_OP_RELEASE};
	bool changed;
	enum interval_status status = interval_inner_release(set, iv, &changed);

	if (changed)
		note((struct hybrid *)set, &op);
	return status;
}

static enum interval_status
hybrid_reserve(struct interval_set *set, struct interval iv, uint64_t *removed)
{
	const struct interval_op op = {iv, .code = INTERVAL_OP_RESERVE};
	enum interval_status status = interval_inner_reserve(set, iv, removed);

	if (status == INTERVAL_OK && *removed > 0)
		note((struct hybrid *)set, &op);
	return status;
}

/* What a release of a batch added is not known, so all are noted: in their
 * place in the order they do the index no harm. */
static enum interval_status
hybrid_apply(
    struct interval_set *set, struct interval_op *ops, size_t n, size_t *done)
{
	bool changed;
	enum interval_status status =
	    interval_inner_apply(set, ops, n, done, &changed);

	for (size_t i = 0; i < *done && changed; i++) {
		if (ops[i].code == INTERVAL_OP_RELEASE || ops[i].changed > 0)
			note((struct hybrid *)set, &ops[i]);
	}
	return status;
}

static void
hybrid_clear(struct interval_set *set)
{
	struct hybrid *h = (struct hybrid *)set;

	drop_index(h);
	h->changes = 0;
	interval_inner_clear(set);
}

static void
hybrid_destroy(struct interval_set *set)
{
	drop_index((struct hybrid *)set);
	interval_inner_destroy(set);
}

static enum interval_status
hybrid_find_best(struct interval_set *set, int64_t length, struct interval *out)
{
	struct interval_set *from = answering((struct hybrid *)set);

	return interval_set_find_best(from, length, out);
}

static void
hybrid_find_largest(struct interval_set *set, struct interval *out)
{
	struct interval_set *from = answering((struct hybrid *)set);

	(void)interval_set_find_largest(from, out);
}

/* Kept: the index is as the last question left it. */
static bool
hybrid_extremes(struct interval_set *set, struct interval *largest,
    struct interval *smallest)
{
	struct hybrid *h = (struct hybrid *)set;
	bool kept = h->index && h->changes == 0;
	struct interval_summary figures;

	interval_set_summary(answering(h), &figures);
	*largest = figures.largest;
	*smallest = figures.smallest;
	return kept;
}

static bool
hybrid_valid(const struct interval_set *set)
{
	const struct hybrid *h = (const struct hybrid *)set;

	if (!interval_inner_valid(set) || !h->index != !h->log)
		return false;
	if (!h->index)
		return h->capacity == 0;
	return h->changes <= h->capacity &&
	       h->index->manager->valid(h->index) &&
	       (h->changes > 0 || interval_set_equal(h->index, h->outer.inner));
}

static void
hybrid_stats(const struct interval_set *set, struct interval_stats *out)
{
	const struct hybrid *h = (const struct hybrid *)set;

	interval_inner_stats(set, out);
	if (h->index)
		interval_inner_add(h->index, out);
}

const struct interval_manager interval_manager_hybrid = {
    .size = sizeof(struct hybrid),
    .init = interval_inner_init,
    .destroy = hybrid_destroy,
    .clear = hybrid_clear,
    .release = hybrid_release,
    .reserve = hybrid_reserve,
    .find = interval_inner_find,
    .read = interval_inner_read,
    .load = interval_inner_load,
    .apply = hybrid_apply,
    .find_best = hybrid_find_best,
    .find_largest = hybrid_find_largest,
    .rank = interval_inner_rank,
    .kth = interval_inner_kth,
    .bounds = interval_inner_bounds,
    .extremes = hybrid_extremes,
    .valid = hybrid_valid,
    .stats = hybrid_stats,
    .height = interval_inner_height,
};
