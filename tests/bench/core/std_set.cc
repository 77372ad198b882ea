#include <set>

#include "tests/bench/core/spans.hh"

void
peer_std_set(const struct stream *stream, struct lap *lap)
{
	peer_lap<spans<std::set<span, by_end>>>(stream, lap);
}
