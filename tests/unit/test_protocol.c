#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/protocol.h"
#include "core/interval/interval.h"

static struct stream stream;

static void
make(const char *mix, size_t ops)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named(mix), .seed = 42, .ops = ops};

	cr_assert(eq(int, stream_init(&stream, &plan), ERR_OK));
}

static void
teardown(void)
{
	stream_release(&stream);
}

TestSuite(protocol, .fini = teardown);

static struct protocol_plan
small_plan(void)
{
	return (struct protocol_plan){
	    .stream = &stream,
	    .managers = interval_managers(),
	    .repetitions = 2,
	};
}

static void
expect_name(const struct protocol_series *series, const char *want)
{
	cr_expect(eq(str, (char *)series->name, (char *)want));
}

Test(protocol, every_manager_leaves_the_published_outcome_of_100000)
{
	struct protocol_plan plan = small_plan();
	struct protocol_result result;

	make("standard", 100000);
	plan.repetitions = 1;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK), "%s",
	    err_text());
	cr_expect(eq(int, result.source, ORACLE_PUBLISHED));
	cr_expect(eq(sz, result.outcome.intervals, 8704));
	cr_expect(eq(u64, result.outcome.free_total, 501041));
	cr_expect(eq(u64, result.outcome.finds_hash, 0x6369756e06b87893));
	protocol_result_release(&result);
}

Test(protocol, a_result_has_every_manager_in_order_and_every_repetition)
{
	const char *const *managers = interval_managers();
	struct protocol_plan plan = small_plan();
	struct protocol_result result;

	make("standard", 500);
	plan.warmup = 1;
	plan.repetitions = 3;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_expect(eq(int, result.source, ORACLE_NAIVE));
	cr_expect(eq(sz, result.notes.len, 0));
	for (size_t i = 0; i < result.n; i++) {
		char name[ROW_NAME_SIZE];

		protocol_name(name, managers[i], "", 500);
		expect_name(&result.series[i], name);
		cr_expect(eq(sz, result.series[i].family, i));
		for (size_t k = 0; k < 3; k++) {
			const struct pass *run = &result.series[i].runs[k];

			cr_expect(run->wall_ns > 0);
			cr_expect(
			    run->quantiles.p50_ns <= run->quantiles.p95_ns);
			cr_expect(
			    run->quantiles.p95_ns <= run->quantiles.p99_ns);
		}
	}
	cr_expect(eq(ptr, (void *)managers[result.n], NULL));
	protocol_result_release(&result);
}

Test(protocol, a_name_is_manager_stream_operations)
{
	char name[ROW_NAME_SIZE];

	protocol_name(name, "treap", "", 500);
	cr_expect(eq(str, name, "protocol/treap/500"));
	protocol_name(name, "treap", "dense", 500);
	cr_expect(eq(str, name, "protocol/treap/dense/500"));
}

Test(protocol, the_longest_name_is_not_cut)
{
	char name[ROW_NAME_SIZE];
	char stream_name[STREAM_NAME_SIZE];

	memset(stream_name, 'x', sizeof stream_name - 1);
	stream_name[sizeof stream_name - 1] = '\0';
	protocol_name(name, "boundary_summary", stream_name, SIZE_MAX);
	cr_expect(
	    ne(ptr, strstr(name, "x/18446744073709551615"), NULL), "%s", name);
}

Test(protocol, the_plan_and_the_filter_choose_managers)
{
	static const char *const two[] = {"boundary", "treap", NULL};
	struct protocol_plan plan = small_plan();
	struct protocol_result result;

	make("dense", 100);
	plan.managers = two;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_assert(eq(sz, result.n, 2));
	expect_name(&result.series[0], "protocol/boundary/dense/100");
	protocol_result_release(&result);
	plan.filter = "^protocol/(treap|list)/dense/100$";
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_assert(eq(sz, result.n, 1));
	expect_name(&result.series[0], "protocol/treap/dense/100");
	protocol_result_release(&result);
}

Test(protocol, a_filter_without_a_match_or_meaning_is_a_usage_error)
{
	static const char *const one[] = {"boundary", NULL};
	struct protocol_plan plan = small_plan();
	struct protocol_result result = {.n = 77};

	make("standard", 100);
	plan.filter = "/101$";
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "matches no benchmark"), NULL));
	plan.filter = "(";
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "--filter: \"(\""), NULL));
	/* A match, but not of the manager that is asked for. */
	plan.filter = "treap";
	plan.managers = one;
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(eq(sz, result.n, 77));
}

/* The names of the bounded managers, or the others. */
static size_t
managers_that_are(bool bounded, const char *out[])
{
	const char *const *managers = interval_managers();
	size_t n = 0;

	for (size_t i = 0; managers[i]; i++) {
		if (interval_manager_bounded(managers[i]) == bounded)
			out[n++] = managers[i];
	}
	out[n] = NULL;
	return n;
}

Test(protocol, managers_that_do_not_take_the_space_are_left_out)
{
	const char *bounded[16], *others[16];
	size_t bounded_n = managers_that_are(true, bounded);
	size_t others_n = managers_that_are(false, others);
	struct protocol_plan plan = small_plan();
	struct protocol_result result;

	cr_assert(bounded_n > 0);
	make("standard", 10);
	stream.space.end = INT64_MAX;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_expect(eq(sz, result.n, others_n));
	cr_expect(eq(str, (char *)buf_text(&result.notes),
	    "Left out: bitmap, which is run with at most 8,589,934,592 "
	    "offsets.\n"));
	protocol_result_release(&result);
	plan.managers = bounded;
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "space as large"), NULL));
}

Test(protocol, a_wrong_outcome_is_an_error_that_names_the_benchmark)
{
	struct protocol_plan plan = small_plan();
	struct protocol_result result;

	make("standard", 10000);
	/* The generator's own, but not what is in the set. */
	stream.initial[0].end--;
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_MISMATCH));
	cr_expect(ne(ptr, strstr(err_text(), "/10000: wrong result"), NULL));
}
