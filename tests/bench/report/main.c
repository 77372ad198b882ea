/*
 * What charts cost: report FOLDER draws 100 SVGs in one process and in 100,
 * weighs a chart of 20,000 points, prints a table with bars and writes
 * FOLDER/report.csv. Exit status 1 where a bar is missed.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>

#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/rng.h"
#include "reports/chart.h"
#include "reports/gnuplot.h"

#define CHARTS 100
#define POINTS 60 /* of each of them: a year of weekly runs, and a bit */
#define LONG_POINTS 20000
#define TRIES 5 /* of which the shortest counts: others use the machine */

struct figure {
	const char *name;
	double value;
	const char *unit;
	double bar; /* the value is to be below; INFINITY: only shown */
};

static void
fill(double *x, double *y, size_t count, struct rng *rng)
{
	for (size_t i = 0; i < count; i++) {
		x[i] = (double)i;
		y[i] = 40 + rng_normal(rng);
	}
}

static enum err
make_job(struct gnuplot_job *job, struct chart_drawing *drawing,
    const char *folder, size_t i, struct rng *rng)
{
	double x[POINTS], y[POINTS];
	char *path = NULL;
	const struct chart_series series = {
	    "commits", CHART_LINES_POINTS, x, y, POINTS};
	const struct chart chart = {.title = "protocol/insert/100",
	    .series = &series,
	    .series_count = 1};
	enum err err;

	fill(x, y, POINTS, rng);
	err = chart_draw(&chart, drawing);
	if (!err)
		err = path_format(&path, "%s/chart%zu.svg", folder, i);
	*job = (struct gnuplot_job){
	    buf_text(&drawing->script), CHART_WIDTH, drawing->height, path};
	return err;
}

static double
seconds_since(int64_t start)
{
	return (double)(clock_monotonic_ns() - start) / (double)CLOCK_NS_PER_S;
}

/* @param[out] each seconds of a process for each chart */
static enum err
time_charts(const char *folder, double *one, double *each)
{
	struct chart_drawing drawings[CHARTS] = {{.height = 0}};
	struct gnuplot_job jobs[CHARTS] = {{.path = NULL}};
	struct rng rng;
	int64_t start;
	enum err err = ERR_OK;

	rng_seed(&rng, 1);
	for (size_t i = 0; !err && i < CHARTS; i++)
		err = make_job(&jobs[i], &drawings[i], folder, i, &rng);
	*one = INFINITY;
	for (size_t t = 0; !err && t < TRIES; t++) {
		start = clock_monotonic_ns();
		err = gnuplot_draw_all(jobs, CHARTS, 1);
		*one = fmin(*one, seconds_since(start));
	}
	start = clock_monotonic_ns();
	for (size_t i = 0; !err && i < CHARTS; i++)
		err = gnuplot_draw_all(&jobs[i], 1, 1);
	*each = seconds_since(start);
	for (size_t i = 0; i < CHARTS; i++) {
		chart_drawing_release(&drawings[i]);
		free((char *)jobs[i].path);
	}
	return err;
}

static enum err
weigh_long(const char *folder, double *kib)
{
	static double x[LONG_POINTS], y[LONG_POINTS];
	const struct chart_series series = {
	    "commits", CHART_LINES_POINTS, x, y, LONG_POINTS};
	const struct chart chart = {
	    .title = "long", .series = &series, .series_count = 1};
	struct rng rng;
	struct stat st = {.st_size = 0};
	char *path = NULL;
	enum err err = path_format(&path, "%s/long.svg", folder);

	rng_seed(&rng, 2);
	fill(x, y, LONG_POINTS, &rng);
	if (!err)
		err = chart_write(&chart, 1, path);
	if (!err && stat(path, &st) < 0)
		err = err_fail(ERR_IO, "%s cannot be read", path);
	*kib = (double)st.st_size / 1024;
	free(path);
	return err;
}

/* @return whether every bar is kept */
static bool
show(const struct figure *figures, size_t count, FILE *csv)
{
	bool kept = true;

	fprintf(csv, "figure,value,unit,bar\n");
	for (size_t i = 0; i < count; i++) {
		const struct figure *figure = &figures[i];
		bool good = figure->value < figure->bar;

		kept = kept && good;
		printf("%-38s %8.3f %s", figure->name, figure->value,
		    figure->unit);
		fprintf(csv, "%s,%.6g,%s,", figure->name, figure->value,
		    figure->unit);
		if (isfinite(figure->bar)) {
			printf(", below %g %s: %s", figure->bar, figure->unit,
			    good ? "kept" : "MISSED");
			fprintf(csv, "%g", figure->bar);
		}
		printf("\n");
		fprintf(csv, "\n");
	}
	return kept;
}

static enum err
measure(const char *folder, bool *kept)
{
	double one = NAN, each = NAN, kib = NAN;
	char *images = NULL;
	char *path = NULL;
	FILE *csv = NULL;
	enum err err = path_format(&images, "%s/report-charts", folder);

	if (!err)
		err = path_format(&path, "%s/report.csv", folder);
	if (!err)
		err = path_mkdirs(images);
	if (!err)
		err = time_charts(images, &one, &each);
	if (!err)
		err = weigh_long(images, &kib);
	if (!err && !(csv = fopen(path, "we")))
		err = err_fail(ERR_IO, "%s cannot be written", path);
	if (!err) {
		const struct figure figures[] = {
		    {"100 SVGs in one process, best of 5", one, "s", .5},
		    {"100 SVGs in 100 processes", each, "s", INFINITY},
		    {"a chart of 20000 points", kib, "KiB", 300},
		};

		*kept = show(figures, sizeof figures / sizeof figures[0], csv);
	}
	if (csv && fclose(csv) == EOF && !err)
		err = err_fail(ERR_IO, "%s cannot be written", path);
	free(images);
	free(path);
	return err;
}

int
main(int argc, char **argv)
{
	bool kept = false;

	if (argc != 2) {
		fprintf(stderr, "usage: report FOLDER\n");
		return 2;
	}
	if (measure(argv[1], &kept)) {
		fprintf(stderr, "report: %s\n", err_text());
		return 1;
	}
	return kept ? 0 : 1;
}
