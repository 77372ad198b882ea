/** What the doctor found, for people and for programs. */
#ifndef RUNNER_DOCTOR_REPORT_H
#define RUNNER_DOCTOR_REPORT_H

#include <stdbool.h>
#include <stdio.h>

#include "runner/doctor.h"

struct doctor_report_options {
	bool colour;
	bool verbose; /**< effects of what is good or unknown, too */
};

/** A table, worst first, and a line of sum. @return ERR_IO, ERR_NOMEM */
enum err doctor_report_text(const struct doctor *doctor,
    const struct doctor_report_options *options, FILE *file);

/** tidemark.doctor/1, see runner/doctor.schema.json. @return ERR_IO, ERR_NOMEM
 */
enum err doctor_report_json(const struct doctor *doctor, FILE *file);

#endif
