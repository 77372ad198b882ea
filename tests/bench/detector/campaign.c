#include "tests/bench/detector/campaign.h"

#include <assert.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>

#define CHUNK 256

/* What the threads share: each takes the next trials that nobody has. */
struct campaign {
	const struct trial_plan *plan;
	uint64_t trials;
	atomic_uint_fast64_t next;
	atomic_bool failed;
};

struct worker {
	struct campaign *campaign;
	pthread_t thread;
	struct tally tally;
	enum err err;
	char text[256]; /* of the error, which is the thread's own */
};

static void
count(struct tally *tally, const struct outcome *outcome)
{
	assert(outcome->rounds <= CAMPAIGN_ROUNDS_MAX);
	tally->trials++;
	tally->found[outcome->finding]++;
	tally->covered += outcome->covered;
	tally->processes += outcome->processes;
	tally->rounds[outcome->rounds]++;
}

static void
merge(struct tally *into, const struct tally *from)
{
	into->trials += from->trials;
	for (size_t i = 0; i < FINDINGS; i++)
		into->found[i] += from->found[i];
	into->covered += from->covered;
	into->processes += from->processes;
	for (size_t i = 0; i <= CAMPAIGN_ROUNDS_MAX; i++)
		into->rounds[i] += from->rounds[i];
}

static enum err
work_chunk(struct worker *worker, uint64_t first, uint64_t end)
{
	for (uint64_t trial = first; trial < end; trial++) {
		struct outcome outcome;
		enum err err =
		    trial_run(worker->campaign->plan, trial, &outcome);

		if (err)
			return err;
		count(&worker->tally, &outcome);
	}
	return ERR_OK;
}

static void *
work(void *context)
{
	struct worker *worker = context;
	struct campaign *campaign = worker->campaign;

	while (!worker->err && !atomic_load(&campaign->failed)) {
		uint64_t first = atomic_fetch_add(&campaign->next, CHUNK);
		uint64_t end = first + CHUNK;

		if (first >= campaign->trials)
			break;
		worker->err = work_chunk(worker, first,
		    end < campaign->trials ? end : campaign->trials);
	}
	if (worker->err) {
		atomic_store(&campaign->failed, true);
		strncpy(worker->text, err_text(), sizeof worker->text - 1);
	}
	return NULL;
}

/* @return how many started; the others' shares are taken by these. */
static size_t
start(struct campaign *campaign, struct worker *workers, size_t threads)
{
	for (size_t i = 0; i < threads; i++) {
		workers[i].campaign = campaign;
		if (pthread_create(
			&workers[i].thread, NULL, work, &workers[i]) != 0)
			return i;
	}
	return threads;
}

enum err
campaign_run(const struct trial_plan *plan, uint64_t trials, size_t threads,
    struct tally *out)
{
	struct campaign campaign = {.plan = plan, .trials = trials};
	struct worker *workers;
	size_t started;
	enum err err = ERR_OK;

	assert(threads > 0 && threads <= CAMPAIGN_THREADS_MAX);
	workers = calloc(threads, sizeof *workers);
	if (!workers)
		return err_fail(ERR_NOMEM, "out of memory");
	memset(out, 0, sizeof *out);
	started = start(&campaign, workers, threads);
	if (started == 0)
		err = err_fail(ERR_IO, "cannot start a thread");
	for (size_t i = 0; i < started; i++) {
		pthread_join(workers[i].thread, NULL);
		merge(out, &workers[i].tally);
		if (workers[i].err && !err)
			err = err_fail(workers[i].err, "%s", workers[i].text);
	}
	free(workers);
	return err;
}

/* Rounds at which the trials counted so far reach the share: of 10 trials, .9
 * is the 9th. */
size_t
tally_rounds_quantile(const struct tally *tally, double share)
{
	uint64_t sum = 0;

	for (size_t i = 0; i <= CAMPAIGN_ROUNDS_MAX; i++) {
		sum += tally->rounds[i];
		if ((double)sum >= share * (double)tally->trials)
			return i;
	}
	return CAMPAIGN_ROUNDS_MAX;
}

double
tally_mean_rounds(const struct tally *tally)
{
	double sum = 0;

	for (size_t i = 0; i <= CAMPAIGN_ROUNDS_MAX; i++)
		sum += (double)i * (double)tally->rounds[i];
	return sum / (double)tally->trials;
}
