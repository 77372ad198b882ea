/** What a stream must leave behind, from a source that is no manager. */
#ifndef CORE_BENCH_ORACLE_H
#define CORE_BENCH_ORACLE_H

#include "core/base/buf.h"
#include "core/base/err.h"
#include "core/bench/outcome.h"
#include "core/bench/stream.h"

enum oracle_source {
	ORACLE_PUBLISHED, /**< the standard streams' values */
	ORACLE_NAIVE, /**< the model of naive.h */
	ORACLE_CACHED /**< the model's, of an earlier time */
};

/** "as published for this stream" or "as a naive model has it". */
const char *oracle_source_text(enum oracle_source source);

/**
 * The folder for computed outcomes, in $XDG_CACHE_HOME or ~/.cache; *out is
 * NULL where the environment names neither. free() it.
 * @return ERR_NOMEM
 */
enum err oracle_cache_folder(char **out);

/**
 * Find the outcome of a stream. A naive one is computed once and then kept in
 * `folder`: an entry that is not wholly as it was written is computed anew.
 *
 * @param folder is made where it is not there; NULL: keep nothing
 * @param[out] source may be NULL
 * @param notes gets a line where the outcome could not be kept; may be NULL
 * @return ERR_MISMATCH for a published stream with another checksum than its
 *         own: then the generator is wrong; ERR_NOMEM
 */
enum err oracle_expect(const struct stream *stream, const char *folder,
    struct outcome *out, enum oracle_source *source, struct buf *notes);

#endif
