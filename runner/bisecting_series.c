#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/policy.h"
#include "runner/bisecting_take.h"

/* Series that a search takes in. */
#define SERIES_MAX 64

/* ---- which series there are ---- */

bool
bisected_is(
    const struct bisected *series, const char *benchmark, const char *metric)
{
	return strcmp(series->benchmark, benchmark) == 0 &&
	       strcmp(series->metric, metric) == 0;
}

static bool
is_wanted(const struct bisecting *b, const struct series_name *name)
{
	const char *match = b->options.match;
	char *whole = NULL;
	bool is;

	for (size_t i = 0; i < b->options.only_count; i++)
		if (strcmp(b->options.only[i].benchmark, name->benchmark) ==
			0 &&
		    strcmp(b->options.only[i].metric, name->metric) == 0)
			return true;
	if (!match)
		return !b->options.only_count;
	if (policy_glob(match, name->benchmark))
		return true;
	if (asprintf(&whole, "%s/%s", name->benchmark, name->metric) < 0)
		return false;
	is = policy_glob(match, whole);
	free(whole);
	return is;
}

static enum err
add_series(struct bisected_range *range, const struct series_name *name,
    size_t owner, bool counted, const size_t *leads)
{
	size_t next = range->series_count;
	struct bisected *grown =
	    reallocarray(range->series, next + 1, sizeof *grown);
	size_t index;

	if (!grown)
		return err_fail(ERR_NOMEM, "out of memory");
	range->series = grown;
	grown[next] = (struct bisected){
	    .benchmark = strdup(name->benchmark),
	    .metric = strdup(name->metric),
	    .unit = strdup(name->unit),
	    .direction = name->direction,
	    .owner = owner,
	    .counted = counted,
	    .leads = leads != NULL,
	};
	range->series_count++;
	if (!grown[next].benchmark || !grown[next].metric || !grown[next].unit)
		return err_fail(ERR_NOMEM, "out of memory");
	return bisect_add_series(range->plan, name->direction, counted,
	    leads ? *leads : next, &index);
}

static bool
can_count(const struct bisecting *b, size_t owner)
{
	return !b->skipped[owner] && b->counting != COUNTING_NONE &&
	       config_counts(&b->source.config->benchmarks[owner]);
}

/* Instructions are judged for themselves where the config says so. */
static enum err
add_counts(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	const struct config *config = b->source.config;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < config->benchmark_count; i++) {
		const struct series_name name = {config->benchmarks[i].name,
		    METRIC_INSTRUCTIONS, "", DIRECTION_SMALLER};

		if (can_count(b, i) && is_wanted(b, &name))
			err = add_series(range, &name, i, true, NULL);
	}
	return err;
}

/* The counts of its process lead each series of a benchmark. */
static enum err
add_leaders(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	const struct config *config = b->source.config;
	size_t count = range->series_count;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < count; i++) {
		size_t owner = range->series[i].owner;
		const struct series_name name = {config->benchmarks[owner].name,
		    METRIC_INSTRUCTIONS, "", DIRECTION_SMALLER};

		if (!range->series[i].counted && can_count(b, owner))
			err = add_series(range, &name, owner, true, &i);
	}
	return err;
}

enum err
bisecting_know_counts(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	const struct config *config = b->source.config;
	enum err err;

	for (size_t i = 0; i < config->benchmark_count; i++)
		if (!b->skipped[i] &&
		    !config_only_counts(&config->benchmarks[i]))
			return ERR_OK;
	err = add_counts(range);
	if (!err && !range->series_count)
		err = err_fail(ERR_UNJUDGED,
		    "instructions are all that is judged, and they cannot be "
		    "counted here");
	range->known = true;
	return err;
}

/* ---- first samples: who is searched ---- */

static bool
is_known(const struct bisected_range *range, const struct series_name *name)
{
	for (size_t i = 0; i < range->series_count; i++)
		if (bisected_is(
			&range->series[i], name->benchmark, name->metric))
			return true;
	return false;
}

static bool
has_both_sides(const struct taking *t, const struct series_name *name)
{
	unsigned sides = 0;

	for (size_t i = 0; i < t->count; i++)
		if (strcmp(t->items[i].name.benchmark, name->benchmark) == 0 &&
		    strcmp(t->items[i].name.metric, name->metric) == 0)
			sides |= SIDE_BIT(t->items[i].side);
	return sides == (SIDE_BIT(SIDE_BASE) | SIDE_BIT(SIDE_HEAD));
}

enum err
bisecting_know_series(struct taking *t)
{
	struct bisected_range *range = t->range;
	struct bisecting *b = range->all;
	const struct config *config = b->source.config;
	enum err err = ERR_OK;

	for (size_t i = 0; !err && i < t->count; i++) {
		const struct taken *item = &t->items[i];

		if (strcmp(item->name.metric, METRIC_INSTRUCTIONS) == 0 ||
		    !config_judges(
			&config->benchmarks[item->owner], item->name.metric) ||
		    is_known(range, &item->name) ||
		    !is_wanted(b, &item->name) ||
		    !has_both_sides(t, &item->name))
			continue;
		if (range->series_count == SERIES_MAX) {
			err = bisecting_warn(b,
			    "only the first %d series are searched: --series "
			    "names others",
			    SERIES_MAX);
			break;
		}
		err = add_series(range, &item->name, item->owner, false, NULL);
	}
	if (!err)
		err = add_leaders(range);
	if (!err)
		err = add_counts(range);
	range->known = true;
	if (!err && !range->series_count)
		err = err_fail(ERR_UNJUDGED,
		    "no judged series of both ends matches %s",
		    b->options.match ? b->options.match : "*");
	return err;
}

/* ---- what is still wanted ---- */

bool
bisecting_needs(const struct bisected_range *range, size_t owner)
{
	const struct bisecting *b = range->all;

	if (b->skipped[owner])
		return false;
	if (!range->known)
		return true;
	for (size_t i = 0; i < range->series_count; i++)
		if (range->series[i].owner == owner &&
		    !range->series[i].leads && bisect_is_open(range->plan, i))
			return true;
	return false;
}

const struct bisected *
bisecting_missing(const struct bisected_range *range, size_t place)
{
	for (size_t i = 0; i < range->series_count; i++)
		if (!range->series[i].counted &&
		    bisect_is_open(range->plan, i) &&
		    !bisect_has_value(range->plan, i, place))
			return &range->series[i];
	return NULL;
}

enum err
bisecting_is_broken(
    struct bisected_range *range, size_t place, const char *error)
{
	char *text = strdup(error);

	if (!text)
		return err_fail(ERR_NOMEM, "out of memory");
	free(range->broken[place]);
	range->broken[place] = text;
	bisect_take_broken(range->plan, place);
	return ERR_OK;
}

/* The nearest builds on either side that are the same clear whoever lies
 * between. */
static void
are_same(struct bisected_range *range, size_t low, size_t place)
{
	bisect_take_same(range->plan, low, place);
	for (size_t i = low + 1; i <= place; i++)
		range->weights[i] = 0;
}

void
bisecting_is_built(
    struct bisected_range *range, size_t place, const char *artifacts)
{
	bool known = range->artifacts[place][0];

	range->built[place] = true;
	bisect_take_built(range->plan, place);
	snprintf(range->artifacts[place], HASH_HEX_SIZE, "%s", artifacts);
	if (known || !*artifacts)
		return;
	for (size_t i = place; i-- > 0;)
		if (range->artifacts[i][0]) {
			if (strcmp(range->artifacts[i], artifacts) == 0)
				are_same(range, i, place);
			break;
		}
	for (size_t i = place + 1; i < range->count; i++)
		if (range->artifacts[i][0]) {
			if (strcmp(range->artifacts[i], artifacts) == 0)
				are_same(range, place, i);
			break;
		}
}
