#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/bench_options.h"
#include "core/interval/interval.h"

#define ALL (~0U)

/* Parse the words of `line`, which are cut apart in place. */
static enum err
parse_some(unsigned shared, struct bench_options *options, char *line)
{
	struct option table[BENCH_OPTIONS + 1];
	struct bench_words words = BENCH_WORDS_INIT;
	const struct option_set set = {table, &words};
	char *argv[16];
	int argc = 0;
	enum err err;

	for (char *word = strtok(line, " "); word; word = strtok(NULL, " "))
		argv[argc++] = word;
	bench_options_table(shared, table);
	err = options_parse(&set, 1, false, &argc, argv);
	return err ? err : bench_options_take(options, &words);
}

static enum err
parse(struct bench_options *options, char *line)
{
	return parse_some(ALL, options, line);
}

Test(bench_options, nothing_said_is_the_standard_stream_over_all_managers)
{
	const char *const *managers = interval_managers();
	struct bench_options options;
	char line[] = "";

	cr_assert(eq(int, parse(&options, line), ERR_OK));
	cr_expect(eq(sz, options.stream.ops, 10000));
	cr_expect(eq(u64, options.stream.seed, 42));
	cr_expect(eq(u64, options.stream.live, 0));
	cr_expect(eq(str, (char *)options.stream.mix->name, "standard"));
	cr_expect(eq(u32, options.warmup, 1));
	cr_expect(eq(u32, options.repetitions, 5));
	cr_expect(eq(int, options.format, BENCH_TABLE));
	cr_expect(eq(ptr, (void *)options.filter, NULL));
	cr_expect(eq(ptr, (void *)options.trace, NULL));
	cr_expect(eq(ptr, (void *)options.trace_out, NULL));
	for (size_t i = 0; i == 0 || managers[i - 1]; i++)
		cr_expect(
		    eq(ptr, (void *)options.managers[i], (void *)managers[i]));
}

Test(bench_options, both_spellings_and_any_order_are_read)
{
	struct bench_options options;
	char line[] = "--ops=7 --live 50 --seed 18446744073709551615 "
		      "--warmup 0 --repetitions=3 --mix query --format json "
		      "--filter a=b --trace-out f";

	cr_assert(eq(int, parse(&options, line), ERR_OK), "%s", err_text());
	cr_expect(eq(sz, options.stream.ops, 7));
	cr_expect(eq(u64, options.stream.live, 50));
	cr_expect(eq(u64, options.stream.seed, UINT64_MAX));
	cr_expect(eq(str, (char *)options.stream.mix->name, "query"));
	cr_expect(eq(u32, options.warmup, 0));
	cr_expect(eq(u32, options.repetitions, 3));
	cr_expect(eq(str, (char *)options.filter, "a=b"));
	cr_expect(eq(str, (char *)options.trace_out, "f"));
	cr_expect(eq(int, options.format, BENCH_JSON));
}

Test(bench_options, managers_are_in_their_own_order_each_once)
{
	struct bench_options options;
	char two[] = "--manager treap --manager boundary --manager treap";
	char all[] = "--manager treap --manager all";

	cr_assert(eq(int, parse(&options, two), ERR_OK), "%s", err_text());
	cr_expect(eq(str, (char *)options.managers[0], "boundary"));
	cr_expect(eq(str, (char *)options.managers[1], "treap"));
	cr_expect(eq(ptr, (void *)options.managers[2], NULL));
	cr_assert(eq(int, parse(&options, all), ERR_OK), "%s", err_text());
	cr_expect(ne(ptr, (void *)options.managers[2], NULL));
}

Test(bench_options, bad_words_are_usage_errors_that_say_what_was_expected)
{
	static const char *const cases[][2] = {
	    {"--ops 0", "--ops 0: a whole number from 1 to 100000000"},
	    {"--ops 100000001", "from 1 to 100000000"},
	    {"--ops ten", "--ops ten: a whole number"},
	    {"--ops 5k", "--ops 5k: a whole number"},
	    {"--ops -5", "--ops -5: a whole number"},
	    {"--ops +5", "--ops +5: a whole number"},
	    {"--ops=", "--ops : a whole number"},
	    {"--ops", "--ops: N was expected"},
	    {"--live 9", "from 10 to 10000000"},
	    {"--live 10000001", "from 10 to 10000000"},
	    {"--seed 18446744073709551616", "0 to 18446744073709551615"},
	    {"--repetitions 0", "from 1 to 100000"},
	    {"--warmup 1.5", "from 0 to 100000"},
	    {"--mix odd", "not one of standard, dense, sparse, query, frag"},
	    {"--format xml", "not one of table, json, csv"},
	    {"--manager list", "\"list\" is not one of boundary, "},
	    {"--manager all --manager list", "\"list\" is not one of"},
	    {"--trace f --mix query", "--trace: expected none of --mix"},
	    {"--trace f --ops 5", "--trace: expected none of"},
	    {"--trace f --live 50", "--trace: expected none of"},
	    {"--trace f --seed 43", "--trace: expected none of"},
	    {"--op 5", "--op: unknown option"},
	    {"-n 5", "-n: unknown option"},
	    {"--help=1", "--help takes no value"},
	};

	for (size_t i = 0; i < sizeof cases / sizeof cases[0]; i++) {
		struct bench_options options = {.warmup = 77};
		char line[64];

		strcpy(line, cases[i][0]);
		cr_expect(eq(int, parse(&options, line), ERR_USAGE), "%s",
		    cases[i][0]);
		cr_expect(strstr(err_text(), cases[i][1]) != NULL,
		    "%s gives: %s", cases[i][0], err_text());
		cr_expect(eq(u32, options.warmup, 77));
	}
}

Test(bench_options, a_command_takes_only_what_it_names)
{
	struct bench_options options;
	char ops[] = "--ops 5";
	char seed[] = "--seed 5";
	char help[] = "--help";

	cr_expect(eq(int, parse_some(BENCH_OPS, &options, ops), ERR_OK));
	cr_expect(eq(int, parse_some(BENCH_OPS, &options, seed), ERR_USAGE));
	cr_expect(eq(int, parse_some(0, &options, help), ERR_OK));
}

Test(bench_options, a_stream_that_was_written_as_a_trace_can_be_replayed)
{
	struct bench_options options;
	struct stream made = STREAM_INIT;
	struct stream replayed = STREAM_INIT;
	char path[] = "/tmp/test_bench_options_XXXXXX";
	char out[96], in[96];

	cr_assert(ne(int, mkstemp(path), -1));
	snprintf(out, sizeof out, "--ops 30 --mix choice --trace-out %s", path);
	snprintf(in, sizeof in, "--trace %s", path);
	cr_assert(eq(int, parse(&options, out), ERR_OK), "%s", err_text());
	cr_assert(eq(int, bench_options_stream(&options, &made), ERR_OK));
	cr_assert(eq(int, parse(&options, in), ERR_OK), "%s", err_text());
	cr_assert(eq(int, bench_options_stream(&options, &replayed), ERR_OK),
	    "%s", err_text());
	cr_expect(eq(u32, stream_crc(&made), stream_crc(&replayed)));
	stream_release(&made);
	stream_release(&replayed);
	remove(path);
	cr_expect(eq(int, bench_options_stream(&options, &made), ERR_IO));
	options.trace = NULL;
	options.trace_out = "/dev/full";
	cr_expect(eq(int, bench_options_stream(&options, &made), ERR_IO));
}
