/** tidemark's own rules, as rows: what the product asks, nothing of its own. */
#ifndef TESTS_BENCH_DETECTOR_METHODS_H
#define TESTS_BENCH_DETECTOR_METHODS_H

#include <stdbool.h>

#include "baselines/detector.h"
#include "baselines/gate.h"

struct method {
	const char *name;
	bool control; /**< whether rounds have one */
	/** The detector's; NULL for the gate and for `fixed`. */
	const struct detector_limits *limits;
	bool both; /**< the detector's improvements too */
	double tolerance; /**< the gate's; 0: takes a fixed number of rounds and
			       only estimates */
	const char *rule; /**< one line */
};

/** All of them; a row without a name ends the table. */
extern const struct method methods[];

/** NULL where there is none of that name. */
const struct method *method_named(const char *name);

/** Whether the method decides when to stop. */
bool method_is_sequential(const struct method *method);

/** Put a sequential method's question. */
void method_start(const struct method *method, struct gate *gate);

#endif
