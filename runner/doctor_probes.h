/** The probes of runner/doctor.c. Internal to runner/doctor*.c. */
#ifndef RUNNER_DOCTOR_PROBES_H
#define RUNNER_DOCTOR_PROBES_H

#include "runner/doctor.h"

/** Sets value and verdict of a finding that comes unknown, with its row's
 *  effect and remedy, which it may replace. */
typedef void doctor_probe_fn(
    const struct doctor_place *place, struct doctor_finding *finding);

/** Set what was found. */
void doctor_found(struct doctor_finding *finding, enum doctor_verdict verdict,
    const char *fmt, ...) __attribute__((format(printf, 3, 4)));

/** Good below `fair_from`, bad from `bad_from` on. */
enum doctor_verdict doctor_grade(
    double value, double fair_from, double bad_from);

/* the processor: doctor_processor.c */
doctor_probe_fn doctor_probe_model;
doctor_probe_fn doctor_probe_cores;
doctor_probe_fn doctor_probe_smt;
doctor_probe_fn doctor_probe_governor;
doctor_probe_fn doctor_probe_turbo;
doctor_probe_fn doctor_probe_frequency;
doctor_probe_fn doctor_probe_throttling;
doctor_probe_fn doctor_probe_power;

/* what else runs: doctor_load.c */
doctor_probe_fn doctor_probe_load;
doctor_probe_fn doctor_probe_steal;
doctor_probe_fn doctor_probe_pressure_cpu;
doctor_probe_fn doctor_probe_pressure_memory;
doctor_probe_fn doctor_probe_pressure_io;
doctor_probe_fn doctor_probe_swap;

/* what it runs in: doctor_limits.c */
doctor_probe_fn doctor_probe_virtual;
doctor_probe_fn doctor_probe_cpu_limit;
doctor_probe_fn doctor_probe_memory_limit;

/* settings and counters: doctor_kernel.c */
doctor_probe_fn doctor_probe_huge_pages;
doctor_probe_fn doctor_probe_aslr;
doctor_probe_fn doctor_probe_clock;
doctor_probe_fn doctor_probe_perf;
doctor_probe_fn doctor_probe_callgrind;
doctor_probe_fn doctor_probe_sandbox;

/** Whether /proc/cpuinfo says that a hypervisor runs below; false where it is
 *  not told. */
bool doctor_is_virtual(const struct doctor_place *place);

#endif
