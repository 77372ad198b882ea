#include "runner/rejudge.h"

#include <stdlib.h>
#include <string.h>

#include "runner/config_terms.h"
#include "runner/judge_accept.h"
#include "runner/rejudge_parts.h"

/* ---- how it is judged ---- */

static struct terms
terms_of(void *ctx, const struct series_name *name)
{
	const struct rejudgement *r = ctx;

	return config_terms(r->plan.config, r->rules->tolerance, name);
}

/* What earlier controls showed is in a store that is not here; it moves no
 * tolerance. */
static struct detector_limits
limits_of(void *ctx, size_t benchmark, const struct series_name *name)
{
	(void)ctx, (void)benchmark, (void)name;
	return detector_default;
}

static bool
has_control(const struct report *claimed)
{
	for (size_t i = 0; i < claimed->series_count; i++)
		if (claimed->series[i].samples[SIDE_CONTROL].count)
			return true;
	return false;
}

static void
fill_plan(struct rejudgement *r)
{
	const struct report *claimed = r->claimed;

	r->plan = (struct measure_plan){
	    .config = r->rules->source->config,
	    .benchmarks = r->benchmarks,
	    .terms = terms_of,
	    .claims = &detector_default,
	    .limits = limits_of,
	    .seed = claimed->seed,
	    .budget_ns = claimed->budget_ns,
	    .ctx = r,
	};
	/* Where only some series have one, the others are not guarded. */
	if (has_control(claimed))
		r->plan.trees[SIDE_CONTROL] = "";
	r->outcome = (struct measure_outcome){
	    .rounds = claimed->rounds,
	    .processes = claimed->processes,
	    .elapsed_ns = claimed->measuring_ns,
	    .counting_ns = claimed->counting_ns,
	    .children_ns = claimed->children_ns,
	};
}

static void
fill_head(struct rejudgement *r)
{
	const struct report *claimed = r->claimed;
	struct report *report = &r->judgement.report;

	report->command = claimed->command;
	report->version = claimed->version;
	report->base = claimed->base;
	report->head = claimed->head;
	report->base_from = claimed->base_from;
	report->config_from = r->rules->source->from;
	report->machine_key = claimed->machine_key;
	report->provenance = claimed->provenance;
	report->provenance_count = claimed->provenance_count;
	report->builds_ns = claimed->builds_ns;
}

/* ---- what was not measured ---- */

static bool
is_row_of(const struct report_unjudged *row, const char *benchmark,
    const char *metric)
{
	bool same = !row->metric == !metric &&
		    (!metric || strcmp(row->metric, metric) == 0);

	return same && strcmp(row->benchmark, benchmark) == 0;
}

/* A benchmark that failed, or was left out as a whole, has no samples that
 * could be missed. */
static void
note_failures(struct rejudgement *r)
{
	for (size_t i = 0; i < r->plan.config->benchmark_count; i++) {
		struct measure_benchmark *benchmark = &r->benchmarks[i];
		const char *name = r->plan.config->benchmarks[i].name;

		benchmark->config = &r->plan.config->benchmarks[i];
		for (size_t k = 0; k < r->claimed->unjudged_count; k++)
			if (is_row_of(&r->claimed->unjudged[k], name, NULL))
				benchmark->skip = true;
	}
}

/* judge() calls a metric undelivered of which there is no track. Where the file
 * has a row on such a series that is the reason. */
static bool
is_told_otherwise(
    const struct rejudgement *r, const struct report_unjudged *row)
{
	for (size_t i = 0; row->metric && i < r->claimed->unjudged_count; i++) {
		const struct report_unjudged *claimed =
		    &r->claimed->unjudged[i];

		if (claimed->metric &&
		    strcmp(claimed->metric, row->metric) == 0)
			return true;
	}
	return false;
}

static void
drop_undelivered(struct rejudgement *r)
{
	struct judgement *judgement = &r->judgement;
	size_t kept = 0;

	for (size_t i = 0; i < judgement->unjudged_count; i++) {
		const struct report_unjudged *row = &judgement->unjudged[i];

		if (row->verdict != VERDICT_MISSING ||
		    !is_told_otherwise(r, row))
			judgement->unjudged[kept++] = *row;
	}
	judgement->unjudged_count = kept;
}

static enum err
add_claimed(struct rejudgement *r, const struct report_unjudged *row)
{
	switch (row->verdict) {
	case VERDICT_ERROR:
	case VERDICT_MISSING:
	case VERDICT_INCONCLUSIVE:
	case VERDICT_NEW:
		return judgement_add_unjudged(&r->judgement, row->benchmark,
		    row->metric, row->verdict, row->reason);
	default:
		return judgement_add_unjudged(&r->judgement, row->benchmark,
		    row->metric, VERDICT_INCONCLUSIVE,
		    "has no samples in the file: cannot be judged anew");
	}
}

static enum err
add_all_claimed(struct rejudgement *r)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < r->claimed->unjudged_count; i++)
		err = add_claimed(r, &r->claimed->unjudged[i]);
	return err;
}

/* ---- what was measured in another way ---- */

static enum err
add_unpaired(struct rejudgement *r, const struct report_series *series)
{
	const struct config *config = r->plan.config;

	if (rejudge_owner(config, series) == config->benchmark_count)
		return judgement_add_unjudged(&r->judgement,
		    series->name.benchmark, series->name.metric,
		    VERDICT_INCONCLUSIVE,
		    "no benchmark of the config prints it");
	return judgement_add_unjudged(&r->judgement, series->name.benchmark,
	    series->name.metric, VERDICT_INCONCLUSIVE,
	    "was not judged by pairs of samples, or has none in the file: "
	    "cannot be judged anew");
}

static enum err
add_all_unpaired(struct rejudgement *r)
{
	const struct config *config = r->plan.config;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < r->claimed->series_count; i++) {
		const struct report_series *series = &r->claimed->series[i];
		bool owned =
		    rejudge_owner(config, series) < config->benchmark_count;

		if (config_judges_any(config, series->name.metric)
			? !owned || !rejudge_has_pairs(r->claimed, series)
			: series->judged)
			err = add_unpaired(r, series);
	}
	return err;
}

/* ---- all of it ---- */

static enum err
copy_warnings(struct rejudgement *r)
{
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < r->claimed->warning_count; i++)
		err = judgement_warn(
		    &r->judgement, "%s", r->claimed->warnings[i]);
	return err;
}

static enum err
judge_samples(struct rejudgement *r)
{
	enum err err;

	note_failures(r);
	err = rejudge_replay(r);
	if (!err)
		err = judge(&r->judgement, &r->plan, &r->outcome);
	if (err)
		return err;
	drop_undelivered(r);
	err = add_all_claimed(r);
	if (!err)
		err = add_all_unpaired(r);
	if (!err && r->rules->accept)
		err = judge_accept(&r->judgement, r->rules->accept);
	return err ? err : copy_warnings(r);
}

/* The parts of the budget say what was spent, and decide nothing. */
static bool
is_identical(const struct rejudgement *r)
{
	return r->rules->identical && r->claimed->base.oid &&
	       !r->claimed->series_count && !r->claimed->unjudged_count &&
	       r->claimed->verdict == VERDICT_IDENTICAL &&
	       strcmp(r->rules->identical, r->claimed->base.oid) == 0;
}

static void
finish(struct rejudgement *r)
{
	struct report *report = &r->judgement.report;
	bool identical = is_identical(r);

	/* What is owed is what would have been measured. */
	if (identical)
		r->judgement.unjudged_count = 0;
	judgement_finish(&r->judgement, identical);
	report->parts = r->claimed->parts;
	report->part_count = r->claimed->part_count;
	if (identical)
		report->reason = "the inputs of both builds are equal";
	else if (!report->series_count && !report->unjudged_count)
		report->reason = "nothing was measured that can be judged anew";
}

static enum err
make_one(struct rejudgement **out, const struct report *claimed,
    const struct rejudge_rules *rules)
{
	size_t count = rules->source->config->benchmark_count;
	struct rejudgement *r = calloc(1, sizeof *r);
	enum err err = ERR_OK;

	if (!r)
		return err_fail(ERR_NOMEM, "out of memory");
	*out = r;
	r->claimed = claimed;
	r->rules = rules;
	judgement_init(&r->judgement);
	r->benchmarks = calloc(count + 1, sizeof *r->benchmarks);
	if (!r->benchmarks)
		return err_fail(ERR_NOMEM, "out of memory");
	fill_plan(r);
	fill_head(r);
	err = judge_samples(r);
	if (!err)
		finish(r);
	return err;
}

static enum err
make_others(struct rejudgement *r)
{
	size_t count = r->claimed->other_count;
	enum err err = ERR_OK;

	r->others = calloc(count + 1, sizeof *r->others);
	r->other_reports = calloc(count + 1, sizeof *r->other_reports);
	if (!r->others || !r->other_reports)
		return err_fail(ERR_NOMEM, "out of memory");
	while (!err && r->other_count < count) {
		size_t i = r->other_count;

		err = make_one(&r->others[i], r->claimed->others[i], r->rules);
		if (r->others[i])
			r->other_reports[r->other_count++] =
			    &r->others[i]->judgement.report;
	}
	r->judgement.report.others = r->other_reports;
	r->judgement.report.other_count = r->other_count;
	return err;
}

enum err
rejudge(struct rejudgement **out, const struct report *claimed,
    const struct rejudge_rules *rules)
{
	struct rejudgement *r = NULL;
	enum err err = make_one(&r, claimed, rules);

	if (!err)
		err = make_others(r);
	if (err) {
		rejudgement_free(r);
		return err;
	}
	*out = r;
	return ERR_OK;
}

const struct report *
rejudgement_report(const struct rejudgement *rejudgement)
{
	return &rejudgement->judgement.report;
}

void
rejudgement_free(struct rejudgement *r)
{
	size_t count;

	if (!r)
		return;
	for (size_t i = 0; i < r->other_count; i++)
		rejudgement_free(r->others[i]);
	free(r->others);
	free(r->other_reports);
	count = r->benchmarks ? r->plan.config->benchmark_count : 0;
	for (size_t i = 0; i < count; i++)
		measure_benchmark_release(&r->benchmarks[i]);
	free(r->benchmarks);
	tracks_free(r->outcome.tracks);
	judgement_release(&r->judgement);
	free(r);
}
