/**
 * Reads a result file, tidemark.result/1, back into a report. The file is
 * untrusted: it may come from a job that ran anybody's code. Every member that
 * a report needs is checked, others are ignored, and what it says is its
 * writer's claim: who publishes judges the samples anew.
 */
#ifndef REPORTS_RESULT_FILE_H
#define REPORTS_RESULT_FILE_H

#include <stddef.h>

#include "core/base/err.h"
#include "reports/report.h"

/** Larger files are ERR_LIMIT. */
#define RESULT_FILE_BYTES_MAX ((size_t)64 * 1024 * 1024)
/** The same of objects and arrays, and of values, so that a small text cannot
 *  take much memory. */
#define RESULT_NESTED_MAX ((size_t)1000 * 1000)
#define RESULT_VALUES_MAX ((size_t)8 * 1000 * 1000)
/** More of these are ERR_LIMIT: of all reports in it, of each side of a series,
 *  of the reports against further bases. */
#define RESULT_SERIES_MAX ((size_t)100 * 1000)
#define RESULT_SAMPLES_MAX ((size_t)100 * 1000)
#define RESULT_OTHERS_MAX ((size_t)64)
/** Bytes of a text other than a name; longer ones are ERR_PARSE. Names have
 *  three times their own limit: a byte that is no UTF-8 was written as three.
 */
#define RESULT_TEXT_MAX ((size_t)1024 * 1024)

struct result_file;

/**
 * Read a file; *out is the caller's: result_file_free().
 * @return ERR_PARSE with file, series, member and what was expected; ERR_LIMIT;
 *         ERR_NOTFOUND; ERR_IO; ERR_NOMEM. Then *out is untouched.
 */
enum err result_file_read(struct result_file **out, const char *path);

/** The same of a text; `path` names it in errors. */
enum err result_file_parse(
    struct result_file **out, const char *text, size_t len, const char *path);

/** What it says, valid as long as the file. Rendered again as JSON it gives the
 *  same bytes, where tidemark wrote the file and it had no other members. */
const struct report *result_file_report(const struct result_file *file);

/** Takes NULL. */
void result_file_free(struct result_file *file);

#endif
