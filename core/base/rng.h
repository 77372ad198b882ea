/**
 * Random numbers that repeat: xoshiro256** (Blackman and Vigna, "Scrambled
 * linear pseudorandom number generators", 2018), seeded by splitmix64. The
 * state is the caller's; the same seed gives the same numbers everywhere.
 */
#ifndef CORE_BASE_RNG_H
#define CORE_BASE_RNG_H

#include <stddef.h>
#include <stdint.h>

struct rng {
	uint64_t state[4];
};

void rng_seed(struct rng *rng, uint64_t seed);

/** Uniform over all 64-bit numbers. */
uint64_t rng_next(struct rng *rng);

/** Uniform in [0, bound), without modulo bias; bound > 0. */
uint64_t rng_below(struct rng *rng, uint64_t bound);

/** Uniform in [0, 1), 53 bits. */
double rng_unit(struct rng *rng);

/** Standard normal (polar Box-Muller, one value a call). */
double rng_normal(struct rng *rng);

/** Shuffle `n` indices in place, each order equally likely (Fisher-Yates). */
void rng_shuffle(struct rng *rng, size_t *items, size_t n);

/** A seed from the system's entropy, for runs that need not repeat. */
uint64_t rng_entropy(void);

#endif
