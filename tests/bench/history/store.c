/*
 * What the store costs: history-store BUILD makes stores of simulated runs,
 * reads them as `check` and `trend` do, prints a table with bars and writes
 * BUILD/bench/history-store.csv. Exit status 1 where a bar is missed.
 */
#include <math.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

#include "baselines/store.h"
#include "baselines/store_history.h"
#include "core/base/clock.h"
#include "core/base/path.h"
#include "core/base/rng.h"

#define MACHINE "simulated; 2 cores; x86_64; linux"
#define SETUP "5f2d8c0e9b7a41d3860c1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d"
#define SIDES 3
#define READS 21 /* of which the median is shown */
#define NAME_SIZE 64
#define PROVENANCE_SIZE 1024 /* about what a machine tells */

/* A run has base, control and head: run i compares commit i with i - 1. */
struct shape {
	size_t runs;
	size_t series;
	size_t rounds;
	size_t sides; /* 1: the head alone */
};

static const struct shape samples_5m = {556, 100, 30, SIDES};
static const struct shape points_2m = {400, 5000, 1, 1};
static const struct shape large_run = {1, 10000, 60, SIDES};

/* ---- the table ---- */

struct figure {
	char name[64];
	double value;
	const char *unit;
	double bar; /* the value is to be below; INFINITY: only shown */
};

struct table {
	struct figure figures[16];
	size_t count;
};

static void
note(struct table *table, const char *name, double value, const char *unit,
    double bar)
{
	struct figure *figure = &table->figures[table->count++];

	snprintf(figure->name, sizeof figure->name, "%s", name);
	figure->value = value;
	figure->unit = unit;
	figure->bar = bar;
}

static const char *
outcome(const struct figure *figure)
{
	if (isinf(figure->bar))
		return "";
	return figure->value < figure->bar ? "met" : "MISSED";
}

static void
die(const char *what)
{
	fprintf(stderr, "history-store: %s: %s\n", what, err_text());
	exit(2);
}

static void
must(enum err err, const char *what)
{
	if (err)
		die(what);
}

static bool
print_table(const struct table *table, const char *csv)
{
	FILE *file = fopen(csv, "w");
	bool met = true;

	if (!file) {
		err_set_text("it cannot be written");
		die(csv);
	}
	fputs("figure,value,unit,bar,outcome\n", file);
	for (size_t i = 0; i < table->count; i++) {
		const struct figure *f = &table->figures[i];
		char bar[32] = "";

		if (!isinf(f->bar))
			snprintf(bar, sizeof bar, "< %g", f->bar);
		printf("%-52s %10.2f %-5s  %-8s %s\n", f->name, f->value,
		    f->unit, bar, outcome(f));
		fprintf(file, "\"%s\",%.4f,%s,%s,%s\n", f->name, f->value,
		    f->unit, bar, outcome(f));
		met = met && strcmp(outcome(f), "MISSED") != 0;
	}
	if (fclose(file)) {
		err_set_text("it cannot be written");
		die(csv);
	}
	return met;
}

static double
ms_since(int64_t start_ns)
{
	return (double)(clock_monotonic_ns() - start_ns) / 1e6;
}

/* ---- making stores ---- */

struct making {
	struct store *store;
	const struct shape *shape;
	struct rng rng;
	char (*names)[NAME_SIZE];
	struct sample *samples;
};

static void
name_commit(size_t number, char oid[41])
{
	snprintf(oid, 41, "%040zx", number + 1);
}

static void
begin_run(struct making *making, size_t run, const char *uid)
{
	char base[41], head[41], keys[SIDES][65], provenance[PROVENANCE_SIZE];
	struct store_arm arms[SIDES] = {
	    {SIDE_HEAD, head, "the commit of this run", 0, keys[2]},
	    {SIDE_BASE, base, "the commit before it", 0, keys[0]},
	    {SIDE_CONTROL, base, "the commit before it", 0, keys[1]},
	};
	struct store_run row = {
	    .uid = uid,
	    .kind = "check",
	    .machine_key = MACHINE,
	    .provenance = provenance,
	    .config_from = base,
	    .version = TIDEMARK_VERSION,
	    .started_s = 1700000000 + (int64_t)run * 3600,
	    .seed = run,
	    .arms = arms,
	    .arm_count = making->shape->sides,
	};

	snprintf(provenance, sizeof provenance, "{%*s}", PROVENANCE_SIZE - 3,
	    "\"governor\": \"performance\"");
	name_commit(run, base);
	name_commit(run + 1, head);
	for (size_t i = 0; i < SIDES; i++) {
		snprintf(keys[i], sizeof keys[i], "%063zx%zu", run, i);
		arms[i].time_s = row.started_s - (i ? 7200 : 3600);
	}
	must(store_run_begin(making->store, &row), "a run");
	for (size_t i = 0; i < making->shape->sides; i++) {
		struct store_build build = {
		    keys[i], i ? base : head, row.started_s, 41000000000, true};

		must(store_build_put(making->store, &build), "a build");
	}
}

/* About 3 % of noise; the values of a harness that prints nanoseconds with
 * fractions. */
static void
put_round(struct making *making, const char *uid, size_t round)
{
	static const enum side sides[SIDES] = {
	    SIDE_HEAD, SIDE_BASE, SIDE_CONTROL};
	const struct shape *shape = making->shape;
	size_t n = 0;

	for (size_t i = 0; i < shape->series; i++)
		for (size_t side = 0; side < shape->sides; side++) {
			double noise = 0.97 + 0.06 * rng_unit(&making->rng);

			making->samples[n++] = (struct sample){
			    .series = {making->names[i], "real_time", "ns",
				DIRECTION_SMALLER},
			    .side = sides[side],
			    .value = 37.0 * (double)(i + 1) * noise,
			};
		}
	must(store_round_put(
		 making->store, uid, round, SETUP, making->samples, n),
	    "a round");
}

/* @return milliseconds that the last run took to finish */
static double
make_store(const char *path, const struct shape *shape)
{
	struct making making = {.shape = shape};
	double finish_ms = 0;

	rng_seed(&making.rng, 1);
	making.names = calloc(shape->series, sizeof *making.names);
	making.samples =
	    calloc(shape->series * shape->sides, sizeof *making.samples);
	if (!making.names || !making.samples)
		die("no memory");
	for (size_t i = 0; i < shape->series; i++)
		snprintf(making.names[i], NAME_SIZE, "parser/document/%zu/%zu",
		    i % 7, i);
	must(store_open(&making.store, path, STORE_READ_WRITE), path);
	for (size_t run = 0; run < shape->runs; run++) {
		int64_t start_ns;
		char uid[33];

		snprintf(uid, sizeof uid, "%032zx", run);
		begin_run(&making, run, uid);
		for (size_t round = 0; round < shape->rounds; round++)
			put_round(&making, uid, round);
		start_ns = clock_monotonic_ns();
		must(store_run_finish(making.store, uid, STORE_RUN_COMPLETE),
		    "finishing");
		finish_ms = ms_since(start_ns);
	}
	store_close(making.store);
	free(making.names);
	free(making.samples);
	return finish_ms;
}

/* ---- reading ---- */

struct seen {
	size_t calls;
	double sum;
};

static enum err
see_control(void *ctx, const struct store_control *control)
{
	struct seen *seen = ctx;

	seen->calls++;
	seen->sum += control->session.ratio_log;
	return ERR_OK;
}

static enum err
see_session(void *ctx, const struct store_session *session)
{
	struct seen *seen = ctx;

	seen->calls++;
	seen->sum += session->values[0];
	return ERR_OK;
}

static size_t
read_history(struct store *store, const char *const *oids, size_t count)
{
	struct store_history_query query = {
	    .machine_key = MACHINE, .oids = oids, .oid_count = count};
	struct store_history *history = NULL;
	size_t points;

	must(store_history_read(store, &query, &history), "the history");
	points = history->point_count;
	store_history_free(history);
	return points;
}

enum step { OPEN, CONTROLS, BUILDS, HISTORY, SESSIONS, STEP_COUNT };

#define HISTORY_COMMITS 30

static const char *
last_commits(size_t last, char oids[HISTORY_COMMITS][41],
    const char *list[HISTORY_COMMITS])
{
	for (size_t i = 0; i < HISTORY_COMMITS; i++) {
		name_commit(last - i, oids[i]);
		list[i] = oids[i];
	}
	return list[0];
}

static void
read_builds(struct store *store, size_t run)
{
	for (size_t i = 0; i < SIDES; i++) {
		int64_t duration_ns = 0;
		bool succeeded = false;
		char key[65];

		snprintf(key, sizeof key, "%063zx%zu", run, i);
		must(store_build_latest(store, key, &duration_ns, &succeeded),
		    "a build");
	}
}

/* What `check` reads before and while it measures, of a fresh handle. */
static void
read_as_check(const char *path, double times[STEP_COUNT])
{
	const size_t runs = samples_5m.runs;
	char oids[HISTORY_COMMITS][41];
	const char *list[HISTORY_COMMITS];
	const char *newest = last_commits(runs, oids, list);
	struct seen controls = {0}, sessions = {0};
	struct store *store = NULL;
	size_t points;
	int64_t at[STEP_COUNT + 1];

	at[0] = clock_monotonic_ns();
	must(store_open(&store, path, STORE_READ_WRITE), path);
	at[1] = clock_monotonic_ns();
	must(store_controls(
		 store, MACHINE, NOISE_SESSIONS_MAX, see_control, &controls),
	    "the controls");
	at[2] = clock_monotonic_ns();
	read_builds(store, runs - 1);
	at[3] = clock_monotonic_ns();
	points = read_history(store, list, HISTORY_COMMITS);
	at[4] = clock_monotonic_ns();
	must(store_sessions(store, newest, MACHINE, see_session, &sessions),
	    "the sessions");
	at[5] = clock_monotonic_ns();
	store_close(store);
	/* The newest commit was head once, the others base as well. */
	if (controls.calls != NOISE_SESSIONS_MAX * samples_5m.series ||
	    points != (2 * HISTORY_COMMITS - 1) * samples_5m.series ||
	    sessions.calls != samples_5m.series) {
		err_set_text("not what was written was read");
		die(path);
	}
	for (int i = 0; i < STEP_COUNT; i++)
		times[i] = (double)(at[i + 1] - at[i]) / 1e6;
}

static void
note_check(struct table *table, const char *path)
{
	static const char *const names[STEP_COUNT] = {"  open",
	    "  controls of 12 runs", "  builds of 3 keys",
	    "  history, 30 commits x 100 series", "  sessions of one commit"};
	double all[READS], steps[STEP_COUNT][READS], times[STEP_COUNT];

	read_as_check(path, times); /* the first one warms the cache */
	for (size_t i = 0; i < READS; i++) {
		read_as_check(path, times);
		all[i] = 0;
		for (int step = 0; step < STEP_COUNT; step++) {
			steps[step][i] = times[step];
			all[i] += times[step];
		}
	}
	note(table, "all that check reads, fresh handle",
	    median_in_place(all, READS), "ms", 20);
	for (int step = 0; step < STEP_COUNT; step++)
		note(table, names[step], median_in_place(steps[step], READS),
		    "ms", step == HISTORY ? 5 : INFINITY);
}

static void
note_size(struct table *table, const char *path)
{
	struct store_counts counts = {0};
	struct store *store = NULL;
	struct stat st;

	must(store_open(&store, path, STORE_READ), path);
	must(store_count(store, &counts), "the counts");
	store_close(store);
	if (stat(path, &st) < 0)
		die(path);
	note(table, "samples in the store", (double)counts.samples, "",
	    INFINITY);
	note(table, "its size a sample, all included",
	    (double)st.st_size / (double)counts.samples, "bytes", 40);
}

/* As a tidemark that knew only version 1 left it. */
static void
make_older(const char *path)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open(path, &db);

	if (!rc)
		rc = sqlite3_exec(db,
		    "BEGIN; DROP TABLE point; DROP TABLE control;"
		    "DROP TABLE pin; DROP TABLE alert;"
		    "DROP TABLE share; DROP INDEX arm_build;"
		    "DROP TABLE step; DROP TABLE bisect;"
		    "DELETE FROM migration WHERE version > 1;"
		    "PRAGMA user_version = 1; COMMIT",
		    NULL, NULL, NULL);
	if (rc) {
		err_set_text("%s", sqlite3_errmsg(db));
		die(path);
	}
	(void)sqlite3_close(db);
}

static void
note_migration(struct table *table, const char *path)
{
	struct store *store = NULL;
	int64_t start_ns;

	make_older(path);
	start_ns = clock_monotonic_ns();
	must(store_open(&store, path, STORE_READ_WRITE), path);
	note(table, "migrating it from version 1", ms_since(start_ns) / 1e3,
	    "s", INFINITY);
	store_close(store);
}

static void
note_all_points(struct table *table, const char *path)
{
	double times[3];
	struct store *store = NULL;
	size_t points = 0;

	(void)make_store(path, &points_2m);
	must(store_open(&store, path, STORE_READ), path);
	for (size_t i = 0; i < 3; i++) {
		int64_t start_ns = clock_monotonic_ns();

		points = read_history(store, NULL, 0);
		times[i] = ms_since(start_ns) / 1e3;
	}
	store_close(store);
	note(table, "points in another store", (double)points, "", INFINITY);
	note(table, "reading all of them", median_in_place(times, 3), "s", 1.5);
}

int
main(int argc, char **argv)
{
	char folder[512], path[640], csv[640];
	struct table table = {.count = 0};
	bool met;

	if (argc != 2) {
		fputs("usage: history-store BUILD\n", stderr);
		return 2;
	}
	snprintf(csv, sizeof csv, "%s/bench/history-store.csv", argv[1]);
	snprintf(
	    folder, sizeof folder, "%s/bench/history-store.XXXXXX", argv[1]);
	if (!mkdtemp(folder))
		die(folder);
	snprintf(path, sizeof path, "%s/samples.db", folder);
	(void)make_store(path, &samples_5m);
	note_size(&table, path);
	note_check(&table, path);
	note_migration(&table, path);
	snprintf(path, sizeof path, "%s/points.db", folder);
	note_all_points(&table, path);
	snprintf(path, sizeof path, "%s/large.db", folder);
	note(&table, "finishing a run of 10,000 series x 60 rounds",
	    make_store(path, &large_run) / 1e3, "s", 5);
	must(path_remove(folder), folder);
	met = print_table(&table, csv);
	return met ? 0 : 1;
}
