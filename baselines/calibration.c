#include "baselines/calibration.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "baselines/difference.h"
#include "baselines/dip.h"
#include "baselines/signed_rank.h"

static_assert(SIDE_COUNT == 3, "Friedman's p-value is that of 3 columns");
static_assert(GATE_ROUNDS_MAX <= DIP_MAX && GATE_ROUNDS_FIRST >= DIP_MIN,
    "the dip takes all rounds");

#define Z_99 2.3263478740408408 /* P(Z < z) = .99 */
#define Z_995 2.5758293035489004 /* .995: two-sided .01 */
#define MDE_FACTOR 1.5

/* ---- noise ---- */

static double
mean(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i];
	return sum / (double)n;
}

static double
standard_deviation(const double *values, size_t n)
{
	double centre = mean(values, n);
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (values[i] - centre) * (values[i] - centre);
	return sqrt(sum / (double)(n - 1));
}

static double
median(const double *values, size_t n)
{
	double copy[GATE_ROUNDS_MAX];

	memcpy(copy, values, n * sizeof *copy);
	return median_in_place(copy, n);
}

/* 1, 2, 3, 4: deviations -1.5, -.5, .5, 1.5; products .75 - .25 + .75 = 1.25
 * over 5 are .25. */
double
calibration_lag1(const double *values, size_t n)
{
	double centre = mean(values, n);
	double products = 0;
	double squares = 0;

	for (size_t i = 0; i < n; i++) {
		double here = values[i] - centre;

		squares += here * here;
		if (i + 1 < n)
			products += here * (values[i + 1] - centre);
	}
	return squares > 0 ? products / squares : 0;
}

/* ---- places in the round ---- */

/* Ranks within a row, ties sharing theirs; @return the sum of t^3 - t over its
 * groups of t ties. */
static double
rank_row(const double *row, double *ranks)
{
	double tied = 0;

	for (size_t i = 0; i < SIDE_COUNT; i++) {
		double below = 0;
		double equal = 0;

		for (size_t k = 0; k < SIDE_COUNT; k++) {
			below += row[k] < row[i];
			equal += row[k] == row[i];
		}
		ranks[i] = below + (equal + 1) / 2;
		tied += equal * equal - 1; /* each of t adds (t^3 - t) / t */
	}
	return tied;
}

/* Columns that are always in one order, 4 rows: rank sums 4, 8, 12 against a
 * mean of 8; 12 x 32 / (4 x 3 x 4) = 8, and exp(-4) = .018. */
double
calibration_friedman_p(const double (*rows)[SIDE_COUNT], size_t n)
{
	const double k = SIDE_COUNT;
	double sums[SIDE_COUNT] = {0};
	double tied = 0;
	double squares = 0;
	double scale;

	for (size_t i = 0; i < n; i++) {
		double ranks[SIDE_COUNT];

		tied += rank_row(rows[i], ranks);
		for (size_t slot = 0; slot < SIDE_COUNT; slot++)
			sums[slot] += ranks[slot];
	}
	for (size_t slot = 0; slot < SIDE_COUNT; slot++) {
		double apart = sums[slot] - (double)n * (k + 1) / 2;

		squares += apart * apart;
	}
	scale = (double)n * k * (k + 1) - tied / (k - 1);
	return scale > 0 ? exp(-6 * squares / scale) : 1;
}

/* Copies may differ for good; what is left of a value without its copy's median
 * and its round's mean is the place's doing. */
static void
find_slots(struct calibration *out, const struct calibration_samples *samples,
    double (*logs)[GATE_ROUNDS_MAX])
{
	double rows[GATE_ROUNDS_MAX][SIDE_COUNT];
	double column[GATE_ROUNDS_MAX];
	double centres[SIDE_COUNT];
	size_t n = samples->rounds;

	for (size_t side = 0; side < SIDE_COUNT; side++)
		centres[side] = median(logs[side], n);
	for (size_t i = 0; i < n; i++) {
		double sum = 0;

		for (size_t side = 0; side < SIDE_COUNT; side++) {
			double left = logs[side][i] - centres[side];

			rows[i][samples->slots[i][side]] = left;
			sum += left;
		}
		for (size_t slot = 0; slot < SIDE_COUNT; slot++)
			rows[i][slot] -= sum / SIDE_COUNT;
	}
	for (size_t slot = 0; slot < SIDE_COUNT; slot++) {
		for (size_t i = 0; i < n; i++)
			column[i] = rows[i][slot];
		out->slots[slot] = exp(median_in_place(column, n));
	}
	out->slots_p =
	    calibration_friedman_p((const double(*)[SIDE_COUNT])rows, n);
}

/* ---- tolerances ---- */

/* Spread .03, 40 rounds: sqrt(pi / (3 x 36.683)) = .169. A pass with 99 %
 * power needs (2.576 + 2.326) x .03 x .169 = .0249, 2.5 %. The MDE is
 * (1 + T) k - 1 with k = exp(.0173) = 1.0175, and at most 1.5 T from
 * T = (k - 1) / (1.5 - k) = 3.6 % on: the larger of both. */
double
calibration_tolerance_least(double spread, double offset_log)
{
	struct question question = gate_question(1);
	double reach =
	    gate_reach_log(&gate_rule, spread, GATE_ROUNDS_MAIN, Z_99);
	double factor =
	    (1 + gate_mde_at(&question, spread, GATE_ROUNDS_MAIN)) / 2;
	double passes = expm1(fabs(offset_log) + reach);

	if (factor >= MDE_FACTOR)
		return INFINITY;
	return fmax(passes, (factor - 1) / (MDE_FACTOR - factor));
}

double
calibration_tolerance_step(double least)
{
	static const double steps[] = {
	    .02, .03, .05, .10, .15, .20, CALIBRATION_TOLERANCE_MAX};

	for (size_t i = 0; i < sizeof steps / sizeof steps[0]; i++)
		if (steps[i] >= least)
			return steps[i];
	return 0;
}

struct question
calibration_question(const struct calibration *calibration)
{
	return gate_question(calibration->tolerance > 0
				 ? calibration->tolerance
				 : CALIBRATION_TOLERANCE_MAX);
}

size_t
calibration_rounds(double spread, double offset_log, double tolerance)
{
	struct question question = gate_question(tolerance);

	for (const struct rule_look *look = gate_rule.main; look->rounds;
	     look++) {
		double reach =
		    gate_reach_log(&gate_rule, spread, look->rounds, Z_99);

		if (fabs(offset_log) + reach <= log1p(tolerance) &&
		    gate_mde_at(&question, spread, look->rounds) <=
			MDE_FACTOR * tolerance)
			return look->rounds;
	}
	return 0;
}

/* ---- all of it ---- */

/* Logarithms in which above is worse. */
static void
make_logs(
    const struct calibration_samples *samples, double (*logs)[GATE_ROUNDS_MAX])
{
	double sign = samples->direction == DIRECTION_BIGGER ? -1 : 1;

	for (size_t side = 0; side < SIDE_COUNT; side++)
		for (size_t i = 0; i < samples->rounds; i++)
			logs[side][i] = sign * log(samples->values[side][i]);
}

void
calibration_differences(const struct calibration_samples *samples, double *out)
{
	struct difference differences[GATE_ROUNDS_MAX];
	const double *control =
	    samples->control ? samples->values[SIDE_CONTROL] : NULL;

	for (size_t i = 0; i < samples->rounds; i++)
		differences[i] = difference_of(samples->direction,
		    samples->values[SIDE_BASE][i],
		    samples->values[SIDE_HEAD][i],
		    control ? &control[i] : NULL);
	differences_sharpen(differences, samples->rounds, out);
}

static void
find_offset(struct calibration *out, const double *d)
{
	struct interval_estimate interval = {-INFINITY, INFINITY};

	signed_rank_interval(d, out->rounds, GATE_CONFIDENCE, &interval);
	out->offset = exp(hodges_lehmann(d, out->rounds));
	out->offset_low = exp(interval.low);
	out->offset_high = exp(interval.high);
	out->offset_differs = interval.low > 0 || interval.high < 0;
}

double
calibration_offset_log(const struct calibration *calibration)
{
	return calibration->offset_differs ? log(calibration->offset) : 0;
}

void
calibration_make(
    struct calibration *out, const struct calibration_samples *samples)
{
	double logs[SIDE_COUNT][GATE_ROUNDS_MAX];
	double gaps[GATE_ROUNDS_MAX];
	double d[GATE_ROUNDS_MAX];
	size_t n = samples->rounds;

	assert(n >= GATE_ROUNDS_FIRST && n <= GATE_ROUNDS_MAX);
	*out = (struct calibration){
	    .rounds = n, .slots = {NAN, NAN, NAN}, .slots_p = 1};
	make_logs(samples, logs);
	calibration_differences(samples, d);
	for (size_t i = 0; i < n; i++)
		gaps[i] = logs[SIDE_CONTROL][i] - logs[SIDE_BASE][i];
	out->noise_floor = gate_noise_floor(gaps, n);
	out->sd = standard_deviation(gaps, n);
	out->spread = mad_sd(d, n);
	find_offset(out, d);
	out->lag1_base = calibration_lag1(logs[SIDE_BASE], n);
	out->lag1_differences = calibration_lag1(d, n);
	out->lag1_bound = Z_995 / sqrt((double)n);
	out->dip = dip(logs[SIDE_BASE], n);
	out->several_modes = dip_refutes_one_mode(out->dip, n);
	if (samples->slots)
		find_slots(out, samples, logs);
	out->tolerance_least = calibration_tolerance_least(
	    out->spread, calibration_offset_log(out));
	out->tolerance = calibration_tolerance_step(out->tolerance_least);
}
