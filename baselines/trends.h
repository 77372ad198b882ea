/** The trends of many series, on several threads. */
#ifndef BASELINES_TRENDS_H
#define BASELINES_TRENDS_H

#include <stddef.h>

#include "baselines/trend.h"

/**
 * Make the trend of each line, as trend_make() does. Equal input gives equal
 * output whatever the number of threads.
 *
 * @param threads at least 1; fewer are started where there is less to do
 * @param[out] out `count` of them; on failure none is left to release
 * @return ERR_NOMEM
 */
enum err trends_make(struct trend *out, const struct history_line *lines,
    size_t count, const struct change_options *options, size_t threads);

#endif
