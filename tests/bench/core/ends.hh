// An interval set on an ordered map from ends to starts. Keyed by ends, an
// upper_bound() is at once the interval that straddles an offset; keyed by
// starts, it is the one after, and each search costs a step back.
#ifndef TESTS_BENCH_CORE_ENDS_HH
#define TESTS_BENCH_CORE_ENDS_HH

#include <algorithm>
#include <iterator>

#include "tests/bench/core/peer.hh"

// Rekey::to(map, at, end) gives the pair at `at` another end, which changes
// nothing in the order, and returns its place.
template <class Map, class Rekey> class ends
{
	Map map;

      public:
	void
	load(interval iv)
	{
		map.emplace_hint(map.end(), iv.end, iv.start);
	}

	void
	release(interval iv)
	{
		auto at = map.lower_bound(iv.start);

		if (at == map.end() || at->second > iv.end) {
			map.emplace_hint(at, iv.end, iv.start);
			return;
		}
		iv.start = std::min(iv.start, at->second);
		// All that begin by iv.end go, but for the last: it grows.
		while (at->first < iv.end) {
			auto next = std::next(at);

			if (next == map.end() || next->second > iv.end) {
				at = Rekey::to(map, at, iv.end);
				break;
			}
			at = map.erase(at);
		}
		at->second = iv.start;
	}

	void
	reserve(interval iv)
	{
		auto at = map.upper_bound(iv.start);

		if (at == map.end() || at->second >= iv.end)
			return;
		if (at->second < iv.start) {
			if (at->first > iv.end) {
				int64_t start = at->second;

				at->second = iv.end;
				map.emplace_hint(at, iv.start, start);
				return;
			}
			at = std::next(Rekey::to(map, at, iv.start));
		}
		while (at != map.end() && at->first <= iv.end)
			at = map.erase(at);
		if (at != map.end() && at->second < iv.end)
			at->second = iv.end;
	}

	int64_t
	find(int64_t start, int64_t length) const
	{
		auto at = map.upper_bound(start);

		if (at == map.end())
			return peer_no_fit;
		start = std::max(start, at->second);
		while (at->first - start < length) {
			if (++at == map.end())
				return peer_no_fit;
			start = at->second;
		}
		return start;
	}

	size_t
	count() const
	{
		return map.size();
	}

	uint64_t
	total() const
	{
		uint64_t sum = 0;

		for (const auto &pair : map)
			sum += static_cast<uint64_t>(pair.first - pair.second);
		return sum;
	}
};

#endif
