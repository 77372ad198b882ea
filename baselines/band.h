/**
 * Bands from history: between which values a new one should lie, judged by the
 * values before it, one a session. A value outside is a reason to measure in
 * pairs and proves nothing. Pure functions over arrays.
 *
 * The tests, with k the limit, s the standard deviation (n - 1) and q1, q3 the
 * quartiles (definition 7 of R. J. Hyndman, Y. Fan, "Sample quantiles in
 * statistical packages", 1996):
 *
 *	mad		median -/+ k x 1.4826 MAD, at least BAND_FLOOR of it
 *	z		mean -/+ k s
 *	t		mean -/+ t s sqrt(1 + 1/n), with Student's t for
 *			the confidence k: where one new value lies
 *	iqr		q1 - k IQR and q3 + k IQR (J. W. Tukey,
 *			"Exploratory Data Analysis", 1977)
 *	log-normal	z of the logarithms
 *	delta-iqr	iqr of the steps x[i] / x[i-1] - 1, each as a
 *			change of the last value
 */
#ifndef BASELINES_BAND_H
#define BASELINES_BAND_H

#include <stdbool.h>
#include <stddef.h>

#include "baselines/series.h"
#include "core/base/err.h"

/** The least part of the median that a `mad` band reaches either way. */
#define BAND_FLOOR 0.02
#define BAND_VALUES_MAX 1000
/** Steps of at least three values have quartiles worth the name. */
#define BAND_COUNT_LEAST 3
#define BAND_COUNT_DEFAULT 8

enum band_test {
	BAND_MAD,
	BAND_Z,
	BAND_T,
	BAND_IQR,
	BAND_LOG_NORMAL,
	BAND_DELTA_IQR,
	BAND_NONE /**< no band: nothing lies outside */
};

/** Of which side of the band a value is told. */
enum band_side { BAND_BOTH, BAND_WORSE, BAND_BETTER };

struct band_rule {
	enum band_test test;
	double limit; /**< k, above 0; of BAND_T the confidence, below 1 */
	size_t least; /**< fewer values make no band, >= BAND_COUNT_LEAST */
	size_t window; /**< so many last values count; 0: the history's */
	enum band_side side;
};

/** mad 3, 8 values, the history's window, both sides. */
extern const struct band_rule band_rule_default;

struct band {
	double low; /**< NaN below the least count, and of BAND_NONE */
	double high;
	double centre; /**< what a new value is expected to be */
	size_t count; /**< of values */
};

enum band_place { BAND_INSIDE, BAND_ABOVE, BAND_BELOW, BAND_TOO_FEW };

/**
 * Read "mad 3", "t 99%", "iqr", "none": a test's name and its limit, which has
 * a default: 3 of mad, z and log-normal, 1.5 of the two with iqr, 99% of t.
 * Sets the test and the limit of *rule alone.
 *
 * @return ERR_PARSE without a text; *rule is then as it was
 */
enum err band_rule_parse(const char *text, struct band_rule *rule);

/**
 * The band of a history.
 *
 * @param values oldest first, finite and above 0; the window is already applied
 * @param n at most BAND_VALUES_MAX
 */
struct band band_make(
    const struct band_rule *rule, const double *values, size_t n);

/** Where a value lies; the ends of a band are inside. BAND_TOO_FEW where the
 *  rule asks for more values than there were; of BAND_NONE BAND_INSIDE. */
enum band_place band_place(
    const struct band_rule *rule, const struct band *band, double value);

/** Whether a value of a series of that direction that lies there is to be told
 *  by the rule's side. */
bool band_tells(const struct band_rule *rule, enum band_place place,
    enum direction direction);

/** Whether that place is the worse side. */
bool band_is_worse(enum band_place place, enum direction direction);

#endif
