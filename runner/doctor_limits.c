/* What the machine is inside of: a virtual machine, a container. */
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "reports/units.h"
#include "runner/doctor_probes.h"
#include "runner/system_file.h"

#define CGROUP "/sys/fs/cgroup"
#define MEMORY_SMALL_BYTES 2147483648.0 /* 2 GiB */

/* ---- virtual machines ---- */

bool
doctor_is_virtual(const struct doctor_place *place)
{
	char flags[8192];

	return system_field(place->root, "/proc/cpuinfo", "flags", flags,
		   sizeof flags) &&
	       system_has_word(flags, "hypervisor");
}

/* "QEMU Standard PC", "" where the firmware does not say. */
static void
read_product(const struct doctor_place *place, char *out, size_t size)
{
	char vendor[64];
	char product[80];

	system_line(
	    place->root, "/sys/class/dmi/id/sys_vendor", vendor, sizeof vendor);
	system_line(place->root, "/sys/class/dmi/id/product_name", product,
	    sizeof product);
	snprintf(out, size, "%s%s%s", vendor, *vendor && *product ? " " : "",
	    product);
}

static bool
names_hypervisor(const char *product)
{
	static const char *const known[] = {
	    "KVM", "QEMU", "VMware", "VirtualBox", "Virtual Machine", "Xen"};

	for (size_t i = 0; i < sizeof known / sizeof known[0]; i++)
		if (strstr(product, known[i]))
			return true;
	return false;
}

/* The flag tells on x86 alone; elsewhere only a product that is known to be
 * virtual says something, a name that is not known says nothing. */
void
doctor_probe_virtual(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	char product[160];
	char flags[64];
	bool has_flags = system_field(
	    place->root, "/proc/cpuinfo", "flags", flags, sizeof flags);

	read_product(place, product, sizeof product);
	if (doctor_is_virtual(place) || names_hypervisor(product))
		doctor_found(finding, DOCTOR_FAIR, "virtual machine%s%.130s",
		    *product ? ", " : "", product);
	else if (has_flags)
		doctor_found(finding, DOCTOR_GOOD, "none%s%.130s",
		    *product ? ", " : "", product);
	else
		doctor_found(finding, DOCTOR_UNKNOWN, "%s", product);
}

/* ---- control groups, version 2 ---- */

enum limit { LIMIT_UNKNOWN, LIMIT_NONE, LIMIT_SET };

/* Path of this process's group, "" for the root: "0::/user.slice" has
 * "/user.slice". A path that leads out of the mount counts as the root. */
static bool
group_path(const struct doctor_place *place, char *out, size_t size)
{
	if (!system_field(place->root, "/proc/self/cgroup", "0:", out, size))
		return false;
	if (strstr(out, "..") || strcmp(out, "/") == 0)
		*out = '\0';
	return true;
}

/* A number of `text`, or no limit. For the CPU it is "quota period". */
static enum limit
parse_limit(const char *text, double *out)
{
	double limit;
	double period = 1;

	if (strncmp(text, "max", 3) == 0)
		return LIMIT_NONE;
	if (sscanf(text, "%lf %lf", &limit, &period) < 1 || !(limit > 0) ||
	    !(period > 0))
		return LIMIT_UNKNOWN;
	*out = limit / period;
	return LIMIT_SET;
}

/* Limits of all groups above bind too, so the smallest counts. A controller
 * that this tree has and that no group limits does not limit. */
static enum limit
find_limit(const struct doctor_place *place, const char *controller,
    const char *file, double *out)
{
	char group[PATH_MAX - 64];
	char path[PATH_MAX];
	char text[512];
	enum limit found = LIMIT_NONE;
	char *end;

	if (!system_line(
		place->root, CGROUP "/cgroup.controllers", text, sizeof text) ||
	    !system_has_word(text, controller) ||
	    !group_path(place, group, sizeof group))
		return LIMIT_UNKNOWN;
	do {
		double limit;

		snprintf(path, sizeof path, CGROUP "%s/%s", group, file);
		if (system_line(place->root, path, text, sizeof text)) {
			enum limit here = parse_limit(text, &limit);

			if (here == LIMIT_UNKNOWN)
				return LIMIT_UNKNOWN;
			if (here == LIMIT_SET &&
			    (found != LIMIT_SET || limit < *out)) {
				*out = limit;
				found = LIMIT_SET;
			}
		}
		end = strrchr(group, '/');
		if (end)
			*end = '\0';
	} while (end);
	return found;
}

void
doctor_probe_cpu_limit(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	double cores;

	switch (find_limit(place, "cpu", "cpu.max", &cores)) {
	case LIMIT_SET:
		doctor_found(finding, cores < 1 ? DOCTOR_BAD : DOCTOR_FAIR,
		    "%.4g cores", cores);
		break;
	case LIMIT_NONE:
		doctor_found(finding, DOCTOR_GOOD, "none");
		break;
	case LIMIT_UNKNOWN:
		break;
	}
}

void
doctor_probe_memory_limit(
    const struct doctor_place *place, struct doctor_finding *finding)
{
	struct buf text = BUF_INIT;
	double bytes;

	switch (find_limit(place, "memory", "memory.max", &bytes)) {
	case LIMIT_SET:
		units_value(&text, bytes, "bytes");
		doctor_found(finding,
		    bytes < MEMORY_SMALL_BYTES ? DOCTOR_FAIR : DOCTOR_GOOD,
		    "%s", buf_text(&text));
		break;
	case LIMIT_NONE:
		doctor_found(finding, DOCTOR_GOOD, "none");
		break;
	case LIMIT_UNKNOWN:
		break;
	}
	buf_release(&text);
}
