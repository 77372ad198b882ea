/* Tracks of a benchmark of which some blocks run some names only. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/track.h"

#define PAIR (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD))

static char real_time[] = "real_time";
static char *const judged[] = {real_time};
static const struct config_benchmark benchmark = {.metrics = {judged, 1}};

static struct tracks *tracks;
static size_t sample_count;

static void
setup(void)
{
	cr_assert(eq(int, tracks_new(&tracks, 100), ERR_OK));
}

static void
teardown(void)
{
	tracks_free(tracks);
}

TestSuite(track_narrowed, .init = setup, .fini = teardown);

static void
end(size_t round, side_set expected)
{
	const struct sample *samples;

	cr_assert(eq(int,
	    tracks_block_end(tracks, round, expected, &samples, &sample_count),
	    ERR_OK));
}

static void
takes(const char *name, const char *metric, double value)
{
	const struct reading reading = {
	    .series = {name, metric, "ns", DIRECTION_SMALLER},
	    .value = value,
	};

	cr_assert(
	    eq(int, tracks_take(tracks, &reading), ERR_OK), "%s", err_text());
}

/* A block in which both sides print one repetition of each of these names. */
static void
print_block(size_t round, bool narrowed, const char *const *names)
{
	if (narrowed)
		cr_assert(
		    eq(int, tracks_block_begin_narrowed(tracks, 0, &benchmark),
			ERR_OK));
	else
		cr_assert(
		    eq(int, tracks_block_begin(tracks, 0, &benchmark), ERR_OK));
	for (int side = SIDE_BASE; side <= SIDE_HEAD; side += SIDE_HEAD) {
		tracks_turn_begin(tracks, (enum side)side);
		tracks_process_begin(tracks);
		for (size_t i = 0; names[i]; i++)
			takes(names[i], "real_time", (double)round + 1);
		tracks_turn_end(tracks);
	}
}

static const char *const both[] = {"a", "b", NULL};
static const char *const only_b[] = {"b", NULL};

Test(track_narrowed, an_idle_track_takes_no_round_and_goes_on_later)
{
	struct track *a, *b;

	print_block(0, false, both);
	end(0, PAIR);
	a = tracks_at(tracks, 0);
	b = tracks_at(tracks, 1);
	a->idle = true;
	print_block(1, true, only_b);
	cr_expect(tracks_block_exact(tracks));
	end(1, PAIR);
	cr_expect(eq(sz, sample_count, 2));
	cr_expect(eq(sz, a->rounds, 1));
	cr_expect(eq(sz, b->rounds, 2));
	print_block(2, false, both);
	end(2, PAIR);
	cr_expect(eq(sz, a->rounds, 2));
	cr_expect(not(a->broken || b->broken));
	cr_expect(epsilon_eq(dbl, a->values[SIDE_HEAD][1], 3, 1e-12));
}

Test(track_narrowed, a_narrowed_block_that_lacks_a_name_is_not_exact)
{
	static const char *const none[] = {NULL};

	print_block(0, false, both);
	end(0, PAIR);
	tracks_at(tracks, 0)->idle = true;
	print_block(1, true, none);
	cr_expect(not(tracks_block_exact(tracks)));
}

/* Neither a name that was left out nor one that was never there is taken. */
Test(track_narrowed, a_narrowed_block_that_prints_another_name_is_not_exact)
{
	static const char *const other[] = {"b", "c", NULL};

	print_block(0, false, both);
	end(0, PAIR);
	tracks_at(tracks, 0)->idle = true;
	print_block(1, true, both);
	cr_expect(not(tracks_block_exact(tracks)));
	cr_expect(eq(int, tracks_at(tracks, 0)->seen, 0));
	print_block(1, true, other);
	cr_expect(not(tracks_block_exact(tracks)));
	cr_expect(eq(sz, tracks_count(tracks), 2));
}

/* A counter that is 0 in one run is no reading. */
Test(track_narrowed, what_is_only_shown_may_come_and_go_in_a_narrowed_block)
{
	print_block(0, false, both);
	takes("b", "items", 5);
	end(0, PAIR);
	tracks_at(tracks, 0)->idle = true;
	print_block(1, true, only_b);
	takes("b", "cycles", 5);
	cr_expect(tracks_block_exact(tracks));
}

Test(track_narrowed, a_benchmark_owns_its_tracks)
{
	static const char *const c[] = {"c", NULL};
	const size_t *owned;
	size_t count;

	print_block(0, false, both);
	end(0, PAIR);
	cr_assert(eq(int, tracks_block_begin(tracks, 2, &benchmark), ERR_OK));
	tracks_turn_begin(tracks, SIDE_HEAD);
	takes(c[0], "real_time", 1);
	owned = tracks_owned(tracks, 2, &count);
	cr_assert(eq(sz, count, 1));
	cr_expect(eq(sz, owned[0], 2));
	tracks_owned(tracks, 0, &count);
	cr_expect(eq(sz, count, 2));
	tracks_owned(tracks, 1, &count);
	cr_expect(eq(sz, count, 0));
	tracks_owned(tracks, 9, &count);
	cr_expect(eq(sz, count, 0));
}
