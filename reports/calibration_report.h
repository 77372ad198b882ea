/** A calibration, for people, for programs, and as a chart. */
#ifndef REPORTS_CALIBRATION_REPORT_H
#define REPORTS_CALIBRATION_REPORT_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/calibration.h"
#include "baselines/series.h"
#include "baselines/suggestion.h"
#include "core/base/err.h"

struct calibration_unmeasured {
	const char *benchmark;
	const char *metric; /**< NULL: all of the benchmark's */
	const char *reason;
};

/** All borrowed. Arrays of series are in the same order. */
struct calibration_report {
	const char *oid; /**< of the commit that was built */
	const char *subject;
	const char *machine_key;
	const char *fitness; /**< of the machine, one line */
	uint64_t seed;
	size_t rounds; /**< of the benchmark that took most */
	int64_t elapsed_ns;
	int64_t round_ns; /**< mean time of one round of all benchmarks */
	int64_t budget_ns; /**< suggested */
	const struct series_name *names;
	const struct calibration_samples *samples;
	const struct calibration *series;
	size_t series_count;
	struct suggestion suggestion;
	const struct calibration_unmeasured *unmeasured;
	size_t unmeasured_count;
};

/** @return ERR_IO, ERR_NOMEM */
enum err calibration_report_text(
    const struct calibration_report *report, FILE *file);

/** tidemark.calibration/1, see reports/calibration.schema.json. */
enum err calibration_report_json(
    const struct calibration_report *report, FILE *file);

/**
 * Two charts in an SVG or PNG file: the differences over the rounds, and the
 * MDE against the number of rounds, of the noisiest series.
 * @return chart_write()'s errors
 */
enum err calibration_report_chart(
    const struct calibration_report *report, const char *path);

#endif
