#include "reports/groups.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

static size_t
prefix_len(const struct series_name *name)
{
	return strcspn(name->benchmark, "/");
}

static int
compare_prefixes(const struct series_name *a, const struct series_name *b)
{
	size_t len_a = prefix_len(a);
	size_t len_b = prefix_len(b);
	int order =
	    memcmp(a->benchmark, b->benchmark, len_a < len_b ? len_a : len_b);

	return order ? order : (len_a > len_b) - (len_a < len_b);
}

/* 0: both are of one group. */
static int
compare_names(const struct series_name *a, const struct series_name *b)
{
	int order = compare_prefixes(a, b);

	if (!order)
		order = strcmp(a->metric, b->metric);
	if (!order)
		order = strcmp(a->unit, b->unit);
	return order ? order : (int)a->direction - (int)b->direction;
}

static int
compare_series(const void *left, const void *right)
{
	const struct report_series *const *a = left;
	const struct report_series *const *b = right;

	return compare_names(&(*a)->name, &(*b)->name);
}

static int
compare_groups(const void *left, const void *right)
{
	const struct group *a = left;
	const struct group *b = right;

	if (a->ratio != b->ratio)
		return a->ratio > b->ratio ? -1 : 1;
	return compare_names(a->name, b->name);
}

static bool
has_mean(const struct report_series *series)
{
	return isfinite(series->ratio) && series->ratio > 0 &&
	       isfinite(series->base_value) && series->base_value > 0 &&
	       isfinite(series->head_value) && series->head_value > 0;
}

static struct group
mean_of(const struct report_series *const *rows, size_t count)
{
	double ratio = 0;
	double base = 0;
	double head = 0;

	for (size_t i = 0; i < count; i++) {
		ratio += log(rows[i]->ratio);
		base += log(rows[i]->base_value);
		head += log(rows[i]->head_value);
	}
	return (struct group){
	    .name = &rows[0]->name,
	    .count = count,
	    .ratio = exp(ratio / (double)count),
	    .base_value = exp(base / (double)count),
	    .head_value = exp(head / (double)count),
	};
}

/* Rows of one group follow each other. */
static void
gather(struct groups *groups, const struct report_series *const *rows, size_t n)
{
	size_t first = 0;

	for (size_t i = 1; i <= n; i++) {
		if (i < n && !compare_names(&rows[i]->name, &rows[first]->name))
			continue;
		if (i - first > 1)
			groups->rows[groups->count++] =
			    mean_of(rows + first, i - first);
		first = i;
	}
}

enum err
groups_init(struct groups *groups, const struct ranking *ranking)
{
	const struct report_series **rows =
	    calloc(ranking->judged + 1, sizeof *rows);
	struct group *found = calloc(ranking->judged / 2 + 1, sizeof *found);
	size_t n = 0;

	if (!rows || !found) {
		free(rows);
		free(found);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 0; i < ranking->judged; i++) {
		if (has_mean(ranking->rows[i]))
			rows[n++] = ranking->rows[i];
	}
	qsort(rows, n, sizeof(*rows), compare_series);
	*groups = (struct groups){.rows = found};
	gather(groups, rows, n);
	qsort(found, groups->count, sizeof *found, compare_groups);
	free(rows);
	return ERR_OK;
}

void
groups_release(struct groups *groups)
{
	free(groups->rows);
	*groups = (struct groups){.rows = NULL};
}

void
group_title(struct buf *out, const struct group *group, bool with_metric)
{
	buf_append(out, group->name->benchmark, prefix_len(group->name));
	buf_puts(out, "/\u2026");
	if (with_metric)
		buf_printf(out, "/%s", group->name->metric);
}
