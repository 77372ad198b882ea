/** doctor --calibrate: build one commit three times and measure the noise. */
#ifndef RUNNER_CALIBRATE_H
#define RUNNER_CALIBRATE_H

#include <stdint.h>

#include "core/base/err.h"
#include "reports/calibration_report.h"
#include "runner/app.h"

#define CALIBRATE_ROUNDS 40

struct calibrate_options {
	const char *benchmark; /**< of the config; NULL: all */
	uint64_t rounds; /**< 0: CALIBRATE_ROUNDS */
	int64_t budget_ns; /**< 0: as the config says */
	uint64_t seed; /**< 0: from entropy */
	const char *fitness; /**< of the machine, for the report */
};

struct calibrate;

/**
 * Build HEAD three times, measure the copies against each other and work out
 * what their differences say. Samples are not stored: they are no history.
 * What failed or cannot be judged is in the report.
 *
 * @param[out] out calibrate_free() it
 * @return ERR_USAGE for a benchmark that the config has not; ERR_CHILD where
 *         the build failed; measure()'s errors
 */
enum err calibrate_run(struct calibrate **out, struct app *app,
    const struct calibrate_options *options);
void calibrate_free(struct calibrate *calibrate);

/** Borrowed; valid as long as the calibration. */
const struct calibration_report *calibrate_report(
    const struct calibrate *calibrate);

#endif
