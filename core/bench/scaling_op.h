/** The operations that `scaling` measures, as rows. */
#ifndef CORE_BENCH_SCALING_OP_H
#define CORE_BENCH_SCALING_OP_H

#include <stdbool.h>
#include <stddef.h>

#include "core/base/err.h"
#include "core/bench/comb.h"
#include "core/bench/fit.h"

/** Of the manager `manager`, another class than its operation's. */
struct scaling_exception {
	const char *manager;
	enum growth promised;
};

#define SCALING_EXCEPTIONS_MAX 4

struct scaling_op {
	const char *name;
	const char *summary;
	/** The class that core/interval promises. */
	enum growth promised;
	struct scaling_exception exceptions[SCALING_EXCEPTIONS_MAX];
	/**
	 * Do it once for each of k different picks below comb->n - 1, which is
	 * what is timed. Every result is compared with the known one.
	 *
	 * @return ERR_MISMATCH for a wrong result, ERR_NOMEM; without a text
	 */
	enum err (*run)(struct comb *comb, const size_t *picks, size_t k);
	/** Make the set as it was before `run`; NULL where it is. */
	enum err (*undo)(struct comb *comb, const size_t *picks, size_t k);
};

/** The table; *n is its length. */
const struct scaling_op *scaling_ops(size_t *n);

/** The class that `manager` promises. */
enum growth scaling_promise(const struct scaling_op *op, const char *manager);

#endif
