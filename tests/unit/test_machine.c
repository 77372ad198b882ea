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
	cr_assert(lt(sz, strlen(end), len));
	expect_text(machine.key + len - strlen(end), end);
	part = strstr(machine.key, "; ");
	cr_assert(ne(ptr, part, NULL));
	cr_expect(lt(ptr, machine.key, part));
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

/* Expect the key to begin with `model` on a machine with this cpuinfo. */
static void
names_model(const char *cpuinfo, const char *model)
{
	struct fixture fx;
	char *path;

	fixture_init(&fx);
	fixture_write(fx.root, "cpuinfo", cpuinfo);
	path = fixture_path(&fx, "cpuinfo");
	machine_probe_from(&machine, path);
	machine.key[strcspn(machine.key, ";")] = '\0';
	expect_text(machine.key, model);
	free(path);
	fixture_release(&fx);
}

Test(machine, a_model_is_named_by_its_name)
{
	names_model("processor\t: 0\nmodel\t\t: 1\n"
		    "model name\t: AMD EPYC  9B14\n\n"
		    "processor\t: 1\nmodel name\t: other\n",
	    "AMD EPYC 9B14");
}

Test(machine, an_arm_cpu_without_a_name_is_named_by_its_numbers)
{
	names_model("processor\t: 0\nBogoMIPS\t: 50.00\n"
		    "CPU implementer\t: 0x41\nCPU architecture: 8\n"
		    "CPU variant\t: 0x3\nCPU part\t: 0xd0c\n"
		    "CPU revision\t: 1\n",
	    "cpu 0x41 variant 0x3 part 0xd0c");
}

Test(machine, a_cpu_that_says_nothing_is_unknown)
{
	names_model("processor\t: 0\n", "unknown");
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
		cr_expect(lt(sz, 0, strlen(machine.facts[i].value)));
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
