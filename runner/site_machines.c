#include "runner/site_machines.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "baselines/store_machine.h"
#include "core/base/json.h"
#include "core/base/path.h"

/* What one machine's arrays are grown in. */
struct machine {
	struct site_machine shown;
	struct site_fact *facts;
	struct site_fact_change *changes;
	size_t change_cap;
	struct json *last; /* what the last run told */
	char *last_text;
};

struct site_machines {
	struct machine *all;
	struct site_machine *shown;
	size_t count;
	char **texts;
	size_t text_count, text_cap;
};

static enum err
no_memory(void)
{
	return err_fail(ERR_NOMEM, "out of memory");
}

/* A copy that lives as long as the machines, or NULL. */
static const char *
keep(struct site_machines *machines, const char *text)
{
	char *copy = strdup(text);

	if (copy && machines->text_count == machines->text_cap) {
		size_t cap = machines->text_cap ? 2 * machines->text_cap : 64;
		char **grown =
		    reallocarray(machines->texts, cap, sizeof *grown);

		if (!grown) {
			free(copy);
			return NULL;
		}
		machines->texts = grown;
		machines->text_cap = cap;
	}
	if (copy)
		machines->texts[machines->text_count++] = copy;
	return copy;
}

/* ---- facts ---- */

static bool
is_fleeting(const char *name)
{
	static const char *const names[] = {"load", "psi_cpu", "steal"};

	for (size_t i = 0; i < sizeof names / sizeof *names; i++)
		if (strcmp(names[i], name) == 0)
			return true;
	return false;
}

static enum err
add_change(struct site_machines *machines, struct machine *machine,
    const struct site_fact_change *change)
{
	struct site_machine *shown = &machine->shown;
	struct site_fact_change *copy;

	if (shown->change_count == machine->change_cap) {
		size_t cap = machine->change_cap ? 2 * machine->change_cap : 16;
		struct site_fact_change *grown =
		    reallocarray(machine->changes, cap, sizeof *grown);

		if (!grown)
			return no_memory();
		machine->changes = grown;
		machine->change_cap = cap;
	}
	copy = &machine->changes[shown->change_count++];
	*copy = (struct site_fact_change){
	    .time_s = change->time_s,
	    .name = keep(machines, change->name),
	    .before = change->before ? keep(machines, change->before) : NULL,
	    .after = change->after ? keep(machines, change->after) : NULL,
	};
	return copy->name && !copy->before == !change->before &&
		       !copy->after == !change->after
		   ? ERR_OK
		   : no_memory();
}

struct comparing {
	struct site_machines *machines;
	struct machine *machine;
	const struct json *other;
	int64_t time_s;
	bool only_gone; /* look for members that `other` has not got */
	enum err err;
};

static void
compare_fact(void *ctx, const char *name, const struct json *value)
{
	struct comparing *comparing = ctx;
	const char *text = json_text(value);
	const char *other = json_get_text(comparing->other, name);
	struct site_fact_change change = {comparing->time_s, name, other, text};

	if (comparing->err || !text || is_fleeting(name) ||
	    (other && (comparing->only_gone || strcmp(text, other) == 0)))
		return;
	if (comparing->only_gone)
		change = (struct site_fact_change){
		    comparing->time_s, name, text, NULL};
	comparing->err =
	    add_change(comparing->machines, comparing->machine, &change);
}

/* ---- runs ---- */

static enum err
begin_machine(struct site_machines *machines, const char *key)
{
	struct machine *grown =
	    reallocarray(machines->all, machines->count + 1, sizeof *grown);

	if (!grown)
		return no_memory();
	machines->all = grown;
	grown[machines->count] =
	    (struct machine){.shown = {.key = keep(machines, key),
				 .noise_median = NAN,
				 .noise_largest = NAN}};
	return grown[machines->count++].shown.key ? ERR_OK : no_memory();
}

/* What a run told replaces what the one before told. */
static enum err
take_facts(struct site_machines *machines, struct machine *machine,
    const struct store_machine_run *run)
{
	struct comparing comparing = {.machines = machines,
	    .machine = machine,
	    .other = machine->last,
	    .time_s = run->started_s};
	struct json *facts = NULL;
	char *text;

	if (machine->last_text &&
	    strcmp(machine->last_text, run->provenance) == 0)
		return ERR_OK;
	/* What cannot be read tells nothing. */
	if (json_parse(&facts, run->provenance, strlen(run->provenance),
		"provenance") != ERR_OK)
		return ERR_OK;
	text = strdup(run->provenance);
	if (!text) {
		json_free(facts);
		return no_memory();
	}
	if (machine->last) {
		json_each(facts, compare_fact, &comparing);
		comparing.other = facts;
		comparing.only_gone = true;
		json_each(machine->last, compare_fact, &comparing);
	}
	json_free(machine->last);
	free(machine->last_text);
	machine->last = facts;
	machine->last_text = text;
	return comparing.err;
}

static enum err
see_run(void *ctx, const struct store_machine_run *run)
{
	struct site_machines *machines = ctx;
	struct machine *machine;
	enum err err = ERR_OK;

	if (!machines->count ||
	    strcmp(machines->all[machines->count - 1].shown.key,
		run->machine_key) != 0)
		err = begin_machine(machines, run->machine_key);
	if (err)
		return err;
	machine = &machines->all[machines->count - 1];
	if (!machine->shown.runs++)
		machine->shown.first_s = run->started_s;
	machine->shown.last_s = run->started_s;
	return take_facts(machines, machine, run);
}

struct listing {
	struct machine *machine;
	bool failed;
};

/* The parsed value lives as long as the machine. */
static void
list_fact(void *ctx, const char *name, const struct json *value)
{
	struct listing *listing = ctx;
	struct machine *machine = listing->machine;
	size_t count = machine->shown.fact_count;
	struct site_fact *grown;

	if (listing->failed || !json_text(value))
		return;
	grown = reallocarray(machine->facts, count + 1, sizeof *grown);
	listing->failed = !grown;
	if (!grown)
		return;
	machine->facts = grown;
	grown[count] = (struct site_fact){name, json_text(value)};
	machine->shown.fact_count++;
}

/* ---- noise ---- */

/* The controls of one series follow each other. */
struct noise {
	char *name; /* of the series whose sessions these are */
	struct noise_session sessions[NOISE_SESSIONS_MAX];
	size_t count;
	double *spreads;
	size_t spread_count;
};

static enum err
end_series(struct noise *noise)
{
	double *grown;

	if (noise->count < NOISE_SESSIONS_MIN)
		return ERR_OK;
	grown = reallocarray(
	    noise->spreads, noise->spread_count + 1, sizeof *grown);
	if (!grown)
		return no_memory();
	noise->spreads = grown;
	grown[noise->spread_count++] =
	    noise_spread(noise->sessions, noise->count);
	return ERR_OK;
}

static enum err
see_control(void *ctx, const struct store_control *control)
{
	struct noise *noise = ctx;
	char *name = NULL;
	enum err err =
	    path_format(&name, "%s\n%s\n%s\n%s", control->series.benchmark,
		control->series.metric, control->setup, control->series.unit);

	if (!err && (!noise->name || strcmp(noise->name, name) != 0)) {
		err = end_series(noise);
		noise->count = 0;
		free(noise->name);
		noise->name = name;
		name = NULL;
	}
	free(name);
	if (!err && noise->count < NOISE_SESSIONS_MAX &&
	    noise_session_counts(&control->session, control->rounds))
		noise->sessions[noise->count++] = control->session;
	return err;
}

static enum err
read_noise(struct site_machine *shown, struct store *store)
{
	struct noise noise = {.name = NULL};
	enum err err = store_controls(
	    store, shown->key, NOISE_SESSIONS_MAX, see_control, &noise);

	if (!err)
		err = end_series(&noise);
	if (!err && noise.spread_count) {
		shown->noise_series = noise.spread_count;
		/* which sorts them */
		shown->noise_median =
		    median_in_place(noise.spreads, noise.spread_count);
		shown->noise_largest = noise.spreads[noise.spread_count - 1];
	}
	free(noise.spreads);
	free(noise.name);
	return err;
}

/* ---- all ---- */

static enum err
finish(struct site_machines *machines, struct store *store)
{
	enum err err = ERR_OK;

	machines->shown = calloc(machines->count + 1, sizeof *machines->shown);
	if (!machines->shown)
		return no_memory();
	for (size_t i = 0; !err && i < machines->count; i++) {
		struct machine *machine = &machines->all[i];
		struct listing listing = {machine, false};

		json_each(machine->last, list_fact, &listing);
		err = listing.failed ? no_memory()
				     : read_noise(&machine->shown, store);
		machine->shown.facts = machine->facts;
		machine->shown.changes = machine->changes;
		machines->shown[i] = machine->shown;
	}
	return err;
}

enum err
site_machines_read(struct site_machines **out, struct store *store)
{
	struct site_machines *machines = calloc(1, sizeof *machines);
	enum err err;

	if (!machines)
		return no_memory();
	err = store_machine_runs(store, see_run, machines);
	if (!err)
		err = finish(machines, store);
	if (err)
		site_machines_free(machines);
	else
		*out = machines;
	return err;
}

void
site_machines_free(struct site_machines *machines)
{
	if (!machines)
		return;
	for (size_t i = 0; i < machines->count; i++) {
		free(machines->all[i].facts);
		free(machines->all[i].changes);
		json_free(machines->all[i].last);
		free(machines->all[i].last_text);
	}
	for (size_t i = 0; i < machines->text_count; i++)
		free(machines->texts[i]);
	free(machines->all);
	free(machines->shown);
	free(machines->texts);
	free(machines);
}

const struct site_machine *
site_machines_all(const struct site_machines *machines, size_t *count)
{
	*count = machines->count;
	return machines->shown;
}
