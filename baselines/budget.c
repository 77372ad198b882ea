#include "baselines/budget.h"

#include <stdlib.h>

#include "baselines/gate.h"

/* What can be hoped for of a part, best first. */
enum hope { HOPE_CONFIRM, HOPE_DECIDE, HOPE_LOOK, HOPE_COUNT };

/* What a part aims at; no rounds: nothing that it could pay for. */
struct aim {
	struct budget_part *part;
	enum hope hope;
	size_t rounds;
	double rate; /* series a nanosecond */
};

/* Rounds that fulfil a hope for one series, 0 where it does not apply. */
static size_t
rounds_of(const struct budget_need *need, enum hope hope)
{
	switch (hope) {
	case HOPE_CONFIRM:
		return need->candidate ? need->rounds : 0;
	case HOPE_DECIDE:
		return need->candidate ? 0 : need->rounds;
	case HOPE_LOOK:
	case HOPE_COUNT:
		break;
	}
	return need->next_look;
}

/* Of 10 series that need 8 rounds and 2 that need 16, 8 rounds decide 10 / 8 a
 * round and 16 decide 12 / 16: it aims at 8. */
static void
aim_at(struct aim *aim, enum hope hope, int64_t left_ns)
{
	const struct budget_part *part = aim->part;
	size_t at[GATE_ROUNDS_MAX + 1] = {0}; /* series that n rounds fulfil */
	size_t fulfilled = 0;

	for (size_t i = 0; i < part->need_count; i++) {
		size_t rounds = rounds_of(&part->needs[i], hope);

		if (rounds && rounds <= GATE_ROUNDS_MAX)
			at[rounds]++;
	}
	for (size_t n = 1; n <= GATE_ROUNDS_MAX; n++) {
		double ns = (double)n * (double)part->round_ns;
		double rate;

		fulfilled += at[n];
		rate = (double)fulfilled / (ns > 1 ? ns : 1);
		if (!at[n] || ns > (double)left_ns || rate <= aim->rate)
			continue;
		aim->hope = hope;
		aim->rounds = n;
		aim->rate = rate;
	}
}

static int
compare(const void *left, const void *right)
{
	const struct aim *a = left;
	const struct aim *b = right;

	if (a->hope != b->hope)
		return a->hope < b->hope ? -1 : 1;
	if (a->rate != b->rate)
		return a->rate > b->rate ? -1 : 1;
	return (a->part > b->part) - (a->part < b->part);
}

enum err
budget_plan(struct budget_part *parts, size_t count, int64_t left_ns)
{
	struct aim *aims = calloc(count + 1, sizeof *aims);

	if (!aims)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < count; i++) {
		parts[i].rounds = 0;
		aims[i].part = &parts[i];
		for (int hope = 0; hope < HOPE_COUNT && !aims[i].rounds; hope++)
			aim_at(&aims[i], (enum hope)hope, left_ns);
	}
	qsort(aims, count, sizeof *aims, compare);
	for (size_t i = 0; i < count; i++) {
		double ns =
		    (double)aims[i].rounds * (double)aims[i].part->round_ns;

		if (!aims[i].rounds || ns > (double)left_ns)
			continue;
		aims[i].part->rounds = aims[i].rounds;
		left_ns -= (int64_t)ns;
	}
	free(aims);
	return ERR_OK;
}
