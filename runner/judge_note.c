#include "runner/judge_note.h"

#include "core/base/buf.h"
#include "reports/units.h"

static const char *
looked(const struct gate *gate)
{
	return gate->sign < 0 ? "better" : "worse";
}

/* What is above the tolerance passes because its absolute effect is small. */
static const char *
explain_slower(struct judgement *judgement, const struct report_series *row,
    const struct gate *gate)
{
	struct buf text = BUF_INIT;
	const char *note = NULL;

	if (gate->question.both)
		return "slower, by less than is asked for";
	if (!(row->min_effect > 0) || row->ratio <= 1 + row->tolerance)
		return "slower, within tolerance";
	buf_printf(&text, "%s by ", units_word(row->ratio, row->name.unit));
	units_percent(&text, row->ratio - 1);
	buf_puts(&text, ", but by less than ");
	units_value(&text, row->min_effect, row->name.unit);
	if (!text.failed)
		note = judgement_text(judgement, "%s", buf_text(&text));
	buf_release(&text);
	return note;
}

const char *
judge_note(struct judgement *judgement, enum estimate_note note,
    const struct estimate *estimate, const struct report_series *row,
    const struct gate *gate)
{
	switch (note) {
	case NOTE_NONE:
		break;
	case NOTE_SLOWER_WITHIN:
		return explain_slower(judgement, row, gate);
	case NOTE_TOO_FEW:
		return judgement_text(judgement,
		    "only %zu of the %zu rounds that a first look needs",
		    gate->n, rule_rounds_first(gate->question.rule));
	case NOTE_UNCONFIRMED:
		return judgement_text(judgement,
		    "looked %s after %zu rounds, but fresh rounds did not "
		    "confirm it",
		    looked(gate), gate->candidate_at);
	case NOTE_CUT:
		return judgement_text(judgement,
		    "looked %s after %zu rounds; the rounds or the budget "
		    "ended with %zu of up to %zu fresh ones, before they could "
		    "tell",
		    looked(gate), gate->candidate_at,
		    gate->n - gate->candidate_at,
		    rule_rounds_fresh(gate->question.rule));
	case NOTE_UNDECIDED:
		return gate->question.both
			   ? "proven neither changed nor unchanged"
			   : "proven neither within the tolerance nor beyond "
			     "it";
	case NOTE_CONTROL:
		return judgement_text(judgement,
		    "the control differs from the base, which it equals, by "
		    "%+.1f %%: this measurement cannot be trusted",
		    (estimate->control_ratio - 1) * 100);
	}
	return NULL;
}
