/** lanes_generic.h with AVX-512F, eight keys at a time. */
#ifndef CORE_INTERVAL_LANES_AVX512_H
#define CORE_INTERVAL_LANES_AVX512_H

#include <immintrin.h>
#include <stdint.h>

#include "core/interval/lanes.h"

#define LANES_IN_STEPS 0

#define LANES 8

LANES_INLINE unsigned
lanes_below(const int64_t *keys, unsigned n, int64_t x)
{
	const __m512i wanted = _mm512_set1_epi64(x);
	uint64_t below = 0;

	LANES_UNROLL
	for (unsigned v = 0; v < n / LANES; v++) {
		uint64_t mask = _mm512_cmplt_epi64_mask(
		    _mm512_load_si512(&keys[v * LANES]), wanted);

		below |= mask << (v * LANES);
	}
	return (unsigned)__builtin_popcountll(below);
}

LANES_INLINE void
lanes_insert(int64_t *keys, unsigned n, unsigned i, int64_t x)
{
	const __m512i value = _mm512_set1_epi64(x);
	const uint64_t at = UINT64_C(1) << i;
	const uint64_t behind = ~((at << 1) - 1);
	__m512i before = _mm512_setzero_si512();

	LANES_UNROLL
	for (unsigned v = 0; v < n / LANES; v++) {
		__m512i here = _mm512_load_si512(&keys[v * LANES]);
		__m512i moved = _mm512_alignr_epi64(here, before, LANES - 1);
		__m512i out = _mm512_mask_mov_epi64(
		    here, (__mmask8)(behind >> (v * LANES)), moved);

		out = _mm512_mask_mov_epi64(
		    out, (__mmask8)(at >> (v * LANES)), value);
		_mm512_store_si512(&keys[v * LANES], out);
		before = here;
	}
}

LANES_INLINE void
lanes_erase(int64_t *keys, unsigned n, unsigned i)
{
	const uint64_t behind = ~((UINT64_C(1) << i) - 1);
	__m512i here = _mm512_load_si512(keys);

	LANES_UNROLL
	for (unsigned v = 0; v < n / LANES; v++) {
		__m512i next = v + 1 < n / LANES
				   ? _mm512_load_si512(&keys[(v + 1) * LANES])
				   : _mm512_set1_epi64(INT64_MAX);
		__m512i moved = _mm512_alignr_epi64(next, here, 1);

		_mm512_store_si512(&keys[v * LANES],
		    _mm512_mask_mov_epi64(
			here, (__mmask8)(behind >> (v * LANES)), moved));
		here = next;
	}
}

LANES_INLINE unsigned
lanes_fit(const int64_t *starts, const int64_t *ends, unsigned n, int64_t start,
    uint64_t length)
{
	const __m512i least = _mm512_set1_epi64(start);
	const __m512i wanted = _mm512_set1_epi64((int64_t)length);
	uint64_t fits = 0;

	LANES_UNROLL
	for (unsigned v = 0; v < n / LANES; v++) {
		__m512i end = _mm512_load_si512(&ends[v * LANES]);
		__m512i begin = _mm512_max_epi64(
		    _mm512_load_si512(&starts[v * LANES]), least);
		__mmask8 behind = _mm512_cmpgt_epi64_mask(end, least);
		uint64_t mask = _mm512_mask_cmpge_epu64_mask(
		    behind, _mm512_sub_epi64(end, begin), wanted);

		fits |= mask << (v * LANES);
	}
	return fits ? (unsigned)__builtin_ctzll(fits) : n;
}

LANES_INLINE uint64_t
lanes_most(const uint64_t *numbers, unsigned n)
{
	__m512i most = _mm512_load_si512(numbers);

	LANES_UNROLL
	for (unsigned i = LANES; i < n; i += LANES)
		most = _mm512_max_epu64(most, _mm512_load_si512(&numbers[i]));
	return _mm512_reduce_max_epu64(most);
}

LANES_INLINE uint64_t
lanes_least(const uint64_t *numbers, unsigned n)
{
	__m512i least = _mm512_load_si512(numbers);

	LANES_UNROLL
	for (unsigned i = LANES; i < n; i += LANES)
		least = _mm512_min_epu64(least, _mm512_load_si512(&numbers[i]));
	return _mm512_reduce_min_epu64(least);
}

LANES_INLINE __m512i
lanes_spans(const int64_t *starts, const int64_t *ends)
{
	return _mm512_sub_epi64(
	    _mm512_load_si512(ends), _mm512_load_si512(starts));
}

LANES_INLINE uint64_t
lanes_longest(const int64_t *starts, const int64_t *ends, unsigned n)
{
	__m512i most = lanes_spans(starts, ends);

	LANES_UNROLL
	for (unsigned i = LANES; i < n; i += LANES)
		most =
		    _mm512_max_epu64(most, lanes_spans(&starts[i], &ends[i]));
	return _mm512_reduce_max_epu64(most);
}

LANES_INLINE uint64_t
lanes_shortest(const int64_t *starts, const int64_t *ends, unsigned n)
{
	const __m512i one = _mm512_set1_epi64(1);
	__m512i lanes = _mm512_sub_epi64(lanes_spans(starts, ends), one);
	uint64_t least;

	LANES_UNROLL
	for (unsigned i = LANES; i < n; i += LANES)
		lanes = _mm512_min_epu64(lanes,
		    _mm512_sub_epi64(lanes_spans(&starts[i], &ends[i]), one));
	least = _mm512_reduce_min_epu64(lanes);
	return least + (least != UINT64_MAX);
}

#undef LANES

#endif
