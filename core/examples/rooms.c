/* A scheduler of meeting rooms, each a set of the minutes in which it is free:
 *   printf 'book 1 09:00 10:30\nearliest 45\nday 1\n' | rooms 2 */
#include <inttypes.h>
#include <stdio.h>

#include <interval.h>

#include "core/examples/commands.h"

#define ROOMS_MAX 16
#define OPENS 480 /* 08:00, in minutes of the day */
#define CLOSES 1080 /* 18:00 */

struct house {
	struct interval_set *rooms[ROOMS_MAX]; /* within [OPENS, CLOSES) */
	int64_t n;
};

/* Rooms are numbered from 1. */
static struct interval_set *
room(const struct house *house, int64_t number)
{
	return number <= house->n ? house->rooms[number - 1] : NULL;
}

static void
print_range(const char *what, struct interval iv)
{
	printf("%s %02" PRId64 ":%02" PRId64 "-%02" PRId64 ":%02" PRId64 "\n",
	    what, iv.start / 60, iv.start % 60, iv.end / 60, iv.end % 60);
}

static enum interval_status
run_book(void *ctx, const int64_t *given)
{
	struct interval_set *free = room(ctx, given[0]);
	const struct interval meeting = {given[1], given[2]};
	enum interval_status status = INTERVAL_NOTFOUND;

	if (free)
		status = interval_set_require(free, meeting);
	if (status == INTERVAL_OK)
		print_range("booked", meeting);
	return status;
}

/* Release is a union and does not mind what is free already: whether the room
 * is booked all that time is asked first. */
static enum interval_status
run_cancel(void *ctx, const int64_t *given)
{
	struct interval_set *free = room(ctx, given[0]);
	const struct interval meeting = {given[1], given[2]};
	struct interval_cursor cursor;
	enum interval_status status;
	struct interval gap;

	if (!free)
		return INTERVAL_NOTFOUND;
	cursor = interval_cursor_over(free, meeting);
	if (interval_cursor_next(&cursor, &gap)) {
		print_range("not booked:", gap);
		return INTERVAL_OK;
	}
	status = interval_set_release(free, meeting);
	if (status == INTERVAL_OK)
		print_range("cancelled", meeting);
	return status;
}

/* The room in which so many minutes are free first, at AFTER or later. */
static enum interval_status
run_earliest(void *ctx, const int64_t *given)
{
	const struct house *house = ctx;
	struct interval earliest = {0, 0}, slot;
	int64_t best = 0;

	for (int64_t i = 1; i <= house->n; i++) {
		if (interval_set_find(room(house, i), given[1], given[0],
			&slot) != INTERVAL_OK)
			continue;
		if (best > 0 && slot.start >= earliest.start)
			continue;
		best = i;
		earliest = slot;
	}
	if (best == 0)
		return INTERVAL_NOTFOUND;
	printf("room %" PRId64, best);
	print_range("", earliest);
	return INTERVAL_OK;
}

/* The gaps of the rest of the day; the first may have begun before AFTER. */
static enum interval_status
run_day(void *ctx, const int64_t *given)
{
	const struct interval_set *free = room(ctx, given[0]);
	struct interval_cursor cursor;
	struct interval gap;

	if (!free)
		return INTERVAL_NOTFOUND;
	cursor =
	    interval_cursor_over(free, (struct interval){given[1], CLOSES});
	while (interval_cursor_next(&cursor, &gap))
		print_range("free", gap);
	return INTERVAL_OK;
}

static const struct command_argument room_number = {"ROOM", 1, ROOMS_MAX};
static const struct command_argument minutes = {"MINUTES", 1, CLOSES - OPENS};
static const struct command_argument from = {"FROM", 0, 1440, .time = true};
static const struct command_argument to = {"TO", 0, 1440, .time = true};
static const struct command_argument after = {
    "AFTER", OPENS, CLOSES, .time = true, .optional = true};

static const struct command table[] = {
    {"book", run_book, {&room_number, &from, &to}},
    {"cancel", run_cancel, {&room_number, &from, &to}},
    {"earliest", run_earliest, {&minutes, &after}},
    {"day", run_day, {&room_number, &after}},
    {NULL, NULL},
};

static enum interval_status
house_init(struct house *house, int64_t n)
{
	const struct interval day = {OPENS, CLOSES};
	enum interval_status status = INTERVAL_OK;

	while (house->n < n && status == INTERVAL_OK) {
		struct interval_set **free = &house->rooms[house->n++];

		status = interval_set_new(free, "auto", &day, NULL);
		if (status == INTERVAL_OK)
			status = interval_set_release(*free, day);
	}
	return status;
}

int
main(int argc, char **argv)
{
	struct house house = {.n = 0};
	int exit_status;
	enum interval_status status;
	int64_t n;

	if (argc != 2 || !command_number(argv[1], &room_number, &n)) {
		fputs("usage: rooms N < COMMANDS\n"
		      "N rooms, at most 16, are open from 08:00 to 18:00.\n",
		    stderr);
		return 2;
	}
	status = house_init(&house, n);
	if (status == INTERVAL_OK)
		exit_status = commands_run("rooms", table, &house);
	else
		exit_status = commands_fail("rooms", status);
	for (int64_t i = 0; i < house.n; i++)
		interval_set_free(house.rooms[i]);
	return exit_status;
}
