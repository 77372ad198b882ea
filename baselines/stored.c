#include "baselines/stored.h"

#include <math.h>

/* Copy the medians that count, the latest first; how many there are. */
static size_t
collect(const struct stored_session *sessions, size_t count,
    double medians[STORED_SESSIONS_MAX])
{
	size_t n = 0;

	for (size_t i = count; i > 0 && n < STORED_SESSIONS_MAX; i--)
		if (sessions[i - 1].samples >= STORED_SAMPLES_MIN)
			medians[n++] = sessions[i - 1].median;
	return n;
}

struct stored_result
stored_compare(const struct stored_session *base, size_t base_count,
    const struct stored_session *head, size_t head_count,
    enum direction direction, double tolerance)
{
	double base_medians[STORED_SESSIONS_MAX];
	double head_medians[STORED_SESSIONS_MAX];
	struct stored_result result = {
	    .ratio = NAN,
	    .band_high = 1 + tolerance,
	    .verdict = VERDICT_INCONCLUSIVE,
	    .base_sessions = collect(base, base_count, base_medians),
	    .head_sessions = collect(head, head_count, head_medians),
	    .note = "too few stored samples; measure in pairs",
	};
	double b, h;

	result.weak = result.base_sessions < STORED_SESSIONS_FIRM;
	if (result.base_sessions == 0 || result.head_sessions == 0)
		return result;
	b = median_in_place(base_medians, result.base_sessions);
	h = median_in_place(head_medians, result.head_sessions);
	result.ratio = direction == DIRECTION_BIGGER ? b / h : h / b;
	if (result.ratio <= result.band_high) {
		result.verdict = VERDICT_PASS;
		result.note = result.weak ? "weak: few stored sessions" : NULL;
	} else {
		result.note = "outside the tolerance; measure in pairs";
	}
	return result;
}
