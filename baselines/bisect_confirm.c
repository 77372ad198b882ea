#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/bisect_parts.h"
#include "baselines/detector.h"

/* So many culprits that turn out to be none end it. */
#define CONTRADICTIONS_MAX 4
/* What a culprit's share of the prior is taken down to when it turns out to be
 * none: the confirmation errs now and then, too. */
#define CONTRADICTED .02
/* In level mode so many contradictions are blamed on the machine. */
#define CONTRADICTIONS_ALONE 2

/* ---- which pair ---- */

static size_t
guilty_count(const struct bisect *bisect, size_t first, size_t last)
{
	size_t count = 0;

	for (size_t i = first; i <= last; i++)
		count += bisect->weights[i] > 0;
	return count;
}

/* The nearest commits on either side that can be measured. */
static void
choose_pair(const struct bisect *bisect, struct bisect_step *step)
{
	size_t low = step->good + step->suspect.first - 1;
	size_t high = step->good + step->suspect.last;

	while (low > step->good && bisect->broken[low])
		low--;
	while (high < step->bad && bisect->broken[high])
		high++;
	if (low == step->low && high == step->high)
		return;
	step->low = low;
	step->high = high;
	step->confirm = (struct gate){0};
	step->again = false;
}

/* The claim is a change; it is dropped once it is shown to be less than half of
 * what the search saw. A search sees too much rather than too little: of what
 * it saw, four fifths are above the true step often enough to drop one right
 * culprit in twenty at a noise of 3 %, and more at 8 %. */
static void
open_gate(struct bisect_step *step)
{
	double floor = fmin(log1p(detector_default.floor), step->step_log / 2);
	struct question question = detector_question(&detector_default, true);

	question.candidate_log = fmax(floor, 1e-6);
	question.pass_log =
	    fmax(step->step_log / 2, 1.5 * question.candidate_log);
	gate_init_question(&step->confirm, &question);
}

void
bisect_confirm_take(struct bisect *bisect, struct bisect_step *step,
    const struct bisect_value *value)
{
	if (value->low != step->low || value->place != step->high)
		return;
	if (!step->confirm.n)
		open_gate(step);
	if (!gate_decided(&step->confirm))
		gate_add(&step->confirm, bisect_log(bisect, step->series,
					     value->low_value, value->value));
}

/* ---- what it says ---- */

static void
confirmed(const struct bisect *bisect, struct bisect_step *step)
{
	size_t first = step->good + step->suspect.first;
	size_t last = step->good + step->suspect.last;
	bool one = guilty_count(bisect, first, last) == 1;

	step->confirmed = true;
	bisect_answer(step, one ? BISECT_FOUND : BISECT_UNRESOLVED,
	    one ? NULL : "the commits between cannot be measured");
}

/* The suspects are believed less. */
static void
doubt(struct bisect_step *step)
{
	double *reach = step->range.reach;
	double lost = 0;
	double before = 0;

	for (size_t i = 1; i < step->range.count; i++) {
		double weight = reach[i] - before;

		before = reach[i];
		if (i >= step->suspect.first && i <= step->suspect.last)
			lost += (1 - CONTRADICTED) * weight;
		reach[i] -= lost;
	}
}

static void
contradicted(struct bisect *bisect, struct bisect_step *step)
{
	step->contradictions++;
	if (step->contradictions > CONTRADICTIONS_MAX ||
	    (step->further && step->contradictions > 1)) {
		bisect_answer(step, BISECT_UNRESOLVED,
		    "rounds of pairs contradict what the search found");
		return;
	}
	step->phase = BISECT_SEARCH;
	step->no_stored = true;
	if (step->by_count)
		step->by_count = false; /* the counts misled */
	else
		doubt(step);
	bisect_renew(step);
	if (step->contradictions >= CONTRADICTIONS_ALONE && !bisect->paired)
		bisect_pair_up(bisect);
}

static enum err
counted_confirm(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	double low = bisect_last_value(bisect, step->series, step->low);
	double high = bisect_last_value(bisect, step->series, step->high);

	if (isnan(low) || isnan(high))
		*out = (struct bisect_task){
		    .work = BISECT_COUNT,
		    .phase = BISECT_CONFIRM,
		    .place = isnan(low) ? step->low : step->high,
		    .rounds = 1,
		};
	else if (bisect_log(bisect, step->series, low, high) >
		 log1p(bisect->options.tolerance) / 2)
		confirmed(bisect, step);
	else
		contradicted(bisect, step);
	return ERR_OK;
}

/* A gate has room for so many rounds. Where they are spent and said nothing,
 * others are taken, once. */
static void
confirm_again(struct bisect_step *step)
{
	step->again = true;
	step->confirm = (struct gate){0};
}

enum err
bisect_confirm_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out)
{
	const struct gate *gate = &step->confirm;

	choose_pair(bisect, step);
	if (bisect->series[step->series].counted)
		return counted_confirm(bisect, step, out);
	if (!gate->n || !gate_decided(gate)) {
		*out = (struct bisect_task){
		    .work = BISECT_PAIR,
		    .phase = BISECT_CONFIRM,
		    .low = step->low,
		    .place = step->high,
		    .rounds = gate->n ? bisect_rounds_to_look(gate) : 6,
		};
		return ERR_OK;
	}
	if (gate->state == GATE_REGRESSED)
		confirmed(bisect, step);
	else if (gate->state == GATE_INCONCLUSIVE && !step->again)
		confirm_again(step);
	else if (gate->state == GATE_INCONCLUSIVE)
		bisect_answer(step, BISECT_UNRESOLVED,
		    "rounds of pairs neither confirm nor deny it");
	else
		contradicted(bisect, step);
	return ERR_OK;
}
