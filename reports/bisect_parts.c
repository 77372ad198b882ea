#include "reports/bisect_parts.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* ---- findings ---- */

const struct bisect_commit *
bisect_culprit(
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	if (answer->status != BISECT_FOUND || answer->first != answer->last)
		return NULL;
	return &range->commits[answer->first];
}

bool
bisect_is_placed(const struct bisect_answer *answer)
{
	return answer->status == BISECT_FOUND ||
	       answer->status == BISECT_UNRESOLVED;
}

static bool
same_text(const char *a, const char *b)
{
	return a && b ? strcmp(a, b) == 0 : a == b;
}

/* Whether pairs measured the step decides which figures are shown, so that
 * answers that differ in it are no rows of one table. */
static bool
same_finding(const struct bisect_answer *a, const struct bisect_answer *b)
{
	if (a->status != b->status || !same_text(a->reason, b->reason) ||
	    !isfinite(a->ratio) != !isfinite(b->ratio))
		return false;
	if (bisect_is_placed(a))
		return a->first == b->first && a->last == b->last;
	return a->good == b->good && a->bad == b->bad;
}

bool
bisect_leads(const struct bisect_range *range, size_t index)
{
	for (size_t i = 0; i < index; i++)
		if (same_finding(&range->answers[i], &range->answers[index]))
			return false;
	return true;
}

size_t
bisect_next_alike(const struct bisect_range *range, size_t index)
{
	size_t next = index + 1;

	while (next < range->answer_count &&
	       !same_finding(&range->answers[index], &range->answers[next]))
		next++;
	return next;
}

bool
bisect_deciding(const struct bisect_report *report,
    const struct bisect_range **range, const struct bisect_answer **answer)
{
	enum bisect_status status = bisect_report_status(report);

	for (size_t r = 0; r < report->range_count; r++)
		for (size_t a = 0; a < report->ranges[r].answer_count; a++)
			if (report->ranges[r].answers[a].status == status) {
				*range = &report->ranges[r];
				*answer = &report->ranges[r].answers[a];
				return true;
			}
	return false;
}

/* ---- commits ---- */

size_t
bisect_broken(const struct bisect_range *range, size_t first, size_t last)
{
	size_t broken = 0;

	for (size_t i = first; i <= last; i++)
		broken += range->commits[i].broken != NULL;
	return broken;
}

size_t
bisect_broken_listed(const struct bisect_range *range, size_t first,
    size_t last, size_t places[BISECT_BROKEN_LISTED])
{
	size_t count = 0;

	for (size_t i = first; i <= last && count < BISECT_BROKEN_LISTED; i++)
		if (range->commits[i].broken)
			places[count++] = i;
	return count;
}

bool
bisect_is_hidden(
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	size_t broken = 0;

	if (!bisect_is_placed(answer))
		return false;
	for (size_t i = answer->first; i < answer->last; i++) {
		if (!range->commits[i].broken && !range->commits[i].innocent)
			return false;
		broken += range->commits[i].broken != NULL;
	}
	return broken > 0;
}

struct bisect_counts
bisect_count(
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	struct bisect_counts counts = {
	    .commits = answer->bad - answer->good,
	    .broken = bisect_broken(range, answer->good + 1, answer->bad),
	};

	for (size_t i = answer->good + 1; i <= answer->bad; i++)
		counts.candidates += !range->commits[i].innocent;
	return counts;
}

/* Keep `out` sorted, the least probable falls out. */
static void
enter(struct bisect_stretch *out, size_t *count, size_t max,
    const struct bisect_stretch *stretch)
{
	size_t at = *count;

	while (at > 0 && out[at - 1].probability < stretch->probability)
		at--;
	if (at == max)
		return;
	if (*count < max)
		++*count;
	memmove(&out[at + 1], &out[at], (*count - at - 1) * sizeof *out);
	out[at] = *stretch;
}

size_t
bisect_likely(const struct bisect_answer *answer, size_t wide, double least,
    struct bisect_stretch *out, size_t max)
{
	size_t count = 0;

	if (!answer->probabilities)
		return 0;
	for (size_t i = answer->good + 1; i <= answer->bad; i += wide) {
		struct bisect_stretch stretch = {i, i + wide - 1, 0};

		if (stretch.last > answer->bad)
			stretch.last = answer->bad;
		for (size_t k = i; k <= stretch.last; k++)
			stretch.probability += answer->probabilities[k];
		if (stretch.probability >= least)
			enter(out, &count, max, &stretch);
	}
	return count;
}

const struct bisect_files *
bisect_files_of(const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	size_t index = (size_t)(answer - range->answers);

	if (!report->files)
		return NULL;
	for (const struct bisect_range *r = report->ranges; r < range; r++)
		index += r->answer_count;
	return report->files[index].total ? &report->files[index] : NULL;
}

const struct bisect_range *
bisect_side_branch(const struct bisect_report *report,
    const struct bisect_range *range, const struct bisect_answer *answer)
{
	const struct bisect_commit *culprit = bisect_culprit(range, answer);

	for (size_t i = 0; culprit && i < report->range_count; i++) {
		const struct bisect_commit *merge = report->ranges[i].merge;

		if (merge && strcmp(merge->oid, culprit->oid) == 0)
			return &report->ranges[i];
	}
	return NULL;
}

const struct bisect_answer *
bisect_answer_for(
    const struct bisect_range *range, const struct series_name *name)
{
	for (size_t i = 0; i < range->answer_count; i++) {
		const struct bisect_answer *answer = &range->answers[i];

		if (strcmp(answer->name.benchmark, name->benchmark) == 0 &&
		    same_text(answer->name.metric, name->metric))
			return answer;
	}
	return NULL;
}

/* ---- samples and pages ---- */

enum err
bisect_summarize(const double *values, size_t count, struct bisect_summary *out)
{
	double *copy;

	if (!count) {
		*out = (struct bisect_summary){NAN, NAN};
		return ERR_OK;
	}
	copy = malloc(count * sizeof *copy);
	if (!copy)
		return err_fail(ERR_NOMEM, "out of memory");
	memcpy(copy, values, count * sizeof *copy);
	out->median = median_in_place(copy, count);
	out->spread =
	    count < 2 ? NAN : mad_sd_in_place(copy, count) / out->median;
	free(copy);
	return ERR_OK;
}

enum err
bisect_write(const struct buf *page, FILE *file)
{
	enum err err = buf_err(page);

	if (!err && (fwrite(page->data, 1, page->len, file) != page->len ||
			fflush(file) == EOF))
		err = err_fail(ERR_IO, "the bisection cannot be written");
	return err;
}
