#include "reports/ranking.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

/* An unknown ratio counts as below any other. */
static double
ratio_key(const struct report_series *series)
{
	return isnan(series->ratio) ? -INFINITY : series->ratio;
}

static int
compare(const void *left, const void *right)
{
	const struct report_series *a =
	    *(const struct report_series *const *)left;
	const struct report_series *b =
	    *(const struct report_series *const *)right;
	int order;

	if (a->judged != b->judged)
		return a->judged ? -1 : 1;
	if (a->judged && a->verdict != b->verdict)
		return a->verdict < b->verdict ? -1 : 1;
	if (ratio_key(a) != ratio_key(b))
		return ratio_key(a) > ratio_key(b) ? -1 : 1;
	order = strcmp(a->name.benchmark, b->name.benchmark);
	return order ? order : strcmp(a->name.metric, b->name.metric);
}

enum err
ranking_init(struct ranking *ranking, const struct report *report)
{
	const struct report_series **rows =
	    calloc(report->series_count + 1, sizeof *rows);

	if (!rows)
		return err_fail(ERR_NOMEM, "out of memory");
	*ranking =
	    (struct ranking){.rows = rows, .count = report->series_count};
	for (size_t i = 0; i < report->series_count; i++) {
		const struct report_series *series = &report->series[i];

		rows[i] = series;
		if (!series->judged)
			continue;
		ranking->judged++;
		ranking->verdicts[series->verdict]++;
		ranking->notable += series->verdict < VERDICT_PASS;
	}
	for (size_t i = 0; i < report->unjudged_count; i++)
		ranking->verdicts[report->unjudged[i].verdict]++;
	qsort(rows, ranking->count, sizeof(*rows), compare);
	return ERR_OK;
}

void
ranking_release(struct ranking *ranking)
{
	free(ranking->rows);
	*ranking = (struct ranking){.rows = NULL};
}

double
ranking_mean_ratio(const struct ranking *ranking)
{
	double logs = 0;
	size_t n = 0;

	for (size_t i = 0; i < ranking->judged; i++) {
		double ratio = ranking->rows[i]->ratio;

		if (!isfinite(ratio) || ratio <= 0)
			continue;
		logs += log(ratio);
		n++;
	}
	return n > 1 ? exp(logs / (double)n) : NAN;
}
