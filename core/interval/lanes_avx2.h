/** lanes_generic.h with AVX2, four keys at a time. */
#ifndef CORE_INTERVAL_LANES_AVX2_H
#define CORE_INTERVAL_LANES_AVX2_H

#include <immintrin.h>
#include <stdint.h>

#include "core/interval/lanes_extremes.h"

#define LANES_IN_STEPS 1

#define LANES 4

LANES_INLINE __m256i
lanes_load(const int64_t *keys)
{
	return _mm256_load_si256((const __m256i *)(const void *)keys);
}

LANES_INLINE void
lanes_store(int64_t *keys, __m256i lanes)
{
	_mm256_store_si256((__m256i *)(void *)keys, lanes);
}

LANES_INLINE uint64_t
lanes_mask(__m256i lanes)
{
	return (uint64_t)(unsigned)_mm256_movemask_pd(
	    _mm256_castsi256_pd(lanes));
}

LANES_INLINE unsigned
lanes_below(const int64_t *keys, unsigned n, int64_t x)
{
	const __m256i wanted = _mm256_set1_epi64x(x);
	unsigned skipped = 0;
	uint64_t below = 0;

	/* Of many keys, three say which quarter to look through. */
	if (n > 32) {
		n /= 4;
		skipped =
		    n * (unsigned)((keys[n - 1] < x) + (keys[2 * n - 1] < x) +
				   (keys[3 * n - 1] < x));
		keys += skipped;
	}
	LANES_UNROLL
	for (unsigned i = 0; i < n; i += LANES)
		below |=
		    lanes_mask(_mm256_cmpgt_epi64(wanted, lanes_load(&keys[i])))
		    << i;
	return skipped + (unsigned)__builtin_popcountll(below);
}

LANES_INLINE void
lanes_insert(int64_t *keys, unsigned n, unsigned i, int64_t x)
{
	const __m256i value = _mm256_set1_epi64x(x);
	const __m256i at = _mm256_set1_epi64x((int64_t)i);
	__m256i place = _mm256_setr_epi64x(0, 1, 2, 3);
	__m256i before = _mm256_setzero_si256();

	LANES_UNROLL
	for (unsigned k = 0; k < n; k += LANES) {
		__m256i here = lanes_load(&keys[k]);
		/* One lane up: its highest becomes the next vector's lowest. */
		__m256i turned = _mm256_permute4x64_epi64(here, 0x93);
		__m256i moved = _mm256_blend_epi32(turned, before, 0x03);
		__m256i out = _mm256_blendv_epi8(
		    here, moved, _mm256_cmpgt_epi64(place, at));

		out = _mm256_blendv_epi8(
		    out, value, _mm256_cmpeq_epi64(place, at));
		lanes_store(&keys[k], out);
		before = turned;
		place = _mm256_add_epi64(place, _mm256_set1_epi64x(LANES));
	}
}

LANES_INLINE void
lanes_erase(int64_t *keys, unsigned n, unsigned i)
{
	const __m256i last = _mm256_set1_epi64x((int64_t)i - 1);
	__m256i place = _mm256_setr_epi64x(0, 1, 2, 3);
	__m256i here = lanes_load(keys);

	LANES_UNROLL
	for (unsigned k = 0; k < n; k += LANES) {
		__m256i next = k + LANES < n ? lanes_load(&keys[k + LANES])
					     : _mm256_set1_epi64x(INT64_MAX);
		__m256i moved = _mm256_permute4x64_epi64(
		    _mm256_blend_epi32(here, next, 0x03), 0x39);

		lanes_store(&keys[k], _mm256_blendv_epi8(here, moved,
					  _mm256_cmpgt_epi64(place, last)));
		here = next;
		place = _mm256_add_epi64(place, _mm256_set1_epi64x(LANES));
	}
}

LANES_INLINE unsigned
lanes_fit(const int64_t *starts, const int64_t *ends, unsigned n, int64_t start,
    uint64_t length)
{
	/* Signed comparison of what is unsigned: both move by 2^63. */
	const __m256i half = _mm256_set1_epi64x(INT64_MIN);
	const __m256i least = _mm256_set1_epi64x(start);
	const __m256i wanted = _mm256_set1_epi64x(
	    (int64_t)((length - 1) ^ UINT64_C(0x8000000000000000)));
	uint64_t fits = 0;

	LANES_UNROLL
	for (unsigned k = 0; k < n; k += LANES) {
		__m256i begin = lanes_load(&starts[k]);
		__m256i end = lanes_load(&ends[k]);
		__m256i span, fit;

		begin = _mm256_blendv_epi8(
		    begin, least, _mm256_cmpgt_epi64(least, begin));
		span = _mm256_xor_si256(_mm256_sub_epi64(end, begin), half);
		fit = _mm256_and_si256(_mm256_cmpgt_epi64(span, wanted),
		    _mm256_cmpgt_epi64(end, least));
		fits |= lanes_mask(fit) << k;
	}
	return fits ? (unsigned)__builtin_ctzll(fits) : n;
}

#undef LANES

#endif
