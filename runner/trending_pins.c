#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_pin.h"
#include "runner/trending_parts.h"

/* A pinned commit of this branch. */
struct pin {
	const char *name;
	size_t place;
};

struct pins {
	struct trending *t;
	struct pin *items;
	size_t count;
};

static enum err
take_pin(void *ctx, const struct store_pin *pin)
{
	struct pins *pins = ctx;
	size_t place = trending_place(pins->t, pin->oid);
	const char *name;
	struct pin *grown;

	if (place == HISTORY_NOWHERE)
		return ERR_OK;
	grown = reallocarray(pins->items, pins->count + 1, sizeof *grown);
	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	pins->items = grown;
	name = trending_text(pins->t, "%s", pin->name);
	if (!name)
		return ERR_NOMEM;
	grown[pins->count++] = (struct pin){name, place};
	return ERR_OK;
}

/* The last epoch's point of a commit; of one that was not measured the last
 * before it. SIZE_MAX where there is none. */
static size_t
index_at(const struct history_line *line, size_t place)
{
	const struct history_epoch *last = &line->epochs[line->epoch_count - 1];
	size_t found = SIZE_MAX;

	for (size_t i = last->first; i < last->first + last->count; i++)
		if (line->points[i].commit <= place)
			found = i;
	return found;
}

static void
compare_series(struct pins *pins, size_t at, struct trend_pin *out)
{
	struct trending *t = pins->t;
	struct trend_series *series = &t->series[at];

	series->pins = out;
	for (size_t i = 0; i < pins->count; i++) {
		size_t index = index_at(&t->lines[at], pins->items[i].place);
		double ratio = NAN;

		if (index != SIZE_MAX)
			ratio =
			    trend_since(&t->trends[at], &t->lines[at], index);
		if (!isnan(ratio))
			out[series->pin_count++] =
			    (struct trend_pin){pins->items[i].name, ratio};
	}
}

enum err
trending_pins(struct trending *t)
{
	struct pins pins = {.t = t};
	enum err err = store_pins(t->app->store, take_pin, &pins);

	if (!err) {
		t->pins =
		    calloc(t->line_count * pins.count + 1, sizeof *t->pins);
		if (!t->pins)
			err = err_fail(ERR_NOMEM, "out of memory");
	}
	for (size_t i = 0; !err && i < t->line_count; i++)
		compare_series(&pins, i, t->pins + i * pins.count);
	free(pins.items);
	return err;
}
