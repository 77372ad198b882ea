#include "reports/spark.h"

#include <math.h>

static const char *const blocks[] = {
    " ", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█", NULL};
static const char *const letters[] = {
    " ", ".", ":", "-", "=", "+", "*", "#", "%", "@", NULL};

/* The sum of character `i`'s share: of 7 values in 3 characters the shares are
 * 2, 2 and 3. */
static double
share_of(const double *values, size_t count, size_t width, size_t i)
{
	size_t end = (i + 1) * count / width;
	double sum = 0;

	for (size_t k = i * count / width; k < end; k++)
		sum += values[k];
	return sum;
}

void
spark_append(struct buf *out, const double *values, size_t count, size_t width,
    bool unicode)
{
	const char *const *marks = unicode ? blocks : letters;
	size_t top = 0;
	double largest = 0;

	while (marks[top + 1])
		top++;
	if (width > count)
		width = count;
	for (size_t i = 0; i < width; i++)
		largest = fmax(largest, share_of(values, count, width, i));
	for (size_t i = 0; i < width; i++) {
		double share = share_of(values, count, width, i);
		size_t level = 0;

		/* Rounded up, and never blank, also where the quotient is
		 * smaller than any number. */
		if (share > 0)
			level = (size_t)fmax(
			    1, ceil(share / largest * (double)top));
		buf_puts(out, marks[level]);
	}
}
