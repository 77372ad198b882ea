/**
 * Whether this machine is fit to measure: what it says of itself, what that
 * does to a measurement, and the command that would mend it. Files are read and
 * nothing is changed; what the machine does not tell is unknown, never guessed.
 */
#ifndef RUNNER_DOCTOR_H
#define RUNNER_DOCTOR_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "runner/counting_probe.h"

#define DOCTOR_FINDINGS_MAX 24

/** Worst first. */
enum doctor_verdict { DOCTOR_BAD, DOCTOR_FAIR, DOCTOR_UNKNOWN, DOCTOR_GOOD };

#define DOCTOR_VERDICT_COUNT (DOCTOR_GOOD + 1)

struct doctor_finding {
	const char *name;
	char value[160]; /**< foreign text; "" where the machine tells none */
	enum doctor_verdict verdict;
	const char *effect; /**< on the measurement, where it is not good */
	const char
	    *remedy; /**< a command line; NULL: none is needed or known */
};

/** Where to look. */
struct doctor_place {
	const char *root; /**< stands before /proc and /sys; "" for the real */
	int perf_errno; /**< counting_perf_errno() */
	bool has_callgrind; /**< counting_has_callgrind() */
	const char *no_sandbox; /**< sandbox_try(); NULL: it works */
};

/** What the findings come to. */
enum doctor_fitness {
	DOCTOR_FIT,
	DOCTOR_WITH_CARE, /**< something is fair */
	DOCTOR_UNFIT, /**< something is bad */
	DOCTOR_UNTOLD /**< nothing is bad, but most is unknown */
};

struct doctor {
	struct doctor_finding findings[DOCTOR_FINDINGS_MAX]; /**< worst first */
	size_t count;
	enum doctor_fitness fitness;
	enum counting_source counting; /**< of instructions */
};

void doctor_examine(struct doctor *doctor, const struct doctor_place *place);

/** "bad", "fair", "unknown", "good". */
const char *doctor_verdict_name(enum doctor_verdict verdict);

/** "fit to measure", "fit with care", "not fit", "not known". */
const char *doctor_fitness_name(enum doctor_fitness fitness);

/** Append one line without its end: "fit with care: smt, load; not known:
 *  turbo". */
void doctor_sum(const struct doctor *doctor, struct buf *out);

#endif
