#include "reports/result_draft.h"
#include "reports/result_file.h"

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

#define FIELD(field) offsetof(struct report_series, field)

static const struct member name_members[] = {
    {"benchmark", MEMBER_TEXT, FIELD(name.benchmark), RESULT_BENCHMARK_MAX},
    {"metric", MEMBER_TEXT, FIELD(name.metric), RESULT_METRIC_MAX},
};

static const struct member series_members[] = {
    {"unit", MEMBER_TEXT, FIELD(name.unit), RESULT_METRIC_MAX},
    {"direction", MEMBER_DIRECTION, FIELD(name.direction), 0},
    {"printed_by", MEMBER_TEXT_OR_NULL, FIELD(printed_by),
	RESULT_BENCHMARK_MAX},
    {"note", MEMBER_TEXT_OR_NULL, FIELD(note), RESULT_TEXT_MAX},
    {"ratio", MEMBER_SIZE, FIELD(ratio), 0},
    {"ratio_low", MEMBER_SIZE, FIELD(ratio_low), 0},
    {"ratio_high", MEMBER_SIZE, FIELD(ratio_high), 0},
    {"confidence", MEMBER_SIZE, FIELD(confidence), 0},
    {"tolerance", MEMBER_SIZE, FIELD(tolerance), 0},
    {"min_effect", MEMBER_KNOWN, FIELD(min_effect), 0},
    {"limit", MEMBER_KNOWN, FIELD(limit), 0},
    {"beyond_value", MEMBER_KNOWN, FIELD(beyond_value), 0},
    {"band_low", MEMBER_KNOWN, FIELD(band_low), 0},
    {"band_high", MEMBER_KNOWN, FIELD(band_high), 0},
    {"floor", MEMBER_SIZE, FIELD(floor), 0},
    {"effect", MEMBER_SIZE, FIELD(effect), 0},
    {"mde", MEMBER_NUMBER, FIELD(mde), 0},
    {"rounds_needed", MEMBER_COUNT_KNOWN, FIELD(rounds_needed), 0},
    {"q_value", MEMBER_SIZE, FIELD(q_value), 0},
    {"rounds", MEMBER_COUNT, FIELD(rounds), 0},
    {"base_value", MEMBER_NUMBER, FIELD(base_value), 0},
    {"head_value", MEMBER_NUMBER, FIELD(head_value), 0},
    {"base_spread", MEMBER_SIZE, FIELD(base_spread), 0},
    {"head_spread", MEMBER_SIZE, FIELD(head_spread), 0},
    {"control_ratio", MEMBER_SIZE, FIELD(control_ratio), 0},
    {"unsettled", MEMBER_FLAG, FIELD(unsettled), 0},
    {"too_near", MEMBER_FLAG, FIELD(too_near), 0},
    {"reachable", MEMBER_FLAG, FIELD(reachable), 0},
};

static const struct member verdict_member = {
    "verdict", MEMBER_VERDICT, FIELD(verdict), 0};

#undef FIELD
#define FIELD(field) offsetof(struct report_acknowledged, field)

static const struct member acknowledged_members[] = {
    {"entry", MEMBER_TEXT, FIELD(entry), RESULT_TEXT_MAX},
    {"reason", MEMBER_TEXT, FIELD(reason), RESULT_TEXT_MAX},
    {"author", MEMBER_TEXT, FIELD(author), RESULT_TEXT_MAX},
    {"expires", MEMBER_TEXT, FIELD(expires), RESULT_TEXT_MAX},
};

#undef FIELD

static enum err
take_values(struct result_draft *draft, const struct json *array,
    struct report_samples *out)
{
	static const struct member value = {"samples", MEMBER_NUMBER, 0, 0};
	size_t count = json_count(array);
	double *values;
	enum err err = ERR_OK;

	if (!json_is_array(array))
		return result_expected(
		    draft->reader, "samples", "an array for each side");
	if (count > RESULT_SAMPLES_MAX)
		return result_too_many(
		    draft->reader, "samples of a side", RESULT_SAMPLES_MAX);
	values = result_alloc(draft->reader, count, sizeof *values);
	if (!values)
		return ERR_NOMEM;
	for (size_t i = 0; !err && i < count; i++)
		err = result_member(
		    draft->reader, &value, json_at(array, i), &values[i]);
	*out = (struct report_samples){values, count};
	return err;
}

static enum err
take_samples(struct result_draft *draft, const struct json *sides,
    struct report_series *series)
{
	enum err err = ERR_OK;

	for (int side = 0; !err && side < SIDE_COUNT; side++)
		err = take_values(draft,
		    json_get(sides, side_name((enum side)side)),
		    &series->samples[side]);
	return err;
}

/* Only of a series that is judged has the verdict a meaning. */
static enum err
take_verdict(struct result_draft *draft, const struct json *json,
    struct report_series *series)
{
	const struct json *verdict = json_get(json, "verdict");

	if (series->judged)
		return result_member(
		    draft->reader, &verdict_member, verdict, series);
	if (verdict && !json_is_null(verdict))
		return result_expected(draft->reader, "verdict", "null");
	return ERR_OK;
}

static enum err
take_acknowledged(struct result_draft *draft, const struct json *json,
    struct report_series *series)
{
	const struct json *value = json_get(json, "acknowledged");

	if (!value || json_is_null(value))
		return ERR_OK;
	if (!json_is_object(value))
		return result_expected(
		    draft->reader, "acknowledged", "an object or null");
	return result_members(draft->reader, value, acknowledged_members,
	    COUNT(acknowledged_members), &series->acknowledged);
}

static enum err
fill_series(struct result_draft *draft, const struct json *json,
    const char *array, size_t index, struct report_series *series)
{
	struct result_reader *reader = draft->reader;
	enum err err;

	result_place(draft->reader, "%s[%zu]: ", array, index);
	err = result_members(
	    reader, json, name_members, COUNT(name_members), series);
	if (err)
		return err;
	result_place(reader, "%s[%zu] %.200s/%.200s: ", array, index,
	    series->name.benchmark, series->name.metric);
	err = result_members(
	    reader, json, series_members, COUNT(series_members), series);
	if (!err)
		err = take_verdict(draft, json, series);
	if (!err)
		err = take_acknowledged(draft, json, series);
	if (!err)
		err = take_samples(draft, json_get(json, "samples"), series);
	return err;
}

enum err
result_draft_series(struct result_draft *draft, const struct json *json,
    const char *array, size_t index, bool judged)
{
	struct report *report = draft->report;
	struct report_series *series;

	if (draft->reader->series_count++ >= RESULT_SERIES_MAX)
		return result_too_many(
		    draft->reader, "series", RESULT_SERIES_MAX);
	series = result_grow(
	    draft->reader, draft->series, report->series_count, sizeof *series);
	if (!series)
		return ERR_NOMEM;
	draft->series = series;
	report->series = series;
	series += report->series_count++;
	series->judged = judged;
	return fill_series(draft, json, array, index, series);
}
