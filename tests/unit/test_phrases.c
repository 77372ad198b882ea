#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/phrases.h"

#define OID "0123456789abcdef0123456789abcdef01234567"

/* Criterion's str is a char *, though it only reads. */
#define expect_out(want)                                                       \
	cr_expect(eq(str, (char *)buf_text(&out), (char *)(want)));            \
	buf_reset(&out)

static struct buf out = BUF_INIT;
static struct report_series series;

static void
open_series(void)
{
	series = (struct report_series){
	    .name = {"a/100", "real_time", "ns", DIRECTION_SMALLER},
	    .judged = true,
	    .verdict = VERDICT_INCONCLUSIVE,
	    .ratio = 1.26,
	    .ratio_low = 1.24,
	    .ratio_high = 1.28,
	    .confidence = 0.99,
	    .tolerance = 0.1,
	    .mde = 0.18,
	    .rounds = 40,
	    .base_value = 41.2,
	    .base_spread = 0.01,
	};
}

static void
close_out(void)
{
	buf_release(&out);
}

TestSuite(phrases, .init = open_series, .fini = close_out);

Test(phrases, commit_ids_are_short_and_other_sources_whole)
{
	phrase_oid(&out, OID);
	expect_out("0123456789ab");
	phrase_oid(&out, NULL);
	expect_out("-");
	phrase_config_from(&out, OID);
	expect_out("0123456789ab");
	phrase_config_from(&out, "some/where/else/tidemark.yml");
	expect_out("some/where/else/tidemark.yml");
}

Test(phrases, an_inconclusive_series_says_what_it_could_have_seen)
{
	cr_expect(phrase_note(&out, &series));
	expect_out("40 rounds detect a slowdown of 18 % or more");
	series.note = "noisy";
	cr_expect(phrase_note(&out, &series));
	expect_out("noisy; 40 rounds detect a slowdown of 18 % or more");
	series.rounds_needed = 30;
	cr_expect(phrase_note(&out, &series));
	expect_out("noisy; 40 rounds detect a slowdown of 18 % or more; would "
		   "need about 30 more rounds, beyond what is ever taken: a "
		   "longer benchmark or a quieter machine");
	series.reachable = true;
	cr_expect(phrase_note(&out, &series));
	expect_out("noisy; 40 rounds detect a slowdown of 18 % or more; needs "
		   "about 30 more rounds");
	series.rounds_needed = 0;
	series.too_near = true;
	cr_expect(phrase_note(&out, &series));
	expect_out("noisy; 40 rounds detect a slowdown of 18 % or more; the "
		   "difference is too near the tolerance to tell");
	series.mde = NAN;
	cr_expect(phrase_note(&out, &series));
	expect_out("noisy");
	series.note = NULL;
	cr_expect(not(phrase_note(&out, &series)));
	expect_out("");
}

Test(phrases, the_worst_series_is_a_sentence)
{
	phrase_worst(&out, &series);
	expect_out("a/100/real_time is 26 % slower, tolerance 10 %");
}

/* 20 of 41.2 are 48.5 %, more than 10 %; 2 of 41.2 are less. */
Test(phrases, the_tolerance_is_what_the_effect_makes_it)
{
	series.min_effect = 20;
	phrase_tolerance(&out, &series);
	expect_out("48.5 %");
	phrase_worst(&out, &series);
	expect_out("a/100/real_time is 26 % slower, tolerance 48.5 %");
	series.min_effect = 2;
	phrase_tolerance(&out, &series);
	expect_out("10 %");
	series.base_value = NAN;
	phrase_tolerance(&out, &series);
	expect_out("10 %");
	series.tolerance = NAN;
	series.min_effect = 0;
	phrase_tolerance(&out, &series);
	expect_out("-");
}

/* Of 41.2 a second 50 cannot be lost. */
Test(phrases, a_rate_below_the_effect_has_any_tolerance)
{
	series.name.direction = DIRECTION_BIGGER;
	series.min_effect = 50;
	phrase_tolerance(&out, &series);
	expect_out("any");
}

Test(phrases, the_worst_series_may_be_beyond_its_limit)
{
	series.beyond_value = 2.31e6;
	series.limit = 2e6;
	phrase_worst(&out, &series);
	expect_out("a/100/real_time is 2.310 ms, beyond its limit of 2.000 ms");
}

Test(phrases, verdicts_without_series_are_not_counted)
{
	const size_t counts[VERDICT_COUNT] = {
	    [VERDICT_REGRESSED] = 2, [VERDICT_PASS] = 14};

	phrase_counts(&out, counts);
	expect_out("2 regressed, 14 pass");
}

Test(phrases, identical_always_has_a_reason)
{
	struct report report = {.verdict = VERDICT_IDENTICAL};

	cr_expect(ne(ptr, (void *)phrase_reason(&report), NULL));
	report.verdict = VERDICT_PASS;
	cr_expect(eq(ptr, (void *)phrase_reason(&report), NULL));
}

/* A pass of the detector after 6 rounds has no interval. */
Test(phrases, the_legend_says_what_the_detector_was_asked)
{
	struct report report = {.series = &series, .series_count = 1};

	series.judged = true;
	series.confidence = .99;
	series.ratio_low = NAN;
	series.floor = .02;
	series.effect = NAN;
	cr_expect(not(phrase_legend(&out, &report)));
	expect_out("");
	series.effect = .05;
	cr_expect(phrase_legend(&out, &report));
	expect_out("asked is for changes beyond 2 %, and a pass rules out 5 % "
		   "at 95 %");
	series.ratio_low = 1;
	cr_expect(phrase_legend(&out, &report));
	expect_out("changes above 0 are worse, intervals have 99 % "
		   "confidence; asked is for changes beyond 2 %, and a pass "
		   "rules out 5 % at 95 %");
}
