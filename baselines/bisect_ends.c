#include <math.h>

#include "baselines/bisect_parts.h"
#include "baselines/detector.h"
#include "baselines/signed_rank.h"

/* ---- rules ---- */

#define ENDS_PASS 0.005
#define ENDS_CANDIDATE 0.008

/* Whether two ends differ at all. A wrong yes costs a search that its own
 * confirmation ends; a wrong no ends everything, so it takes more. The ends of
 * a range of noise sd 8 % and a step of 10 % need 16 rounds on average, and one
 * in a hundred more than 40. */
static const struct rule ends_rule = {
    .main = {{8, ENDS_PASS, ENDS_CANDIDATE}, {10, ENDS_PASS, ENDS_CANDIDATE},
	{13, ENDS_PASS, ENDS_CANDIDATE}, {16, ENDS_PASS, ENDS_CANDIDATE},
	{20, ENDS_PASS, ENDS_CANDIDATE}, {25, ENDS_PASS, ENDS_CANDIDATE},
	{30, ENDS_PASS, ENDS_CANDIDATE}, {40, ENDS_PASS, ENDS_CANDIDATE},
	{50, ENDS_PASS, ENDS_CANDIDATE}, {60, ENDS_PASS, ENDS_CANDIDATE},
	{0, 0, 0}},
    .fresh = {{6, 0, 1}, {0, 0, 0}},
    /* P(Z < 2.5758) = .995, P(Z < 2.4089) = .992 */
    .z_pass = 2.5758293035489004,
    .z_candidate = 2.4089155458154612,
    .z_confirm = 0,
};

/* Two builds of one commit differ by about so much. */
#define ENDS_LEAST 0.007
/* The ends are the same when they differ by less than this times the tolerance,
 * and not by less than ENDS_SAME. */
#define ENDS_SAME_FACTOR 1.5
#define ENDS_SAME 0.03
/* Spearman's correlation of the ends' rounds, times the root of rounds - 1,
 * that shows a common drift: one in a hundred by chance. */
#define DRIFT_Z 2.33

static struct question
ends_question(const struct bisect *bisect)
{
	double tolerance = bisect->options.tolerance;

	return (struct question){
	    .rule = &ends_rule,
	    .pass_log = log1p(fmax(ENDS_SAME_FACTOR * tolerance, ENDS_SAME)),
	    .candidate_log = log1p(fmin(ENDS_LEAST, tolerance)),
	    .both = true,
	};
}

size_t
bisect_rounds_to_look(const struct gate *gate)
{
	const struct rule *rule = gate->question.rule;
	bool fresh = gate->state == GATE_CANDIDATE;
	const struct rule_look *look = fresh ? rule->fresh : rule->main;
	size_t done = fresh ? gate->n - gate->candidate_at : gate->n;

	for (; look->rounds; look++)
		if (look->rounds > done)
			return look->rounds - done;
	return 1;
}

/* ---- drift ---- */

static double
rank_of(const double *values, size_t n, size_t i)
{
	double rank = 0;

	for (size_t k = 0; k < n; k++)
		rank += values[k] < values[i]	? 1
			: values[k] > values[i] ? 0
						: .5;
	return rank - (double)n / 2;
}

static double
correlation_z(const double *a, const double *b, size_t n)
{
	double product = 0;
	double squares_a = 0;
	double squares_b = 0;

	for (size_t i = 0; i < n; i++) {
		double x = rank_of(a, n, i);
		double y = rank_of(b, n, i);

		product += x * y;
		squares_a += x * x;
		squares_b += y * y;
	}
	if (!(squares_a > 0) || !(squares_b > 0))
		return 0;
	return product / sqrt(squares_a * squares_b) * sqrt((double)n - 1);
}

/* Whether both ends went up and down together. */
static bool
ends_drift(const struct bisect *bisect, const struct bisect_step *step)
{
	double low[RULE_ROUNDS_MAX];
	double high[RULE_ROUNDS_MAX];
	size_t n = 0;

	for (size_t i = 0; i < bisect->value_count; i++) {
		const struct bisect_value *value = &bisect->values[i];

		if (value->series != step->series || value->low != step->good ||
		    value->place != step->bad || isnan(value->low_value) ||
		    n == RULE_ROUNDS_MAX)
			continue;
		low[n] = value->low_value;
		high[n++] = value->value;
	}
	return n >= GATE_ROUNDS_FIRST && correlation_z(low, high, n) > DRIFT_Z;
}

/* ---- the ends ---- */

void
bisect_ends_take(struct bisect *bisect, struct bisect_step *step,
    const struct bisect_value *value)
{
	struct question question = ends_question(bisect);

	if (value->low != step->good || value->place != step->bad)
		return;
	if (!step->ends.n)
		gate_init_question(&step->ends, &question);
	if (step->ends.state == GATE_OPEN)
		gate_add(&step->ends, bisect_log(bisect, step->series,
					  value->low_value, value->value));
}

/* What the counts of both ends say; NaN where one is missing. */
static double
counted_log(const struct bisect *bisect, size_t series,
    const struct bisect_step *step, size_t *missing)
{
	double low = bisect_last_value(bisect, series, step->good);
	double high = bisect_last_value(bisect, series, step->bad);

	*missing = isnan(low) ? step->good : step->bad;
	if (isnan(low) || isnan(high))
		return NAN;
	return bisect_log(bisect, series, low, high);
}

static void
begin_search(struct bisect *bisect, struct bisect_step *step)
{
	step->phase = BISECT_SEARCH;
	if (step->returns)
		bisect->steps[step->beside].reverted = true;
	if (!bisect->paired && !bisect->series[step->series].counted &&
	    ends_drift(bisect, step))
		bisect_pair_up(bisect);
}

static void
want_count(struct bisect_task *out, size_t place)
{
	*out = (struct bisect_task){
	    .work = BISECT_COUNT,
	    .phase = BISECT_ENDS,
	    .place = place,
	    .rounds = 1,
	};
}

/* A counted series differs as soon as its counts do. */
static enum err
counted_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	double least = log1p(bisect->options.tolerance);
	size_t missing;
	double moved = counted_log(bisect, step->series, step, &missing);

	if (isnan(moved))
		want_count(out, missing);
	else if (moved > least)
		begin_search(bisect, step);
	else if (moved < -least)
		bisect_answer(step, BISECT_REVERSED, NULL);
	else
		bisect_answer(step, BISECT_NO_CHANGE, NULL);
	return ERR_OK;
}

/* Counts lead where they moved by a fair part of what the times did. */
#define LEADS_LEAST 0.01
#define LEADS_SHARE 0.25

static enum err
verified_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	double ends = hodges_lehmann(step->ends.d, step->ends.n);
	size_t by = bisect_leader(bisect, step);
	size_t missing;
	double moved = NAN;

	if (by != step->series)
		moved = counted_log(bisect, by, step, &missing);
	if (by != step->series && isnan(moved)) {
		want_count(out, missing);
		return ERR_OK;
	}
	step->by_count = moved >= fmax(LEADS_LEAST, LEADS_SHARE * ends);
	begin_search(bisect, step);
	return ERR_OK;
}

static enum err
decided_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	const struct gate *gate = &step->ends;
	double ends = hodges_lehmann(gate->d, gate->n);
	double least = log1p(bisect->options.tolerance);

	if (gate->state == GATE_PASSED)
		bisect_answer(step, BISECT_NO_CHANGE, NULL);
	else if (gate->state != GATE_CANDIDATE)
		bisect_answer(step, BISECT_TOO_NOISY,
		    "the rounds are spent, and the ends cannot be told apart");
	else if (fabs(ends) < least)
		bisect_answer(step, BISECT_NO_CHANGE,
		    "they differ by less than the tolerance");
	else if (gate->sign < 0)
		bisect_answer(step, BISECT_REVERSED, NULL);
	else
		return verified_next(bisect, step, out);
	return ERR_OK;
}

enum err
bisect_ends_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	const struct gate *gate = &step->ends;

	if (bisect->series[step->series].counted)
		return counted_next(bisect, step, out);
	if (gate->n && gate->state != GATE_OPEN)
		return decided_next(bisect, step, out);
	*out = (struct bisect_task){
	    .work = BISECT_PAIR,
	    .phase = BISECT_ENDS,
	    .low = step->good,
	    .place = step->bad,
	    .rounds = gate->n ? bisect_rounds_to_look(gate) : GATE_ROUNDS_FIRST,
	};
	return ERR_OK;
}
