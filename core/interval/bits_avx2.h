/** bits_generic.h with AVX2: four words at a time. */
#ifndef CORE_INTERVAL_BITS_AVX2_H
#define CORE_INTERVAL_BITS_AVX2_H

#include <immintrin.h>

#include "core/interval/bits.h"

BITS_INLINE uint64_t
bits_count(uint64_t word)
{
	return (uint64_t)__builtin_popcountll(word);
}

/* bits_from() over four words, `at` counted from bit 0 of the first: no bit of
 * the words before at's, since a shift by 64 or more leaves none, and all bits
 * of those behind it. */
BITS_INLINE __m256i
bits_all_from(uint64_t at)
{
	/* at - 0, at - 64, ... or 0; `at` fits in the 16 bits that saturate. */
	__m256i by = _mm256_subs_epu16(_mm256_set1_epi64x((int64_t)at),
	    _mm256_setr_epi64x(0, 64, 128, 192));

	return _mm256_sllv_epi64(_mm256_set1_epi64x(-1), by);
}

/* How many bits of every byte are set: looked up for each half of it. */
BITS_INLINE __m256i
bits_by_bytes(__m256i words)
{
	const __m256i counts = _mm256_setr_epi8(0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2,
	    3, 2, 3, 3, 4, 0, 1, 1, 2, 1, 2, 2, 3, 1, 2, 2, 3, 2, 3, 3, 4);
	const __m256i half = _mm256_set1_epi8(15);
	__m256i low = _mm256_and_si256(words, half);
	__m256i high = _mm256_and_si256(_mm256_srli_epi16(words, 4), half);

	return _mm256_add_epi8(_mm256_shuffle_epi8(counts, low),
	    _mm256_shuffle_epi8(counts, high));
}

/* How many bits of all words are set: in the low half of the result those of
 * `x`, in the high half those of `y`. */
BITS_INLINE uint64_t
bits_count_both(__m256i x, __m256i y)
{
	const __m256i zero = _mm256_setzero_si256();
	__m256i of_x = _mm256_sad_epu8(bits_by_bytes(x), zero);
	__m256i of_y = _mm256_sad_epu8(bits_by_bytes(y), zero);
	__m256i both = _mm256_add_epi64(of_x, _mm256_slli_epi64(of_y, 32));
	__m128i sum = _mm_add_epi64(
	    _mm256_castsi256_si128(both), _mm256_extracti128_si256(both, 1));

	sum = _mm_add_epi64(sum, _mm_unpackhi_epi64(sum, sum));
	return (uint64_t)_mm_cvtsi128_si64(sum);
}

#define BITS_CHANGE_MAX 255

BITS_INLINE struct bits_were
bits_change(uint64_t *w, uint64_t first, uint64_t end, bool to_set)
{
	__m256i from = bits_all_from(first);
	__m256i mask = _mm256_andnot_si256(bits_all_from(end), from);
	__m256i more = _mm256_andnot_si256(bits_all_from(end + 1), from);
	__m256i words = _mm256_loadu_si256((__m256i *)(void *)w);
	/* Each bit moved to where the next one is. */
	__m256i before = _mm256_or_si256(_mm256_slli_epi64(words, 1),
	    _mm256_srli_epi64(
		_mm256_loadu_si256((__m256i *)(void *)(w - 1)), 63));
	__m256i starts = _mm256_andnot_si256(before, words);
	uint64_t were = bits_count_both(
	    _mm256_and_si256(words, mask), _mm256_and_si256(starts, more));

	words = to_set ? _mm256_or_si256(words, mask)
		       : _mm256_andnot_si256(mask, words);
	_mm256_storeu_si256((__m256i *)(void *)w, words);
	return (struct bits_were){.set = (uint32_t)were, .starts = were >> 32};
}

#endif
