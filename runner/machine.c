#include "runner/machine.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/utsname.h>
#include <unistd.h>

#include "core/base/json.h"

#define LINE_SIZE 512
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

/* The first line of a small file, without its end; "unknown" without one. */
static void
first_line(const char *path, char *out, size_t size)
{
	FILE *file = fopen(path, "re");

	snprintf(out, size, UNKNOWN);
	if (!file)
		return;
	if (fgets(out, (int)size, file))
		out[strcspn(out, "\n")] = '\0';
	else
		snprintf(out, size, UNKNOWN);
	fclose(file);
}

/* The value after "key :" in a text such as /proc/cpuinfo, of the first
 * processor. */
static void
cpuinfo(const char *path, const char *key, char *out, size_t size)
{
	char line[LINE_SIZE];
	FILE *file = fopen(path, "re");

	snprintf(out, size, UNKNOWN);
	while (file && fgets(line, sizeof line, file)) {
		char *colon = strchr(line, ':');

		if (!colon || strncmp(line, key, strlen(key)) != 0)
			continue;
		line[strcspn(line, "\n")] = '\0';
		snprintf(out, size, "%s", colon + 1 + (colon[1] == ' '));
		break;
	}
	if (file)
		fclose(file);
}

static void
squeeze(char *text)
{
	char *to = text;

	for (const char *from = text; *from; from++)
		if (*from != ' ' || (to > text && to[-1] != ' '))
			*to++ = *from;
	*to = '\0';
}

/* ARM's 64-bit kernels name no model but the numbers that stand for one:
 * "cpu 0x41 variant 0x3 part 0xd0c" is a Neoverse N1. */
static void
cpu_model(const char *path, char *out, size_t size)
{
	char implementer[32];
	char variant[32];
	char part[32];

	cpuinfo(path, "model name", out, size);
	if (strcmp(out, UNKNOWN) != 0)
		return;
	cpuinfo(path, "CPU implementer", implementer, sizeof implementer);
	cpuinfo(path, "CPU variant", variant, sizeof variant);
	cpuinfo(path, "CPU part", part, sizeof part);
	if (strcmp(part, UNKNOWN) != 0)
		snprintf(out, size, "cpu %s variant %s part %s", implementer,
		    variant, part);
}

static void
probe_key(struct machine *machine, const struct utsname *system,
    const char *cpuinfo_path)
{
	char model[128];
	char os[sizeof system->sysname];

	cpu_model(cpuinfo_path, model, sizeof model);
	squeeze(model);
	snprintf(os, sizeof os, "%s", system->sysname);
	for (char *c = os; *c; c++)
		if (*c >= 'A' && *c <= 'Z')
			*c = (char)(*c - 'A' + 'a');
	snprintf(machine->key, sizeof machine->key, "%s; %ld cores; %s; %.32s",
	    model, sysconf(_SC_NPROCESSORS_ONLN), system->machine, os);
}

/* Time stolen by the hypervisor since boot, in percent. */
static void
probe_steal(struct machine *machine)
{
	unsigned long long t[8];
	unsigned long long sum = 0;
	char line[LINE_SIZE];

	first_line("/proc/stat", line, sizeof line);
	if (sscanf(line, "cpu %llu %llu %llu %llu %llu %llu %llu %llu", &t[0],
		&t[1], &t[2], &t[3], &t[4], &t[5], &t[6], &t[7]) != 8) {
		machine_add_fact(machine, "steal", UNKNOWN);
		return;
	}
	for (int i = 0; i < 8; i++)
		sum += t[i];
	machine_add_fact(machine, "steal", "%.2f %%",
	    sum ? 100.0 * (double)t[7] / (double)sum : 0);
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
	cpuinfo(cpuinfo_path, "microcode", line, sizeof line);
	machine_add_fact(machine, "microcode", "%s", line);
	for (size_t i = 0; i < sizeof files / sizeof files[0]; i++) {
		first_line(files[i].path, line, sizeof line);
		machine_add_fact(machine, files[i].name, "%s", line);
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
