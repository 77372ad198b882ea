/*
 * Time of tree_checkout() between two neighbours: checkout REPO FOLDER A B N
 * prints the median of N incremental checkouts in milliseconds, after a fresh
 * one, which it prints first.
 */
#include <stdio.h>
#include <stdlib.h>

#include "baselines/series.h"
#include "core/base/clock.h"
#include "runner/repo/tree.h"

#define ROUNDS_MAX 100

static enum err
timed(struct repo *repo, const struct oid *oid, const char *folder, double *ms)
{
	const struct tree_options options = {0};
	int64_t started = clock_monotonic_ns();
	enum err err = tree_checkout(repo, oid, folder, &options);

	*ms = (double)(clock_monotonic_ns() - started) / 1e6;
	return err;
}

static enum err
measure(char **argv, int rounds)
{
	double times[ROUNDS_MAX];
	struct commit ends[2];
	struct repo *repo = NULL;
	double fresh = 0;
	enum err err = repo_open(&repo, argv[1]);

	for (int i = 0; !err && i < 2; i++)
		err = repo_commit(repo, argv[3 + i], &ends[i]);
	if (!err)
		err = timed(repo, &ends[0].oid, argv[2], &fresh);
	for (int i = 0; !err && i < rounds; i++)
		err = timed(repo, &ends[(i + 1) % 2].oid, argv[2], &times[i]);
	repo_free(repo);
	if (!err)
		printf("%.1f %.1f\n", fresh,
		    median_in_place(times, (size_t)rounds));
	return err;
}

int
main(int argc, char **argv)
{
	int rounds = argc == 6 ? atoi(argv[5]) : 0;

	if (rounds < 1 || rounds > ROUNDS_MAX) {
		fputs("usage: checkout REPO FOLDER A B N\n", stderr);
		return 2;
	}
	if (measure(argv, rounds)) {
		fprintf(stderr, "checkout: %s\n", err_text());
		return 1;
	}
	return 0;
}
