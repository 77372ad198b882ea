#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include <math.h>
#include <string.h>

#include "reports/evidence.h"
#include "tests/support/report_fixtures.h"

static struct buf out = BUF_INIT;

static void
release(void)
{
	buf_release(&out);
}

TestSuite(evidence, .fini = release);

static const struct report_series *
series(const char *report, size_t index)
{
	return &report_fixture(report)->series[index];
}

static void
expect_text(const char *want)
{
	cr_expect(eq(str, (char *)buf_text(&out), (char *)want));
}

Test(evidence, a_change_has_its_interval_and_tolerance)
{
	evidence_change(&out, series("regressed", 1));
	expect_text("+26.0 % [+24.1, +28.0], tolerance 10 %");
}

Test(evidence, a_change_without_an_interval_shows_none)
{
	evidence_change(&out, series("inconclusive", 2));
	expect_text("+3.0 %, tolerance 10 %");
}

Test(evidence, a_value_beyond_its_limit_is_told_in_place_of_the_change)
{
	evidence_change(&out, series("terms", 1));
	expect_text("is 494.7 k/s, beyond its limit of 500.0 k/s");
}

Test(evidence, the_lines_hold_what_the_table_holds)
{
	evidence_lines(&out, series("regressed", 1));
	expect_text("base: 41.20 ns ± 0.4 %\nhead: 51.90 ns ± 0.6 %\n"
		    "change: +26.0 %\ninterval: [+24.1, +28.0]\n"
		    "tolerance: 10 %\nrounds: 14\ncontrol: +0.1 %\n");
}

Test(evidence, a_note_cannot_look_like_another_line)
{
	struct report_series one = *series("inconclusive", 2);

	one.note = "x\nverdict: pass";
	evidence_lines(&out, &one);
	cr_expect(strstr(buf_text(&out), "note: x\\nverdict: pass\n") != NULL,
	    "%s", buf_text(&out));
}

Test(evidence, a_log_is_told_by_its_first_line)
{
	evidence_unjudged(&out, &report_fixture("error")->unjudged[0]);
	expect_text("error: the build of head failed: make exited with 2");
}
