#include <map>

#include "tests/bench/core/ends.hh"

namespace
{

using map = std::map<int64_t, int64_t>;

// The node leaves the tree and comes back: no memory is taken or given back.
struct rekey {
	static map::iterator
	to(map &map, map::iterator at, int64_t end)
	{
		auto next = std::next(at);
		auto node = map.extract(at);

		node.key() = end;
		return map.insert(next, std::move(node));
	}
};

} // namespace

void
peer_std_map(const struct stream *stream, struct lap *lap)
{
	peer_lap<ends<map, rekey>>(stream, lap);
}
