#include <stdlib.h>
#include <string.h>

#include "runner/comparison.h"
#include "runner/trending_parts.h"

/* A commit whose points are suspect, against the last one that is not. */
struct suspicion {
	size_t series;
	size_t before; /* places in the branch */
	size_t at;
};

static int
compare_suspicions(const void *a, const void *b)
{
	const struct suspicion *x = a;
	const struct suspicion *y = b;

	if (x->at != y->at)
		return x->at < y->at ? -1 : 1;
	return (x->before > y->before) - (x->before < y->before);
}

/* Suspects that follow nothing cannot be compared. */
static size_t
list_suspicions(const struct trending *t, struct suspicion *out)
{
	size_t n = 0;

	for (size_t i = 0; i < t->line_count; i++) {
		const struct history_line *line = &t->lines[i];
		const struct history_epoch *last =
		    &line->epochs[line->epoch_count - 1];
		size_t suspects = t->trends[i].suspects;

		if (!suspects || suspects >= last->count)
			continue;
		out[n++] = (struct suspicion){
		    .series = i,
		    .before =
			line->points[line->point_count - suspects - 1].commit,
		    .at = line->points[line->point_count - 1].commit,
		};
	}
	if (n)
		qsort(out, n, sizeof *out, compare_suspicions);
	return n;
}

/* What the pairs say of a series; inconclusive where they do not. */
static const char *
said_of(const struct report *report, const struct history_line *line)
{
	for (size_t i = 0; i < report->series_count; i++) {
		const struct report_series *row = &report->series[i];

		if (row->judged &&
		    strcmp(row->name.benchmark, line->benchmark) == 0 &&
		    strcmp(row->name.metric, line->metric) == 0)
			return verdict_name(row->verdict);
	}
	if (report->verdict == VERDICT_IDENTICAL)
		return verdict_name(VERDICT_IDENTICAL);
	return verdict_name(VERDICT_INCONCLUSIVE);
}

/* Measure one pair of commits for all series that suspect it. */
static enum err
settle(struct trending *t, const struct suspicion *group, size_t count)
{
	const struct comparison_options options = {
	    .detector = &detector_default};
	const struct commit *newest = &t->commits[t->commit_count - 1];
	struct comparison *comparison = NULL;
	struct base_pair pair = {
	    .base = newest[-(ptrdiff_t)group->before],
	    .head = newest[-(ptrdiff_t)group->at],
	    .base_from = "the last point that is not suspect",
	};
	enum err err = comparison_new(&comparison);

	pair.config_commit = pair.head.oid;
	if (!err)
		err = comparison_run(
		    comparison, t->app, "trend", &pair, &options);
	for (size_t i = 0; !err && i < count; i++)
		t->series[group[i].series].confirmed = said_of(
		    comparison_report(comparison), &t->lines[group[i].series]);
	comparison_free(comparison);
	return err;
}

enum err
trending_confirm(struct trending *t)
{
	struct suspicion *all = calloc(t->line_count + 1, sizeof *all);
	size_t count;
	enum err err = ERR_OK;

	if (!all)
		return err_fail(ERR_NOMEM, "out of memory");
	count = list_suspicions(t, all);
	for (size_t i = 0, n; !err && i < count; i += n) {
		for (n = 1; i + n < count; n++)
			if (compare_suspicions(&all[i], &all[i + n]) != 0)
				break;
		err = settle(t, &all[i], n);
		/* What cannot be settled hides nothing that was found. */
		if (err && err != ERR_INTERRUPTED && err != ERR_NOMEM)
			err = trending_warn(t,
			    "%.12s could not be measured against %.12s: %s",
			    t->shown[all[i].at].oid,
			    t->shown[all[i].before].oid, err_text());
	}
	free(all);
	return err;
}
