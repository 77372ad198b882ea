/**
 * A writer of Atom feeds (RFC 4287) of entries that hold text. Texts may be
 * hostile, see xml.h. Errors stay inside until atom_finish().
 */
#ifndef REPORTS_ATOM_H
#define REPORTS_ATOM_H

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include "core/base/err.h"
#include "reports/xml.h"

#define ATOM_ID_SIZE 46 /**< of "urn:uuid:", 36 characters and the NUL */

struct atom_writer {
	struct xml_writer xml;
};

/** Times are seconds since 1970; one that is no date of the format is that
 *  moment. */
struct atom_feed {
	const char *id; /**< of atom_id() */
	const char *title;
	const char *version; /**< tidemark's */
	int64_t updated_s; /**< of the newest entry */
};

struct atom_entry {
	const char *id;
	const char *title;
	const char *category; /**< "regressed", "new" */
	const char *content; /**< lines */
	int64_t updated_s;
};

/**
 * A name that stays the same for the same parts, and differs for others: a
 * UUID of version 8 (RFC 9562) of their SHA-256.
 *
 * @param parts end with NULL
 * @return ERR_NOMEM
 */
enum err atom_id(const char *const *parts, char out[ATOM_ID_SIZE]);

/** Begin the feed. atom_finish() it. */
void atom_init(
    struct atom_writer *atom, const struct atom_feed *feed, FILE *file);
void atom_entry(struct atom_writer *atom, const struct atom_entry *entry);

/** @return the first error, as xml_finish() */
enum err atom_finish(struct atom_writer *atom);

#endif
