#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/bisecting_parts.h"
#include "runner/repo/history.h"

/* Files that are named of a culprit. */
#define FILES_MAX 50

/* ---- commits ---- */

static enum err
make_commits(struct bisecting *b, const struct bisected_range *of,
    struct bisect_range *out)
{
	struct bisect_commit *commits =
	    bisecting_alloc(b, of->count, sizeof *commits);

	if (!commits)
		return ERR_NOMEM;
	for (size_t i = 0; i < of->count; i++)
		commits[i] = (struct bisect_commit){
		    .oid = of->commits[i].oid.hex,
		    .subject = of->commits[i].subject,
		    .author = of->commits[i].author,
		    .time_s = of->commits[i].time_s,
		    .broken = of->broken[i],
		    .innocent = i > 0 && !(of->weights[i] > 0),
		};
	out->commits = commits;
	out->count = of->count;
	return ERR_OK;
}

/* ---- what was measured ---- */

static int
compare_levels(const void *a, const void *b)
{
	const struct bisect_level *x = a;
	const struct bisect_level *y = b;

	return (x->place > y->place) - (x->place < y->place);
}

static struct bisect_level *
find_level(struct bisect_level *levels, size_t count, size_t place)
{
	for (size_t i = 0; i < count; i++)
		if (levels[i].place == place)
			return &levels[i];
	return NULL;
}

static bool
is_of(const struct bisect_finding *finding, size_t place)
{
	return place >= finding->good && place <= finding->bad;
}

/* Counts its places first, so that each gets an array of the right size. */
static enum err
add_value(struct bisecting *b, struct bisect_level *levels, size_t *count,
    size_t place, double value, bool stored)
{
	struct bisect_level *level = find_level(levels, *count, place);
	double *values;

	if (!level) {
		level = &levels[(*count)++];
		level->place = place;
	}
	values = (double *)level->values;
	if ((level->count & (level->count - 1)) == 0) {
		size_t larger = level->count ? 2 * level->count : 1;

		values = bisecting_alloc(b, larger, sizeof *values);
		if (!values)
			return ERR_NOMEM;
		if (level->count)
			memcpy(values, level->values,
			    level->count * sizeof *values);
		level->values = values;
	}
	values[level->count++] = value;
	level->stored += stored;
	return ERR_OK;
}

static enum err
add_values(struct bisecting *b, const struct bisected_range *of,
    const struct bisect_finding *finding, struct bisect_level *levels,
    size_t *count)
{
	const struct bisect_value *values;
	size_t n = bisect_values(of->plan, &values);
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < n; i++) {
		const struct bisect_value *value = &values[i];

		if (value->series != finding->series)
			continue;
		if (is_of(finding, value->place))
			err = add_value(b, levels, count, value->place,
			    value->value, value->stored);
		if (!err && !isnan(value->low_value) &&
		    is_of(finding, value->low))
			err = add_value(b, levels, count, value->low,
			    value->low_value, false);
	}
	return err;
}

static enum err
make_levels(struct bisecting *b, const struct bisected_range *of,
    const struct bisect_finding *finding, struct bisect_answer *out)
{
	struct bisect_level *levels =
	    bisecting_alloc(b, of->count, sizeof *levels);
	size_t count = 0;
	enum err err = levels ? ERR_OK : ERR_NOMEM;

	if (!err)
		err = add_values(b, of, finding, levels, &count);
	for (size_t i = 0; !err && i < count; i++) {
		size_t n = levels[i].count;
		double *copy = bisecting_alloc(b, n, sizeof *copy);

		if (!copy)
			return ERR_NOMEM;
		memcpy(copy, levels[i].values, n * sizeof *copy);
		levels[i].value = median_in_place(copy, n);
	}
	if (err)
		return err;
	qsort(levels, count, sizeof *levels, compare_levels);
	out->levels = levels;
	out->level_count = count;
	return ERR_OK;
}

/* ---- answers ---- */

/* What is searched for is above 0, and a ratio above 1 is worse. */
static double
ratio_of(const struct bisecting *b, double log)
{
	return exp(b->options.improvement ? -log : log);
}

static void
set_ratios(const struct bisecting *b, const struct bisect_finding *finding,
    struct bisect_answer *out)
{
	bool turned = b->options.improvement;

	out->ends_ratio = ratio_of(b, finding->ends_log);
	out->ends_low =
	    ratio_of(b, turned ? finding->ends_high : finding->ends_low);
	out->ends_high =
	    ratio_of(b, turned ? finding->ends_low : finding->ends_high);
	out->ratio = ratio_of(b, finding->step_log);
	out->ratio_low =
	    ratio_of(b, turned ? finding->step_high : finding->step_low);
	out->ratio_high =
	    ratio_of(b, turned ? finding->step_low : finding->step_high);
}

static enum err
make_searched(struct bisecting *b, const struct bisected_range *of, size_t i,
    const struct bisect_finding *finding, struct bisect_answer *out)
{
	double *probabilities =
	    bisecting_alloc(b, of->count, sizeof *probabilities);
	double *before = bisecting_alloc(b, finding->rounds, sizeof *before);
	double *after = bisecting_alloc(b, finding->rounds, sizeof *after);

	if (!probabilities || !before || !after)
		return ERR_NOMEM;
	if (finding->searched) {
		bisect_probabilities(of->plan, i, probabilities);
		out->probabilities = probabilities;
	}
	out->rounds =
	    bisect_rounds(of->plan, i, before, after, finding->rounds);
	if (out->rounds) {
		out->before = before;
		out->after = after;
	}
	return make_levels(b, of, finding, out);
}

static enum err
make_answer(struct bisecting *b, const struct bisected_range *of, size_t i,
    struct bisect_answer *out)
{
	struct bisect_finding finding;
	const struct bisected *series;

	bisect_finding(of->plan, i, &finding);
	series = &of->series[finding.series];
	*out = (struct bisect_answer){
	    .name = {series->benchmark, series->metric, series->unit,
		series->direction},
	    .status = finding.phase == BISECT_ANSWERED ? finding.status
						       : BISECT_UNRESOLVED,
	    .reason = finding.reason,
	    .good = finding.good,
	    .bad = finding.bad,
	    .ends_rounds = finding.ends_rounds,
	    .first = finding.first,
	    .last = finding.last,
	    .probability = finding.probability,
	    .reverted = finding.reverted,
	    .by_instructions = finding.by_count,
	};
	set_ratios(b, &finding, out);
	return make_searched(b, of, i, &finding, out);
}

/* Found first, what did not change last. */
static int
order_of(enum bisect_status status)
{
	static const int order[BISECT_STATUS_COUNT] = {
	    [BISECT_FOUND] = 0,
	    [BISECT_UNRESOLVED] = 1,
	    [BISECT_DRIFT] = 1,
	    [BISECT_TOO_NOISY] = 2,
	    [BISECT_REVERSED] = 3,
	    [BISECT_NO_CHANGE] = 4,
	};

	return order[status];
}

static int
compare_answers(const void *a, const void *b)
{
	const struct bisect_answer *x = a;
	const struct bisect_answer *y = b;
	double step_x = isnan(x->ratio) ? 1 : fabs(log(x->ratio));
	double step_y = isnan(y->ratio) ? 1 : fabs(log(y->ratio));

	if (order_of(x->status) != order_of(y->status))
		return order_of(x->status) - order_of(y->status);
	return (step_x < step_y) - (step_x > step_y);
}

static enum err
make_answers(struct bisecting *b, const struct bisected_range *of,
    struct bisect_range *out)
{
	size_t count = bisect_finding_count(of->plan);
	struct bisect_answer *answers =
	    bisecting_alloc(b, count, sizeof *answers);
	enum err err = answers ? ERR_OK : ERR_NOMEM;

	for (size_t i = 0; !err && i < count; i++)
		err = make_answer(b, of, i, &answers[i]);
	if (err)
		return err;
	qsort(answers, count, sizeof *answers, compare_answers);
	out->answers = answers;
	out->answer_count = count;
	return ERR_OK;
}

/* ---- the culprits' files ---- */

static enum err
keep_files(struct bisecting *b, const struct commit_details *details,
    struct bisect_files *out)
{
	const char **paths =
	    bisecting_alloc(b, details->path_count, sizeof *paths);

	if (!paths)
		return ERR_NOMEM;
	for (size_t i = 0; i < details->path_count; i++) {
		paths[i] = bisecting_text(b, "%s", details->paths[i]);
		if (!paths[i])
			return ERR_NOMEM;
	}
	*out = (struct bisect_files){
	    paths, details->path_count, details->path_total};
	return ERR_OK;
}

static enum err
describe(struct bisecting *b, const struct bisect_range *range,
    const struct bisect_answer *answer, struct bisect_files *out)
{
	struct bisect_commit *commit =
	    (struct bisect_commit *)&range->commits[answer->last];
	struct commit_details details = {0};
	struct oid oid;
	enum err err;

	if (answer->status != BISECT_FOUND)
		return ERR_OK;
	memcpy(oid.hex, commit->oid, OID_SIZE);
	err = repo_commit_details(b->app->repo, &oid, FILES_MAX, &details);
	if (!err) {
		commit->time_s = details.author_s;
		err = keep_files(b, &details, out);
	}
	commit_details_release(&details);
	return err;
}

static enum err
make_files(struct bisecting *b)
{
	struct bisect_report *report = &b->report;
	struct bisect_files *files;
	size_t count = 0;
	size_t n = 0;
	enum err err = ERR_OK;

	for (size_t r = 0; r < report->range_count; r++)
		count += report->ranges[r].answer_count;
	files = bisecting_alloc(b, count, sizeof *files);
	if (!files)
		return ERR_NOMEM;
	for (size_t r = 0; r < report->range_count; r++) {
		const struct bisect_range *range = &report->ranges[r];

		for (size_t i = 0; !err && i < range->answer_count; i++)
			err =
			    describe(b, range, &range->answers[i], &files[n++]);
	}
	report->files = files;
	return err;
}

/* ---- the whole ---- */

static enum err
make_ranges(struct bisecting *b)
{
	struct bisect_range *ranges =
	    bisecting_alloc(b, b->range_count, sizeof *ranges);
	enum err err = ranges ? ERR_OK : ERR_NOMEM;

	for (size_t r = 0; !err && r < b->range_count; r++) {
		const struct bisected_range *of = &b->ranges[r];

		err = make_commits(b, of, &ranges[r]);
		if (!err && of->merge_place)
			ranges[r].merge =
			    &ranges[of->merge_range].commits[of->merge_place];
		if (!err)
			err = make_answers(b, of, &ranges[r]);
	}
	b->report.ranges = ranges;
	b->report.range_count = b->range_count;
	return err;
}

enum err
bisecting_make_report(struct bisecting *b)
{
	enum err err;

	b->report = (struct bisect_report){
	    .version = TIDEMARK_VERSION,
	    .machine_key = b->machine.key,
	    .config_from = b->source.from,
	    .command = b->options.command,
	    .confidence = b->options.confidence,
	    .tolerance = b->options.tolerance,
	    .improvement = b->options.improvement,
	    .runs = b->run_count,
	    .builds = b->built,
	    .reused = b->reused,
	    .elapsed_ns = b->spent_ns + clock_monotonic_ns() - b->started_ns,
	};
	err = make_ranges(b);
	if (!err)
		err = make_files(b);
	b->report.warnings = b->warnings;
	b->report.warning_count = b->warning_count;
	return err;
}
