/**
 * The machine: its key, which decides what may be compared, and its
 * provenance, which is kept and shown.
 */
#ifndef RUNNER_MACHINE_H
#define RUNNER_MACHINE_H

#include <stddef.h>

#include "core/base/buf.h"
#include "core/base/err.h"

#define MACHINE_FACTS_MAX 32

struct machine_fact {
	char name[24];
	char value[160];
};

struct machine {
	/** CPU model, cores, architecture, OS: "AMD EPYC; 2 cores; x86_64;
	 *  linux". A CPU without a model's name has its numbers instead: "cpu
	 *  0x41 variant 0x3 part 0xd0c". Samples of different keys are never
	 * compared. */
	char key[256];
	struct machine_fact facts[MACHINE_FACTS_MAX];
	size_t fact_count;
};

/** Look at this machine. What it does not tell is "unknown". */
void machine_probe(struct machine *machine);

/** The same with the CPU as a file in the form of /proc/cpuinfo tells. */
void machine_probe_from(struct machine *machine, const char *cpuinfo_path);

/** Add a fact; beyond MACHINE_FACTS_MAX it is left out. */
void machine_add_fact(struct machine *machine, const char *name,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** The facts as a JSON object on one line. @return ERR_NOMEM, ERR_IO */
enum err machine_provenance(const struct machine *machine, struct buf *out);

#endif
