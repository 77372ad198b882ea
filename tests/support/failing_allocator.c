#include "tests/support/failing_allocator.h"

#include <stdint.h>
#include <stdlib.h>

/* In front of what is given, and as aligned as that has to be. */
union header {
	size_t size;
	max_align_t align;
};

static void *
give(void *ctx, size_t size)
{
	struct failing_allocator *failing = ctx;
	union header *header = NULL;

	failing->calls++;
	if (failing->calls == failing->fail_at)
		return NULL;
	if (failing->fail_on && failing->fail_at > 0 &&
	    failing->calls > failing->fail_at)
		return NULL;
	if (size <= SIZE_MAX - sizeof *header)
		header = malloc(sizeof *header + size);
	if (!header)
		return NULL;
	header->size = size;
	failing->live++;
	failing->bytes += size;
	return header + 1;
}

static void
take_back(void *ctx, void *memory)
{
	struct failing_allocator *failing = ctx;
	union header *header = memory;

	if (!memory)
		abort(); /* a set never gives back what it did not take */
	header--;
	failing->live--;
	failing->bytes -= header->size;
	free(header);
}

struct interval_allocator
failing_allocator(struct failing_allocator *failing)
{
	return (struct interval_allocator){
	    .alloc = give, .free = take_back, .ctx = failing};
}
