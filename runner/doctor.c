#include "runner/doctor.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>

#include "runner/doctor_probes.h"

/* Effects are read below a finding that is not good, so each says what to
 * expect of the figures. */
static const struct row {
	const char *name;
	doctor_probe_fn *probe;
	const char *effect;
	const char *remedy;
} rows[] = {
    {"cpu", doctor_probe_model,
	"samples of machines that cannot be told apart may get mixed", NULL},
    {"cores", doctor_probe_cores,
	"on a single core whatever else runs takes its time from the benchmark",
	NULL},
    {"smt", doctor_probe_smt,
	"a neighbour on the same core takes up to half of its speed",
	"echo off | sudo tee /sys/devices/system/cpu/smt/control"},
    {"governor", doctor_probe_governor,
	"the clock follows the load, so short runs are measured at lower "
	"speeds than long ones",
	"sudo cpupower frequency-set -g performance"},
    {"turbo", doctor_probe_turbo,
	"the clock depends on temperature and on what the other cores do",
	NULL},
    {"frequency", doctor_probe_frequency,
	"the clock may be anywhere between these limits during a run",
	"sudo cpupower frequency-set -g performance"},
    {"throttling", doctor_probe_throttling,
	"a hot processor slows down; rounds after that are slower than those "
	"before",
	NULL},
    {"power", doctor_probe_power,
	"on battery the processor is kept slow, and slower as it drains", NULL},
    {"load", doctor_probe_load,
	"other processes take cores, caches and memory bandwidth", "top"},
    {"steal", doctor_probe_steal,
	"the host gives the cores to other virtual machines while a benchmark "
	"runs",
	NULL},
    {"pressure cpu", doctor_probe_pressure_cpu, "processes wait for a core now",
	"top"},
    {"pressure memory", doctor_probe_pressure_memory,
	"processes wait for memory to be freed now", "free -m"},
    {"pressure io", doctor_probe_pressure_io, "processes wait for disks now",
	NULL},
    {"swap", doctor_probe_swap,
	"memory that was swapped out is read back from disk while a benchmark "
	"runs",
	"sudo swapoff -a && sudo swapon -a"},
    {"virtualization", doctor_probe_virtual,
	"the host's other guests are not seen from here, and counters of the "
	"processor are often missing",
	NULL},
    {"cpu limit", doctor_probe_cpu_limit,
	"a process that has used up its share stands still for the rest of the "
	"period, often tens of milliseconds",
	NULL},
    {"memory limit", doctor_probe_memory_limit,
	"builds and benchmarks that come near it are slowed down or killed",
	NULL},
    {"huge pages", doctor_probe_huge_pages,
	"whether an allocation gets a huge page depends on how fragmented "
	"memory is, and changes from run to run",
	"echo madvise | sudo tee /sys/kernel/mm/transparent_hugepage/enabled"},
    {"aslr", doctor_probe_aslr,
	"all rounds share one memory layout: its luck is measured as speed",
	"sudo sysctl kernel.randomize_va_space=2"},
    {"clock source", doctor_probe_clock,
	"reading the time costs a system call, which drowns short benchmarks",
	NULL},
    {"perf", doctor_probe_perf,
	"instructions cannot be counted at native speed", NULL},
    {"callgrind", doctor_probe_callgrind,
	"instructions cannot be counted where the processor's counter is "
	"missing",
	"sudo apt-get install valgrind"},
    {"sandbox", doctor_probe_sandbox,
	"builds and benchmarks may do all that you may; commits of forks are "
	"refused",
	"sudo apt-get install bubblewrap"},
};

#define ROW_COUNT (sizeof rows / sizeof rows[0])

static_assert(ROW_COUNT <= DOCTOR_FINDINGS_MAX, "each row is a finding");

void
doctor_found(struct doctor_finding *finding, enum doctor_verdict verdict,
    const char *fmt, ...)
{
	va_list args;

	finding->verdict = verdict;
	va_start(args, fmt);
	vsnprintf(finding->value, sizeof finding->value, fmt, args);
	va_end(args);
}

enum doctor_verdict
doctor_grade(double value, double fair_from, double bad_from)
{
	if (value >= bad_from)
		return DOCTOR_BAD;
	return value >= fair_from ? DOCTOR_FAIR : DOCTOR_GOOD;
}

static void
examine_row(const struct row *row, const struct doctor_place *place,
    struct doctor_finding *finding)
{
	*finding = (struct doctor_finding){
	    .name = row->name,
	    .verdict = DOCTOR_UNKNOWN,
	    .effect = row->effect,
	    .remedy = row->remedy,
	};
	row->probe(place, finding);
	if (finding->verdict == DOCTOR_GOOD ||
	    finding->verdict == DOCTOR_UNKNOWN)
		finding->remedy = NULL;
}

/* Worst first, else in the order of the rows. */
static void
insert(struct doctor *doctor, const struct doctor_finding *finding)
{
	size_t at = doctor->count++;

	for (; at && doctor->findings[at - 1].verdict > finding->verdict; at--)
		doctor->findings[at] = doctor->findings[at - 1];
	doctor->findings[at] = *finding;
}

static size_t
count_of(const struct doctor *doctor, enum doctor_verdict verdict)
{
	size_t count = 0;

	for (size_t i = 0; i < doctor->count; i++)
		count += doctor->findings[i].verdict == verdict;
	return count;
}

static enum doctor_fitness
fitness(const struct doctor *doctor)
{
	if (count_of(doctor, DOCTOR_BAD))
		return DOCTOR_UNFIT;
	if (2 * count_of(doctor, DOCTOR_UNKNOWN) > doctor->count)
		return DOCTOR_UNTOLD;
	return count_of(doctor, DOCTOR_FAIR) ? DOCTOR_WITH_CARE : DOCTOR_FIT;
}

void
doctor_examine(struct doctor *doctor, const struct doctor_place *place)
{
	doctor->count = 0;
	for (size_t i = 0; i < ROW_COUNT; i++) {
		struct doctor_finding finding;

		examine_row(&rows[i], place, &finding);
		insert(doctor, &finding);
	}
	doctor->fitness = fitness(doctor);
	doctor->counting =
	    counting_choose(place->perf_errno, place->has_callgrind);
}

const char *
doctor_verdict_name(enum doctor_verdict verdict)
{
	static const char *const names[DOCTOR_VERDICT_COUNT] = {
	    [DOCTOR_BAD] = "bad",
	    [DOCTOR_FAIR] = "fair",
	    [DOCTOR_UNKNOWN] = "unknown",
	    [DOCTOR_GOOD] = "good",
	};

	return names[verdict];
}

const char *
doctor_fitness_name(enum doctor_fitness fitness)
{
	static const char *const names[] = {
	    [DOCTOR_FIT] = "fit to measure",
	    [DOCTOR_WITH_CARE] = "fit with care",
	    [DOCTOR_UNFIT] = "not fit",
	    [DOCTOR_UNTOLD] = "not known",
	};

	return names[fitness];
}

/* "LEAD smt, load"; nothing where no finding has the verdict. */
static void
put_names(const struct doctor *doctor, enum doctor_verdict verdict,
    const char *lead, struct buf *out)
{
	for (size_t i = 0; i < doctor->count; i++) {
		if (doctor->findings[i].verdict != verdict)
			continue;
		buf_puts(out, lead);
		buf_puts(out, doctor->findings[i].name);
		lead = ", ";
	}
}

void
doctor_sum(const struct doctor *doctor, struct buf *out)
{
	buf_puts(out, doctor_fitness_name(doctor->fitness));
	if (doctor->fitness == DOCTOR_UNTOLD) {
		buf_puts(out, ": the machine tells too little");
	} else if (doctor->fitness == DOCTOR_UNFIT) {
		put_names(doctor, DOCTOR_BAD, ": ", out);
		put_names(doctor, DOCTOR_FAIR, "; with care: ", out);
	} else {
		put_names(doctor, DOCTOR_FAIR, ": ", out);
	}
	if (doctor->fitness != DOCTOR_UNTOLD)
		put_names(doctor, DOCTOR_UNKNOWN, "; not known: ", out);
}
