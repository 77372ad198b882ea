#include "core/interval/interval.h"

#include <stdlib.h>
#include <string.h>

#include "core/interval/isa.h"
#include "core/interval/manager.h"

/* The one list of managers: both tables below are made from it, so a name
 * cannot slip away from its functions. */
#define MANAGERS(row)                                                          \
	row(boundary) row(summary) row(treap) row(boundary_summary)            \
	    row(bitmap) row(hybrid)
#define NAME(manager) #manager,
#define FUNCTIONS(manager) &interval_manager_##manager,

static const char *const names[] = {MANAGERS(NAME) NULL};
static const struct interval_manager *const managers[] = {MANAGERS(FUNCTIONS)};

#ifdef INTERVAL_COUNT_VISITS
_Thread_local uint64_t interval_visits;
#endif

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

void *
interval_alloc(struct interval_set *set, size_t size)
{
	void *memory = set->allocator.alloc(set->allocator.ctx, size);

	if (memory) {
		set->stats.bytes += size;
		set->stats.allocations++;
	}
	return memory;
}

void
interval_dealloc(struct interval_set *set, void *memory, size_t size)
{
	if (!memory)
		return;
	set->allocator.free(set->allocator.ctx, memory);
	set->stats.bytes -= size;
	set->stats.allocations--;
}

const char *const *
interval_managers(void)
{
	return names;
}

/* Index in both tables, or that of the NULL at the end of the names. */
static size_t
manager_index(const char *name)
{
	size_t i = 0;

	while (names[i] && strcmp(names[i], name) != 0)
		i++;
	return i;
}

const struct interval_manager *
interval_manager_named(const char *name)
{
	size_t i = manager_index(name);

	return names[i] ? managers[i] : NULL;
}

bool
interval_manager_bounded(const char *manager)
{
	const struct interval_manager *row = interval_manager_named(manager);

	return row && row->bounded;
}

static const char *
advised(const struct interval *domain)
{
	struct interval_workload workload = {.random_access = true};

	if (domain)
		workload.domain = interval_length(*domain);
	return interval_advise(&workload, NULL);
}

/* A struct that holds the empty set, all but what the manager's init does. */
static struct interval_set *
blank(size_t index, const struct interval *domain,
    const struct interval_allocator *allocator)
{
	const struct interval_manager *manager = managers[index];
	struct interval_set *set =
	    allocator->alloc(allocator->ctx, manager->size);

	if (!set)
		return NULL;
	memset(set, 0, manager->size);
	set->manager = manager;
	set->name = names[index];
	set->allocator = *allocator;
	set->domain = (struct interval){INT64_MIN, INT64_MAX};
	if (domain) {
		set->domain = *domain;
		set->bounded = true;
	}
	set->stats.bytes = manager->size;
	set->stats.allocations = 1;
	return set;
}

enum interval_status
interval_set_new(struct interval_set **out, const char *manager,
    const struct interval *domain, const struct interval_allocator *allocator)
{
	enum interval_status status = INTERVAL_OK;
	struct interval_set *set;
	size_t index;

	if (domain && domain->end <= domain->start)
		return INTERVAL_INVALID;
	if (strcmp(manager, "auto") == 0)
		manager = advised(domain);
	index = manager_index(manager);
	if (!names[index])
		return INTERVAL_INVALID;
	if (managers[index]->bounded &&
	    (!domain || interval_length(*domain) > INTERVAL_BOUNDED_MAX))
		return INTERVAL_INVALID;
	if (!interval_isa())
		return INTERVAL_UNSUPPORTED;
	set = blank(index, domain, allocator ? allocator : &malloc_allocator);
	if (!set)
		return INTERVAL_NOMEM;
	if (set->manager->init)
		status = set->manager->init(set);
	if (status) {
		set->allocator.free(set->allocator.ctx, set);
		return status;
	}
	*out = set;
	return INTERVAL_OK;
}

void
interval_set_free(struct interval_set *set)
{
	struct interval_allocator allocator;

	if (!set)
		return;
	if (set->manager->destroy)
		set->manager->destroy(set);
	else
		set->manager->clear(set);
	allocator = set->allocator; /* it lies in what it frees */
	allocator.free(allocator.ctx, set);
}

static enum interval_status
fill(struct interval_set *set, const struct interval *ivs, size_t n)
{
	enum interval_status status = INTERVAL_OK;

	if (n > 0 && set->manager->load)
		return set->manager->load(set, ivs, n);
	for (size_t i = 0; i < n && status == INTERVAL_OK; i++)
		status = set->manager->release(set, ivs[i]);
	return status;
}

enum interval_status
interval_set_clone(struct interval_set **out, const struct interval_set *set,
    const char *manager)
{
	struct interval_allocator allocator = set->allocator;
	struct interval_set *clone = NULL;
	struct interval *ivs = NULL;
	enum interval_status status;

	status = interval_set_new(&clone, manager ? manager : set->name,
	    set->bounded ? &set->domain : NULL, &allocator);
	if (status)
		return status;
	if (set->count > SIZE_MAX / sizeof *ivs) {
		status = INTERVAL_NOMEM;
	} else if (set->count > 0) {
		/* Not from malloc: a set's memory is its allocator's. */
		ivs = allocator.alloc(allocator.ctx, set->count * sizeof *ivs);
		status = INTERVAL_NOMEM;
	}
	if (ivs) {
		set->manager->read(set, INT64_MIN, ivs, set->count);
		status = fill(clone, ivs, set->count);
		allocator.free(allocator.ctx, ivs);
	}
	if (status) {
		interval_set_free(clone);
		return status;
	}
	clone->span = set->span;
	*out = clone;
	return INTERVAL_OK;
}

const char *
interval_set_manager(const struct interval_set *set)
{
	return set->name;
}

struct interval
interval_set_domain(const struct interval_set *set)
{
	return set->domain;
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
	case INTERVAL_OUTSIDE:
		return "outside the set's domain";
	case INTERVAL_UNSUPPORTED:
		return "INTERVAL_ISA is not generic, avx2 or avx512, or not of "
		       "this processor";
	}
	return "unknown status";
}

/* ---- changes ---- */

static inline enum interval_status
check(const struct interval_set *set, struct interval iv)
{
	if (iv.end <= iv.start)
		return INTERVAL_INVALID;
	if (!interval_within(set, iv))
		return INTERVAL_OUTSIDE;
	return INTERVAL_OK;
}

enum interval_status
interval_set_release(struct interval_set *set, struct interval iv)
{
	enum interval_status status = check(set, iv);

	if (status == INTERVAL_OK)
		status = set->manager->release(set, iv);
	if (status != INTERVAL_OK) {
		set->stats.failures++;
		return status;
	}
	interval_span_cover(set, iv);
	set->stats.releases++;
	return INTERVAL_OK;
}

enum interval_status
interval_set_reserve(
    struct interval_set *set, struct interval iv, uint64_t *changed)
{
	enum interval_status status = check(set, iv);
	uint64_t removed = 0;

	if (status == INTERVAL_OK)
		status = set->manager->reserve(set, iv, &removed);
	if (status != INTERVAL_OK) {
		set->stats.failures++;
		return status;
	}
	set->stats.reserves++;
	if (changed)
		*changed = removed;
	return INTERVAL_OK;
}

enum interval_status
interval_set_require(struct interval_set *set, struct interval iv)
{
	enum interval_status status = check(set, iv);
	struct interval around;

	if (status == INTERVAL_OK) {
		/* Touching ones are merged: what is wholly free is in one. */
		status = interval_set_containing(set, iv.start, &around);
		if (status == INTERVAL_OK && around.end >= iv.end)
			return interval_set_reserve(set, iv, NULL);
		status = INTERVAL_BUSY;
	}
	set->stats.failures++;
	return status;
}

/* Fill a set of its own and give `set` its content: what fails on the way
 * fails there. A manager's struct may be moved (see manager.h). */
static enum interval_status
replace_content(struct interval_set *set, const struct interval *ivs, size_t n)
{
	const size_t size = set->manager->size;
	struct interval_set *fresh = NULL;
	struct interval_stats held = set->stats;
	enum interval_status status;
	unsigned char *a, *b;

	status = interval_set_new(&fresh, set->name,
	    set->bounded ? &set->domain : NULL, &set->allocator);
	if (status == INTERVAL_OK)
		status = fill(fresh, ivs, n);
	if (status != INTERVAL_OK) {
		interval_set_free(fresh);
		return status;
	}
	held.bytes = fresh->stats.bytes;
	held.allocations = fresh->stats.allocations;
	fresh->span = set->span;
	a = (unsigned char *)set;
	b = (unsigned char *)fresh;
	for (size_t i = 0; i < size; i++) {
		unsigned char byte = a[i];

		a[i] = b[i];
		b[i] = byte;
	}
	set->stats = held;
	if (n > 0) {
		interval_span_cover(set, ivs[0]);
		interval_span_cover(set, ivs[n - 1]);
	}
	interval_set_free(fresh);
	return INTERVAL_OK;
}

enum interval_status
interval_set_load(
    struct interval_set *set, const struct interval *ivs, size_t n)
{
	enum interval_status status = INTERVAL_OK;

	for (size_t i = 0; i < n; i++) {
		status = check(set, ivs[i]);
		if (i > 0 && ivs[i].start <= ivs[i - 1].end)
			status = INTERVAL_INVALID;
		if (status != INTERVAL_OK)
			return status;
	}
	return replace_content(set, ivs, n);
}

void
interval_set_clear(struct interval_set *set)
{
	set->manager->clear(set);
}
