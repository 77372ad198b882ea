#include "runner/judge_fdr.h"

#include <math.h>
#include <stdlib.h>

#include "baselines/fdr.h"

/* Gather the p-values of judged rows. @return how many */
static size_t
gather(const struct judgement *judgement, const double *p, double *out)
{
	size_t n = 0;

	for (size_t i = 0; i < judgement->series_count; i++)
		if (!isnan(p[i]))
			out[n++] = p[i];
	return n;
}

static enum err
demote(struct judgement *judgement, struct report_series *row, size_t n,
    double limit)
{
	row->verdict = VERDICT_INCONCLUSIVE;
	row->unsettled = true;
	row->mde = NAN; /* more was proven than it speaks of */
	row->note = judgement_text(judgement,
	    "slower than the tolerance, but one of %zu: q = %.2g %% > %.2g %%",
	    n, row->q_value * 100, limit * 100);
	return row->note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
}

enum err
judge_fdr(struct judgement *judgement, const double *p, double limit)
{
	double *q = calloc(judgement->series_count + 1, sizeof *q);
	size_t n, next = 0;
	enum err err;

	if (!q)
		return err_fail(ERR_NOMEM, "out of memory");
	n = gather(judgement, p, q);
	err = fdr_adjust(q, n, q);
	for (size_t i = 0; !err && i < judgement->series_count; i++) {
		struct report_series *row = &judgement->series[i];

		if (isnan(p[i]))
			continue;
		row->q_value = q[next++];
		if (limit > 0 && row->q_value > limit &&
		    row->verdict == VERDICT_REGRESSED &&
		    !(row->beyond_value > 0))
			err = demote(judgement, row, n, limit);
	}
	judgement->report.fdr = limit;
	free(q);
	return err;
}
