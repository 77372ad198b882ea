/**
 * The random numbers of CPython's `random` module, bit for bit: the Mersenne
 * Twister MT19937 (Matsumoto and Nishimura, 1998; seeding init_by_array of
 * their 2002 version) and the arithmetic on it that CPython 3.11 uses. So a
 * stream made here can be made again by a few lines of Python.
 */
#ifndef CORE_BENCH_MT19937_H
#define CORE_BENCH_MT19937_H

#include <stddef.h>
#include <stdint.h>

#define MT19937_WORDS 624

struct mt19937 {
	uint32_t words[MT19937_WORDS];
	int used; /**< words given out since the last renewal */
};

/** As random.seed(seed). */
void mt19937_seed(struct mt19937 *mt, uint64_t seed);

/** The generator's next 32 bits: getrandbits(32). */
uint32_t mt19937_next(struct mt19937 *mt);

/** As getrandbits(bits), 1 to 64. */
uint64_t mt19937_bits(struct mt19937 *mt, int bits);

/** As random(): uniform in [0, 1), 53 bits. */
double mt19937_random(struct mt19937 *mt);

/** As randint(low, high): both ends can come; high - low < UINT64_MAX. */
int64_t mt19937_randint(struct mt19937 *mt, int64_t low, int64_t high);

/**
 * The index that choices(range(n), cum_weights=cumulative)[0] gives.
 * @param cumulative n > 0 growing sums of weights
 */
size_t mt19937_choice(struct mt19937 *mt, const double *cumulative, size_t n);

#endif
