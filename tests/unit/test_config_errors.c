/* config_parse: what is refused, where it says so, and with which words. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdio.h>
#include <string.h>

#include "core/base/buf.h"
#include "runner/config.h"
#include "tests/support/git_fixture.h"

/* Four lines, and the last may go on; what follows stands on line 5. */
#define SMALL                                                                  \
	"version: 1\n"                                                         \
	"benchmarks:\n"                                                        \
	"  - name: a\n"                                                        \
	"    command: ./a\n"

struct row {
	const char *text;
	const char *error; /* after "t.yml:" */
};

static void
refused_bytes(const char *text, size_t len, const char *error)
{
	struct config *config = NULL;
	char expected[512];

	snprintf(expected, sizeof expected, "t.yml:%s", error);
	cr_expect(eq(int, config_parse(&config, text, len, "t.yml"), ERR_USAGE),
	    "%s", text);
	cr_expect(eq(ptr, config, NULL));
	expect_text(err_text(), expected);
	config_free(config);
}

static void
refused(const struct row *rows, size_t count)
{
	for (size_t i = 0; i < count; i++)
		refused_bytes(
		    rows[i].text, strlen(rows[i].text), rows[i].error);
}

#define REFUSED(rows) refused(rows, sizeof(rows) / sizeof((rows)[0]))

Test(config_errors, an_unknown_key_is_named_with_its_place)
{
	static const struct row rows[] = {
	    {SMALL "colour: red\n", "5:1: colour: unknown key"},
	    {SMALL "build:\n  comand: make\n",
		"6:3: build.comand: unknown key"},
	    {"version: 1\nbenchmarks:\n  - name: a\n    comand: b\n",
		"4:5: benchmarks[0].comand: unknown key"},
	    {SMALL "rules:\n  - match: x\n    tolerance: 5%\n"
		   "  - match: y\n    limit: 5%\n",
		"9:5: rules[1].limit: unknown key"},
	    {SMALL "measure: {budget: 1m, round: 9}\n",
		"5:23: measure.round: unknown key"},
	    {SMALL "publish:\n  - to: github\n    token: x\n",
		"7:5: publish[0].token: unknown key"},
	    {SMALL "    metrics: [qps]\n",
		"5:15: benchmarks[0].metrics[0]: "
		"which way \"qps\" is better is "
		"not known: list it under bigger or smaller, too"},
	    {SMALL "    bigger: [qps]\n    smaller: [x, qps]\n",
		"5:14: benchmarks[0].bigger[0]: \"qps\" is under bigger and "
		"under smaller"},
	    {SMALL "    bigger: [x, instructions]\n",
		"5:17: benchmarks[0].bigger[1]: fewer instructions are better, "
		"and tidemark counts them itself"},
	    {SMALL "cache:\n  size: 1GiB\n  age: 1\n",
		"7:3: cache.age: unknown key"},
	    {SMALL "history:\n  windows: 3\n",
		"6:3: history.windows: unknown key"},
	};

	REFUSED(rows);
}

Test(config_errors, a_key_with_characters_of_paths_is_unknown)
{
	static const struct row rows[] = {
	    {SMALL "build:\n  inputs[x: [a]\n",
		"6:3: build.inputs[x: unknown key"},
	    {SMALL "build:\n  inputs[0]: a\n",
		"6:3: build.inputs[0]: unknown key"},
	    {SMALL "build.command: make\n", "5:1: build.command: unknown key"},
	    {SMALL "\"]\": make\n", "5:1: ]: unknown key"},
	    {SMALL "\"\": make\n", "5:1: : unknown key"},
	};

	REFUSED(rows);
}

Test(config_errors, a_value_of_the_wrong_shape_is_told_from_the_right_one)
{
	static const struct row rows[] = {
	    {SMALL "build: make\n", "5:1: build: a mapping of keys was "
				    "expected, not a value"},
	    {SMALL "build:\n  command: [make]\n",
		"6:3: build.command: a value was expected, not a list"},
	    {SMALL "build:\n  inputs: core\n",
		"6:3: build.inputs: a list was expected, not a value"},
	    {SMALL "build:\n  inputs:\n    - {a: b}\n",
		"7:7: build.inputs[0]: a value was expected, not a mapping of "
		"keys"},
	    {SMALL "    metrics: cpu_time\n",
		"5:5: benchmarks[0].metrics: a list was expected, not a value"},
	    {"version: 1\nbenchmarks:\n  name: a\n",
		"2:1: benchmarks: a list was expected, not a mapping of keys"},
	    {SMALL "  - ./b\n", "5:5: benchmarks[1]: a mapping of keys was "
				"expected, not a value"},
	    {SMALL "measure:\n",
		"5:1: measure: a mapping of keys was expected, not a value"},
	    {"- a\n", "1:1: the file: a mapping of keys was expected, not a "
		      "list"},
	    {"make\n", "1:1: the file: a mapping of keys was expected, not a "
		       "value"},
	};

	REFUSED(rows);
}

Test(config_errors, a_version_that_is_not_1_is_refused)
{
	static const struct row rows[] = {
	    {"version: 2\n", "1:1: version: \"2\", 1 was expected"},
	    {"version:\n", "1:1: version: \"\", 1 was expected"},
	    {"# no version\nbenchmarks: []\n",
		"2:1: version: \"\", 1 was expected"},
	};

	REFUSED(rows);
}

Test(config_errors, conditions_of_benchmarks_have_their_forms)
{
	static const struct row rows[] = {
	    {SMALL "measure:\n  pin: 2\n",
		"6:3: measure.pin: \"2\" is neither true nor false"},
	    {SMALL "measure:\n  no-aslr: yes\n",
		"6:3: measure.no-aslr: \"yes\" is neither true nor false"},
	    {SMALL "measure:\n  cpus: 3-2\n",
		"6:3: measure.cpus: \"3-2\" is not a list of CPUs such as "
		"2-3,5"},
	    {SMALL "measure:\n  cpus: 1024\n",
		"6:3: measure.cpus: \"1024\" is not a list of CPUs such as "
		"2-3,5"},
	    {SMALL "measure:\n  nice: -6\n",
		"6:3: measure.nice: \"-6\" is not a whole number from -5 to "
		"19"},
	    {SMALL "measure:\n  nice: 20\n",
		"6:3: measure.nice: \"20\" is not a whole number from -5 to "
		"19"},
	    {SMALL "measure:\n  nice: --1\n",
		"6:3: measure.nice: \"--1\" is not a whole number from -5 to "
		"19"},
	    {SMALL "measure:\n  nice: '-'\n",
		"6:3: measure.nice: \"-\" is not a whole number from -5 to "
		"19"},
	};

	REFUSED(rows);
}

Test(config_errors, a_percentage_is_above_0_and_has_its_sign)
{
	static const char *const bad[] = {"ten", "10", "0%", "-5%", "1001%",
	    "nan%", "inf%", "0x10%", "10%%", "5 percent", "", "%", "1e999%"};
	char text[256];
	char error[256];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text,
		    SMALL "rules:\n  - match: x\n    tolerance: \"%s\"\n",
		    bad[i]);
		snprintf(error, sizeof error,
		    "7:5: rules[0].tolerance: \"%s\" is not a percentage such "
		    "as 10%%",
		    bad[i]);
		refused_bytes(text, strlen(text), error);
	}
}

Test(config_errors, a_duration_is_above_0_and_has_its_unit)
{
#define WORDS "is not a duration such as 90s, 10m or 1h"
	static const struct row rows[] = {
	    {SMALL "build:\n  timeout: 10\n",
		"6:3: build.timeout: \"10\" " WORDS},
	    {SMALL "    timeout: soon\n",
		"5:5: benchmarks[0].timeout: \"soon\" " WORDS},
	    {SMALL "measure:\n  budget: -1m\n",
		"6:3: measure.budget: \"-1m\" " WORDS},
	    {SMALL "measure:\n  budget: 0s\n",
		"6:3: measure.budget: \"0s\" " WORDS},
	    {SMALL "measure:\n  budget:\n", "6:3: measure.budget: \"\" " WORDS},
	    {SMALL "measure:\n  budget: 9000h\n",
		"6:3: measure.budget: \"9000h\" " WORDS},
	};
#undef WORDS

	REFUSED(rows);
}

Test(config_errors, a_filter_is_one_option)
{
#define OPTION "is not an option such as --filter or --filter="
	static const struct row rows[] = {
	    {SMALL "    filter: ''\n",
		"5:5: benchmarks[0].filter: \"\" " OPTION},
	    {SMALL "    filter: '-'\n",
		"5:5: benchmarks[0].filter: \"-\" " OPTION},
	    {SMALL "    filter: names\n",
		"5:5: benchmarks[0].filter: \"names\" " OPTION},
	    {SMALL "    filter: --filter $(touch x)\n",
		"5:5: benchmarks[0].filter: \"--filter $(touch x)\" " OPTION},
	};
#undef OPTION

	REFUSED(rows);
}

Test(config_errors, a_number_stays_in_its_range)
{
#define WHOLE(range) "is not a whole number from " range
	static const struct row rows[] = {
	    {SMALL "measure:\n  rounds: 7\n",
		"6:3: measure.rounds: \"7\" " WHOLE("8 to 65")},
	    {SMALL "measure:\n  rounds: 66\n",
		"6:3: measure.rounds: \"66\" " WHOLE("8 to 65")},
	    {SMALL "measure:\n  max-series: 0\n",
		"6:3: measure.max-series: \"0\" " WHOLE("1 to 100000")},
	    {SMALL "history:\n  window: 1001\n",
		"6:3: history.window: \"1001\" " WHOLE("1 to 1000")},
	    {SMALL "    repetitions: 0\n",
		"5:5: benchmarks[0].repetitions: \"0\" " WHOLE("1 to 1000")},
	    {SMALL "    warmup: -1\n",
		"5:5: benchmarks[0].warmup: \"-1\" " WHOLE("0 to 1000")},
	    {SMALL "    warmup: 1.5\n",
		"5:5: benchmarks[0].warmup: \"1.5\" " WHOLE("0 to 1000")},
	    {SMALL "    warmup: 99999999999999999999\n",
		"5:5: benchmarks[0].warmup: \"99999999999999999999\" " WHOLE(
		    "0 to 1000")},
	};
#undef WHOLE

	REFUSED(rows);
}

Test(config_errors, a_size_has_its_unit)
{
	static const char *const bad[] = {"4", "4GB", "-1GiB", "0GiB",
	    "1000000TiB", "GiB", "4 GiB", "0x10MiB", ""};
	char text[256];
	char error[256];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text, SMALL "cache:\n  size: \"%s\"\n",
		    bad[i]);
		snprintf(error, sizeof error,
		    "6:3: cache.size: \"%s\" is not a size such as 500MiB or "
		    "4GiB",
		    bad[i]);
		refused_bytes(text, strlen(text), error);
	}
}

Test(config_errors, control_is_true_or_false)
{
	static const struct row rows[] = {
	    {SMALL "measure:\n  control: yes\n",
		"6:3: measure.control: \"yes\" is neither true nor false"},
	    {SMALL "measure:\n  control:\n",
		"6:3: measure.control: \"\" is neither true nor false"},
	};

	REFUSED(rows);
}

Test(config_errors, a_path_stays_below_the_root)
{
	static const char *const bad[] = {
	    "/etc", "..", "../x", "a/../b", "a/..", ""};
	char text[256];
	char error[256];

	for (size_t i = 0; i < sizeof bad / sizeof *bad; i++) {
		snprintf(text, sizeof text,
		    SMALL "build:\n  inputs: [x, \"%s\"]\n", bad[i]);
		snprintf(error, sizeof error,
		    "6:15: build.inputs[1]: \"%s\" is not a path below the "
		    "repository's root",
		    bad[i]);
		refused_bytes(text, strlen(text), error);
	}
}

Test(config_errors, artifacts_and_sources_are_such_paths_too)
{
	static const struct row rows[] = {
	    {SMALL "build:\n  artifacts: [/bin/sh]\n",
		"6:15: build.artifacts[0]: \"/bin/sh\" is not a path below the "
		"repository's root"},
	    {SMALL "    sources:\n      - ../x\n",
		"6:9: benchmarks[0].sources[0]: \"../x\" is not a path below "
		"the repository's root"},
	};

	REFUSED(rows);
}

Test(config_errors, what_a_benchmark_and_a_rule_need_is_asked_for)
{
	static const struct row rows[] = {
	    {"version: 1\n",
		"1:1: benchmarks: at least one benchmark was expected"},
	    {"version: 1\nbenchmarks: []\n",
		"2:1: benchmarks: at least one benchmark was expected"},
	    {"version: 1\nbenchmarks:\n  - command: b\n",
		"3:5: benchmarks[0].name: a name was expected"},
	    {"version: 1\nbenchmarks:\n  - command: b\n    name:\n",
		"4:5: benchmarks[0].name: a name was expected"},
	    {"version: 1\nbenchmarks:\n  - name: b\n",
		"3:5: benchmarks[0].command: a shell command was expected"},
	    {SMALL "  - name: a\n    command: c\n",
		"5:5: benchmarks[1].name: \"a\" names two benchmarks"},
	    {SMALL "    format: gogle\n",
		"5:5: benchmarks[0].format: \"gogle\" is none of auto, "
		"google, command"},
	    {SMALL "build:\n  command: ''\n",
		"6:3: build.command: empty, a shell command was expected"},
	    {SMALL "rules:\n  - tolerance: 5%\n",
		"6:5: rules[0].match: a glob of benchmark/metric was "
		"expected"},
	    {SMALL "fdr: 5\n", "5:1: fdr: \"5\" is not a percentage such as "
			       "10%"},
	    {SMALL "fdr: 100%\n",
		"5:1: fdr: \"100%\" is not a percentage below 100%"},
	    {SMALL "rules:\n  - match: x\n",
		"6:5: rules[0].tolerance: a percentage such as 10% was "
		"expected, or min-effect, max, min or band"},
	};

	REFUSED(rows);
}

Test(config_errors, environment_takes_names_alone)
{
	static const struct row rows[] = {
	    {SMALL "environment:\n  - CC\n  - CFLAGS=-O2\n",
		"7:5: environment[1]: \"CFLAGS=-O2\" is not a variable's name"},
	    {SMALL "environment: ['']\n",
		"5:15: environment[0]: \"\" is not a variable's name"},
	};

	REFUSED(rows);
}

Test(config_errors, a_key_that_is_there_twice_is_refused_at_the_second)
{
	static const struct row rows[] = {
	    {SMALL "version: 1\n", "5:1: version: this key is there twice"},
	    {SMALL "    name: b\n",
		"5:5: benchmarks[0].name: this key is there twice"},
	    {SMALL "build: {command: a, command: b}\n",
		"5:21: build.command: this key is there twice"},
	};

	REFUSED(rows);
}

Test(config_errors, references_inside_the_file_are_refused)
{
	static const struct row rows[] = {
	    {SMALL "build:\n  command: &c make\n",
		"6:12: anchors are not supported"},
	    {SMALL "build: &b\n  command: make\n",
		"5:8: anchors are not supported"},
	    {SMALL "rules: &r []\n", "5:8: anchors are not supported"},
	    {SMALL "build:\n  command: *c\n",
		"6:12: aliases are not supported"},
	};

	REFUSED(rows);
}

Test(config_errors, a_file_without_content_says_who_writes_one)
{
	static const struct row rows[] = {
	    {"", " empty, a config was expected (tidemark init writes one)"},
	    {"# later\n",
		" empty, a config was expected (tidemark init writes one)"},
	    {"\n\n", " empty, a config was expected (tidemark init writes "
		     "one)"},
	};

	REFUSED(rows);
}

Test(config_errors, broken_yaml_is_found_where_it_breaks)
{
	static const struct row rows[] = {
	    {"version: 1\nbenchmarks: [\n",
		"3:1: did not find expected node content"},
	    {"version: 1\n@build: x\n",
		"2:1: found character that cannot start any token"},
	    {"version: 1\n  build: x\n",
		"2:8: mapping values are not allowed in this context"},
	    {"version: \"1\n", "2:1: found unexpected end of stream"},
	    {"{version: 1}\n---\n{version: 1}\n",
		"2:1: more than one document"},
	    {"? [a]\n: b\n",
		"1:3: a key must be a word, not a list or a mapping"},
	};

	REFUSED(rows);
}

Test(config_errors, bytes_that_are_no_text_are_found_where_they_stand)
{
	static const char nul[] = SMALL "build:\n  command: a\0b\n";
	static const char other[] = "version: 1\nbuild: \xff\n";

	refused_bytes(
	    nul, sizeof nul - 1, "6:13: control characters are not allowed");
	refused_bytes(
	    other, sizeof other - 1, "2:8: invalid leading UTF-8 octet");
}

Test(config_errors, an_escaped_nul_does_not_cut_a_value)
{
	static const struct row rows[] = {
	    {SMALL "build:\n  command: \"a\\0b\"\n",
		"6:12: a NUL byte in a value"},
	    {SMALL "\"build\\0x\": {}\n", "5:1: a NUL byte in a key"},
	};

	REFUSED(rows);
}

Test(config_errors, nesting_has_its_bound)
{
	static const struct row rows[] = {
	    {"[[[[[[[[[[[[[[[[[", "1:17: nested too deep"},
	};

	REFUSED(rows);
}

/* The root, version's value and the list are three nodes; 4,997 elements fill
 * the 5,000, and the next stands on line 2 + 4,998. */
Test(config_errors, entry_5001_is_one_too_many)
{
	struct buf text = BUF_INIT;

	buf_puts(&text, "version: 1\nenvironment:\n");
	for (int i = 0; i < 4998; i++)
		buf_puts(&text, "- A\n");
	refused_bytes(text.data, text.len, "5000:3: more than 5000 entries");
	buf_release(&text);
}

Test(config_errors, an_error_shows_no_control_characters)
{
	struct config *config = NULL;
	const char *text = SMALL "\"a\\e[31m\\n\": 1\n";

	cr_expect(eq(int, config_parse(&config, text, strlen(text), "t.yml"),
	    ERR_USAGE));
	cr_expect(eq(ptr, strchr(err_text(), 033), NULL));
}
