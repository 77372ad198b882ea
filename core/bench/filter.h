/** The option --filter: benchmarks chosen by their names. */
#ifndef CORE_BENCH_FILTER_H
#define CORE_BENCH_FILTER_H

#include <stdbool.h>

#include "core/base/err.h"

struct filter;

/**
 * @param out NULL where `text` is NULL: all names match then; filter_free() it
 * @param text a POSIX extended regular expression
 * @return ERR_USAGE, naming --filter and saying why; ERR_NOMEM
 */
enum err filter_new(struct filter **out, const char *text);
void filter_free(struct filter *filter);

/** Whether the expression matches somewhere in the name; NULL matches all. */
bool filter_matches(const struct filter *filter, const char *name);

/**
 * What to return where the filter `text` left no benchmark: ERR_USAGE.
 * @param example a name that there is
 */
enum err filter_fail_empty(const char *text, const char *example);

#endif
