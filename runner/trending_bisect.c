#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/bisecting.h"
#include "runner/trending_parts.h"

/* A worsening and the measured commits around it. */
struct case_of {
	size_t series;
	size_t change;
	size_t before; /* places in the branch */
	size_t at;
};

struct cases {
	struct case_of *items;
	struct series_name *names;
	size_t count;
};

static int
compare_cases(const void *a, const void *b)
{
	const struct case_of *x = a;
	const struct case_of *y = b;

	if (x->at != y->at)
		return x->at > y->at ? -1 : 1; /* the newest first */
	return (x->before > y->before) - (x->before < y->before);
}

static bool
is_wanted(const struct trending *t, const struct case_of *of)
{
	const struct trend_change *change =
	    &t->trends[of->series].changes[of->change];
	enum trend_state state = t->series[of->series].alerts[of->change].state;

	return trend_change_is_worse(change) && !change->in_drift &&
	       (state == TREND_NEW || state == TREND_OPEN) &&
	       of->at > of->before + 1;
}

static enum err
list_cases(const struct trending *t, struct cases *out)
{
	size_t most = 0;

	for (size_t i = 0; i < t->line_count; i++)
		most += t->trends[i].count;
	out->items = calloc(most + 1, sizeof *out->items);
	out->names = calloc(most + 1, sizeof *out->names);
	if (!out->items || !out->names)
		return err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0; i < t->line_count; i++)
		for (size_t k = 0; k < t->trends[i].count; k++) {
			size_t index = t->trends[i].changes[k].index;
			const struct history_point *points = t->lines[i].points;
			struct case_of one = {
			    .series = i,
			    .change = k,
			    .before = points[index - 1].commit,
			    .at = points[index].commit,
			};

			if (is_wanted(t, &one))
				out->items[out->count++] = one;
		}
	if (out->count)
		qsort(
		    out->items, out->count, sizeof *out->items, compare_cases);
	return ERR_OK;
}

/* ---- what a bisection says ---- */

static const struct trend_commit *
commit_of(const struct trending *t, const struct bisect_range *range,
    const struct bisect_answer *answer)
{
	size_t place;

	if (answer->status != BISECT_FOUND)
		return NULL;
	place = trending_place(t, range->commits[answer->last].oid);
	return place == HISTORY_NOWHERE ? NULL : &t->shown[place];
}

/* The first answer of a series is its worst one. */
static void
take_answer(struct trending *t, const struct bisect_report *report,
    const struct case_of *of, struct trend_culprit *out)
{
	const struct history_line *line = &t->lines[of->series];
	const struct bisect_range *range = &report->ranges[0];

	for (size_t i = 0; i < range->answer_count; i++) {
		const struct bisect_answer *answer = &range->answers[i];

		if (strcmp(answer->name.benchmark, line->benchmark) != 0 ||
		    strcmp(answer->name.metric, line->metric) != 0)
			continue;
		*out = (struct trend_culprit){
		    .status = answer->status,
		    .commit = commit_of(t, range, answer),
		    .probability = answer->probability,
		};
		/* The alerts are the trending's own; the series only reads. */
		t->alerts[&t->series[of->series].alerts[of->change] - t->alerts]
		    .culprit = out;
		return;
	}
}

/* ---- one range ---- */

static enum err
bisect_group(struct trending *t, const struct cases *cases, size_t first,
    size_t count, int64_t budget_ns)
{
	const struct case_of *group = &cases->items[first];
	const struct bisect_report *report = NULL;
	struct bisecting *bisecting = NULL;
	const struct bisecting_options options = {
	    .good = t->shown[group->before].oid,
	    .bad = t->shown[group->at].oid,
	    .only = cases->names,
	    .only_count = count,
	    .budget_ns = budget_ns,
	    .command = "tidemark trend --bisect",
	};
	enum err err;

	for (size_t i = 0; i < count; i++) {
		const struct history_line *line = &t->lines[group[i].series];

		cases->names[i].benchmark = line->benchmark;
		cases->names[i].metric = line->metric;
	}
	err = bisecting_run(&bisecting, t->app, &options);
	if (!err)
		report = bisecting_report(bisecting);
	for (size_t i = 0; !err && i < count; i++)
		take_answer(t, report, &group[i], &t->culprits[first + i]);
	for (size_t i = 0; !err && i < report->warning_count; i++)
		err = trending_warn(t, "%.12s..%.12s: %s", options.good,
		    options.bad, report->warnings[i]);
	bisecting_free(bisecting);
	return err;
}

/* What cannot be bisected hides nothing that was found. */
static enum err
warn(struct trending *t, const struct case_of *of, enum err err)
{
	if (err == ERR_OK || err == ERR_INTERRUPTED || err == ERR_NOMEM)
		return err;
	return trending_warn(t, "%.12s..%.12s could not be bisected: %s",
	    t->shown[of->before].oid, t->shown[of->at].oid, err_text());
}

enum err
trending_bisect(struct trending *t, int64_t budget_ns)
{
	int64_t end_ns = clock_monotonic_ns() + budget_ns;
	struct cases cases = {0};
	enum err err = list_cases(t, &cases);

	if (!err)
		t->culprits = calloc(cases.count + 1, sizeof *t->culprits);
	if (!err && !t->culprits)
		err = err_fail(ERR_NOMEM, "out of memory");
	for (size_t i = 0, n; !err && i < cases.count; i += n) {
		int64_t left_ns = end_ns - clock_monotonic_ns();

		for (n = 1; i + n < cases.count; n++)
			if (compare_cases(
				&cases.items[i], &cases.items[i + n]) != 0)
				break;
		if (budget_ns && left_ns <= 0)
			left_ns = 1; /* only what is known already */
		err = bisect_group(t, &cases, i, n, budget_ns ? left_ns : 0);
		err = warn(t, &cases.items[i], err);
	}
	free(cases.items);
	free(cases.names);
	return err;
}
