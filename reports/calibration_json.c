#include <math.h>

#include "core/base/json.h"
#include "reports/calibration_parts.h"

static void
put_number(struct json_writer *writer, const char *key, double number)
{
	json_key(writer, key);
	json_put_number(writer, number);
}

static void
put_int(struct json_writer *writer, const char *key, int64_t number)
{
	json_key(writer, key);
	json_put_int(writer, number);
}

static void
put_bool(struct json_writer *writer, const char *key, bool value)
{
	json_key(writer, key);
	json_put_bool(writer, value);
}

static void
put_text(struct json_writer *writer, const char *key, const char *text)
{
	json_key(writer, key);
	json_put_text(writer, text);
}

/* A tolerance that there is none of is null. */
static void
put_tolerance(struct json_writer *writer, const char *key, double tolerance)
{
	put_number(writer, key, tolerance > 0 ? tolerance : NAN);
}

static void
put_noise(struct json_writer *writer, const struct calibration *one)
{
	put_int(writer, "rounds", (int64_t)one->rounds);
	put_number(writer, "noise_floor", one->noise_floor);
	put_number(writer, "sd", one->sd);
	put_number(writer, "spread", one->spread);
	put_number(writer, "offset", one->offset);
	put_number(writer, "offset_low", one->offset_low);
	put_number(writer, "offset_high", one->offset_high);
	put_bool(writer, "offset_differs", one->offset_differs);
	put_number(writer, "lag1_base", one->lag1_base);
	put_number(writer, "lag1_differences", one->lag1_differences);
	put_number(writer, "lag1_bound", one->lag1_bound);
	put_number(writer, "dip", one->dip);
	put_bool(writer, "several_modes", one->several_modes);
	json_key(writer, "slots");
	json_array_begin_flat(writer);
	for (size_t slot = 0; slot < SIDE_COUNT; slot++)
		json_put_number(writer, one->slots[slot]);
	json_array_end(writer);
	put_number(writer, "slots_p", one->slots_p);
	put_tolerance(writer, "tolerance", one->tolerance);
	put_number(writer, "tolerance_least", one->tolerance_least);
}

static void
put_mdes(struct json_writer *writer, const struct calibration *one)
{
	struct question question = calibration_question(one);

	json_key(writer, "mde");
	json_array_begin(writer);
	for (const struct rule_look *look = gate_rule.main; look->rounds;
	     look++) {
		json_object_begin(writer);
		put_int(writer, "rounds", (int64_t)look->rounds);
		put_number(writer, "mde",
		    gate_mde_at(&question, one->spread, look->rounds));
		json_object_end(writer);
	}
	json_array_end(writer);
}

static void
put_samples(
    struct json_writer *writer, const struct calibration_samples *samples)
{
	json_key(writer, "samples");
	json_object_begin(writer);
	for (int side = 0; side < SIDE_COUNT; side++) {
		json_key(writer, side_name((enum side)side));
		json_array_begin_flat(writer);
		for (size_t i = 0; i < samples->rounds; i++)
			json_put_number(writer, samples->values[side][i]);
		json_array_end(writer);
	}
	json_object_end(writer);
}

static void
put_series(struct json_writer *writer, const struct calibration_report *report,
    size_t i)
{
	const struct series_name *name = &report->names[i];

	json_object_begin(writer);
	put_text(writer, "benchmark", name->benchmark);
	put_text(writer, "metric", name->metric);
	put_text(writer, "unit", name->unit);
	put_text(writer, "direction", direction_name(name->direction));
	put_noise(writer, &report->series[i]);
	put_mdes(writer, &report->series[i]);
	put_samples(writer, &report->samples[i]);
	json_object_end(writer);
}

static void
put_suggestion(
    struct json_writer *writer, const struct calibration_report *report)
{
	const struct suggestion *suggestion = &report->suggestion;

	json_key(writer, "suggestion");
	json_object_begin(writer);
	put_tolerance(writer, "tolerance", suggestion->tolerance);
	put_number(writer, "tolerance_least", suggestion->least);
	put_int(writer, "exceptions", (int64_t)suggestion->exception_count);
	put_int(writer, "hopeless", (int64_t)suggestion->hopeless);
	put_int(writer, "rounds", (int64_t)suggestion->rounds);
	put_int(writer, "budget_ns", report->budget_ns);
	json_object_end(writer);
}

static void
put_unmeasured(
    struct json_writer *writer, const struct calibration_report *report)
{
	json_key(writer, "not_measured");
	json_array_begin(writer);
	for (size_t i = 0; i < report->unmeasured_count; i++) {
		json_object_begin(writer);
		put_text(writer, "benchmark", report->unmeasured[i].benchmark);
		put_text(writer, "metric", report->unmeasured[i].metric);
		put_text(writer, "reason", report->unmeasured[i].reason);
		json_object_end(writer);
	}
	json_array_end(writer);
}

enum err
calibration_report_json(const struct calibration_report *report, FILE *file)
{
	struct json_writer writer;

	json_writer_init(&writer, file);
	json_object_begin(&writer);
	put_text(&writer, "schema", "tidemark.calibration/1");
	put_text(&writer, "version", TIDEMARK_VERSION);
	json_key(&writer, "commit");
	json_object_begin(&writer);
	put_text(&writer, "oid", report->oid);
	put_text(&writer, "subject", report->subject);
	json_object_end(&writer);
	put_text(&writer, "machine", report->machine_key);
	put_text(&writer, "fitness", report->fitness);
	put_int(&writer, "seed", (int64_t)report->seed);
	put_int(&writer, "rounds", (int64_t)report->rounds);
	put_int(&writer, "elapsed_ns", report->elapsed_ns);
	put_int(&writer, "round_ns", report->round_ns);
	put_suggestion(&writer, report);
	json_key(&writer, "series");
	json_array_begin(&writer);
	for (size_t i = 0; i < report->series_count; i++)
		put_series(&writer, report, i);
	json_array_end(&writer);
	put_unmeasured(&writer, report);
	json_object_end(&writer);
	return json_writer_end(&writer);
}
