/** Baselines for people and for programs: pins, what a commit took, and the
 *  archive of all results. */
#ifndef REPORTS_BASELINE_REPORT_H
#define REPORTS_BASELINE_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "baselines/series.h"
#include "core/base/err.h"

/* All that the structs point to is borrowed, and foreign text. */

struct pin_row {
	const char *name;
	const char *oid;
	const char *subject; /**< NULL: the commit is known to nobody */
	int64_t time_s; /**< its committer date; of no meaning without a
			     subject */
	bool in_clone;
	size_t sessions; /**< stored of it on this machine */
};

struct pin_report {
	const char *machine_key;
	const struct pin_row *pins;
	size_t count;
};

struct baseline_row {
	struct series_name name;
	const char *setup; /**< digest of command and settings */
	double value; /**< median of the sessions' medians */
	double spread; /**< 1.4826 MAD over the median within a session */
	size_t samples;
	size_t sessions;
};

/** What one commit took on one machine. */
struct baseline_report {
	const char *oid;
	const char *subject;
	int64_t time_s;
	const char *machine_key;
	const struct baseline_row *rows;
	size_t count;
};

/** One commit's level of one series. */
struct archive_level {
	const char *oid;
	const char *subject;
	int64_t time_s;
	double value;
	double spread;
};

struct archive_row {
	const char *machine_key; /**< rows of one machine stand together */
	struct series_name name;
	const char *setup;
	struct archive_level best;
	struct archive_level latest;
	double ratio; /**< latest against best; above 1 is worse */
	size_t commits;
};

struct archive_report {
	const struct archive_row *rows;
	size_t count;
};

/* Each of them: @return ERR_IO where the file refused bytes; ERR_NOMEM */

enum err pin_report_text(const struct pin_report *report, FILE *file);
enum err baseline_report_text(const struct baseline_report *report, FILE *file);
enum err archive_report_text(const struct archive_report *report, FILE *file);

/** tidemark.pins/1, see reports/pins.schema.json. */
enum err pin_report_json(const struct pin_report *report, FILE *file);
/** tidemark.baseline/1, see reports/baseline.schema.json. */
enum err baseline_report_json(const struct baseline_report *report, FILE *file);
/** tidemark.archive/1, see reports/archive.schema.json. */
enum err archive_report_json(const struct archive_report *report, FILE *file);

#endif
