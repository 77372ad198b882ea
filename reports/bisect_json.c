#include <math.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "reports/bisect_parts.h"

#define CANDIDATES_MAX 1000
#define CANDIDATE_LEAST 0.001

static void
put_numbers(struct json_writer *json, const char *key, const double *values,
    size_t count)
{
	json_key(json, key);
	json_array_begin_flat(json);
	for (size_t i = 0; i < count; i++)
		json_put_number(json, values[i]);
	json_array_end(json);
}

/* ---- commits ---- */

static void
put_files(struct json_writer *json, const struct bisect_files *files)
{
	json_key(json, "files");
	json_array_begin(json);
	for (size_t i = 0; files && i < files->count; i++)
		json_put_text(json, files->paths[i]);
	json_array_end(json);
	json_key(json, "files_total");
	if (files)
		json_put_int(json, (int64_t)files->total);
	else
		json_put_null(json);
}

static void
put_culprit(struct json_writer *json, const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	const struct bisect_commit *culprit =
	    answer ? bisect_culprit(range, answer) : NULL;
	char date[CLOCK_DATE_SIZE];

	json_key(json, "culprit");
	if (!culprit) {
		json_put_null(json);
		return;
	}
	clock_date(culprit->time_s, date);
	json_object_begin(json);
	json_member_text(json, "oid", culprit->oid);
	json_member_text(json, "subject", culprit->subject);
	json_member_text(json, "author", culprit->author);
	json_member_text(json, "time", date);
	put_files(json, bisect_files_of(report, range, answer));
	json_object_end(json);
}

/* The limit is there for sums that are not 1. */
static void
put_candidates(struct json_writer *json, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	struct bisect_stretch likely[CANDIDATES_MAX];
	size_t count = 0;

	if (answer)
		count = bisect_likely(
		    answer, 1, CANDIDATE_LEAST, likely, CANDIDATES_MAX);
	json_key(json, "candidates");
	json_array_begin(json);
	for (size_t i = 0; i < count; i++) {
		json_object_begin(json);
		json_member_text(
		    json, "oid", range->commits[likely[i].first].oid);
		json_member_number(json, "probability", likely[i].probability);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_broken(struct json_writer *json, const struct bisect_range *range)
{
	json_key(json, "broken");
	json_array_begin(json);
	for (size_t i = 0; i < range->count; i++) {
		const struct bisect_commit *commit = &range->commits[i];

		if (!commit->broken)
			continue;
		json_object_begin(json);
		json_member_count(json, "place", i);
		json_member_text(json, "oid", commit->oid);
		json_member_text(json, "subject", commit->subject);
		json_member_text(json, "error", commit->broken);
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_innocent(struct json_writer *json, const struct bisect_range *range)
{
	json_key(json, "innocent");
	json_array_begin(json);
	for (size_t i = 0; i < range->count; i++)
		if (range->commits[i].innocent)
			json_put_text(json, range->commits[i].oid);
	json_array_end(json);
}

/* ---- answers ---- */

static void
put_levels(struct json_writer *json, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	json_key(json, "levels");
	json_array_begin(json);
	for (size_t i = 0; i < answer->level_count; i++) {
		const struct bisect_level *level = &answer->levels[i];

		json_object_begin(json);
		json_member_count(json, "place", level->place);
		json_member_text(json, "oid", range->commits[level->place].oid);
		json_member_number(json, "value", level->value);
		json_member_count(json, "stored", level->stored);
		put_numbers(json, "samples", level->values, level->count);
		json_object_end(json);
	}
	json_array_end(json);
}

/* The step; of an answer that is none, and of no answer, nulls. */
static void
put_step(struct json_writer *json, const struct bisect_answer *answer)
{
	bool searched = answer && answer->probabilities;

	json_member_number(
	    json, "probability", searched ? answer->probability : NAN);
	json_member_number(json, "ratio", answer ? answer->ratio : NAN);
	json_member_number(json, "ratio_low", answer ? answer->ratio_low : NAN);
	json_member_number(
	    json, "ratio_high", answer ? answer->ratio_high : NAN);
}

static void
put_name(struct json_writer *json, const struct series_name *name)
{
	json_member_text(json, "benchmark", name->benchmark);
	json_member_text(json, "metric", name->metric);
	json_member_text(json, "unit", name->unit);
	json_member_text(json, "direction", direction_name(name->direction));
}

/* Places of a step that is not there mean nothing. */
static void
put_place(struct json_writer *json, const char *key, bool known, size_t place)
{
	json_key(json, key);
	if (known)
		json_put_int(json, (int64_t)place);
	else
		json_put_null(json);
}

static void
put_answer(struct json_writer *json, const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	bool placed = bisect_is_placed(answer);

	json_object_begin(json);
	put_name(json, &answer->name);
	json_member_text(json, "status", bisect_status_name(answer->status));
	json_member_text(json, "reason", answer->reason);
	json_member_count(json, "good", answer->good);
	json_member_count(json, "bad", answer->bad);
	json_member_number(json, "ends_ratio", answer->ends_ratio);
	json_member_number(json, "ends_low", answer->ends_low);
	json_member_number(json, "ends_high", answer->ends_high);
	json_member_count(json, "ends_rounds", answer->ends_rounds);
	put_place(json, "first", placed, answer->first);
	put_place(json, "last", placed, answer->last);
	put_culprit(json, report, range, answer);
	put_step(json, answer);
	json_member_count(json, "rounds", answer->rounds);
	put_numbers(json, "before", answer->before,
	    answer->before ? answer->rounds : 0);
	put_numbers(
	    json, "after", answer->after, answer->after ? answer->rounds : 0);
	put_candidates(json, range, answer);
	put_levels(json, range, answer);
	json_member_bool(json, "reverted", answer->reverted);
	json_member_bool(json, "by_instructions", answer->by_instructions);
	json_object_end(json);
}

static void
put_range(struct json_writer *json, const struct bisect_report *report,
    const struct bisect_range *range)
{
	json_object_begin(json);
	json_member_text(
	    json, "merge", range->merge ? range->merge->oid : NULL);
	json_member_text(json, "good", range->commits[0].oid);
	json_member_text(json, "bad", range->commits[range->count - 1].oid);
	json_member_count(json, "commits", range->count - 1);
	put_broken(json, range);
	put_innocent(json, range);
	json_key(json, "answers");
	json_array_begin(json);
	for (size_t i = 0; i < range->answer_count; i++)
		put_answer(json, report, range, &range->answers[i]);
	json_array_end(json);
	json_object_end(json);
}

/* ---- the document ---- */

static void
put_terms(struct json_writer *json, const struct bisect_report *report)
{
	const struct bisect_range *asked =
	    report->range_count ? &report->ranges[0] : NULL;

	json_member_text(json, "good", asked ? asked->commits[0].oid : NULL);
	json_member_text(
	    json, "bad", asked ? asked->commits[asked->count - 1].oid : NULL);
	json_member_number(json, "confidence", report->confidence);
	json_member_number(json, "tolerance", report->tolerance);
	json_member_bool(json, "improvement", report->improvement);
	json_member_text(json, "machine", report->machine_key);
	json_member_text(json, "config_from", report->config_from);
	json_member_text(json, "command", report->command);
}

static void
put_effort(struct json_writer *json, const struct bisect_report *report)
{
	json_member_count(json, "runs", report->runs);
	json_member_count(json, "builds", report->builds);
	json_member_count(json, "reused_builds", report->reused);
	json_member_int(json, "elapsed_ns", report->elapsed_ns);
}

static void
put_document(struct json_writer *json, const struct bisect_report *report)
{
	const struct bisect_range *range = NULL;
	const struct bisect_answer *answer = NULL;

	bisect_deciding(report, &range, &answer);
	json_member_text(json, "schema", "tidemark.bisect/1");
	json_member_text(json, "version", report->version);
	json_member_text(
	    json, "status", bisect_status_name(bisect_report_status(report)));
	put_culprit(json, report, range, answer);
	put_step(json, answer);
	put_candidates(json, range, answer);
	put_effort(json, report);
	put_terms(json, report);
	json_key(json, "ranges");
	json_array_begin(json);
	for (size_t i = 0; i < report->range_count; i++)
		put_range(json, report, &report->ranges[i]);
	json_array_end(json);
	json_key(json, "warnings");
	json_array_begin(json);
	for (size_t i = 0; i < report->warning_count; i++)
		json_put_text(json, report->warnings[i]);
	json_array_end(json);
}

enum err
bisect_render_json(const struct bisect_report *report,
    const struct render_options *options, FILE *file)
{
	struct json_writer json;

	(void)options;
	json_writer_init(&json, file);
	json_object_begin(&json);
	put_document(&json, report);
	json_object_end(&json);
	return json_writer_end(&json);
}
