/* config_parse: what each key means. What is refused: test_config_errors.c. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/base/clock.h"
#include "runner/config.h"

#define MINUTE_NS (60 * CLOCK_NS_PER_S)

/* The smallest config there is. */
#define SMALL                                                                  \
	"version: 1\n"                                                         \
	"benchmarks:\n"                                                        \
	"  - name: a\n"                                                        \
	"    command: ./a\n"

static struct config *config;

static void
teardown(void)
{
	config_free(config);
}

TestSuite(config, .fini = teardown);

static void
parse(const char *text)
{
	config_free(config);
	config = NULL;
	cr_assert(
	    eq(int, config_parse(&config, text, strlen(text), "t.yml"), ERR_OK),
	    "%s", err_text());
}

/* The texts joined by '|'. */
static const char *
joined(const struct config_texts *texts)
{
	static char out[256];

	out[0] = '\0';
	for (size_t i = 0; i < texts->count; i++) {
		strcat(out, i ? "|" : "");
		strcat(out, texts->items[i]);
	}
	return out;
}

/* The example of the design. */
static const char example[] =
    "version: 1\n"
    "build:\n"
    "  command: make -j2 build/interval-bench\n"
    "  timeout: 10m\n"
    "  inputs: [core, Makefile]            # only these decide\n"
    "  artifacts: [build/interval-bench]   # what the benchmarks run\n"
    "benchmarks:\n"
    "  - name: protocol\n"
    "    command: build/interval-bench protocol --format json\n"
    "    format: google                    # auto, google, command\n"
    "    sources: [core/bench]             # the benchmark's own code\n"
    "    filter: --filter                  # takes a regex of names\n"
    "    metrics: [cpu_time]               # judged\n"
    "    timeout: 2m\n"
    "rules:                                # first match wins\n"
    "  - match: \"*/p99\"\n"
    "    tolerance: 20%\n"
    "  - match: \"*\"\n"
    "    tolerance: 10%\n"
    "measure:\n"
    "  budget: 10m\n"
    "  control: true\n"
    "history:\n"
    "  window: 30\n"
    "publish:\n"
    "  - to: github\n";

Test(config, the_designs_example_builds_as_it_says)
{
	parse(example);
	cr_expect(eq(str, (char *)config->build.command,
	    "make -j2 build/interval-bench"));
	cr_expect(eq(i64, config->build.timeout_ns, 10 * MINUTE_NS));
	cr_expect(
	    eq(str, (char *)joined(&config->build.inputs), "core|Makefile"));
	cr_expect(eq(str, (char *)joined(&config->build.artifacts),
	    "build/interval-bench"));
}

Test(config, the_designs_example_measures_as_it_says)
{
	const struct config_benchmark *benchmark;

	parse(example);
	cr_assert(eq(sz, config->benchmark_count, 1));
	benchmark = &config->benchmarks[0];
	cr_expect(eq(str, (char *)benchmark->name, "protocol"));
	cr_expect(eq(str, (char *)benchmark->command,
	    "build/interval-bench protocol --format json"));
	cr_expect(eq(str, (char *)benchmark->format, "google"));
	cr_expect(eq(str, (char *)joined(&benchmark->sources), "core/bench"));
	cr_expect(eq(str, (char *)benchmark->filter, "--filter"));
	cr_expect(eq(str, (char *)joined(&benchmark->metrics), "cpu_time"));
	cr_expect(eq(i64, benchmark->timeout_ns, 2 * MINUTE_NS));
	cr_expect(eq(i64, config->measure.budget_ns, 10 * MINUTE_NS));
	cr_expect(config->measure.control);
	cr_expect(eq(sz, config->history_window, 30));
	cr_expect(eq(sz, config->publish_count, 1));
}

Test(config, rules_keep_their_order)
{
	parse(example);
	cr_assert(eq(sz, config->rule_count, 2));
	cr_expect(eq(str, (char *)config->rules[0].match, "*/p99"));
	cr_expect(ieee_ulp_eq(dbl, config->rules[0].tolerance, 0.2, 1));
	cr_expect(eq(str, (char *)config->rules[1].match, "*"));
	cr_expect(ieee_ulp_eq(dbl, config->rules[1].tolerance, 0.1, 1));
}

Test(config, a_small_one_gets_the_defaults)
{
	const struct config_benchmark *benchmark;

	parse(SMALL);
	benchmark = &config->benchmarks[0];
	cr_expect(eq(ptr, (void *)config->build.command, NULL));
	cr_expect(eq(i64, config->build.timeout_ns, 10 * MINUTE_NS));
	cr_expect(eq(sz, config->build.inputs.count, 0));
	cr_expect(eq(str, (char *)benchmark->format, "auto"));
	cr_expect(eq(str, (char *)joined(&benchmark->metrics), "real_time"));
	cr_expect(eq(ptr, (void *)benchmark->filter, NULL));
	cr_expect(eq(i64, benchmark->timeout_ns, 5 * MINUTE_NS));
	cr_expect(eq(sz, config->rule_count, 0));
	cr_expect(eq(i64, config->measure.budget_ns, 10 * MINUTE_NS));
	cr_expect(config->measure.control);
	cr_expect(eq(sz, config->measure.rounds, 65));
	cr_expect(eq(sz, config->measure.max_series, 10000));
	cr_expect(eq(sz, config->history_window, 30));
	cr_expect(eq(sz, config->environment.count, 0));
	cr_expect(eq(i64, config->cache_bytes, INT64_C(4) << 30));
	cr_expect(eq(sz, config->publish_count, 0));
}

Test(config, only_a_process_that_is_a_repetition_is_repeated)
{
	parse(SMALL "    format: google\n");
	cr_expect(eq(uint, config->benchmarks[0].repetitions, 1));
	cr_expect(eq(uint, config->benchmarks[0].warmup, 0));
	parse(SMALL "    format: command\n");
	cr_expect(eq(uint, config->benchmarks[0].repetitions, 3));
	cr_expect(eq(uint, config->benchmarks[0].warmup, 1));
	parse(SMALL "    format: command\n    repetitions: 7\n"
		    "    warmup: 0\n");
	cr_expect(eq(uint, config->benchmarks[0].repetitions, 7));
	cr_expect(eq(uint, config->benchmarks[0].warmup, 0));
}

Test(config, measure_takes_its_least_and_its_most)
{
	parse(SMALL "measure: {rounds: 8, max-series: 1, control: false}\n"
		    "history: {window: 1}\n");
	cr_expect(eq(sz, config->measure.rounds, 8));
	cr_expect(eq(sz, config->measure.max_series, 1));
	cr_expect(not(config->measure.control));
	cr_expect(eq(sz, config->history_window, 1));
	cr_expect(eq(dbl, config->fdr, 0));
	parse(SMALL "fdr: 5%\n");
	cr_expect(epsilon_eq(dbl, config->fdr, .05, 1e-15));
	parse(SMALL "measure: {rounds: 65, max-series: 100000}\n"
		    "history: {window: 1000}\n");
	cr_expect(eq(sz, config->measure.rounds, 65));
	cr_expect(eq(sz, config->measure.max_series, 100000));
	cr_expect(eq(sz, config->history_window, 1000));
}

Test(config, instructions_are_counted_where_they_are_a_metric)
{
	parse(SMALL);
	cr_expect(not(config_counts(&config->benchmarks[0])));
	cr_expect(not(config_only_counts(&config->benchmarks[0])));
	parse(SMALL "    metrics: [cpu_time, instructions]\n");
	cr_expect(config_counts(&config->benchmarks[0]));
	cr_expect(not(config_only_counts(&config->benchmarks[0])));
	parse(SMALL "    metrics: [instructions]\n");
	cr_expect(config_counts(&config->benchmarks[0]));
	cr_expect(config_only_counts(&config->benchmarks[0]));
}

/* The printed form of a set of CPUs. */
static const char *
listed(const struct cpus *cpus)
{
	static struct buf out;

	buf_reset(&out);
	cpus_print(cpus, &out);
	return buf_text(&out);
}

Test(config, benchmarks_run_as_tidemark_does_unless_told)
{
	const struct config_conditions *conditions;

	parse(SMALL);
	conditions = &config->measure.conditions;
	cr_expect(not(conditions->pin));
	cr_expect(eq(str, (char *)listed(&conditions->cpus), "none"));
	cr_expect(not(conditions->sets_nice));
	cr_expect(not(conditions->no_aslr));
	parse(SMALL "measure:\n  pin: true\n  cpus: 2-3,5\n  nice: -5\n"
		    "  no-aslr: true\n");
	conditions = &config->measure.conditions;
	cr_expect(conditions->pin);
	cr_expect(eq(str, (char *)listed(&conditions->cpus), "2-3,5"));
	cr_expect(conditions->sets_nice);
	cr_expect(eq(int, conditions->nice, -5));
	cr_expect(conditions->no_aslr);
	parse(SMALL "measure: {nice: 0, cpus: 1, no-aslr: false}\n");
	cr_expect(config->measure.conditions.sets_nice);
	cr_expect(eq(int, config->measure.conditions.nice, 0));
	parse(SMALL "measure: {nice: 19}\n");
	cr_expect(eq(int, config->measure.conditions.nice, 19));
}

Test(config, sizes_have_units_of_1024)
{
	parse(SMALL "cache: {size: 500MiB}\n");
	cr_expect(eq(i64, config->cache_bytes, INT64_C(500) << 20));
	parse(SMALL "cache: {size: 1.5GiB}\n");
	cr_expect(eq(i64, config->cache_bytes, INT64_C(3) << 29));
	parse(SMALL "cache: {size: 2TiB}\n");
	cr_expect(eq(i64, config->cache_bytes, INT64_C(2) << 40));
}

Test(config, environment_names_variables)
{
	parse(SMALL "environment: [CC, CFLAGS]\n");
	cr_expect(eq(str, (char *)joined(&config->environment), "CC|CFLAGS"));
}

Test(config, block_and_flow_style_say_the_same)
{
	parse("{version: 1, benchmarks: [{name: a, command: ./a, metrics: "
	      "[p50, p99]}]}");
	cr_expect(
	    eq(str, (char *)joined(&config->benchmarks[0].metrics), "p50|p99"));
}

Test(config, a_command_of_several_lines_stays_one_text)
{
	parse("version: 1\n"
	      "benchmarks:\n"
	      "  - name: a\n"
	      "    command: |\n"
	      "      cd x\n"
	      "      ./a\n");
	cr_expect(
	    eq(str, (char *)config->benchmarks[0].command, "cd x\n./a\n"));
}

Test(config, a_quoted_version_is_the_same_version)
{
	parse("version: \"1\"\nbenchmarks: [{name: a, command: b}]\n");
	cr_expect(eq(sz, config->benchmark_count, 1));
}

Test(config, nothing_to_publish_is_said_by_an_empty_list)
{
	parse(SMALL "publish: []\nrules: []\n");
	cr_expect(eq(sz, config->publish_count, 0));
}

Test(config, paths_may_be_the_root_or_hold_dots)
{
	parse(SMALL "build: {inputs: [., a..b, ..c/d, e/...]}\n");
	cr_expect(eq(
	    str, (char *)joined(&config->build.inputs), ".|a..b|..c/d|e/..."));
}
