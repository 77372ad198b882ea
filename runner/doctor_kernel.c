/* Settings of the kernel, and what can be counted. */
#include <errno.h>
#include <stdio.h>
#include <string.h>

#include "runner/doctor_probes.h"
#include "runner/system_file.h"

/* "always [madvise] never": the brackets tell. */
void
doctor_probe_huge_pages(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char line[128];
	char *from;
	char *to;

	system_line(place->root, "/sys/kernel/mm/transparent_hugepage/enabled",
	    line, sizeof line);
	from = strchr(line, '[');
	to = from ? strchr(from, ']') : NULL;
	if (!to)
		return;
	*to = '\0';
	doctor_found(finding,
	    strcmp(from + 1, "always") == 0 ? DOCTOR_FAIR : DOCTOR_GOOD, "%s",
	    from + 1);
}

/* Random layouts spread the samples a little and favour nobody. */
void
doctor_probe_aslr(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double level;

	if (system_number(
		place->root, "/proc/sys/kernel/randomize_va_space", &level))
		doctor_found(finding, level > 0 ? DOCTOR_GOOD : DOCTOR_FAIR,
		    "%s", level > 0 ? "on" : "off");
}

/* Sources that a process reads without a system call, and devices that are
 * slow to read. */
void
doctor_probe_clock(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	static const struct {
		const char *name;
		enum doctor_verdict verdict;
	} known[] = {
	    {"tsc", DOCTOR_GOOD},
	    {"kvm-clock", DOCTOR_GOOD},
	    {"arch_sys_counter", DOCTOR_GOOD},
	    {"hyperv_clocksource_tsc_page", DOCTOR_GOOD},
	    {"xen", DOCTOR_FAIR},
	    {"hpet", DOCTOR_BAD},
	    {"acpi_pm", DOCTOR_BAD},
	    {"jiffies", DOCTOR_BAD},
	};
	char name[64];

	if (!system_line(place->root,
		"/sys/devices/system/clocksource/clocksource0/"
		"current_clocksource",
		name, sizeof name))
		return;
	doctor_found(finding, DOCTOR_UNKNOWN, "%s", name);
	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strcmp(name, known[i].name) == 0)
			finding->verdict = known[i].verdict;
}

static const char *
why_not(int error)
{
	switch (error) {
	case 0:
		return "instructions are counted";
	case EACCES:
	case EPERM:
		return "not permitted";
	case ENODATA:
		return "the counter stands still";
	default:
		return "no counter of instructions";
	}
}

/* Counting in user mode needs level 2 or lower. */
void
doctor_probe_perf(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	int error = place->perf_errno;
	double level;
	bool told = system_number(
	    place->root, "/proc/sys/kernel/perf_event_paranoid", &level);

	doctor_found(
	    finding, error ? DOCTOR_FAIR : DOCTOR_GOOD, "%s", why_not(error));
	if (!told)
		return;
	doctor_found(finding, finding->verdict, "%s, paranoid level %.0f",
	    why_not(error), level);
	if ((error == EACCES || error == EPERM) && level > 2)
		finding->remedy = "sudo sysctl kernel.perf_event_paranoid=2";
}

void
doctor_probe_callgrind(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	bool found = place->has_callgrind;

	doctor_found(finding, found ? DOCTOR_GOOD : DOCTOR_FAIR, "%s",
	    found ? "valgrind is in the path" : "no valgrind in the path");
}

void
doctor_probe_sandbox(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	const char *why_not = place->no_sandbox;

	doctor_found(finding, why_not ? DOCTOR_FAIR : DOCTOR_GOOD, "%s",
	    why_not ? why_not : "bubblewrap works");
}
