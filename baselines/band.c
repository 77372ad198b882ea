#include "baselines/band.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/student.h"
#include "core/base/number.h"

/* Ends and centre of n values, which it may change. */
typedef void make_fn(double *values, size_t n, double limit, struct band *out);

struct test {
	const char *name;
	double limit; /* the default */
	bool confidence; /* the limit is a percentage below 100 % */
	make_fn *make;
};

const struct band_rule band_rule_default = {
    .test = BAND_MAD, .limit = 3, .least = BAND_COUNT_DEFAULT};

static double
mean_of(const double *values, size_t n)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += values[i] / (double)n;
	return sum;
}

static double
deviation_of(const double *values, size_t n, double mean)
{
	double sum = 0;

	for (size_t i = 0; i < n; i++)
		sum += (values[i] - mean) * (values[i] - mean);
	return sqrt(sum / (double)(n - 1));
}

static void
about(double centre, double reach, struct band *out)
{
	out->centre = centre;
	out->low = centre - reach;
	out->high = centre + reach;
}

static void
make_mad(double *values, size_t n, double limit, struct band *out)
{
	double spread = mad_sd(values, n);
	double median = median_in_place(values, n);

	about(median, fmax(limit * spread, BAND_FLOOR * median), out);
}

static void
make_z(double *values, size_t n, double limit, struct band *out)
{
	double mean = mean_of(values, n);

	about(mean, limit * deviation_of(values, n, mean), out);
}

/* 99 % of 8 values: t = 3.499 with 7 degrees, times sqrt(9 / 8): the band is
 * 3.712 standard deviations either way. */
static void
make_t(double *values, size_t n, double limit, struct band *out)
{
	double t = student_quantile((1 + limit) / 2, (double)(n - 1));

	make_z(values, n, t * sqrt(1 + 1 / (double)n), out);
}

static void
make_log_normal(double *values, size_t n, double limit, struct band *out)
{
	for (size_t i = 0; i < n; i++)
		values[i] = log(values[i]);
	make_z(values, n, limit, out);
	out->low = exp(out->low);
	out->high = exp(out->high);
	out->centre = exp(out->centre);
}

/* Definition 7: the n sorted values lie at 0, 1/(n-1), ..., 1, and between them
 * is a straight line. */
static double
quantile_of_sorted(const double *values, size_t n, double p)
{
	double place = p * (double)(n - 1);
	size_t below = (size_t)place;

	if (below + 1 >= n)
		return values[n - 1];
	return values[below] +
	       (place - (double)below) * (values[below + 1] - values[below]);
}

static void
make_iqr(double *values, size_t n, double limit, struct band *out)
{
	double q1, q3;

	out->centre = median_in_place(values, n);
	q1 = quantile_of_sorted(values, n, .25);
	q3 = quantile_of_sorted(values, n, .75);
	out->low = q1 - limit * (q3 - q1);
	out->high = q3 + limit * (q3 - q1);
}

static void
make_delta_iqr(double *values, size_t n, double limit, struct band *out)
{
	double last = values[n - 1];

	for (size_t i = 0; i + 1 < n; i++)
		values[i] = values[i + 1] / values[i] - 1;
	make_iqr(values, n - 1, limit, out);
	out->low = last * (1 + out->low);
	out->high = last * (1 + out->high);
	out->centre = last * (1 + out->centre);
}

static const struct test tests[] = {
    [BAND_MAD] = {"mad", 3, false, make_mad},
    [BAND_Z] = {"z", 3, false, make_z},
    [BAND_T] = {"t", .99, true, make_t},
    [BAND_IQR] = {"iqr", 1.5, false, make_iqr},
    [BAND_LOG_NORMAL] = {"log-normal", 3, false, make_log_normal},
    [BAND_DELTA_IQR] = {"delta-iqr", 1.5, false, make_delta_iqr},
    [BAND_NONE] = {"none", 0, false, NULL},
};

/* ---- rules ---- */

static enum err
parse_limit(const struct test *test, const char *text, double *out)
{
	char *end;
	double limit;

	if (test->confidence) {
		if (number_parse_percent(text, &limit) || limit >= 1)
			return ERR_PARSE;
		*out = limit;
		return ERR_OK;
	}
	/* strtod also takes signs, exponents, "inf" and hexadecimal. */
	if (!test->make || !*text || text[strspn(text, "0123456789.")] != '\0')
		return ERR_PARSE;
	limit = strtod(text, &end);
	if (*end || !(limit > 0) || limit > 1000)
		return ERR_PARSE;
	*out = limit;
	return ERR_OK;
}

enum err
band_rule_parse(const char *text, struct band_rule *rule)
{
	size_t len = strcspn(text, " ");
	const char *rest = text + len + strspn(text + len, " ");

	for (size_t i = 0; i < sizeof tests / sizeof tests[0]; i++) {
		double limit = tests[i].limit;

		if (strlen(tests[i].name) != len ||
		    strncmp(tests[i].name, text, len) != 0)
			continue;
		if (text[len] && parse_limit(&tests[i], rest, &limit))
			return ERR_PARSE;
		rule->test = (enum band_test)i;
		rule->limit = limit;
		return ERR_OK;
	}
	return ERR_PARSE;
}

/* ---- bands ---- */

struct band
band_make(const struct band_rule *rule, const double *values, size_t n)
{
	struct band band = {NAN, NAN, NAN, n};
	double work[BAND_VALUES_MAX];

	assert(n <= BAND_VALUES_MAX && rule->least >= BAND_COUNT_LEAST);
	if (rule->test == BAND_NONE || n < rule->least)
		return band;
	memcpy(work, values, n * sizeof *work);
	tests[rule->test].make(work, n, rule->limit, &band);
	return band;
}

enum band_place
band_place(const struct band_rule *rule, const struct band *band, double value)
{
	if (rule->test == BAND_NONE)
		return BAND_INSIDE;
	if (band->count < rule->least)
		return BAND_TOO_FEW;
	if (value > band->high)
		return BAND_ABOVE;
	return value < band->low ? BAND_BELOW : BAND_INSIDE;
}

bool
band_is_worse(enum band_place place, enum direction direction)
{
	return place ==
	       (direction == DIRECTION_BIGGER ? BAND_BELOW : BAND_ABOVE);
}

bool
band_tells(const struct band_rule *rule, enum band_place place,
    enum direction direction)
{
	if (place != BAND_ABOVE && place != BAND_BELOW)
		return false;
	return rule->side == BAND_BOTH ||
	       (rule->side == BAND_WORSE) == band_is_worse(place, direction);
}
