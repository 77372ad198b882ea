/**
 * The containers of other libraries as interval sets: earliest fit, touching
 * intervals merged, what was not free is no error, as core/interval/interval.h
 * has it.
 */
#ifndef TESTS_BENCH_CORE_PEERS_H
#define TESTS_BENCH_CORE_PEERS_H

#include "tests/bench/core/lap.h"

#ifdef __cplusplus
extern "C" {
#endif

/** A lap on a fresh container; ends the program where memory runs out. */
void peer_std_map(const struct stream *stream, struct lap *lap);
void peer_std_set(const struct stream *stream, struct lap *lap);
void peer_absl_map(const struct stream *stream, struct lap *lap);
void peer_absl_set(const struct stream *stream, struct lap *lap);
void peer_boost_icl(const struct stream *stream, struct lap *lap);

#ifdef __cplusplus
}
#endif
#endif
