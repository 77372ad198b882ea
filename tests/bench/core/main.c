/*
 * contest: one figure of one contestant, in a process of its own. See
 * scripts/bench-core, which runs it; without arguments it says what it takes.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "core/base/number.h"
#include "core/bench/oracle.h"
#include "core/bench/timing.h"
#include "core/interval/interval.h"
#include "tests/bench/core/managers.h"
#include "tests/bench/core/peers.h"
#include "tests/bench/core/probe.h"

#define SEED 42
#define WARM_OPS 10000
#define OPS_A_RUN 100000 /* shorter streams are run more than once */
#define LAPS_MAX 9
#define BATCHES " in batches"
#define SIZE_LIMIT (UINT64_C(1) << 34)

static const struct peer {
	const char *name;
	void (*lap)(const struct stream *stream, struct lap *lap);
} peers[] = {
    {"std::map", peer_std_map},
    {"std::set", peer_std_set},
    {"absl::btree_map", peer_absl_map},
    {"absl::btree_set", peer_absl_set},
    {"boost::icl", peer_boost_icl},
};

#define PEERS (sizeof peers / sizeof peers[0])

/* A manager, or a manager and BATCHES. */
static enum err
run_manager(
    const char *contestant, const struct stream *stream, struct lap *lap)
{
	const char *const *names = interval_managers();

	for (size_t i = 0; names[i]; i++) {
		size_t length = strlen(names[i]);

		if (strncmp(contestant, names[i], length) != 0)
			continue;
		if (!contestant[length])
			return manager_lap(names[i], stream, lap);
		if (strcmp(contestant + length, BATCHES) == 0)
			return manager_lap_batches(names[i], stream, lap);
	}
	return err_fail(ERR_USAGE,
	    "contestant \"%s\" is not known: expected a line of names",
	    contestant);
}

static enum err
run(const char *contestant, const struct stream *stream, struct lap *lap)
{
	for (size_t i = 0; i < PEERS; i++) {
		if (strcmp(contestant, peers[i].name) == 0) {
			peers[i].lap(stream, lap);
			return ERR_OK;
		}
	}
	return run_manager(contestant, stream, lap);
}

/* Short streams are run some times and the median counts. Before each lap the
 * contestant does other operations of the same kind: its code, its memory and
 * the clock are warm then, but no branch of this stream is known by heart. */
static enum err
run_laps(const char *contestant, const struct stream *stream,
    const struct stream *warm, struct lap *lap)
{
	size_t laps = OPS_A_RUN / stream->n;
	double times[LAPS_MAX];
	enum err err = ERR_OK;

	laps = laps < 1 ? 1 : laps > LAPS_MAX ? LAPS_MAX : laps;
	for (size_t i = 0; i < laps && !err; i++) {
		err = run(contestant, warm, lap);
		if (!err)
			err = run(contestant, stream, lap);
		times[i] = (double)lap->cpu_ns;
	}
	if (!err)
		lap->cpu_ns = (int64_t)timing_median(times, laps);
	return err;
}

/* MIX OPS LIVE; LIVE is 0 where the mix has a space of its own. */
static enum err
read_plan(char **words, struct stream_plan *plan)
{
	uint64_t ops;
	enum err err = number_parse_whole(words[1], 1, STREAM_OPS_MAX, &ops);

	if (!err)
		err = number_parse_whole(
		    words[2], 0, STREAM_LIVE_MAX, &plan->live);
	plan->mix = stream_mix_named(words[0]);
	if (err || !plan->mix || (plan->live && plan->live < STREAM_LIVE_MIN))
		return err_fail(ERR_USAGE,
		    "\"%s %s %s\": expected a mix, a number of operations and "
		    "one of live intervals",
		    words[0], words[1], words[2]);
	plan->seed = SEED;
	plan->ops = (size_t)ops;
	return ERR_OK;
}

static void
print_outcome(const struct outcome *outcome)
{
	printf("{\"intervals\": %zu, \"free\": %" PRIu64
	       ", \"finds\": \"%016" PRIx64 "\"}",
	    outcome->intervals, outcome->free_total, outcome->finds_hash);
}

static void
print_lap(const struct lap *lap, size_t ops)
{
	printf("{\"ns\": %.4f, \"bytes\": %zu, \"visits\": %.4f, ",
	    (double)lap->cpu_ns / (double)ops, lap->bytes,
	    (double)lap->visits / (double)ops);
	if (lap->cache_misses >= 0)
		printf("\"misses\": %.4f, ",
		    (double)lap->cache_misses / (double)ops);
	printf("\"outcome\": ");
	print_outcome(&lap->outcome);
	printf("}\n");
}

static enum err
do_run(char **words)
{
	const struct stream_plan warm_plan = {
	    .mix = stream_mixes(&(size_t){0}),
	    .seed = SEED + 1,
	    .ops = WARM_OPS,
	};
	struct stream stream = STREAM_INIT;
	struct stream warm = STREAM_INIT;
	struct stream_plan plan;
	struct lap lap = {.cpu_ns = 0};
	enum err err = read_plan(words + 1, &plan);

	if (!err)
		err = stream_init(&stream, &plan);
	if (!err)
		err = stream_init(&warm, &warm_plan);
	if (!err)
		err = run_laps(words[0], &stream, &warm, &lap);
	if (!err)
		print_lap(&lap, stream.n);
	stream_release(&stream);
	stream_release(&warm);
	return err;
}

static enum err
do_expect(char **words)
{
	struct stream stream = STREAM_INIT;
	struct stream_plan plan;
	struct outcome outcome;
	enum err err = read_plan(words, &plan);

	if (!err)
		err = stream_init(&stream, &plan);
	if (!err)
		err = oracle_expect(&stream, NULL, &outcome, NULL, NULL);
	if (!err) {
		print_outcome(&outcome);
		putchar('\n');
	}
	stream_release(&stream);
	return err;
}

static enum err
do_names(char **words)
{
	const char *const *names = interval_managers();

	(void)words;
	for (size_t i = 0; i < PEERS; i++)
		puts(peers[i].name);
	for (size_t i = 0; names[i]; i++)
		puts(names[i]);
	return ERR_OK;
}

/* What the tree managers use; nothing where INTERVAL_ISA is not to be had. */
static enum err
do_isa(char **words)
{
	const char *isa = interval_isa();

	(void)words;
	puts(isa ? isa : "");
	return ERR_OK;
}

static enum err
read_size(const char *word, uint64_t min, uint64_t *out)
{
	if (number_parse_whole(word, min, SIZE_LIMIT, out))
		return err_fail(ERR_USAGE,
		    "\"%s\": expected a number of at least %" PRIu64, word,
		    min);
	return ERR_OK;
}

static enum err
do_first_fit(char **words)
{
	static const char *const fits[PROBE_FITS] = {
	    [PROBE_FIT_NONE] = "none",
	    [PROBE_FIT_BEFORE] = "before",
	    [PROBE_FIT_LAST] = "last",
	};
	enum probe_fit fit = PROBE_FIT_NONE;
	uint64_t n;
	double ns;
	enum err err = read_size(words[2], PROBE_FIT_MIN, &n);

	while (fit < PROBE_FITS && strcmp(words[1], fits[fit]) != 0)
		fit++;
	if (fit == PROBE_FITS)
		err = err_fail(ERR_USAGE,
		    "\"%s\": expected none, before or last", words[1]);
	if (!err)
		err = probe_first_fit(words[0], fit, (size_t)n, &ns);
	if (!err)
		printf("%.4f\n", ns);
	return err;
}

static enum err
do_height(char **words)
{
	uint64_t n;
	size_t height;
	enum err err = read_size(words[1], 1, &n);

	if (!err)
		err = probe_height(words[0], (size_t)n, &height);
	if (!err)
		printf("%zu\n", height);
	return err;
}

static enum err
do_load(char **words)
{
	uint64_t size_bytes;
	double ns;
	enum err err = read_size(words[0], PROBE_LOAD_MIN, &size_bytes);

	if (!err)
		err = probe_load((size_t)size_bytes, &ns);
	if (!err)
		printf("%.4f\n", ns);
	return err;
}

static const struct figure {
	const char *name;
	const char *arguments;
	int n;
	enum err (*print)(char **words);
} figures[] = {
    {"names", "", 0, do_names},
    {"isa", "", 0, do_isa},
    {"run", "CONTESTANT MIX OPS LIVE", 4, do_run},
    {"expect", "MIX OPS LIVE", 3, do_expect},
    {"first-fit", "MANAGER none|before|last N", 3, do_first_fit},
    {"height", "MANAGER N", 2, do_height},
    {"load", "BYTES", 1, do_load},
};

#define FIGURES (sizeof figures / sizeof figures[0])

int
main(int argc, char **argv)
{
	for (size_t i = 0; i < FIGURES; i++) {
		if (argc < 2 || strcmp(argv[1], figures[i].name) != 0 ||
		    argc - 2 != figures[i].n)
			continue;
		if (!figures[i].print(argv + 2) && !fflush(stdout))
			return 0;
		fprintf(stderr, "contest: %s\n", err_text());
		return 1;
	}
	for (size_t i = 0; i < FIGURES; i++)
		fprintf(stderr, "contest %s %s\n", figures[i].name,
		    figures[i].arguments);
	return 2;
}
