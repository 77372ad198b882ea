/** The rows of tests/oracle/two_samples.csv. */
#ifndef TESTS_SUPPORT_TWO_SAMPLES_ORACLE_H
#define TESTS_SUPPORT_TWO_SAMPLES_ORACLE_H

#include <stddef.h>

#define ORACLE_VALUES_MAX 64

struct oracle_row {
	double a;
	double b;
	double x;
	double value;
	double first[ORACLE_VALUES_MAX];
	size_t first_n;
	double second[ORACLE_VALUES_MAX];
	size_t second_n;
};

/** Call `check` for each row of a kind; the test fails where there is none. */
void oracle_each(const char *kind, void (*check)(const struct oracle_row *row));

#endif
