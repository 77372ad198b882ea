#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/fdr.h"

#define VALUES_MAX 256

static void
expect(const double *p, const double *q, size_t n)
{
	double found[VALUES_MAX];

	cr_assert(eq(int, fdr_adjust(p, n, found), ERR_OK));
	for (size_t i = 0; i < n; i++)
		cr_expect(epsilon_eq(dbl, found[i], q[i], 1e-14 * q[i]),
		    "%zu of %zu: %.17g, %.17g was expected", i, n, found[i],
		    q[i]);
}

/* .04 x 4/4, .03 x 4/3, .02 x 4/2 and .01 x 4/1 are all .04. */
Test(fdr, evenly_spaced_values_have_one_q)
{
	const double p[] = {.03, .01, .04, .02};
	const double q[] = {.04, .04, .04, .04};

	expect(p, q, 4);
}

/* In order .001 .01 .03 .8: .8; .03 x 4/3 = .04; .01 x 4/2 = .02; .001 x 4. */
Test(fdr, q_stays_in_the_place_of_its_p)
{
	const double p[] = {.8, .01, .001, .03};
	const double q[] = {.8, .02, .004, .04};

	expect(p, q, 4);
}

/* .02 x 3/1 = .06 would be above the next one's .021 x 3/2 = .0315. */
Test(fdr, q_never_falls_as_p_rises)
{
	const double p[] = {.02, .021, .9};
	const double q[] = {.0315, .0315, .9};

	expect(p, q, 3);
}

Test(fdr, one_test_alone_keeps_its_p)
{
	const double p[] = {.3};

	expect(p, p, 1);
}

Test(fdr, no_tests_are_no_error)
{
	cr_expect(eq(int, fdr_adjust(NULL, 0, NULL), ERR_OK));
}

Test(fdr, p_may_be_overwritten)
{
	double values[] = {.8, .01, .001, .03};

	cr_assert(eq(int, fdr_adjust(values, 4, values), ERR_OK));
	cr_expect(epsilon_eq(dbl, values[2], .004, 1e-16));
}

/* ---- against R: see tests/oracle/fdr.R ---- */

static void
read_numbers(char *text, double *out, size_t n)
{
	for (size_t i = 0; i < n; i++) {
		char *end;

		out[i] = strtod(text, &end);
		cr_assert(ne(ptr, end, text));
		text = end;
	}
}

Test(fdr, agrees_with_r)
{
	FILE *file = fopen("tests/oracle/fdr.csv", "r");
	static char line[16384];
	size_t rows = 0;

	cr_assert(ne(ptr, file, NULL));
	cr_assert(ne(ptr, fgets(line, sizeof line, file), NULL));
	for (; fgets(line, sizeof line, file); rows++) {
		double p[VALUES_MAX], q[VALUES_MAX];
		char *p_text = strchr(line, ',');
		size_t n = strtoul(line, NULL, 10);
		char *q_text;

		cr_assert(ne(ptr, p_text, NULL));
		q_text = strchr(p_text + 1, ',');
		cr_assert(ne(ptr, q_text, NULL));
		cr_assert(le(sz, n, VALUES_MAX));
		*q_text = '\0';
		read_numbers(p_text + 1, p, n);
		read_numbers(q_text + 1, q, n);
		expect(p, q, n);
	}
	fclose(file);
	cr_expect(eq(sz, rows, 28));
}
