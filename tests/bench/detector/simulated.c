#include "tests/bench/detector/simulated.h"

#include <math.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>

#define PI 3.14159265358979323846
#define WORD_MAX 64

#define COUNT(array) (sizeof(array) / sizeof((array)[0]))

/* What all known models but "independent" share. Half a period of the drift,
 * from one end to the other, is 80 runs. */
#define SHARED                                                                 \
	.drift = .04, .drift_runs = 160, .state = .08, .dwell = 20,            \
	.layout = .04, .layout_share = .3, .outlier_factor = 5, .bias = .005

static const struct {
	const char *name;
	struct simulated_model model;
} known[] = {
    {"ci", {.sd = .03, .outliers = .01, SHARED}},
    {"quiet", {.sd = .01, .outliers = .01, SHARED}},
    {"hostile", {.sd = .08, .outliers = .03, SHARED}},
    {"independent",
	{.sd = .03, .drift_runs = 160, .dwell = 20, .outlier_factor = 5}},
};

static const struct parameter {
	const char *name;
	size_t offset;
	double min;
	double max;
} parameters[] = {
    {"sd", offsetof(struct simulated_model, sd), 0, 1},
    {"drift", offsetof(struct simulated_model, drift), 0, .9},
    {"drift_runs", offsetof(struct simulated_model, drift_runs), 1, 1e9},
    {"state", offsetof(struct simulated_model, state), 0, 10},
    {"dwell", offsetof(struct simulated_model, dwell), 1, 1e9},
    {"layout", offsetof(struct simulated_model, layout), 0, 10},
    {"layout_share", offsetof(struct simulated_model, layout_share), 0, 1},
    {"outliers", offsetof(struct simulated_model, outliers), 0, 1},
    {"outlier_factor", offsetof(struct simulated_model, outlier_factor), 1,
	1000},
    {"bias", offsetof(struct simulated_model, bias), 0, 1},
};

static double *
place(struct simulated_model *model, const struct parameter *parameter)
{
	return (double *)(void *)((char *)model + parameter->offset);
}

static const struct simulated_model *
model_named(const char *name)
{
	for (size_t i = 0; i < COUNT(known); i++)
		if (strcmp(known[i].name, name) == 0)
			return &known[i].model;
	return NULL;
}

static const struct parameter *
parameter_named(const char *name)
{
	for (size_t i = 0; i < COUNT(parameters); i++)
		if (strcmp(parameters[i].name, name) == 0)
			return &parameters[i];
	return NULL;
}

/* "sd=.05" */
static enum err
read_change(struct simulated_model *model, char *word)
{
	char *value = strchr(word, '=');
	const struct parameter *parameter;
	double number;
	char *end;

	if (value)
		*value++ = '\0';
	parameter = parameter_named(word);
	if (!parameter || !value)
		return err_fail(ERR_USAGE,
		    "noise \"%s\": expected ci, quiet, hostile, independent, "
		    "or a change such as sd=.05",
		    word);
	number = strtod(value, &end);
	if (end == value || *end || !(number >= parameter->min) ||
	    !(number <= parameter->max))
		return err_fail(ERR_USAGE,
		    "noise %s: \"%s\" is not a number from %g to %g", word,
		    value, parameter->min, parameter->max);
	*place(model, parameter) = number;
	return ERR_OK;
}

enum err
simulated_parse(struct simulated_model *out, const char *text)
{
	struct simulated_model model = known[0].model;
	const char *at = text;
	enum err err = ERR_OK;

	while (!err) {
		size_t length = strcspn(at, ",");
		const struct simulated_model *named = NULL;
		char word[WORD_MAX];

		if (length >= sizeof word)
			return err_fail(ERR_USAGE,
			    "noise \"%s\": a word is at most %d bytes long",
			    text, WORD_MAX - 1);
		memcpy(word, at, length);
		word[length] = '\0';
		if (at == text)
			named = model_named(word);
		if (named)
			model = *named;
		else
			err = read_change(&model, word);
		if (!at[length])
			break;
		at += length + 1;
	}
	if (!err)
		*out = model;
	return err;
}

void
simulated_print_models(FILE *file)
{
	for (size_t i = 0; i < COUNT(known); i++) {
		struct simulated_model model = known[i].model;

		fputs(known[i].name, file);
		for (size_t j = 0; j < COUNT(parameters); j++)
			fprintf(file, ",%s=%g", parameters[j].name,
			    *place(&model, &parameters[j]));
		putc('\n', file);
	}
}

/* The generator spreads a seed over its state by splitmix64, whose states are
 * 64-bit sums of the seed and a large constant: seeds that are consecutive
 * numbers share no word of their states. The first number of the seed's own
 * generator is the offset, so that trial 1 of seed 1 is not trial 0 of seed 2.
 */
void
simulated_start(struct simulated *machine, const struct simulated_model *model,
    uint64_t seed, uint64_t trial)
{
	struct rng *rng = &machine->rng;

	rng_seed(rng, seed);
	rng_seed(rng, rng_next(rng) + trial);
	machine->model = model;
	for (size_t i = 0; i < SIDE_COUNT; i++)
		machine->build_log[i] = model->bias * rng_normal(rng);
	machine->phase = model->drift_runs * rng_unit(rng);
	machine->slow = rng_unit(rng) < .5;
}

/* The state changes with probability 1 / dwell after each run, so that its
 * dwell is geometric with that mean and it is slow half of the time. */
double
simulated_run(struct simulated *machine, enum side side)
{
	const struct simulated_model *model = machine->model;
	struct rng *rng = &machine->rng;
	double sum = machine->build_log[side] + model->sd * rng_normal(rng);
	double factor = 1;

	sum += log1p(model->drift) *
	       sin(2 * PI * machine->phase / model->drift_runs);
	machine->phase += 1;
	if (machine->slow)
		factor *= 1 + model->state;
	if (rng_unit(rng) * model->dwell < 1)
		machine->slow = !machine->slow;
	if (rng_unit(rng) < model->layout_share)
		factor *= 1 + model->layout;
	if (rng_unit(rng) < model->outliers)
		factor *= model->outlier_factor;
	return factor * exp(sum);
}
