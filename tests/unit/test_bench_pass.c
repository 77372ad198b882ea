#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <stdlib.h>
#include <string.h>

#include "core/bench/pass.h"

static void
make(struct stream *stream, const char *mix, size_t ops, uint64_t live)
{
	const struct stream_plan plan = {
	    .mix = stream_mix_named(mix), .seed = 42, .ops = ops, .live = live};

	cr_assert(eq(int, stream_init(stream, &plan), ERR_OK));
}

static void
expect_published_10000(const struct outcome *got)
{
	cr_expect(eq(sz, got->intervals, 3209));
	cr_expect(eq(u64, got->free_total, 825526));
	cr_expect(eq(u64, got->finds_hash, 0x4cb5b195c5c95245));
}

Test(bench_pass, every_manager_leaves_the_published_outcome_in_both_passes)
{
	struct stream stream = STREAM_INIT;
	const char *const *managers = interval_managers();
	int64_t *times_ns = calloc(10000, sizeof *times_ns);

	make(&stream, "standard", 10000, 0);
	for (size_t m = 0; managers[m]; m++) {
		struct pass pass = {.wall_ns = 0};
		struct outcome got;

		cr_assert(eq(
		    int, pass_run(&stream, managers[m], &pass, &got), ERR_OK));
		expect_published_10000(&got);
		cr_expect(pass.wall_ns > 0);
		cr_assert(eq(int,
		    pass_run_singly(
			&stream, managers[m], 0, times_ns, &pass, &got),
		    ERR_OK));
		expect_published_10000(&got);
		cr_expect(pass.quantiles.p50_ns <= pass.quantiles.p99_ns);
		cr_expect(eq(i64, (int64_t)pass.quantiles.p50_ns,
		    times_ns[(10000 + 1) / 2 - 1]));
	}
	free(times_ns);
	stream_release(&stream);
}

Test(bench_pass, a_set_begins_with_the_initial_intervals_in_its_domain)
{
	struct stream stream = STREAM_INIT;
	const char *const *managers = interval_managers();

	make(&stream, "fragmented", 1, 50);
	for (size_t m = 0; managers[m]; m++) {
		struct interval_set *set = NULL;
		struct interval domain;

		cr_assert(
		    eq(int, pass_open(&set, &stream, managers[m]), ERR_OK));
		domain = interval_set_domain(set);
		cr_expect(eq(sz, interval_set_count(set), stream.initial_n));
		cr_expect(eq(i64, domain.start, 0));
		cr_expect(eq(i64, domain.end, 5550));
		interval_set_free(set);
	}
	stream_release(&stream);
}

/* More than was measured cannot be taken off. */
Test(bench_pass, no_time_is_below_zero)
{
	struct stream stream = STREAM_INIT;
	int64_t times_ns[100];
	struct pass pass;
	struct outcome got;

	make(&stream, "standard", 100, 0);
	cr_assert(eq(int,
	    pass_run_singly(
		&stream, "treap", INT64_MAX / 2, times_ns, &pass, &got),
	    ERR_OK));
	for (size_t i = 0; i < 100; i++)
		cr_expect(eq(i64, times_ns[i], 0));
	stream_release(&stream);
}

Test(bench_pass, what_goes_wrong_names_the_manager)
{
	struct stream stream = STREAM_INIT;
	struct interval_set *set = NULL;
	struct pass pass;
	struct outcome got;

	make(&stream, "standard", 10, 0);
	cr_expect(eq(int, pass_open(&set, &stream, "list"), ERR_USAGE));
	cr_expect(ne(ptr, strstr(err_text(), "\"list\" is not known"), NULL));
	stream.ops[3].start = 2000000; /* outside */
	stream.ops[3].code = STREAM_RESERVE;
	cr_expect(
	    eq(int, pass_run(&stream, "treap", &pass, &got), ERR_MISMATCH));
	cr_expect(ne(ptr, strstr(err_text(), "manager treap: an op"), NULL));
	stream.initial[0].end = 2000000;
	cr_expect(
	    eq(int, pass_run(&stream, "treap", &pass, &got), ERR_MISMATCH));
	cr_expect(eq(int, pass_err(INTERVAL_NOMEM, "treap"), ERR_NOMEM));
	cr_expect(eq(int, pass_err(INTERVAL_NOTFOUND, "treap"), ERR_OK));
	stream_release(&stream);
}

Test(bench_pass, only_bounded_managers_have_a_largest_space)
{
	const struct interval largest = {-5, (int64_t)PASS_BOUNDED_MAX - 5};
	const struct interval larger = {-5, (int64_t)PASS_BOUNDED_MAX - 4};
	const char *const *managers = interval_managers();

	for (size_t m = 0; managers[m]; m++) {
		cr_expect(pass_fits(managers[m], largest));
		cr_expect(eq(int, pass_fits(managers[m], larger),
		    !interval_manager_bounded(managers[m])));
	}
}

Test(bench_outcome, any_difference_is_a_mismatch)
{
	const struct outcome want = {1, 2, 3};
	struct outcome got = want;

	cr_expect(eq(int, outcome_check("x", &want, &got), ERR_OK));
	got.intervals = 9;
	cr_expect(eq(int, outcome_check("x", &want, &got), ERR_MISMATCH));
	cr_expect(eq(str, (char *)err_text(),
	    "x: wrong result: 9 intervals, 2 free, finds 0000000000000003; "
	    "expected 1, 2, 0000000000000003"));
	got = want;
	got.free_total = 9;
	cr_expect(eq(int, outcome_check("x", &want, &got), ERR_MISMATCH));
	got = want;
	got.finds_hash = 9;
	cr_expect(eq(int, outcome_check("x", &want, &got), ERR_MISMATCH));
}
