#include "core/bench/meter.h"

#include <assert.h>

#include "core/base/clock.h"
#include "core/bench/timing.h"

#define PATIENCE 10 /* times target_ns, rounds and what is between them */
#define SET_SHARE 8 /* a round changes an eighth of the set at most */

void
meter_init(struct meter *meter, int64_t target_ns, uint64_t seed)
{
	rng_seed(&meter->rng, seed);
	meter->clock_cost_ns = timing_clock_cost_ns();
	meter->target_ns = target_ns;
}

/* A counter goes through steps that can be undone, modulo a power of two: times
 * an odd number, and the upper half into the lower one. So all values differ;
 * those from m on, less than half of them, are left out. */
void
meter_draw(struct rng *rng, size_t m, size_t *picks, size_t k)
{
	uint64_t odd = rng_next(rng) | 1;
	uint64_t at = rng_next(rng);
	uint64_t mask = 1;
	int half = 1;

	assert(k <= m);
	for (int bits = 1; mask < m - 1; bits++) {
		mask = mask * 2 + 1;
		half = (bits + 2) / 2;
	}
	for (size_t i = 0; i < k; at++) {
		uint64_t x = at & mask;

		for (int step = 0; step < 3; step++) {
			x = x * odd & mask;
			x ^= x >> half;
		}
		if (x < m)
			picks[i++] = (size_t)x;
	}
}

/* One round: the time that k calls took goes to *took_ns. */
static enum err
run_round(struct meter *meter, const struct scaling_op *op, struct comb *comb,
    size_t k, int64_t *took_ns)
{
	int64_t begin;
	enum err err;

	meter_draw(&meter->rng, comb->n - 1, meter->picks, k);
	begin = clock_monotonic_ns();
	err = op->run(comb, meter->picks, k);
	*took_ns = clock_monotonic_ns() - begin - meter->clock_cost_ns;
	if (*took_ns < 1)
		*took_ns = 1; /* a coarse clock */
	if (!err && op->undo)
		err = op->undo(comb, meter->picks, k);
	return err;
}

/* Doubling rounds, which also warm the caches. */
static enum err
find_calls(struct meter *meter, const struct scaling_op *op, struct comb *comb,
    size_t *calls)
{
	size_t most = comb->n / SET_SHARE;
	size_t k = 1;
	int64_t took_ns;

	if (most > METER_ROUND_MAX)
		most = METER_ROUND_MAX;
	for (;;) {
		enum err err = run_round(meter, op, comb, k, &took_ns);

		if (err)
			return err;
		if (took_ns > meter->target_ns / 4 || k * 2 > most)
			break;
		k *= 2;
	}
	*calls = k;
	return ERR_OK;
}

enum err
meter_run(struct meter *meter, const struct scaling_op *op, struct comb *comb,
    struct meter_time *out)
{
	int64_t timed_ns = 0;
	int64_t begin, cpu_begin, wall_ns;
	uint64_t done = 0;
	size_t calls = 0;
	double share;
	enum err err = find_calls(meter, op, comb, &calls);

	if (err)
		return err;
	cpu_begin = timing_cpu_ns();
	begin = clock_monotonic_ns();
	do {
		int64_t took_ns;

		err = run_round(meter, op, comb, calls, &took_ns);
		if (err)
			return err;
		timed_ns += took_ns;
		done += calls;
		wall_ns = clock_monotonic_ns() - begin;
	} while (timed_ns < meter->target_ns &&
		 wall_ns < PATIENCE * meter->target_ns);
	share = (double)(timing_cpu_ns() - cpu_begin) / (double)(wall_ns + 1);
	if (!(share > 0 && share < 1))
		share = 1; /* the clocks differ a little */
	out->real_ns = (double)timed_ns / (double)done;
	out->cpu_ns = out->real_ns * share;
	out->calls = done;
	return ERR_OK;
}
