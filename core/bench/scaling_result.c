/* What is made of the times of `scaling`. */
#include <assert.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/bench/scaling.h"
#include "core/bench/timing.h"

void
scaling_result_release(struct scaling_result *result)
{
	for (size_t i = 0; i < result->n; i++)
		free(result->families[i].times);
	free(result->families);
	result->families = NULL;
	result->n = 0;
}

size_t
scaling_size(const struct scaling_family *family, size_t n)
{
	size_t i = 0;

	while (i < family->sizes && (size_t)family->n[i] != n)
		i++;
	return i;
}

double
scaling_median_ns(const struct scaling_result *result,
    const struct scaling_family *family, size_t size)
{
	double ns[FIT_REPETITIONS_MAX];
	const struct meter_time *times =
	    &family->times[size * result->repetitions];

	assert(size < family->sizes);
	for (unsigned k = 0; k < result->repetitions; k++)
		ns[k] = times[k].cpu_ns;
	return timing_median(ns, result->repetitions);
}

/* time(n) / (n log2 n) is the time of one operation by log2 n. */
double
scaling_efficiency(const struct scaling_result *result,
    const struct scaling_family *family, size_t size)
{
	double here = scaling_median_ns(result, family, size);
	double first = scaling_median_ns(result, family, 0);

	return here / log2(family->n[size]) * log2(family->n[0]) / first;
}

static void
count_fit(struct row *row, const struct scaling_family *family)
{
	const struct fit *fit = &family->fit;

	if (!family->fitted)
		return;
	row_count(row, "exponent", fit->exponent);
	row_count(row, "exponent_low", fit->exponent_low);
	row_count(row, "exponent_high", fit->exponent_high);
	row_count(row, "promised_low", family->range.low);
	row_count(row, "promised_high", family->range.high);
	row_count(row, "fit_rms", fit->rms);
	row_count(row, "fit_support", fit->support);
}

static enum err
add_row(const struct scaling_result *result,
    const struct scaling_family *family, size_t size, unsigned repetition,
    struct rows *rows)
{
	const struct meter_time *time =
	    &family->times[size * result->repetitions + repetition];
	struct row row = {
	    .family = (size_t)(family - result->families),
	    .instance = size,
	    .repetitions = result->repetitions,
	    .repetition = repetition,
	    .iterations = time->calls,
	    .real_ns = time->real_ns,
	    .cpu_ns = time->cpu_ns,
	};

	(void)snprintf(row.name, sizeof row.name, "%s/%zu", family->name,
	    (size_t)family->n[size]);
	row_count(&row, "bytes", family->bytes[size]);
	if (!family->op)
		row_count(&row, "efficiency",
		    scaling_efficiency(result, family, size));
	count_fit(&row, family);
	return rows_add(rows, &row);
}

enum err
scaling_rows(const struct scaling_result *result, struct rows *rows)
{
	enum err err = ERR_OK;

	for (size_t i = 0; i < result->n; i++) {
		const struct scaling_family *family = &result->families[i];

		for (size_t s = 0; s < family->sizes; s++) {
			for (unsigned k = 0; k < result->repetitions && !err;
			     k++)
				err = add_row(result, family, s, k, rows);
		}
	}
	return err;
}
