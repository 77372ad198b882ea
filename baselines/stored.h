/**
 * Head against the base from stored samples alone, without measuring
 * (`check --stored-only`). Pure functions over arrays.
 *
 * Sessions that were measured at different times differ by more than the
 * commits do: temperature, load, placement of the code. Without pairs nothing
 * can be proven to have regressed, so this says pass or inconclusive only, and
 * a pass of few sessions is weak evidence. The band is the tolerance and no
 * more: noise never raises a tolerance (DESIGN, rule 2).
 */
#ifndef BASELINES_STORED_H
#define BASELINES_STORED_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "baselines/verdict.h"

#define STORED_SAMPLES_MIN 3 /**< a session of fewer does not count */
#define STORED_SESSIONS_FIRM 4 /**< a pass of fewer of the base is weak */
#define STORED_SESSIONS_MAX 64 /**< of each side; more: the last ones count */

/** What one session says of one series and commit. */
struct stored_session {
	double median; /**< of its samples, in their unit; above 0 */
	size_t samples;
};

struct stored_result {
	double ratio; /**< median of the head's medians / that of the base's;
			   inverted where bigger is better: above 1 is worse.
			   NaN where a side has no session that counts */
	double band_high; /**< 1 + tolerance: the largest ratio that passes */
	enum verdict verdict; /**< VERDICT_PASS or VERDICT_INCONCLUSIVE */
	bool weak; /**< fewer than STORED_SESSIONS_FIRM base sessions count */
	size_t base_sessions; /**< that count */
	size_t head_sessions;
	const char *note; /**< why; static, NULL for a pass that is not weak */
};

/**
 * Compare the sessions of one series: a pass where ratio <= band_high, else
 * inconclusive.
 *
 * @param base, head in the order of their start
 * @param tolerance 0.10 for 10 %; above 0
 */
struct stored_result stored_compare(const struct stored_session *base,
    size_t base_count, const struct stored_session *head, size_t head_count,
    enum direction direction, double tolerance);

#endif
