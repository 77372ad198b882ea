/**
 * A bisection under noise: says what to measure next, takes what was measured,
 * and comes to answers. No I/O, no clock and no randomness: the same values in
 * the same order give the same tasks, so that one that was ended goes on when
 * its values are given again.
 *
 * For each series: first the ends, in pairs, until they are seen to differ;
 * then the search (culprit.h); then the culprit against its parent in fresh
 * pairs, by the detector's rule. Where these contradict, the search goes on
 * with them. What is left of the ends' difference on either side of a culprit
 * is searched for further steps.
 *
 * Runs of single commits are cheaper than pairs, but what drifts in between
 * looks like a step. So GOOD is run again now and then; once it is off, or the
 * ends' rounds were seen to go up and down together, what was measured alone is
 * left out and every run is paired with one of GOOD.
 */
#ifndef BASELINES_BISECT_H
#define BASELINES_BISECT_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/bisect_status.h"
#include "baselines/gate.h"
#include "baselines/series.h"
#include "core/base/err.h"

/** Series that are searched at a time; further ones wait for their turn. */
#define BISECT_TOGETHER_MAX 16
/** Steps that are looked for in one series. */
#define BISECT_STEPS_MAX 8

struct bisect_options {
	double confidence; /**< at which a culprit is believed: 0.95 */
	double tolerance; /**< the smallest step that counts: 0.02 */
	bool improvement; /**< search for what got better */
	double build; /**< what a build costs, in runs */
	double visit; /**< what a visit costs beside its runs */
};

enum bisect_work {
	BISECT_DONE, /**< every series has its answers */
	BISECT_PAIR, /**< rounds of two commits, interleaved */
	BISECT_VISIT, /**< runs of one commit */
	BISECT_COUNT /**< count the instructions of one commit */
};

/** Why it is done, for people. */
enum bisect_phase {
	BISECT_ENDS,
	BISECT_SEARCH,
	BISECT_CONFIRM,
	BISECT_ANSWERED
};

struct bisect_task {
	enum bisect_work work;
	enum bisect_phase phase;
	size_t low; /**< of a pair, the earlier commit */
	size_t place;
	size_t rounds; /**< or runs */
	double bits; /**< of a search, what a run is expected to say */
};

struct bisect;

/**
 * @param weights how likely each place is guilty, as for culprit.h; NULL: all
 *        alike
 * @param count places, 0 is GOOD and the last one is BAD; at least 2
 * @return ERR_NOMEM; ERR_UNJUDGED where nobody can be guilty
 */
enum err bisect_new(struct bisect **out, const struct bisect_options *options,
    const double *weights, size_t count);
void bisect_free(struct bisect *bisect);

/** What builds cost, by those that were made. */
void bisect_costs(struct bisect *bisect, double build, double visit);

/* ---- what was found out ---- */

/**
 * Add a series. All are added before the first value of any of them.
 *
 * @param counted its values do not vary from run to run: BISECT_COUNT gives
 *        them. One of another series' benchmark leads that one's search where
 *        it moved, too.
 * @param leads index of the series that it leads, or its own
 */
enum err bisect_add_series(struct bisect *bisect, enum direction direction,
    bool counted, size_t leads, size_t *out);

/** A round of a pair. Values are finite and above 0. @return ERR_NOMEM */
enum err bisect_take_round(struct bisect *bisect, size_t series, size_t low,
    size_t place, double low_value, double value);

/** A run of one commit, or a count. */
enum err bisect_take_run(
    struct bisect *bisect, size_t series, size_t place, double value);

/** The value of an earlier session: it leads, and is forgotten once it
 *  misleads. */
enum err bisect_take_stored(
    struct bisect *bisect, size_t series, size_t place, double value);

/** A commit that cannot be built or run. BAD and GOOD can. */
void bisect_take_broken(struct bisect *bisect, size_t place);

/** A build that is there. */
void bisect_take_built(struct bisect *bisect, size_t place);

/** Two commits whose builds are the same, bit for bit: nobody behind `low`, up
 *  to `place`, is guilty. */
void bisect_take_same(struct bisect *bisect, size_t low, size_t place);

/** Leave a series: its benchmark failed at an end. */
void bisect_leave(struct bisect *bisect, size_t series, const char *why);

/* ---- what to do ---- */

/** Say what to do next; until what it wants was taken it says the same.
 *  @return ERR_NOMEM */
enum err bisect_next(struct bisect *bisect, struct bisect_task *out);

/** There is no more time: what is open is answered as far as it is known. */
void bisect_close(struct bisect *bisect);

/* ---- what it came to ---- */

/** A series and one step in it. NaN means "not known". */
struct bisect_finding {
	size_t series;
	enum bisect_phase phase;
	enum bisect_status status; /**< once it is answered */
	const char *reason; /**< static or of bisect_leave(); NULL: none */
	size_t good; /**< the part of the range that was searched */
	size_t bad;
	size_t ends_rounds;
	double ends_log; /**< above 0 is what is searched for */
	double ends_low;
	double ends_high;
	size_t first; /**< who it may be */
	size_t last;
	double probability;
	/* the confirming pair */
	size_t low;
	size_t high;
	size_t rounds;
	double step_log;
	double step_low;
	double step_high;
	bool searched; /**< bisect_probabilities() has something to say */
	bool reverted; /**< a later commit was as good again */
	bool by_count; /**< led by a counted series */
};

size_t bisect_finding_count(const struct bisect *bisect);
void bisect_finding(
    const struct bisect *bisect, size_t i, struct bisect_finding *out);

/** Probability of each place of the whole range; 0 outside of the part. */
void bisect_probabilities(
    const struct bisect *bisect, size_t finding, double *out);

/** Rounds of the confirming pair, values of `rounds` at most.
 *  @return how many */
size_t bisect_rounds(const struct bisect *bisect, size_t finding,
    double *before, double *after, size_t rounds);

/** One value as it was taken. */
struct bisect_value {
	size_t series;
	size_t place;
	double value;
	size_t low; /**< of a pair, where its other value is; else `place` */
	double low_value; /**< NaN: it was alone */
	bool stored;
};

/** All values in the order in which they were taken. */
size_t bisect_values(
    const struct bisect *bisect, const struct bisect_value **out);

/** Whether a step of the series is still searched for. */
bool bisect_is_open(const struct bisect *bisect, size_t series);

/** Whether the series has a value of a place, stored ones left out. */
bool bisect_has_value(const struct bisect *bisect, size_t series, size_t place);

/** Whether runs are paired with GOOD as the machine drifts. */
bool bisect_is_paired(const struct bisect *bisect);

#endif
