/** Adding entries to the file of acknowledgements. */
#ifndef RUNNER_ACCEPT_WRITE_H
#define RUNNER_ACCEPT_WRITE_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"
#include "runner/accept_text.h"
#include "runner/config_accept.h"

/**
 * Parse the entries alone, to check them before they are put anywhere.
 *
 * @param[out] out the caller's: config_accept_free()
 * @return ERR_USAGE naming the key that is wrong
 */
enum err accept_write_check(struct config_accept **out,
    const struct accept_draft *drafts, size_t count);

/**
 * Append to `out` the text of a file with the entries behind those it has;
 * every byte of what is there stays.
 *
 * @param text the file, or NULL where there is none: it begins with a comment
 * @param where names it in errors
 * @return ERR_USAGE where it does not parse, where there would be two entries
 *         about the same benchmarks, metric and commits, or where it ends in a
 *         way to which no entry can be appended, as a list in brackets does
 */
enum err accept_write_append(struct buf *out, const char *text, size_t len,
    const char *where, const struct accept_draft *drafts, size_t count);

/** Do that to a file, which is made where needed and replaced as a whole.
 *  @return ERR_IO too; then, and with any other error, it is as it was */
enum err accept_write_file(
    const char *path, const struct accept_draft *drafts, size_t count);

#endif
