/**
 * A writer of CSV as RFC 4180 has it: cells between commas, rows that end with
 * CR LF, texts in quotes. Texts may be hostile: they are made visible as
 * term_text() does, and one that begins with "=", "+", "-" or "@", which a
 * spreadsheet takes for a formula, gets an apostrophe before it. Errors stay
 * inside until csv_finish().
 */
#ifndef REPORTS_CSV_H
#define REPORTS_CSV_H

#include <stdbool.h>
#include <stddef.h>
#include <stdio.h>

#include "core/base/buf.h"
#include "core/base/err.h"

struct csv_writer {
	FILE *file;
	bool in_row; /**< a cell stands before the next one */
	struct buf clean;
	enum err err;
};

/** csv_finish() it. */
void csv_init(struct csv_writer *csv, FILE *file);

/** A row of names, which are ours: written without quotes. */
void csv_heading(
    struct csv_writer *csv, const char *const *names, size_t count);

void csv_text(struct csv_writer *csv, const char *text); /**< NULL: empty */
/** The shortest decimal that reads back; what is not finite is empty. */
void csv_number(struct csv_writer *csv, double number);
void csv_count(struct csv_writer *csv, size_t count);
void csv_bool(struct csv_writer *csv, bool value); /**< true, false */

void csv_row_end(struct csv_writer *csv);

/** Free the writer's memory. @return the first error: ERR_NOMEM, or ERR_IO
 *  where the file refused bytes (it is flushed here) */
enum err csv_finish(struct csv_writer *csv);

#endif
