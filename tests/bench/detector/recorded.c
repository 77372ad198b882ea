#include "tests/bench/detector/recorded.h"

#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COLUMNS (SIDE_COUNT * RECORDED_FIGURES)
#define LINE_SIZE 512

struct recorded {
	double (*rounds)[SIDE_COUNT]; /* in starting order */
	size_t count;
	size_t capacity;
};

static enum err
grow(struct recorded *recorded)
{
	size_t capacity = recorded->capacity ? 2 * recorded->capacity : 512;
	double(*rounds)[SIDE_COUNT];

	rounds = realloc(recorded->rounds, capacity * sizeof *rounds);
	if (!rounds)
		return err_fail(ERR_NOMEM, "out of memory");
	recorded->rounds = rounds;
	recorded->capacity = capacity;
	return ERR_OK;
}

/* Nine whole numbers; the three of the figure that is asked for are kept. */
static bool
read_round(const char *line, enum recorded_figure figure, double *round)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		char *end;
		intmax_t ns;

		errno = 0;
		ns = strtoimax(line, &end, 10);
		if (end == line || errno || ns <= 0)
			return false;
		if (*end != (i + 1 < COLUMNS ? ',' : '\n'))
			return false;
		if (i % RECORDED_FIGURES == figure)
			round[i / RECORDED_FIGURES] = (double)ns;
		line = end + 1;
	}
	return true;
}

static enum err
read_file(struct recorded *recorded, FILE *file, const char *path,
    enum recorded_figure figure)
{
	char line[LINE_SIZE];
	bool named = false; /* the columns */
	enum err err;

	for (size_t number = 1; fgets(line, sizeof line, file); number++) {
		if (line[0] == '#')
			continue;
		if (!named) {
			named = true;
			continue;
		}
		if (recorded->count == recorded->capacity) {
			err = grow(recorded);
			if (err)
				return err;
		}
		if (!read_round(
			line, figure, recorded->rounds[recorded->count]))
			return err_fail(ERR_PARSE,
			    "%s:%zu: expected %d times in nanoseconds", path,
			    number, COLUMNS);
		recorded->count++;
	}
	if (ferror(file))
		return err_fail(ERR_IO, "%s: cannot be read", path);
	if (recorded->count < RECORDED_ROUNDS_MIN)
		return err_fail(ERR_PARSE, "%s: %zu rounds, at least %d needed",
		    path, recorded->count, RECORDED_ROUNDS_MIN);
	return ERR_OK;
}

enum err
recorded_read(
    struct recorded **out, const char *path, enum recorded_figure figure)
{
	FILE *file = fopen(path, "r");
	struct recorded *recorded;
	enum err err;

	if (!file)
		return err_fail(ERR_IO, "%s: %s", path, strerror(errno));
	recorded = calloc(1, sizeof *recorded);
	err = recorded ? read_file(recorded, file, path, figure)
		       : err_fail(ERR_NOMEM, "out of memory");
	fclose(file);
	if (err)
		recorded_free(recorded);
	else
		*out = recorded;
	return err;
}

void
recorded_free(struct recorded *recorded)
{
	if (recorded)
		free(recorded->rounds);
	free(recorded);
}

size_t
recorded_rounds(const struct recorded *recorded)
{
	return recorded->count;
}

void
recorded_start(struct recorded_walk *walk, const struct recorded *recorded,
    uint64_t seed, uint64_t trial)
{
	struct rng *rng = &walk->rng;

	/* As in simulated_start(). */
	rng_seed(rng, seed);
	rng_seed(rng, rng_next(rng) + trial);
	walk->recorded = recorded;
	walk->left = 0;
	walk->place = 0;
	for (size_t i = 0; i < SIDE_COUNT; i++)
		walk->sides[i] = i;
}

/* Go to the next round, of a new block if need be. */
static void
step(struct recorded_walk *walk)
{
	size_t count = walk->recorded->count;

	if (walk->left > 0) {
		walk->left--;
		walk->round = (walk->round + 1) % count;
		return;
	}
	walk->left = RECORDED_BLOCK - 1;
	walk->round = (size_t)rng_below(&walk->rng, count);
	rng_shuffle(&walk->rng, walk->sides, SIDE_COUNT);
}

void
recorded_round(struct recorded_walk *walk, double values[SIDE_COUNT])
{
	step(walk);
	for (size_t i = 0; i < SIDE_COUNT; i++)
		values[i] = walk->recorded->rounds[walk->round][walk->sides[i]];
}

double
recorded_run(struct recorded_walk *walk)
{
	size_t place = walk->place;

	if (place == 0)
		step(walk);
	walk->place = (place + 1) % SIDE_COUNT;
	return walk->recorded->rounds[walk->round][place];
}
