#include "tests/support/two_samples_oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

enum column { KIND, A, B, X, VALUE, FIRST, SECOND, COLUMNS };

static size_t
read_values(const char *text, double *out)
{
	size_t n = 0;

	for (;;) {
		char *end;
		double value = strtod(text, &end);

		if (end == text)
			return n;
		cr_assert(lt(sz, n, TWO_SAMPLES_MAX));
		out[n++] = value;
		text = end;
	}
}

void
two_samples_each(
    const char *kind, void (*check)(const struct two_samples_row *row))
{
	FILE *file = fopen("tests/oracle/two_samples.csv", "r");
	char line[4096];
	size_t rows = 0;

	cr_assert(ne(ptr, file, NULL), "run from the root of the repository");
	while (fgets(line, sizeof line, file)) {
		char *field[COLUMNS], *rest = line;
		struct two_samples_row row;

		for (size_t i = 0; i < COLUMNS; i++)
			field[i] = strsep(&rest, ",");
		cr_assert(ne(ptr, field[SECOND], NULL), "too few fields");
		if (strcmp(field[KIND], kind) != 0)
			continue;
		row.a = strtod(field[A], NULL);
		row.b = strtod(field[B], NULL);
		row.x = strtod(field[X], NULL);
		row.value = strtod(field[VALUE], NULL);
		row.first_n = read_values(field[FIRST], row.first);
		row.second_n = read_values(field[SECOND], row.second);
		check(&row);
		rows++;
	}
	fclose(file);
	cr_assert(lt(sz, 0, rows), "no row of kind %s", kind);
}
