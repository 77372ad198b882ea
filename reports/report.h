/**
 * The one model that every renderer shows: what a check or a comparison found.
 *
 * Texts are borrowed and may be hostile (benchmark names, commit subjects);
 * each renderer escapes them for its format. NaN means "not known" and is null
 * in JSON and "-" in text. A ratio above 1 is always worse.
 */
#ifndef REPORTS_REPORT_H
#define REPORTS_REPORT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "baselines/series.h"
#include "baselines/verdict.h"

struct report_commit {
	const char *oid; /**< 40 hex digits */
	const char *subject;
	int64_t time_s; /**< its committer date; 0: not known */
};

struct report_samples {
	const double *values; /**< one a round, in the series' unit */
	size_t count;
};

/** Who accepted a slowdown, and why. */
struct report_acknowledged {
	const char *entry; /**< ".tidemark-accept.yml accept[2]"; NULL: nobody
			    */
	const char *reason;
	const char *author;
	const char *expires; /**< "2027-03-01": the last day */
};

struct report_series {
	struct series_name name;
	/** Name in the config of the benchmark that printed it; NULL: not
	 * known.
	 */
	const char *printed_by;
	enum verdict verdict;
	bool judged; /**< false: shown only, its verdict says nothing */
	const char *note; /**< "slower, within tolerance", why it is
			       inconclusive; NULL for none */
	/** Inconclusive for another reason than that all its rounds told
	 *  nothing: cut off, voided by the control, one of too many, counts
	 *  that do not repeat. No option turns that into a pass. */
	bool unsettled;
	struct report_acknowledged acknowledged;
	double ratio; /**< Hodges-Lehmann estimate over all its rounds */
	double ratio_low; /**< exact interval; NaN below 8 rounds */
	double ratio_high;
	double confidence; /**< of that interval, 0.99 */
	double
	    tolerance; /**< 0.10 for 10 %; NaN where the detector was asked */
	/** What it must be slower by besides, in its unit; 0: nothing. */
	double min_effect;
	/** The largest value that passes, the smallest one where bigger is
	 *  better, whatever the base; 0: any. */
	double limit;
	/** Where it was judged by its history and not by pairs: the band that
	 *  the history makes, in the unit; 0: it was not. The base's samples
	 *  are then the history's values. */
	double band_low;
	double band_high;
	/** Where it is proven to lie beyond the limit, and regressed for that:
	 *  head's median in all of its rounds. Else 0. */
	double beyond_value;
	double floor; /**< smallest change that is claimed, 0.02 for 2 % */
	double effect; /**< what the detector's pass rules out, 0.05; NaN where
			    the gate was asked */
	double mde; /**< ratio minus 1 */
	/** About so many more rounds would decide it; 0: cannot be told. */
	size_t rounds_needed;
	/** It cannot, because the ratio is so near the tolerance. */
	bool too_near;
	bool reachable; /**< those rounds are within what is ever taken */
	/** False discovery rate at which it would still be called slower than
	 *  its tolerance; NaN where it was not asked. */
	double q_value;
	size_t rounds; /**< that count; frozen at the deciding look */
	double base_value; /**< median of the samples */
	double head_value;
	double base_spread; /**< 1.4826 MAD over the median, 0.01 is 1 % */
	double head_spread;
	double control_ratio; /**< estimate of control/base */
	struct report_samples samples[SIDE_COUNT];
};

/** A series, or a whole benchmark, about which nothing was measured. */
struct report_unjudged {
	const char *benchmark;
	const char *metric; /**< NULL: all of the benchmark's */
	enum verdict verdict;
	const char *reason; /**< never NULL; may hold several lines */
};

/** What one benchmark took of the budget. */
struct report_part {
	const char *benchmark; /**< its name in the config */
	size_t blocks; /**< that count: its rounds */
	size_t filtered; /**< of them, those of some of its names only */
	int64_t spent_ns; /**< of all its blocks and its trial */
};

struct report_fact {
	const char *name;
	const char *value;
};

struct report {
	const char *command; /**< "check" or "compare" */
	const char *version; /**< tidemark's */
	enum verdict verdict;
	const char *reason; /**< one line more on the verdict, or NULL: why it
				 is identical, why nothing was judged */
	bool weak; /**< from stored samples of unpaired sessions */
	struct report_commit base;
	struct report_commit head;
	const char *base_from; /**< how the base was found: "merge-base of
				    origin/main and HEAD" */
	const char *config_from; /**< commit id, "work tree" or a file */
	const char *machine_key;
	const struct report_fact *provenance;
	size_t provenance_count;
	double noise_floor; /**< median over the judged series of what base
				 against itself shows, see gate_noise_floor();
				 NaN without a control */
	double fdr; /**< the largest q-value of a regressed series, 0.05 for
			 5 %; 0: any */
	uint64_t seed;
	size_t rounds; /**< measured in all */
	size_t processes; /**< benchmark processes started */
	int64_t builds_ns;
	int64_t measuring_ns; /**< of the rounds: what the budget is for */
	int64_t counting_ns; /**< of counting instructions */
	int64_t budget_ns; /**< for measuring; 0: nothing was measured */
	const struct report_part *parts; /**< in the order of the config */
	size_t part_count;
	int64_t children_ns; /**< of that, wall time of the processes */
	const struct report_series *series;
	size_t series_count;
	const struct report_unjudged *unjudged;
	size_t unjudged_count;
	const char *const *warnings; /**< one line each */
	size_t warning_count;
	/** The same head against further bases; they have no others. */
	const struct report *const *others;
	size_t other_count;
};

/** The worst verdict of a report and its others. */
enum verdict report_overall(const struct report *report);

#endif
