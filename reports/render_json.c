#include "reports/renderers.h"

#include <inttypes.h>
#include <math.h>
#include <string.h>

#include "core/base/json.h"
#include "reports/ranking.h"

#define SEED_SIZE 24

struct text_field {
	const char *key;
	const char *text;
};

struct number_field {
	const char *key;
	double number;
};

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

static void
put_texts(struct json_writer *json, const struct text_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_key(json, fields[i].key);
		json_put_text(json, fields[i].text);
	}
}

static void
put_numbers(
    struct json_writer *json, const struct number_field *fields, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		json_key(json, fields[i].key);
		json_put_number(json, fields[i].number);
	}
}

static void
put_samples(struct json_writer *json, const struct report_samples *sides)
{
	json_key(json, "samples");
	json_object_begin(json);
	for (int side = 0; side < SIDE_COUNT; side++) {
		json_key(json, side_name((enum side)side));
		json_array_begin_flat(json);
		for (size_t i = 0; i < sides[side].count; i++)
			json_put_number(json, sides[side].values[i]);
		json_array_end(json);
	}
	json_object_end(json);
}

/* Of what is 0 where there is none. */
static double
known(double number)
{
	return number > 0 ? number : NAN;
}

static void
put_acknowledged(
    struct json_writer *json, const struct report_acknowledged *acknowledged)
{
	const struct text_field texts[] = {
	    {"reason", acknowledged->reason},
	    {"author", acknowledged->author},
	    {"expires", acknowledged->expires},
	    {"entry", acknowledged->entry},
	};

	json_key(json, "acknowledged");
	if (!acknowledged->entry) {
		json_put_null(json);
		return;
	}
	json_object_begin(json);
	put_texts(json, texts, COUNT(texts));
	json_object_end(json);
}

/* The verdict of a series that is not judged says nothing: null. */
static void
put_series(struct json_writer *json, const struct report_series *series)
{
	const struct text_field texts[] = {
	    {"benchmark", series->name.benchmark},
	    {"metric", series->name.metric},
	    {"unit", series->name.unit},
	    {"direction", direction_name(series->name.direction)},
	    {"verdict", series->judged ? verdict_name(series->verdict) : NULL},
	    {"printed_by", series->printed_by},
	    {"note", series->note},
	};
	const struct number_field numbers[] = {
	    {"ratio", series->ratio},
	    {"ratio_low", series->ratio_low},
	    {"ratio_high", series->ratio_high},
	    {"confidence", series->confidence},
	    {"tolerance", series->tolerance},
	    {"min_effect", known(series->min_effect)},
	    {"limit", known(series->limit)},
	    {"beyond_value", known(series->beyond_value)},
	    {"band_low", known(series->band_low)},
	    {"band_high", known(series->band_high)},
	    {"floor", series->floor},
	    {"effect", series->effect},
	    {"mde", series->mde},
	    {"rounds_needed", known((double)series->rounds_needed)},
	    {"q_value", series->q_value},
	    {"rounds", (double)series->rounds},
	    {"base_value", series->base_value},
	    {"head_value", series->head_value},
	    {"base_spread", series->base_spread},
	    {"head_spread", series->head_spread},
	    {"control_ratio", series->control_ratio},
	};

	json_object_begin(json);
	put_texts(json, texts, COUNT(texts));
	put_acknowledged(json, &series->acknowledged);
	put_numbers(json, numbers, COUNT(numbers));
	json_member_bool(json, "unsettled", series->unsettled);
	json_member_bool(json, "too_near", series->too_near);
	json_member_bool(json, "reachable", series->reachable);
	put_samples(json, series->samples);
	json_object_end(json);
}

static void
put_rows(struct json_writer *json, const char *key,
    const struct report_series *const *rows, size_t n)
{
	json_key(json, key);
	json_array_begin(json);
	for (size_t i = 0; i < n; i++)
		put_series(json, rows[i]);
	json_array_end(json);
}

static void
put_commit(struct json_writer *json, const char *key,
    const struct report_commit *commit)
{
	const struct text_field texts[] = {
	    {"oid", commit->oid},
	    {"subject", commit->subject},
	};

	json_key(json, key);
	json_object_begin(json);
	put_texts(json, texts, COUNT(texts));
	json_key(json, "time_s");
	json_put_number(json, known((double)commit->time_s));
	json_object_end(json);
}

/* Readers refuse an object that has a key twice: the first fact counts. */
static bool
is_repeated(const struct report_fact *facts, size_t index)
{
	for (size_t i = 0; i < index; i++) {
		if (strcmp(facts[i].name, facts[index].name) == 0)
			return true;
	}
	return false;
}

static void
put_machine(struct json_writer *json, const struct report *report)
{
	json_key(json, "machine");
	json_object_begin(json);
	json_member_text(json, "key", report->machine_key);
	json_key(json, "provenance");
	json_object_begin(json);
	for (size_t i = 0; i < report->provenance_count; i++) {
		const struct report_fact *fact = &report->provenance[i];

		if (is_repeated(report->provenance, i))
			continue;
		json_key(json, fact->name);
		json_put_text(json, fact->value);
	}
	json_object_end(json);
	json_object_end(json);
}

static void
put_unjudged(struct json_writer *json, const struct report *report)
{
	json_key(json, "not_judged");
	json_array_begin(json);
	for (size_t i = 0; i < report->unjudged_count; i++) {
		const struct report_unjudged *row = &report->unjudged[i];
		const struct text_field texts[] = {
		    {"benchmark", row->benchmark},
		    {"metric", row->metric},
		    {"verdict", verdict_name(row->verdict)},
		    {"reason", row->reason},
		};

		json_object_begin(json);
		put_texts(json, texts, COUNT(texts));
		json_object_end(json);
	}
	json_array_end(json);
}

static void
put_warnings(struct json_writer *json, const struct report *report)
{
	json_key(json, "warnings");
	json_array_begin(json);
	for (size_t i = 0; i < report->warning_count; i++)
		json_put_text(json, report->warnings[i]);
	json_array_end(json);
}

static void
put_budget(struct json_writer *json, const struct report *report)
{
	json_key(json, "budget");
	json_object_begin(json);
	json_member_int(json, "given_ns", report->budget_ns);
	json_member_int(json, "spent_ns", report->measuring_ns);
	json_key(json, "benchmarks");
	json_array_begin(json);
	for (size_t i = 0; i < report->part_count; i++) {
		const struct report_part *part = &report->parts[i];

		json_object_begin(json);
		json_member_text(json, "benchmark", part->benchmark);
		json_member_int(json, "blocks", (int64_t)part->blocks);
		json_member_int(
		    json, "filtered_blocks", (int64_t)part->filtered);
		json_member_int(json, "spent_ns", part->spent_ns);
		json_object_end(json);
	}
	json_array_end(json);
	json_object_end(json);
}

/* The seed has 64 bits, a JSON number is a double to most readers: a text. */
static void
put_effort(struct json_writer *json, const struct report *report)
{
	char seed[SEED_SIZE];

	snprintf(seed, sizeof seed, "%" PRIu64, report->seed);
	json_member_text(json, "seed", seed);
	json_member_int(json, "rounds", (int64_t)report->rounds);
	json_member_int(json, "processes", (int64_t)report->processes);
	json_member_int(json, "builds_ns", report->builds_ns);
	json_member_int(json, "measuring_ns", report->measuring_ns);
	json_member_int(json, "counting_ns", report->counting_ns);
	json_member_int(json, "children_ns", report->children_ns);
	put_budget(json, report);
}

static void
put_heading(struct json_writer *json, const struct report *report)
{
	const struct text_field texts[] = {
	    {"schema", "tidemark.result/1"},
	    {"command", report->command},
	    {"version", report->version},
	    {"verdict", verdict_name(report_overall(report))},
	    {"own_verdict", verdict_name(report->verdict)},
	    {"reason", report->reason},
	};

	put_texts(json, texts, COUNT(texts));
	json_member_bool(json, "weak", report->weak);
	put_commit(json, "base", &report->base);
	put_commit(json, "head", &report->head);
	json_member_text(json, "base_from", report->base_from);
	put_machine(json, report);
	json_member_number(json, "noise_floor", report->noise_floor);
	json_member_number(json, "fdr", known(report->fdr));
	json_member_text(json, "config_from", report->config_from);
	put_effort(json, report);
}

static enum err put_report(
    struct json_writer *json, const struct report *report);

static enum err
put_others(struct json_writer *json, const struct report *report)
{
	enum err err = ERR_OK;

	json_key(json, "others");
	json_array_begin(json);
	for (size_t i = 0; !err && i < report->other_count; i++)
		err = put_report(json, report->others[i]);
	json_array_end(json);
	return err;
}

static enum err
put_report(struct json_writer *json, const struct report *report)
{
	struct ranking ranking;
	enum err err = ranking_init(&ranking, report);

	if (err)
		return err;
	json_object_begin(json);
	put_heading(json, report);
	put_rows(json, "series", ranking.rows, ranking.judged);
	put_rows(json, "shown", ranking.rows + ranking.judged,
	    ranking.count - ranking.judged);
	put_unjudged(json, report);
	put_warnings(json, report);
	err = put_others(json, report);
	json_object_end(json);
	ranking_release(&ranking);
	return err;
}

enum err
render_json(const struct report *report, const struct render_options *options,
    FILE *file)
{
	struct json_writer json;
	enum err err;

	(void)options; /* a file for programs always holds everything */
	json_writer_init(&json, file);
	err = put_report(&json, report);
	return err ? err : json_writer_end(&json);
}
