/**
 * Where each key of a YAML text stands. libcyaml loads values but its positions
 * for nested keys can be wrong; this index finds them by the key's path.
 * Internal to config.c.
 */
#ifndef RUNNER_CONFIG_INDEX_H
#define RUNNER_CONFIG_INDEX_H

#include <stddef.h>

#include "core/base/err.h"

enum config_node_kind { CONFIG_SCALAR, CONFIG_SEQUENCE, CONFIG_MAPPING };

struct config_node {
	char *path; /**< "benchmarks[0].name"; "" is the root */
	enum config_node_kind kind;
	size_t line; /**< of its key, or of itself in a sequence; from 1 */
	size_t column;
};

struct config_index {
	struct config_node *nodes; /**< parents before children */
	size_t count; /**< 0: the text is empty */
};

/**
 * @return ERR_USAGE with line and column for broken YAML, more than one
 *         document, a key twice, an alias or anchor, or nesting deeper than
 *         16; ERR_NOMEM
 */
enum err config_index_make(
    struct config_index *out, const char *text, size_t len, const char *where);
void config_index_release(struct config_index *index);

/** The node of that path, else of its nearest parent. Never NULL; the index is
 *  not empty. */
const struct config_node *config_index_find(
    const struct config_index *index, const char *path);

#endif
