/** Sets of CPUs by their numbers, as the kernel counts them. */
#ifndef CORE_BASE_CPUS_H
#define CORE_BASE_CPUS_H

#include <sched.h>
#include <stdbool.h>
#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

/** Numbers are below this; a machine with more CPUs is not understood. */
#define CPUS_MAX CPU_SETSIZE

/** All zero: the empty set. */
struct cpus {
	cpu_set_t set;
};

/** Add a CPU, cpu < CPUS_MAX. */
void cpus_add(struct cpus *cpus, unsigned cpu);

bool cpus_has(const struct cpus *cpus, unsigned cpu);
size_t cpus_count(const struct cpus *cpus);

/** The CPU that has `index` smaller ones in the set, index < count. */
unsigned cpus_at(const struct cpus *cpus, size_t index);

/**
 * Read a list of numbers and ranges such as "0", "2-3,5"; a CPU that is named
 * twice counts once.
 *
 * @return ERR_PARSE without a text, for the caller to say what it is for; *out
 *         is then as it was
 */
enum err cpus_parse(const char *text, struct cpus *out);

/** Append the set in the same form, "none" where it is empty. */
void cpus_print(const struct cpus *cpus, struct buf *out);

/** Where this process may run: what its affinity and its cgroup leave it, which
 *  is never more than there is. @return ERR_IO */
enum err cpus_allowed(struct cpus *out);

#endif
