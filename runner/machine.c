#include "runner/machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "core/base/json.h"
#include "runner/system_file.h"

#define UNKNOWN "unknown"

void
machine_add_fact(
    struct machine *machine, const char *name, const char *fmt, ...)
{
	struct machine_fact *fact = &machine->facts[machine->fact_count];
	va_list args;

	if (machine->fact_count == MACHINE_FACTS_MAX)
		return;
	machine->fact_count++;
	snprintf(fact->name, sizeof fact->name, "%s", name);
	va_start(args, fmt);
	vsnprintf(fact->value, sizeof fact->value, fmt, args);
	va_end(args);
}

static void
probe_key(struct machine *machine, const struct utsname *system,
    const char *cpuinfo_path)
{
	char model[128];
	char os[sizeof system->sysname];

	if (!system_cpu_model("", cpuinfo_path, model, sizeof model))
		snprintf(model, sizeof model, UNKNOWN);
	snprintf(os, sizeof os, "%s", system->sysname);
	for (char *c = os; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	snprintf(machine->key, sizeof machine->key, "%s; %ld cores; %s; %.32s",
	    model, sysconf(_SC_NPROCESSORS_ONLN), system->machine, os);
}

static void
probe_steal(struct machine *machine)
{
	double steal;

	if (system_steal("", &steal))
		machine_add_fact(machine, "steal", "%.2f %%", 100 * steal);
	else
		machine_add_fact(machine, "steal", UNKNOWN);
}

/* A link such as /usr/bin/cc -> gcc-12 names the compiler without running
 * anything. */
static void
probe_compiler(struct machine *machine)
{
	char *path = realpath("/usr/bin/cc", NULL);

	machine_add_fact(machine, "compiler", "%.100s", path ? path : UNKNOWN);
	free(path);
}

void
machine_probe(struct machine *machine)
{
	machine_probe_from(machine, "/proc/cpuinfo");
}

void
machine_probe_from(struct machine *machine, const char *cpuinfo_path)
{
	static const struct {
		const char *name;
		const char *path;
	} files[] = {
	    {"governor",
		"/sys/devices/system/cpu/cpu0/cpufreq/scaling_governor"},
	    {"load", "/proc/loadavg"},
	    {"psi_cpu", "/proc/pressure/cpu"},
	    {"transparent_hugepage",
		"/sys/kernel/mm/transparent_hugepage/enabled"},
	    {"clock_source", "/sys/devices/system/clocksource/clocksource0/"
			     "current_clocksource"},
	};
	struct utsname system;
	char line[128];

	memset(machine, 0, sizeof *machine);
	uname(&system);
	probe_key(machine, &system, cpuinfo_path);
	machine_add_fact(machine, "kernel", "%s", system.release);
	system_field("", cpuinfo_path, "microcode", line, sizeof line);
	machine_add_fact(machine, "microcode", "%s", *line ? line : UNKNOWN);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		system_line("", files[i].path, line, sizeof line);
		machine_add_fact(
		    machine, files[i].name, "%s", *line ? line : UNKNOWN);
	}
	probe_steal(machine);
	probe_compiler(machine);
}

enum err
machine_provenance(const struct machine *machine, struct buf *out)
{
	struct json_writer writer;
	char *text = NULL;
	size_t len = 0;
	FILE *file = open_memstream(&text, &len);
	enum err err;

	if (!file)
		return err_fail(ERR_NOMEM, "out of memory");
	json_writer_init(&writer, file);
	json_object_begin(&writer);
	for (size_t i = 0; i < machine->fact_count; i++) {
		json_key(&writer, machine->facts[i].name);
		json_put_text(&writer, machine->facts[i].value);
	}
	json_object_end(&writer);
	err = json_writer_end(&writer);
	if (fclose(file) == EOF && !err)
		err = err_fail(ERR_NOMEM, "out of memory");
	if (!err)
		buf_append(out, text, len);
	free(text);
	return err ? err : buf_err(out);
}
