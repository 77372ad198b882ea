#include <algorithm>

#include <boost/icl/interval_set.hpp>

#include "tests/bench/core/peer.hh"

namespace
{

// The library's own set: add() and subtract() are its operations.
class icl_set
{
	using piece = boost::icl::right_open_interval<int64_t>;
	boost::icl::interval_set<int64_t, std::less, piece> set;

      public:
	void
	load(interval iv)
	{
		set.insert(set.end(), piece(iv.start, iv.end));
	}

	void
	release(interval iv)
	{
		set.add(piece(iv.start, iv.end));
	}

	void
	reserve(interval iv)
	{
		set.subtract(piece(iv.start, iv.end));
	}

	int64_t
	find(int64_t start, int64_t length) const
	{
		// The first that does not lie wholly before `start`.
		auto at = set.lower_bound(piece(start, start + 1));

		for (; at != set.end(); ++at) {
			int64_t from = std::max(start, at->lower());

			if (at->upper() - from >= length)
				return from;
		}
		return peer_no_fit;
	}

	size_t
	count() const
	{
		return set.iterative_size();
	}

	uint64_t
	total() const
	{
		uint64_t sum = 0;

		for (const piece &piece : set)
			sum += static_cast<uint64_t>(
			    piece.upper() - piece.lower());
		return sum;
	}
};

} // namespace

void
peer_boost_icl(const struct stream *stream, struct lap *lap)
{
	peer_lap<icl_set>(stream, lap);
}
