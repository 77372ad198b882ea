/* An allocator of addresses, first fit or best fit, on a set of the free ones:
 *   printf 'alloc 100 16\nfree 0 100\nreport\n' | allocator 4096 best */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include <interval.h>

#include "core/examples/commands.h"

struct arena {
	struct interval_set *space; /* the free part of [0, size) */
	bool best;
};

static void
print_block(const char *what, struct interval iv)
{
	printf("%s [%" PRId64 ", %" PRId64 ")\n", what, iv.start, iv.end);
}

static int64_t
round_up(int64_t offset, int64_t alignment)
{
	return (offset + alignment - 1) / alignment * alignment;
}

/* Free space at an aligned start, the earliest: each turn looks further on. */
static enum interval_status
first_fit(const struct interval_set *space, int64_t size, int64_t alignment,
    struct interval *out)
{
	enum interval_status status = interval_set_find(space, 0, size, out);

	while (status == INTERVAL_OK && out->start % alignment != 0)
		status = interval_set_find(
		    space, round_up(out->start, alignment), size, out);
	return status;
}

/* Wherever it starts, size + alignment - 1 holds an aligned block. That can ask
 * for more than is needed: where nothing is as long, first fit decides. */
static enum interval_status
best_fit(struct interval_set *space, int64_t size, int64_t alignment,
    struct interval *out)
{
	enum interval_status status =
	    interval_set_find_best(space, size + alignment - 1, out);

	if (status == INTERVAL_NOTFOUND)
		return first_fit(space, size, alignment, out);
	out->start = round_up(out->start, alignment);
	out->end = out->start + size;
	return status;
}

static enum interval_status
run_alloc(void *ctx, const int64_t *given)
{
	const struct arena *arena = ctx;
	struct interval block = {0, 0};
	enum interval_status status;

	if (arena->best)
		status = best_fit(arena->space, given[0], given[1], &block);
	else
		status = first_fit(arena->space, given[0], given[1], &block);
	if (status == INTERVAL_OK)
		status = interval_set_require(arena->space, block);
	if (status == INTERVAL_OK)
		print_block("allocated", block);
	return status;
}

/* Who frees knows the size, so blocks need no headers. Release is a union and
 * does not mind what is free already: a double free is looked for here. */
static enum interval_status
run_free(void *ctx, const int64_t *given)
{
	struct interval_set *space = ((struct arena *)ctx)->space;
	const struct interval block = {given[0], given[0] + given[1]};
	struct interval_cursor cursor = interval_cursor_over(space, block);
	enum interval_status status;
	struct interval overlap;

	if (interval_cursor_next(&cursor, &overlap)) {
		print_block("free already:", overlap);
		return INTERVAL_OK;
	}
	status = interval_set_release(space, block);
	if (status == INTERVAL_OK)
		print_block("freed", block);
	return status;
}

static enum interval_status
run_report(void *ctx, const int64_t *given)
{
	struct interval_summary s;

	(void)given;
	interval_set_summary(((struct arena *)ctx)->space, &s);
	printf("%" PRIu64 " of %" PRIu64
	       " free in %zu blocks, the largest %" PRId64
	       "; %.1f %% used, %.1f %% fragmented\n",
	    s.free_total, s.space_total, s.chunks,
	    s.largest.end - s.largest.start, 100 * s.utilization,
	    100 * s.fragmentation);
	return INTERVAL_OK;
}

static const struct command_argument start = {"START", 0, INT64_C(1) << 40};
static const struct command_argument size = {"SIZE", 1, INT64_C(1) << 40};
static const struct command_argument alignment = {
    "ALIGNMENT", 1, INT64_C(1) << 20, .optional = true};

static const struct command table[] = {
    {"alloc", run_alloc, {&size, &alignment}},
    {"free", run_free, {&start, &size}},
    {"report", run_report},
    {NULL, NULL},
};

/* Best fit is a question about lengths, for which some managers keep an index
 * and others read the whole set. */
static enum interval_status
arena_init(struct arena *arena, int64_t end)
{
	const struct interval all = {0, end};
	const struct interval_workload workload = {.query_share = .5,
	    .analytics_share = arena->best ? .5 : 0,
	    .domain = (uint64_t)end};
	const char *manager = interval_advise(&workload, NULL);
	enum interval_status status =
	    interval_set_new(&arena->space, manager, &all, NULL);

	if (status == INTERVAL_OK)
		status = interval_set_release(arena->space, all);
	return status;
}

int
main(int argc, char **argv)
{
	const char *fit = argc > 2 ? argv[2] : "first";
	struct arena arena = {.best = strcmp(fit, "best") == 0};
	enum interval_status status;
	int exit_status;
	int64_t end;

	if (argc < 2 || argc > 3 || !command_number(argv[1], &size, &end) ||
	    (!arena.best && strcmp(fit, "first") != 0)) {
		fputs("usage: allocator SIZE [first|best] < COMMANDS\n"
		      "SIZE is from 1 to 2^40.\n",
		    stderr);
		return 2;
	}
	status = arena_init(&arena, end);
	if (status == INTERVAL_OK)
		exit_status = commands_run("allocator", table, &arena);
	else
		exit_status = commands_fail("allocator", status);
	interval_set_free(arena.space);
	return exit_status;
}
