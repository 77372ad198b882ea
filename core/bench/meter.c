#include "core/bench/meter.h"

#include <assert.h>

#include "core/base/clock.h"

#define PATIENCE 10 /* times target_ns, rounds and what is between them */
#define SET_SHARE 8 /* a round changes an eighth of the set at most */

void
meter_init(struct meter *meter, int64_t target_ns, uint64_t seed)
{
	rng_seed(&meter->rng, seed);
	stopwatch_init(&meter->watch);
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

static enum err
run_round(struct meter *meter, const struct scaling_op *op, struct comb *comb,
    size_t k, struct stopwatch_time *time)
{
	enum err err;

	meter_draw(&meter->rng, comb->n - 1, meter->picks, k);
	stopwatch_start(&meter->watch);
	err = op->run(comb, meter->picks, k);
	*time = stopwatch_read(&meter->watch);
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
	struct stopwatch_time time;

	if (most > METER_ROUND_MAX)
		most = METER_ROUND_MAX;
	for (;;) {
		enum err err = run_round(meter, op, comb, k, &time);

		if (err)
			return err;
		if (time.cpu_ns > meter->target_ns / 4 || k * 2 > most)
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
	struct stopwatch_time sum = {.real_ns = 0};
	int64_t begin;
	uint64_t done = 0;
	size_t calls = 0;
	enum err err = find_calls(meter, op, comb, &calls);

	if (err)
		return err;
	begin = clock_monotonic_ns();
	do {
		struct stopwatch_time time;

		err = run_round(meter, op, comb, calls, &time);
		if (err)
			return err;
		sum.real_ns += time.real_ns;
		sum.cpu_ns += time.cpu_ns;
		done += calls;
	} while (sum.cpu_ns < meter->target_ns &&
		 clock_monotonic_ns() - begin < PATIENCE * meter->target_ns);
	out->real_ns = (double)sum.real_ns / (double)done;
	out->cpu_ns = (double)sum.cpu_ns / (double)done;
	out->calls = done;
	return ERR_OK;
}
