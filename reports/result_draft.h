/** Private to result_file: one report while its members come, in any order. */
#ifndef REPORTS_RESULT_DRAFT_H
#define REPORTS_RESULT_DRAFT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "core/base/err.h"
#include "core/base/json.h"
#include "reports/report.h"
#include "reports/result_members.h"

/* A byte that is no UTF-8 was written as the three of U+FFFD. */
#define RESULT_BENCHMARK_MAX ((size_t)3 * BENCHMARK_NAME_MAX)
#define RESULT_METRIC_MAX ((size_t)3 * METRIC_NAME_MAX)

struct result_draft {
	struct result_reader *reader;
	struct report *report; /**< zeroed at first */
	bool inner; /**< it is one of the others, and has none */
	struct report_series *series; /**< room for the next power of two */
	struct report_fact *facts; /**< the same */
	const struct report **others; /**< the same */
	enum verdict overall; /**< what it says of itself and its others */
	enum verdict others_worst;
	uint64_t seen; /**< bits of the members that came */
	enum err err; /**< of a callback that cannot return one */
};

/** Element `index` of the array "series" or "shown". @return ERR_PARSE,
 *  ERR_LIMIT, ERR_NOMEM, as do the others */
enum err result_draft_series(struct result_draft *draft,
    const struct json *json, const char *array, size_t index, bool judged);

/** One member of a report. Unknown ones are ignored; a known one that comes
 *  twice is ERR_PARSE. */
enum err result_draft_member(
    struct result_draft *draft, const char *key, const struct json *json);

/** No member follows: whether all came, and whether they agree. */
enum err result_draft_end(struct result_draft *draft);

#endif
