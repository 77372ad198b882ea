#include <math.h>

#include <criterion/criterion.h>
#include <criterion/new/assert.h>

#include "reports/columns.h"

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

TestSuite(columns, .init = open_series, .fini = close_out);

Test(columns, an_interval_over_1_has_no_change)
{
	columns[COLUMN_CHANGE].put(&out, &series);
	expect_out("+26.0 %");
	series.ratio_low = 0.99;
	columns[COLUMN_CHANGE].put(&out, &series);
	expect_out("~");
	columns[COLUMN_INTERVAL].put(&out, &series);
	expect_out("[-1.0, +28.0]");
}

Test(columns, spreads_stand_beside_known_values)
{
	columns[COLUMN_BASE].put(&out, &series);
	expect_out("41.20 ns ± 1 %");
	series.base_spread = NAN;
	columns[COLUMN_BASE].put(&out, &series);
	expect_out("41.20 ns");
	series.base_value = NAN;
	columns[COLUMN_BASE].put(&out, &series);
	expect_out("-");
}

Test(columns, a_series_shown_only_has_no_verdict)
{
	series.judged = false;
	columns[COLUMN_VERDICT].put(&out, &series);
	expect_out("-");
}

Test(columns, side_by_side_they_are_brief)
{
	series.name.benchmark = "a ± 5 %";
	columns_put_brief(&out, COLUMN_NAME, &series);
	expect_out("a ± 5 %/real_time");
	columns_put_brief(&out, COLUMN_BASE, &series);
	expect_out("41.20 ns ±1%");
	columns_put_brief(&out, COLUMN_CHANGE, &series);
	expect_out("+26.0%");
	columns_put_brief(&out, COLUMN_TOLERANCE, &series);
	expect_out("10%");
	columns_put_brief(&out, COLUMN_INTERVAL, &series);
	expect_out("[+24.0, +28.0]");
	columns_put_brief_change(&out, 0.9);
	expect_out("-10.0%");
	columns_put_brief_change(&out, NAN);
	expect_out("-");
}
