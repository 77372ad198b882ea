#include <inttypes.h>
#include <math.h>
#include <stdio.h>

#include "core/base/json.h"
#include "reports/calibration_parts.h"

#define SEED_SIZE 21 /* 20 digits and the NUL */

/* A tolerance that there is none of is null. */
static void
put_tolerance(struct json_writer *writer, const char *key, double tolerance)
{
	json_member_number(writer, key, tolerance > 0 ? tolerance : NAN);
}

static void
put_noise(struct json_writer *writer, const struct calibration *one)
{
	json_member_int(writer, "rounds", (int64_t)one->rounds);
	json_member_number(writer, "noise_floor", one->noise_floor);
	json_member_number(writer, "sd", one->sd);
	json_member_number(writer, "spread", one->spread);
	json_member_number(writer, "offset", one->offset);
	json_member_number(writer, "offset_low", one->offset_low);
	json_member_number(writer, "offset_high", one->offset_high);
	json_member_bool(writer, "offset_differs", one->offset_differs);
	json_member_number(writer, "lag1_base", one->lag1_base);
	json_member_number(writer, "lag1_differences", one->lag1_differences);
	json_member_number(writer, "lag1_bound", one->lag1_bound);
	json_member_number(writer, "dip", one->dip);
	json_member_bool(writer, "several_modes", one->several_modes);
	json_key(writer, "slots");
	json_array_begin_flat(writer);
	for (size_t slot = 0; slot < SIDE_COUNT; slot++)
		json_put_number(writer, one->slots[slot]);
	json_array_end(writer);
	json_member_number(writer, "slots_p", one->slots_p);
	put_tolerance(writer, "tolerance", one->tolerance);
	json_member_number(writer, "tolerance_least", one->tolerance_least);
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
		json_member_int(writer, "rounds", (int64_t)look->rounds);
		json_member_number(writer, "mde",
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
	json_member_text(writer, "benchmark", name->benchmark);
	json_member_text(writer, "metric", name->metric);
	json_member_text(writer, "unit", name->unit);
	json_member_text(writer, "direction", direction_name(name->direction));
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
	json_member_number(writer, "tolerance_least", suggestion->least);
	json_member_int(
	    writer, "exceptions", (int64_t)suggestion->exception_count);
	json_member_int(writer, "hopeless", (int64_t)suggestion->hopeless);
	json_member_int(writer, "rounds", (int64_t)suggestion->rounds);
	json_member_int(writer, "budget_ns", report->budget_ns);
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
		json_member_text(
		    writer, "benchmark", report->unmeasured[i].benchmark);
		json_member_text(
		    writer, "metric", report->unmeasured[i].metric);
		json_member_text(
		    writer, "reason", report->unmeasured[i].reason);
		json_object_end(writer);
	}
	json_array_end(writer);
}

enum err
calibration_report_json(const struct calibration_report *report, FILE *file)
{
	struct json_writer writer;
	char seed[SEED_SIZE];

	/* 64 bits do not fit into what most readers take a number for */
	snprintf(seed, sizeof seed, "%" PRIu64, report->seed);
	json_writer_init(&writer, file);
	json_object_begin(&writer);
	json_member_text(&writer, "schema", "tidemark.calibration/1");
	json_member_text(&writer, "version", TIDEMARK_VERSION);
	json_key(&writer, "commit");
	json_object_begin(&writer);
	json_member_text(&writer, "oid", report->oid);
	json_member_text(&writer, "subject", report->subject);
	json_object_end(&writer);
	json_member_text(&writer, "machine", report->machine_key);
	json_member_text(&writer, "fitness", report->fitness);
	json_member_text(&writer, "seed", seed);
	json_member_int(&writer, "rounds", (int64_t)report->rounds);
	json_member_int(&writer, "elapsed_ns", report->elapsed_ns);
	json_member_int(&writer, "round_ns", report->round_ns);
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
