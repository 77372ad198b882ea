/** What a result file (tidemark.result/1) says has regressed. The file is
 *  foreign: everything that is used of it is checked. */
#ifndef RUNNER_ACCEPT_RESULT_H
#define RUNNER_ACCEPT_RESULT_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "runner/config_accept.h"

#define ACCEPT_RESULT_BYTES_MAX ((size_t)64 << 20)
#define ACCEPT_FACTOR_SIZE 32

/** A regressed series, and the factor that would accept it. */
struct accept_regressed {
	char *benchmark;
	char *metric;
	/** The upper end of its ratio's interval, of instructions the ratio,
	 *  rounded up to two decimals; to four where the tolerance is below
	 *  2 %, which two could pass over. */
	char factor[ACCEPT_FACTOR_SIZE];
	/** It broke a limit of the config, which no entry accepts; it has no
	 *  factor. */
	bool beyond_limit;
};

struct accept_result {
	struct accept_regressed *items;
	size_t count;
	char base[ACCEPT_DIGITS_SIZE]; /**< ids of the commits; "": not said */
	char head[ACCEPT_DIGITS_SIZE];
};

/**
 * Read the commits and the regressed series of a result file, in its order.
 *
 * @param where names the text in errors
 * @param[out] out accept_result_release() it
 * @return ERR_USAGE where it is no such file, or has a regressed series whose
 *         name or ratio cannot be; *out is then empty
 */
enum err accept_result_parse(
    struct accept_result *out, const char *text, size_t len, const char *where);

/** The same of a file. @return ERR_USAGE too where it cannot be read */
enum err accept_result_read(struct accept_result *out, const char *path);
void accept_result_release(struct accept_result *result);

#endif
