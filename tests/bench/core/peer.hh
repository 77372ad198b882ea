// The lap of a peer. A Set has load, release, reserve, find, count and total.
#ifndef TESTS_BENCH_CORE_PEER_HH
#define TESTS_BENCH_CORE_PEER_HH

#include <cstddef>
#include <cstdint>

#include "tests/bench/core/peers.h"

constexpr int64_t peer_no_fit = -1; // starts are never negative here

template <class Set>
uint64_t
peer_operations(const struct stream *stream, Set &set)
{
	uint64_t hash = 0;

	for (size_t i = 0; i < stream->n; i++) {
		const stream_op &op = stream->ops[i];
		const interval iv = {op.start, op.start + op.length};

		if (op.code == STREAM_RESERVE) {
			set.reserve(iv);
		} else if (op.code == STREAM_RELEASE) {
			set.release(iv);
		} else {
			int64_t found = set.find(op.start, op.length);

			hash = found == peer_no_fit
				   ? outcome_missed(hash)
				   : outcome_found(hash, found);
		}
	}
	return hash;
}

template <class Set>
void
peer_lap(const struct stream *stream, struct lap *lap)
{
	const size_t before = lap_heap_bytes();
	Set set;
	uint64_t hash;

	for (size_t i = 0; i < stream->initial_n; i++)
		set.load(stream->initial[i]);
	lap_start(lap);
	hash = peer_operations(stream, set);
	lap_stop(lap);
	lap->bytes = lap_heap_bytes() - before;
	lap->outcome = {set.count(), set.total(), hash};
}

#endif
