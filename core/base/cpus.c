#include "core/base/cpus.h"

#include <assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

void
cpus_add(struct cpus *cpus, unsigned cpu)
{
	assert(cpu < CPUS_MAX);
	CPU_SET(cpu, &cpus->set);
}

bool
cpus_has(const struct cpus *cpus, unsigned cpu)
{
	return cpu < CPUS_MAX && CPU_ISSET(cpu, &cpus->set);
}

size_t
cpus_count(const struct cpus *cpus)
{
	return (size_t)CPU_COUNT(&cpus->set);
}

unsigned
cpus_at(const struct cpus *cpus, size_t index)
{
	unsigned cpu = 0;

	assert(index < cpus_count(cpus));
	while (!cpus_has(cpus, cpu) || index--)
		cpu++;
	return cpu;
}

/* Move *at past the digits of a CPU's number. */
static bool
take_number(const char **at, unsigned *out)
{
	unsigned number = 0;

	if (**at < '0' || **at > '9')
		return false;
	for (; **at >= '0' && **at <= '9'; (*at)++) {
		number = number * 10 + (unsigned)(**at - '0');
		if (number >= CPUS_MAX)
			return false;
	}
	*out = number;
	return true;
}

enum err
cpus_parse(const char *text, struct cpus *out)
{
	struct cpus cpus = {0};
	const char *at = text;

	for (;;) {
		unsigned first;
		unsigned last;

		if (!take_number(&at, &first))
			return ERR_PARSE;
		last = first;
		if (*at == '-') {
			at++;
			if (!take_number(&at, &last) || last < first)
				return ERR_PARSE;
		}
		for (unsigned cpu = first; cpu <= last; cpu++)
			cpus_add(&cpus, cpu);
		if (!*at)
			break;
		if (*at++ != ',')
			return ERR_PARSE;
	}
	*out = cpus;
	return ERR_OK;
}

void
cpus_print(const struct cpus *cpus, struct buf *out)
{
	const char *between = "";

	for (unsigned first = 0; first < CPUS_MAX; first++) {
		unsigned last = first;

		if (!cpus_has(cpus, first))
			continue;
		while (cpus_has(cpus, last + 1))
			last++;
		buf_printf(out, "%s%u", between, first);
		if (last > first)
			buf_printf(out, "-%u", last);
		between = ",";
		first = last;
	}
	if (!*between)
		buf_puts(out, "none");
}

enum err
cpus_allowed(struct cpus *out)
{
	struct cpus cpus = {0};

	if (sched_getaffinity(0, sizeof cpus.set, &cpus.set) < 0)
		return err_fail(ERR_IO,
		    "on which CPUs this process may run is not known: %s",
		    strerror(errno));
	*out = cpus;
	return ERR_OK;
}
