#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "tests/bench/detector/recorded.h"

#define ROUNDS 120

static char path[] = "/tmp/tidemark-recorded-XXXXXX";
static struct recorded *recorded;

/* Round i: its places have the minima 1000 i + 1, + 2, + 3, and the median and
 * mean 10 and 20 times as much. */
static void
write_file(const char *last)
{
	FILE *file = fopen(path, "w");

	cr_assert(ne(ptr, file, NULL));
	fputs("# a comment\na,b,c,d,e,f,g,h,i\n", file);
	for (int i = 1; i <= ROUNDS; i++)
		for (int place = 1; place <= 3; place++)
			fprintf(file, "%d,%d,%d%c", 1000 * i + place,
			    10 * (1000 * i + place), 20 * (1000 * i + place),
			    place < 3 ? ',' : '\n');
	fputs(last, file);
	fclose(file);
}

static void
setup(void)
{
	int fd = mkstemp(path);

	cr_assert(le(int, 0, fd));
	close(fd);
	write_file("");
}

static void
teardown(void)
{
	unlink(path);
	recorded_free(recorded);
}

TestSuite(recorded, .init = setup, .fini = teardown);

static void
read_file(enum recorded_figure figure)
{
	cr_assert(eq(int, recorded_read(&recorded, path, figure), ERR_OK), "%s",
	    err_text());
}

static int
round_of(double value)
{
	return (int)(value / 1000);
}

static int
place_of(double value)
{
	return (int)value % 1000;
}

Test(recorded, a_round_has_each_place_once)
{
	struct recorded_walk walk;
	double values[SIDE_COUNT];

	read_file(RECORDED_MIN);
	cr_expect(eq(sz, recorded_rounds(recorded), ROUNDS));
	recorded_start(&walk, recorded, 1, 1);
	for (int i = 0; i < 1000; i++) {
		recorded_round(&walk, values);
		cr_assert(eq(int, round_of(values[0]), round_of(values[1])));
		cr_assert(eq(int, round_of(values[0]), round_of(values[2])));
		cr_assert(eq(int,
		    place_of(values[0]) * place_of(values[1]) *
			place_of(values[2]),
		    6));
	}
}

/* After round 120 comes round 1. */
Test(recorded, blocks_are_consecutive_and_keep_their_sides)
{
	struct recorded_walk walk;
	double values[SIDE_COUNT], next[SIDE_COUNT];

	read_file(RECORDED_MIN);
	recorded_start(&walk, recorded, 1, 2);
	for (int block = 0; block < 100; block++) {
		recorded_round(&walk, values);
		for (int i = 1; i < RECORDED_BLOCK; i++) {
			recorded_round(&walk, next);
			cr_assert(eq(int, round_of(next[0]),
			    round_of(values[0]) % ROUNDS + 1));
			cr_assert(
			    eq(int, place_of(next[0]), place_of(values[0])));
			values[0] = next[0];
		}
	}
}

/* The three places of a round in their order, then the next round. */
Test(recorded, single_runs_come_in_starting_order)
{
	struct recorded_walk walk;
	int first;

	read_file(RECORDED_MIN);
	recorded_start(&walk, recorded, 1, 3);
	first = round_of(recorded_run(&walk));
	cr_expect(eq(int, place_of(recorded_run(&walk)), 2));
	cr_expect(eq(int, place_of(recorded_run(&walk)), 3));
	cr_expect(
	    eq(int, (int)recorded_run(&walk), 1000 * (first % ROUNDS + 1) + 1));
}

Test(recorded, seed_and_trial_decide_the_walk)
{
	struct recorded_walk one, other;
	size_t same = 0;

	read_file(RECORDED_MIN);
	recorded_start(&one, recorded, 1, 3);
	recorded_start(&other, recorded, 1, 3);
	for (int i = 0; i < 100; i++)
		cr_assert(eq(dbl, recorded_run(&one), recorded_run(&other)));
	recorded_start(&other, recorded, 2, 3);
	for (int i = 0; i < 100; i++)
		same += recorded_run(&one) == recorded_run(&other);
	cr_expect(lt(sz, same, 100));
}

Test(recorded, the_figure_that_was_asked_for_is_read)
{
	struct recorded_walk walk;
	double values[SIDE_COUNT];

	read_file(RECORDED_MEAN);
	recorded_start(&walk, recorded, 1, 1);
	recorded_round(&walk, values);
	cr_expect(zero(int, (int)values[0] % 20));
	cr_expect(lt(int, place_of(values[0] / 20), 4));
}

static void
expect_refused(const char *line, const char *text)
{
	write_file(line);
	cr_expect(
	    eq(int, recorded_read(&recorded, path, RECORDED_MIN), ERR_PARSE));
	cr_expect(ne(ptr, strstr(err_text(), text), NULL), "%s", err_text());
}

Test(recorded, wrong_lines_are_named)
{
	expect_refused("1,2,3,4,5,6,7,8\n", ":123: expected 9 times");
	expect_refused("1,2,3,4,5,6,7,8,9,10\n", ":123: expected 9 times");
	expect_refused("1,2,3,4,5,6,7,8,0\n", ":123: expected 9 times");
	expect_refused("1,2,3,4,5,6,7,8,x\n", ":123: expected 9 times");
	expect_refused("1,2,3,4,5,6,7,8,9", ":123: expected 9 times");
	expect_refused("\n", ":123: expected 9 times");
}

Test(recorded, too_few_rounds_are_refused)
{
	FILE *file = fopen(path, "w");

	fputs("a\n1,2,3,4,5,6,7,8,9\n", file);
	fclose(file);
	cr_expect(
	    eq(int, recorded_read(&recorded, path, RECORDED_MIN), ERR_PARSE));
	unlink(path);
	cr_expect(
	    eq(int, recorded_read(&recorded, path, RECORDED_MIN), ERR_IO));
}
