/*
 * A store with a history: site_store STORE SERIES <COMMITS, where each line is
 * a commit's id, the oldest first. Each commit is measured once, the last ones
 * of standard input in several rounds. A share of the series has a step.
 * Called again with more commits, it adds those that are new.
 */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store.h"
#include "core/base/rng.h"

#define MACHINE "simulated; 2 cores; x86_64; linux"
#define SETUP "5f2d8c0e9b7a41d3860c1e2f3a4b5c6d7e8f90a1b2c3d4e5f60718293a4b5c6d"
#define NAME_SIZE 64
#define ROUNDS 5 /* of the newest commits; others have 1 */
#define COMMITS_MAX 100000

struct making {
	struct store *store;
	size_t series;
	size_t commits;
	char (*oids)[STORE_OID_SIZE + 1];
	char (*names)[NAME_SIZE];
	struct sample *samples;
};

static void
must(enum err err, const char *what)
{
	if (!err)
		return;
	fprintf(stderr, "site_store: %s: %s\n", what, err_text());
	exit(2);
}

/* 1 % of noise; each tenth series is 8 % slower from some commit on. */
static double
value_at(size_t series, size_t commit, size_t commits, struct rng *rng)
{
	double noise =
	    0.01 * (rng_unit(rng) + rng_unit(rng) + rng_unit(rng) - 1.5);
	size_t step = (series * 7919) % (commits + 1);
	bool slower = series % 10 == 0 && commit >= step;

	return 37.0 * (double)(series + 1) * (slower ? 1.08 : 1) * exp(noise);
}

static void
put_commit(struct making *making, size_t commit)
{
	size_t rounds = commit + 5 >= making->commits ? ROUNDS : 1;
	char uid[33];
	struct store_arm arm = {SIDE_HEAD, making->oids[commit],
	    "a commit of the history", 1700000000 + (int64_t)commit * 3600,
	    "0"};
	const struct store_run run = {
	    .uid = uid,
	    .kind = "run",
	    .machine_key = MACHINE,
	    .provenance = "{\"governor\": \"performance\"}",
	    .config_from = making->oids[commit],
	    .version = TIDEMARK_VERSION,
	    .started_s = arm.time_s + 60,
	    .arms = &arm,
	    .arm_count = 1,
	};
	struct rng rng;

	snprintf(uid, sizeof uid, "%032zx", commit);
	rng_seed(&rng, commit);
	must(store_run_begin(making->store, &run), "a run");
	for (size_t round = 0; round < rounds; round++) {
		for (size_t i = 0; i < making->series; i++)
			making->samples[i] = (struct sample){
			    .series = {making->names[i], "real_time", "ns",
				DIRECTION_SMALLER},
			    .side = SIDE_HEAD,
			    .value = value_at(i, commit, 1000, &rng),
			};
		must(store_round_put(making->store, uid, round, SETUP,
			 making->samples, making->series),
		    "a round");
	}
	must(store_run_finish(making->store, uid, STORE_RUN_COMPLETE),
	    "finishing");
}

static void
read_commits(struct making *making)
{
	making->oids = calloc(COMMITS_MAX, sizeof *making->oids);
	if (!making->oids)
		exit(2);
	while (
	    making->commits < COMMITS_MAX &&
	    fgets(making->oids[making->commits], sizeof *making->oids, stdin)) {
		char *oid = making->oids[making->commits++];

		oid[strcspn(oid, "\n")] = '\0';
	}
}

int
main(int argc, char **argv)
{
	struct making making = {.commits = 0};
	struct store_counts counts;

	if (argc != 3) {
		fputs("usage: site_store STORE SERIES <COMMITS\n", stderr);
		return 2;
	}
	making.series = strtoul(argv[2], NULL, 10);
	making.names = calloc(making.series + 1, sizeof *making.names);
	making.samples = calloc(making.series + 1, sizeof *making.samples);
	if (!making.names || !making.samples)
		return 2;
	for (size_t i = 0; i < making.series; i++)
		snprintf(making.names[i], NAME_SIZE, "parser/document/%zu/%zu",
		    i % 7, i);
	read_commits(&making);
	must(store_open(&making.store, argv[1], STORE_READ_WRITE), argv[1]);
	must(store_count(making.store, &counts), "the counts");
	for (size_t c = (size_t)counts.runs; c < making.commits; c++)
		put_commit(&making, c);
	store_close(making.store);
	free(making.oids);
	free(making.names);
	free(making.samples);
	return 0;
}
