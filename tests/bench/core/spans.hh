// An interval set on an ordered set of spans whose ends may change where they
// lie, as long as the order stays: no key ever moves. For those who can give
// up the map's interface.
#ifndef TESTS_BENCH_CORE_SPANS_HH
#define TESTS_BENCH_CORE_SPANS_HH

#include <algorithm>
#include <iterator>
#include <type_traits>

#include "tests/bench/core/peer.hh"

struct span {
	mutable int64_t start;
	mutable int64_t end;
};

struct by_end {
	using is_transparent = void;
	// As for keys that are numbers: absl then reads a node from its left.
	using absl_btree_prefer_linear_node_search = std::true_type;

	bool
	operator()(const span &a, const span &b) const
	{
		return a.end < b.end;
	}

	bool
	operator()(const span &a, int64_t b) const
	{
		return a.end < b;
	}

	bool
	operator()(int64_t a, const span &b) const
	{
		return a < b.end;
	}
};

template <class Set> class spans
{
	Set set;

      public:
	void
	load(interval iv)
	{
		set.insert(set.end(), span{iv.start, iv.end});
	}

	void
	release(interval iv)
	{
		auto at = set.lower_bound(iv.start);

		if (at == set.end() || at->start > iv.end) {
			set.insert(at, span{iv.start, iv.end});
			return;
		}
		iv.start = std::min(iv.start, at->start);
		// All that begin by iv.end go, but for the last: it grows.
		while (at->end < iv.end) {
			auto next = std::next(at);

			if (next == set.end() || next->start > iv.end) {
				at->end = iv.end;
				break;
			}
			at = set.erase(at);
		}
		at->start = iv.start;
	}

	void
	reserve(interval iv)
	{
		auto at = set.upper_bound(iv.start);

		if (at == set.end() || at->start >= iv.end)
			return;
		if (at->start < iv.start) {
			if (at->end > iv.end) {
				int64_t start = at->start;

				at->start = iv.end;
				set.insert(at, span{start, iv.start});
				return;
			}
			at->end = iv.start;
			++at;
		}
		while (at != set.end() && at->end <= iv.end)
			at = set.erase(at);
		if (at != set.end() && at->start < iv.end)
			at->start = iv.end;
	}

	int64_t
	find(int64_t start, int64_t length) const
	{
		auto at = set.upper_bound(start);

		if (at == set.end())
			return peer_no_fit;
		start = std::max(start, at->start);
		while (at->end - start < length) {
			if (++at == set.end())
				return peer_no_fit;
			start = at->start;
		}
		return start;
	}

	size_t
	count() const
	{
		return set.size();
	}

	uint64_t
	total() const
	{
		uint64_t sum = 0;

		for (const span &span : set)
			sum += static_cast<uint64_t>(span.end - span.start);
		return sum;
	}
};

#endif
