/* What else runs, and what it takes. */
#include <stdio.h>
#include <stdlib.h>

#include "reports/units.h"
#include "runner/doctor_probes.h"
#include "runner/system_file.h"

/* The average of a minute, which a build that has just ended still fills. */
void
doctor_probe_load(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char line[512];
	size_t cores;
	double load;

	if (!system_line(place->root, "/sys/devices/system/cpu/online", line,
		sizeof line) ||
	    !system_list_count(line, &cores) ||
	    !system_line(place->root, "/proc/loadavg", line, sizeof line) ||
	    sscanf(line, "%lf", &load) != 1)
		return;
	doctor_found(finding, doctor_grade(load / (double)cores, 0.1, 0.5),
	    "%.2f on %zu cores", load, cores);
}

void
doctor_probe_steal(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double steal;

	if (system_steal(place->root, &steal))
		doctor_found(finding, doctor_grade(steal, 0.005, 0.05),
		    "%.2f %% since the start", 100 * steal);
}

/* "some avg10=8.18 avg60=..." is the share of the last 10 seconds in which
 * something had to wait. */
static void
find_pressure(const struct doctor_place *place, struct doctor_finding *finding,
    const char *path, double fair_from, double bad_from)
{
	char line[128];
	double percent;

	if (system_line(place->root, path, line, sizeof line) &&
	    sscanf(line, "some avg10=%lf", &percent) == 1)
		doctor_found(finding,
		    doctor_grade(percent, fair_from, bad_from),
		    "%.1f %% of the last 10 s", percent);
}

void
doctor_probe_pressure_cpu(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	find_pressure(place, finding, "/proc/pressure/cpu", 1, 10);
}

void
doctor_probe_pressure_memory(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	find_pressure(place, finding, "/proc/pressure/memory", 0.1, 1);
}

void
doctor_probe_pressure_io(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	find_pressure(place, finding, "/proc/pressure/io", 1, 10);
}

/* "8388604 kB" */
static bool
memory_bytes(const struct doctor_place *place, const char *key, double *out)
{
	char text[64];
	double kib;

	if (!system_field(
		place->root, "/proc/meminfo", key, text, sizeof text) ||
	    sscanf(text, "%lf kB", &kib) != 1)
		return false;
	*out = kib * 1024;
	return true;
}

void
doctor_probe_swap(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	struct buf text = BUF_INIT;
	double total;
	double left;

	if (!memory_bytes(place, "SwapTotal", &total) ||
	    !memory_bytes(place, "SwapFree", &left))
		return;
	if (total == 0) {
		doctor_found(finding, DOCTOR_GOOD, "none");
		return;
	}
	units_value(&text, total - left, "bytes");
	buf_puts(&text, " used of ");
	units_value(&text, total, "bytes");
	doctor_found(finding, total > left ? DOCTOR_FAIR : DOCTOR_GOOD, "%s",
	    buf_text(&text));
	buf_release(&text);
}
