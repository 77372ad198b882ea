/** The rows of tests/oracle/two_samples.csv. */
#ifndef TESTS_SUPPORT_TWO_SAMPLES_ORACLE_H
#define TESTS_SUPPORT_TWO_SAMPLES_ORACLE_H

#include <stddef.h>

#define TWO_SAMPLES_MAX 64

struct two_samples_row {
	double a;
	double b;
	double x;
	double value;
	double first[TWO_SAMPLES_MAX];
	size_t first_n;
	double second[TWO_SAMPLES_MAX];
	size_t second_n;
};

/** Call `check` for each row of a kind; the test fails where there is none. */
void two_samples_each(
    const char *kind, void (*check)(const struct two_samples_row *row));

#endif
