#include <math.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/simulated.h"

#define SILENT "independent,sd=0,drift=0,state=0,layout=0,outliers=0,bias=0"
#define RUNS 10000

static struct simulated_model
model_of(const char *text)
{
	struct simulated_model model;

	cr_assert(
	    eq(int, simulated_parse(&model, text), ERR_OK), "%s", err_text());
	return model;
}

static void
fill(double *values, size_t n, const struct simulated_model *model,
    uint64_t seed, uint64_t trial)
{
	struct simulated machine;

	simulated_start(&machine, model, seed, trial);
	for (size_t i = 0; i < n; i++)
		values[i] = simulated_run(&machine, SIDE_BASE);
}

/* ---- drawing ---- */

Test(simulated, seed_and_trial_decide_every_value)
{
	struct simulated_model model = model_of("ci");
	double first[8], again[8];

	fill(first, 8, &model, 1, 7);
	fill(again, 8, &model, 1, 7);
	cr_expect(zero(int, memcmp(first, again, sizeof first)));
	fill(again, 8, &model, 1, 8);
	cr_expect(ne(dbl, first[0], again[0]));
	fill(again, 8, &model, 2, 6);
	cr_expect(ne(dbl, first[0], again[0]));
}

Test(simulated, nothing_disturbs_a_silent_machine)
{
	struct simulated_model model = model_of(SILENT);
	double values[100];

	fill(values, 100, &model, 1, 1);
	for (size_t i = 0; i < 100; i++)
		cr_expect(eq(dbl, values[i], 1));
}

/* Of 10,000 with probability .25: 2500 +- 5 x sqrt(1875) = 217. */
static void
expect_quarter(const char *change, double wanted)
{
	struct simulated_model model = model_of(change);
	static double values[RUNS];
	size_t count = 0;

	fill(values, RUNS, &model, 3, 1);
	for (size_t i = 0; i < RUNS; i++) {
		cr_assert(
		    values[i] == 1 || values[i] == wanted, "%g", values[i]);
		count += values[i] == wanted;
	}
	cr_expect(epsilon_eq(dbl, (double)count, RUNS / 4., 217));
}

Test(simulated, outliers_come_as_often_as_said)
{
	expect_quarter(SILENT ",outliers=.25,outlier_factor=4", 4);
}

Test(simulated, layouts_come_as_often_as_said)
{
	expect_quarter(SILENT ",layout=.5,layout_share=.25", 1.5);
}

/* A dwell of 10 runs: of 10,000 runs a tenth change the state, 1000 +- 5 x
 * sqrt(900) = 150. */
Test(simulated, the_state_dwells_as_long_as_said)
{
	struct simulated_model model = model_of(SILENT ",state=.5,dwell=10");
	static double values[RUNS];
	size_t changes = 0;

	fill(values, RUNS, &model, 3, 1);
	for (size_t i = 1; i < RUNS; i++)
		changes += values[i] != values[i - 1];
	cr_expect(epsilon_eq(dbl, (double)changes, 1000, 150));
}

/* 401 runs are five periods of 80; the sine passes within half a run of its
 * peak, where it is 1 - (pi / 80)^2 / 2 = .9992 of it at least. */
Test(simulated, the_drift_stays_within_its_size_and_reaches_it)
{
	struct simulated_model model =
	    model_of(SILENT ",drift=.1,drift_runs=80");
	double values[401], low = INFINITY, high = 0;

	fill(values, 401, &model, 5, 2);
	for (size_t i = 0; i < 401; i++) {
		low = fmin(low, values[i]);
		high = fmax(high, values[i]);
	}
	cr_expect(le(dbl, high, 1.1));
	cr_expect(le(dbl, 1 / 1.1, low));
	cr_expect(epsilon_eq(dbl, log(high), log(1.1), .0008 * log(1.1)));
	cr_expect(epsilon_eq(dbl, log(low), -log(1.1), .0008 * log(1.1)));
}

/* The mean of 10,000 logs of sd .03 has an error of .0003, their sd one of
 * .03 / sqrt(20000) = .0002; five of each. */
Test(simulated, log_values_have_the_spread_that_was_said)
{
	struct simulated_model model = model_of(SILENT ",sd=.03");
	static double values[RUNS];
	double sum = 0, squares = 0;

	fill(values, RUNS, &model, 9, 4);
	for (size_t i = 0; i < RUNS; i++) {
		sum += log(values[i]);
		squares += log(values[i]) * log(values[i]);
	}
	cr_expect(epsilon_eq(dbl, sum / RUNS, 0, .0015));
	cr_expect(epsilon_eq(dbl, sqrt(squares / RUNS), .03, .001));
}

Test(simulated, a_build_keeps_its_bias)
{
	struct simulated_model model = model_of(SILENT ",bias=.1");
	struct simulated machine;
	double base, head;

	simulated_start(&machine, &model, 1, 1);
	base = simulated_run(&machine, SIDE_BASE);
	head = simulated_run(&machine, SIDE_HEAD);
	cr_expect(ne(dbl, base, head));
	cr_expect(ne(dbl, base, simulated_run(&machine, SIDE_CONTROL)));
	cr_expect(eq(dbl, base, simulated_run(&machine, SIDE_BASE)));
	cr_expect(eq(dbl, head, simulated_run(&machine, SIDE_HEAD)));
}

/* ---- reading ---- */

Test(simulated, a_model_is_named_and_changed)
{
	struct simulated_model model = model_of("hostile,sd=.1,dwell=5");

	cr_expect(eq(dbl, model.sd, .1));
	cr_expect(eq(dbl, model.dwell, 5));
	cr_expect(eq(dbl, model.outliers, .03));
	cr_expect(eq(dbl, model.outlier_factor, 5));
}

Test(simulated, without_a_name_it_is_ci)
{
	struct simulated_model model = model_of("bias=0");

	cr_expect(eq(dbl, model.bias, 0));
	cr_expect(eq(dbl, model.sd, .03));
	cr_expect(eq(dbl, model.layout_share, .3));
}

Test(simulated, wrong_words_are_named)
{
	static const char *const wrong[] = {"loud", "ci,quiet", "sd",
	    "sd=", "sd=2", "sd=-.1", "sd=nan", "sd=.1x", "ci,", "", "=1",
	    "dwell=.5"};
	struct simulated_model model = {.sd = 7};

	for (size_t i = 0; i < sizeof wrong / sizeof wrong[0]; i++) {
		cr_expect(eq(int, simulated_parse(&model, wrong[i]), ERR_USAGE),
		    "%s", wrong[i]);
		cr_expect(eq(dbl, model.sd, 7));
	}
	simulated_parse(&model, "ci,sd=2");
	cr_expect(eq(str, (char *)err_text(),
	    "noise sd: \"2\" is not a number from 0 to 1"));
}

Test(simulated, a_word_of_any_length_is_refused)
{
	struct simulated_model model;
	char word[4096];

	memset(word, 's', sizeof word - 1);
	word[sizeof word - 1] = '\0';
	cr_expect(eq(int, simulated_parse(&model, word), ERR_USAGE));
}

Test(simulated, printed_models_can_be_read)
{
	struct simulated_model model, want = model_of("quiet");
	char *text = NULL, *line;
	size_t size;
	FILE *file = open_memstream(&text, &size);

	simulated_print_models(file);
	fclose(file);
	line = strstr(text, "quiet");
	cr_assert(ne(ptr, line, NULL));
	line[strcspn(line, "\n")] = '\0';
	model = model_of(line);
	cr_expect(zero(int, memcmp(&model, &want, sizeof model)));
	free(text);
}
