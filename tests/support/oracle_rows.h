/** Rows "kind,n,value,data" that R has written (tests/oracle). */
#ifndef TESTS_SUPPORT_ORACLE_ROWS_H
#define TESTS_SUPPORT_ORACLE_ROWS_H

#include <stddef.h>

#define ORACLE_DATA_MAX 256

struct oracle_row {
	size_t n;
	double value;
	double data[ORACLE_DATA_MAX];
	size_t count; /**< of data */
};

/** Call `fn` for each row of a kind; fails the test where there are fewer than
 *  `least`. */
void oracle_each(const char *path, const char *kind, size_t least,
    void (*fn)(const struct oracle_row *row));

#endif
