/**
 * The file of acknowledgements, .tidemark-accept.yml: which slowdowns somebody
 * has accepted, by whom, why and until when. What it means for two commits is
 * in accept.h; the keys are in tidemark-accept(5).
 *
 * Errors are as those of config.h: ERR_USAGE that names the file, line, column
 * and key, and what was expected.
 */
#ifndef RUNNER_CONFIG_ACCEPT_H
#define RUNNER_CONFIG_ACCEPT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/quantity.h"
#include "core/base/err.h"

/** Name of the file at the root of a repository. */
#define ACCEPT_FILE ".tidemark-accept.yml"
#define ACCEPT_BYTES_MAX ((size_t)1 << 20)
#define ACCEPT_FACTOR_MAX 100
/** An entry may last two years, with a leap day. */
#define ACCEPT_DAYS_MAX 731
#define ACCEPT_DIGITS_SIZE 41

/** One entry of the list. The texts live as long as the file. */
struct config_accept_entry {
	const char *match; /**< glob of the benchmark */
	const char *metric; /**< the name of one */
	const char *commits; /**< as written: "A..B", "A.." or "C" */
	char from[ACCEPT_DIGITS_SIZE]; /**< A; "": the parent of `to` */
	char to[ACCEPT_DIGITS_SIZE]; /**< B or C; "": the range is open */
	double factor; /**< above 1; NaN where a level is accepted */
	const char *level_text; /**< as written; NULL where a factor is */
	struct quantity level;
	const char *reason;
	const char *author;
	const char *expires; /**< "2027-03-01": the last day */
	int64_t starts_last_s; /**< the second in which that day begins */
};

struct config_accept {
	const struct config_accept_entry *entries;
	size_t count;
};

/**
 * Parse the file.
 *
 * @param where names the text in errors, ".tidemark-accept.yml at 1a2b3c4"
 * @param[out] out the caller's: config_accept_free()
 */
enum err config_accept_parse(struct config_accept **out, const char *text,
    size_t len, const char *where);
void config_accept_free(struct config_accept *file);

/** Say what is wrong with `key` of an entry, and where that stands.
 *  @return ERR_USAGE */
enum err config_accept_fail(const struct config_accept *file, size_t entry,
    const char *key, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/** Column, from 1, in which an entry's first key stands, and its line. */
void config_accept_place(const struct config_accept *file, size_t entry,
    size_t *line, size_t *column);

/** Whether all keys of two entries are equal as they are written. */
bool config_accept_equal(
    const struct config_accept_entry *a, const struct config_accept_entry *b);

/** Whether they are about the same benchmarks, metric and commits. */
bool config_accept_same_scope(
    const struct config_accept_entry *a, const struct config_accept_entry *b);

/** Whether the entry has expired at that second: its last day, in UTC, is
 *  over. */
bool config_accept_expired(
    const struct config_accept_entry *entry, int64_t time_s);

/**
 * Check the day of an entry that somebody wants merged: that it has not expired
 * at that second, and lasts at most ACCEPT_DAYS_MAX days from it.
 */
enum err config_accept_check_day(
    const struct config_accept *file, size_t index, int64_t time_s);

#endif
