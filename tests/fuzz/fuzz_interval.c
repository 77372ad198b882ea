/*
 * Any bytes as operations: every manager, by single functions and in batches,
 * must do what the naive model does.
 *
 * The first two bytes say where the window lies and whether it is the sets'
 * domain and how long batches are; then each operation takes four: what, where,
 * how long, and more bits of the last two.
 */
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include "tests/support/interval_flock.h"

#define OFFSETS 1024
#define LOADED_MAX 64

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void
fail(const char *text)
{
	fprintf(stderr, "%s\n", text);
	abort();
}

struct input {
	const uint8_t *data;
	size_t left;
};

static unsigned
take(struct input *input)
{
	if (input->left == 0)
		return 0;
	input->left--;
	return *input->data++;
}

static int64_t
base_of(unsigned choice)
{
	switch (choice % 4) {
	case 0:
		return INT64_MIN;
	case 1:
		return INT64_MAX - OFFSETS;
	case 2:
		return -OFFSETS / 2;
	default:
		return 0;
	}
}

static struct interval
range(const struct interval_flock *flock, unsigned start, unsigned length)
{
	int64_t base = flock->plan.window.start;
	int64_t end = (int64_t)start + 1 + (int64_t)length;

	if (end > OFFSETS)
		end = OFFSETS;
	return (struct interval){base + (int64_t)start, base + end};
}

/* Intervals whose lengths and gaps are the next bytes. */
static void
load(struct interval_flock *flock, struct input *input, unsigned at)
{
	struct interval ivs[LOADED_MAX];
	size_t n = 0;

	while (n < LOADED_MAX && at < OFFSETS && input->left > 0) {
		ivs[n] = range(flock, at, take(input) % 16);
		at = (unsigned)(ivs[n++].end - flock->plan.window.start);
		at += 1 + take(input) % 4;
	}
	interval_flock_load(flock, ivs, n);
}

static void
outside(struct interval_flock *flock, struct interval iv)
{
	struct interval window = flock->plan.window;

	if (!flock->plan.bounded)
		return;
	if (window.start > INT64_MIN)
		interval_flock_outside(
		    flock, (struct interval){window.start - 1, iv.end});
	if (window.end < INT64_MAX)
		interval_flock_outside(
		    flock, (struct interval){iv.start, INT64_MAX});
}

static void
operate(struct interval_flock *flock, struct input *input)
{
	unsigned what = take(input);
	unsigned where = take(input);
	unsigned length = take(input);
	unsigned more = take(input);
	struct interval iv;

	where += more % 4 * 256;
	/* Long ones are rare: else the set is all or nothing. */
	length = more / 4 % 16 == 0 ? 4 * length : length % 16;
	iv = range(flock, where, length);
	switch (what % 16) {
	case 12:
		interval_flock_require(flock, iv);
		break;
	case 13:
		interval_flock_look(flock, iv);
		break;
	case 14:
		interval_flock_survey(flock, iv);
		break;
	case 15:
		if (what / 16 == 0)
			interval_flock_clear(flock);
		else if (what / 16 < 4)
			load(flock, input, where);
		else if (what / 16 < 8)
			interval_flock_clone(flock);
		else
			outside(flock, iv);
		break;
	default:
		interval_flock_run(
		    flock, (enum interval_op_code)(what % 16 % 3), iv);
	}
	if (what >= 192)
		interval_flock_compare_single(flock);
}

int
LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
	struct input input = {data, size};
	int64_t base = base_of(take(&input));
	unsigned options = take(&input);
	struct interval_flock_plan plan = {
	    .window = {base, base + OFFSETS},
	    .bounded = options % 2,
	    .batch_max = 1 + options / 2,
	    .seed = options,
	    .fail = fail,
	};
	struct interval_flock flock;

	interval_flock_init(&flock, &plan);
	while (input.left > 0)
		operate(&flock, &input);
	interval_flock_compare(&flock);
	interval_flock_release(&flock);
	return 0;
}
