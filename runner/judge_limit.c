#include "runner/judge_limit.h"

#include <math.h>
#include <string.h>

#include "baselines/gate.h"
#include "core/base/buf.h"
#include "reports/phrases.h"
#include "reports/units.h"

static void
explain(struct buf *out, const struct report_series *row,
    enum limit_place place, double value, size_t rounds)
{
	switch (place) {
	case LIMIT_WITHIN:
		break;
	case LIMIT_BEYOND:
		phrase_beyond(out, value, row->limit, &row->name);
		break;
	case LIMIT_UNCLEAR:
		buf_puts(out, "proven neither within nor beyond its limit of ");
		units_value(out, row->limit, row->name.unit);
		break;
	case LIMIT_TOO_FEW:
		buf_printf(out, "only %zu of the %d rounds that a limit needs",
		    rounds, LIMIT_ROUNDS);
		break;
	}
}

/* What more rounds would tell of the tolerance is no answer to a limit. */
static void
demote(struct report_series *row, enum limit_place place, double value)
{
	enum verdict verdict =
	    place == LIMIT_BEYOND ? VERDICT_REGRESSED : VERDICT_INCONCLUSIVE;

	if (row->verdict > VERDICT_INCONCLUSIVE)
		row->mde = NAN;
	if (place == LIMIT_BEYOND) {
		row->beyond_value = value;
		row->rounds_needed = 0;
		row->too_near = false;
	}
	row->verdict = verdict_worse(row->verdict, verdict);
	row->unsettled = row->unsettled || place == LIMIT_TOO_FEW;
}

enum err
judge_limit(struct judgement *judgement, struct report_series *row,
    double limit, enum limit_place place, double value, size_t rounds)
{
	struct buf text = BUF_INIT;
	enum err err;

	if (!(limit > 0))
		return ERR_OK;
	row->limit = limit;
	if (place == LIMIT_WITHIN)
		return ERR_OK;
	if (row->note)
		buf_printf(&text, "%s; ", row->note);
	explain(&text, row, place, value, rounds);
	err = buf_err(&text);
	if (!err) {
		demote(row, place, value);
		row->note = judgement_text(judgement, "%s", buf_text(&text));
		if (!row->note)
			err = err_fail(ERR_NOMEM, "out of memory");
	}
	buf_release(&text);
	return err;
}

enum err
judge_limit_rounds(struct judgement *judgement, struct report_series *row,
    double limit, const double *values, size_t rounds)
{
	enum limit_place place;
	double sorted[RULE_ROUNDS_MAX];

	if (!(limit > 0))
		return ERR_OK;
	if (rounds > RULE_ROUNDS_MAX)
		rounds = RULE_ROUNDS_MAX;
	place = limit_place(row->name.direction, limit, values, rounds);
	memcpy(sorted, values, rounds * sizeof *sorted);
	return judge_limit(judgement, row, limit, place,
	    median_in_place(sorted, rounds), rounds);
}

enum err
judge_limit_new(
    struct judgement *judgement, const struct track *track, double limit)
{
	const double *values = track->values[SIDE_HEAD];
	size_t rounds = track->rounds;
	struct report_series *row =
	    &judgement->series[judgement->series_count++];
	double sorted[RULE_ROUNDS_MAX];

	if (rounds > RULE_ROUNDS_MAX)
		rounds = RULE_ROUNDS_MAX;
	memcpy(sorted, values, rounds * sizeof *sorted);
	*row = (struct report_series){
	    .name = track->name,
	    .printed_by = track->printed_by,
	    .verdict = VERDICT_NEW,
	    .judged = true,
	    .note = "the base has not got it: judged by its limit alone",
	    .ratio = NAN,
	    .ratio_low = NAN,
	    .ratio_high = NAN,
	    .confidence = NAN,
	    .tolerance = NAN,
	    .floor = NAN,
	    .effect = NAN,
	    .mde = NAN,
	    .q_value = NAN,
	    .rounds = rounds,
	    .base_value = NAN,
	    .head_value = median_in_place(sorted, rounds),
	    .base_spread = NAN,
	    .control_ratio = NAN,
	};
	row->head_spread = mad_sd(values, rounds) / row->head_value;
	row->samples[SIDE_HEAD] = (struct report_samples){values, rounds};
	return judge_limit_rounds(judgement, row, limit, values, rounds);
}
