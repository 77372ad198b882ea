#include "tests/support/interval_model.h"

#include <stdlib.h>

#define WORD_BITS 64

size_t
interval_model_size(const struct interval_model *model)
{
	return (size_t)((uint64_t)model->window.end -
			(uint64_t)model->window.start);
}

void
interval_model_init(struct interval_model *model, struct interval window)
{
	*model = (struct interval_model){.window = window};
	model->words = calloc(
	    interval_model_size(model) / WORD_BITS + 1, sizeof *model->words);
	if (!model->words)
		abort();
}

void
interval_model_release(struct interval_model *model)
{
	free(model->words);
	model->words = NULL;
}

/* Place of an offset in the window; one outside goes to the nearest end. */
static size_t
place(const struct interval_model *model, int64_t offset)
{
	if (offset <= model->window.start)
		return 0;
	if (offset >= model->window.end)
		return interval_model_size(model);
	return (size_t)((uint64_t)offset - (uint64_t)model->window.start);
}

static int64_t
offset_of(const struct interval_model *model, size_t at)
{
	return (int64_t)((uint64_t)model->window.start + at);
}

/* The bits of one word from `at` on, as far as `end`. */
static uint64_t
mask(size_t at, size_t end)
{
	uint64_t bits = UINT64_MAX << at % WORD_BITS;

	if (end / WORD_BITS == at / WORD_BITS)
		bits &= ~(UINT64_MAX << end % WORD_BITS);
	return bits;
}

static size_t
next_word(size_t at)
{
	return (at / WORD_BITS + 1) * WORD_BITS;
}

/* The first place from `at` on whose state is that; the size where none is. */
static size_t
next_place(const struct interval_model *model, size_t at, bool is_free)
{
	size_t size = interval_model_size(model);

	for (; at < size; at = next_word(at)) {
		uint64_t word = model->words[at / WORD_BITS];

		word = (is_free ? word : ~word) & mask(at, size);
		if (word)
			return at / WORD_BITS * WORD_BITS +
			       (size_t)__builtin_ctzll(word);
	}
	return size;
}

/* Where the run of free places begins that ends before `at`. */
static size_t
run_start(const struct interval_model *model, size_t at)
{
	while (at > 0) {
		uint64_t word = ~model->words[(at - 1) / WORD_BITS];
		size_t base = (at - 1) / WORD_BITS * WORD_BITS;

		word &= mask(base, at);
		if (word)
			return base + WORD_BITS - (size_t)__builtin_clzll(word);
		at = base;
	}
	return 0;
}

static void
cover(struct interval *span, struct interval iv)
{
	if (span->start == span->end)
		*span = iv;
	if (iv.start < span->start)
		span->start = iv.start;
	if (iv.end > span->end)
		span->end = iv.end;
}

uint64_t
interval_model_fill(
    struct interval_model *model, struct interval iv, bool is_free)
{
	size_t end = place(model, iv.end);
	uint64_t changed = 0;

	for (size_t at = place(model, iv.start); at < end; at = next_word(at)) {
		uint64_t *word = &model->words[at / WORD_BITS];
		uint64_t bits = (is_free ? ~*word : *word) & mask(at, end);

		*word ^= bits;
		changed += (uint64_t)__builtin_popcountll(bits);
	}
	if (is_free)
		cover(&model->span, iv);
	return changed;
}

bool
interval_model_all_free(const struct interval_model *model, struct interval iv)
{
	return next_place(model, place(model, iv.start), false) >=
	       place(model, iv.end);
}

bool
interval_model_next(
    const struct interval_model *model, int64_t offset, struct interval *out)
{
	size_t size = interval_model_size(model);
	size_t at = next_place(model, place(model, offset), true);

	if (at == size)
		return false;
	out->start = offset_of(model, run_start(model, at));
	out->end = offset_of(model, next_place(model, at, false));
	return true;
}

bool
interval_model_containing(
    const struct interval_model *model, int64_t offset, struct interval *out)
{
	struct interval iv;

	if (!interval_model_next(model, offset, &iv) || iv.start > offset)
		return false;
	*out = iv;
	return true;
}

bool
interval_model_find(const struct interval_model *model, int64_t start,
    int64_t length, struct interval *out)
{
	size_t size = interval_model_size(model);
	size_t at = next_place(model, place(model, start), true);

	while (at < size) {
		size_t end = next_place(model, at, false);

		if (end - at >= (uint64_t)length) {
			out->start = offset_of(model, at);
			out->end = offset_of(model, at + (size_t)length);
			return true;
		}
		at = next_place(model, end, true);
	}
	return false;
}

static uint64_t
length_of(struct interval iv)
{
	return (uint64_t)iv.end - (uint64_t)iv.start;
}

bool
interval_model_find_best(
    const struct interval_model *model, int64_t length, struct interval *out)
{
	struct interval best = {0, 0};
	struct interval iv = {INT64_MIN, INT64_MIN};

	while (interval_model_next(model, iv.end, &iv)) {
		if (length_of(iv) < (uint64_t)length)
			continue;
		if (length_of(best) == 0 || length_of(iv) < length_of(best))
			best = iv;
	}
	if (length_of(best) == 0)
		return false;
	*out = (struct interval){best.start, best.start + length};
	return true;
}

size_t
interval_model_rank(const struct interval_model *model, int64_t offset)
{
	struct interval iv = {INT64_MIN, INT64_MIN};
	size_t before = 0;

	while (interval_model_next(model, iv.end, &iv) && iv.start < offset)
		before++;
	return before;
}

bool
interval_model_kth(
    const struct interval_model *model, size_t k, struct interval *out)
{
	struct interval iv = {INT64_MIN, INT64_MIN};

	do {
		if (!interval_model_next(model, iv.end, &iv))
			return false;
	} while (k-- > 0);
	*out = iv;
	return true;
}

static void
add_run(struct interval_summary *s, struct interval iv)
{
	uint64_t length = length_of(iv);

	if (s->chunks == 0) {
		s->largest = iv;
		s->smallest = iv;
		s->bounds = iv;
	} else {
		s->gaps++;
		s->gaps_total += (uint64_t)iv.start - (uint64_t)s->bounds.end;
	}
	s->chunks++;
	s->free_total += length;
	s->bounds.end = iv.end;
	if (length > length_of(s->largest))
		s->largest = iv;
	if (length < length_of(s->smallest))
		s->smallest = iv;
}

void
interval_model_summary(const struct interval_model *model, bool bounded,
    struct interval_summary *out)
{
	struct interval_summary s = {.chunks = 0};
	struct interval iv = {INT64_MIN, INT64_MIN};

	while (interval_model_next(model, iv.end, &iv))
		add_run(&s, iv);
	s.space = bounded ? model->window : model->span;
	s.space_total = length_of(s.space);
	s.occupied_total = s.space_total - s.free_total;
	if (s.space_total > 0) {
		s.utilization =
		    (double)s.occupied_total / (double)s.space_total;
		s.free_density = (double)s.free_total / (double)s.space_total;
	}
	if (s.chunks > 0) {
		s.fragmentation =
		    1 - (double)length_of(s.largest) / (double)s.free_total;
		s.chunk_average = (double)s.free_total / (double)s.chunks;
	}
	if (s.gaps > 0)
		s.gap_average = (double)s.gaps_total / (double)s.gaps;
	*out = s;
}
