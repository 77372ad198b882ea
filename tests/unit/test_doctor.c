/* The doctor, over trees of files that stand for machines. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "core/base/json.h"
#include "runner/doctor.h"
#include "runner/doctor_report.h"
#include "tests/support/git_fixture.h"
#include "tests/support/schema.h"

#define CPU "sys/devices/system/cpu/"

static struct fixture fx;
static struct doctor doctor;

static void
setup(void)
{
	fixture_init(&fx);
}

static void
teardown(void)
{
	fixture_release(&fx);
}

TestSuite(doctor, .init = setup, .fini = teardown);

static void
has(const char *name, const char *line)
{
	char text[512];

	snprintf(text, sizeof text, "%s\n", line);
	fixture_write(fx.root, name, text);
}

static const char *no_sandbox; /* NULL: it works */

static void
examine(int perf_errno, bool callgrind)
{
	const struct doctor_place place = {
	    .root = fx.root,
	    .perf_errno = perf_errno,
	    .has_callgrind = callgrind,
	    .no_sandbox = no_sandbox,
	};

	doctor_examine(&doctor, &place);
}

static const struct doctor_finding *
finding(const char *name)
{
	for (size_t i = 0; i < doctor.count; i++)
		if (strcmp(doctor.findings[i].name, name) == 0)
			return &doctor.findings[i];
	cr_fatal("no finding is called %s", name);
}

static void
finds(const char *name, enum doctor_verdict verdict, const char *value)
{
	const struct doctor_finding *found = finding(name);

	cr_expect(eq(int, found->verdict, verdict), "%s", name);
	expect_text(found->value, value);
}

static void
sums_up(const char *expected)
{
	struct buf sum = BUF_INIT;

	doctor_sum(&doctor, &sum);
	expect_text(buf_text(&sum), expected);
	buf_release(&sum);
}

/* ---- machines ---- */

/* A server that somebody has prepared: each value is the best there is. */
static void
make_server(void)
{
	has("proc/cpuinfo",
	    "model name\t: Xeon\nflags\t\t: fpu tsc\ncpu MHz\t\t: 2400.0");
	has(CPU "online", "0-7");
	has("proc/self/status", "Name:\tx\nCpus_allowed_list:\t4-7");
	has(CPU "smt/active", "0");
	has(CPU "cpu0/cpufreq/scaling_governor", "performance");
	has(CPU "cpu7/cpufreq/scaling_governor", "performance");
	has(CPU "cpu0/cpufreq/scaling_cur_freq", "2400000");
	has(CPU "cpu0/cpufreq/scaling_min_freq", "1000000");
	has(CPU "cpu0/cpufreq/scaling_max_freq", "2400000");
	has(CPU "intel_pstate/no_turbo", "1");
	has(CPU "cpu0/thermal_throttle/core_throttle_count", "0");
	fixture_write(fx.root, "sys/class/power_supply/.keep", "");
	has("proc/loadavg", "0.08 0.10 0.09 1/200 4242");
	has("proc/stat", "cpu  100 0 100 800 0 0 0 0 0 0");
	has("proc/pressure/cpu", "some avg10=0.00 avg60=0.00 avg300=0.00");
	has("proc/pressure/memory", "some avg10=0.00 avg60=0.00 avg300=0.00");
	has("proc/pressure/io", "some avg10=0.50 avg60=0.00 avg300=0.00");
	has("proc/meminfo",
	    "MemTotal:  100 kB\nSwapTotal: 100 kB\nSwapFree: 100 kB");
	has("sys/class/dmi/id/sys_vendor", "ACME");
	has("sys/fs/cgroup/cgroup.controllers", "cpuset cpu io memory pids");
	has("proc/self/cgroup", "0::/user.slice/session");
	has("sys/fs/cgroup/user.slice/cpu.max", "max 100000");
	has("sys/kernel/mm/transparent_hugepage/enabled",
	    "always [madvise] never");
	has("proc/sys/kernel/randomize_va_space", "2");
	has("sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "tsc");
	has("proc/sys/kernel/perf_event_paranoid", "1");
}

Test(doctor, a_prepared_server_is_fit)
{
	make_server();
	examine(0, true);
	finds("cpu", DOCTOR_GOOD, "Xeon");
	finds("cores", DOCTOR_GOOD, "8 online, 4 allowed");
	finds("frequency", DOCTOR_GOOD, "2400 MHz now, from 1000 to 2400 MHz");
	finds("load", DOCTOR_GOOD, "0.08 on 8 cores");
	finds("swap", DOCTOR_GOOD, "0 B used of 100 KiB");
	finds("virtualization", DOCTOR_GOOD, "none, ACME");
	finds("cpu limit", DOCTOR_GOOD, "none");
	finds("memory limit", DOCTOR_GOOD, "none");
	finds(
	    "perf", DOCTOR_GOOD, "instructions are counted, paranoid level 1");
	for (size_t i = 0; i < doctor.count; i++) {
		cr_expect(eq(int, doctor.findings[i].verdict, DOCTOR_GOOD),
		    "%s", doctor.findings[i].name);
		cr_expect(eq(ptr, (void *)doctor.findings[i].remedy, NULL));
	}
	cr_expect(eq(int, doctor.counting, COUNTING_PERF));
	cr_expect(eq(int, doctor.fitness, DOCTOR_FIT));
	sums_up("fit to measure");
}

Test(doctor, a_laptop_on_battery_is_not)
{
	make_server();
	has(CPU "smt/active", "1");
	has(CPU "cpu7/cpufreq/scaling_governor", "powersave");
	has(CPU "cpu0/cpufreq/scaling_governor", "schedutil");
	has(CPU "intel_pstate/no_turbo", "0");
	has(CPU "cpu3/thermal_throttle/package_throttle_count", "12");
	has(CPU "cpu3/thermal_throttle/core_throttle_count", "3");
	has("sys/class/power_supply/AC/type", "Mains");
	has("sys/class/power_supply/AC/online", "0");
	has("sys/class/power_supply/BAT0/type", "Battery");
	has("sys/class/power_supply/BAT0/status", "Discharging");
	has("sys/kernel/mm/transparent_hugepage/enabled",
	    "[always] madvise never");
	examine(EACCES, true);
	finds("power", DOCTOR_BAD, "on battery");
	finds("governor", DOCTOR_BAD, "powersave");
	finds("turbo", DOCTOR_FAIR, "on");
	finds("frequency", DOCTOR_FAIR, "2400 MHz now, from 1000 to 2400 MHz");
	finds("throttling", DOCTOR_FAIR, "15 events since the start");
	finds("huge pages", DOCTOR_FAIR, "always");
	expect_text(finding("governor")->remedy,
	    "sudo cpupower frequency-set -g performance");
	expect_text(finding("turbo")->remedy,
	    "echo 1 | sudo tee "
	    "/sys/devices/system/cpu/intel_pstate/no_turbo");
	cr_expect(eq(int, doctor.counting, COUNTING_CALLGRIND));
	cr_expect(eq(int, doctor.fitness, DOCTOR_UNFIT));
	sums_up("not fit: governor, power; with care: smt, turbo, frequency, "
		"throttling, huge pages, perf");
	expect_text(doctor.findings[0].name, "governor");
}

Test(doctor, a_laptop_on_mains_or_with_a_wireless_mouse_is_not_on_battery)
{
	make_server();
	has("sys/class/power_supply/AC/type", "Mains");
	has("sys/class/power_supply/AC/online", "1");
	has("sys/class/power_supply/BAT0/type", "Battery");
	has("sys/class/power_supply/BAT0/status", "Charging");
	has("sys/class/power_supply/mouse/type", "Battery");
	has("sys/class/power_supply/mouse/scope", "Device");
	has("sys/class/power_supply/mouse/status", "Discharging");
	examine(0, true);
	finds("power", DOCTOR_GOOD, "on mains");
}

/* 150 ms of each 100 are 1.5 cores; the group above allows more. */
Test(doctor, a_container_shows_its_limits)
{
	make_server();
	has("proc/self/cgroup", "4:memory:/old\n0::/box/inner");
	has("sys/fs/cgroup/box/cpu.max", "400000 100000");
	has("sys/fs/cgroup/box/inner/cpu.max", "150000 100000");
	has("sys/fs/cgroup/box/memory.max", "536870912");
	has("sys/fs/cgroup/box/inner/memory.max", "max");
	examine(0, true);
	finds("cpu limit", DOCTOR_FAIR, "1.5 cores");
	finds("memory limit", DOCTOR_FAIR, "512 MiB");
	sums_up("fit with care: cpu limit, memory limit");

	has("sys/fs/cgroup/box/cpu.max", "50000 100000");
	examine(0, true);
	finds("cpu limit", DOCTOR_BAD, "0.5 cores");
}

/* A container sees its own group as the root, and may see a path outside. */
Test(doctor, a_group_outside_of_the_mount_counts_as_the_root)
{
	make_server();
	has("proc/self/cgroup", "0::/../other");
	has("sys/fs/cgroup/cpu.max", "200000 100000");
	has("sys/fs/other/cpu.max", "10000 100000");
	examine(0, true);
	finds("cpu limit", DOCTOR_FAIR, "2 cores");
	has("sys/fs/cgroup/cpu.max", "many");
	examine(0, true);
	finds("cpu limit", DOCTOR_UNKNOWN, "");
}

/* Without version 2 of the groups nothing is known of limits. */
Test(doctor, limits_of_other_groups_are_not_guessed)
{
	make_server();
	has("sys/fs/cgroup/cgroup.controllers", "hugetlb");
	examine(0, true);
	finds("cpu limit", DOCTOR_UNKNOWN, "");
	finds("memory limit", DOCTOR_UNKNOWN, "");
	sums_up("fit to measure; not known: cpu limit, memory limit");
}

/* 60 of 1,000 ticks were stolen. */
Test(doctor, a_guest_tells_its_host)
{
	make_server();
	has("proc/cpuinfo", "model name\t: vCPU\nflags\t: fpu hypervisor sse");
	has("sys/class/dmi/id/sys_vendor", "QEMU");
	has("sys/class/dmi/id/product_name", "Standard PC");
	has("proc/stat", "cpu  100 0 100 740 0 0 0 60 0 0");
	has("proc/sys/kernel/perf_event_paranoid", "4");
	has("sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "kvm-clock");
	examine(ENOENT, false);
	finds(
	    "virtualization", DOCTOR_FAIR, "virtual machine, QEMU Standard PC");
	finds("steal", DOCTOR_BAD, "6.00 % since the start");
	finds("clock source", DOCTOR_GOOD, "kvm-clock");
	finds("smt", DOCTOR_UNKNOWN, "off, as the guest sees");
	finds("perf", DOCTOR_FAIR,
	    "no counter of instructions, paranoid level 4");
	cr_expect(eq(ptr, (void *)finding("perf")->remedy, NULL));
	cr_expect(eq(int, doctor.counting, COUNTING_NONE));
	sums_up("not fit: steal; with care: virtualization, perf, callgrind; "
		"not known: smt");
}

Test(doctor, why_there_is_no_sandbox_is_told)
{
	no_sandbox = "bwrap: setting up uid map: Permission denied";
	examine(0, true);
	finds("sandbox", DOCTOR_FAIR, no_sandbox);
	no_sandbox = NULL;
	examine(0, true);
	finds("sandbox", DOCTOR_GOOD, "bubblewrap works");
}

Test(doctor, a_machine_that_tells_nothing_is_not_known)
{
	no_sandbox = "bwrap: No such file or directory";
	examine(ENOSYS, false);
	for (size_t i = 0; i < doctor.count; i++) {
		const struct doctor_finding *found = &doctor.findings[i];
		bool probed = strcmp(found->name, "perf") == 0 ||
			      strcmp(found->name, "callgrind") == 0 ||
			      strcmp(found->name, "sandbox") == 0;

		cr_expect(eq(int, found->verdict,
			      probed ? DOCTOR_FAIR : DOCTOR_UNKNOWN),
		    "%s", found->name);
		if (!probed)
			expect_text(found->value, "");
	}
	cr_expect(eq(int, doctor.fitness, DOCTOR_UNTOLD));
	sums_up("not known: the machine tells too little");
}

/* ---- single values ---- */

Test(doctor, one_core_is_to_be_shared)
{
	make_server();
	has("proc/self/status", "Cpus_allowed_list:\t3");
	examine(0, true);
	finds("cores", DOCTOR_FAIR, "8 online, 1 allowed");
	has("proc/self/status", "Cpus_allowed_list:\t0-127");
	examine(0, true);
	finds("cores", DOCTOR_GOOD, "8 online, 8 allowed");
}

/* 8 cores: 0.8 is a tenth of them, 4 the half. */
Test(doctor, load_is_judged_by_the_cores)
{
	make_server();
	has("proc/loadavg", "0.80 0.10 0.09 1/200 4242");
	examine(0, true);
	finds("load", DOCTOR_FAIR, "0.80 on 8 cores");
	has("proc/loadavg", "4.00 0.10 0.09 1/200 4242");
	examine(0, true);
	finds("load", DOCTOR_BAD, "4.00 on 8 cores");
}

Test(doctor, pressure_has_its_own_limits_for_each_resource)
{
	make_server();
	has("proc/pressure/cpu", "some avg10=8.18 avg60=0.00 avg300=0.00");
	has("proc/pressure/memory", "some avg10=8.18 avg60=0.00 avg300=0.00");
	has("proc/pressure/io", "full avg10=8.18 avg60=0.00 avg300=0.00");
	examine(0, true);
	finds("pressure cpu", DOCTOR_FAIR, "8.2 % of the last 10 s");
	finds("pressure memory", DOCTOR_BAD, "8.2 % of the last 10 s");
	finds("pressure io", DOCTOR_UNKNOWN, "");
}

/* 4 GiB, 1 GiB of it free. */
Test(doctor, swap_in_use_is_to_be_minded)
{
	make_server();
	has("proc/meminfo", "SwapTotal: 4194304 kB\nSwapFree: 1048576 kB");
	examine(0, true);
	finds("swap", DOCTOR_FAIR, "3 GiB used of 4 GiB");
	has("proc/meminfo", "SwapTotal: 0 kB\nSwapFree: 0 kB");
	examine(0, true);
	finds("swap", DOCTOR_GOOD, "none");
}

Test(doctor, settings_are_read_where_the_driver_has_them)
{
	make_server();
	fixture_write(fx.root, CPU "intel_pstate/no_turbo", "");
	has(CPU "cpufreq/boost", "1");
	has("proc/sys/kernel/randomize_va_space", "0");
	has("sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "hpet");
	fixture_write(fx.root, CPU "cpu0/cpufreq/scaling_cur_freq", "");
	examine(EPERM, true);
	finds("turbo", DOCTOR_FAIR, "on");
	expect_text(finding("turbo")->remedy,
	    "echo 0 | sudo tee /sys/devices/system/cpu/cpufreq/boost");
	finds("aslr", DOCTOR_FAIR, "off");
	finds("clock source", DOCTOR_BAD, "hpet");
	finds("frequency", DOCTOR_UNKNOWN,
	    "2400.0 MHz now, its limits are not told");
	finds("perf", DOCTOR_FAIR, "not permitted, paranoid level 1");
	cr_expect(eq(ptr, (void *)finding("perf")->remedy, NULL));
	has("proc/sys/kernel/perf_event_paranoid", "3");
	has("sys/devices/system/clocksource/clocksource0/current_clocksource",
	    "sundial");
	examine(EPERM, true);
	expect_text(finding("perf")->remedy,
	    "sudo sysctl kernel.perf_event_paranoid=2");
	finds("clock source", DOCTOR_UNKNOWN, "sundial");
}

/* ---- reports ---- */

static char *
report_text(bool colour, bool verbose)
{
	const struct doctor_report_options options = {colour, verbose};
	char *text = NULL;
	size_t len;
	FILE *file = open_memstream(&text, &len);

	cr_assert(eq(int, doctor_report_text(&doctor, &options, file), ERR_OK));
	fclose(file);
	return text;
}

Test(doctor, the_text_shows_effects_and_remedies_worst_first)
{
	char *text;

	doctor = (struct doctor){
	    .count = 3,
	    .fitness = DOCTOR_UNFIT,
	    .counting = COUNTING_NONE,
	    .findings =
		{
		    {"governor", "power\x1b[2Jsave", DOCTOR_BAD, "slow",
			"mend"},
		    {"smt", "", DOCTOR_UNKNOWN, "half", NULL},
		    {"cpu", "Xeon", DOCTOR_GOOD, "mixed", NULL},
		},
	};
	text = report_text(false, false);
	expect_text(text, "bad      governor  power\\x1b[2Jsave\n"
			  "                   slow\n"
			  "                   try: mend\n"
			  "unknown  smt       not told\n"
			  "good     cpu       Xeon\n"
			  "\n"
			  "instruction counts: none\n"
			  "not fit: governor; not known: smt\n");
	free(text);
	text = report_text(true, true);
	cr_expect(ne(ptr, strstr(text, "\x1b[1;31mbad    \x1b[0m  "), NULL));
	cr_expect(
	    ne(ptr, strstr(text, "Xeon\n                   mixed\n"), NULL));
	free(text);
}

static struct json *
parse(const char *text, size_t len, const char *what)
{
	struct json *json = NULL;

	cr_assert(eq(int, json_parse(&json, text, len, what), ERR_OK), "%s",
	    err_text());
	return json;
}

Test(doctor, its_json_meets_its_schema)
{
	char *rules = fixture_read("runner", "doctor.schema.json");
	struct json *schema = parse(rules, strlen(rules), "schema");
	struct buf faults = BUF_INIT;

	make_server();
	has(CPU "smt/active", "1");
	fixture_write(fx.root, "proc/cpuinfo", "");
	for (int machine = 0; machine < 2; machine++) {
		char *text = NULL;
		size_t len;
		FILE *file = open_memstream(&text, &len);
		struct json *json;

		if (machine)
			examine(0, true);
		else
			examine(ENOSYS, false);
		cr_assert(eq(int, doctor_report_json(&doctor, file), ERR_OK));
		fclose(file);
		json = parse(text, len, "findings");
		schema_check(schema, json, &faults);
		cr_expect(eq(
		    sz, json_count(json_get(json, "findings")), doctor.count));
		json_free(json);
		free(text);
	}
	cr_expect(eq(sz, faults.len, 0), "%s", buf_text(&faults));
	buf_release(&faults);
	json_free(schema);
	free(rules);
}

/* The validator knows this schema's rules: a wrong document is refused. */
Test(doctor, the_schema_refuses_what_is_wrong)
{
	static const char wrong[] =
	    "{\"schema\": \"tidemark.doctor/1\", \"version\": \"0\", "
	    "\"fitness\": \"fine\", \"counting\": \"perf\", \"findings\": "
	    "[{\"name\": \"smt\", \"value\": 1, \"verdict\": \"good\", "
	    "\"effect\": \"\"}]}";
	char *rules = fixture_read("runner", "doctor.schema.json");
	struct json *schema = parse(rules, strlen(rules), "schema");
	struct json *json = parse(wrong, sizeof wrong - 1, "wrong");
	struct buf faults = BUF_INIT;

	schema_check(schema, json, &faults);
	cr_expect(ne(ptr,
	    strstr(buf_text(&faults), "$.fitness: is none of the enum\n"),
	    NULL));
	cr_expect(ne(ptr,
	    strstr(
		buf_text(&faults), "$.findings[0].value: has another type\n"),
	    NULL));
	cr_expect(ne(ptr, strstr(buf_text(&faults), "remedy"), NULL));
	buf_release(&faults);
	json_free(json);
	json_free(schema);
	free(rules);
}
