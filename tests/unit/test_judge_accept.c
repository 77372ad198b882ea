/* judge_accept: what acknowledgements make of regressed series, and which of
 * them are wrong. */
#include <criterion/criterion.h>
#include <criterion/new/assert.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "runner/judge_accept.h"
#include "tests/support/git_fixture.h"

#define ROUNDS 14

static struct judgement judgement;
static struct config_accept_entry entries[2];
static char names[2][40] = {ACCEPT_FILE " accept[0]", ACCEPT_FILE " accept[1]"};
static struct accept_row rows[2];
static struct config_accept proposed = {.entries = entries};
static struct accept set = {.rows = rows};
static double head[ROUNDS];

/* a/1 is regressed, +20 % of [18, 22]; a/2 passes; a/1's p99 is only shown. */
static void
setup(void)
{
	judgement_init(&judgement);
	judgement.series = calloc(4, sizeof *judgement.series);
	cr_assert(ne(ptr, judgement.series, NULL));
	judgement.series_count = 3;
	for (int i = 0; i < ROUNDS; i++)
		head[i] = 120 + .1 * i;
	for (int i = 0; i < 3; i++)
		judgement.series[i] = (struct report_series){
		    .name = {i == 1 ? "a/2" : "a/1",
			i < 2 ? "real_time" : "p99", "ns", DIRECTION_SMALLER},
		    .verdict = i ? VERDICT_PASS : VERDICT_REGRESSED,
		    .judged = i < 2,
		    .ratio = 1.2,
		    .ratio_low = 1.18,
		    .ratio_high = 1.22,
		    .confidence = .99,
		    .tolerance = .1,
		    .head_value = 120.6,
		    .samples = {[SIDE_HEAD] = {head, ROUNDS}}};
}

static void
teardown(void)
{
	judgement_release(&judgement);
	set = (struct accept){.rows = rows};
	proposed.count = 0;
}

TestSuite(judge_accept, .init = setup, .fini = teardown);

/* One more entry that counts, by a factor or, where that is NaN, a level. */
static void
accept_one(const char *match, const char *metric, double factor, double level)
{
	struct config_accept_entry *entry = &entries[set.count];

	*entry = (struct config_accept_entry){.match = match,
	    .metric = metric,
	    .commits = "1234567..",
	    .factor = factor,
	    .level_text = isnan(factor) ? "a level" : NULL,
	    .level = {level, QUANTITY_TIME, "a level"},
	    .reason = "why",
	    .author = "who",
	    .expires = "2027-03-01"};
	rows[set.count] = (struct accept_row){
	    .entry = entry, .name = names[set.count], .counts = true};
	set.count++;
}

static const struct report_series *
judged_first(void)
{
	cr_assert(eq(int, judge_accept(&judgement, &set), ERR_OK));
	return &judgement.series[0];
}

static void
stays_regressed(const char *note)
{
	const struct report_series *series = judged_first();

	cr_expect(eq(int, series->verdict, VERDICT_REGRESSED));
	cr_expect(eq(ptr, (void *)series->acknowledged.entry, NULL));
	if (note)
		expect_text(series->note, note);
	else
		cr_expect(eq(ptr, (void *)series->note, NULL));
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

static void
is_acknowledged(void)
{
	const struct report_series *series = judged_first();

	cr_expect(eq(int, series->verdict, VERDICT_ACKNOWLEDGED));
	expect_text(series->acknowledged.entry, names[0]);
	expect_text(series->acknowledged.reason, "why");
	expect_text(series->acknowledged.author, "who");
	expect_text(series->acknowledged.expires, "2027-03-01");
}

static void
only_error(const char *reason)
{
	cr_assert(eq(sz, judgement.unjudged_count, 1));
	expect_text(judgement.unjudged[0].benchmark, ACCEPT_FILE);
	cr_expect(eq(int, judgement.unjudged[0].verdict, VERDICT_ERROR));
	expect_text(judgement.unjudged[0].reason, reason);
	judgement_finish(&judgement, false);
}

/* ---- factors ---- */

Test(judge_accept, the_interval_must_reach_down_to_the_factor)
{
	accept_one("a/1", "real_time", 1.18, 0);
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
	judgement_finish(&judgement, false);
	cr_expect(eq(int, judgement.report.verdict, VERDICT_ACKNOWLEDGED));
	cr_expect(eq(int, verdict_exit_code(judgement.report.verdict), 0));
}

Test(judge_accept, an_interval_beyond_the_factor_stays_regressed)
{
	accept_one("a/1", "real_time", 1.17, 0);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(factor 1.17)");
}

Test(judge_accept, a_note_keeps_what_was_said)
{
	judgement.series[0].note = "high confidence";
	accept_one("a/1", "real_time", 1.1, 0);
	stays_regressed("high confidence; beyond what .tidemark-accept.yml "
			"accept[0] accepts (factor 1.1)");
}

Test(judge_accept, without_an_interval_it_stays_regressed)
{
	judgement.series[0].ratio_low = NAN;
	accept_one("a/1", "real_time", 100, 0);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(factor 100)");
}

Test(judge_accept, what_is_beyond_its_static_limit_stays_regressed)
{
	judgement.series[0].beyond_value = 120;
	accept_one("a/1", "real_time", 1.18, 0);
	stays_regressed(NULL);
	judgement_finish(&judgement, false);
}

Test(judge_accept, another_series_is_not_accepted)
{
	accept_one("a", "real_time", 2, 0);
	accept_one("a/1", "p99", 2, 0);
	stays_regressed(NULL);
}

Test(judge_accept, an_entry_that_does_not_count_accepts_nothing)
{
	accept_one("a/1", "real_time", 2, 0);
	rows[0].counts = false;
	stays_regressed(NULL);
}

Test(judge_accept, why_an_entry_does_not_count_is_noted)
{
	static char old[] = "does not count: because";
	static char newer[] = "is new in head";

	accept_one("a/1", "real_time", 2, 0);
	accept_one("a/1", "real_time", 2, 0);
	rows[0].counts = rows[1].counts = false;
	rows[0].why_not = old;
	judgement.series[0].note = "high confidence";
	stays_regressed("high confidence; accept[0] does not count: because");
	judgement.series[0].note = NULL;
	rows[1].why_not = newer;
	stays_regressed("accept[1] is new in head");
	judgement.series[0].note = NULL;
	rows[0].counts = true;
	is_acknowledged();
}

/* One that counts says more than one that does not. */
Test(judge_accept, what_is_accepted_is_noted_first)
{
	static char why[] = "is new in head";

	accept_one("a/1", "real_time", 1.1, 0);
	accept_one("a/1", "real_time", 2, 0);
	rows[1].counts = false;
	rows[1].why_not = why;
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(factor 1.1)");
}

Test(judge_accept, the_second_entry_may_accept_what_the_first_does_not)
{
	accept_one("a/1", "real_time", 1.1, 0);
	accept_one("a/1", "real_time", 1.2, 0);
	expect_text(judged_first()->acknowledged.entry, names[1]);
	cr_expect(eq(ptr, (void *)judgement.series[0].note, NULL));
}

Test(judge_accept, only_regressed_series_are_acknowledged)
{
	static const enum verdict others[] = {VERDICT_ERROR, VERDICT_MISSING,
	    VERDICT_INCONCLUSIVE, VERDICT_IMPROVED, VERDICT_PASS};

	accept_one("a/1", "real_time", 1.2, 0);
	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		judgement.series[0].verdict = others[i];
		cr_expect(eq(int, judged_first()->verdict, others[i]));
	}
	judgement.series[0].verdict = VERDICT_REGRESSED;
	judgement.series[0].judged = false;
	cr_expect(eq(int, judged_first()->verdict, VERDICT_REGRESSED));
}

/* ---- levels: head is 120 to 121.3 in 14 rounds ---- */

Test(judge_accept, head_at_a_level_is_acknowledged)
{
	accept_one("a/1", "real_time", NAN, 121);
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

/* All 14 rounds are above 119.9: p = 2^-14. */
Test(judge_accept, head_proven_beyond_a_level_stays_regressed)
{
	accept_one("a/1", "real_time", NAN, 119.9);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(level a level)");
}

Test(judge_accept, a_level_of_rates_is_a_lower_bound)
{
	judgement.series[0].name.direction = DIRECTION_BIGGER;
	accept_one("a/1", "real_time", NAN, 121.4);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(level a level)");
	entries[0].level.value = 120.5;
	is_acknowledged();
}

Test(judge_accept, a_level_in_another_unit_accepts_nothing)
{
	accept_one("a/1", "real_time", NAN, 1000);
	entries[0].level.kind = QUANTITY_BYTES;
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(level a level, not in the unit of this series)");
}

Test(judge_accept, a_level_needs_an_interval_too)
{
	judgement.series[0].ratio_low = NAN;
	accept_one("a/1", "real_time", NAN, 121);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(level a level)");
}

/* ---- instructions: two counts, no interval ---- */

static void
count_instructions(void)
{
	static const double counts[] = {1000, 1001};
	struct report_series *series = &judgement.series[0];

	series->name.metric = METRIC_INSTRUCTIONS;
	series->name.unit = "";
	series->ratio = 1.03;
	series->ratio_low = series->ratio_high = series->confidence = NAN;
	series->tolerance = .003;
	series->head_value = 1000;
	series->samples[SIDE_HEAD] = (struct report_samples){counts, 2};
}

Test(judge_accept, counts_are_compared_as_they_are)
{
	count_instructions();
	accept_one("a/1", METRIC_INSTRUCTIONS, 1.0299, 0);
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(factor 1.0299)");
	entries[0].factor = 1.03;
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

Test(judge_accept, counts_have_levels_too)
{
	count_instructions();
	accept_one("a/1", METRIC_INSTRUCTIONS, NAN, 999);
	entries[0].level.kind = QUANTITY_BARE;
	stays_regressed("beyond what .tidemark-accept.yml accept[0] accepts "
			"(level a level)");
	entries[0].level.value = 1000;
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

/* ---- entries that are wrong ---- */

/* 1.22 x 1.1 = 1.342 */
Test(judge_accept, a_factor_far_above_the_interval_is_an_error)
{
	accept_one("a/1", "real_time", 1.341, 0);
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
	judgement.series[0].verdict = VERDICT_REGRESSED;
	entries[0].factor = 1.343;
	is_acknowledged();
	only_error("accept[0]: wider than needed: the whole interval of every "
		   "series that it accepts is better by more than the "
		   "tolerance");
	cr_expect(eq(int, judgement.report.verdict, VERDICT_ERROR));
}

/* The upper end of head's interval is below 121.3, and 121.3 x 1.1 = 133.4;
 * its lower end is above 120. */
Test(judge_accept, so_is_a_level_far_above_head)
{
	accept_one("a/1", "real_time", NAN, 132);
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 0));
	judgement.series[0].verdict = VERDICT_REGRESSED;
	entries[0].level.value = 133.5;
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 1));
}

Test(judge_accept, so_is_a_factor_far_above_a_count)
{
	count_instructions();
	accept_one("a/1", METRIC_INSTRUCTIONS, 1.034, 0);
	is_acknowledged();
	cr_expect(eq(sz, judgement.unjudged_count, 1));
}

/* a/2 is accepted too, and needs it: [1.3, 1.4]. */
Test(judge_accept, one_series_that_needs_it_is_enough)
{
	judgement.series[1].verdict = VERDICT_REGRESSED;
	judgement.series[1].ratio_low = 1.3;
	judgement.series[1].ratio_high = 1.4;
	accept_one("a/*", "real_time", 1.4, 0);
	is_acknowledged();
	cr_expect(eq(int, judgement.series[1].verdict, VERDICT_ACKNOWLEDGED));
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

Test(judge_accept, a_glob_that_takes_in_what_passes_is_an_error)
{
	accept_one("a/*", "real_time", 1.2, 0);
	is_acknowledged();
	only_error("accept[0]: wider than needed: it also matches a/2, which "
		   "passes");
}

Test(judge_accept, what_acknowledged_nothing_may_be_wide)
{
	judgement.series[0].verdict = VERDICT_PASS;
	accept_one("*", "real_time", 100, 0);
	cr_expect(eq(int, judged_first()->verdict, VERDICT_PASS));
	cr_expect(eq(sz, judgement.unjudged_count, 0));
}

static void
propose(size_t count)
{
	proposed.count = count;
	set.proposed = &proposed;
}

Test(judge_accept, an_entry_of_head_must_match_a_series)
{
	accept_one("a/1", "p99", 1.2, 0);
	accept_one("b/*", "real_time", 1.2, 0);
	rows[1].counts = false;
	propose(2);
	cr_assert(eq(int, judge_accept(&judgement, &set), ERR_OK));
	only_error("accept[1]: no series matches b/*, metric real_time");
}

Test(judge_accept, a_new_series_is_matched)
{
	accept_one("n", "real_time", 1.2, 0);
	propose(1);
	cr_assert(eq(int,
	    judgement_add_unjudged(
		&judgement, "n", "real_time", VERDICT_NEW, "new"),
	    ERR_OK));
	judged_first();
	cr_expect(eq(sz, judgement.unjudged_count, 1));
}

Test(judge_accept, where_not_all_was_measured_nothing_is_said_of_matches)
{
	static const enum verdict others[] = {
	    VERDICT_ERROR, VERDICT_MISSING, VERDICT_INCONCLUSIVE};

	for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
		teardown();
		setup();
		accept_one("b/*", "real_time", 1.2, 0);
		propose(1);
		cr_assert(eq(int,
		    judgement_add_unjudged(
			&judgement, "main", NULL, others[i], "not measured"),
		    ERR_OK));
		judged_first();
		cr_expect(eq(sz, judgement.unjudged_count, 1));
	}
}

/* ---- what is told beforehand ---- */

Test(judge_accept, new_open_and_unknown_entries_are_listed)
{
	static char why[] = "does not count: because";

	accept_one("a", "real_time", 1.2, 0);
	rows[0].added = true;
	accept_one("b", "real_time", 1.2, 0);
	rows[1].counts = false;
	rows[1].told = true;
	rows[1].why_not = why;
	cr_assert(eq(int, judge_accept_list(&judgement, &set), ERR_OK));
	cr_assert(eq(sz, judgement.warning_count, 3));
	expect_text(judgement.warnings[0],
	    ".tidemark-accept.yml accept[0] is new in head and counts "
	    "(--allow-new-accepts)");
	expect_text(judgement.warnings[1],
	    ".tidemark-accept.yml accept[0] is open: 1234567.. counts until "
	    "2027-03-01");
	expect_text(judgement.warnings[2],
	    ".tidemark-accept.yml accept[1] does not count: because");
}
