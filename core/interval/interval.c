#include "core/interval/interval.h"

#include <stdlib.h>
#include <string.h>

#include "core/interval/manager.h"

/* The one list of managers: both tables below are made from it, so a name
 * cannot slip away from its functions. */
#define MANAGERS(row) row(boundary) row(treap)
#define NAME(manager) #manager,
#define FUNCTIONS(manager) &interval_manager_##manager,

static const char *const names[] = {MANAGERS(NAME) NULL};
static const struct interval_manager *const managers[] = {MANAGERS(FUNCTIONS)};

static void *
alloc_malloc(void *ctx, size_t size)
{
	(void)ctx;
	return malloc(size);
}

static void
free_malloc(void *ctx, void *memory)
{
	(void)ctx;
	free(memory);
}

static const struct interval_allocator malloc_allocator = {
    .alloc = alloc_malloc, .free = free_malloc, .ctx = NULL};

const char *const *
interval_managers(void)
{
	return names;
}

enum interval_status
interval_set_new(struct interval_set **out, const char *manager,
    const struct interval_allocator *allocator)
{
	struct interval_set *set;
	size_t i = 0;

	while (names[i] && strcmp(names[i], manager) != 0)
		i++;
	if (!names[i])
		return INTERVAL_INVALID;
	if (!allocator)
		allocator = &malloc_allocator;
	set = allocator->alloc(allocator->ctx, managers[i]->size);
	if (!set)
		return INTERVAL_NOMEM;
	memset(set, 0, managers[i]->size);
	set->manager = managers[i];
	set->name = names[i];
	set->allocator = *allocator;
	*out = set;
	return INTERVAL_OK;
}

void
interval_set_free(struct interval_set *set)
{
	struct interval_allocator allocator;

	if (!set)
		return;
	set->manager->clear(set);
	allocator = set->allocator; /* it lies in what it frees */
	allocator.free(allocator.ctx, set);
}

const char *
interval_set_manager(const struct interval_set *set)
{
	return set->name;
}

const char *
interval_status_text(enum interval_status status)
{
	switch (status) {
	case INTERVAL_OK:
		return "ok";
	case INTERVAL_INVALID:
		return "invalid argument";
	case INTERVAL_NOMEM:
		return "out of memory";
	case INTERVAL_NOTFOUND:
		return "no such interval";
	case INTERVAL_BUSY:
		return "not wholly free";
	}
	return "unknown status";
}

enum interval_status
interval_set_release(struct interval_set *set, struct interval iv)
{
	if (iv.end <= iv.start)
		return INTERVAL_INVALID;
	return set->manager->release(set, iv);
}

enum interval_status
interval_set_reserve(
    struct interval_set *set, struct interval iv, uint64_t *changed)
{
	enum interval_status status;
	uint64_t removed = 0;

	if (iv.end <= iv.start)
		return INTERVAL_INVALID;
	status = set->manager->reserve(set, iv, &removed);
	if (status == INTERVAL_OK && changed)
		*changed = removed;
	return status;
}

enum interval_status
interval_set_require(struct interval_set *set, struct interval iv)
{
	struct interval around;

	if (iv.end <= iv.start)
		return INTERVAL_INVALID;
	/* Touching intervals are merged, so what is wholly free lies in one. */
	if (interval_set_containing(set, iv.start, &around) != INTERVAL_OK ||
	    around.end < iv.end)
		return INTERVAL_BUSY;
	return interval_set_reserve(set, iv, NULL);
}

enum interval_status
interval_set_find(const struct interval_set *set, int64_t start, int64_t length,
    struct interval *out)
{
	if (length <= 0)
		return INTERVAL_INVALID;
	if (start == INT64_MAX)
		return INTERVAL_NOTFOUND; /* no interval ends after it */
	return set->manager->find(set, start, length, out);
}

static bool
first_ending_after(
    const struct interval_set *set, int64_t offset, struct interval *out)
{
	if (offset == INT64_MAX)
		return false;
	return set->manager->first_ending_after(set, offset, out);
}

enum interval_status
interval_set_containing(
    const struct interval_set *set, int64_t offset, struct interval *out)
{
	struct interval iv;

	if (!first_ending_after(set, offset, &iv) || iv.start > offset)
		return INTERVAL_NOTFOUND;
	*out = iv;
	return INTERVAL_OK;
}

size_t
interval_set_count(const struct interval_set *set)
{
	return set->count;
}

uint64_t
interval_set_total(const struct interval_set *set)
{
	return set->total;
}

void
interval_set_clear(struct interval_set *set)
{
	set->manager->clear(set);
}

struct interval_cursor
interval_cursor_at(const struct interval_set *set, int64_t from)
{
	struct interval_cursor cursor = {
	    .set = set, .from = from, .done = false};

	return cursor;
}

bool
interval_cursor_next(struct interval_cursor *cursor, struct interval *out)
{
	struct interval iv;

	if (cursor->done ||
	    !first_ending_after(cursor->set, cursor->from, &iv)) {
		cursor->done = true;
		return false;
	}
	/* The next interval starts after this end, so it ends after it too. */
	cursor->from = iv.end;
	*out = iv;
	return true;
}

bool
interval_set_equal(const struct interval_set *a, const struct interval_set *b)
{
	struct interval_cursor at_a = interval_cursor_at(a, INT64_MIN);
	struct interval_cursor at_b = interval_cursor_at(b, INT64_MIN);
	struct interval x, y;

	if (a->count != b->count || a->total != b->total)
		return false;
	while (interval_cursor_next(&at_a, &x) &&
	       interval_cursor_next(&at_b, &y)) {
		if (x.start != y.start || x.end != y.end)
			return false;
	}
	return true;
}
