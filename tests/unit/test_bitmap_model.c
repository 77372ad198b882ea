/* `bitmap` against the naive model, with `valid` after each change. Offset k of
 * a domain is bit 64 + k, so that blocks of 4,096 begin 64 offsets earlier. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <inttypes.h>
#include <stdlib.h>

#include "core/base/rng.h"
#include "core/interval/manager.h"
#include "tests/support/interval_model.h"
#include "tests/support/interval_sets.h"

#define SEED UINT64_C(20250111)

/* A set, and the model over its domain. */
struct pair {
	struct interval_set *set;
	struct interval_model model;
	struct rng rng;
	int64_t op;
};

static void
pair_init(struct pair *pair, int64_t start, int64_t length)
{
	const struct interval domain = {start, start + length};

	cr_assert(eq(int, interval_set_new(&pair->set, "bitmap", &domain, NULL),
	    INTERVAL_OK));
	interval_model_init(&pair->model, domain);
	rng_seed(&pair->rng, SEED);
	pair->op = 0;
}

static void
pair_release(struct pair *pair)
{
	sets_done(pair->set);
	interval_model_release(&pair->model);
}

static void
pair_check(const struct pair *pair, bool holds, const char *what)
{
	if (!holds)
		cr_fatal("domain from %" PRId64 " of %zu, seed %" PRIu64
			 ", operation %" PRId64 ": not so: %s",
		    pair->model.window.start, interval_model_size(&pair->model),
		    SEED, pair->op, what);
}

static void
pair_change(struct pair *pair, struct interval iv, bool release)
{
	uint64_t total = interval_set_total(pair->set);
	uint64_t want = interval_model_fill(&pair->model, iv, release);
	uint64_t got;

	if (release) {
		sets_release(pair->set, iv.start, iv.end);
		got = interval_set_total(pair->set) - total;
	} else {
		got = sets_reserve(pair->set, iv.start, iv.end);
	}
	pair_check(pair, got == want, "as many changed");
	pair_check(pair, pair->set->manager->valid(pair->set), "valid");
}

static void
pair_find(struct pair *pair, int64_t start, int64_t length)
{
	struct interval want = {0, 0}, got = {0, 0};
	bool any = interval_model_find(&pair->model, start, length, &want);

	pair_check(pair,
	    interval_set_find(pair->set, start, length, &got) ==
		(any ? INTERVAL_OK : INTERVAL_NOTFOUND),
	    "found");
	pair_check(pair, got.start == want.start && got.end == want.end,
	    "found the same");
}

static void
pair_compare(struct pair *pair)
{
	struct interval_cursor cursor =
	    interval_cursor_at(pair->set, INT64_MIN);
	struct interval_summary want, got;
	struct interval a, b;
	int64_t at = INT64_MIN;

	while (interval_model_next(&pair->model, at, &a)) {
		pair_check(pair, interval_cursor_next(&cursor, &b), "there");
		pair_check(pair, a.start == b.start && a.end == b.end, "same");
		at = a.end;
	}
	pair_check(pair, !interval_cursor_next(&cursor, &b), "the last");
	interval_model_summary(&pair->model, true, &want);
	interval_set_summary(pair->set, &got);
	pair_check(pair,
	    got.bounds.start == want.bounds.start &&
		got.bounds.end == want.bounds.end,
	    "bounds");
}

/* Of 22 ranges of 1 to 22 offsets with one between, two of three are free:
 * intervals and gaps in all phases to the words. */
static void
pattern(struct pair *pair, int64_t start)
{
	for (int64_t length = 1; length <= 22; length++) {
		if (length % 3 > 0) {
			sets_release(pair->set, start, start + length);
			(void)interval_model_fill(&pair->model,
			    sets_range(start, start + length), true);
		}
		start += length + 1;
	}
}

static void
short_range(struct interval iv, bool release)
{
	struct pair pair;

	pair_init(&pair, 0, 400);
	pattern(&pair, 50);
	pair.op = iv.start * 1000 + iv.end;
	pair_change(&pair, iv, release);
	pair_compare(&pair);
	pair_change(&pair, iv, !release);
	pair_compare(&pair);
	pair_release(&pair);
}

/* Ranges that begin at each bit of a word and end in one of the next four. */
static void
short_ranges(void)
{
	for (int64_t start = 60; start < 60 + 64; start++) {
		for (int64_t end = start + 1; end <= start + 260; end++) {
			short_range(sets_range(start, end), true);
			short_range(sets_range(start, end), false);
		}
	}
}

/* Short, up to some words, or up to all. */
static int64_t
random_length(struct pair *pair, int64_t size)
{
	const int64_t most[] = {3, 30, 200, 5000, size};
	int64_t bound = most[rng_below(&pair->rng, 5)];

	return 1 + (int64_t)rng_below(
		       &pair->rng, (uint64_t)(bound < size ? bound : size));
}

static void
random_op(struct pair *pair)
{
	int64_t size = (int64_t)interval_model_size(&pair->model);
	int64_t length = random_length(pair, size);
	int64_t at =
	    (int64_t)rng_below(&pair->rng, (uint64_t)(size - length + 1));
	struct interval iv;

	/* Now and then from the edge of a block. */
	if (rng_below(&pair->rng, 4) == 0 && at > 4096)
		at = at / 4096 * 4096 - 64;
	iv.start = pair->model.window.start + at;
	iv.end = iv.start + length;
	switch (rng_below(&pair->rng, 5)) {
	case 0:
	case 1:
		pair_change(pair, iv, true);
		break;
	case 2:
	case 3:
		pair_change(pair, iv, false);
		break;
	default:
		pair_find(pair, iv.start, length);
	}
}

static void
random_history(int64_t start, int64_t length, int64_t ops)
{
	struct pair pair;

	pair_init(&pair, start, length);
	for (; pair.op < ops; pair.op++) {
		random_op(&pair);
		if (pair.op % 16 == 0)
			pair_compare(&pair);
		if (rng_below(&pair.rng, 500) == 0) {
			interval_set_clear(pair.set);
			(void)interval_model_fill(
			    &pair.model, pair.model.window, false);
			pair_compare(&pair);
		}
	}
	pair_release(&pair);
}

/* Domains that end near the ends of words and blocks, at all ends of int64;
 * 4,096 - 64 - 192 offsets are the most that one block takes. */
static void
random_histories(void)
{
	const int64_t lengths[] = {1, 63, 64, 65, 200, 3839, 3840, 3841, 4032,
	    4033, 8128, 12345, 40000};

	for (size_t i = 0; i < sizeof lengths / sizeof lengths[0]; i++) {
		random_history(-lengths[i] / 2, lengths[i], 3000);
		random_history(INT64_MIN, lengths[i], 1000);
		random_history(INT64_MAX - lengths[i], lengths[i], 1000);
	}
}

/* INTERVAL_ISA is read once, and each test is a process. */
Test(bitmap_model, short_ranges_agree_on_any_processor)
{
	setenv("INTERVAL_ISA", "generic", 1);
	short_ranges();
}

Test(bitmap_model, short_ranges_agree_on_this_processor)
{
	unsetenv("INTERVAL_ISA");
	short_ranges();
}

Test(bitmap_model, histories_agree_on_any_processor)
{
	setenv("INTERVAL_ISA", "generic", 1);
	random_histories();
}

Test(bitmap_model, histories_agree_on_this_processor)
{
	unsetenv("INTERVAL_ISA");
	random_histories();
}
