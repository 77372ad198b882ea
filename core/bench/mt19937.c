#include "core/bench/mt19937.h"

/* Middle word, and the polynomial of the twist, from the paper's table. */
#define MIDDLE 397
#define TWIST UINT32_C(0x9908b0df)
#define HIGH_BIT UINT32_C(0x80000000)

static void
seed_word(struct mt19937 *mt, uint32_t seed)
{
	mt->words[0] = seed;
	for (uint32_t i = 1; i < MT19937_WORDS; i++) {
		uint32_t last = mt->words[i - 1];

		mt->words[i] = UINT32_C(1812433253) * (last ^ (last >> 30)) + i;
	}
	mt->used = MT19937_WORDS;
}

/* Step to the next word; word 0 always repeats the last one. */
static int
step(struct mt19937 *mt, int i)
{
	if (++i < MT19937_WORDS)
		return i;
	mt->words[0] = mt->words[MT19937_WORDS - 1];
	return 1;
}

static uint32_t
mixed(const struct mt19937 *mt, int i, uint32_t factor)
{
	uint32_t last = mt->words[i - 1];

	return mt->words[i] ^ ((last ^ (last >> 30)) * factor);
}

void
mt19937_seed(struct mt19937 *mt, uint64_t seed)
{
	/* CPython's key: the seed's 32-bit digits, low one first, no leading
	 * zeros but at least one digit. */
	const uint32_t key[2] = {(uint32_t)seed, (uint32_t)(seed >> 32)};
	uint32_t digits = key[1] ? 2 : 1;
	int i = 1;

	seed_word(mt, UINT32_C(19650218));
	for (uint32_t k = 0; k < MT19937_WORDS; k++) {
		mt->words[i] = mixed(mt, i, UINT32_C(1664525)) +
			       key[k % digits] + k % digits;
		i = step(mt, i);
	}
	for (int k = 1; k < MT19937_WORDS; k++) {
		mt->words[i] = mixed(mt, i, UINT32_C(1566083941)) - (uint32_t)i;
		i = step(mt, i);
	}
	mt->words[0] = HIGH_BIT;
}

static void
renew(struct mt19937 *mt)
{
	uint32_t *w = mt->words;

	for (int i = 0; i < MT19937_WORDS; i++) {
		uint32_t y = (w[i] & HIGH_BIT) |
			     (w[(i + 1) % MT19937_WORDS] & ~HIGH_BIT);

		w[i] = w[(i + MIDDLE) % MT19937_WORDS] ^ (y >> 1) ^
		       (y & 1 ? TWIST : 0);
	}
	mt->used = 0;
}

uint32_t
mt19937_next(struct mt19937 *mt)
{
	uint32_t y;

	if (mt->used == MT19937_WORDS)
		renew(mt);
	y = mt->words[mt->used++];
	y ^= y >> 11;
	y ^= (y << 7) & UINT32_C(0x9d2c5680);
	y ^= (y << 15) & UINT32_C(0xefc60000);
	return y ^ (y >> 18);
}

uint64_t
mt19937_bits(struct mt19937 *mt, int bits)
{
	uint64_t low;

	if (bits <= 32)
		return mt19937_next(mt) >> (32 - bits);
	/* The low digit is drawn first; the high one is cut to what is left. */
	low = mt19937_next(mt);
	return low | (uint64_t)(mt19937_next(mt) >> (64 - bits)) << 32;
}

double
mt19937_random(struct mt19937 *mt)
{
	uint32_t high = mt19937_next(mt) >> 5; /* 27 bits */
	uint32_t low = mt19937_next(mt) >> 6; /* 26 bits */

	return (high * 67108864.0 + low) / 9007199254740992.0;
}

/* Uniform in [0, bound): draw as many bits as the bound has, until below. */
static uint64_t
below(struct mt19937 *mt, uint64_t bound)
{
	int bits = 0;
	uint64_t drawn;

	for (uint64_t rest = bound; rest; rest >>= 1)
		bits++;
	do
		drawn = mt19937_bits(mt, bits);
	while (drawn >= bound);
	return drawn;
}

int64_t
mt19937_randint(struct mt19937 *mt, int64_t low, int64_t high)
{
	uint64_t width = (uint64_t)high - (uint64_t)low + 1;

	return (int64_t)((uint64_t)low + below(mt, width));
}

size_t
mt19937_choice(struct mt19937 *mt, const double *cumulative, size_t n)
{
	double at = mt19937_random(mt) * cumulative[n - 1];
	size_t i = 0;

	while (i < n - 1 && at >= cumulative[i])
		i++;
	return i;
}
