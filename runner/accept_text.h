/** New entries of the file of acknowledgements as YAML text. What they hold
 *  may be foreign: names of benchmarks, what somebody typed. */
#ifndef RUNNER_ACCEPT_TEXT_H
#define RUNNER_ACCEPT_TEXT_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/** An entry that is to be written. Borrowed texts. */
struct accept_draft {
	const char *benchmark; /**< its name, no glob */
	const char *metric;
	const char *commits;
	const char *factor; /**< NULL where there is a level */
	const char *level;
	const char *reason;
	const char *author;
	const char *expires;
};

/** Append the glob that matches `name` alone. */
void accept_text_glob(struct buf *out, const char *name);

/**
 * Append `text` as one double-quoted scalar on one line, in which nothing is
 * hidden: control characters, line separators, zero width and bidirectional
 * ones are escapes.
 * @return ERR_USAGE where it is not UTF-8, which YAML cannot hold
 */
enum err accept_text_quote(struct buf *out, const char *text);

/**
 * Append an entry, each line behind `indent` blanks. Values are quoted, but for
 * plain numbers, ids and days.
 * @return ERR_USAGE as accept_text_quote(), naming the key
 */
enum err accept_text_entry(
    struct buf *out, const struct accept_draft *draft, size_t indent);

#endif
