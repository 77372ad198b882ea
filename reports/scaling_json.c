#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "core/base/json.h"
#include "reports/scaling_report.h"

#define SEED_SIZE 24

static void
put_commit(struct json_writer *json, const char *key,
    const struct report_commit *commit)
{
	json_key(json, key);
	if (!commit->oid) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	json_member_text(json, "oid", commit->oid);
	json_member_text(json, "subject", commit->subject);
	json_object_end(json);
}

static void
put_numbers(struct json_writer *json, const char *key, const double *numbers,
    size_t count)
{
	json_key(json, key);
	json_array_begin_flat(json);
	for (size_t i = 0; i < count; i++)
		json_put_number(json, numbers[i]);
	json_array_end(json);
}

/* An interval, as [low, high]; null where it is not known. */
static void
put_interval(struct json_writer *json, const char *key, double low, double high)
{
	const double ends[] = {low, high};

	if (isfinite(low) && isfinite(high)) {
		put_numbers(json, key, ends, 2);
		return;
	}
	json_key(json, key);
	json_put_null(json);
}

static void
put_side(struct json_writer *json, const char *key,
    const struct scaling_side *side, size_t sizes)
{
	const struct growth_fit *fit = &side->fit;

	json_key(json, key);
	if (!side->measured) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	json_member_text(json, "class", growth_name(fit->growth));
	json_member_number(json, "support", fit->support);
	json_member_bool(json, "ambiguous", !growth_is_clear(fit));
	json_member_number(json, "fixed_cost", fit->law.a);
	json_member_number(json, "factor", fit->law.c);
	json_member_number(json, "rms", fit->law.rms);
	json_member_number(json, "noise", fit->noise);
	json_member_number(json, "exponent", fit->exponent);
	put_interval(
	    json, "exponent_interval", fit->exponent_low, fit->exponent_high);
	json_member_count(json, "rounds", side->rounds);
	put_numbers(json, "values", side->values, sizes);
	put_numbers(json, "quartiles_low", side->low, sizes);
	put_numbers(json, "quartiles_high", side->high, sizes);
	json_object_end(json);
}

static const char *
note_name(enum growth_note note)
{
	static const char *const names[] = {
	    [GROWTH_NOTE_NONE] = NULL,
	    [GROWTH_NOTE_CLASS] = "class",
	    [GROWTH_NOTE_EXPONENT] = "exponent",
	    [GROWTH_NOTE_FACTOR] = "factor",
	    [GROWTH_NOTE_ROUNDS] = "rounds",
	    [GROWTH_NOTE_AMBIGUOUS] = "ambiguous",
	    [GROWTH_NOTE_WIDE] = "wide",
	};

	return names[note];
}

static void
put_change(struct json_writer *json, const struct scaling_family *family)
{
	const struct growth_change *change = &family->change;

	json_key(json, "change");
	if (!family->base.measured || !family->head.measured) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	json_member_text(json, "because", note_name(change->note));
	json_member_number(json, "slope", change->slope);
	put_interval(
	    json, "slope_interval", change->slope_low, change->slope_high);
	json_member_number(json, "effect", change->effect);
	put_interval(
	    json, "effect_interval", change->effect_low, change->effect_high);
	json_member_number(json, "shape", change->shape);
	json_member_number(json, "level", change->level);
	json_object_end(json);
}

/* "class", "exponent" and "support" are those of head, or of the one side that
 * was measured. */
static void
put_family(struct json_writer *json, const struct scaling_family *family)
{
	const struct scaling_side *side =
	    family->head.measured ? &family->head : &family->base;
	const struct scaling_side *base = &family->base;

	json_object_begin(json);
	json_member_text(json, "name", family->name.benchmark);
	json_member_text(json, "metric", family->name.metric);
	json_member_text(json, "unit", family->name.unit);
	json_member_text(
	    json, "direction", direction_name(family->name.direction));
	json_member_text(json, "verdict", verdict_name(family->verdict));
	json_member_text(json, "class", growth_name(side->fit.growth));
	json_member_number(json, "support", side->fit.support);
	json_member_number(json, "exponent", side->fit.exponent);
	put_interval(json, "exponent_interval", side->fit.exponent_low,
	    side->fit.exponent_high);
	json_member_text(json, "base_class",
	    base->measured ? growth_name(base->fit.growth) : NULL);
	json_member_text(json, "note", family->note);
	put_numbers(json, "sizes", family->n, family->sizes);
	put_side(json, "base", base, family->sizes);
	put_side(json, "head", &family->head, family->sizes);
	put_change(json, family);
	json_object_end(json);
}

static void
put_unjudged(struct json_writer *json, const struct scaling_report *report)
{
	json_key(json, "not_judged");
	json_array_begin(json);
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct scaling_unjudged *row = &report->unjudged[i];

		json_object_begin(json);
		json_member_text(json, "name", row->name);
		json_member_text(json, "metric", row->metric);
		json_member_text(json, "verdict",
		    row->counts ? verdict_name(row->verdict) : NULL);
		json_member_text(json, "reason", row->reason);
		json_object_end(json);
	}
	json_array_end(json);
}

/* 64 bits are more than a JSON number is to most readers: a text. */
static void
put_seed(struct json_writer *json, uint64_t seed)
{
	char text[SEED_SIZE];

	snprintf(text, sizeof text, "%" PRIu64, seed);
	json_member_text(json, "seed", text);
}

static void
put_head(struct json_writer *json, const struct scaling_report *report)
{
	json_member_text(json, "schema", "tidemark.scaling/1");
	json_member_text(json, "version", report->version);
	json_member_text(json, "verdict", verdict_name(report->verdict));
	json_member_text(json, "reason", report->reason);
	put_commit(json, "base", &report->base);
	put_commit(json, "head", &report->head);
	json_member_text(json, "base_from", report->base_from);
	json_member_text(json, "config_from", report->config_from);
	json_member_text(json, "machine", report->machine_key);
	json_member_number(json, "tolerance", report->tolerance);
	json_member_number(json, "confidence", GROWTH_CONFIDENCE);
	put_seed(json, report->seed);
	json_member_count(json, "rounds", report->rounds);
	json_member_int(json, "measuring_ns", report->measuring_ns);
	json_member_count(json, "series_without_family", report->others);
}

enum err
scaling_render_json(const struct scaling_report *report,
    const struct render_options *options, FILE *file)
{
	struct json_writer json;

	(void)options;
	json_writer_init(&json, file);
	json_object_begin(&json);
	put_head(&json, report);
	json_key(&json, "families");
	json_array_begin(&json);
	for (size_t i = 0; i < report->family_count; i++)
		put_family(&json, &report->families[i]);
	json_array_end(&json);
	put_unjudged(&json, report);
	json_key(&json, "warnings");
	json_array_begin(&json);
	for (size_t i = 0; i < report->warning_count; i++)
		json_put_text(&json, report->warnings[i]);
	json_array_end(&json);
	json_object_end(&json);
	return json_writer_end(&json);
}
