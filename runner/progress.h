/**
 * What is going on, told on standard error: one line that renews itself on a
 * terminal, plain lines in a log. Quiet says nothing but warnings.
 */
#ifndef RUNNER_PROGRESS_H
#define RUNNER_PROGRESS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

struct progress {
	FILE *file;
	bool terminal;
	bool quiet;
	bool drawn; /* a line stands that the next one replaces */
	int64_t shown_ns; /* when a step was last shown */
	char phase[128];
};

void progress_init(struct progress *progress, bool quiet);

/** A new phase: "building 1a2b3c4 parser: faster". Always its own line. */
void progress_phase(struct progress *progress, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/**
 * How far the phase is. A terminal sees each (at most 10 a second), a log one
 * in 30 s.
 *
 * @param left_ns estimated time left; below 0: not known
 */
void progress_step(struct progress *progress, size_t done, size_t total,
    const char *what, int64_t left_ns);

/** A line that stays, also when quiet. */
void progress_warn(struct progress *progress, const char *fmt, ...)
    __attribute__((format(printf, 2, 3)));

/** Take the renewing line away, before something else writes. */
void progress_clear(struct progress *progress);

#endif
