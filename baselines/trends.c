#include "baselines/trends.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define THREADS_MAX 64

struct shared {
	struct trend *out;
	const struct history_line *lines;
	size_t count;
	const struct change_options *options;
	atomic_size_t next; /* the line that nobody has taken */
	atomic_bool failed;
};

/* The only failure is ERR_NOMEM; its text is this thread's and lost with it. */
static void *
work(void *ctx)
{
	struct shared *shared = ctx;

	while (!atomic_load(&shared->failed)) {
		size_t i = atomic_fetch_add(&shared->next, 1);

		if (i >= shared->count)
			break;
		if (trend_make(
			&shared->out[i], &shared->lines[i], shared->options))
			atomic_store(&shared->failed, true);
	}
	return NULL;
}

enum err
trends_make(struct trend *out, const struct history_line *lines, size_t count,
    const struct change_options *options, size_t threads)
{
	struct shared shared = {
	    .out = out, .lines = lines, .count = count, .options = options};
	pthread_t others[THREADS_MAX];
	size_t started = 0;

	if (threads > count)
		threads = count;
	if (threads > THREADS_MAX)
		threads = THREADS_MAX;
	memset(out, 0, count * sizeof *out);
	/* This thread is one of them; where no other can be started it does all
	 * of the work. */
	while (started + 1 < threads &&
	       pthread_create(&others[started], NULL, work, &shared) == 0)
		started++;
	work(&shared);
	for (size_t i = 0; i < started; i++)
		pthread_join(others[i], NULL);
	if (!atomic_load(&shared.failed))
		return ERR_OK;
	for (size_t i = 0; i < count; i++)
		trend_release(&out[i]);
	return err_fail(ERR_NOMEM, "out of memory");
}
