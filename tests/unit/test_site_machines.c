#include <math.h>
#include <stdio.h>
#include <string.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "runner/site_machines.h"
#include "tests/unit/shelf.h"

static struct site_machines *machines;

static void
close_all(void)
{
	site_machines_free(machines);
	shelf_teardown();
}

TestSuite(site_machines, .init = shelf_setup, .fini = close_all);

/* Run `number`, which starts at 100 times it. */
static void
add(int number, const char *provenance)
{
	char uid[33];
	struct store_run run;

	snprintf(uid, sizeof uid, "%032d", number);
	run = shelf_run(uid);
	run.provenance = provenance;
	run.started_s = 100 * number;
	cr_assert(eq(int, store_run_begin(shelf_store, &run), ERR_OK));
	shelf_finish(uid, STORE_RUN_COMPLETE);
}

static const struct site_machine *
only(void)
{
	const struct site_machine *all;
	size_t count;

	cr_assert(eq(int, site_machines_read(&machines, shelf_store), ERR_OK),
	    "%s", err_text());
	all = site_machines_all(machines, &count);
	cr_assert(eq(sz, count, 1));
	return all;
}

#define TEXT(got, want) eq(str, (char *)(got), (char *)(want))

Test(site_machines, facts_are_those_of_the_last_run)
{
	const struct site_machine *machine;

	add(1, "{\"kernel\": \"6.0\"}");
	add(2, "{\"kernel\": \"6.1\", \"load\": \"0.5\"}");
	machine = only();
	cr_expect(TEXT(machine->key, MACHINE));
	cr_expect(eq(sz, machine->runs, 2));
	cr_expect(eq(i64, machine->first_s, 100));
	cr_expect(eq(i64, machine->last_s, 200));
	cr_assert(eq(sz, machine->fact_count, 2));
	cr_expect(TEXT(machine->facts[0].name, "kernel"));
	cr_expect(TEXT(machine->facts[0].value, "6.1"));
	cr_expect(isnan(machine->noise_median));
}

Test(site_machines, a_change_says_when_and_from_what_to_what)
{
	const struct site_machine *machine;

	add(1, "{\"kernel\": \"6.0\", \"governor\": \"x\"}");
	add(2, "{\"kernel\": \"6.0\", \"governor\": \"x\"}");
	add(3, "{\"kernel\": \"6.1\", \"new\": \"y\"}");
	machine = only();
	cr_assert(eq(sz, machine->change_count, 3));
	cr_expect(eq(i64, machine->changes[0].time_s, 300));
	cr_expect(TEXT(machine->changes[0].name, "kernel"));
	cr_expect(TEXT(machine->changes[0].before, "6.0"));
	cr_expect(TEXT(machine->changes[0].after, "6.1"));
	cr_expect(TEXT(machine->changes[1].name, "new"));
	cr_expect(eq(ptr, (void *)machine->changes[1].before, NULL));
	cr_expect(TEXT(machine->changes[2].name, "governor"));
	cr_expect(eq(ptr, (void *)machine->changes[2].after, NULL));
}

Test(site_machines, what_differs_each_time_is_no_change)
{
	add(1, "{\"load\": \"0.1\", \"steal\": \"1 %\", \"psi_cpu\": \"a\"}");
	add(2, "{\"load\": \"0.2\", \"steal\": \"2 %\", \"psi_cpu\": \"b\"}");
	cr_expect(eq(sz, only()->change_count, 0));
}

Test(site_machines, what_cannot_be_read_tells_nothing)
{
	const struct site_machine *machine;

	add(1, "no JSON");
	add(2, "{\"a\": \"b\"}");
	add(3, "[1]");
	machine = only();
	cr_expect(eq(sz, machine->runs, 3));
	cr_expect(le(sz, machine->fact_count, 1));
}
