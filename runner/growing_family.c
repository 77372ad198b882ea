#include "runner/growing_parts.h"

#include <assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/buf.h"

#define SIZES_NAMED 8

/* Sizes of a family that have a set of sides. */
struct choice {
	const struct track *tracks[FAMILY_SIZES_MAX];
	double n[FAMILY_SIZES_MAX];
	size_t count;
};

static bool
has_side(const struct track *track, enum side side)
{
	return track->sides & SIDE_BIT(side);
}

static void
choose(struct choice *out, const struct growing *g, const struct family *family,
    side_set wanted)
{
	out->count = 0;
	for (size_t i = 0; i < family->count; i++) {
		const struct family_member *member = &family->members[i];
		const struct track *track = g->tracks[member->index];

		if ((track->sides & wanted) != wanted)
			continue;
		out->n[out->count] = member->n;
		out->tracks[out->count++] = track;
	}
}

/* ---- values ---- */

static size_t
rounds_of(const struct choice *choice)
{
	size_t rounds = GROWTH_ROUNDS_MAX;

	for (size_t i = 0; i < choice->count; i++)
		if (choice->tracks[i]->rounds < rounds)
			rounds = choice->tracks[i]->rounds;
	return rounds;
}

/* Fit one side. `room` takes 3 numbers a size, `costs` one a size and round. */
static void
fill_side(struct scaling_side *out, const struct choice *choice, enum side side,
    size_t rounds, double *room, double *costs, uint64_t seed)
{
	struct scaling_samples samples = {
	    .n = choice->n,
	    .sizes = choice->count,
	    .values = costs,
	    .rounds = rounds,
	    .direction = choice->tracks[0]->name.direction,
	};

	for (size_t i = 0; i < choice->count; i++)
		memcpy(costs + i * rounds, choice->tracks[i]->values[side],
		    rounds * sizeof *costs);
	scaling_side_fill(out, &samples, room, seed);
}

/* Add a row with the sides of `wanted`; of both it is judged. */
static enum err
add_row(struct growing *g, const struct family *family,
    const struct choice *choice, side_set wanted, struct scaling_family **out)
{
	size_t sizes = choice->count, rounds = rounds_of(choice);
	size_t at = g->report.family_count;
	double *room, *base, *head;
	struct scaling_family *row = &g->rows[at];

	assert(sizes > 0 && rounds > 0); /* family_reason() saw to it */
	room = calloc(7 * sizes, sizeof *room);
	base = calloc(2 * sizes * rounds, sizeof *base);
	if (!room || !base) {
		free(room);
		free(base);
		return err_fail(ERR_NOMEM, "out of memory");
	}
	head = base + sizes * rounds;
	g->values[at] = room;
	g->report.family_count++;
	memcpy(room, choice->n, sizes * sizeof *room);
	*row = (struct scaling_family){
	    .name = family->series, .n = room, .sizes = sizes};
	row->name.benchmark = family->name;
	row->change = (struct growth_change){
	    .slope = NAN,
	    .slope_low = NAN,
	    .slope_high = NAN,
	    .effect = NAN,
	    .effect_low = NAN,
	    .effect_high = NAN,
	    .shape = NAN,
	    .level = NAN,
	};
	if (wanted & SIDE_BIT(SIDE_BASE))
		fill_side(&row->base, choice, SIDE_BASE, rounds, room + sizes,
		    base, g->report.seed);
	if (wanted & SIDE_BIT(SIDE_HEAD))
		fill_side(&row->head, choice, SIDE_HEAD, rounds,
		    room + 4 * sizes, head, g->report.seed);
	if (row->base.measured && row->head.measured)
		growth_compare(&row->change,
		    &(const struct growth_costs){row->n, sizes, base, rounds},
		    &row->base.fit,
		    &(const struct growth_costs){row->n, sizes, head, rounds},
		    &row->head.fit, g->report.tolerance);
	free(base);
	*out = row;
	return ERR_OK;
}

/* ---- sizes that one side lacks ---- */

static void
name_sizes(struct buf *out, const struct growing *g,
    const struct family *family, enum side has, enum side lacks,
    const char *what)
{
	size_t count = 0;

	for (size_t i = 0; i < family->count; i++) {
		const struct track *track = g->tracks[family->members[i].index];

		if (!has_side(track, has) || has_side(track, lacks))
			continue;
		if (!count)
			buf_printf(out, "%s%s", out->len ? "; " : "", what);
		if (count++ < SIZES_NAMED)
			buf_printf(out, "%s %.16g", count > 1 ? "," : "",
			    family->members[i].n);
	}
	if (count > SIZES_NAMED)
		buf_printf(out, " and %zu more", count - SIZES_NAMED);
}

/* *note is NULL where both sides have all sizes. */
static enum err
note_sizes(struct growing *g, const struct family *family, const char **note)
{
	struct buf text = BUF_INIT;
	enum err err;

	name_sizes(&text, g, family, SIDE_BASE, SIDE_HEAD,
	    "the head has not got the sizes");
	name_sizes(&text, g, family, SIDE_HEAD, SIDE_BASE,
	    "the base has not got the sizes");
	err = buf_err(&text);
	*note = NULL;
	if (!err && text.len) {
		*note = growing_text(g, "%s", buf_text(&text));
		err = *note ? ERR_OK : err_fail(ERR_NOMEM, "out of memory");
	}
	buf_release(&text);
	return err;
}

static bool
lacks_sizes(const struct growing *g, const struct family *family)
{
	for (size_t i = 0; i < family->count; i++) {
		const struct track *track = g->tracks[family->members[i].index];

		if (has_side(track, SIDE_BASE) && !has_side(track, SIDE_HEAD))
			return true;
	}
	return false;
}

/* ---- one family ---- */

static const struct track *
broken_of(const struct growing *g, const struct family *family)
{
	for (size_t i = 0; i < family->count; i++)
		if (g->tracks[family->members[i].index]->broken)
			return g->tracks[family->members[i].index];
	return NULL;
}

static enum err
add_broken(
    struct growing *g, const struct family *family, const struct track *track)
{
	return growing_add_unjudged(
	    g, &(const struct scaling_unjudged){family->name,
		   family->series.metric, true, VERDICT_MISSING,
		   growing_text(g,
		       "%s was printed by other sides in round %zu than in the "
		       "first",
		       track->name.benchmark, track->broken_round + 1)});
}

/* The sizes of both sides are not enough. */
static enum err
add_unpaired(struct growing *g, const struct family *family, const char *note,
    const char *reason)
{
	struct choice choice;
	struct scaling_family *row;
	enum err err;

	if (lacks_sizes(g, family))
		return growing_add_unjudged(
		    g, &(const struct scaling_unjudged){family->name,
			   family->series.metric, true, VERDICT_MISSING,
			   growing_text(
			       g, "%s; common to both: %s", note, reason)});
	choose(&choice, g, family, SIDE_BIT(SIDE_HEAD));
	err = add_row(g, family, &choice, SIDE_BIT(SIDE_HEAD), &row);
	if (err)
		return err;
	row->verdict = VERDICT_NEW;
	row->note = note;
	return ERR_OK;
}

static enum err
add_alone(struct growing *g, const struct family *family)
{
	struct choice choice;
	struct scaling_family *row;
	enum err err;

	choose(&choice, g, family, SIDE_BIT(SIDE_HEAD));
	err = add_row(g, family, &choice, SIDE_BIT(SIDE_HEAD), &row);
	if (!err)
		row->verdict = VERDICT_NEW;
	return err;
}

enum err
growing_add_family(struct growing *g, const struct family *family)
{
	const side_set both = SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD);
	const struct track *broken = broken_of(g, family);
	struct choice choice;
	struct scaling_family *row;
	const char *note, *reason;
	enum err err;

	if (broken)
		return add_broken(g, family, broken);
	if (g->report.alone)
		return add_alone(g, family);
	err = note_sizes(g, family, &note);
	if (err)
		return err;
	choose(&choice, g, family, both);
	reason = family_reason(choice.n, choice.count);
	if (reason)
		return add_unpaired(g, family, note, reason);
	err = add_row(g, family, &choice, both, &row);
	if (err)
		return err;
	row->note = note;
	row->verdict = row->change.verdict;
	if (lacks_sizes(g, family))
		row->verdict = verdict_worse(row->verdict, VERDICT_MISSING);
	return ERR_OK;
}
