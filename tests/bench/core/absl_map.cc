#include <absl/container/btree_map.h>

#include "tests/bench/core/ends.hh"

namespace
{

using map = absl::btree_map<int64_t, int64_t>;

// extract() would lose the place, and the way back would be a search.
struct rekey {
	static map::iterator
	to(map &map, map::iterator at, int64_t end)
	{
		int64_t start = at->second;

		return map.emplace_hint(map.erase(at), end, start);
	}
};

} // namespace

void
peer_absl_map(const struct stream *stream, struct lap *lap)
{
	peer_lap<ends<map, rekey>>(stream, lap);
}
