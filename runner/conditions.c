#include "runner/conditions.h"

#include <stdio.h>

#include "core/base/buf.h"

static bool
any(const struct config_conditions *conditions)
{
	return conditions->pin || cpus_count(&conditions->cpus) ||
	       conditions->sets_nice || conditions->no_aslr;
}

/* The kernel would leave out what it does not allow, and say nothing. */
static enum err
check_cpus(const struct cpus *wanted)
{
	struct cpus allowed;
	struct buf list = BUF_INIT;
	enum err err = cpus_allowed(&allowed);

	cpus_print(&allowed, &list);
	for (size_t i = 0; !err && i < cpus_count(wanted); i++) {
		unsigned cpu = cpus_at(wanted, i);

		if (!cpus_has(&allowed, cpu))
			err = err_fail(ERR_USAGE,
			    "measure.cpus: CPU %u does not exist or is not "
			    "allowed here (allowed: %s)",
			    cpu, buf_text(&list));
	}
	buf_release(&list);
	return err;
}

static void
take(const struct config_conditions *from, struct child_conditions *to)
{
	*to = (struct child_conditions){
	    .cpus = from->cpus,
	    .sets_nice = from->sets_nice,
	    .nice = from->nice,
	    .no_aslr = from->no_aslr,
	};
}

enum err
conditions_check(const struct config_conditions *conditions)
{
	static const char *const env[] = {NULL};
	struct child_spec spec = {.shell = ":", .env = env};
	struct child_result result;
	enum err err;

	if (!any(conditions))
		return ERR_OK;
	err = check_cpus(&conditions->cpus);
	if (err)
		return err;
	take(conditions, &spec.conditions);
	err = child_run(&spec, &result);
	child_result_release(&result);
	if (err == ERR_CHILD)
		err = err_fail(ERR_USAGE, "measure.%s", err_text());
	return err;
}

enum err
conditions_of_block(const struct config_conditions *conditions, struct rng *rng,
    struct child_conditions *out)
{
	struct cpus choice;
	size_t index;
	enum err err;

	take(conditions, out);
	if (!conditions->pin)
		return ERR_OK;
	choice = conditions->cpus;
	if (!cpus_count(&choice)) {
		err = cpus_allowed(&choice);
		if (err)
			return err;
	}
	index = (size_t)rng_below(rng, cpus_count(&choice));
	out->cpus = (struct cpus){0};
	cpus_add(&out->cpus, cpus_at(&choice, index));
	return ERR_OK;
}

static void
put_cpus(const struct cpus *cpus, char *out, size_t size)
{
	struct buf list = BUF_INIT;

	cpus_print(cpus, &list);
	snprintf(out, size, "%s", buf_text(&list));
	buf_release(&list);
}

void
conditions_hash(const struct config_conditions *conditions, struct hash *hash)
{
	const int numbers[] = {conditions->pin, conditions->sets_nice,
	    conditions->nice, conditions->no_aslr};

	if (conditions->shut_in)
		hash_add_text(hash, "shut in");
	if (!any(conditions))
		return;
	hash_add_text(hash, "conditions 1");
	hash_add(hash, numbers, sizeof numbers);
	for (size_t i = 0; i < cpus_count(&conditions->cpus); i++) {
		unsigned cpu = cpus_at(&conditions->cpus, i);

		hash_add(hash, &cpu, sizeof cpu);
	}
}

void
conditions_note(
    const struct config_conditions *conditions, struct machine *machine)
{
	char list[128];

	if (conditions->pin)
		machine_add_fact(machine, "measure.pin", "true");
	if (cpus_count(&conditions->cpus)) {
		put_cpus(&conditions->cpus, list, sizeof list);
		machine_add_fact(machine, "measure.cpus", "%s", list);
	}
	if (conditions->sets_nice)
		machine_add_fact(
		    machine, "measure.nice", "%d", conditions->nice);
	if (conditions->no_aslr)
		machine_add_fact(machine, "measure.no-aslr", "true");
}
