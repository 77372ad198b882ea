/** What the parts of a bisection share. Internal to baselines/bisect*.c. */
#ifndef BASELINES_BISECT_PARTS_H
#define BASELINES_BISECT_PARTS_H

#include "baselines/bisect.h"
#include "baselines/culprit_choice.h"

struct bisect_series {
	enum direction direction;
	bool counted;
	size_t leads; /* the series whose search it leads; its own: none */
	const char *left; /* why it is not searched; NULL: it is */
};

/* A step that is searched for between two places of a series. */
struct bisect_step {
	size_t series;
	size_t good;
	size_t bad;
	enum bisect_phase phase;
	enum bisect_status status;
	const char *reason;
	struct gate ends;
	size_t sentinel; /* runs since GOOD was run */
	size_t alarms; /* runs of GOOD in a row that were off */
	/* Its part of the range: place i of it is good + i. */
	struct culprit_range range;
	struct culprit *culprit;
	size_t filled; /* values that the culprit was shown */
	size_t asked; /* of them, when it was last asked for a drift */
	bool by_count;
	bool no_stored;
	struct culprit_suspect suspect;
	/* the confirming pair */
	size_t low;
	size_t high;
	struct gate confirm;
	bool again; /* the first one's rounds were spent for nothing */
	bool confirmed; /* a step is there, by the pair */
	double step_log; /* as the search left it */
	size_t contradictions;
	bool reverted;
	/* further steps */
	bool further; /* was looked for beside another one */
	size_t beside; /* index of that one */
	unsigned depth; /* so many of which were, one beside the other */
	bool returns; /* from where it is as good as before that one */
	bool looked; /* further ones were looked for beside it */
};

struct bisect {
	struct bisect_options options;
	size_t count;
	double *weights;
	bool *broken;
	bool *built;
	struct bisect_series *series;
	size_t series_count;
	struct bisect_step *steps;
	size_t step_count;
	size_t step_capacity;
	struct bisect_value *values;
	size_t value_count;
	size_t value_capacity;
	bool paired;
};

/** ln of how far `value` is above `base` in the sense that is searched for. */
double bisect_log(
    const struct bisect *bisect, size_t series, double base, double value);

/** Add a step to be searched for. */
void bisect_add_step(
    struct bisect *bisect, size_t series, size_t good, size_t bad);

void bisect_answer(
    struct bisect_step *step, enum bisect_status status, const char *reason);

/* ---- the phases ---- */

/** What the step wants next; BISECT_DONE where it went on to another phase. */
enum err bisect_ends_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out);
enum err bisect_confirm_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out);

/** What all steps that are searched in the part of `step` want next. */
enum err bisect_search_next(
    struct bisect *bisect, struct bisect_step *step, struct bisect_task *out);

/** A round of the pair that the step may be waiting for. */
void bisect_ends_take(struct bisect *bisect, struct bisect_step *step,
    const struct bisect_value *value);
void bisect_confirm_take(struct bisect *bisect, struct bisect_step *step,
    const struct bisect_value *value);

/** Have a step's culprit made anew, of the values that count then. One that is
 *  answered keeps what it is answered by. */
void bisect_renew(struct bisect_step *step);

/** Pair every run with one of GOOD from now on. */
void bisect_pair_up(struct bisect *bisect);

/** The series whose values a step is searched by. */
size_t bisect_by(const struct bisect *bisect, const struct bisect_step *step);

/** The counted series that may lead a step's search; its own where none. */
size_t bisect_leader(
    const struct bisect *bisect, const struct bisect_step *step);

/** The last value of a place, taken alone; NaN without one. */
double bisect_last_value(
    const struct bisect *bisect, size_t series, size_t place);

/** Whether a value that was taken alone shows that the machine drifts. */
void bisect_watch(struct bisect *bisect, const struct bisect_value *value);

/** Look for further steps on either side of one that was found. */
void bisect_look_further(struct bisect *bisect, size_t found);

/** Where a further step is looked for. */
struct bisect_part {
	size_t good;
	size_t bad;
	bool reverted; /* a later commit is as good as `good` */
	bool returns; /* `good` is as good as before the step beside it */
};

/** Look in a part for a step beside another one, if somebody there can be
 *  guilty. */
void bisect_look(
    struct bisect *bisect, size_t beside, const struct bisect_part *part);

/** Look into both halves of what drifts: they may be two steps. @return
 *  ERR_NOMEM */
enum err bisect_split(struct bisect *bisect, size_t drifting);

/** Rounds until a gate looks again; at least 1. */
size_t bisect_rounds_to_look(const struct gate *gate);

#endif
