#include "reports/result_draft.h"

#include <string.h>

#include "core/base/number.h"
#include "reports/result_file.h"

#define SCHEMA "tidemark.result/1"

#define COUNT(rows) (sizeof(rows) / sizeof(rows)[0])

/* ---- the arrays of a report; one that is absent is empty ---- */

static enum err
check_array(
    struct result_draft *draft, const struct json *json, const char *key)
{
	result_place(draft->reader, "%s", "");
	if (json && !json_is_array(json))
		return result_expected(draft->reader, key, "an array");
	return ERR_OK;
}

static enum err
take_rows(struct result_draft *draft, const struct json *json, const char *key,
    bool judged)
{
	enum err err = check_array(draft, json, key);

	for (size_t i = 0; !err && i < json_count(json); i++)
		err = result_draft_series(
		    draft, json_at(json, i), key, i, judged);
	return err;
}

static enum err
take_series(struct result_draft *draft, const struct json *json)
{
	return take_rows(draft, json, "series", true);
}

static enum err
take_shown(struct result_draft *draft, const struct json *json)
{
	return take_rows(draft, json, "shown", false);
}

static enum err
take_unjudged(struct result_draft *draft, const struct json *json)
{
#define FIELD(field) offsetof(struct report_unjudged, field)
	static const struct member members[] = {
	    {"benchmark", MEMBER_TEXT, FIELD(benchmark), RESULT_BENCHMARK_MAX},
	    {"metric", MEMBER_TEXT_OR_NULL, FIELD(metric), RESULT_METRIC_MAX},
	    {"verdict", MEMBER_VERDICT, FIELD(verdict), 0},
	    {"reason", MEMBER_TEXT, FIELD(reason), RESULT_TEXT_MAX},
	};
#undef FIELD
	size_t count = json_count(json);
	struct report_unjudged *rows;
	enum err err = check_array(draft, json, "not_judged");

	if (err)
		return err;
	rows = result_alloc(draft->reader, count, sizeof *rows);
	if (!rows)
		return ERR_NOMEM;
	for (size_t i = 0; !err && i < count; i++) {
		result_place(draft->reader, "not_judged[%zu]: ", i);
		err = result_members(draft->reader, json_at(json, i), members,
		    COUNT(members), &rows[i]);
	}
	draft->report->unjudged = rows;
	draft->report->unjudged_count = count;
	return err;
}

static enum err
take_warnings(struct result_draft *draft, const struct json *json)
{
	static const struct member member = {
	    "", MEMBER_TEXT, 0, RESULT_TEXT_MAX};
	size_t count = json_count(json);
	const char **texts;
	enum err err = check_array(draft, json, "warnings");

	if (err)
		return err;
	texts = result_alloc(draft->reader, count, sizeof *texts);
	if (!texts)
		return ERR_NOMEM;
	for (size_t i = 0; !err && i < count; i++) {
		result_place(draft->reader, "warnings[%zu]: ", i);
		err = result_member(
		    draft->reader, &member, json_at(json, i), &texts[i]);
	}
	draft->report->warnings = texts;
	draft->report->warning_count = count;
	return err;
}

/* ---- what stands above them ---- */

static enum err
take_schema(struct result_draft *draft, const struct json *json)
{
	const char *text = json_text(json);

	if (!text || strcmp(text, SCHEMA) != 0)
		return result_expected(
		    draft->reader, "schema", "\"" SCHEMA "\"");
	return ERR_OK;
}

static enum err
take_overall(struct result_draft *draft, const struct json *json)
{
	static const struct member member = {"verdict", MEMBER_VERDICT, 0, 0};

	return result_member(draft->reader, &member, json, &draft->overall);
}

static enum err
take_commit(struct result_draft *draft, const struct json *json,
    const char *side, struct report_commit *out)
{
#define FIELD(field) offsetof(struct report_commit, field)
	static const struct member members[] = {
	    {"oid", MEMBER_OID, FIELD(oid), 0},
	    {"subject", MEMBER_TEXT_OR_NULL, FIELD(subject), RESULT_TEXT_MAX},
	    {"time_s", MEMBER_TIME_KNOWN, FIELD(time_s), 0},
	};
#undef FIELD

	result_place(draft->reader, "%s", side);
	return result_members(
	    draft->reader, json, members, COUNT(members), out);
}

static enum err
take_base(struct result_draft *draft, const struct json *json)
{
	return take_commit(draft, json, "base: ", &draft->report->base);
}

static enum err
take_head(struct result_draft *draft, const struct json *json)
{
	return take_commit(draft, json, "head: ", &draft->report->head);
}

static enum err
take_fact(struct result_draft *draft, const char *key, const struct json *value)
{
	const struct member member = {
	    key, MEMBER_TEXT_OR_NULL, 0, RESULT_TEXT_MAX};
	struct report *report = draft->report;
	struct report_fact *fact = result_grow(draft->reader, draft->facts,
	    report->provenance_count, sizeof *draft->facts);
	enum err err;

	if (!fact)
		return ERR_NOMEM;
	draft->facts = fact;
	report->provenance = fact;
	fact += report->provenance_count++;
	err = result_copy(draft->reader, key, &fact->name);
	return err ? err
		   : result_member(draft->reader, &member, value, &fact->value);
}

static void
each_fact(void *ctx, const char *key, const struct json *value)
{
	struct result_draft *draft = ctx;

	if (!draft->err)
		draft->err = take_fact(draft, key, value);
}

static enum err
take_machine(struct result_draft *draft, const struct json *json)
{
	static const struct member key[] = {{"key", MEMBER_TEXT_OR_NULL,
	    offsetof(struct report, machine_key), RESULT_TEXT_MAX}};
	const struct json *facts = json_get(json, "provenance");
	enum err err;

	result_place(draft->reader, "machine: ");
	err = result_members(draft->reader, json, key, 1, draft->report);
	if (err)
		return err;
	if (!json_is_object(facts))
		return result_expected(
		    draft->reader, "provenance", "an object");
	result_place(draft->reader, "machine: provenance: ");
	json_each(facts, each_fact, draft);
	return draft->err;
}

static enum err
take_seed(struct result_draft *draft, const struct json *json)
{
	const char *text = json_text(json);

	if (!text ||
	    number_parse_whole(text, 0, UINT64_MAX, &draft->report->seed))
		return result_expected(
		    draft->reader, "seed", "a text of decimal digits");
	return ERR_OK;
}

static enum err
take_parts(struct result_draft *draft, const struct json *json)
{
#define FIELD(field) offsetof(struct report_part, field)
	static const struct member members[] = {
	    {"benchmark", MEMBER_TEXT, FIELD(benchmark), RESULT_BENCHMARK_MAX},
	    {"blocks", MEMBER_COUNT, FIELD(blocks), 0},
	    {"filtered_blocks", MEMBER_COUNT, FIELD(filtered), 0},
	    {"spent_ns", MEMBER_TIME, FIELD(spent_ns), 0},
	};
#undef FIELD
	size_t count = json_count(json);
	struct report_part *parts;
	enum err err = check_array(draft, json, "budget: benchmarks");

	if (err)
		return err;
	parts = result_alloc(draft->reader, count, sizeof *parts);
	if (!parts)
		return ERR_NOMEM;
	for (size_t i = 0; !err && i < count; i++) {
		result_place(draft->reader, "budget: benchmarks[%zu]: ", i);
		err = result_members(draft->reader, json_at(json, i), members,
		    COUNT(members), &parts[i]);
	}
	draft->report->parts = parts;
	draft->report->part_count = count;
	return err;
}

/* What was spent is the time of measuring, which has a member of its own. */
static enum err
take_budget(struct result_draft *draft, const struct json *json)
{
	static const struct member given[] = {
	    {"given_ns", MEMBER_TIME, offsetof(struct report, budget_ns), 0}};
	enum err err;

	result_place(draft->reader, "budget: ");
	err = result_members(draft->reader, json, given, 1, draft->report);
	return err ? err : take_parts(draft, json_get(json, "benchmarks"));
}

static void
each_member(void *ctx, const char *key, const struct json *value)
{
	struct result_draft *draft = ctx;

	if (!draft->err)
		draft->err = result_draft_member(draft, key, value);
}

static enum err
take_other(struct result_draft *draft, const struct json *json, size_t index)
{
	struct report *report = draft->report;
	struct result_draft other = {.reader = draft->reader, .inner = true};
	const struct report **others = result_grow(draft->reader, draft->others,
	    report->other_count, sizeof *draft->others);
	enum err err;

	other.report = result_alloc(draft->reader, 1, sizeof *other.report);
	if (!others || !other.report)
		return ERR_NOMEM;
	draft->others = others;
	report->others = others;
	others[report->other_count++] = other.report;
	result_prefix(draft->reader, index);
	if (!json_is_object(json))
		return result_expected(draft->reader, "", "an object");
	json_each(json, each_member, &other);
	err = other.err ? other.err : result_draft_end(&other);
	if (!err)
		draft->others_worst =
		    verdict_worse(draft->others_worst, other.report->verdict);
	return err;
}

static enum err
take_others(struct result_draft *draft, const struct json *json)
{
	size_t count = json_count(json);
	enum err err = check_array(draft, json, "others");

	if (count > 0 && draft->inner)
		return result_expected(
		    draft->reader, "others", "an empty array");
	if (count > RESULT_OTHERS_MAX)
		return result_too_many(
		    draft->reader, "others", RESULT_OTHERS_MAX);
	draft->others_worst = VERDICT_IDENTICAL;
	for (size_t i = 0; !err && i < count; i++)
		err = take_other(draft, json_at(json, i), i);
	result_prefix(draft->reader, SIZE_MAX);
	return err;
}

/* ---- all members ---- */

#define FIELD(field) offsetof(struct report, field)

static const struct member plain[] = {
    {"command", MEMBER_TEXT_OR_NULL, FIELD(command), RESULT_TEXT_MAX},
    {"version", MEMBER_TEXT_OR_NULL, FIELD(version), RESULT_TEXT_MAX},
    {"own_verdict", MEMBER_VERDICT, FIELD(verdict), 0},
    {"reason", MEMBER_TEXT_OR_NULL, FIELD(reason), RESULT_TEXT_MAX},
    {"weak", MEMBER_FLAG, FIELD(weak), 0},
    {"base_from", MEMBER_TEXT_OR_NULL, FIELD(base_from), RESULT_TEXT_MAX},
    {"noise_floor", MEMBER_SIZE, FIELD(noise_floor), 0},
    {"fdr", MEMBER_KNOWN, FIELD(fdr), 0},
    {"config_from", MEMBER_TEXT_OR_NULL, FIELD(config_from), RESULT_TEXT_MAX},
    {"rounds", MEMBER_COUNT, FIELD(rounds), 0},
    {"processes", MEMBER_COUNT, FIELD(processes), 0},
    {"builds_ns", MEMBER_TIME, FIELD(builds_ns), 0},
    {"measuring_ns", MEMBER_TIME, FIELD(measuring_ns), 0},
    {"counting_ns", MEMBER_TIME, FIELD(counting_ns), 0},
    {"children_ns", MEMBER_TIME, FIELD(children_ns), 0},
};

#undef FIELD

/* Each takes NULL for a member that did not come. */
static const struct special {
	const char *key;
	enum err (*take)(struct result_draft *draft, const struct json *json);
} special[] = {
    {"schema", take_schema},
    {"verdict", take_overall},
    {"base", take_base},
    {"head", take_head},
    {"machine", take_machine},
    {"seed", take_seed},
    {"budget", take_budget},
    {"series", take_series},
    {"shown", take_shown},
    {"not_judged", take_unjudged},
    {"warnings", take_warnings},
    {"others", take_others},
};

#define MEMBERS (COUNT(plain) + COUNT(special))

static const char *
key_of(size_t index)
{
	return index < COUNT(plain) ? plain[index].key
				    : special[index - COUNT(plain)].key;
}

static enum err
take(struct result_draft *draft, size_t index, const struct json *json)
{
	draft->seen |= UINT64_C(1) << index;
	result_place(draft->reader, "%s", "");
	if (index < COUNT(plain))
		return result_member(
		    draft->reader, &plain[index], json, draft->report);
	return special[index - COUNT(plain)].take(draft, json);
}

enum err
result_draft_member(
    struct result_draft *draft, const char *key, const struct json *json)
{
	for (size_t i = 0; i < MEMBERS; i++) {
		if (strcmp(key, key_of(i)) != 0)
			continue;
		result_place(draft->reader, "%s", "");
		if (draft->seen >> i & 1)
			return err_fail(ERR_PARSE, "%s: %s: comes twice",
			    draft->reader->path, key);
		return take(draft, i, json);
	}
	return ERR_OK;
}

enum err
result_draft_end(struct result_draft *draft)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < MEMBERS; i++) {
		if (!(draft->seen >> i & 1))
			err = take(draft, i, NULL);
	}
	if (err)
		return err;
	result_place(draft->reader, "%s", "");
	if (draft->overall !=
	    verdict_worse(draft->report->verdict, draft->others_worst))
		return result_expected(draft->reader, "verdict",
		    "the worst of own_verdict and those of others");
	return ERR_OK;
}
