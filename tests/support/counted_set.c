#include "tests/support/counted_set.h"

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "core/interval/manager.h"

struct interval_set *
counted_set_new(const char *manager, struct failing_allocator *memory)
{
	const struct interval_allocator allocator = failing_allocator(memory);
	struct interval_set *set = NULL;

	cr_assert(eq(int, interval_set_new(&set, manager, NULL, &allocator),
	    INTERVAL_OK));
	return set;
}

void
counted_set_free(
    struct interval_set *set, const struct failing_allocator *memory)
{
	cr_expect(set->manager->valid(set), "%s", interval_set_manager(set));
	interval_set_free(set);
	cr_expect(eq(sz, memory->live, 0));
	cr_expect(eq(sz, memory->bytes, 0));
}
