#include <absl/container/btree_set.h>

#include "tests/bench/core/spans.hh"

void
peer_absl_set(const struct stream *stream, struct lap *lap)
{
	peer_lap<spans<absl::btree_set<span, by_end>>>(stream, lap);
}
