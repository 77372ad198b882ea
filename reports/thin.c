#include "reports/thin.h"

#include <math.h>

/* What is known of the column at hand, as indices of points. */
struct run {
	bool open;
	size_t column;
	size_t least;
	size_t largest;
};

static double
scaled(const struct thin_axis *axis, double x)
{
	return axis->logarithmic ? log(x) : x;
}

size_t
thin_column(const struct thin_axis *axis, double x)
{
	double share;

	if (x < axis->low)
		return 0;
	if (x > axis->high)
		return axis->columns + 1;
	share = (scaled(axis, x) - scaled(axis, axis->low)) /
		(scaled(axis, axis->high) - scaled(axis, axis->low));
	/* The right end belongs to the last column. */
	return share < 1 ? 1 + (size_t)(share * (double)axis->columns)
			 : axis->columns;
}

static void
keep(size_t *kept, size_t *count, size_t index)
{
	if (!*count || kept[*count - 1] < index)
		kept[(*count)++] = index;
}

static void
close_run(struct run *run, size_t *kept, size_t *count)
{
	if (!run->open)
		return;
	run->open = false;
	keep(
	    kept, count, run->least < run->largest ? run->least : run->largest);
	keep(
	    kept, count, run->least < run->largest ? run->largest : run->least);
}

static void
extend(struct run *run, const double *y, size_t index)
{
	if (y[index] < y[run->least])
		run->least = index;
	if (y[index] > y[run->largest])
		run->largest = index;
}

size_t
thin_points(const double *x, const double *y, size_t count,
    const struct thin_axis *axis, size_t *kept)
{
	struct run run = {.open = false};
	size_t kept_count = 0, gap = count, last = count;

	for (size_t i = 0; i < count; i++) {
		size_t column;

		if (!isfinite(x[i]) || !isfinite(y[i]) ||
		    (axis->logarithmic && x[i] <= 0)) {
			gap = last == count ? count : i;
			continue;
		}
		column = thin_column(axis, x[i]);
		if (run.open && run.column == column) {
			extend(&run, y, i);
		} else {
			close_run(&run, kept, &kept_count);
			if (gap != count)
				keep(kept, &kept_count, gap);
			if (last == count)
				keep(kept, &kept_count, i);
			run = (struct run){true, column, i, i};
		}
		gap = count;
		last = i;
	}
	close_run(&run, kept, &kept_count);
	if (last != count)
		keep(kept, &kept_count, last);
	return kept_count;
}
