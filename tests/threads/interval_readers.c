/* Many threads read one set of each manager at a time: a program of its own, to
 * be built with -fsanitize=thread. It ends with 1 where an answer is wrong. */
#include <inttypes.h>
#include <pthread.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>

#include "core/interval/interval.h"

#define THREADS 4
#define TEETH INT64_C(3000)
#define PERIOD 10
#define ROUNDS 400

struct reader {
	const struct interval_set *set;
	uint64_t random;
	const char *wrong; /* the question that got a wrong answer */
};

/* Tooth k is [10 k, 10 k + 1 + k mod 4); every hundredth is 9 long. */
static struct interval
tooth(int64_t k)
{
	int64_t length = k % 100 == 99 ? 9 : 1 + k % 4;

	return (struct interval){PERIOD * k, PERIOD * k + length};
}

/* splitmix64; a state for each reader. */
static uint64_t
draw(void *ctx)
{
	uint64_t *state = ctx;
	uint64_t z = (*state += UINT64_C(0x9e3779b97f4a7c15));

	z = (z ^ (z >> 30)) * UINT64_C(0xbf58476d1ce4e5b9);
	z = (z ^ (z >> 27)) * UINT64_C(0x94d049bb133111eb);
	return z ^ (z >> 31);
}

static bool
is_tooth(struct interval iv, int64_t k)
{
	return iv.start == tooth(k).start && iv.end == tooth(k).end;
}

static void
check(struct reader *reader, bool right, const char *question)
{
	if (!right)
		reader->wrong = question;
}

static void
ask_about(struct reader *reader, int64_t k)
{
	const struct interval_set *set = reader->set;
	int64_t next = k - k % 100 + 99; /* the next tooth of 9 */
	struct interval iv = {0, 0};

	check(reader,
	    interval_set_containing(set, tooth(k).start, &iv) == INTERVAL_OK &&
		is_tooth(iv, k),
	    "containing");
	check(reader,
	    interval_set_find(set, tooth(k).start, 9, &iv) == INTERVAL_OK &&
		is_tooth(iv, next),
	    "find");
	check(reader, interval_set_rank(set, tooth(k).start) == (size_t)k,
	    "rank");
	check(reader,
	    interval_set_kth(set, (size_t)k, &iv) == INTERVAL_OK &&
		is_tooth(iv, k),
	    "kth");
	check(reader,
	    interval_set_sample(set, draw, &reader->random, &iv) ==
		    INTERVAL_OK &&
		is_tooth(iv, iv.start / PERIOD),
	    "sample");
}

static void
ask_in_all(struct reader *reader)
{
	const struct interval_set *set = reader->set;
	struct interval_cursor cursor = interval_cursor_at(set, INT64_MIN);
	struct interval_set *clone = NULL;
	struct interval_stats stats;
	struct interval iv = {0, 0};
	int64_t k = 0;

	while (interval_cursor_next(&cursor, &iv) && is_tooth(iv, k))
		k++;
	check(reader, k == TEETH, "cursor");
	check(reader, interval_set_count(set) == (size_t)TEETH, "count");
	check(reader,
	    interval_set_bounds(set, &iv) == INTERVAL_OK && iv.start == 0 &&
		iv.end == tooth(TEETH - 1).end,
	    "bounds");
	check(reader,
	    interval_set_clone(&clone, set, NULL) == INTERVAL_OK &&
		interval_set_equal(set, clone),
	    "clone");
	interval_set_free(clone);
	interval_set_stats(set, &stats);
	check(reader, stats.releases == (uint64_t)TEETH, "stats");
}

static void *
read_set(void *ctx)
{
	struct reader *reader = ctx;

	for (int i = 0; i < ROUNDS; i++) {
		ask_about(
		    reader, (int64_t)(draw(&reader->random) % (uint64_t)TEETH));
		if (i % 100 == 0)
			ask_in_all(reader);
	}
	return NULL;
}

/* @return whether all threads got the right answers */
static bool
run_threads(const struct interval_set *set)
{
	struct reader readers[THREADS];
	pthread_t threads[THREADS];
	bool right = true;

	for (size_t i = 0; i < THREADS; i++) {
		readers[i] = (struct reader){.set = set, .random = i};
		if (pthread_create(&threads[i], NULL, read_set, &readers[i])) {
			fprintf(stderr, "no thread could be made\n");
			exit(2);
		}
	}
	for (size_t i = 0; i < THREADS; i++) {
		pthread_join(threads[i], NULL);
		if (!readers[i].wrong)
			continue;
		printf("%s: %s: wrong answer\n", interval_set_manager(set),
		    readers[i].wrong);
		right = false;
	}
	return right;
}

/* Made by changes, so that nothing that a change puts off is done; with an
 * index of lengths, which only writers may use. */
static struct interval_set *
make_set(const char *manager)
{
	const struct interval domain = {0, PERIOD * TEETH};
	struct interval_set *set = NULL;
	struct interval best;

	if (interval_set_new(&set, manager, &domain, NULL)) {
		fprintf(stderr, "%s: no set could be made\n", manager);
		exit(2);
	}
	for (int64_t k = 0; k < TEETH; k++) {
		if (k == TEETH / 2)
			(void)interval_set_find_best(set, 1, &best);
		if (interval_set_release(set, tooth(k))) {
			fprintf(stderr, "%s: no memory\n", manager);
			exit(2);
		}
	}
	return set;
}

static void *
make_and_free(void *ctx)
{
	interval_set_free(make_set(ctx));
	return NULL;
}

/* The first sets of a process, each a thread's own: what the library chooses
 * once for all of them is chosen here. */
static void
make_first_sets(void)
{
	pthread_t threads[THREADS];
	char manager[] = "boundary";

	for (size_t i = 0; i < THREADS; i++) {
		if (pthread_create(&threads[i], NULL, make_and_free, manager)) {
			fprintf(stderr, "no thread could be made\n");
			exit(2);
		}
	}
	for (size_t i = 0; i < THREADS; i++)
		pthread_join(threads[i], NULL);
}

int
main(void)
{
	const char *const *names = interval_managers();
	int wrong = 0;

	make_first_sets();
	for (; *names; names++) {
		struct interval_set *set = make_set(*names);

		if (run_threads(set))
			printf(
			    "%s: %d readers, right answers\n", *names, THREADS);
		else
			wrong = 1;
		interval_set_free(set);
	}
	return wrong;
}
