#include "baselines/terms.h"

#include <assert.h>

/* The limit of the series' own side, or the other one where only that is
 * there. */
static const struct quantity *
limit_of(const struct policy_rule *rule)
{
	return rule->max.value > 0 ? &rule->max : &rule->min;
}

static bool
is_on_wrong_side(const struct policy_rule *rule, enum direction direction)
{
	return direction == DIRECTION_BIGGER ? rule->max.value > 0
					     : rule->min.value > 0;
}

static void
take_limit(struct terms *terms, const struct series_name *name)
{
	const struct quantity *limit = limit_of(terms->rule);

	if (!(limit->value > 0))
		return;
	if (is_on_wrong_side(terms->rule, name->direction))
		terms->fault = TERMS_LIMIT_SIDE;
	else if (!quantity_in(limit, name->unit, &terms->limit))
		terms->fault = TERMS_LIMIT_UNIT;
}

struct terms
terms_make(const struct policy_rule *rule, const struct series_name *name,
    const struct terms_asked *asked)
{
	struct terms terms = {.tolerance = asked->otherwise, .rule = rule};

	if (rule) {
		take_limit(&terms, name);
		if (rule->tolerance > 0)
			terms.tolerance = rule->tolerance;
	}
	if (asked->tolerance > 0)
		terms.tolerance = asked->tolerance;
	else if (rule && rule->min_effect.value > 0 &&
		 !quantity_in(&rule->min_effect, name->unit, &terms.min_effect))
		terms.fault = TERMS_MIN_EFFECT_UNIT;
	if (terms.fault != TERMS_SOUND)
		terms.min_effect = terms.limit = 0;
	return terms;
}

void
terms_explain(
    const struct terms *terms, const struct series_name *name, struct buf *out)
{
	const struct policy_rule *rule = terms->rule;
	const struct quantity *quantity = limit_of(rule);
	const char *key = quantity == &rule->max ? "max" : "min";

	assert(terms->fault != TERMS_SOUND);
	if (terms->fault == TERMS_MIN_EFFECT_UNIT) {
		quantity = &rule->min_effect;
		key = "min-effect";
	}
	buf_printf(out, "the rule \"%s\" has %s: %s, ", rule->match, key,
	    quantity->text);
	if (terms->fault == TERMS_LIMIT_SIDE)
		buf_printf(out,
		    "but of this series %s values are better: its "
		    "limit is a %s",
		    direction_name(name->direction),
		    name->direction == DIRECTION_BIGGER ? "min" : "max");
	else if (*name->unit)
		buf_printf(out, "%s, but this series is in %s",
		    quantity_kind_name(quantity->kind), name->unit);
	else
		buf_printf(out, "%s, but this series has no unit",
		    quantity_kind_name(quantity->kind));
}
