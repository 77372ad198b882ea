#include "tests/model/nights.h"

#include <math.h>
#include <stdlib.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "baselines/alerts.h"

#define LEVEL 1000.
#define OTHER_MACHINE 1.08
#define DAY_S 86400
#define ALERTS_MAX 200

/* ---- noise ---- */

double
nights_normal(struct rng *rng)
{
	return rng_normal(rng);
}

double
nights_heavy(struct rng *rng)
{
	double square = 0;

	for (int i = 0; i < 3; i++) {
		double z = rng_normal(rng);

		square += z * z;
	}
	return .7 * rng_normal(rng) / sqrt(square / 3);
}

double
nights_spiky(struct rng *rng)
{
	double z = rng_normal(rng);

	return rng_unit(rng) < .02 ? z + 20 + 80 * rng_unit(rng) : z;
}

double
nights_modes(struct rng *rng)
{
	double z = rng_normal(rng);

	return rng_unit(rng) < .3 ? z + 4 : z;
}

/* ---- the year ---- */

/* An alert as the store has it. */
struct entry {
	size_t id;
	size_t commit;
	size_t machine;
	bool is_drift;
	double ratio;
	int64_t found_s;
	int64_t resolved_s;
};

struct year {
	const struct nights_plan *plan;
	struct nights_log *log;
	double values[NIGHTS];
	size_t measured[NIGHTS]; /* on which night */
	struct entry book[ALERTS_MAX];
	size_t book_count;
	/* tonight */
	size_t night;
	struct history_epoch epochs[2];
	struct history_point points[NIGHTS];
	struct history_line line;
};

static size_t
machine_of(const struct year *year, size_t commit)
{
	return year->plan->machine_at && commit >= year->plan->machine_at;
}

static void
make_year(struct year *year, uint64_t seed)
{
	const struct nights_plan *plan = year->plan;
	struct rng rng;

	rng_seed(&rng, seed);
	for (size_t i = 0; i < NIGHTS; i++) {
		double value = LEVEL * exp(plan->sd * plan->noise(&rng));

		for (size_t k = 0; k < NIGHTS_STEPS_MAX; k++)
			if (plan->steps[k].night && i >= plan->steps[k].night)
				value *= plan->steps[k].factor;
		if (plan->drift_week > 0 && i >= plan->drift_from)
			value *= pow(plan->drift_week,
			    (double)(i - plan->drift_from) / 7);
		if (machine_of(year, i))
			value *= OTHER_MACHINE;
		if (plan->quantum > 0)
			value = plan->quantum * round(value / plan->quantum);
		year->values[i] = value;
		year->measured[i] = i;
		if (i >= plan->gap_from && i < plan->gap_to)
			year->measured[i] =
			    plan->filled_at ? plan->filled_at : NIGHTS_NEVER;
	}
}

/* The history as it is tonight. */
static void
make_line(struct year *year)
{
	struct history_line *line = &year->line;

	*line = (struct history_line){.benchmark = "b",
	    .metric = "m",
	    .epochs = year->epochs,
	    .points = year->points};
	for (size_t i = 0; i <= year->night; i++) {
		struct history_epoch *epoch = &year->epochs[0];

		if (year->measured[i] > year->night)
			continue;
		epoch = &year->epochs[machine_of(year, i)];
		if (epoch == &year->epochs[line->epoch_count]) {
			*epoch = (struct history_epoch){
			    .first = line->point_count,
			    .name = {"b", "m", "ns", DIRECTION_SMALLER},
			};
			line->epoch_count++;
		}
		epoch->count++;
		year->points[line->point_count++] = (struct history_point){
		    .commit = i,
		    .sessions = 1,
		    .first_s = (int64_t)year->measured[i] * DAY_S,
		    .value = year->values[i],
		};
	}
}

/* ---- what is told ---- */

static void
note(struct year *year, enum nights_kind kind, const struct entry *entry)
{
	struct nights_log *log = year->log;

	cr_assert(lt(sz, log->count, NIGHTS_EVENTS_MAX));
	log->events[log->count++] = (struct nights_event){
	    .kind = kind,
	    .night = year->night,
	    .commit = entry->commit,
	    .id = entry->id,
	    .worse = entry->ratio > 1,
	};
}

static size_t
index_of(const struct year *year, const struct entry *entry)
{
	for (size_t i = 0; i < year->line.point_count; i++)
		if (year->points[i].commit == entry->commit)
			return i;
	return ALERT_NONE;
}

/* Alerts of this line; those of drifts are of the last machine alone. */
static size_t
list_alerts(const struct year *year, struct alert *alerts, size_t *places)
{
	size_t n = 0;

	for (size_t i = 0; i < year->book_count; i++) {
		const struct entry *entry = &year->book[i];

		if (entry->is_drift &&
		    entry->machine + 1 != year->line.epoch_count)
			continue;
		places[n] = i;
		alerts[n++] = (struct alert){
		    .is_drift = entry->is_drift,
		    .index =
			entry->is_drift ? ALERT_NONE : index_of(year, entry),
		    .ratio = entry->ratio,
		    .is_over = entry->resolved_s != 0,
		    .found_s = entry->found_s,
		};
	}
	return n;
}

static enum nights_kind
kind_of(const struct alert_told *told, size_t commit, double ratio)
{
	if (told->is_over)
		return NIGHTS_RESOLVED;
	if (commit == NIGHTS_NEVER)
		return NIGHTS_DRIFT;
	return ratio > 1 ? NIGHTS_WORSE : NIGHTS_BETTER;
}

/* Enter what is told, as a change or, at NIGHTS_NEVER, as the drift. */
static void
enter(struct year *year, const struct alert_told *told, const size_t *places,
    size_t commit, double ratio, bool is_silent)
{
	int64_t now_s = (int64_t)(year->night + 1) * DAY_S;
	struct entry *entry;

	if (told->alert == ALERT_NONE) {
		cr_assert(lt(sz, year->book_count, ALERTS_MAX));
		entry = &year->book[year->book_count];
		*entry = (struct entry){.id = year->book_count++,
		    .is_drift = commit == NIGHTS_NEVER,
		    .found_s = now_s};
	} else {
		entry = &year->book[places[told->alert]];
	}
	entry->commit = commit;
	entry->ratio = ratio;
	entry->machine = year->line.epoch_count - 1;
	if (commit != NIGHTS_NEVER)
		entry->machine = machine_of(year, commit);
	if (!told->is_over)
		entry->resolved_s = 0;
	else if (!entry->resolved_s)
		entry->resolved_s = now_s;
	if (is_silent || !told->turned)
		return;
	note(year, kind_of(told, commit, ratio), entry);
}

static void
withdraw(struct year *year, const bool *withdrawn, const size_t *places,
    size_t count)
{
	for (size_t i = 0; i < count; i++) {
		struct entry *entry = &year->book[places[i]];

		if (!withdrawn[i])
			continue;
		entry->resolved_s = (int64_t)(year->night + 1) * DAY_S;
		note(year, NIGHTS_WITHDRAWN, entry);
	}
}

static void
look(struct year *year)
{
	struct alert alerts[ALERTS_MAX];
	size_t places[ALERTS_MAX];
	bool withdrawn[ALERTS_MAX];
	struct alert_told changes[NIGHTS], drift;
	struct trend trend;
	size_t n;

	make_line(year);
	if (!year->line.epoch_count)
		return;
	n = list_alerts(year, alerts, places);
	cr_assert(eq(
	    int, trend_make(&trend, &year->line, change_option_sets), ERR_OK));
	cr_assert(eq(int,
	    alerts_follow(
		&year->line, &trend, alerts, n, changes, &drift, withdrawn),
	    ERR_OK));
	for (size_t i = 0; i < trend.count; i++) {
		const struct trend_change *change = &trend.changes[i];

		enter(year, &changes[i], places,
		    year->points[change->index].commit, change->ratio,
		    change->in_drift);
	}
	if (trend.drift.found)
		enter(year, &drift, places, NIGHTS_NEVER, trend.drift.ratio,
		    false);
	withdraw(year, withdrawn, places, n);
	trend_release(&trend);
}

void
nights_live(
    const struct nights_plan *plan, uint64_t seed, struct nights_log *out)
{
	struct year *year = calloc(1, sizeof *year);

	cr_assert(ne(ptr, year, NULL));
	year->plan = plan;
	year->log = out;
	out->count = 0;
	make_year(year, seed);
	for (; year->night < NIGHTS; year->night++)
		look(year);
	free(year);
}
