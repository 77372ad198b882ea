#include "baselines/witness.h"

#include <assert.h>
#include <math.h>

static double
least(const double *values, size_t n)
{
	double value = values[0];

	for (size_t i = 1; i < n; i++)
		if (values[i] < value)
			value = values[i];
	return value;
}

/* Keep the difference that is greater either way: 1000 and 992 are -0.8 %. */
static void
note_repeat(struct witness *witness, double first, double second)
{
	double difference = second / first - 1;

	if (fabs(difference) > fabs(witness->repeat))
		witness->repeat = difference;
}

static enum verdict
verdict_of(const struct witness *witness)
{
	double limit = witness->tolerance / WITNESS_REPEAT_PART;

	if (fabs(witness->repeat) > limit)
		return VERDICT_INCONCLUSIVE;
	if (witness->ratio > 1 + witness->tolerance)
		return VERDICT_REGRESSED;
	if (witness->ratio < 1 - witness->tolerance)
		return VERDICT_IMPROVED;
	return VERDICT_PASS;
}

void
witness_judge(
    struct witness *out, const struct witness_counts *counts, double tolerance)
{
	size_t controls = counts->n[SIDE_CONTROL];

	assert(counts->n[SIDE_BASE] && counts->n[SIDE_HEAD]);
	*out = (struct witness){
	    .base_value =
		least(counts->values[SIDE_BASE], counts->n[SIDE_BASE]),
	    .head_value =
		least(counts->values[SIDE_HEAD], counts->n[SIDE_HEAD]),
	    .control_ratio = NAN,
	    .tolerance = tolerance,
	};
	out->ratio = out->head_value / out->base_value;
	if (controls)
		out->control_ratio =
		    least(counts->values[SIDE_CONTROL], controls) /
		    out->base_value;
	for (int side = 0; side < SIDE_COUNT; side++)
		for (size_t i = 1; i < counts->n[side]; i++)
			note_repeat(out, counts->values[side][0],
			    counts->values[side][i]);
	for (size_t i = 0; i < controls; i++)
		note_repeat(out, counts->values[SIDE_BASE][0],
		    counts->values[SIDE_CONTROL][i]);
	out->verdict = verdict_of(out);
}

enum witness_word
witness_on(const struct witness *witness, enum verdict time)
{
	bool more = witness->verdict == VERDICT_REGRESSED;

	if (witness->verdict == VERDICT_INCONCLUSIVE)
		return WITNESS_SILENT;
	switch (time) {
	case VERDICT_REGRESSED:
		if (more)
			return WITNESS_CONFIRMS;
		/* A wide tolerance passes 4 %, which is not the same work. */
		return witness->ratio > 1 + WITNESS_TOLERANCE ? WITNESS_MENTIONS
							      : WITNESS_DENIES;
	case VERDICT_INCONCLUSIVE:
	case VERDICT_PASS:
	case VERDICT_IMPROVED:
		return more ? WITNESS_MENTIONS : WITNESS_SILENT;
	case VERDICT_ERROR:
	case VERDICT_MISSING:
	case VERDICT_ACKNOWLEDGED:
	case VERDICT_NEW:
	case VERDICT_IDENTICAL:
		break;
	}
	return WITNESS_SILENT;
}
