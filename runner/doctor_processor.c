/* What the processor is and what decides its speed. */
#include <stdio.h>
#include <string.h>

#include "core/base/path.h"
#include "runner/doctor_probes.h"
#include "runner/system_file.h"

#define CPUINFO "/proc/cpuinfo"
#define CPU "/sys/devices/system/cpu/"
#define CPUFREQ CPU "cpu0/cpufreq/"

void
doctor_probe_model(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char model[128];

	if (system_cpu_model(place->root, CPUINFO, model, sizeof model))
		doctor_found(finding, DOCTOR_GOOD, "%s", model);
}

void
doctor_probe_cores(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char list[512];
	size_t online;
	size_t allowed;

	if (!system_line(place->root, CPU "online", list, sizeof list) ||
	    !system_list_count(list, &online) ||
	    !system_field(place->root, "/proc/self/status", "Cpus_allowed_list",
		list, sizeof list) ||
	    !system_list_count(list, &allowed))
		return;
	/* A mask may allow cores that are not there. */
	if (allowed > online)
		allowed = online;
	doctor_found(finding, allowed > 1 ? DOCTOR_GOOD : DOCTOR_FAIR,
	    "%zu online, %zu allowed", online, allowed);
}

/* A guest may be given two threads of one core as if they were cores. */
void
doctor_probe_smt(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double active;

	if (!system_number(place->root, CPU "smt/active", &active))
		return;
	if (active != 0)
		doctor_found(finding, DOCTOR_FAIR, "on");
	else if (doctor_is_virtual(place))
		doctor_found(finding, DOCTOR_UNKNOWN, "off, as the guest sees");
	else
		doctor_found(finding, DOCTOR_GOOD, "off");
}

/* ---- speed ---- */

/* powersave keeps the lowest clock, or rises late from it. */
static enum doctor_verdict
grade_governor(const char *governor)
{
	if (strcmp(governor, "performance") == 0 ||
	    strcmp(governor, "userspace") == 0)
		return DOCTOR_GOOD;
	return strcmp(governor, "powersave") == 0 ? DOCTOR_BAD : DOCTOR_FAIR;
}

/* Each core has one: the worst of them counts. */
void
doctor_probe_governor(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	glob_t files;

	system_glob(
	    place->root, CPU "cpu[0-9]*/cpufreq/scaling_governor", &files);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		char governor[64];
		enum doctor_verdict verdict;

		if (!system_line(
			"", files.gl_pathv[i], governor, sizeof governor))
			continue;
		verdict = grade_governor(governor);
		if (!*finding->value || verdict < finding->verdict)
			doctor_found(finding, verdict, "%s", governor);
	}
	globfree(&files);
}

/* Intel's driver says "no turbo", the others say "boost". */
void
doctor_probe_turbo(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double set;
	bool on;

	if (system_number(place->root, CPU "intel_pstate/no_turbo", &set)) {
		on = set == 0;
		finding->remedy =
		    "echo 1 | sudo tee " CPU "intel_pstate/no_turbo";
	} else if (system_number(place->root, CPU "cpufreq/boost", &set)) {
		on = set != 0;
		finding->remedy = "echo 0 | sudo tee " CPU "cpufreq/boost";
	} else {
		return;
	}
	doctor_found(
	    finding, on ? DOCTOR_FAIR : DOCTOR_GOOD, "%s", on ? "on" : "off");
}

/* Some kernels tell the clock and not what it may be. */
static void
find_clock_alone(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char mhz[32];

	if (system_field(place->root, CPUINFO, "cpu MHz", mhz, sizeof mhz))
		doctor_found(finding, DOCTOR_UNKNOWN,
		    "%s MHz now, its limits are not told", mhz);
}

/* Limits within a tenth of each other hold the clock still; so does the
 * performance governor, whatever its limits. */
void
doctor_probe_frequency(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	const char *root = place->root;
	char governor[64];
	double now;
	double low;
	double high;
	bool still;

	if (!system_number(root, CPUFREQ "scaling_cur_freq", &now) ||
	    !system_number(root, CPUFREQ "scaling_min_freq", &low) ||
	    !system_number(root, CPUFREQ "scaling_max_freq", &high)) {
		find_clock_alone(place, finding);
		return;
	}
	system_line(
	    root, CPUFREQ "scaling_governor", governor, sizeof governor);
	still = low >= 0.9 * high || strcmp(governor, "performance") == 0;
	doctor_found(finding, still ? DOCTOR_GOOD : DOCTOR_FAIR,
	    "%.0f MHz now, from %.0f to %.0f MHz", now / 1000, low / 1000,
	    high / 1000);
}

/* How often a core, or the whole package, was slowed since the start. */
void
doctor_probe_throttling(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double events = 0;
	size_t files_read = 0;
	glob_t files;

	system_glob(place->root,
	    CPU "cpu[0-9]*/thermal_throttle/*_throttle_count", &files);
	for (size_t i = 0; i < files.gl_pathc; i++) {
		double count;

		if (!system_number("", files.gl_pathv[i], &count))
			continue;
		files_read++;
		events += count;
	}
	globfree(&files);
	if (files_read)
		doctor_found(finding, events > 0 ? DOCTOR_FAIR : DOCTOR_GOOD,
		    "%.0f events since the start", events);
}

/* ---- power ---- */

/* What hangs at a device of its own, such as a mouse, does not count. */
static void
look_at_supply(const char *folder, bool *on_battery, bool *on_mains)
{
	char text[64];
	double online;

	if (system_line(folder, "/scope", text, sizeof text) &&
	    strcmp(text, "Device") == 0)
		return;
	if (!system_line(folder, "/type", text, sizeof text))
		return;
	if (strcmp(text, "Battery") == 0)
		*on_battery |=
		    system_line(folder, "/status", text, sizeof text) &&
		    strcmp(text, "Discharging") == 0;
	else if (system_number(folder, "/online", &online))
		*on_mains |= online != 0;
}

/* A battery that is drained beside a plugged adapter is still drained. */
void
doctor_probe_power(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	bool on_battery = false;
	bool on_mains = false;
	glob_t all;
	glob_t supplies;

	system_glob(place->root, "/sys/class/power_supply", &all);
	system_glob(place->root, "/sys/class/power_supply/*", &supplies);
	for (size_t i = 0; i < supplies.gl_pathc; i++)
		look_at_supply(supplies.gl_pathv[i], &on_battery, &on_mains);
	if (on_battery)
		doctor_found(finding, DOCTOR_BAD, "on battery");
	else if (on_mains)
		doctor_found(finding, DOCTOR_GOOD, "on mains");
	else if (all.gl_pathc && !supplies.gl_pathc)
		doctor_found(finding, DOCTOR_GOOD, "no battery");
	globfree(&all);
	globfree(&supplies);
}
