/** How far a long command is: a line on a terminal that renews itself, nothing
 *  in a log. */
#ifndef CORE_BENCH_TICKER_H
#define CORE_BENCH_TICKER_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>

struct ticker {
	FILE *file;
	bool terminal; /**< else all calls do nothing */
	bool drawn; /**< a line stands that has to go */
	int64_t shown_ns; /**< when it was written */
};

void ticker_init(struct ticker *ticker, FILE *file);

/** Show a new line in place of the last, at most 10 a second. */
void ticker_show(struct ticker *ticker, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Take the line away. */
void ticker_end(struct ticker *ticker);

#endif
