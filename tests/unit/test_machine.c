/* The machine's key and provenance. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>

#include "core/base/json.h"
#include "runner/machine.h"
#include "tests/support/git_fixture.h"

static struct machine machine;

/* "model; N cores; x86_64; linux" */
Test(machine, its_key_has_four_parts)
{
	struct utsname system;
	char end[128];
	size_t len;
	char *part;

	machine_probe(&machine);
	uname(&system);
	snprintf(end, sizeof end, "; %s; linux", system.machine);
	len = strlen(machine.key);
	cr_assert(gt(sz, len, strlen(end)));
	expect_text(machine.key + len - strlen(end), end);
	part = strstr(machine.key, "; ");
	cr_assert(ne(ptr, part, NULL));
	cr_expect(gt(ptr, part, machine.key));
	cr_expect(ge(int, atoi(part + 2), 1));
	cr_expect(ne(ptr, strstr(part, " cores; "), NULL));
	cr_expect(eq(ptr, strstr(machine.key, "  "), NULL));
}

Test(machine, it_is_the_same_when_asked_again)
{
	static struct machine again;

	machine_probe(&machine);
	machine_probe(&again);
	expect_text(again.key, machine.key);
	cr_expect(eq(sz, again.fact_count, machine.fact_count));
}

Test(machine, its_facts_have_names_and_values)
{
	static const char *const names[] = {"kernel", "microcode", "governor",
	    "load", "psi_cpu", "transparent_hugepage", "clock_source", "steal",
	    "compiler"};

	machine_probe(&machine);
	cr_assert(eq(sz, machine.fact_count, sizeof names / sizeof *names));
	for (size_t i = 0; i < machine.fact_count; i++) {
		expect_text(machine.facts[i].name, names[i]);
		cr_expect(gt(sz, strlen(machine.facts[i].value), 0));
		cr_expect(eq(ptr, strchr(machine.facts[i].value, '\n'), NULL));
	}
}

Test(machine, its_provenance_is_an_object_of_the_facts)
{
	struct machine odd = {.fact_count = 2,
	    .facts = {{"kernel", "6 \"x\"\\"}, {"load", "0.5 \xff"}}};
	struct buf text = BUF_INIT;
	struct json *json = NULL;

	cr_assert(eq(int, machine_provenance(&odd, &text), ERR_OK));
	cr_assert(eq(int, json_parse(&json, buf_text(&text), text.len, "facts"),
	    ERR_OK));
	expect_text(json_get_text(json, "kernel"), "6 \"x\"\\");
	expect_text(json_get_text(json, "load"), "0.5 \xef\xbf\xbd");
	json_free(json);
	buf_release(&text);
}
