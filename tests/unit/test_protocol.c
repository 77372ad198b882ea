#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <string.h>

#include "core/bench/bench_options.h"
#include "core/bench/protocol.h"
#include "core/interval/interval.h"

static void
expect_text(const char *got, const char *want)
{
	cr_expect(eq(str, (char *)got, (char *)want));
}

static struct protocol_plan
small_plan(size_t ops)
{
	struct bench_options options;

	bench_options_default(&options);
	options.plan.ops = ops;
	options.plan.warmup = 0;
	options.plan.repetitions = 2;
	return options.plan;
}

Test(protocol, every_manager_leaves_the_published_outcome_of_10000)
{
	struct stream stream = STREAM_INIT;
	const char *const *managers = interval_managers();

	cr_assert(eq(int,
	    stream_init(&stream, stream_mix_named("standard"), 42, 10000),
	    ERR_OK));
	for (size_t m = 0; managers[m]; m++) {
		struct protocol_run run;
		struct protocol_outcome got;

		cr_assert(eq(int,
		    protocol_pass(&stream, managers[m], 0, NULL, &run, &got),
		    ERR_OK));
		cr_expect(eq(sz, got.intervals, 3209), "%s", managers[m]);
		cr_expect(eq(u64, got.free_total, 825526));
		cr_expect(eq(u64, got.finds_hash, 0x4cb5b195c5c95245));
	}
	stream_release(&stream);
}

Test(protocol, every_manager_leaves_the_published_outcome_of_100000)
{
	struct protocol_plan plan = small_plan(100000);
	struct protocol_result result;

	plan.repetitions = 1;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK), "%s",
	    err_text());
	cr_expect(result.known);
	cr_expect(eq(sz, result.outcome.intervals, 8704));
	cr_expect(eq(u64, result.outcome.free_total, 501041));
	cr_expect(eq(u64, result.outcome.finds_hash, 0x6369756e06b87893));
	protocol_result_release(&result);
}

Test(protocol, a_result_has_every_manager_in_order_and_every_repetition)
{
	struct protocol_plan plan = small_plan(500);
	struct protocol_result result;

	plan.warmup = 1;
	plan.repetitions = 3;
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_assert(eq(sz, result.n, 2));
	cr_expect(not(result.known));
	expect_text(result.series[0].name, "protocol/boundary/500");
	expect_text(result.series[1].name, "protocol/treap/500");
	for (size_t i = 0; i < 6; i++) {
		const struct protocol_run *run =
		    &result.series[i / 3].runs[i % 3];

		cr_expect(gt(i64, run->wall_ns, 0));
		cr_expect(run->quantiles.p50_ns <= run->quantiles.p95_ns);
		cr_expect(run->quantiles.p95_ns <= run->quantiles.p99_ns);
	}
	protocol_result_release(&result);
}

Test(protocol, another_mix_is_another_benchmark)
{
	struct protocol_plan plan = small_plan(500);
	char name[PROTOCOL_NAME_SIZE];

	plan.mix = stream_mix_named("dense");
	protocol_name(name, "treap", &plan);
	expect_text(name, "protocol/treap/dense/500");
}

Test(protocol, the_filter_chooses_by_name)
{
	struct protocol_plan plan = small_plan(100);
	struct protocol_result result;

	plan.filter = "^protocol/(treap|list)/100$";
	cr_assert(eq(int, protocol_measure(&plan, &result), ERR_OK));
	cr_assert(eq(sz, result.n, 1));
	expect_text(result.series[0].manager, "treap");
	protocol_result_release(&result);
}

Test(protocol, a_filter_without_a_match_or_meaning_is_a_usage_error)
{
	struct protocol_plan plan = small_plan(100);
	struct protocol_result result = {.n = 77};

	plan.filter = "/101$";
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "matches no benchmark"), NULL));
	plan.filter = "(";
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "--filter: \"(\""), NULL));
	/* A match, but not of the manager that is asked for. */
	plan.filter = "treap";
	plan.manager = "boundary";
	cr_expect(eq(int, protocol_measure(&plan, &result), ERR_USAGE));
	cr_expect(eq(sz, result.n, 77));
}

Test(protocol, only_streams_that_were_published_have_a_known_outcome)
{
	struct stream stream = STREAM_INIT;

	cr_assert(eq(int,
	    stream_init(&stream, stream_mix_named("standard"), 42, 10000),
	    ERR_OK));
	cr_expect(ne(ptr, (void *)protocol_known(&stream), NULL));
	stream.n = 9999;
	cr_expect(eq(ptr, (void *)protocol_known(&stream), NULL));
	stream.n = 10000;
	stream.seed = 43;
	cr_expect(eq(ptr, (void *)protocol_known(&stream), NULL));
	stream.seed = 42;
	stream.mix = stream_mix_named("query");
	cr_expect(eq(ptr, (void *)protocol_known(&stream), NULL));
	stream_release(&stream);
}

Test(protocol, any_difference_of_outcome_is_a_mismatch)
{
	const struct protocol_outcome want = {1, 2, 3};
	struct protocol_outcome got = want;

	cr_expect(eq(int, protocol_check("x", &want, &got), ERR_OK));
	got.intervals = 9;
	cr_expect(eq(int, protocol_check("x", &want, &got), ERR_MISMATCH));
	expect_text(err_text(),
	    "x: wrong result: 9 intervals, 2 free, finds 0000000000000003; "
	    "expected 1, 2, 0000000000000003");
	got = want;
	got.free_total = 9;
	cr_expect(eq(int, protocol_check("x", &want, &got), ERR_MISMATCH));
	got = want;
	got.finds_hash = 9;
	cr_expect(eq(int, protocol_check("x", &want, &got), ERR_MISMATCH));
}
