/* Draws the charts of docs/gallery from fixed data. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/base/path.h"
#include "core/base/rng.h"
#include "reports/bisect_report.h"
#include "reports/comparison_chart.h"
#include "reports/gnuplot.h"
#include "reports/scaling_report.h"
#include "reports/trend_chart.h"
#include "tests/support/bisect_fixture.h"
#include "tests/support/chart_fixtures.h"

static enum err
changes(struct chart_drawing *out)
{
	return comparison_chart_changes(chart_fixture_report(), out);
}

static enum err
noise(struct chart_drawing *out)
{
	return comparison_chart_noise(chart_fixture_report(), out);
}

static enum err
samples(struct chart_drawing *out)
{
	return comparison_chart_samples(
	    &chart_fixture_report()->series[0], out);
}

static enum err
series(struct chart_drawing *out)
{
	const struct trend_report *report = chart_fixture_trend();

	return trend_chart_series(report, &report->series[0], out);
}

static enum err
heat(struct chart_drawing *out)
{
	return trend_chart_heat(chart_fixture_trend(), out);
}

#define SIZES 10
#define ROUNDS 20

/* One side of a family: `cost` at each size, with 3 % of noise that is the same
 * each time. */
static void
fill_side(struct scaling_side *side, const double *n, double *room,
    double (*cost)(double n))
{
	double values[SIZES * ROUNDS];
	struct scaling_samples samples = {
	    .n = n, .sizes = SIZES, .values = values, .rounds = ROUNDS};
	struct rng rng;

	rng_seed(&rng, 1);
	for (size_t i = 0; i < SIZES * ROUNDS; i++)
		values[i] =
		    cost(n[i / ROUNDS]) * (1 + .06 * (rng_unit(&rng) - .5));
	scaling_side_fill(side, &samples, room, 1);
}

static double
linear(double n)
{
	return 100 + 3.2 * n;
}

static double
logarithmic(double n)
{
	return 100 + .6 * n * log2(n);
}

static enum err
scaling(struct chart_drawing *out)
{
	static double n[SIZES], room[2][3 * SIZES];
	struct scaling_family family = {
	    .name = {"sort", "real_time", "ns", DIRECTION_SMALLER},
	    .n = n,
	    .sizes = SIZES,
	};

	for (int i = 0; i < SIZES; i++)
		n[i] = 64 << i;
	fill_side(&family.base, n, room[0], linear);
	fill_side(&family.head, n, room[1], logarithmic);
	out->height = CHART_HEIGHT;
	return scaling_chart(NULL, &family, &out->script);
}

static const struct {
	const char *name;
	enum err (*make)(struct chart_drawing *out);
} charts[] = {
    {"changes", changes},
    {"noise", noise},
    {"samples", samples},
    {"series", series},
    {"heat", heat},
    {"scaling", scaling},
};

#define COUNT (sizeof charts / sizeof charts[0])

static enum err
draw(const char *folder, const char *format)
{
	struct chart_drawing drawings[COUNT] = {{.height = 0}};
	struct gnuplot_job jobs[COUNT];
	char *paths[COUNT] = {NULL};
	enum err err = path_mkdirs(folder);

	for (size_t i = 0; !err && i < COUNT; i++) {
		err = charts[i].make(&drawings[i]);
		if (!err)
			err = path_format(&paths[i], "%s/%s.%s", folder,
			    charts[i].name, format);
		jobs[i] = (struct gnuplot_job){buf_text(&drawings[i].script),
		    CHART_WIDTH, drawings[i].height, paths[i]};
	}
	if (!err)
		err = gnuplot_draw_all(jobs, COUNT, 1);
	for (size_t i = 0; i < COUNT; i++) {
		chart_drawing_release(&drawings[i]);
		free(paths[i]);
	}
	return err;
}

/* It writes its own file. */
static enum err
draw_bisect(const char *folder, const char *format)
{
	char *path = NULL;
	enum err err = path_format(&path, "%s/bisect.%s", folder, format);

	if (!err)
		err = bisect_chart(bisect_fixture("bisect-found"), path);
	free(path);
	return err;
}

int
main(int argc, char **argv)
{
	const char *format = argc > 2 ? argv[2] : "svg";

	if (argc < 2) {
		fprintf(stderr, "usage: gallery FOLDER [svg|png]\n");
		return 2;
	}
	if (!draw(argv[1], format) && !draw_bisect(argv[1], format))
		return 0;
	fprintf(stderr, "gallery: %s\n", err_text());
	return 1;
}
