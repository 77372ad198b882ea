#include "core/bench/counting.h"

#include <stdint.h>
#include <stdlib.h>

/* Lies before each block, as malloc's alignment wants it. */
union header {
	size_t size;
	max_align_t align;
};

static void *
counting_alloc(void *ctx, size_t size)
{
	struct counting *counting = ctx;
	union header *header;

	if (size > SIZE_MAX - sizeof *header)
		return NULL;
	header = malloc(sizeof *header + size);
	if (!header)
		return NULL;
	header->size = size;
	counting->bytes += size;
	counting->allocations++;
	return header + 1;
}

static void
counting_free(void *ctx, void *memory)
{
	struct counting *counting = ctx;
	union header *header = (union header *)memory - 1;

	counting->bytes -= header->size;
	counting->allocations--;
	free(header);
}

struct interval_allocator
counting_allocator(struct counting *counting)
{
	return (struct interval_allocator){
	    .alloc = counting_alloc, .free = counting_free, .ctx = counting};
}
