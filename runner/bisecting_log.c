#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/clock.h"
#include "core/base/json.h"
#include "runner/bisecting_parts.h"

/* Kinds of steps. A place is where a commit is in the range, which the key of
 * the search fixes; its id is there for people. */
#define CALL "call" /* a call begins */
#define SESSION "session" /* a run of the store begins */
#define BROKEN "broken"
#define BUILT "built"

static const char *const works[] = {
    [BISECT_DONE] = "done",
    [BISECT_PAIR] = "pair",
    [BISECT_VISIT] = "visit",
    [BISECT_COUNT] = "count",
};

#define WORKS (sizeof works / sizeof *works)

/* ---- writing ---- */

struct entry {
	char *text;
	size_t size;
	FILE *file;
	struct json_writer json;
};

static enum err
entry_begin(struct entry *entry)
{
	*entry = (struct entry){0};
	entry->file = open_memstream(&entry->text, &entry->size);
	if (!entry->file)
		return err_fail(ERR_NOMEM, "out of memory");
	json_writer_init(&entry->json, entry->file);
	json_object_begin(&entry->json);
	return ERR_OK;
}

static void
put_text(struct entry *entry, const char *key, const char *text)
{
	json_key(&entry->json, key);
	json_put_text(&entry->json, text);
}

static void
put_count(struct entry *entry, const char *key, size_t count)
{
	json_key(&entry->json, key);
	json_put_int(&entry->json, (int64_t)count);
}

static void
put_place(struct entry *entry, const struct bisected_range *range,
    const char *key, size_t place)
{
	put_count(entry, key, place);
	put_text(entry, "oid", range->commits[place].oid.hex);
}

static enum err
entry_end(struct entry *entry, struct bisected_range *range, const char *kind)
{
	struct store_step step = {
	    .number = range->steps,
	    .kind = kind,
	    .time_s = clock_wall_s(),
	};
	enum err err;

	json_object_end(&entry->json);
	err = json_writer_end(&entry->json);
	if (fclose(entry->file) && !err)
		err = err_fail(ERR_NOMEM, "out of memory");
	step.text = entry->text;
	if (!err)
		err = store_bisect_step(
		    range->all->app->store, range->key, &step);
	free(entry->text);
	if (!err && !range->steps)
		range->started_s = step.time_s;
	if (!err)
		range->steps++;
	return err;
}

enum err
bisecting_log_session(struct bisected_range *range, const char *uid,
    const struct bisect_task *task)
{
	struct entry entry;
	enum err err = entry_begin(&entry);

	if (err)
		return err;
	put_text(&entry, "run", uid);
	put_text(&entry, "work", works[task->work]);
	put_count(&entry, "low", task->low);
	put_place(&entry, range, "place", task->place);
	put_count(&entry, "rounds", task->rounds);
	return entry_end(&entry, range, SESSION);
}

enum err
bisecting_log_broken(
    struct bisected_range *range, size_t place, const char *error)
{
	struct entry entry;
	enum err err = entry_begin(&entry);

	if (err)
		return err;
	put_place(&entry, range, "place", place);
	put_text(&entry, "error", error);
	return entry_end(&entry, range, BROKEN);
}

enum err
bisecting_log_built(struct bisected_range *range, size_t place,
    const struct build *build, const char *artifacts)
{
	struct entry entry;
	enum err err = entry_begin(&entry);

	if (err)
		return err;
	put_place(&entry, range, "place", place);
	put_text(&entry, "artifacts", artifacts);
	json_key(&entry.json, "reused");
	json_put_bool(&entry.json, build->reused);
	json_key(&entry.json, "ns");
	json_put_int(&entry.json, build->duration_ns);
	return entry_end(&entry, range, BUILT);
}

enum err
bisecting_log_call(struct bisected_range *range)
{
	struct entry entry;
	enum err err = entry_begin(&entry);

	if (err)
		return err;
	put_text(&entry, "version", TIDEMARK_VERSION);
	return entry_end(&entry, range, CALL);
}

/* ---- reading ---- */

struct log_reading {
	struct bisected_range *range;
	int64_t call_s; /* when the last call began */
	int64_t last_s;
};

static enum err
fail_step(const struct store_step *step, const char *what)
{
	return err_fail(ERR_PARSE,
	    "step %zu of this bisection: %s: --restart forgets it",
	    step->number, what);
}

static enum err
get_place(const struct bisected_range *range, const struct json *json,
    const char *key, size_t *out)
{
	double number;

	if (!json_get_number(json, key, &number) || !(number >= 0) ||
	    !(number < (double)range->count))
		return ERR_PARSE;
	*out = (size_t)number;
	return ERR_OK;
}

/* The plan moves on when it is asked, and rounds count for what it wanted then:
 * it is asked before each session, as it was. */
static enum err
ask_plan(struct bisected_range *range)
{
	struct bisect_task wanted;

	return range->known ? bisect_next(range->plan, &wanted) : ERR_OK;
}

/* A replay shows the log. */
static void __attribute__((format(printf, 3, 4)))
tell(const struct bisected_range *range, const struct store_step *step,
    const char *fmt, ...)
{
	struct bisecting *b = range->all;
	char line[256];
	va_list args;

	if (!b->options.replay)
		return;
	va_start(args, fmt);
	vsnprintf(line, sizeof line, fmt, args);
	va_end(args);
	progress_phase(&b->app->progress, "%zu: %s", step->number, line);
}

static enum err
read_session(struct log_reading *r, const struct store_step *step,
    const struct json *json)
{
	const char *run = json_get_text(json, "run");
	const char *work = json_get_text(json, "work");
	struct bisect_task task = {0};
	double rounds = 0;
	enum err err;

	for (size_t i = 0; work && i < WORKS; i++)
		if (strcmp(works[i], work) == 0)
			task.work = (enum bisect_work)i;
	if (!run || !task.work || get_place(r->range, json, "low", &task.low) ||
	    get_place(r->range, json, "place", &task.place))
		return fail_step(step, "no session");
	if (json_get_number(json, "rounds", &rounds) && rounds > 0 &&
	    rounds < RULE_ROUNDS_MAX)
		task.rounds = (size_t)rounds;
	err = ask_plan(r->range);
	if (!err)
		err = bisecting_take(r->range, run, &task);
	if (!err)
		tell(r->range, step, "%s of %.10s, %zu rounds%s%.10s",
		    works[task.work], r->range->commits[task.place].oid.hex,
		    task.rounds, task.work == BISECT_PAIR ? " against " : "",
		    task.work == BISECT_PAIR
			? r->range->commits[task.low].oid.hex
			: "");
	/* Ended before its run was entered. */
	return err == ERR_NOTFOUND ? ERR_OK : err;
}

static enum err
read_step(struct log_reading *r, const struct store_step *step,
    const struct json *json)
{
	struct bisecting *b = r->range->all;
	const char *text;
	size_t place;
	double ns;

	if (strcmp(step->kind, CALL) == 0) {
		b->spent_ns += (r->last_s - r->call_s) * CLOCK_NS_PER_S;
		r->call_s = step->time_s;
		return ERR_OK;
	}
	if (strcmp(step->kind, SESSION) == 0)
		return read_session(r, step, json);
	if (get_place(r->range, json, "place", &place))
		return fail_step(step, "no commit of the range");
	text = json_get_text(json, "error");
	if (strcmp(step->kind, BROKEN) == 0) {
		tell(r->range, step, "%.10s cannot be measured",
		    r->range->commits[place].oid.hex);
		return bisecting_is_broken(r->range, place, text ? text : "");
	}
	text = json_get_text(json, "artifacts");
	if (strcmp(step->kind, BUILT) != 0 || !text)
		return fail_step(step, "an unknown kind");
	tell(r->range, step, "%s of %.10s",
	    json_get_bool(json, "reused") ? "earlier build" : "build",
	    r->range->commits[place].oid.hex);
	bisecting_is_built(r->range, place, text);
	if (json_get_bool(json, "reused")) {
		b->reused++;
		return ERR_OK;
	}
	b->built++;
	if (json_get_number(json, "ns", &ns) && ns >= 0 && ns < 1e18)
		pace_add(&b->builds, (int64_t)ns);
	return ERR_OK;
}

static enum err
take_step(void *ctx, const struct store_step *step)
{
	struct log_reading *r = ctx;
	struct json *json = NULL;
	enum err err = json_parse(
	    &json, step->text, strlen(step->text), "a step of this bisection");

	if (!r->range->steps)
		r->range->started_s = r->call_s = r->last_s = step->time_s;
	if (!err)
		err = read_step(r, step, json);
	json_free(json);
	r->last_s = step->time_s;
	r->range->steps++;
	return err;
}

enum err
bisecting_log_open(struct bisected_range *range)
{
	struct bisecting *b = range->all;
	struct store *store = b->app->store;
	struct log_reading reading = {.range = range};
	const struct store_bisect search = {
	    .key = range->key,
	    .good = range->commits[0].oid.hex,
	    .bad = range->commits[range->count - 1].oid.hex,
	    .machine_key = b->machine.key,
	    .command = b->options.command ? b->options.command : "",
	    .started_s = clock_wall_s(),
	};
	enum err err = ERR_OK;

	if (b->options.restart && !b->options.replay)
		err = store_bisect_delete(store, range->key);
	if (err == ERR_NOTFOUND)
		err = ERR_OK;
	if (!err && !b->options.replay)
		err = store_bisect_begin(store, &search);
	if (!err)
		err = bisecting_know_counts(range);
	if (!err)
		err =
		    store_bisect_steps(store, range->key, take_step, &reading);
	if (err == ERR_NOTFOUND)
		return err_fail(ERR_UNJUDGED,
		    "nothing to replay: this search was not begun on this "
		    "machine");
	b->spent_ns += (reading.last_s - reading.call_s) * CLOCK_NS_PER_S;
	return err;
}
