#include "tests/bench/history/figures.h"

#include <stdio.h>

void
figure_print(const struct figures_plan *plan, const char *part,
    const char *name, const char *figure, double value)
{
	printf("%s,%s,%s,%s,%.9g\n", part, name, plan->options->name, figure,
	    value);
	fflush(stdout);
}

enum err
figure_changes(const double *values, size_t n,
    const struct change_options *options, size_t *out, size_t *count)
{
	struct change_points points;
	enum err err = change_points_find(values, n, options, &points);

	if (err)
		return err;
	*count = points.count;
	for (size_t i = 0; i < points.count; i++)
		out[i] = points.items[i].index;
	change_points_release(&points);
	return ERR_OK;
}
